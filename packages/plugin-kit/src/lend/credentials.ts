import { asArray, asRecord } from "../unknown-values.ts";

/** What stands in the place of a credential. */
export const removed = "removed";

const parameterNames = /^(x-amz-.*|x-goog-.*|sig|signature|auth|key|apikey|session|sessionid|jwt|code)$|token|secret|password|passwd|credential|api[-_]?key|access[-_]?key/i;
const memberNames = /^(authorization|password|passwd|secret|jwt|session(_?id)?|((access|refresh|id|auth|bearer|session|csrf|api)_?)?token|(api|secret|private|access)_?key|client_?secret)$/i;
const shortestSecret = 6;

/** Takes credentials out of what is recorded. */
export interface CredentialRemover {
  /** Remembers the credentials of a request: they may come back in an answer. */
  learn(headers: Headers): void;
  url(url: string): string;
  text(text: string): string;
  /** Of a value that was JSON: members with the name of a credential, and known credentials in any text. */
  json(value: unknown): unknown;
}

/** @param secrets credentials that are known beforehand. */
export function credentialRemover(secrets: readonly string[] = []): CredentialRemover {
  const known = new Set(secrets.filter((secret) => secret.length >= shortestSecret));

  function text(from: string): string {
    // The longest first: one may be part of another.
    return [...known].toSorted((left, right) => right.length - left.length).reduce((clean, secret) => clean.replaceAll(secret, removed), from);
  }

  function json(value: unknown): unknown {
    if (typeof value === "string") return text(value);
    const list = asArray(value);
    if (list !== undefined) return list.map(json);
    const record = asRecord(value);
    if (record === undefined) return value;
    return Object.fromEntries(Object.entries(record).map(([name, member]) => [text(name), typeof member === "string" && memberNames.test(name) ? removed : json(member)]));
  }

  return {
    learn: (headers) => {
      for (const secret of secretsOf(headers)) if (secret.length >= shortestSecret) known.add(secret);
    },
    url: (from) => {
      const url = new URL(from);
      for (const name of new Set(url.searchParams.keys())) if (parameterNames.test(name)) url.searchParams.set(name, removed);
      url.username = "";
      url.password = "";
      return text(url.href);
    },
    text,
    json,
  };
}

function secretsOf(headers: Headers): readonly string[] {
  const plain = ["authorization", "proxy-authorization", "x-api-key"].flatMap((name) => headers.get(name)?.trim() ?? []);
  const bare = plain.flatMap((value) => /^\S+\s+(.+)$/.exec(value)?.[1] ?? []);
  const cookies = (headers.get("cookie") ?? "").split(";").map((pair) => pair.slice(pair.indexOf("=") + 1).trim());
  const basic = bare.flatMap((value) => {
    const decoded = Buffer.from(value, "base64").toString("utf8");
    return decoded.includes(":") ? [decoded, decoded.slice(decoded.indexOf(":") + 1)] : [];
  });
  return [...plain, ...bare, ...basic, ...cookies];
}

const keptHeaders = /^(content-type|content-range|content-disposition|accept-ranges|etag|last-modified|link|location|retry-after|ratelimit.*|docker-content-digest|x-.*)$/;
const ownHeaders = /cookie|token|secret|auth|session|api-?key|csrf|signature|credential|request-?id|trace|amz|cache|served|powered|frame|xss|content-type-options|forwarded|timer|runtime/;

/** Headers of an answer that a source may read; none that carries a credential, or tells of the servers in between. */
export function recordedHeaders(headers: Headers, remover: CredentialRemover): Readonly<Record<string, string>> {
  const kept = [...headers].filter(([name]) => keptHeaders.test(name) && !ownHeaders.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, name === "location" || name === "link" ? withoutCredentials(value, remover) : remover.text(value)]));
}

/** Addresses within a header. */
function withoutCredentials(value: string, remover: CredentialRemover): string {
  return remover.text(value.replace(/([?&])([^=&>\s]+)=([^&>\s]*)/g, (whole, mark: string, name: string) => (parameterNames.test(name) ? `${mark}${name}=${removed}` : whole)));
}
