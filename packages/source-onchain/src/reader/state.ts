import type { ListingRelation } from "@modeldex/plugin-kit";
import { getAddress, isAddress } from "viem";
import type { Entry } from "./entries.ts";
import { evaluate, valueAt, type ParsedExpression, type Scope } from "../mapping/expression.ts";
import type { Target } from "../mapping/mapping.ts";
import type { ViewResult } from "./views.ts";
import type { Setter } from "../mapping/registry.ts";
import { cleanText, exactText } from "../record/text.ts";

/** What a registry says of one key, at one block. */
export interface EntryState {
  /** Absent, as is `last`: no event tells of the entry, the contract alone lists it. */
  readonly registration?: Entry;
  readonly last?: Entry;
  /** Then the call that says that there is such an entry. */
  readonly listed?: ViewResult;
  readonly status: "LISTED" | "DEPRECATED" | "GONE";
  /** Whether an event or view was there to give a name, and whether one ever did. */
  readonly naming: { readonly tried: boolean; readonly succeeded: boolean };
  readonly values: Values;
  readonly tags?: readonly string[];
  readonly link?: { readonly reference: string; readonly relation: ListingRelation };
}

/** A value and where it is from. */
export interface Value {
  readonly text: string;
  readonly from: Entry | ViewResult;
}

type ValueTarget = Exclude<Target, "tags" | "link"> | `extra.${string}`;
type Values = Readonly<Partial<Record<ValueTarget, Value>>>;

/**
 * Folds the history of one key, and what its views gave, into its state. A later event wins, also one that clears a value; a view wins
 * where it gives a value. One of an enumeration is before the other views.
 *
 * @param history - of one key, in the order of the chain; empty for what the contract alone lists.
 */
export function stateOf(history: readonly Entry[], views: readonly ViewResult[]): EntryState {
  const values: Partial<Record<ValueTarget, Value>> = {};
  let tags: readonly string[] | undefined;
  let link: EntryState["link"];
  let status: EntryState["status"] = "LISTED";
  let naming: EntryState["naming"] = { tried: false, succeeded: false };
  const apply = (setters: readonly Setter[], scope: Scope, from: Value["from"]): void => {
    for (const setter of setters) {
      if (setter.target === "tags") {
        const given = tagsOf(setter, scope);
        if (given !== undefined || !("read" in from)) tags = given;
      } else if (setter.target === "link") {
        const reference = referenceOf(evaluate(setter.value, scope, encodeSegments));
        if (reference !== undefined) link = { reference, relation: setter.relation };
        else if (!("read" in from)) link = undefined;
      } else {
        const text = textOf(setter.target, setter.value, scope);
        if (setter.target === "name") naming = { tried: true, succeeded: naming.succeeded || text !== undefined };
        if (text !== undefined) values[setter.target] = { text, from };
        else if (!("read" in from)) delete values[setter.target];
      }
    }
  };
  const counting = sinceBeginning(history);
  for (const entry of counting) {
    const { does } = entry.event;
    if (does.op === "status" && typeof does.value === "string") status = does.value;
    else if (does.op === "upsert") apply(does.set, { args: entry.args, key: entry.key }, entry);
  }
  for (const view of views) {
    const scope = { out: view.out, item: view.out, key: view.key };
    apply(view.read.set, scope, view);
    if (view.read.status !== undefined) status = view.read.status.table.get(evaluate(view.read.status.from, scope) ?? "") ?? status;
  }
  const registration = counting.findLast(begins) ?? counting.find(({ event }) => event.does.op === "upsert") ?? history[0];
  const last = history.at(-1);
  const listed = views.find(({ isItem, isTooLong }) => isItem === true && isTooLong !== true) ?? views.find(({ isItem }) => isItem !== true) ?? views[0];
  return {
    ...(registration === undefined ? {} : { registration }),
    ...(last === undefined ? {} : { last }),
    ...(listed === undefined || registration !== undefined ? {} : { listed }),
    status,
    naming: { tried: naming.tried, succeeded: naming.succeeded || history.some(givesName) },
    values,
    ...(tags === undefined ? {} : { tags }),
    ...(link === undefined ? {} : { link }),
  };
}

