import { isDeepStrictEqual } from "node:util";

/** One request and its answer, as they were recorded. */
export interface RecordedExchange {
  /** @default "GET" */
  readonly method?: string;
  /** Absolute, or from the path on, then for any host. The order of query parameters does not count. */
  readonly url: string;
  /** When given, the request's body must equal it: text, or a value that the body must be as JSON. */
  readonly body?: unknown;
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The answer, as JSON. Of `json`, `text`, `bytes` and `base64` at most one is given. */
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** Bytes as text, for files that hold no bytes. */
  readonly base64?: string;
}

/** One request that was made. */
export interface RecordedCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A `fetch` that answers from what it was given, and what was asked of it. */
export interface RecordedFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Every request, in order, also those that no exchange answers, and each step of a redirect. */
  readonly calls: readonly RecordedCall[];
  /** Those that no exchange answers, as `GET https://…`. */
  readonly unknown: readonly string[];
  /** Exchanges that nobody asked for. */
  unused(): readonly RecordedExchange[];
}

/** What `recordedFetch` fails with when no exchange fits. The message lists those that it has. */
export class UnknownExchangeError extends Error {
  override readonly name = "UnknownExchangeError";
}

/**
 * Makes a `fetch` that answers only what it was given, by method, path and query, and body where one is given; it opens no connection.
 *
 * Of several exchanges for one request each is given once, in order, and the last one from then on. Redirects are followed among the
 * exchanges as the lent `fetch` does: at most three, `authorization` and `cookie` stay behind when the origin changes.
 *
 * @throws {UnknownExchangeError} no exchange fits.
 * @example
 * const recorded = recordedFetch([{ url: "https://hub.example/api/models?limit=2", json: [{ id: "acme/tiny" }] }]);
 * await (await recorded.fetch("https://hub.example/api/models?limit=2")).json();
 * // [{ id: "acme/tiny" }]
 */
export function recordedFetch(exchanges: readonly RecordedExchange[]): RecordedFetch {
  const calls: RecordedCall[] = [];
  const unknown: string[] = [];
  const given = new Map<RecordedExchange, number>();
  return {
    calls,
    unknown,
    unused: () => exchanges.filter((exchange) => !given.has(exchange)),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      let call = await readCall(request);
      for (let hop = 0; ; hop += 1) {
        // Answers never arrive in the turn in which they are asked for.
        await Promise.resolve();
        request.signal.throwIfAborted();
        calls.push(call);
        const exchange = pick(call);
        const location = exchange.status !== undefined && exchange.status >= 300 && exchange.status < 400 ? header(exchange, "location") : undefined;
        if (location === undefined || request.redirect === "manual") return answer(exchange, call, hop > 0);
        if (request.redirect === "error" || hop === 3) throw new TypeError(`${call.url} redirects, which this request does not allow`);
        call = redirectedCall(call, exchange.status, new URL(location, call.url));
      }
    },
  };

  function pick(call: RecordedCall): RecordedExchange {
    const fitting = exchanges.filter((exchange) => fits(exchange, call));
    const exchange = fitting.find((candidate) => !given.has(candidate)) ?? fitting.at(-1);
    if (exchange !== undefined) {
      given.set(exchange, (given.get(exchange) ?? 0) + 1);
      return exchange;
    }
    unknown.push(`${call.method} ${call.url}`);
    throw new UnknownExchangeError(`nothing is recorded for ${call.method} ${call.url}; recorded: ${known(exchanges)}`);
  }
}

async function readCall(request: Request): Promise<RecordedCall> {
  const body = request.body === null ? {} : { body: await request.text() };
  return { method: request.method, url: request.url, headers: Object.fromEntries(request.headers), ...body };
}

function redirectedCall(call: RecordedCall, status: number | undefined, target: URL): RecordedCall {
  const sameOrigin = target.origin === new URL(call.url).origin;
  const headers = Object.fromEntries(Object.entries(call.headers).filter(([name]) => sameOrigin || (name !== "authorization" && name !== "cookie")));
  const becomesGet = status === 303 || (call.method === "POST" && status !== 307 && status !== 308);
  return becomesGet ? { method: "GET", url: target.href, headers } : { ...call, url: target.href, headers };
}

function fits(exchange: RecordedExchange, call: RecordedCall): boolean {
  if ((exchange.method ?? "GET") !== call.method || !sameAddress(exchange.url, call.url)) return false;
  if (exchange.body === undefined) return true;
  return typeof exchange.body === "string" ? exchange.body === call.body : isDeepStrictEqual(exchange.body, jsonOf(call.body));
}

function sameAddress(recorded: string, asked: string): boolean {
  const anyHost = recorded.startsWith("/");
  const left = new URL(recorded, "http://any.invalid");
  const right = new URL(asked);
  if (!anyHost && left.origin !== right.origin) return false;
  left.searchParams.sort();
  right.searchParams.sort();
  return left.pathname === right.pathname && left.searchParams.toString() === right.searchParams.toString();
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function header(exchange: RecordedExchange, name: string): string | undefined {
  return new Headers(exchange.headers).get(name) ?? undefined;
}

function answer(exchange: RecordedExchange, call: RecordedCall, redirected: boolean): Response {
  const { status = 200 } = exchange;
  const bodiless = call.method === "HEAD" || status === 204 || status === 205 || status === 304;
  const headers = new Headers(exchange.headers);
  if (exchange.json !== undefined && !headers.has("content-type")) headers.set("content-type", "application/json");
  const body = exchange.json === undefined ? (exchange.text ?? exchange.bytes ?? bytesOf(exchange.base64)) : JSON.stringify(exchange.json);
  const response = new Response(bodiless ? null : body, { status, headers });
  return Object.defineProperties(response, { url: { value: call.url }, redirected: { value: redirected } });
}

function bytesOf(base64: string | undefined): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64 ?? "", "base64"));
}

function known(exchanges: readonly RecordedExchange[]): string {
  if (exchanges.length === 0) return "nothing";
  const shown = exchanges.slice(0, 20).map((exchange) => `${exchange.method ?? "GET"} ${exchange.url}`);
  return shown.join(", ") + (exchanges.length > shown.length ? `, and ${exchanges.length - shown.length} more` : "");
}
