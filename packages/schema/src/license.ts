import { findLicense } from "./license-table.ts";
import type { LicenseStatement } from "./records.ts";
import type { LicenseClass } from "./values.ts";

/** A licence in one vocabulary. What is declared; whether it holds is a claim. */
export interface LicenseValue {
  /** SPDX expression or `LicenseRef-…`; absent when unknown. */
  readonly spdx?: string;
  readonly name?: string;
  /** Absolute http or https URL. */
  readonly url?: string;
  readonly class: LicenseClass;
}

/**
 * Reads the licence that a source states: Hugging Face Hub ids, SPDX ids and expressions, full names and unambiguous short forms, in any case.
 *
 * - A statement that names no version (`gpl`, `cc`) has no `spdx`; the class is given where all versions agree on it.
 * - `gpl-3.0` says neither "only" nor "or later" and stays `GPL-3.0`, an SPDX id that is deprecated for this very reason.
 * - `bsl-1.0` is Boost, not Business Source.
 * - `unknown` and `other` have class UNKNOWN, unless the licence's own name says that it is non-commercial.
 * - Of parts joined by AND the strictest class counts, of those joined by OR the most lenient. The expression has an `spdx` when all parts have one.
 *
 * Nothing is guessed: an unknown text is kept as `name`, with class UNKNOWN.
 *
 * @returns `{ class: "UNKNOWN" }` without a statement.
 * @example
 * readLicense({ stated: "apache-2.0" })
 * // { spdx: "Apache-2.0", name: "Apache License 2.0", class: "PERMISSIVE" }
 */
export function readLicense(statement?: LicenseStatement): LicenseValue {
  if (statement === undefined) return { class: "UNKNOWN" };
  const stated = unquote(statement.stated);
  const url = webAddress(statement.url);
  const given = statement.name === undefined ? "" : unquote(statement.name);
  const read: LicenseValue = silent.has(stated.toLowerCase()) ? { class: classByName(given) } : readExpression(stated);
  const name = given !== "" ? given : (read.name ?? "");
  return {
    ...(read.spdx !== undefined && { spdx: read.spdx }),
    ...(name !== "" && { name }),
    ...(url !== undefined && { url }),
    class: read.class,
  };
}

/** Statements that say nothing about the licence. */
const silent: ReadonlySet<string> = new Set(["", "unknown", "other", "none", "null", "noassertion", "n/a", "custom", "?", "???"]);

/** Longest text that is read as an expression, in UTF-16 code units. */
const maxExpressionLength = 512;

const exception = /^[A-Za-z0-9.-]{1,80}$/;
const licenseRef = /^LicenseRef-[A-Za-z0-9.-]{1,100}$/i;
const saysNonCommercial = /non[-_ ]?commercial|research[-_ ]only|\bcc[-_ ]by[-_ ]nc\b/i;
const strictness = ["PERMISSIVE", "COPYLEFT", "USE_RESTRICTED", "NON_COMMERCIAL", "PROPRIETARY"] as const satisfies readonly LicenseClass[];