/** Whether an event alone gives a name. */
export function givesName({ event, args, key }: Entry): boolean {
  if (event.does.op !== "upsert") return false;
  return event.does.set.some(({ target, value }) => target === "name" && textOf("name", value, { args, key }) !== undefined);
}

/** The part of a history that counts: from the transaction on in which the entry last began. */
function sinceBeginning(history: readonly Entry[]): readonly Entry[] {
  const beginning = history.findLast(begins);
  if (beginning === undefined) return history;
  return history.slice(history.findIndex(({ log }) => log.transactionHash === beginning.log.transactionHash));
}

function begins({ event: { does } }: Entry): boolean {
  return does.op === "upsert" && does.first;
}

/** Longest text of each field, in UTF-16 code units. */
const longest = { name: 300, description: 10_000, publisher: 200, license: 200, task: 100, path: 1_000, reference: 1_000, tag: 100 } as const;

function textOf(target: ValueTarget, value: ParsedExpression, scope: Scope): string | undefined {
  const part = (text: string): string | undefined => (isExact(target) ? exactText(text, longest.path) : cleanText(text, longest.description));
  const text = evaluate(value, scope, part);
  return text === undefined ? undefined : fit(target, text);
}

function fit(target: ValueTarget, text: string): string | undefined {
  switch (target) {
    case "name":
    case "description":
    case "publisher":
    case "license":
    case "task":
      return cleanText(text, longest[target]);
    case "url": {
      const url = exactText(text, longest.reference);
      return url !== undefined && isHttpUrl(url) ? url : undefined;
    }
    case "owner":
      return isAddress(text, { strict: false }) ? getAddress(text) : cleanText(text, longest.publisher);
    case "artifact.path":
      return exactText(text, longest.path);
    case "artifact.sha256":
      return sha256Of(text);
    default:
      return cleanText(text, longest.publisher);
  }
}

/** Whether a text of this target means something else when it is mended or cut. */
function isExact(target: ValueTarget): boolean {
  return target === "url" || target === "owner" || target === "artifact.path" || target === "artifact.sha256";
}

/** All zeros is how contracts say "none". */
function sha256Of(text: string): string | undefined {
  const digits = /^(?:sha256:|0x)?([0-9a-f]{64})$/i.exec(text)?.[1]?.toLowerCase();
  return digits === undefined || /^0{64}$/.test(digits) ? undefined : `sha256:${digits}`;
}

function referenceOf(text: string | undefined): string | undefined {
  const reference = text === undefined ? undefined : exactText(text, longest.reference);
  if (reference === undefined || /\s/.test(reference)) return undefined;
  return /^pkg:[a-z][a-z0-9.+-]*\/[^/]/.test(reference) || isHttpUrl(reference) ? reference : undefined;
}

/** A value within a purl or URL: everything percent-encoded but the slashes between names. Nothing for what would be another path. */
function encodeSegments(text: string): string | undefined {
  const segments = exactText(text, longest.reference)?.split("/");
  if (segments === undefined || segments.some((segment) => segment === "" || segment === "." || segment === "..")) return undefined;
  return segments.map(encodeURIComponent).join("/");
}

function tagsOf(setter: Setter, scope: Scope): readonly string[] | undefined {
  const value = setter.value.kind === "path" ? valueAt(setter.value.path, scope) : undefined;
  const texts = Array.isArray(value) ? value.filter((tag) => typeof tag === "string") : [evaluate(setter.value, scope) ?? ""];
  const tags = texts.slice(0, 64).map((tag) => cleanText(tag, longest.tag)).filter((tag) => tag !== undefined);
  return tags.length === 0 ? undefined : [...new Set(tags)];
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") && url.username === "" && url.password === "";
}
