import { SourceError } from "../source-error.ts";

/** One request as it is sent; the body is kept whole, so that a redirect can send it again. */
export interface Asked {
  readonly url: URL;
  readonly method: "GET" | "HEAD" | "POST";
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  readonly redirect: "follow" | "manual" | "error";
  /** Of the caller. */
  readonly signal: AbortSignal | undefined;
}

type FetchInput = Parameters<typeof globalThis.fetch>[0];
type FetchInit = NonNullable<Parameters<typeof globalThis.fetch>[1]>;

/**
 * Reads the arguments of `fetch`.
 *
 * @throws {SourceError} `UNSUPPORTED`: not http(s), credentials in the URL, or a method that a source has no use for.
 */
export async function readAsked(input: FetchInput, init: FetchInit, userAgent: string): Promise<Asked> {
  const url = URL.parse(input instanceof Request ? input.url : String(input));
  if (url === null) throw new SourceError("UNSUPPORTED", "A request was not sent: its address is no absolute URL.");
  checkUrl(url);
  const request = new Request(input instanceof Request ? input : url, { ...init, signal: null });
  const { method } = request;
  if (method !== "GET" && method !== "HEAD" && method !== "POST") {
    throw new SourceError("UNSUPPORTED", `${url.host} was not asked: the method ${method} is not lent, only GET, HEAD and POST.`);
  }
  const headers = new Headers(request.headers);
  if (!headers.has("user-agent")) headers.set("user-agent", userAgent);
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  const signal = init.signal ?? (input instanceof Request ? input.signal : undefined);
  return { url, method, headers, body, redirect: request.redirect, signal };
}

/**
 * Works out the request that follows a redirect, by the Fetch standard (HTTP-redirect fetch), and stricter where the origin changes:
 * then only headers that carry no credential go along, and no body.
 *
 * @throws {SourceError} `BAD_RESPONSE`: the target is no URL, or another host is to get a body. `UNSUPPORTED`: as for `readAsked`.
 */
export function redirected(asked: Asked, status: number, location: string): Asked {
  const url = URL.parse(location, asked.url.href);
  if (url === null) throw new SourceError("BAD_RESPONSE", `${asked.url.host} redirects to something that is no URL.`);
  checkUrl(url);
  const becomesGet = asked.method === "POST" && (status === 301 || status === 302 || status === 303);
  const sameOrigin = url.origin === asked.url.origin;
  if (!sameOrigin && asked.body !== undefined && !becomesGet) {
    throw new SourceError("BAD_RESPONSE", `${asked.url.host} redirects a POST to ${url.host}; a body is not sent to another host.`);
  }
  const headers = new Headers([...asked.headers].filter(([name]) => sameOrigin || harmlessHeaders.has(name)));
  if (becomesGet) for (const name of bodyHeaders) headers.delete(name);
  return becomesGet ? { ...asked, url, headers, method: "GET", body: undefined } : { ...asked, url, headers };
}

/** Names of those of its headers that carry a credential. */
export function credentialHeaders(headers: Headers): readonly string[] {
  return ["authorization", "cookie", "proxy-authorization", "x-api-key"].filter((name) => headers.has(name));
}

const harmlessHeaders: ReadonlySet<string> = new Set([
  "accept", "accept-encoding", "accept-language", "content-type", "if-modified-since", "if-none-match", "if-range", "range", "user-agent",
]);
const bodyHeaders = ["content-encoding", "content-language", "content-length", "content-location", "content-type"] as const;

function checkUrl(url: URL): void {
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new SourceError("UNSUPPORTED", `A request was not sent: ${url.protocol} URLs are not lent, only http: and https:.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new SourceError("UNSUPPORTED", `${url.host} was not asked: the URL carries a user name or password.`);
  }
}
