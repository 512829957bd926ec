import { failureOf, SourceError, type FileRequest } from "@modeldex/plugin-kit";

/** The header `Range` of a range (RFC 9110, 14.2). @throws {SourceError} `UNSUPPORTED`: it is none. */
export function byteRange(range: FileRequest["range"]): string | undefined {
  if (range === undefined) return undefined;
  if (Number.isSafeInteger(range.start) && Number.isSafeInteger(range.end) && range.start >= 0 && range.start <= range.end) return `bytes=${range.start}-${range.end}`;
  throw new SourceError("UNSUPPORTED", `Bytes ${range.start} to ${range.end} are no range; it starts at 0 and its end is inclusive.`);
}

/**
 * Exactly the range, as far as the file reaches, also of an answer with the whole file.
 *
 * @returns `undefined` when there is no such file.
 * @throws {SourceError} `BAD_RESPONSE`: other bytes than those that were asked for; what `failureOf` makes of other statuses.
 */
export async function sliced(response: Response, range: FileRequest["range"], what: string, now: Date): Promise<ReadableStream<Uint8Array> | undefined> {
  const start = response.status === 206 ? Number(/^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? Number.NaN) : 0;
  const body: ReadableStream<Uint8Array> = response.body ?? new Blob([]).stream();
  if (response.ok && range === undefined) return body;
  let skip = (range?.start ?? 0) - start;
  if (response.ok && skip >= 0 && range !== undefined) {
    let left = range.end - range.start + 1;
    return body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        const part = chunk.subarray(skip).subarray(0, left);
        skip = Math.max(0, skip - chunk.length);
        left -= part.length;
        if (part.length > 0) controller.enqueue(part);
        if (left === 0) controller.terminate();
      },
    }));
  }
  await body.cancel();
  if (response.status === 416 && range !== undefined) return new Blob([]).stream();
  if (response.status === 404) return undefined;
  throw response.ok ? new SourceError("BAD_RESPONSE", `The registry gave other bytes than those asked for of ${what}.`) : failureOf(response, what, now);
}
