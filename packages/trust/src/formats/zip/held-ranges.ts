import type { ByteSource } from "../byte-source.ts";

/** Ranges of a file that were read, so that none is read twice. */
export interface HeldRanges {
  readonly sizeBytes: number;
  /** Bytes from `start` up to `end`; read of the source unless they are held. Fewer where the file ends. @throws what the source throws. */
  read(start: number, end: number): Promise<Uint8Array>;
  /** The same, without reading; absent where they are not held. */
  held(start: number, end: number): Uint8Array | undefined;
}

export function heldRanges(source: ByteSource, sizeBytes: number): HeldRanges {
  const ranges: { readonly start: number; readonly bytes: Uint8Array }[] = [];
  const held = (start: number, end: number): Uint8Array | undefined => {
    const last = Math.min(end, sizeBytes);
    if (last <= start) return new Uint8Array(0);
    const range = ranges.find((own) => own.start <= start && own.start + own.bytes.byteLength >= last);
    return range?.bytes.subarray(start - range.start, last - range.start);
  };
  return {
    sizeBytes,
    held,
    read: async (start, end) => {
      const known = held(start, end);
      if (known !== undefined) return known;
      const bytes = await source.read(start, Math.min(end, sizeBytes));
      ranges.push({ start, bytes });
      return bytes;
    },
  };
}
