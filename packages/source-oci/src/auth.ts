import { asCount, asRecord, asString, readJson, SourceError, type SourceContext } from "@modeldex/plugin-kit";
import type { RegistryOptions } from "./options.ts";

/** Credentials for one registry. Tokens are kept as long as they last, by scope, in memory alone. */
export interface Authorization {
  /** To send with a request, as far as is known. */
  header(scope: string, now: Date): { readonly authorization?: string };
  /** Does what a 401 asks for. `false`: there is nothing more to try. */
  answer(refused: Response, scope: string, context: SourceContext): Promise<boolean>;
}

const mostTokens = 1_000;

/**
 * Answers `WWW-Authenticate: Bearer realm,service,scope` by a token of the realm (Distribution, "Token Authentication Specification"), and `Basic`.
 *
 * The realm is text of the registry: the password goes only to the registry's own origin and to `authUrl`, and without one the token is asked for anonymously.
 *
 * @throws {SourceError} `UNAUTHORIZED`: the realm is elsewhere, or refuses. `BAD_RESPONSE`: it gives no token.
 */
export function authorization({ host, origin, authOrigin, username, password, token }: RegistryOptions): Authorization {
  const basic = username === undefined ? undefined : `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const known = new Map<string, { readonly authorization: string; readonly until: number }>();

  async function newToken(challenge: string, scope: string, context: SourceContext): Promise<void> {
    const stated = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]).toReversed());
    const realm = URL.parse(stated.realm ?? "");
    if (realm === null) throw new SourceError("BAD_RESPONSE", `${host} asks for a token and does not say from where.`);
    const isOurs = realm.origin === origin || realm.origin === authOrigin;
    if (basic !== undefined && !isOurs) throw new SourceError("UNAUTHORIZED", `${host} wants the password sent to ${realm.host}, which is not configured; if that is right, give the registry the option authUrl: "${realm.origin}".`);
    for (const [name, value] of [["service", stated.service], ["scope", stated.scope ?? scope]] as const) if (value !== undefined) realm.searchParams.set(name, value);
    const response = await context.fetch(realm.href, { headers: { accept: "application/json", ...(basic !== undefined && { authorization: basic }) }, signal: context.signal });
    const answer = asRecord(await readJson(response, `a token for ${host}`, context.now()));
    const given = asString(answer?.token) ?? asString(answer?.access_token);
    if (given === undefined || !/^[\x21-\x7e]+$/.test(given)) throw new SourceError("BAD_RESPONSE", `${realm.host} did not answer with a token for ${host}.`);
    if (known.size >= mostTokens) known.clear();
    known.set(scope, { authorization: `Bearer ${given}`, until: context.now().getTime() + (asCount(answer?.expires_in) ?? 60) * 1_000 });
  }

  return {
    header: (scope, now) => {
      if (token !== undefined) return { authorization: `Bearer ${token}` };
      const kept = known.get(scope);
      return kept !== undefined && kept.until > now.getTime() ? { authorization: kept.authorization } : {};
    },
    answer: async (refused, scope, context) => {
      const challenge = refused.headers.get("www-authenticate") ?? "";
      const bearer = /(?:^|,)\s*bearer\s/i.exec(challenge);
      if (token !== undefined || (bearer === null && (basic === undefined || !/(?:^|,)\s*basic\b/i.test(challenge)))) return false;
      await refused.body?.cancel();
      if (bearer !== null) await newToken(challenge.slice(bearer.index), scope, context);
      else known.set(scope, { authorization: basic ?? "", until: Number.POSITIVE_INFINITY });
      return true;
    },
  };
}
