import type { LicenseValue } from "./license.ts";
import type { LicenseClass, WeightFormat } from "./values.ts";
import { readName } from "./name-words.ts";

/** What a model is, as far as words of a query may mean it. */
export interface ModelProperties {
  readonly task?: string;
  readonly parameters?: { readonly total: number };
  readonly languages: readonly string[];
  readonly license: Pick<LicenseValue, "spdx" | "class">;
  readonly formats: readonly WeightFormat[];
  readonly precisions: readonly string[];
}

/** First letter of every token of a property (private use), so that no word of a name is ever equal to one. */
const mark = "\ue000";

/** A model with so many languages or more is multilingual. */
const manyLanguages = 5;

/**
 * Tokens of what a model is, which an index holds beside its words: so a word such as `german`, `8b` or `gguf` also finds models that are that and are
 * not named so.
 *
 * @example
 * propertyTokens({ languages: ["de"], license: { class: "UNKNOWN" }, formats: ["GGUF"], precisions: [] })
 * // ["\ue000fgguf", "\ue000lde"]
 */
export function propertyTokens({ task, parameters, languages, license, formats, precisions: stated }: ModelProperties): readonly string[] {
  const held = new Set<string>();
  if (task !== undefined) held.add(taskToken(task));
  if (parameters !== undefined && parameters.total >= 1) for (const token of stepsOf(parameters.total)) held.add(token);
  for (const format of formats) held.add(formatToken(format));
  for (const precision of stated) for (const token of tokensOfPrecision(precision)) held.add(token);
  for (const language of languages) held.add(languageToken(language));
  if (languages.length >= manyLanguages) held.add(languageToken("multilingual"));
  if (license.class !== "UNKNOWN") held.add(licenseClassToken(license.class));
  for (const part of license.spdx?.split(/[\s()]+/) ?? []) {
    const family = licenseFamily(part);
    if (family !== undefined) held.add(licenseToken(family));
  }
  return [...held];
}

/** Families of licences that people name by one word. */
export const licenseFamilies = ["mit", "apache", "bsd", "agpl", "lgpl", "gpl", "mpl", "cc0", "isc", "unlicense", "wtfpl"] as const;
export type LicenseFamily = (typeof licenseFamilies)[number];

export function taskToken(task: string): string {
  return token("t", task);
}

export function formatToken(format: WeightFormat): string {
  return token("f", format);
}

/** @param name one token of a precision, such as `q4km` */
export function precisionToken(name: string): string {
  return token("p", name);
}

export function languageToken(code: string): string {
  return token("l", code);
}

export function licenseToken(family: LicenseFamily): string {
  return token("i", family);
}

export function licenseClassToken(licenseClass: LicenseClass): string {
  return token("c", licenseClass);
}

/**
 * Tokens of which every model with that many parameters has exactly one: the coarsest that cover the range.
 *
 * @param from two digits and zeros, at least a million; or 0
 * @param below the first number that is too large: two digits and zeros, more than a million
 * @example
 * parameterTokens(7_500_000_000, 8_500_000_000).length
 * // 2: from 7.5 to 8 billion, and from there to 8.5
 */
export function parameterTokens(from: number, below: number): readonly string[] {
  const found: string[] = from < smallest ? [smallToken] : [];
  for (let at = Math.max(from, smallest); at < below; ) {
    const size = stepsAt(at).find((each) => at % each === 0 && at + each <= below && (each < 10 ** exponentOf(at) * 9 || at === 10 ** exponentOf(at))) ?? below - at;
    found.push(stepToken(at, size));
    at += size;
  }
  return found;
}

/** Smaller models are told apart by nobody. */
const smallest = 1e6;
const smallToken = `${mark}nsmall`;
/** Largest power of ten that is counted: no model has so many parameters. */
const maxExponent = 16;

/** The steps that a number is in: its power of ten, its first digit, half of that, its first two digits. */
function stepsOf(total: number): readonly string[] {
  if (total < smallest) return [smallToken];
  const whole = Math.min(Math.floor(total), 10 ** (maxExponent + 1) - 1);
  const power = 10 ** exponentOf(whole);
  return stepsAt(whole).map((size) => stepToken(size > power ? power : Math.floor(whole / size) * size, size));
}

/** Sizes of the steps at a number, the coarsest first. */
function stepsAt(value: number): readonly number[] {
  const power = 10 ** exponentOf(value);
  return [power * 9, power, power / 2, power / 10];
}

function stepToken(start: number, size: number): string {
  const exponent = exponentOf(start);
  const power = 10 ** exponent;
  if (size > power) return token("n", `${exponent}`);
  const place = size === power ? `d${start / power}` : size === power / 2 ? `h${start / size}` : `f${Math.round(start / (power / 10))}`;
  return token("n", `${exponent}${place}`);
}

function exponentOf(value: number): number {
  return `${Math.floor(value)}`.length - 1;
}

function licenseFamily(spdx: string): LicenseFamily | undefined {
  const id = spdx.toLowerCase();
  return licenseFamilies.find((family) => id === family || id.startsWith(`${family}-`));
}

/** Few values repeat over many models, so what was made of them is kept. */
const maxRemembered = 10_000;
const tokens = new Map<string, string>();
const precisions = new Map<string, readonly string[]>();

function tokensOfPrecision(precision: string): readonly string[] {
  return recall(precisions, precision, () => readName(precision).flatMap(({ tokens: spelled, extras }) => [...spelled, ...extras]).map(precisionToken));
}

/** Letters and digits only, as an index wants them. */
function token(kind: string, text: string): string {
  return recall(tokens, kind + text, () => `${mark}${kind}${text.toLowerCase().replace(/[^a-z0-9]/g, "").slice(0, 40)}`);
}

function recall<T>(remembered: Map<string, T>, key: string, make: () => T): T {
  let value = remembered.get(key);
  if (value === undefined) {
    if (remembered.size >= maxRemembered) remembered.clear();
    value = make();
    remembered.set(key, value);
  }
  return value;
}
