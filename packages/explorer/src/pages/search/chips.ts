import { writtenQuantity } from "../../format/quantity.ts";
import { choiceFields, possessions, rangeFields } from "./filter-fields.ts";
import type { ChoiceField, ChoiceKey, RangeField } from "./filter-fields.ts";
import type { Range, Scans, SearchState } from "./filter-state.ts";

/** One condition of a search, in words. */
export interface Chip {
  readonly id: string;
  readonly field: string;
  /** May be foreign text. */
  readonly value: string;
  readonly without: Partial<SearchState>;
  /** The condition turned round, and what that does: what it leaves out now comes, and the other way. */
  readonly turned?: { readonly does: "exclude" | "include"; readonly to: Partial<SearchState> };
}

/** @param nameOf a value in words where the field itself has none, such as the title of a source. */
export function chipsOf(state: SearchState, nameOf: (key: ChoiceKey, value: string) => string): readonly Chip[] {
  const { choices, ranges, possessions: has, scans } = state;
  return [
    ...choices.map((choice): Chip => {
      const { key, value, isNot } = choice;
      return {
        id: `${key} ${value}`, field: `${choiceFields[key].label}${isNot ? ", not" : ""}`, value: nameOf(key, value),
        without: { choices: choices.filter((each) => each !== choice) },
        turned: { does: turning(isNot), to: { choices: choices.map((each) => (each === choice ? { ...choice, isNot: !isNot } : each)) } },
      };
    }),
    ...ranges.map((range): Chip => {
      const { isNot, ...ends } = range;
      return {
        id: `${isNot ? "not " : ""}${range.key}`, field: `${rangeFields[range.key].label}${isNot && !isUnknown(range) ? ", not" : ""}`, value: isUnknown(range) ? "not known" : rangeWords(range),
        without: { ranges: ranges.filter((each) => each !== range) },
        turned: { does: turning(isNot === true), to: { ranges: ranges.map((each) => (each === range ? { ...ends, ...(!isNot && { isNot: true }) } : each)) } },
      };
    }),
    ...has.map((possession): Chip => {
      const { name, isNot } = possession;
      return {
        id: `has ${name}`, field: isNot ? "Lacks" : "Has", value: isNot ? possessions[name].lacks : possessions[name].label,
        without: { possessions: has.filter((each) => each !== possession) },
        turned: { does: turning(isNot), to: { possessions: has.map((each) => (each === possession ? { name, isNot: !isNot } : each)) } },
      };
    }),
    ...(scans === "any" ? [] : [{ id: "scans", field: "Scans by others", value: scansWords[scans], without: { scans: "any" }, turned: { does: turning(scans in scansDenied), to: { scans: scansTurned[scans] } } } as const]),
  ];
}

function turning(isNot: boolean): "exclude" | "include" {
  return isNot ? "include" : "exclude";
}

/** What the conditions on scans say. */
export const scansWords = {
  "no-finding": "none is known that speaks against it; not scanned stays in",
  scanned: "scanned, and none speaks against it",
  finding: "one speaks against it",
  "not-scanned": "not scanned, or one speaks against it",
} as const satisfies Record<Exclude<Scans, "any">, string>;

const scansDenied = { finding: "no-finding", "not-scanned": "scanned" } as const;
const scansTurned = { "no-finding": "finding", scanned: "not-scanned", ...scansDenied } as const;

/** A value in the words of its field. */
export function valueWords(key: ChoiceKey, value: string): string {
  const { labelOf }: ChoiceField = choiceFields[key];
  return labelOf === undefined ? value : labelOf(value);
}

/** Whether a range takes those alone of which the value is not known: all that are known are left out. */
function isUnknown({ key, min, max, isNot }: Range): boolean {
  return isNot === true && rangeFields[key].ends !== "day" && min === "0" && max === undefined;
}

/** `500M to 1B`, `at most 1B`. */
export function rangeWords({ key, min, max }: Range): string {
  const { ends, unit }: RangeField = rangeFields[key];
  const written = (end: string): string => (ends === "day" ? end : writtenQuantity(Number(end)));
  const limits = ends === "day" ? { min: "from", max: "until" } : { min: "at least", max: "at most" };
  const words = min !== undefined && max !== undefined ? (min === max ? written(min) : `${written(min)} to ${written(max)}`) : min !== undefined ? `${limits.min} ${written(min)}` : max !== undefined ? `${limits.max} ${written(max)}` : "any";
  return unit === "" ? words : `${words} ${unit}`;
}