function unquote(text: string): string {
  return text.trim().replace(/^["'`\s]+|["'`\s]+$/g, "");
}

function webAddress(text: string | undefined): string | undefined {
  return text !== undefined && URL.canParse(text) && /^https?:/i.test(text.trim()) ? text.trim() : undefined;
}

function classByName(name: string): LicenseClass {
  return saysNonCommercial.test(name) ? "NON_COMMERCIAL" : "UNKNOWN";
}

function readExpression(text: string): LicenseValue {
  const single = readSingle(text);
  if (single !== undefined) return single;
  if (text.length <= maxExpressionLength) {
    const read = readOr(text.replace(/[()]/g, " $& ").split(/\s+/).filter((word) => word !== ""));
    if (read !== undefined && read.rest.length === 0 && read.value.parts > 1) {
      const { spdx, class: licenseClass } = read.value;
      return { ...(spdx !== undefined && { spdx }), name: text, class: licenseClass };
    }
  }
  return { name: text, class: classByName(text) };
}

function readSingle(text: string): LicenseValue | undefined {
  const row = findLicense(text);
  if (row !== undefined) return row;
  if (licenseRef.test(text)) return { spdx: `LicenseRef-${text.slice("LicenseRef-".length)}`, class: classByName(text) };
  const orLater = /^(a?gpl|lgpl)-?v?(\d)(?:\.(\d))?(?:\+|-or-later)$/i.exec(text);
  return orLater === null ? undefined : findLicense(`${orLater[1]}-${orLater[2]}.${orLater[3] ?? "0"}-or-later`);
}

interface Expression {
  readonly spdx: string | undefined;
  readonly class: LicenseClass;
  /** How many licences it names; 1 for a single one without an exception. */
  readonly parts: number;
  readonly joinedByOr: boolean;
}
interface Parsed {
  readonly value: Expression;
  readonly rest: readonly string[];
}

/** `A AND B OR C`: AND binds closer (SPDX specification, licence expressions). */
function readOr(words: readonly string[]): Parsed | undefined {
  return readChain(words, "OR", readAnd);
}

function readAnd(words: readonly string[]): Parsed | undefined {
  return readChain(words, "AND", readWith);
}

function readChain(words: readonly string[], operator: "OR" | "AND", readPart: (words: readonly string[]) => Parsed | undefined): Parsed | undefined {
  const first = readPart(words);
  if (first === undefined) return undefined;
  const parts = [first.value];
  let rest = first.rest;
  while (rest[0]?.toUpperCase() === operator) {
    const next = readPart(rest.slice(1));
    if (next === undefined) return undefined;
    parts.push(next.value);
    rest = next.rest;
  }
  return { value: parts.length === 1 ? first.value : join(parts, operator), rest };
}

function readWith(words: readonly string[]): Parsed | undefined {
  if (words[0] === "(") {
    const inner = readOr(words.slice(1));
    return inner?.rest[0] === ")" ? { value: inner.value, rest: inner.rest.slice(1) } : undefined;
  }
  const end = words.findIndex((word) => ["AND", "OR", "WITH", "(", ")"].includes(word.toUpperCase()));
  const own = words.slice(0, end < 0 ? words.length : end);
  if (own.length === 0) return undefined;
  const read = readSingle(own.join(" ")) ?? { class: "UNKNOWN" as const };
  const rest = words.slice(own.length);
  const value: Expression = { spdx: read.spdx, class: read.class, parts: 1, joinedByOr: false };
  const [operator, name] = rest;
  if (operator?.toUpperCase() !== "WITH" || name === undefined || !exception.test(name)) return { value, rest };
  return { value: { ...value, spdx: read.spdx === undefined ? undefined : `${read.spdx} WITH ${name}`, parts: 2 }, rest: rest.slice(2) };
}

function join(parts: readonly Expression[], operator: "OR" | "AND"): Expression {
  const texts = parts.map(({ spdx, joinedByOr }) => (operator === "AND" && joinedByOr && spdx !== undefined ? `(${spdx})` : spdx));
  return {
    spdx: texts.every((text) => text !== undefined) ? [...new Set(texts)].join(` ${operator} `) : undefined,
    class: operator === "AND" ? strictest(parts) : mostLenient(parts),
    parts: parts.reduce((sum, part) => sum + part.parts, 0),
    joinedByOr: operator === "OR",
  };
}

/** A part that is not known may be anything, so it decides unless another part is already known to exclude commercial use. */
function strictest(parts: readonly Expression[]): LicenseClass {
  const rank = Math.max(...parts.map((part) => strictness.findIndex((known) => known === part.class)));
  const isUnknown = parts.some((part) => part.class === "UNKNOWN");
  return isUnknown && rank < strictness.indexOf("NON_COMMERCIAL") ? "UNKNOWN" : (strictness[rank] ?? "UNKNOWN");
}

/** The reader may choose, so the most lenient part that is known counts. */
function mostLenient(parts: readonly Expression[]): LicenseClass {
  return strictness.find((known) => parts.some((part) => part.class === known)) ?? "UNKNOWN";
}
