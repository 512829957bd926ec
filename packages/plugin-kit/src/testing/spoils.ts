import type { SourceErrorCode } from "@modeldex/schema";
import { SourceError } from "../source-error.ts";
import { isJson, type Spoil, type SpoiledRequest } from "./bench.ts";

/** One way in which an origin fails, and what a source must make of it. */
export interface FailureCase {
  /** Ends "…, when": `the origin answers 500`. */
  readonly when: string;
  readonly spoil: Spoil;
  /** The code that must come out. Without it the values are spoiled: what comes out must still be right, or refused, or dropped. */
  readonly code?: SourceErrorCode;
  readonly retryAfterMs?: number;
  /** Only answers in JSON can fail so. */
  readonly jsonOnly?: boolean;
  /** What would help the author. */
  readonly advice: string;
}

/** Failures that every source must tell. */
export const failureCases: readonly FailureCase[] = [
  { when: "the origin answers 500", spoil: always(500), code: "UNREACHABLE", advice: "use readJson or failureOf" },
  { when: "the origin answers 401", spoil: always(401), code: "UNAUTHORIZED", advice: "use readJson or failureOf" },
  { when: "the origin answers 429 with Retry-After: 7", spoil: always(429, { "retry-after": "7" }), code: "RATE_LIMITED", retryAfterMs: 7000, advice: "use readJson or failureOf" },
  { when: "the lent fetch throws TIMEOUT", spoil: throws("TIMEOUT"), code: "TIMEOUT", advice: "let what the lent fetch throws pass" },
  { when: "the lent fetch throws UNREACHABLE", spoil: throws("UNREACHABLE"), code: "UNREACHABLE", advice: "let what the lent fetch throws pass" },
  { when: "the answer breaks off", spoil: breaksOff, code: "UNREACHABLE", advice: "let what reading the body throws pass" },
  { when: "the answer is an HTML page", spoil: instead("<!doctype html><title>Sign in</title>", "text/html"), code: "BAD_RESPONSE", jsonOnly: true, advice: "use readJson" },
  { when: "the answer is empty", spoil: instead("", "application/json"), code: "BAD_RESPONSE", jsonOnly: true, advice: "use readJson" },
  { when: "the answer is JSON cut in the middle", spoil: rewritten((text) => text.slice(0, Math.floor(text.length / 2))), code: "BAD_RESPONSE", jsonOnly: true, advice: "use readJson" },
  { when: "the answer is the JSON null", spoil: instead("null", "application/json"), code: "BAD_RESPONSE", jsonOnly: true, advice: "check the outermost value (asRecord, asArray) and throw a SourceError BAD_RESPONSE" },
  { when: "the answer is the JSON text \"ok\"", spoil: instead('"ok"', "application/json"), code: "BAD_RESPONSE", jsonOnly: true, advice: "check the outermost value (asRecord, asArray) and throw a SourceError BAD_RESPONSE" },
  { when: "the answer is 200 with {\"error\": …}", spoil: instead('{"error":"something went wrong"}', "application/json"), code: "BAD_RESPONSE", jsonOnly: true, advice: "check the outermost value (asRecord, asArray) and throw a SourceError BAD_RESPONSE" },
];

/** Answers whose values have other types than documented. */
export const spoiledValues: readonly FailureCase[] = [
  { when: "texts in the answer are numbers", spoil: values((value) => (typeof value === "string" ? 7 : value)), jsonOnly: true, advice: "" },
  { when: "texts in the answer are empty", spoil: values((value) => (typeof value === "string" ? "" : value)), jsonOnly: true, advice: "" },
  { when: "numbers in the answer are texts", spoil: values((value) => (typeof value === "number" ? `${value}` : value)), jsonOnly: true, advice: "" },
  { when: "numbers in the answer are negative fractions", spoil: values((value) => (typeof value === "number" ? -0.5 : value)), jsonOnly: true, advice: "" },
  { when: "single values in the answer are null", spoil: values(() => null), jsonOnly: true, advice: "" },
  { when: "single values in the answer are objects", spoil: values((value) => ({ value })), jsonOnly: true, advice: "" },
  { when: "rows in the answer are null", spoil: rows(() => null), jsonOnly: true, advice: "" },
  { when: "rows in the answer are texts", spoil: rows(() => "row"), jsonOnly: true, advice: "" },
];

/** Fails the request with this index only. */
export function onlyRequest(index: number): Spoil {
  return async (answer, request) => (request.index === index ? respond(request, "", { status: 500 }) : await answer());
}

/** Answers nothing until the request's own signal is aborted. */
export function hangs(asked: () => void): Spoil {
  return async (_answer, { signal }) =>
    await new Promise<never>((_resolve, reject) => {
      const stop = (): void => reject(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
      if (signal?.aborted === true) stop();
      else signal?.addEventListener("abort", stop, { once: true });
      asked();
    });
}

function respond(request: SpoiledRequest, body: string | ReadableStream, init: { readonly status?: number; readonly headers?: Record<string, string> }): Response {
  return Object.defineProperty(new Response(body, init), "url", { value: request.url });
}

function always(status: number, headers: Record<string, string> = {}): Spoil {
  return async (_answer, request) => respond(request, "", { status, headers });
}

function throws(code: SourceErrorCode): Spoil {
  return async () => {
    throw new SourceError(code, `hub.invalid fails as the suite wants it (${code}).`);
  };
}

/** As the lent fetch does when the connection ends within the body. */
async function breaksOff(answer: () => Promise<Response>, request: SpoiledRequest): Promise<Response> {
  const whole = new Uint8Array(await (await answer()).arrayBuffer());
  const parts = [whole.subarray(0, Math.floor(whole.length / 2))];
  const body = new ReadableStream({
    pull: (controller) => {
      const part = parts.shift();
      if (part === undefined || part.length === 0) controller.error(new SourceError("UNREACHABLE", "hub.invalid hung up as the suite wants it."));
      else controller.enqueue(part);
    },
  });
  return respond(request, body, { headers: { "content-type": "application/json" } });
}

function instead(body: string, type: string): Spoil {
  return rewritten(() => body, { "content-type": type });
}

function values(change: (value: string | number | boolean) => unknown): Spoil {
  return rewritten((text) => JSON.stringify(leaves(JSON.parse(text), change)));
}

function rows(change: () => unknown): Spoil {
  return rewritten((text) => JSON.stringify(lists(JSON.parse(text), change)));
}

/** Changes the body of answers in JSON; others stay as they are. */
function rewritten(rewrite: (text: string) => string, headers: Record<string, string> = {}): Spoil {
  return async (answer, request) => {
    const response = await answer();
    if (!(await isJson(response))) return response;
    const changed = new Headers(response.headers);
    for (const [name, value] of Object.entries(headers)) changed.set(name, value);
    changed.delete("content-length");
    return respond(request, rewrite(await response.text()), { status: response.status, headers: Object.fromEntries(changed) });
  };
}

function leaves(value: unknown, change: (value: string | number | boolean) => unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => leaves(entry, change));
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, leaves(entry, change)]));
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? change(value) : value;
}

function lists(value: unknown, change: () => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, lists(entry, change)]));
}
