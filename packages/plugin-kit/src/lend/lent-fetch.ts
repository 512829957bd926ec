import { fetch as undiciFetch } from "undici";
import { SourceError } from "../source-error.ts";
import { createAgents, type AddressJudge } from "./agents.ts";
import { credentialHeaders, readAsked, redirected, type Asked } from "./asked.ts";
import { baseAddresses } from "./base-addresses.ts";
import { boundedBody, tooLarge } from "./bounded-body.ts";
import { connectionFailure, refusedAddress } from "./connection-failure.ts";
import { isPublicAddress } from "./public-address.ts";
import { proxyChoice, type ProxyAddresses } from "./proxy.ts";
import { resolveHost } from "./public-lookup.ts";

export interface LentFetchOptions {
  /** Http(s) addresses that the operator configured: only these may be private, and only their origins get credentials. */
  readonly baseAddresses: readonly string[];
  /** Sent when the caller gives none. */
  readonly userAgent: string;
  readonly limits?: LentFetchLimits;
  /** Ends every request under way. */
  readonly signal?: AbortSignal;
  /** Told of each answer, also of each step of a redirect. */
  onResponse?(url: URL, status: number, headers: Headers): void;
  /** Sends nothing at all. @default false */
  readonly offline?: boolean;
  /** Through which requests go. A name from outside is then judged by what it means here, since the proxy finds the address. @default none */
  readonly proxy?: ProxyAddresses;
}

export interface LentFetchLimits {
  /** Of one answer, after decompression. @default 33_554_432 */
  readonly maxBytes?: number;
  /** @default 3 */
  readonly maxRedirects?: number;
  /** From the call to the end of the body, redirects included. @default 10_000 */
  readonly timeoutMs?: number;
}

/** A `fetch` for one source, and the end of its connections. */
export interface LentFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Ends requests under way; later ones fail. */
  readonly close: () => Promise<void>;
}

/**
 * Makes the `fetch` that a source is lent.
 *
 * It asks only public addresses and configured ones, checked at the socket; bounds redirects, bytes and time; and sends no credential to
 * a host that is not configured. An abort by the caller, or by `options.signal`, rejects with the reason of the signal.
 *
 * @throws {OptionsError} a base address is no http(s) URL.
 * @example
 * const lent = createLentFetch({ baseAddresses: ["https://huggingface.co"], userAgent: "modeldex/0.1" });
 * await lent.fetch("http://169.254.169.254/latest/meta-data/");
 * // SourceError UNSUPPORTED: 169.254.169.254 was not asked: it is no public address, and not one that is configured for this source.
 */
export function createLentFetch(options: LentFetchOptions): LentFetch {
  return createLentFetchOver(options, { resolveHost, isPublic: isPublicAddress });
}

