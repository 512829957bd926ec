import { SourceError } from "./source-error.ts";

/**
 * Reads an answer as JSON.
 *
 * @param what - what was asked for, as a noun: `the list of models`, `the model acme/tiny`.
 * @param now - to understand a `Retry-After` that is a date. @default the computer's clock
 * @throws {SourceError} what `failureOf` makes of a status other than 2xx; `BAD_RESPONSE` for a body that is no JSON, or one that is
 * nested more than 200 deep; what the lent `fetch` gives when the body breaks off.
 */
export async function readJson(response: Response, what: string, now: Date = new Date()): Promise<unknown> {
  if (!response.ok) {
    await response.body?.cancel();
    throw failureOf(response, what, now);
  }
  const text = await response.text();
  if (isDeeper(text, maxDepth)) throw new SourceError("BAD_RESPONSE", `${hostOf(response)} answered for ${what} with JSON that is nested more than ${maxDepth} deep, the most that is read.`);
  try {
    return JSON.parse(text);
  } catch {
    // Without its cause: the message of JSON.parse quotes the body.
    throw new SourceError("BAD_RESPONSE", `${hostOf(response)} did not answer in JSON for ${what}${looksLikeHtml(text) ? ", but with a web page" : ""}.`);
  }
}

/**
 * An answer that is a success, where what was asked for exists.
 *
 * @param what - what was asked for, as a noun: `the model acme/tiny`.
 * @param absent - statuses that mean that there is no such thing.
 * @returns `undefined`: there is none.
 * @throws {SourceError} what `failureOf` makes of every other status.
 */
export async function found(response: Response, what: string, now: Date, absent: readonly number[] = [404]): Promise<Response | undefined> {
  if (response.ok) return response;
  await response.body?.cancel();
  if (absent.includes(response.status)) return undefined;
  throw failureOf(response, what, now);
}

/**
 * Reads an answer about one thing as JSON; `undefined`: there is no such thing (404).
 *
 * @param what - what was asked for, as a noun: `the model acme/tiny`.
 * @throws {SourceError} what `readJson` gives.
 */
export async function readJsonIfFound(response: Response, what: string, now: Date): Promise<unknown> {
  const there = await found(response, what, now);
  return there && (await readJson(there, what, now));
}

/**
 * Makes the error for an answer that is no success.
 *
 * 401 and 403: `UNAUTHORIZED`. 429: `RATE_LIMITED`. 5xx: `UNREACHABLE`. Others, also 404: `BAD_RESPONSE`. For 429 and 5xx it carries
 * when to ask again, when the origin says so; of a 5xx only `Retry-After` does.
 *
 * @param what - what was asked for, as a noun: `the list of models`.
 */
export function failureOf(response: Response, what: string, now: Date = new Date()): SourceError {
  const { status } = response;
  const host = hostOf(response);
  if (status === 401 || status === 403) {
    return new SourceError("UNAUTHORIZED", `${host} refuses ${what} to these credentials (${status}).`);
  }
  const again = status === 429 ? retryAfterMs(response.headers, now) : status >= 500 ? statedWaitMs(response.headers, now) : undefined;
  const options = again === undefined ? {} : { retryAfterMs: again };
  if (status === 429) return new SourceError("RATE_LIMITED", `${host} allows no further request for ${what} now (429).`, options);
  if (status >= 500) return new SourceError("UNREACHABLE", `${host} is in trouble and did not give ${what} (${status}).`, options);
  return new SourceError("BAD_RESPONSE", `${host} did not give ${what} (${status}).`);
}

/**
 * When the origin allows the next request: from `Retry-After` (RFC 9110, 10.2.3: seconds or a date), else from the `t` parameter of
 * `RateLimit` (draft-ietf-httpapi-ratelimit-headers: `"api";r=0;t=42`), the longest among the budgets that are used up.
 *
 * @returns milliseconds from `now`, from 0 to a day; `undefined` when the headers do not say.
 */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const stated = statedWaitMs(headers, now);
  if (stated !== undefined) return stated;
  const budgets = (headers.get("ratelimit") ?? "").split(",").map(readBudget).filter((budget) => budget !== undefined);
  const usedUp = budgets.filter(({ remaining }) => remaining === 0);
  const waits = (usedUp.length > 0 ? usedUp : budgets).map(({ seconds }) => seconds);
  return waits.length === 0 ? undefined : withinADay(Math.max(...waits) * 1000);
}

