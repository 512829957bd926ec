import type { VerifierTools } from "@modeldex/plugin-kit";

/** Ranges of one file, of which every byte that is read is counted. */
export interface ByteSource {
  /** Length of the file in bytes; absent where it is not known. */
  readonly sizeBytes?: number;
  /** Bytes from `start` up to `end`, which is not included; fewer where the file ends. @throws {ByteLimitError} beyond the limit; what the reading throws. */
  read(start: number, end: number): Promise<Uint8Array>;
  /** Bytes that were read so far. */
  readonly bytesRead: number;
  /** Readings that were made so far. */
  readonly reads: number;
}

/** More would have to be read of a file than is allowed. */
export class ByteLimitError extends Error {
  override readonly name = "ByteLimitError";
}

/** There is no such file, or its source gives no files. */
export class NoFileError extends Error {
  override readonly name = "NoFileError";
}

export interface ByteLimits {
  /** Most bytes that are read of the file. */
  readonly maxBytes: number;
  /** Most readings of the file, each of which is a request. */
  readonly maxReads: number;
}

/** Bytes in memory, under the same limits: for what is unpacked, and for tests. */
export function bytesInMemory(bytes: Uint8Array, limits: ByteLimits = { maxBytes: Number.POSITIVE_INFINITY, maxReads: Number.POSITIVE_INFINITY }): ByteSource {
  return counted(async (start, end) => bytes.subarray(start, end), bytes.byteLength, limits);
}

/** A file of the subject, read by ranges through its source. */
export function subjectFile(file: { readonly path: string; readonly sizeBytes?: number }, tools: Pick<VerifierTools, "readFile">, limits: ByteLimits): ByteSource {
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    const stream = await tools.readFile(file.path, { start, end: end - 1 });
    if (stream === undefined) throw new NoFileError(`its source gives no ${file.path}`);
    return readUpTo(stream, end - start);
  };
  return counted(read, file.sizeBytes, limits);
}

function counted(read: (start: number, end: number) => Promise<Uint8Array>, sizeBytes: number | undefined, limits: ByteLimits): ByteSource {
  let bytesRead = 0;
  let reads = 0;
  return {
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    get bytesRead() {
      return bytesRead;
    },
    get reads() {
      return reads;
    },
    read: async (start, end) => {
      if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) throw new RangeError(`Bytes ${String(start)} to ${String(end)} are no range.`);
      const last = sizeBytes === undefined ? end : Math.min(end, sizeBytes);
      if (last <= start) return new Uint8Array(0);
      if (bytesRead + (last - start) > limits.maxBytes) throw new ByteLimitError(`more than ${String(limits.maxBytes)} bytes of it would have to be read`);
      if (reads + 1 > limits.maxReads) throw new ByteLimitError(`it would have to be read more than ${String(limits.maxReads)} times`);
      reads += 1;
      bytesRead += last - start;
      return read(start, last);
    },
  };
}

/** At most so many bytes of a stream; the rest is not read. */
async function readUpTo(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const kept = chunk.subarray(0, most - length);
    chunks.push(kept);
    length += kept.byteLength;
    if (length >= most) break;
  }
  return Buffer.concat(chunks, length);
}
