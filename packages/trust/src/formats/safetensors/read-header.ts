import { asRecord } from "@modeldex/plugin-kit";
import type { ByteSource } from "../byte-source.ts";
import { quoted } from "../foreign-text.ts";
import { malformed, unread } from "../format-fault.ts";
import { inPieces, type WorkInPieces } from "../pieces.ts";
import type { TensorShape } from "../tensor-shapes.ts";
import { jsonMembers } from "./json-members.ts";
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
const maxHeaderBytes = 8 * 1_048_576;
/** Longest header that loaders read. */
const maxLoadedHeaderBytes = 100_000_000;
/** Most tensors, and most texts of the metadata; the largest shards have some thousand. */
const maxMembers = 100_000;
/** Longest description of a tensor that is looked at; those that libraries write have less than 200. In UTF-16 code units. */
const maxTensorCharacters = 65_536;
/** Members of one piece of work. */
const pieceMembers = 1024;

/**
 * Reads the header of a safetensors file: 8 bytes with the length N (u64, little endian), N bytes of JSON, then the values.
 * Source: huggingface/safetensors, README.md, section Format, and `safetensors/src/tensor.rs` (`read_metadata`, `validate`).
 * Where the values are is not checked here; see `layoutFault`.
 *
 * @throws {FormatFault} when it is no such header, or longer than is read.
 */
export async function readSafetensorsHeader(source: ByteSource, reached: (stage: SafetensorsStage) => void = () => undefined): Promise<SafetensorsHeader> {
  const { raw, dataStart } = await headerBytes(source, reached);
  const { tensors, metadata } = await inPieces(parseHeader(textOf(raw), reached));
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

function* parseHeader(text: string, reached: (stage: SafetensorsStage) => void): WorkInPieces<Pick<SafetensorsHeader, "tensors" | "metadata">> {
  reached("json");
  const members = yield* jsonMembers(text, maxMembers);
  if (members === undefined) throw malformed("its header is no JSON");
  if (members.length > maxMembers) throw unread("UNSUPPORTED_FORMAT", `its header names more than ${String(maxMembers)} tensors, the most that are looked at`);
  const tooLong = members.find(({ key, from, to }) => key !== "__metadata__" && to - from > maxTensorCharacters);
  if (tooLong !== undefined) throw unread("UNSUPPORTED_FORMAT", `its header says of ${quoted(tooLong.key)} ${String(tooLong.to - tooLong.from)} characters, more than are looked at`);
  const oddity = yield* jsonOddity(text);
  if (oddity !== undefined) throw malformed(oddity);
  reached("entries");
  let metadata: ReadonlyMap<string, string> = new Map();
  const tensors: SafetensorsTensor[] = [];
  for (const [index, { key, from, to }] of members.entries()) {
    if (index % pieceMembers === pieceMembers - 1) yield;
    if (key === "__metadata__") metadata = yield* parseMetadata(text.slice(from, to));
    else tensors.push(parseTensor(key, parsed(text.slice(from, to))));
  }
  return { tensors, metadata };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("its header is no JSON");
  }
}

function* parseMetadata(text: string): WorkInPieces<ReadonlyMap<string, string>> {
  // Readers in Rust take null for none.
  if (text === "null") return new Map();
  const members = yield* jsonMembers(text, maxMembers);
  if (members === undefined) throw malformed("its __metadata__ is no map of texts");
  if (members.length > maxMembers) throw unread("UNSUPPORTED_FORMAT", `its __metadata__ has more than ${String(maxMembers)} texts, the most that are looked at`);
  const texts = new Map<string, string>();
  for (const [index, { key, from, to }] of members.entries()) {
    if (index % pieceMembers === pieceMembers - 1) yield;
    if (text[from] !== '"') throw malformed("its __metadata__ is no map of texts");
    texts.set(key, String(parsed(text.slice(from, to))));
  }
  return texts;
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
