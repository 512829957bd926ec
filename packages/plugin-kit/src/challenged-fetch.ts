import { readJson } from "./answers.ts";
import { SourceError } from "./source-error.ts";
import type { SourceContext } from "./source.ts";
import { asCount, asRecord, asString } from "./unknown-values.ts";

/** Credentials, and who may have them. */
export interface ChallengeOptions {
  /** The only origins that get a credential: that of the service, and that at which it gives tokens. */
  readonly origins: readonly string[];
  /** With `password`: sent by Basic, to the service or to where it gives tokens. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Sent as Bearer, as it is; challenges are not answered then. */
  readonly token?: string | undefined;
}

/** A request as `fetch` takes it, and what it is for. */
export interface ChallengedRequest {
  /** Names what a token is for, such as `repository:ai/llama3.1:pull`: it is kept by it, and asked for by it where the challenge has no scope. */
  readonly scope?: string;
  readonly method?: "GET" | "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
}

const mostTokens = 1_000;

/**
 * A `fetch` that answers a 401, once for each request: `WWW-Authenticate: Bearer realm="…",service="…",scope="…"` by a token of the realm, kept until it expires, in memory
 * alone (Distribution, "Token Authentication Specification"), and `Basic` (RFC 7617) by name and password. Where both are offered, Bearer is taken.
 *
 * The realm is text of the service: the password goes only to `origins`, and without one the realm is asked anonymously. To other addresses nothing is sent but the request.
 *
 * @returns the last answer, also where it is a 401.
 * @throws {SourceError} `UNAUTHORIZED`: the password is wanted elsewhere, or the realm refuses. `BAD_RESPONSE`: the realm is no address, or gives no token. What the lent `fetch` gives.
 * @example
 * const ask = challengedFetch({ origins: ["https://registry.example", "https://auth.example"], username, password });
 * // const response = await ask("https://registry.example/v2/ai/tiny/tags/list", { scope: "repository:ai/tiny:pull" }, context);
 */
export function challengedFetch({ origins, username, password, token }: ChallengeOptions): (url: string, request: ChallengedRequest, context: SourceContext) => Promise<Response> {
  const basic = username === undefined ? undefined : `Basic ${Buffer.from(`${username}:${password ?? ""}`).toString("base64")}`;
  const known = new Map<string, Known>();
  return async (url, { scope, headers, ...init }, context) => {
    const { origin, host } = new URL(url);
    const isOurs = origins.includes(origin);
    const key = `${origin} ${scope ?? ""}`;
    for (let asked = 0; ; asked += 1) {
      const kept = known.get(key);
      const authorization = !isOurs ? undefined : token !== undefined ? `Bearer ${token}` : kept !== undefined && kept.untilMs > context.now().getTime() ? kept.authorization : undefined;
      const response = await context.fetch(url, { ...init, headers: { ...headers, ...(authorization !== undefined && { authorization }) }, signal: context.signal });
      if (response.status !== 401 || asked > 0 || !isOurs || token !== undefined) return response;
      const challenge = response.headers.get("www-authenticate") ?? "";
      const bearer = /(?:^|,)\s*bearer\s/i.exec(challenge);
      if (bearer === null && (basic === undefined || !/(?:^|,)\s*basic\b/i.test(challenge))) return response;
      await response.body?.cancel();
      if (known.size >= mostTokens) known.clear();
      known.set(key, bearer === null ? { authorization: basic ?? "", untilMs: Number.POSITIVE_INFINITY } : await newToken(challenge.slice(bearer.index), { host, scope, basic, origins }, context));
    }
  };
}

/** What is sent for a scope, until when. */
interface Known {
  readonly authorization: string;
  readonly untilMs: number;
}

interface Asking {
  readonly host: string;
  readonly scope: string | undefined;
  readonly basic: string | undefined;
  readonly origins: readonly string[];
}

async function newToken(challenge: string, { host, scope, basic, origins }: Asking, context: SourceContext): Promise<Known> {
  // Of a repeated parameter the first counts, which is that of the first challenge.
  const stated = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]).toReversed());
  const realm = URL.parse(stated.realm ?? "");
  if (realm === null) throw new SourceError("BAD_RESPONSE", `${host} asks for a token and does not say from where.`);
  if (basic !== undefined && !origins.includes(realm.origin)) {
    throw new SourceError("UNAUTHORIZED", `${host} wants the password sent to ${realm.host}, which is not configured; if that is right, name it in the option authUrl: "${realm.origin}".`);
  }
  for (const [name, value] of [["service", stated.service], ["scope", stated.scope ?? scope]] as const) if (value !== undefined) realm.searchParams.set(name, value);
  const headers = { accept: "application/json", ...(basic !== undefined && { authorization: basic }) };
  const answer = asRecord(await readJson(await context.fetch(realm.href, { headers, signal: context.signal }), `a token for ${host}`, context.now()));
  const given = asString(answer?.token) ?? asString(answer?.access_token);
  if (given === undefined || !/^[\x21-\x7e]+$/.test(given)) throw new SourceError("BAD_RESPONSE", `${realm.host} did not answer with a token for ${host}.`);
  // Without a time it lasts for a minute, says the specification.
  return { authorization: `Bearer ${given}`, untilMs: context.now().getTime() + (asCount(answer?.expires_in) ?? 60) * 1_000 };
}