/** What `Retry-After` asks for. When a window of requests ends says nothing about when an origin in trouble is well again. */
function statedWaitMs(headers: Headers, now: Date): number | undefined {
  const stated = headers.get("retry-after")?.trim();
  if (stated !== undefined && /^\d+$/.test(stated)) return withinADay(Number(stated) * 1000);
  const date = stated === undefined ? Number.NaN : Date.parse(stated);
  return Number.isNaN(date) ? undefined : withinADay(date - now.getTime());
}

/**
 * The next page that an answer names in its `Link` header (RFC 8288, `rel="next"`), relative to the answer's own URL.
 *
 * The URL is text from outside: keep a parameter of it as cursor, never the URL, which could name another host.
 *
 * @returns `undefined` on the last page.
 */
export function nextLink(response: Response): URL | undefined {
  for (const { target, parameters } of links(response.headers.get("link") ?? "")) {
    const relations = parameters.get("rel")?.toLowerCase().split(/\s+/) ?? [];
    if (relations.includes("next")) return URL.parse(target, response.url === "" ? undefined : response.url) ?? undefined;
  }
  return undefined;
}

/** Deepest nesting that is read: code that walks through an answer by calling itself would run out of stack. */
const maxDepth = 200;

/** Whether brackets are open more than so many at once, outside of texts. Of what is no JSON it says anything. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x22:
        at = endOfText(text, at);
        break;
      case 0x5b: case 0x7b:
        depth += 1;
        if (depth > most) return true;
        break;
      case 0x5d: case 0x7d:
        depth -= 1;
        break;
      default:
        break;
    }
  }
  return false;
}

/** Where the text ends that begins with the quote at `start`; the length when it does not end. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

function hostOf(response: Response): string {
  return URL.parse(response.url)?.host ?? "The origin";
}

function looksLikeHtml(text: string): boolean {
  return /^\s*<(?:!doctype|html|head|body)/i.test(text.slice(0, 200));
}

function withinADay(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 0), 86_400_000);
}

function readBudget(item: string): { readonly seconds: number; readonly remaining: number | undefined } | undefined {
  const seconds = /(?:^|;)\s*t=(\d+)/.exec(item)?.[1];
  const remaining = /(?:^|;)\s*r=(\d+)/.exec(item)?.[1];
  return seconds === undefined ? undefined : { seconds: Number(seconds), remaining: remaining === undefined ? undefined : Number(remaining) };
}

interface Link {
  readonly target: string;
  readonly parameters: ReadonlyMap<string, string>;
}

function links(header: string): readonly Link[] {
  const found: Link[] = [];
  for (const entry of splitOutside(header, ",")) {
    const [target, ...rest] = splitOutside(entry, ";").map((part) => part.trim());
    if (target === undefined || !target.startsWith("<") || !target.endsWith(">")) continue;
    const parameters = new Map<string, string>();
    for (const parameter of rest) {
      const equals = parameter.indexOf("=");
      const name = (equals < 0 ? parameter : parameter.slice(0, equals)).trim().toLowerCase();
      const value = equals < 0 ? "" : parameter.slice(equals + 1).trim().replace(/^"(.*)"$/s, "$1").replace(/\\(.)/gs, "$1");
      // Of a repeated parameter the first counts (RFC 8288, 3.3).
      if (!parameters.has(name)) parameters.set(name, value);
    }
    found.push({ target: target.slice(1, -1), parameters });
  }
  return found;
}

/** Splits a header where the separator stands neither in quotes nor in angle brackets. */
function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let inside: "" | "quotes" | "brackets" = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inside === "quotes") {
      if (character === "\\") at += 1;
      else if (character === '"') inside = "";
    } else if (inside === "brackets") {
      if (character === ">") inside = "";
    } else if (character === '"') inside = "quotes";
    else if (character === "<") inside = "brackets";
    else if (character === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
