import { failureOf, SourceError, type FileRequest, type SourceContext } from "@modeldex/plugin-kit";
import type { HubClient } from "./hub-client.ts";
import { isFilePath, isRepositoryId, isRevision } from "./repository-id.ts";

/**
 * Bytes of a file: exactly the range, as far as the file reaches; `undefined` when there is no such file.
 *
 * @throws {SourceError} `UNAUTHORIZED`: gated or disabled. `UNSUPPORTED`: no range. `BAD_RESPONSE`: other bytes than those asked for.
 */
export async function readRange(hub: HubClient, request: FileRequest, context: SourceContext): Promise<ReadableStream<Uint8Array> | undefined> {
  const { ref, path, range } = request;
  if (!isRepositoryId(ref.nativeId) || !isFilePath(path) || (ref.revision !== undefined && !isRevision(ref.revision))) return undefined;
  if (range !== undefined && !(Number.isSafeInteger(range.start) && Number.isSafeInteger(range.end) && range.start >= 0 && range.start <= range.end)) {
    throw new SourceError("UNSUPPORTED", `Bytes ${range.start} to ${range.end} are no range; it starts at 0 and its end is inclusive.`);
  }
  const what = `${path} of ${ref.nativeId}`;
  const response = await hub.file(request, context);
  if (response === undefined) return undefined;
  if (response instanceof SourceError) throw response;
  if (range !== undefined && response.status === 416) {
    await response.body?.cancel();
    return new Blob([]).stream();
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw failureOf(response, what, context.now());
  }
  const body: ReadableStream<Uint8Array> = response.body ?? new Blob([]).stream();
  if (range === undefined) return body;
  const skipped = response.status === 206 ? range.start - startOf(response) : range.start;
  if (Number.isNaN(skipped) || skipped < 0) {
    await body.cancel();
    throw new SourceError("BAD_RESPONSE", `The Hub at ${hub.endpoint} gave other bytes than those asked for of ${what}.`);
  }
  return skipped === 0 && response.headers.get("content-length") === String(range.end - range.start + 1) ? body : sliced(body, skipped, range.end - range.start + 1);
}

/** First byte of a partial answer (RFC 9110, 14.4). */
function startOf(response: Response): number {
  return Number(/^bytes (\d+)-\d+\//.exec(response.headers.get("content-range") ?? "")?.[1] ?? Number.NaN);
}

/** Leaves out what comes before and after, and stops reading where the range ends. */
function sliced(body: ReadableStream<Uint8Array>, skip: number, length: number): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let toSkip = skip;
  let left = length;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      while (true) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        const chunk = value.subarray(Math.min(toSkip, value.length)).subarray(0, left);
        toSkip -= Math.min(toSkip, value.length);
        left -= chunk.length;
        if (chunk.length > 0) controller.enqueue(chunk);
        if (left === 0) {
          controller.close();
          return await reader.cancel();
        }
        if (chunk.length > 0) return;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
