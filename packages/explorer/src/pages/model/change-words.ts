import type { ChangeKind } from "../../generated/types.ts";
import { usd } from "../../format/numbers.ts";
import { accesses } from "../../words/listings.ts";

/** A change in words. */
export interface ChangeInWords {
  readonly sentence: string;
  /** Whether the sentence tells all of both values, so that there is nothing more to show. */
  readonly isWhole: boolean;
}

interface Told {
  readonly kind: ChangeKind;
  readonly statement: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Longer values stay behind "Before and after". */
const longestValue = 80;

/**
 * What changed, from what to what, where the values are few enough to be read in one line; else the endpoint's own statement, without saying twice that something changed.
 *
 * @example
 * changeInWords({ kind: "LICENSE", statement: "Its licence changed.", before: { spdx: "MIT" }, after: { spdx: "CC-BY-NC-4.0" } }).sentence
 * // "Licence: MIT → CC-BY-NC-4.0."
 */
export function changeInWords({ kind, statement, before, after }: Told): ChangeInWords {
  if (before === null && after === null) return { sentence: statement, isWhole: true };
  switch (kind) {
    case "LICENSE": return fromTo("Licence", licenseName(before), licenseName(after)) ?? { sentence: statement, isWhole: false };
    case "ACCESS": return fromTo("Access", accessName(before), accessName(after)) ?? { sentence: statement, isWhole: false };
    case "PRICE": return prices(before, after) ?? { sentence: statement, isWhole: false };
    case "UPDATED": return updated(before, after, statement);
    // Their statements name both sides.
    case "RENAMED": case "MERGED": case "SPLIT": case "LISTED": case "GONE": return { sentence: statement, isWhole: true };
    case "WEIGHTS": case "FINDING": case "HELD_BACK": return { sentence: statement, isWhole: false };
    default: return kind satisfies never;
  }
}

function updated(before: unknown, after: unknown, statement: string): ChangeInWords {
  const named = /^Changed: (?<fields>[A-Za-z, ]+)\.$/.exec(statement)?.groups?.["fields"]?.split(", ");
  if (named === undefined || !isFields(before ?? {}) || !isFields(after ?? {})) return { sentence: statement, isWhole: false };
  const [old, now] = [before ?? {}, after ?? {}].map((each) => (isFields(each) ? each : {}));
  const told = named.map((field) => ({ name: fieldNames[field] ?? field, text: fieldInWords(old?.[field], now?.[field]) }));
  const sentences = told.flatMap(({ name, text }) => (text === undefined ? [] : [`${name} ${text}`]));
  const others = told.flatMap(({ name, text }) => (text === undefined ? [name] : []));
  if (others.length > 0) sentences.push(`${sentences.length > 0 ? "also " : ""}${others.join(", ")}`);
  return { sentence: `${upperFirst(sentences.join("; "))}.`, isWhole: others.length === 0 };
}

/** `from → to` of short plain values and of claims that say the same thing of one another's subject; `undefined` for what does not fit into a line. */
function fieldInWords(before: unknown, after: unknown): string | undefined {
  const [old, now] = [plain(before) ?? statementOf(before), plain(after) ?? statementOf(after)];
  if (before === undefined && now !== undefined) return `is now ${now}`;
  if (after === undefined && old !== undefined) return `was ${old}, and is not stated now`;
  return old === undefined || now === undefined ? undefined : `${old} → ${now}`;
}

function plain(value: unknown): string | undefined {
  if (typeof value === "boolean") return value ? "there" : "not there";
  if (typeof value === "number") return String(value);
  if (typeof value !== "string" || value.length > longestValue) return undefined;
  if (/^[0-9a-f]{40,64}$/.test(value)) return `${value.slice(0, 12)}…`;
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? value.slice(0, 10) : value;
}

/** What the one claim of a list states. */
function statementOf(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length !== 1 || !isFields(value[0])) return undefined;
  const { statement } = value[0];
  return typeof statement === "string" && statement.length <= 2 * longestValue ? `“${statement}”` : undefined;
}

function licenseName(value: unknown): string | undefined {
  if (value === null) return "not stated";
  if (!isFields(value)) return undefined;
  const { spdx, name } = value;
  const text = spdx ?? name;
  return typeof text === "string" && text.length <= longestValue ? text : undefined;
}

function accessName(value: unknown): string | undefined {
  if (value === null) return "not stated";
  return typeof value === "string" ? Object.entries(accesses).find(([access]) => access === value.toUpperCase())?.[1].label : undefined;
}

/** Prices of the one offer that both values have. */
function prices(before: unknown, after: unknown): ChangeInWords | undefined {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== 1 || after.length !== 1) return undefined;
  const [old, now]: readonly unknown[] = [before[0], after[0]];
  if (!isFields(old) || !isFields(now) || old["provider"] !== now["provider"] || typeof now["provider"] !== "string") return undefined;
  const moved = [["inputPrice", "input"], ["outputPrice", "output"], ["cachedInputPrice", "cached input"]].flatMap(([field = "", name]) => {
    const [from, to] = [old[field], now[field]];
    return from === to ? [] : [`${name} ${priceOf(from)} → ${priceOf(to)}`];
  });
  return moved.length === 0 ? undefined : { sentence: `${now["provider"]}: ${moved.join(", ")}, per million tokens.`, isWhole: false };
}

function priceOf(value: unknown): string {
  return typeof value === "number" ? usd(value) : "not stated";
}

function fromTo(name: string, before: string | undefined, after: string | undefined): ChangeInWords | undefined {
  // Equal names: what differs is beside them, such as the address of a text.
  return before === undefined || after === undefined || before === after ? undefined : { sentence: `${name}: ${before} → ${after}.`, isWhole: false };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function upperFirst(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** Fields of a listing as the log names them. */
const fieldNames: Readonly<Record<string, string>> = {
  revision: "revision", updatedAt: "last change at the source", createdAt: "first published", hasCard: "model card", claims: "statement", details: "details that only its source has",
  offers: "offers", evaluations: "evaluations", capabilities: "capabilities", publisher: "publisher", name: "name", description: "description", tags: "tags", artifacts: "files",
  artifactCount: "number of files", formats: "formats", precisions: "precisions", parameters: "parameters", architecture: "architecture", contextTokens: "context", keyValueCache: "layout of its context",
  url: "address", task: "task", modalities: "modalities", languages: "languages", libraries: "libraries", base: "what it was made from", lineage: "what it was made from", state: "state",
};
