import type { ByteSource } from "../byte-source.ts";
import { malformed, type FormatFault } from "../format-fault.ts";
import { turnOfOthers } from "../pieces.ts";

/** A file from its first byte on, of which more is read as it is needed, and a place in it. All numbers are little endian. */
export interface GrowingBytes {
  /** Place of the next byte. */
  readonly position: number;
  /** What was read so far, from the first byte. */
  readonly bytes: Buffer;
  /** Reads on until so many bytes lie ahead. @throws {FormatFault} when the file ends before. */
  need(length: number): Promise<void>;
  /** The same, as far as the file goes. */
  reach(length: number): Promise<void>;
  /** The numbers and bytes ahead, of what was read. @throws {FormatFault} when they were not, as at the end of a file. */
  u8(): number;
  u32(): number;
  /** @throws {FormatFault} also beyond what can be counted exactly (2^53 - 1). */
  u64(): number;
  take(length: number): Buffer;
  /** Bytes of which their length, a u64, stands before them; reads on. */
  string(): Promise<Buffer>;
  /** Passes strings by, quickly: vocabularies have hundreds of thousands. */
  skipStrings(count: number): Promise<void>;
  skip(length: number): Promise<void>;
}

/** Bytes that are read at first; each reading on doubles what there is, up to 8 MiB at once. */
export const ggufFirstBytes = 524_288;
const mostBytesAtOnce = 8_388_608;
/** Strings that are passed by in one go. */
const pieceStrings = 65_536;

/** @param source read from its beginning */
export function growingBytes(source: ByteSource): GrowingBytes {
  let bytes = Buffer.alloc(0);
  let position = 0;
  let ended = false;

  async function reach(length: number): Promise<void> {
    const wanted = position + length;
    if (wanted <= bytes.byteLength || ended || !Number.isSafeInteger(wanted)) return;
    // Not for what the file cannot have.
    if (source.sizeBytes !== undefined && bytes.byteLength >= source.sizeBytes) return;
    const end = Math.max(wanted, bytes.byteLength === 0 ? ggufFirstBytes : bytes.byteLength + Math.min(bytes.byteLength, mostBytesAtOnce));
    const more = await source.read(bytes.byteLength, end);
    ended = bytes.byteLength + more.byteLength < end;
    bytes = Buffer.concat([bytes, more]);
  }

  async function need(length: number): Promise<void> {
    const wanted = position + length;
    if (wanted <= bytes.byteLength) return;
    if (source.sizeBytes === undefined || wanted <= source.sizeBytes) await reach(length);
    if (!(wanted <= bytes.byteLength)) throw missing(wanted);
  }

  function missing(wanted: number): FormatFault {
    if (!Number.isSafeInteger(wanted)) return malformed("its header needs more bytes than any file has");
    const { sizeBytes } = source;
    return malformed(`its header needs ${String(wanted)} bytes, and the file ${sizeBytes === undefined ? `ends after ${String(bytes.byteLength)}` : `has ${String(sizeBytes)}`}`);
  }

  /** Place of the next bytes, which are passed by. */
  function pass(length: number): number {
    const at = position;
    if (!(at + length <= bytes.byteLength)) throw missing(at + length);
    position += length;
    return at;
  }

  function u64(): number {
    const at = pass(8);
    const value = bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 4_294_967_296;
    if (!Number.isSafeInteger(value)) throw malformed(`the number at byte ${String(at)} of its header is larger than any file`);
    return value;
  }

  function take(length: number): Buffer {
    const at = pass(length);
    return bytes.subarray(at, at + length);
  }

  return {
    get position() {
      return position;
    },
    get bytes() {
      return bytes;
    },
    need,
    reach,
    u8: () => bytes.readUInt8(pass(1)),
    u32: () => bytes.readUInt32LE(pass(4)),
    u64,
    take,
    string: async () => {
      await need(8);
      const length = u64();
      await need(length);
      return take(length);
    },
    skipStrings: async (count) => {
      for (let passed = 0; passed < count; passed += 1) {
        if (passed % pieceStrings === pieceStrings - 1) await turnOfOthers();
        if (position + 8 > bytes.byteLength) await need(8);
        const length = u64();
        if (!(position + length <= bytes.byteLength)) await need(length);
        position += length;
      }
    },
    skip: async (length) => {
      await need(length);
      position += length;
    },
  };
}
