import type { ByteSource } from "./byte-source.ts";

/**
 * The same file after its first bytes were read: what lies in them is not read again. Fewer than were asked for are the whole file, whatever size
 * it was said to have.
 */
export function peekedSource(source: ByteSource, first: Uint8Array, asked: number): ByteSource {
  const sizeBytes = first.byteLength < asked ? first.byteLength : source.sizeBytes;
  return {
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    get bytesRead() {
      return source.bytesRead;
    },
    get reads() {
      return source.reads;
    },
    read: async (start, end) => {
      const last = sizeBytes === undefined ? end : Math.min(end, sizeBytes);
      if (last <= start) return new Uint8Array(0);
      if (last <= first.byteLength) return first.subarray(start, last);
      if (start >= first.byteLength) return source.read(start, last);
      return Buffer.concat([first.subarray(start), await source.read(first.byteLength, last)]);
    },
  };
}
