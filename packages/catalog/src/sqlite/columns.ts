import type { LicenseClass, ListingState } from "@modeldex/schema";
import { type ModelDocument, publisherId } from "../merge-model.ts";
import { type ListColumn, listColumn, NumberColumn, TextColumn } from "./column-kinds.ts";

/** Names of the columns that hold any number of texts. */
export const listNames = [
  "sources", "libraries", "formats", "precisions", "languages", "capabilities", "tags", "licenses", "inputModalities", "outputModalities",
  "tasks", "architectures", "publishers", "access", "states", "licenseClasses",
] as const;
/** Names of the columns that hold what was last found about the leading listing: "<kind> <status> <effect>", and levels. */
export const trustNames = ["claims", "trustLevels", "systemTrustLevels"] as const;
type RecordName = (typeof listNames)[number];
export type TrustName = (typeof trustNames)[number];
export type ListName = RecordName | TrustName;

/** What was last found about the leading listing of a model. */
export type TrustWords = Readonly<Record<TrustName, readonly string[]>>;

/** Names of the columns that hold one number, or none. */
export const numberNames = ["parameters", "contextLength", "downloads30d", "likes", "trending", "createdAt", "updatedAt", "inputPrice", "outputPrice"] as const;
export type NumberName = (typeof numberNames)[number];

/** Names of the columns that say yes (1), no (0) or nothing. */
export const answerNames = ["hasOffer", "hasWeights", "hasCard"] as const;
export type AnswerName = (typeof answerNames)[number];

/** What filters, facets and sorts look at: one column per field, one place per model number. */
export class Columns {
  readonly lists: Readonly<Record<ListName, ListColumn>>;
  readonly numbers: Readonly<Record<NumberName, NumberColumn>>;
  readonly answers: Readonly<Record<AnswerName, NumberColumn>>;
  /** Row id in the order of use; unknown where there is no such model. */
  readonly rank = new NumberColumn();
  readonly id = new TextColumn();
  readonly name = new TextColumn();
  /** Names of publishers by id, as first seen. */
  readonly publisherNames = new Map<string, string>();
  #highest = 0;

  constructor() {
    this.lists = Object.fromEntries([...listNames, ...trustNames].map((name) => [name, listColumn()])) as Record<ListName, ListColumn>;
    this.numbers = Object.fromEntries(numberNames.map((name) => [name, new NumberColumn()])) as Record<NumberName, NumberColumn>;
    this.answers = Object.fromEntries(answerNames.map((name) => [name, new NumberColumn()])) as Record<AnswerName, NumberColumn>;
  }

  /** No model has a larger number. */
  get highest(): number {
    return this.#highest;
  }

  has(seq: number): boolean {
    return !Number.isNaN(this.rank.get(seq));
  }

  /** @param trust absent: it was never assessed. */
  put(seq: number, rank: number, document: ModelDocument, trust?: TrustWords): void {
    this.#highest = Math.max(this.#highest, seq);
    this.rank.set(seq, rank);
    this.id.set(seq, document.id);
    this.name.set(seq, document.name.toLowerCase());
    for (const name of listNames) this.lists[name].set(seq, listReaders[name](document));
    for (const name of trustNames) this.lists[name].set(seq, trust?.[name] ?? []);
    for (const name of numberNames) this.numbers[name].set(seq, numberReaders[name](document) ?? Number.NaN);
    for (const name of answerNames) this.answers[name].set(seq, document[name] === undefined ? Number.NaN : Number(document[name]));
    const { publisher } = document;
    if (publisher !== undefined && !this.publisherNames.has(publisherId(publisher))) this.publisherNames.set(publisherId(publisher), publisher.name);
  }

  remove(seq: number): void {
    this.rank.set(seq, Number.NaN);
    this.id.set(seq, "");
    this.name.set(seq, "");
    for (const name of [...listNames, ...trustNames]) this.lists[name].set(seq, []);
    for (const name of numberNames) this.numbers[name].set(seq, Number.NaN);
    for (const name of answerNames) this.answers[name].set(seq, Number.NaN);
  }
}

const listReaders = {
  sources: (model) => model.sources,
  libraries: (model) => model.libraries,
  formats: (model) => model.formats,
  precisions: (model) => model.precisions,
  languages: (model) => model.languages,
  capabilities: (model) => model.capabilities,
  tags: (model) => model.tags,
  licenses: (model) => licenseIds(model.license.spdx),
  inputModalities: (model) => model.modalities?.input ?? [],
  outputModalities: (model) => model.modalities?.output ?? [],
  tasks: (model) => optional(model.task),
  architectures: (model) => optional(model.architecture),
  publishers: (model) => (model.publisher === undefined ? [] : [publisherId(model.publisher)]),
  access: (model) => [model.access ?? "UNKNOWN"],
  states: (model): readonly ListingState[] => [model.state],
  licenseClasses: (model): readonly LicenseClass[] => [model.license.class],
} satisfies Record<RecordName, (document: ModelDocument) => readonly string[]>;

const numberReaders = {
  parameters: (model) => whole(model.parameters?.total),
  contextLength: (model) => whole(model.contextTokens),
  downloads30d: (model) => whole(model.popularity?.downloads30d),
  likes: (model) => whole(model.popularity?.likes),
  trending: (model) => model.popularity?.trending,
  createdAt: (model) => time(model.createdAt),
  updatedAt: (model) => time(model.updatedAt),
  inputPrice: (model) => price(model.cheapest?.usdPerMillionInputTokens),
  outputPrice: (model) => price(model.cheapest?.usdPerMillionOutputTokens),
} satisfies Record<NumberName, (document: ModelDocument) => number | undefined>;

/** The ids in an SPDX expression: a model under `MIT AND Apache-2.0` is found by both. */
export function licenseIds(expression: string | undefined): readonly string[] {
  if (expression === undefined) return [];
  if (!expression.includes(" ")) return [expression];
  return expression.replace(/[()]/g, " ").trim().split(/\s+(?:AND|OR)\s+/i);
}

function optional(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}

/** Counts are whole numbers from 0; what is not is not known. */
function whole(value: number | undefined): number | undefined {
  return value === undefined || !(value >= 0) || !Number.isFinite(value) ? undefined : Math.round(value);
}

/** To six decimals, so that the bins of a histogram, which are cut between whole numbers, miss none. */
function price(usd: number | undefined): number | undefined {
  return usd === undefined ? undefined : Math.round(usd * microUsd) / microUsd;
}

/** Parts of a dollar that prices are told apart by. */
export const microUsd = 1e6;

function time(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Date.parse(value);
}
