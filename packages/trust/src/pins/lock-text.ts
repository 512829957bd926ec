import { byCodeUnits, canonicalJson } from "../canonical.ts";
import { atOnce } from "../formats/pieces.ts";
import { jsonOddity } from "../formats/safetensors/json-oddities.ts";
import { lockVersion, type LockEntry } from "./lock-entry.ts";

/** What people compare first stands first; members that are not named here follow in code unit order. */
const order = [
  "requested", "requestedRevision", "source", "nativeId", "name", "stableId", "publisher", "owner", "createdAt", "revision", "presentRevision", "url", "access", "license", "codeExecution",
  "signatures", "files", "fileCount", "system", "links", "policy", "trust", "tags", "pinnedAt", "lockVersion", "integrity",
];
/** The same within lists and short objects. */
const innerOrder = ["id", "path", "key", "power", "stated", "kind", "outcome", "status", "effect", "method", "role", "sizeBytes", "digest", "otherDigests", "authority", "holders", "terms"];

/**
 * `models.lock.json` as text, for people who compare two of them: entries by `requested`, one line for each plain value, file, power, link and finding.
 * Equal entries give equal text. What is not seen, or turns the writing round, is written by its number.
 */
export function lockFileText(entries: readonly LockEntry[]): string {
  const sorted = entries.toSorted((left, right) => byCodeUnits(left.requested, right.requested) || byCodeUnits(canonicalJson(left), canonicalJson(right)));
  const models = sorted.map((entry) => block(entry, "    ", order));
  const text = `{\n  "lockVersion": ${lockVersion},\n  "models": [${models.length === 0 ? "" : `\n    ${models.join(",\n    ")}\n  `}]\n}\n`;
  return text.replaceAll(unseen, (character) => Array.from({ length: character.length }, (_, place) => `\\u${character.charCodeAt(place).toString(16).padStart(4, "0")}`).join(""));
}

/** Controls beyond those that JSON writes by number anyway, format characters (of direction, of no width), and separators of lines. Line breaks are of the file itself. */
const unseen = /[\u007f-\u009f\u2028\u2029\p{Cf}]/gu;

/**
 * Entries of a lock file, unread.
 *
 * @returns the documents, or one sentence that says why the text is no lock file.
 */
export function readLockFile(text: string): { readonly documents: readonly unknown[] } | { readonly problem: string } {
  const value = parsed(text);
  if (value === undefined) return { problem: "It is no JSON; a lock file is what `modeldex pin` writes." };
  // Of a member that stands there twice a person reads the one, and a program the other.
  const oddity = atOnce(jsonOddity(text, "it"));
  if (oddity !== undefined) return { problem: `It is written as no lock file is: ${oddity}.` };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { problem: "It is no lock file; one is {\"lockVersion\": 1, \"models\": […]}, as `modeldex pin` writes it." };
  const { lockVersion: version, models, ...others } = value as Readonly<Record<string, unknown>>;
  if (typeof version === "number" && Number.isInteger(version) && version > lockVersion) return { problem: `It was made by a newer version of Modeldex (lockVersion ${version}; ${lockVersion} is read here).` };
  if (version !== lockVersion) return { problem: `Its lockVersion is ${JSON.stringify(version) ?? "missing"}; ${lockVersion} is read here.` };
  if (!Array.isArray(models)) return { problem: "Its `models` is no list of entries." };
  const [unknown] = Object.keys(others);
  return unknown === undefined ? { documents: models } : { problem: `It has the member ${JSON.stringify(unknown)}, which lock files do not have.` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Its message would repeat the text, which may be any file.
    return undefined;
  }
}

/** An object with one line for each member; what is within lists is one line each, down to two levels. */
function block(value: object, indent: string, names: readonly string[]): string {
  const inner = `${indent}  `;
  const lines = members(value, names).map(([name, member]) => `${inner}${JSON.stringify(name)}: ${within(name, member, inner)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

function within(name: string, member: unknown, indent: string): string {
  if (Array.isArray(member) && member.some((each) => typeof each === "object")) {
    const rows = member.map((each: unknown) => `${indent}  ${oneLine(each)}`);
    return `[\n${rows.join(",\n")}\n${indent}]`;
  }
  return name === "system" || name === "trust" ? block(member as object, indent, []) : oneLine(member);
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each: unknown) => oneLine(each)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = members(value, innerOrder).map(([name, member]) => `${JSON.stringify(name)}: ${oneLine(member)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

function members(value: object, names: readonly string[]): readonly (readonly [string, unknown])[] {
  const place = (name: string): number => (names.includes(name) ? names.indexOf(name) : names.length);
  const present = Object.entries(value as Readonly<Record<string, unknown>>).filter(([, member]) => member !== undefined);
  return present.toSorted(([left], [right]) => place(left) - place(right) || byCodeUnits(left, right));
}
