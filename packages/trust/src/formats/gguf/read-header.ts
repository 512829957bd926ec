import type { ByteSource } from "../byte-source.ts";
import { malformed, unread } from "../format-fault.ts";
import { growingBytes, type GrowingBytes } from "./growing-bytes.ts";
import { readTensors, type GgufTensor } from "./read-tensors.ts";
import { readValues, type GgufValues } from "./read-values.ts";

export interface GgufHeader {
  readonly version: number;
  readonly values: GgufValues;
  /** In the order of the header. */
  readonly tensors: readonly GgufTensor[];
  /** Where the values of the tensors begin. */
  readonly dataStart: number;
  /** The header as it is in the file, without the padding before the values. */
  readonly raw: Uint8Array;
}

/** How far a header was read. */
export const ggufStages = ["magic", "counts", "values", "tensors", "layout"] as const;
export type GgufStage = (typeof ggufStages)[number];

/** What the reader tells while it reads, since templates are looked at even where the tensors are not in order. */
export interface GgufProgress {
  readonly reached?: (stage: GgufStage) => void;
  readonly values?: (values: GgufValues) => Promise<void>;
}

/** Fewest bytes of a key-value pair (key of one byte, value of one byte), and of what is said of a tensor without dimensions. */
const minValueBytes = 8 + 1 + 4 + 1;
const minTensorBytes = 8 + 4 + 4 + 8;
const maxCount = 2 ** 31;
/** Most key-value pairs that are walked; models have some dozens. */
const maxValues = 65_536;

/**
 * Reads the header of a GGUF file of version 2 or 3, little endian, without the values of its tensors.
 * Source: ggml, docs/gguf.md, section File Structure; llama.cpp, ggml/src/gguf.cpp.
 *
 * @throws {FormatFault} when it is no such header.
 */
export async function readGgufHeader(source: ByteSource, progress: GgufProgress = {}): Promise<GgufHeader> {
  const reached = progress.reached ?? ((): void => undefined);
  reached("magic");
  const bytes = growingBytes(source);
  const version = await readVersion(bytes);
  reached("counts");
  const tensorCount = await readCount(bytes, "tensors", minTensorBytes, source.sizeBytes);
  const valueCount = await readCount(bytes, "key-value pairs", minValueBytes, source.sizeBytes);
  reached("values");
  if (valueCount > maxValues) throw unread("UNSUPPORTED_FORMAT", `its header declares ${String(valueCount)} key-value pairs, more than are looked at`);
  const values = await readValues(bytes, valueCount);
  await progress.values?.(values);
  reached("tensors");
  const tensors = await readTensors(bytes, tensorCount, values.alignment);
  const { position } = bytes;
  return { version, values, tensors, dataStart: Math.ceil(position / values.alignment) * values.alignment, raw: bytes.bytes.subarray(0, position) };
}

async function readVersion(bytes: GrowingBytes): Promise<number> {
  await bytes.need(4);
  if (bytes.take(4).toString("latin1") !== "GGUF") throw malformed("it does not begin with GGUF");
  await bytes.need(4);
  const version = bytes.u32();
  if (version !== 0 && (version & 0xffff) === 0) throw unread("UNSUPPORTED_FORMAT", "it is a big-endian GGUF file, which is not read here");
  if (version !== 2 && version !== 3) throw unread("UNSUPPORTED_FORMAT", `it is GGUF of version ${String(version)}; 2 and 3 are read here`);
  return version;
}

/** A count that no file of this size can hold is found before anything is walked. */
async function readCount(bytes: GrowingBytes, what: string, eachBytes: number, sizeBytes: number | undefined): Promise<number> {
  await bytes.need(8);
  const count = bytes.u64();
  if (count > maxCount) throw malformed(`its header declares ${String(count)} ${what}`);
  if (sizeBytes !== undefined && count * eachBytes > sizeBytes) throw malformed(`its header declares ${String(count)} ${what}, more than its ${String(sizeBytes)} bytes can hold`);
  return count;
}
