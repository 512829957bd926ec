import { asTime, asUnixTime } from "@modeldex/plugin-kit";
import { getAddress, isAddress } from "viem";
import { evaluate, valueAt, type ParsedExpression, type Scope } from "../mapping/expression.ts";
import type { FileTarget, Target } from "../mapping/mapping.ts";
import { cleanText, exactText, valueText } from "../mapping/text.ts";

/** A field that one text fills. */
export type TextTarget = Exclude<Target, "tags" | "link"> | `file.${FileTarget}`;

/** A value that JSON can say. */
export type JsonValue = string | number | boolean | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Longest text of each field, in UTF-16 code units. */
const longest = { name: 300, description: 10_000, publisher: 200, license: 200, task: 100, path: 1_000, reference: 1_000, tag: 100, alias: 300, statement: 600, json: 2_000 } as const;

/** What an expression gives for a field, cleaned, bounded and in the field's form. `undefined`: nothing that can be shown there. */
export function statedText(target: TextTarget, value: ParsedExpression, scope: Scope): string | undefined {
  const part = (text: string): string | undefined => (isExact(target) ? exactText(text, longest.path) : cleanText(text, longest.description));
  const text = evaluate(value, scope, part);
  return text === undefined ? undefined : fit(target, text);
}

/** One sentence for a person. */
export function statedSentence(value: ParsedExpression, scope: Scope): string | undefined {
  const text = evaluate(value, scope, (part) => cleanText(part, longest.statement));
  return text === undefined ? undefined : cleanText(text.replaceAll(/\s+/g, " "), longest.statement);
}

/** An address with the checksum of EIP-55. */
export function statedAddress(value: ParsedExpression, scope: Scope): string | undefined {
  const text = evaluate(value, scope);
  return text !== undefined && isAddress(text, { strict: false }) ? getAddress(text) : undefined;
}

/** A purl or URL; what is put into it is percent-encoded. */
export function statedReference(value: ParsedExpression, scope: Scope): string | undefined {
  const text = evaluate(value, scope, encodeSegments);
  const reference = text === undefined ? undefined : exactText(text, longest.reference);
  if (reference === undefined || /\s/.test(reference)) return undefined;
  return /^pkg:[a-z][a-z0-9.+-]*\/[^/]/.test(reference) || isHttpUrl(reference) ? reference : undefined;
}

/** At most 64 tags, from a list of texts or from one text. */
export function statedTags(value: ParsedExpression, scope: Scope): readonly string[] | undefined {
  const given = value.kind === "path" ? valueAt(value.path, scope) : undefined;
  const texts = Array.isArray(given) ? given.filter((tag) => typeof tag === "string") : [evaluate(value, scope) ?? ""];
  const tags = texts.slice(0, 64).map((tag) => cleanText(tag, longest.tag)).filter((tag) => tag !== undefined);
  return tags.length === 0 ? undefined : [...new Set(tags)];
}

/** A value for machines: numbers up to 2^53 - 1 as numbers, greater ones as decimal text, lists and structs to a depth of three. */
export function statedJson(value: ParsedExpression, scope: Scope): JsonValue | undefined {
  switch (value.kind) {
    case "path":
      return jsonOf(valueAt(value.path, scope), 3);
    case "first":
      for (const option of value.options) {
        const given = statedJson(option, scope);
        if (given !== undefined) return given;
      }
      return undefined;
    case "template":
      return jsonOf(evaluate(value, scope), 1);
    default:
      return value satisfies never;
  }
}

function jsonOf(value: unknown, depth: number): JsonValue | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value === "bigint" || typeof value === "number") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === "string") return cleanText(valueText(value) ?? "", longest.json);
  if (typeof value !== "object" || value === null || depth === 0) return undefined;
  if (Array.isArray(value)) return value.slice(0, 100).map((element) => jsonOf(element, depth - 1) ?? "");
  const members = Object.entries(value).slice(0, 100).map(([name, member]) => [name, jsonOf(member, depth - 1)] as const);
  return Object.fromEntries(members.filter((member): member is [string, JsonValue] => member[1] !== undefined));
}

