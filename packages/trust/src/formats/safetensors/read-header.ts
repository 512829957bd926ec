import { asRecord } from "@modeldex/plugin-kit";
import type { ByteSource } from "../byte-source.ts";
import { quoted } from "../foreign-text.ts";
import { malformed, unread } from "../format-fault.ts";
import type { TensorShape } from "../tensor-shapes.ts";
import { jsonOddity } from "./json-oddities.ts";

/** A tensor as the header names it; `start` and `end` count from the end of the header. */
export interface SafetensorsTensor extends TensorShape {
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** Where the values begin: 8 and the length of the header. */
  readonly dataStart: number;
  /** In the order of the header. */
  readonly tensors: readonly SafetensorsTensor[];
  /** Free words of whoever wrote the file, `__metadata__`: names to texts. */
  readonly metadata: ReadonlyMap<string, string>;
  /** The JSON, with its padding, as it is in the file. */
  readonly raw: Uint8Array;
}

/** How far a header was read. */
export const safetensorsStages = ["length", "text", "json", "entries", "layout"] as const;
export type SafetensorsStage = (typeof safetensorsStages)[number];

/** Bytes that are read at first: the whole header of most files. */
export const safetensorsFirstBytes = 131_072;
/** Longest header that is read. */
const maxHeaderBytes = 25 * 1_048_576;
/** Longest header that loaders read. */
const maxLoadedHeaderBytes = 100_000_000;
const maxTensors = 1_000_000;

/**
 * Reads the header of a safetensors file: 8 bytes with the length N (u64, little endian), N bytes of JSON, then the values.
 * Source: huggingface/safetensors, README.md, section Format, and `safetensors/src/tensor.rs` (`read_metadata`, `validate`).
 * Where the values are is not checked here; see `layoutFault`.
 *
 * @throws {FormatFault} when it is no such header, or longer than is read.
 */
export async function readSafetensorsHeader(source: ByteSource, reached: (stage: SafetensorsStage) => void = () => undefined): Promise<SafetensorsHeader> {
  const { raw, dataStart } = await headerBytes(source, reached);
  const { tensors, metadata } = parseHeader(textOf(raw), reached);
  return { dataStart, tensors, metadata, raw };
}

async function headerBytes(source: ByteSource, reached: (stage: SafetensorsStage) => void): Promise<Pick<SafetensorsHeader, "raw" | "dataStart">> {
  reached("length");
  const first = await source.read(0, safetensorsFirstBytes);
  if (first.byteLength < 8) throw malformed(`it has ${String(first.byteLength)} bytes, too few for a header`);
  const declared = Buffer.from(first.buffer, first.byteOffset, first.byteLength).readBigUInt64LE(0);
  if (declared > BigInt(maxLoadedHeaderBytes)) throw malformed(`its header declares ${String(declared)} bytes, more than any loader reads`);
  const dataStart = 8 + Number(declared);
  const { sizeBytes } = source;
  if (sizeBytes !== undefined && dataStart > sizeBytes) throw malformed(`its header declares ${String(declared)} bytes, and the file has ${String(sizeBytes)}`);
  if (first.byteLength > 8 && first[8] !== 0x7b) throw malformed("its header does not begin with {");
  if (declared > BigInt(maxHeaderBytes)) throw unread("NEEDS_BYTES", `its header has ${String(declared)} bytes, of which none were read`);
  reached("text");
  const bytes = dataStart <= first.byteLength ? first : Buffer.concat([first, await source.read(first.byteLength, dataStart)]);
  if (bytes.byteLength < dataStart) throw malformed(`its header declares ${String(declared)} bytes, and the file ends after ${String(bytes.byteLength)}`);
  return { raw: bytes.subarray(8, dataStart), dataStart };
}

function textOf(raw: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw malformed("its header is no UTF-8");
  }
}

function parseHeader(text: string, reached: (stage: SafetensorsStage) => void): Pick<SafetensorsHeader, "tensors" | "metadata"> {
  reached("json");
  // First, since it stops at deep nesting.
  const oddity = jsonOddity(text);
  if (oddity !== undefined) throw malformed(oddity);
  const header = asRecord(parsed(text));
  if (header === undefined) throw malformed("its header is no JSON object");
  reached("entries");
  const names = Object.keys(header);
  if (names.length > maxTensors) throw unread("NEEDS_BYTES", `its header names ${String(names.length)} tensors, more than are looked at`);
  const metadata = Object.hasOwn(header, "__metadata__") ? parseMetadata(header["__metadata__"]) : new Map<string, string>();
  return { metadata, tensors: names.filter((name) => name !== "__metadata__").map((name) => parseTensor(name, header[name])) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("its header is no JSON");
  }
}

function parseMetadata(value: unknown): ReadonlyMap<string, string> {
  // Readers in Rust take null for none.
  if (value === null) return new Map();
  const entries = Object.entries(asRecord(value) ?? {});
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  if (asRecord(value) === undefined || texts.length < entries.length) throw malformed("its __metadata__ is no map of texts");
  return new Map(texts);
}

function parseTensor(name: string, value: unknown): SafetensorsTensor {
  const { dtype, shape, data_offsets: offsets } = asRecord(value) ?? {};
  if (typeof dtype !== "string") throw malformed(`the tensor ${quoted(name)} has no dtype`);
  if (!isWholeNumbers(shape)) throw malformed(`the shape of the tensor ${quoted(name)} is no list of whole numbers`);
  if (!isWholeNumbers(offsets)) throw malformed(`the offsets of the tensor ${quoted(name)} are no two whole numbers`);
  const [start, end, ...more] = offsets;
  if (start === undefined || end === undefined || more.length > 0) throw malformed(`the offsets of the tensor ${quoted(name)} are no two whole numbers`);
  return { name, dtype, shape, start, end };
}

function isWholeNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && Number(each) >= 0);
}
