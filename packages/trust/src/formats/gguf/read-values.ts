import { quoted } from "../foreign-text.ts";
import { malformed } from "../format-fault.ts";
import { turnOfOthers } from "../pieces.ts";
import type { GrowingBytes } from "./growing-bytes.ts";

/** What is kept of the key-value pairs of a header. */
export interface GgufValues {
  readonly count: number;
  /** `general.alignment`. @default 32 */
  readonly alignment: number;
  /** `general.architecture`, such as `llama`. */
  readonly architecture?: string;
  /** Texts of `tokenizer.chat_template` and `tokenizer.chat_template.<name>`, by key. */
  readonly templates: ReadonlyMap<string, string>;
}

/** Numbers of `gguf_metadata_value_type` whose values have a fixed length, and that length in bytes. */
const fixedBytes: ReadonlyMap<number, number> = new Map([[0, 1], [1, 1], [2, 2], [3, 2], [4, 4], [5, 4], [6, 4], [7, 1], [10, 8], [11, 8], [12, 8]]);
const uint32 = 4;
const bool = 7;
const text = 8;
const array = 9;
/** Longest key, as gguf.md says. */
const maxKeyBytes = 65_535;
/** Arrays of arrays are allowed, and no loader reads deep ones. */
const maxDepth = 8;
/** Pairs, and arrays within an array, that are walked in one go. */
const pieceValues = 4096;
const templateKey = /^tokenizer\.chat_template(?:\.|$)/;

/**
 * Walks over the key-value pairs of a GGUF header (ggml's docs/gguf.md, `gguf_metadata_kv_t`).
 *
 * @throws {FormatFault} when they are not in order: a key twice or empty, a type that there is not, an end before the end.
 */
export async function readValues(bytes: GrowingBytes, count: number): Promise<GgufValues> {
  const keys = new Set<string>();
  const templates = new Map<string, string>();
  let alignment = 32;
  let architecture: string | undefined;
  for (let index = 0; index < count; index += 1) {
    if (index % pieceValues === pieceValues - 1) await turnOfOthers();
    const key = await readKey(bytes, keys);
    await bytes.need(4);
    const type = bytes.u32();
    if (templateKey.test(key)) {
      if (type !== text) throw malformed(`its ${quoted(key)} is no text`);
      templates.set(key, (await bytes.string()).toString("utf8"));
    } else if (key === "general.architecture" && type === text) {
      architecture = (await bytes.string()).subarray(0, 100).toString("utf8");
    } else if (key === "general.alignment") {
      if (type !== uint32) throw malformed("its general.alignment is no 32-bit number");
      await bytes.need(4);
      alignment = bytes.u32();
      // A power of two, as gguf.cpp demands.
      if (alignment === 0 || (alignment & (alignment - 1)) !== 0) throw malformed(`its general.alignment is ${String(alignment)}, which is no power of two`);
    } else {
      await passValue(bytes, key, type, 0);
    }
  }
  return { count, alignment, templates, ...(architecture === undefined ? {} : { architecture }) };
}

async function readKey(bytes: GrowingBytes, keys: Set<string>): Promise<string> {
  const at = bytes.position;
  await bytes.need(8);
  const length = bytes.u64();
  if (length === 0 || length > maxKeyBytes) throw malformed(`the key at byte ${String(at)} of its header has ${String(length)} bytes`);
  await bytes.need(length);
  const key = bytes.take(length).toString("latin1");
  // Readers in C take what comes before the zero for the key.
  if (key.includes("\0")) throw malformed(`the key ${quoted(key)} has a zero byte`);
  if (keys.has(key)) throw malformed(`it has the key ${quoted(key)} twice`);
  keys.add(key);
  return key;
}

async function passValue(bytes: GrowingBytes, key: string, type: number, depth: number): Promise<void> {
  if (type === text) return bytes.skipStrings(1);
  if (type === array) return passArray(bytes, key, depth + 1);
  const length = fixedBytes.get(type);
  if (length === undefined) throw malformed(`the value of ${quoted(key)} has the type ${String(type)}, which there is not`);
  if (type === bool) {
    await bytes.need(1);
    const value = bytes.u8();
    if (value > 1) throw malformed(`the value of ${quoted(key)} is ${String(value)}, neither true nor false`);
    return undefined;
  }
  return bytes.skip(length);
}

async function passArray(bytes: GrowingBytes, key: string, depth: number): Promise<void> {
  if (depth > maxDepth) throw malformed(`the value of ${quoted(key)} is nested more than ${String(maxDepth)} deep`);
  await bytes.need(12);
  const type = bytes.u32();
  const count = bytes.u64();
  if (type === text) return bytes.skipStrings(count);
  const length = fixedBytes.get(type);
  if (length !== undefined) {
    if (!Number.isSafeInteger(count * length)) throw malformed(`the value of ${quoted(key)} has ${String(count)} elements, more than any file holds`);
    return bytes.skip(count * length);
  }
  if (type !== array) throw malformed(`the elements of ${quoted(key)} have the type ${String(type)}, which there is not`);
  for (let index = 0; index < count; index += 1) {
    if (index % pieceValues === pieceValues - 1) await turnOfOthers();
    await passArray(bytes, key, depth + 1);
  }
  return undefined;
}
