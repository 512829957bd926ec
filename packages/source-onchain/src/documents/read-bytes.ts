import { SourceError } from "@modeldex/plugin-kit";

/** How documents are reached during one call of the source. */
export interface Reach {
  /** Lent. */
  readonly fetch: typeof globalThis.fetch;
  /** Of the call: once it is aborted everything is over, and rejects with its reason. */
  readonly callSignal: AbortSignal;
  /** Ends when the time for documents is used up. */
  readonly pageSignal: AbortSignal;
  /** Longest time for one document, all its requests together. */
  readonly timeoutMs: number;
  /** Whether a host may still be asked, and what it is remembered for. */
  readonly hosts: { mayAsk(host: string): boolean; failed(host: string): void };
}

export interface ReadRequest {
  readonly url: string;
  readonly accept: string;
  readonly maxBytes: number;
  /** Of the document that the request is for. */
  readonly signal: AbortSignal;
}

/** `late`: it was not read for want of time, not for a fault of its own. */
export type BytesRead =
  | { readonly bytes: Uint8Array; readonly url: string; readonly mediaType: string }
  | { readonly reason: string; readonly late?: true };

/**
 * Reads a URL through the lent `fetch`. What is longer than `maxBytes` after decompression is cut off with its connection.
 *
 * @returns the bytes, or why there are none.
 * @throws the reason of `callSignal`, once that is aborted.
 */
export async function readBytes({ url, accept, maxBytes, signal }: ReadRequest, reach: Reach): Promise<BytesRead> {
  const { host } = new URL(url);
  if (reach.pageSignal.aborted) return late;
  if (!reach.hosts.mayAsk(host)) return { reason: `${host} failed twice just before, and was not asked again` };
  const own = new AbortController();
  try {
    const response = await reach.fetch(url, { headers: { accept }, signal: AbortSignal.any([own.signal, signal, reach.pageSignal, reach.callSignal]) });
    if (!response.ok) {
      // 4xx: the host is well, and has no such document.
      if (response.status >= 500 || response.status === 429) reach.hosts.failed(host);
      return { reason: `${host} answered with the status ${response.status}` };
    }
    // The length of a compressed answer is another one.
    const stated = response.headers.has("content-encoding") ? 0 : Number(response.headers.get("content-length"));
    const bytes = stated > maxBytes ? undefined : await bodyOf(response, maxBytes);
    if (bytes === undefined) return { reason: `${host} answered with more than ${maxBytes} bytes` };
    return { bytes, url: response.url === "" ? url : response.url, mediaType: (response.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "" };
  } catch (error) {
    reach.callSignal.throwIfAborted();
    if (reach.pageSignal.aborted) return late;
    reach.hosts.failed(host);
    if (signal.aborted) return { reason: `${host} gave no complete answer within ${reach.timeoutMs} ms` };
    return { reason: error instanceof SourceError ? error.message.replace(/\.$/, "") : `${host} could not be read` };
  } finally {
    // Whatever was not read is not wanted.
    own.abort();
  }
}

const late = { reason: "the time for documents was used up", late: true } as const;

/** `undefined`: longer than `maxBytes`. */
async function bodyOf({ body }: Response, maxBytes: number): Promise<Uint8Array | undefined> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
