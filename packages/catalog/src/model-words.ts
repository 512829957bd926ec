import { type ListingRecord, nameSignature, nameTokens, propertyTokens, squeezedName } from "@modeldex/schema";
import { canonicalJson } from "./canonical-json.ts";
import { lastSegment } from "./identity/names.ts";
import type { MergedListing, ModelDocument } from "./merge-model.ts";
import { contributing } from "./merge-model.ts";

/** Words by which a model is found. */
export interface ModelWords {
  /** Tokens of the names, ids and publishers of its listings. */
  readonly name: readonly string[];
  /** Tokens of task, architecture, libraries, languages, tags and description, and of what it is (`propertyTokens`). */
  readonly aux: readonly string[];
  /** Its names and ids without their separators. */
  readonly parts: readonly string[];
}

/** Tags that repeat another field; as words they would make a licence or region look like a name. */
const mutedTag = /^(?:license|region):/;
/** Tags, tasks and owners repeat over models, so what was read is kept for a while. */
const maxRemembered = 20_000;
const tagTokens = new Map<string, readonly string[]>();
const ownerSignatures = new Map<string, string>();

/** Most words of a model that is listed only where anybody may write: a text made up for many queries is found by its beginning. */
const mostOpenWords = { name: 32, aux: 64 } as const;

/** Words of a model. Listings of open registries give none unless all are open. */
export function wordsOf(document: ModelDocument, listings: readonly MergedListing[]): ModelWords {
  const name = new Set<string>();
  const parts = new Set<string>();
  for (const { record } of contributing(listings)) {
    for (const text of [record.nativeId, record.name]) parts.add(squeezedName(text));
    addAll(name, nameTokens(record.nativeId));
    if (record.name !== record.nativeId && !record.nativeId.endsWith(`/${record.name}`)) addAll(name, nameTokens(record.name));
    if (record.publisher !== undefined) addAll(name, tokensOf(record.publisher.name));
  }
  const aux = new Set<string>();
  const { task, architecture, libraries, languages, tags, publisher, description } = document;
  for (const text of [task, architecture, publisher?.name, ...libraries, ...languages]) if (text !== undefined) addAll(aux, tokensOf(text));
  for (const tag of tags) if (!mutedTag.test(tag)) addAll(aux, tokensOf(tag));
  if (description !== undefined) addAll(aux, nameTokens(description));
  addAll(aux, propertyTokens(document));
  const whole = [...parts].filter((part, _, all) => part !== "" && !all.some((other) => other !== part && other.includes(part)));
  if (document.anybodyMayWrite === true) return { name: [...name].slice(0, mostOpenWords.name), aux: [...aux].slice(0, mostOpenWords.aux), parts: whole };
  return { name: [...name], aux: [...aux], parts: whole };
}

/** Whether a listing gives its model other words than before. */
export function hasOtherWords(before: ListingRecord, after: ListingRecord): boolean {
  return wordFields.some((field) => canonicalJson(before[field]) !== canonicalJson(after[field]));
}

const wordFields = [
  "nativeId", "name", "publisher", "task", "architecture", "libraries", "languages", "tags", "description", "parameters", "license", "formats", "precisions",
] as const satisfies readonly (keyof ListingRecord)[];

/** Signatures that a listing answers to as a whole name: its name, the last part of its native id, all of its native id. */
export function signaturesOf({ name, nativeId }: Pick<ListingRecord, "name" | "nativeId">): readonly string[] {
  const parts = nativeId.split("/");
  const last = nameSignature(parts.pop() ?? "");
  const owners = parts.map((part) => recall(ownerSignatures, part, nameSignature));
  const signatures = new Set([last, joinSignatures([...owners, last])]);
  if (!nativeId.endsWith(name)) signatures.add(nameSignature(lastSegment(name)));
  return [...signatures].filter((signature) => /\p{L}/u.test(signature));
}

/** The signature by which a text is looked up among those of {@link signaturesOf}. */
export function signatureOf(text: string): string {
  return joinSignatures(text.split("/").map(nameSignature));
}

function joinSignatures(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

function addAll(set: Set<string>, tokens: readonly string[]): void {
  for (const token of tokens) set.add(token);
}

function tokensOf(text: string): readonly string[] {
  return recall(tagTokens, text, nameTokens);
}

/** What was read of a text before, or what is read of it now. */
function recall<T>(remembered: Map<string, T>, text: string, read: (text: string) => T): T {
  let value = remembered.get(text);
  if (value === undefined) {
    if (remembered.size >= maxRemembered) remembered.clear();
    value = read(text);
    remembered.set(text, value);
  }
  return value;
}