/** `createLentFetch` with its judge of addresses: for tests alone, which have no public address to ask. */
export function createLentFetchOver(options: LentFetchOptions, judge: AddressJudge): LentFetch {
  const { maxBytes = 33_554_432, maxRedirects = 3, timeoutMs = 10_000 } = options.limits ?? {};
  const bases = baseAddresses(options.baseAddresses);
  const agents = createAgents(judge, timeoutMs);
  const proxyOf = proxyChoice(options.proxy ?? {});

  return {
    fetch: async (input, init = {}) => {
      const asked = await readAsked(input, init, options.userAgent);
      if (options.offline === true) throw new SourceError("UNREACHABLE", `${asked.url.host} was not asked: this gateway is offline.`);
      const credentials = credentialHeaders(asked.headers);
      if (credentials.length > 0 && !bases.haveOrigin(asked.url.origin)) {
        throw new SourceError("UNSUPPORTED", `${asked.url.host} was not asked: ${credentials.join(", ")} goes only to hosts in the source's baseAddresses.`);
      }
      const deadline = startDeadline([asked.signal, options.signal], timeoutMs, asked.url.host);
      try {
        return await follow(asked, deadline);
      } catch (error) {
        deadline.end();
        throw deadline.signal.aborted ? deadline.signal.reason : connectionFailure(error, asked.url.host);
      }
    },
    close: () => agents.close(),
  };

  async function follow(first: Asked, deadline: Deadline): Promise<Response> {
    let asked = first;
    let atConfigured = bases.cover(first.url);
    for (let hop = 0; ; hop += 1) {
      const answer = await send(asked, atConfigured, deadline.signal);
      const location = redirectStatuses.has(answer.status) ? answer.headers.get("location") : null;
      if (location === null || asked.redirect === "manual") return bounded(answer, asked, { deadline, redirected: hop > 0 });
      await answer.body?.cancel();
      if (asked.redirect === "error") throw new SourceError("BAD_RESPONSE", `${asked.url.host} redirects, where an answer was expected.`);
      if (hop === maxRedirects) throw new SourceError("BAD_RESPONSE", `${first.url.host} redirects more than ${maxRedirects} times.`);
      const next = redirected(asked, answer.status, location);
      // What another host names is judged as text from outside, also where the operator configured it for requests of the source's own.
      atConfigured = atConfigured && next.url.origin === first.url.origin && bases.cover(next.url);
      asked = next;
    }
  }

  async function send(asked: Asked, configured: boolean, signal: AbortSignal): Promise<UndiciResponse> {
    const { url, method } = asked;
    const literal = literalAddress(url);
    if (!configured && literal !== undefined && !judge.isPublic(literal)) throw refusedAddress(url.host);
    const proxy = proxyOf(url);
    const body = asked.body === undefined ? {} : { body: asked.body };
    let answer: UndiciResponse;
    try {
      if (!configured && proxy !== undefined && literal === undefined) await agents.checkName(url.hostname);
      answer = await undiciFetch(url, { method, headers: [...asked.headers], ...body, redirect: "manual", dispatcher: agents.to({ configured, proxy }), signal });
    } catch (error) {
      throw signal.aborted ? signal.reason : connectionFailure(error, url.host, proxy?.host);
    }
    options.onResponse?.(new URL(url), answer.status, new Headers([...answer.headers]));
    return answer;
  }

  function bounded(answer: UndiciResponse, asked: Asked, about: { readonly deadline: Deadline; readonly redirected: boolean }): Response {
    const { host } = asked.url;
    const { deadline } = about;
    if (answer.body !== null && Number(answer.headers.get("content-length")) > maxBytes) throw cancelled(answer, tooLarge({ host, maxBytes }));
    if (answer.status < 200 || answer.status > 599) {
      throw cancelled(answer, new SourceError("BAD_RESPONSE", `${host} answered with the status ${answer.status}, which HTTP does not have.`));
    }
    if (answer.body === null) deadline.end();
    const body = answer.body === null
      ? null
      : boundedBody(answer.body, {
          host,
          maxBytes,
          failure: (error) => (deadline.signal.aborted ? deadline.signal.reason : connectionFailure(error, host)),
          ended: deadline.end,
        });
    const response = new Response(body, { status: answer.status, statusText: answer.statusText, headers: [...answer.headers] });
    // A constructed Response has no URL, and sources read links relative to it.
    return Object.defineProperties(response, { url: { value: asked.url.href }, redirected: { value: about.redirected } });
  }
}

type UndiciResponse = Awaited<ReturnType<typeof undiciFetch>>;

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

interface Deadline {
  readonly signal: AbortSignal;
  readonly end: () => void;
}

function startDeadline(signals: readonly (AbortSignal | undefined)[], timeoutMs: number, host: string): Deadline {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(new SourceError("TIMEOUT", `${host} gave no complete answer within ${timeoutMs} ms.`)), timeoutMs);
  timer.unref();
  return {
    signal: AbortSignal.any([own.signal, ...signals.filter((signal) => signal !== undefined)]),
    end: () => clearTimeout(timer),
  };
}

function literalAddress(url: URL): string | undefined {
  if (url.hostname.startsWith("[")) return url.hostname.slice(1, -1);
  return /^\d+\.\d+\.\d+\.\d+$/.test(url.hostname) ? url.hostname : undefined;
}

function cancelled(answer: UndiciResponse, error: SourceError): SourceError {
  answer.body?.cancel().catch(() => undefined);
  return error;
}
