import { failureOf, SourceError, type FileRequest, type SourceContext } from "@modeldex/plugin-kit";

/**
 * Bytes of a blob: exactly the range, as far as the blob reaches, also where the server gives more.
 *
 * @returns `undefined`: there is no such blob.
 * @throws {SourceError} `UNSUPPORTED`: no range. `BAD_RESPONSE`: other bytes than those asked for.
 */
export async function readRange(url: string, range: FileRequest["range"], context: SourceContext): Promise<ReadableStream<Uint8Array> | undefined> {
  if (range !== undefined && !(Number.isSafeInteger(range.start) && Number.isSafeInteger(range.end) && range.start >= 0 && range.start <= range.end)) {
    throw new SourceError("UNSUPPORTED", `Bytes ${range.start} to ${range.end} are no range; it starts at 0 and its end is inclusive.`);
  }
  const response = await context.fetch(url, { ...(range !== undefined && { headers: { range: `bytes=${range.start}-${range.end}` } }), signal: context.signal });
  if (response.ok && response.body !== null) {
    if (range === undefined) return response.body;
    const first = response.status === 206 ? Number(/^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? Number.NaN) : 0;
    if (first <= range.start) return response.body.pipeThrough(cut(range.start - first, range.end - range.start + 1));
  }
  await response.body?.cancel();
  if (response.status === 404) return undefined;
  if (response.status === 416 || response.ok) {
    if (response.status === 206) throw new SourceError("BAD_RESPONSE", `${new URL(url).host} gave other bytes than those asked for.`);
    return new Blob([]).stream();
  }
  throw failureOf(response, "the blob", context.now());
}

/** Leaves out what comes before and after, and stops reading where the range ends. */
function cut(skip: number, length: number): TransformStream<Uint8Array, Uint8Array> {
  let [before, left] = [skip, length];
  return new TransformStream({
    transform: (chunk, controller) => {
      const part = chunk.subarray(Math.min(before, chunk.length)).subarray(0, left);
      before -= Math.min(before, chunk.length);
      left -= part.length;
      if (part.length > 0) controller.enqueue(part);
      if (left === 0) controller.terminate();
    },
  });
}
