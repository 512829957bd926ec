import type { ClaimEffect, ClaimKind, ClaimPredicateInput, ClaimStatus, FacetField, ModelFilterInput } from "../../generated/types.ts";
import { claimKinds } from "../../words/claims.ts";
import { weightFormats } from "../../words/files.ts";
import { licenseClasses } from "../../words/licenses.ts";
import { accesses, listingStates } from "../../words/listings.ts";
import { taskNotes } from "../../words/tasks.ts";
import { claimEffects, claimStatuses, systemLevels, trustLevels } from "../../words/trust.ts";

/** A condition whose values are chosen from a list. */
export interface ChoiceField {
  readonly label: string;
  /** By what its values are counted; none where the endpoint does not count them. */
  readonly facet?: FacetField;
  /** The values that there can be, where the schema says so. */
  readonly values?: readonly string[];
  /** A value in words. */
  readonly labelOf?: (value: string) => string;
  /** What a value is called by people who do not know its name. */
  readonly noteOf?: (value: string) => string | undefined;
  /** The filter that one of these values meets. */
  readonly filter: (values: readonly string[]) => ModelFilterInput;
}

/** Conditions by their name in an address. */
export const choiceFields = {
  task: { label: "Task", facet: "TASK", noteOf: (task) => taskNotes.get(task), filter: (tasks) => ({ tasks }) },
  license: chosenFrom(licenseClasses, { label: "Licence", facet: "LICENSE_CLASS", filter: (licenseClasses) => ({ licenseClasses }) }),
  spdx: { label: "Licence by SPDX id", facet: "LICENSE", filter: (licenses) => ({ licenses }) },
  language: { label: "Language", facet: "LANGUAGE", labelOf: languageName, filter: (languages) => ({ languages }) },
  format: chosenFrom(weightFormats, { label: "Format of weights", facet: "FORMAT", filter: (formats) => ({ formats }) }),
  precision: { label: "Precision", facet: "PRECISION", filter: (precisions) => ({ precisions }) },
  library: { label: "Library", facet: "LIBRARY", filter: (libraries) => ({ libraries }) },
  source: { label: "Source", facet: "SOURCE", filter: (sources) => ({ sources }) },
  publisher: { label: "Publisher", facet: "PUBLISHER", labelOf: (id) => id.replace(/^publisher:/, ""), filter: (publishers) => ({ publishers }) },
  architecture: { label: "Architecture", facet: "ARCHITECTURE", filter: (architectures) => ({ architectures }) },
  takes: { label: "Takes", facet: "INPUT_MODALITY", filter: (inputModalities) => ({ inputModalities }) },
  gives: { label: "Gives", facet: "OUTPUT_MODALITY", filter: (outputModalities) => ({ outputModalities }) },
  capability: { label: "Capability", filter: (capabilities) => ({ capabilities }) },
  tag: { label: "Tag", filter: (tags) => ({ tags }) },
  base: { label: "Derived from", filter: (baseModels) => ({ baseModels }) },
  access: chosenFrom(accesses, { label: "Access", facet: "ACCESS", filter: (access) => ({ access }) }),
  state: chosenFrom(listingStates, { label: "State", filter: (states) => ({ states }) }),
  trust: chosenFrom(trustLevels, { label: "Trust level of the files", facet: "TRUST_LEVEL", filter: (trustLevels) => ({ trustLevels }) }),
  system: chosenFrom(systemLevels, { label: "Trust level of the system", facet: "SYSTEM_TRUST_LEVEL", filter: (systemTrustLevels) => ({ systemTrustLevels }) }),
  status: claimField("Claim, how it is known", "CLAIM_STATUS", claimStatuses, (kind, status) => ({ kind, statuses: [status] })),
  effect: claimField("Claim, what it speaks for", "CLAIM_EFFECT", claimEffects, (kind, effect) => ({ kind, effects: [effect] })),
} satisfies Readonly<Record<string, ChoiceField>>;

export type ChoiceKey = keyof typeof choiceFields;

/** A condition of two ends. */
export interface RangeField {
  readonly label: string;
  readonly unit: string;
  readonly facet?: FacetField;
  /** What can be written in its fields. */
  readonly example: string;
  /** Most ends that are often asked for, in the form in which they are written. */
  readonly often?: readonly string[];
  /** What its ends are: whole numbers, any numbers, or days such as 2026-05-12. */
  readonly ends: "whole" | "any" | "day";
  readonly filter: (min: string | undefined, max: string | undefined) => ModelFilterInput;
}

