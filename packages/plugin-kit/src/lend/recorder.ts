import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { RecordedExchange } from "../testing/recorded-fetch.ts";
import { credentialRemover, recordedHeaders } from "./credentials.ts";
import { createLentFetch, type LentFetch, type LentFetchOptions } from "./lent-fetch.ts";

/** A request that a source made, without credentials. Each step of a redirect is one. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  /** Absent when there was no answer. */
  readonly status?: number;
  /** Of the body as far as it was read, after decompression. Absent when nobody read it. */
  readonly bytes?: number;
  /** Until the head of the answer, or the failure. */
  readonly elapsedMs: number;
  /** Why there was no answer. */
  readonly failure?: string;
}

/** Answers as `recordedFetch` and `sourceSuite` take them. */
export interface Recording {
  readonly exchanges: readonly RecordedExchange[];
  /** Requests that are not among them, and why. */
  readonly leftOut: readonly { readonly request: string; readonly reason: string }[];
}

/** Lends a `fetch` and remembers what went through it. */
export interface Recorder {
  /** In the place of `createLentFetch`. */
  readonly lendFetch: (options: LentFetchOptions) => LentFetch;
  /** In the order in which they were begun. */
  requests(): readonly SentRequest[];
  /** What was answered; of the same request the last answer only. Answers whose body was not read to its end are left out, unless they are no success. */
  recording(): Recording;
}

export interface RecorderOptions {
  /** Credentials to look for beside those that the requests carry. */
  readonly secrets?: readonly string[];
  /** Of one body. @default 1_048_576 */
  readonly maxBodyBytes?: number;
  /** Of all bodies. @default 8_388_608 */
  readonly maxBytes?: number;
  /** Makes the `fetch` that is watched, such as one that answers from a recording. @default createLentFetch */
  readonly lend?: (options: LentFetchOptions) => LentFetch;
}

/** One request as it goes. */
interface Entry {
  readonly method: string;
  readonly url: string;
  readonly body: string | undefined;
  readonly began: number;
  readonly steps: { readonly url: URL; readonly status: number; readonly headers: Headers; readonly elapsedMs: number }[];
  chunks: Uint8Array[];
  bytes: number;
  whole: boolean;
  failure: { readonly message: string; readonly elapsedMs: number } | undefined;
}

/**
 * Makes a recorder. Credentials are taken out of addresses, headers and bodies: those that the requests carry as headers, parameters and members
 * with the name of one, and the given secrets.
 */
