import type { ByteSource } from "../byte-source.ts";
import { malformed } from "../format-fault.ts";

/** A file from its first byte on, of which more is read as it is needed, and a place in it. All numbers are little endian. */
export interface GrowingBytes {
  /** Place of the next byte. */
  readonly position: number;
  /** What was read so far, from the first byte. */
  readonly bytes: Buffer;
  /** Reads on until so many bytes lie ahead. @throws {FormatFault} when the file ends before. */
  need(length: number): Promise<void>;
  u8(): Promise<number>;
  u32(): Promise<number>;
  /** @throws {FormatFault} beyond what can be counted exactly (2^53 - 1). */
  u64(): Promise<number>;
  /** Bytes of which their length, a u64, stands before them. */
  string(): Promise<Buffer>;
  /** Passes strings by, quickly: vocabularies have hundreds of thousands. */
  skipStrings(count: number): Promise<void>;
  skip(length: number): Promise<void>;
}

/** Bytes that are read at first; each reading on doubles what there is. */
export const ggufFirstBytes = 524_288;

/** @param source read from its beginning */
export function growingBytes(source: ByteSource): GrowingBytes {
  let bytes = Buffer.alloc(0);
  let position = 0;
  let ended = false;

  async function need(length: number): Promise<void> {
    const wanted = position + length;
    if (wanted <= bytes.byteLength) return;
    const { sizeBytes } = source;
    if (!Number.isSafeInteger(wanted)) throw malformed("its header needs more bytes than any file has");
    if (sizeBytes !== undefined && wanted > sizeBytes) throw malformed(`its header needs ${String(wanted)} bytes, and the file has ${String(sizeBytes)}`);
    const end = Math.max(wanted, bytes.byteLength === 0 ? ggufFirstBytes : bytes.byteLength * 2);
    const more = ended ? new Uint8Array(0) : await source.read(bytes.byteLength, end);
    ended ||= bytes.byteLength + more.byteLength < end;
    bytes = Buffer.concat([bytes, more]);
    if (wanted > bytes.byteLength) throw malformed(`its header needs ${String(wanted)} bytes, and the file ends after ${String(bytes.byteLength)}`);
  }

  async function take<Value>(length: number, read: (at: number) => Value): Promise<Value> {
    if (position + length > bytes.byteLength) await need(length);
    const value = read(position);
    position += length;
    return value;
  }

  const u64 = async (): Promise<number> => take(8, (at) => countAt(bytes, at));

  return {
    get position() {
      return position;
    },
    get bytes() {
      return bytes;
    },
    need,
    u8: async () => take(1, (at) => bytes.readUInt8(at)),
    u32: async () => take(4, (at) => bytes.readUInt32LE(at)),
    u64,
    string: async () => {
      const length = await u64();
      return take(length, (at) => bytes.subarray(at, at + length));
    },
    skipStrings: async (count) => {
      for (let passed = 0; passed < count; passed += 1) {
        if (position + 8 > bytes.byteLength) await need(8);
        const length = countAt(bytes, position);
        if (position + 8 + length > bytes.byteLength) await need(8 + length);
        position += 8 + length;
      }
    },
    skip: async (length) => {
      await need(length);
      position += length;
    },
  };
}

function countAt(bytes: Buffer, at: number): number {
  const value = bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 4_294_967_296;
  if (!Number.isSafeInteger(value)) throw malformed(`the number at byte ${String(at)} of its header is larger than any file`);
  return value;
}