/** Ranges by their name in an address, after `min-` or `max-`. */
export const rangeFields = {
  params: { label: "Size in parameters", unit: "", facet: "PARAMETERS", example: "500M, 8B", often: ["1B", "8B", "70B"], ends: "whole", filter: (min, max) => ({ parameters: numbers(min, max) }) },
  context: { label: "Context", unit: "tokens", facet: "CONTEXT_LENGTH", example: "128k", ends: "whole", filter: (min, max) => ({ contextLength: numbers(min, max) }) },
  price: { label: "Price of input", unit: "USD per million tokens", facet: "INPUT_PRICE", example: "0.5", ends: "any", filter: (min, max) => ({ inputPrice: numbers(min, max) }) },
  "output-price": { label: "Price of output", unit: "USD per million tokens", example: "2", ends: "any", filter: (min, max) => ({ outputPrice: numbers(min, max) }) },
  downloads: { label: "Downloads", unit: "in 30 days", example: "10k", ends: "whole", filter: (min, max) => ({ downloads30d: numbers(min, max) }) },
  created: { label: "First published", unit: "", facet: "CREATED", example: "2026-05-12", ends: "day", filter: (min, max) => ({ createdAt: days(min, max) }) },
  updated: { label: "Last changed", unit: "", facet: "UPDATED", example: "2026-05-12", ends: "day", filter: (min, max) => ({ updatedAt: days(min, max) }) },
} satisfies Readonly<Record<string, RangeField>>;

export type RangeKey = keyof typeof rangeFields;

/** What a model has or lacks, by its value in an address. */
export const possessions = {
  offer: { label: "a service that offers it", lacks: "its sources say that nobody serves it", filter: (has: boolean): ModelFilterInput => ({ hasOffer: has }) },
  weights: { label: "files of weights", lacks: "its files are known, and none holds weights", filter: (has: boolean): ModelFilterInput => ({ hasWeights: has }) },
  card: { label: "documentation of its own", lacks: "its sources say that it has no documentation", filter: (has: boolean): ModelFilterInput => ({ hasCard: has }) },
} as const;

export type Possession = keyof typeof possessions;

/** Name of a language in English, where its code is known. */
export function languageName(code: string): string {
  try {
    return languageNames.of(code) ?? code;
  } catch {
    return code;
  }
}

const languageNames = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

function chosenFrom<Value extends string>(words: Readonly<Record<Value, { readonly label: string }>>, field: Omit<ChoiceField, "filter"> & { readonly filter: (values: readonly Value[]) => ModelFilterInput }): ChoiceField {
  const isValue = (value: string): value is Value => Object.hasOwn(words, value);
  return {
    ...field,
    values: Object.keys(words),
    labelOf: (value) => (isValue(value) ? words[value].label : value),
    filter: (values) => field.filter(values.filter(isValue)),
  };
}

/** Values of a claim are as those of its facet: `THIRD_PARTY_SCAN UNDERMINES`. Each chosen one holds. */
function claimField<Part extends ClaimStatus | ClaimEffect>(label: string, facet: FacetField, parts: Readonly<Record<Part, { readonly label: string }>>, predicate: (kind: ClaimKind, part: Part) => ClaimPredicateInput): ChoiceField {
  const isKind = (text: string): text is ClaimKind => Object.hasOwn(claimKinds, text);
  const isPart = (text: string): text is Part => Object.hasOwn(parts, text);
  const read = (value: string): readonly [ClaimKind, Part] | undefined => {
    const [kind = "", part = ""] = value.split(" ");
    return isKind(kind) && isPart(part) ? [kind, part] : undefined;
  };
  return {
    label, facet,
    values: Object.keys(claimKinds).flatMap((kind) => Object.keys(parts).map((part) => `${kind} ${part}`)),
    labelOf: (value) => {
      const found = read(value);
      return found === undefined ? value : `${claimKinds[found[0]].label}: ${parts[found[1]].label}`;
    },
    filter: (values) => ({ trust: values.map(read).filter((found) => found !== undefined).map(([kind, part]) => predicate(kind, part)) }),
  };
}

function numbers(min: string | undefined, max: string | undefined): { readonly min?: number; readonly max?: number } {
  return { ...(min !== undefined && { min: Number(min) }), ...(max !== undefined && { max: Number(max) }) };
}

/** Both days whole. */
function days(from: string | undefined, to: string | undefined): { readonly from?: string; readonly to?: string } {
  return { ...(from !== undefined && { from: `${from}T00:00:00.000Z` }), ...(to !== undefined && { to: `${to}T23:59:59.999Z` }) };
}
