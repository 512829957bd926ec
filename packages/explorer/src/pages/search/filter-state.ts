import type { ClaimPredicateInput, ModelFilterInput, ModelSort } from "../../generated/types.ts";
import { sorts } from "../../words/search.ts";
import { quantity } from "../../format/quantity.ts";
import { choiceFields, possessions, rangeFields } from "./filter-fields.ts";
import type { ChoiceField, ChoiceKey, Possession, RangeField, RangeKey } from "./filter-fields.ts";

/** One chosen value; `isNot` leaves out what has it. */
export interface Choice {
  readonly key: ChoiceKey;
  readonly value: string;
  readonly isNot: boolean;
}

/** Ends in the form that `readEnd` gives; one that is left out is open. */
export interface Range {
  readonly key: RangeKey;
  readonly min?: string;
  readonly max?: string;
  /** Leaves out what lies between. */
  readonly isNot?: true;
}

/** What can be asked of scans by others: that none speaks against it; that there is one besides; and these two turned round. */
const scansValues = ["no-finding", "scanned", "finding", "not-scanned"] as const;
export type Scans = "any" | (typeof scansValues)[number];

/** All that a person has chosen on the search page; its address says the same. */
export interface SearchState {
  readonly text: string;
  /** Also ask the sources now. */
  readonly live: boolean;
  readonly sort: ModelSort;
  readonly reverse: boolean;
  readonly benchmark: string;
  readonly choices: readonly Choice[];
  readonly ranges: readonly Range[];
  readonly possessions: readonly { readonly name: Possession; readonly isNot: boolean }[];
  readonly scans: Scans;
}

export const emptyState: SearchState = { text: "", live: false, sort: "RELEVANCE", reverse: false, benchmark: "", choices: [], ranges: [], possessions: [], scans: "any" };

/** Whether anything narrows the search besides its words. */
export function hasConditions({ choices, ranges, possessions: has, scans }: SearchState): boolean {
  return choices.length + ranges.length + has.length > 0 || scans !== "any";
}

/** The same without words' company: what "clear all" leaves. */
export function withoutConditions({ text, live, sort, reverse, benchmark }: SearchState): SearchState {
  return { ...emptyState, text, live, sort, reverse, benchmark };
}

/** The filter for the endpoint; `undefined` when nothing narrows the search. */
export function filterOf(state: SearchState): ModelFilterInput | undefined {
  if (!hasConditions(state)) return undefined;
  const { trust: trustOfChoices = [], ...chosen } = chosenOf(state.choices.filter(({ isNot }) => !isNot));
  const parts: ModelFilterInput[] = [
    chosen,
    ...state.ranges.filter(({ isNot }) => isNot !== true).map(({ key, min, max }) => rangeFields[key].filter(min, max)),
    ...state.possessions.map(({ name, isNot }) => possessions[name].filter(!isNot)),
  ];
  const trust = [...(trustOfChoices ?? []), ...(state.scans === "scanned" ? [isScanned] : state.scans === "finding" ? [speaksAgainst] : [])];
  // One condition each: what is left out is what has this value or that one.
  const all = [
    ...state.choices.filter(({ isNot }) => isNot).map(({ key, value }): ModelFilterInput => ({ not: choiceFields[key].filter([value]) })),
    ...state.ranges.filter(({ isNot }) => isNot === true).map(({ key, min, max }): ModelFilterInput => ({ not: rangeFields[key].filter(min, max) })),
    ...(state.scans === "no-finding" || state.scans === "scanned" ? [{ not: { trust: [speaksAgainst] } }] : []),
    ...(state.scans === "not-scanned" ? [{ any: [{ not: { trust: [isScanned] } }, { trust: [speaksAgainst] }] }] : []),
  ];
  return Object.assign({}, ...parts, trust.length > 0 && { trust }, all.length > 0 && { all });
}

const speaksAgainst: ClaimPredicateInput = { kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] };
/** A scan that has not finished is UNKNOWN. */
const isScanned: ClaimPredicateInput = { kind: "THIRD_PARTY_SCAN", statuses: ["VERIFIED", "ASSERTED"] };

/** Values of one field join; each chosen claim has to hold. */
function chosenOf(choices: readonly Choice[]): ModelFilterInput {
  const keys = [...new Set(choices.map(({ key }) => key))];
  const filters = keys.map((key): ModelFilterInput => choiceFields[key].filter(choices.filter((choice) => choice.key === key).map(({ value }) => value)));
  const trust = filters.flatMap((filter) => filter.trust ?? []);
  return Object.assign({}, ...filters, trust.length > 0 && { trust });
}

/** The parameters of the address that says this. */
export function writeState(state: SearchState): URLSearchParams {
  const { text, live, sort, reverse, benchmark, choices, ranges, scans } = state;
  return new URLSearchParams([
    ...(text === "" ? [] : [["q", text]]),
    ...choices.map(({ key, value, isNot }) => [isNot ? `not-${key}` : key, value]),
    ...ranges.flatMap(({ key, min, max, isNot }) => [...(min === undefined ? [] : [[`${isNot ? "not-" : ""}min-${key}`, min]]), ...(max === undefined ? [] : [[`${isNot ? "not-" : ""}max-${key}`, max]])]),
    ...state.possessions.map(({ name, isNot }) => [isNot ? "not-has" : "has", name]),
    ...(scans === "any" ? [] : [["scans", scans]]),
    ...(sort === "RELEVANCE" ? [] : [["sort", sort.toLowerCase().replaceAll("_", "-")]]),
    ...(reverse ? [["reverse", "1"]] : []),
    ...(benchmark === "" ? [] : [["benchmark", benchmark]]),
    ...(live ? [["live", "1"]] : []),
  ].map(([name = "", value = ""]) => [name, value]));
}

