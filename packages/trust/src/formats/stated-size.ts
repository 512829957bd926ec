import type { ByteSource } from "./byte-source.ts";

/** A file that is held against the size that its source states. */
export interface StatedSizeSource extends ByteSource {
  /** What was seen of another size, as a clause; `undefined`: nothing. Only where the end of the file was read or passed. */
  readonly contradiction: string | undefined;
}

/**
 * Reads as if the file had the stated size, and notices when it has not: it ends before, or another byte follows where the end is read, which
 * costs a byte and no request.
 *
 * @param source the file, of no known size
 */
export function statedSizeSource(source: ByteSource, sizeBytes: number): StatedSizeSource {
  let contradiction: string | undefined;
  return {
    sizeBytes,
    get contradiction() {
      return contradiction;
    },
    get bytesRead() {
      return source.bytesRead;
    },
    get reads() {
      return source.reads;
    },
    read: async (start, end) => {
      const last = Math.min(end, sizeBytes);
      if (last <= start) return new Uint8Array(0);
      const bytes = await source.read(start, last === sizeBytes ? last + 1 : last);
      if (bytes.byteLength < last - start) contradiction ??= bytes.byteLength === 0 ? `it ends before byte ${String(start + 1)}` : `it ends after ${String(start + bytes.byteLength)} bytes`;
      if (bytes.byteLength > last - start) contradiction ??= "it goes on";
      return bytes.subarray(0, last - start);
    },
  };
}