function fit(target: TextTarget, text: string): string | undefined {
  switch (target) {
    case "name":
    case "description":
    case "publisher":
    case "license":
    case "task":
      return cleanText(text, longest[target]);
    case "url":
    case "artifact.url":
    case "offer.url":
    case "file.url":
      return httpUrlOf(text);
    case "owner":
      return isAddress(text, { strict: false }) ? getAddress(text) : cleanText(text, longest.publisher);
    case "artifact.path":
    case "file.path":
      return exactText(text, longest.path);
    case "artifact.sha256":
    case "file.sha256":
      return hashOf("sha256", text);
    case "artifact.keccak256":
    case "file.keccak256":
      return hashOf("keccak256", text);
    case "artifact.cid":
    case "file.cid":
      return contentIdOf(text);
    case "artifact.size":
    case "file.size":
      return /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? text : undefined;
    case "createdAt":
    case "updatedAt":
      return /^\d{1,12}$/.test(text) ? asUnixTime(Number(text)) : asTime(text);
    case "alias": {
      const alias = exactText(text.trim(), longest.alias);
      // The ids of entries are given by their registries alone.
      return alias === undefined || /^eip155:/i.test(alias) ? undefined : alias;
    }
    case "offer.callAs":
      return exactText(text, longest.alias);
    case "version":
    case "offer.provider":
    case "file.format":
      return cleanText(text, longest.publisher);
    default:
      return target satisfies never;
  }
}

/** Whether a text of this target means something else when it is mended or cut. */
function isExact(target: TextTarget): boolean {
  return !["name", "description", "publisher", "license", "task", "version", "offer.provider", "file.format"].includes(target);
}

/** `<algorithm>:<64 hex digits>`. All zeros is how contracts say "none". */
function hashOf(algorithm: "sha256" | "keccak256", text: string): string | undefined {
  const digits = /^(?:sha256:|keccak256:|0x)?([0-9a-f]{64})$/i.exec(text)?.[1]?.toLowerCase();
  if (digits === undefined || /^0{64}$/.test(digits) || /^(sha256|keccak256):/i.exec(text)?.[1]?.toLowerCase() === other[algorithm]) return undefined;
  return `${algorithm}:${digits}`;
}

const other = { sha256: "keccak256", keccak256: "sha256" } as const;

/**
 * `cid:<CID>`, or `walrus:<blob id>`, from the id alone or from a URL that begins with it: `ipfs://<CID>/…`, `walrus://<blob id>`. A CID is
 * version 0 (`Qm…`) or version 1 in base32 (`b…`), base36 (`k…`), base58 (`z…`) or base16 (`f…`); a blob id is 32 bytes in base64url.
 */
function contentIdOf(text: string): string | undefined {
  const [, scheme, id = ""] = /^(?:(ipfs:\/\/(?:ipfs\/)?|cid:|walrus:(?:\/\/)?))?([^/?#]+)/i.exec(text) ?? [];
  const isWalrus = scheme?.toLowerCase().startsWith("walrus") === true;
  if (!isWalrus && /^(?:Qm[1-9A-HJ-NP-Za-km-z]{44}|b[a-z2-7]{20,110}|z[1-9A-HJ-NP-Za-km-z]{20,110}|k[a-z0-9]{20,110}|f[0-9a-f]{20,140})$/.test(id)) return `cid:${id}`;
  if ((scheme === undefined || isWalrus) && /^[\w-]{43}$/.test(id) && Buffer.from(id, "base64url").toString("base64url") === id) return `walrus:${id}`;
  return undefined;
}

function httpUrlOf(text: string): string | undefined {
  const url = exactText(text, longest.reference);
  return url !== undefined && isHttpUrl(url) ? url : undefined;
}

/** A value within a purl or URL: everything percent-encoded but the slashes between names. Nothing for what would be another path. */
function encodeSegments(text: string): string | undefined {
  const segments = exactText(text, longest.reference)?.split("/");
  if (segments === undefined || segments.some((segment) => segment === "" || segment === "." || segment === "..")) return undefined;
  return segments.map(encodeURIComponent).join("/");
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") && url.username === "" && url.password === "";
}