export function createRecorder({ secrets, maxBodyBytes = 1_048_576, maxBytes = 8_388_608, lend = createLentFetch }: RecorderOptions = {}): Recorder {
  const entries: Entry[] = [];
  const current = new AsyncLocalStorage<Entry>();
  const remover = credentialRemover(secrets);

  function lendFetch(options: LentFetchOptions): LentFetch {
    const onResponse: NonNullable<LentFetchOptions["onResponse"]> = (url, status, headers) => {
      const entry = current.getStore();
      entry?.steps.push({ url, status, headers, elapsedMs: Math.round(performance.now() - entry.began) });
      options.onResponse?.(url, status, headers);
    };
    const lent = lend({ ...options, onResponse });
    return {
      close: lent.close,
      fetch: async (input, init = {}) => {
        const request = new Request(input instanceof Request ? input.clone() : input, { ...init, signal: null });
        remover.learn(request.headers);
        const body = request.body === null ? undefined : await request.text();
        const entry: Entry = { method: request.method, url: request.url, body, began: performance.now(), steps: [], chunks: [], bytes: 0, whole: false, failure: undefined };
        entries.push(entry);
        try {
          return watched(await current.run(entry, () => lent.fetch(input, init)), entry, maxBodyBytes);
        } catch (error) {
          entry.failure = { message: error instanceof Error ? error.message : String(error), elapsedMs: Math.round(performance.now() - entry.began) };
          throw error;
        }
      },
    };
  }

  function recording(): Recording {
    const kept = new Map<string, RecordedExchange>();
    const answeredRequests = new Set<string>();
    const leftOut = new Map<string, string>();
    let total = 0;
    for (const entry of entries) {
      const request = `${entry.method} ${remover.url(entry.url)}`;
      const reason = whyNot(entry, maxBodyBytes) ?? (total + entry.bytes > maxBytes ? `all bodies together are larger than ${maxBytes} bytes` : undefined);
      if (reason !== undefined) {
        leftOut.set(request, reason);
        continue;
      }
      total += entry.bytes;
      answeredRequests.add(request);
      for (const exchange of exchangesOf(entry)) kept.set(JSON.stringify([exchange.method, exchange.url, exchange.body]), exchange);
    }
    // What failed first and was answered when it was asked again is not missing.
    return { exchanges: [...kept.values()], leftOut: [...leftOut].filter(([request]) => !answeredRequests.has(request)).map(([request, reason]) => ({ request, reason })) };
  }

  function exchangesOf({ method, url, body, steps, chunks, whole }: Entry): readonly RecordedExchange[] {
    return steps.map((step, place) => {
      const last = place === steps.length - 1;
      const sent = place > 0 || method === "GET" ? {} : { method, ...(body !== undefined && body !== "" && { body: sentBody(body) }) };
      return {
        ...sent,
        url: remover.url(place === 0 ? url : step.url.href),
        ...(step.status !== 200 && { status: step.status }),
        headers: recordedHeaders(step.headers, remover),
        ...(last && whole && method !== "HEAD" && answered(Buffer.concat(chunks), [step.url.href, ...step.headers.values()])),
      };
    });
  }

  function sentBody(body: string): unknown {
    const value = parsed(body);
    return value === undefined ? remover.text(body) : remover.json(value);
  }

  /** @param about where the digest of the bytes may stand: what is known by its digest is kept to the byte. */
  function answered(bytes: Buffer, about: readonly string[]): Pick<RecordedExchange, "json" | "text" | "base64"> {
    const text = bytes.toString("utf8");
    const value = parsed(text);
    const clean = remover.json(value);
    const digest = createHash("sha256").update(bytes).digest("hex");
    const isKnownByDigest = about.some((each) => each.includes(digest)) && isDeepStrictEqual(clean, value);
    if (value !== undefined && !isKnownByDigest) return { json: clean };
    return Buffer.from(text, "utf8").equals(bytes) ? { text: remover.text(text) } : { base64: bytes.toString("base64") };
  }

  return {
    lendFetch,
    recording,
    requests: () => entries.flatMap(({ method, url, steps, bytes, whole, failure }) => {
      const answers = steps.map((step, place) => ({
        method, url: remover.url(place === 0 ? url : step.url.href), status: step.status, ...(place === steps.length - 1 && (whole || bytes > 0) && { bytes }), elapsedMs: step.elapsedMs,
      }));
      return failure === undefined ? answers : [...answers, { method, url: remover.url(url), elapsedMs: failure.elapsedMs, failure: remover.text(failure.message) }];
    }),
  };
}

function whyNot({ failure, steps, bytes, whole }: Entry, maxBodyBytes: number): string | undefined {
  if (failure !== undefined) return `there was no answer: ${failure.message}`;
  if (steps.length === 0) return "it has not been answered yet";
  if (bytes > maxBodyBytes) return `its body is larger than ${maxBodyBytes} bytes; record a shorter page`;
  // Of an answer that is no success the status says all, and nobody reads the rest.
  return whole || (steps.at(-1)?.status ?? 0) >= 400 ? undefined : "its body was not read to its end";
}

/** The answer, with its body noted down while it is read. */
function watched(answer: Response, entry: Entry, maxBodyBytes: number): Response {
  if (answer.body === null) {
    entry.whole = true;
    return answer;
  }
  const body = answer.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      entry.bytes += chunk.byteLength;
      if (entry.bytes <= maxBodyBytes) entry.chunks.push(chunk);
      else entry.chunks = [];
      controller.enqueue(chunk);
    },
    flush: () => void (entry.whole = true),
  }));
  const response = new Response(body, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
  // A constructed Response has no URL, and sources read links relative to it.
  return Object.defineProperties(response, { url: { value: answer.url }, redirected: { value: answer.redirected } });
}

/** The value of a text that is a JSON object or list. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