/** What an address says, and one sentence for each part of it that says nothing here. */
export function readState(query: URLSearchParams): { readonly state: SearchState; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const choices: Choice[] = [];
  const has: { name: Possession; isNot: boolean }[] = [];
  const ends = { said: new Map<RangeKey, Ends>(), denied: new Map<RangeKey, Ends>() };
  const plain = { text: "", live: false, sort: emptyState.sort, reverse: false, benchmark: "", scans: emptyState.scans };
  for (const [name, text] of query) {
    const isNot = name.startsWith("not-");
    const bare = isNot ? name.slice("not-".length) : name;
    const bound = /^(?<end>min|max)-(?<key>.+)$/.exec(bare)?.groups;
    if (name === "q") plain.text = text;
    else if (name === "live" || name === "reverse") plain[name] = text === "1" || isOdd(problems, `${name} says "${text}"; 1 is all that it can say.`);
    else if (name === "benchmark") plain.benchmark = text;
    else if (name === "sort") plain.sort = sortOf(text) ?? odd(problems, `sort says "${text}", which is no order of this page.`, plain.sort);
    else if (name === "scans") plain.scans = isScans(text) ? text : odd(problems, `scans says "${text}"; it can say ${scansValues.join(", ")}.`, plain.scans);
    else if (bare === "has") {
      if (isPossession(text)) has.push({ name: text, isNot });
      else problems.push(`${name} says "${text}"; it can say ${Object.keys(possessions).join(", ")}.`);
    } else if (isChoiceKey(bare)) {
      const value = choiceValue(choiceFields[bare], text);
      if (value === undefined) problems.push(`${name} says "${text}", which is no value of "${choiceFields[bare].label}".`);
      else if (!choices.some((choice) => choice.key === bare && choice.value === value)) choices.push({ key: bare, value, isNot });
    } else if (bound?.["key"] !== undefined && isRangeKey(bound["key"])) {
      const value = readEnd(bound["key"], text);
      if (value === undefined) problems.push(`${name} says "${text}"; write such as ${rangeFields[bound["key"]].example}.`);
      else {
        const side = isNot ? ends.denied : ends.said;
        side.set(bound["key"], { ...side.get(bound["key"]), [bound["end"] === "min" ? "min" : "max"]: value });
      }
    } else problems.push(`"${name}" is no condition of this page.`);
  }
  const ranges = (["said", "denied"] as const).flatMap((side) => [...ends[side]].flatMap(([key, { min, max }]): readonly Range[] => {
    if (isOrdered(key, min, max)) return [{ key, ...(min !== undefined && { min }), ...(max !== undefined && { max }), ...(side === "denied" && { isNot: true }) }];
    problems.push(`min-${key} is above max-${key}, so that nothing could lie between.`);
    return [];
  }));
  return { state: { ...plain, choices, ranges, possessions: has }, problems };
}

interface Ends {
  readonly min?: string;
  readonly max?: string;
}

/** An end of a range as a person writes it, in the form that an address has; `undefined` for what is none. */
export function readEnd(key: RangeKey, text: string): string | undefined {
  const { ends }: RangeField = rangeFields[key];
  if (ends === "day") return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
  const value = quantity(text);
  return value === undefined || (ends === "whole" && !Number.isInteger(value)) ? undefined : String(value);
}

/** Whether something can lie between. */
export function isOrdered(key: RangeKey, min: string | undefined, max: string | undefined): boolean {
  if (min === undefined || max === undefined) return true;
  return rangeFields[key].ends === "day" ? min <= max : Number(min) <= Number(max);
}

function choiceValue({ values }: ChoiceField, text: string): string | undefined {
  if (values === undefined) return text.trim() === "" ? undefined : text;
  const upper = text.toUpperCase();
  return values.includes(upper) ? upper : undefined;
}

function sortOf(text: string): ModelSort | undefined {
  const name = text.toUpperCase().replaceAll("-", "_");
  return isSort(name) ? name : undefined;
}

function isSort(name: string): name is ModelSort {
  return Object.hasOwn(sorts, name);
}

function isChoiceKey(name: string): name is ChoiceKey {
  return Object.hasOwn(choiceFields, name);
}

function isRangeKey(name: string): name is RangeKey {
  return Object.hasOwn(rangeFields, name);
}

function isScans(text: string): text is Exclude<Scans, "any"> {
  return (scansValues as readonly string[]).includes(text);
}

function isPossession(name: string): name is Possession {
  return Object.hasOwn(possessions, name);
}

function odd<Value>(problems: string[], problem: string, value: Value): Value {
  problems.push(problem);
  return value;
}

function isOdd(problems: string[], problem: string): boolean {
  return odd(problems, problem, false);
}
