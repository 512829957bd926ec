import type { ModelHit } from "@modeldex/catalog";
import { nameSignature, nameTokens, propertyTokens, type QueryWord, queryWords, squeezedName } from "@modeldex/schema";

/** One named part of a score; `note` is for a person. */
export interface RankSignal {
  readonly name: string;
  readonly value: number;
  readonly note?: string;
}

/** A hit with its score and the signals that make it; the score is their sum. */
export interface RankedHit {
  readonly hit: ModelHit;
  readonly score: number;
  readonly why: readonly RankSignal[];
}

/** What a query is, as far as ranking looks at it. */
export interface RankQuery {
  readonly text: string | undefined;
}

/** Signal of a hit that the text names by its id. */
export const exactId = "exact id";

const repackagings = new Set(["gguf", "awq", "gptq", "mlx", "exl2", "onnx", "bnb", "4bit", "8bit", "quantized", "fp8", "w4a16", "int4", "int8"]);

/**
 * Orders the hits of one window: best first, ties by id.
 *
 * A score looks at the hit and the query alone, never at other hits or at counts over the catalog, so that it stays the same while rows are
 * added between two pages.
 */
export function rank(hits: readonly ModelHit[], query: RankQuery): readonly RankedHit[] {
  const text = query.text ?? "";
  const wanted = { tokens: tokensOf(text), readable: queryWords(text).filter(({ reading }) => reading !== undefined), squeezed: squeezedName(text) };
  return hits.map((hit) => scored(hit, wanted)).sort(byRank);
}

/** Order of a ranking: higher score first, ties by id. */
export function byRank(a: { readonly score: number; readonly hit: ModelHit }, b: { readonly score: number; readonly hit: ModelHit }): number {
  return b.score - a.score || (a.hit.model.id < b.hit.model.id ? -1 : a.hit.model.id > b.hit.model.id ? 1 : 0);
}

/** The text of a query in the forms that it is compared in. */
interface Wanted {
  readonly tokens: readonly string[];
  /** Words that were also read as something that a model can be. */
  readonly readable: readonly QueryWord[];
  readonly squeezed: string;
}

function scored(hit: ModelHit, wanted: Wanted): RankedHit {
  const why = [...textSignals(hit, wanted), ...usageSignals(hit, wanted), ...openSignals(hit)].map((signal) => ({ ...signal, value: rounded(signal.value) })).filter(({ value }) => value !== 0);
  return { hit, why, score: rounded(why.reduce((sum, { value }) => sum + value, 0)) };
}

function textSignals(hit: ModelHit, { tokens: wanted, readable, squeezed }: Wanted): RankSignal[] {
  if (wanted.length === 0) return [];
  const { model, streams } = hit;
  const name = tokensOf(model.name);
  const found = wanted.filter((token) => name.includes(token));
  const inId = new Set([...hit.nameTokens, ...name]);
  const covered = name.length === 0 ? 0 : found.length / name.length;
  const signals: RankSignal[] = [];
  if (streams.includes("exact-id")) signals.push({ name: exactId, value: 100, note: "the text is its id or another name of it" });
  // One word is the whole name of many a forgotten copy, and a part of the name that was meant.
  if (streams.includes("exact-name")) signals.push({ name: "exact name", value: wanted.length > 1 ? 2 : 0.5, note: "the text is its whole name" });
  signals.push({ name: "words in name", value: 3 * (wanted.filter((token) => inId.has(token)).length / wanted.length), note: `${found.length} of ${wanted.length} in the name itself` });
  signals.push({ name: "share of name", value: 1.5 * covered, note: "how much of the name the text says" });
  for (const word of readable) signals.push(...readingSignals(hit, word, inId, wanted.length));
  if (isPartOnly(hit)) signals.push(...partSignals(model.name, squeezed));
  if (contiguous(name, wanted)) signals.push({ name: "in order", value: 0.5, note: "the words follow one another in the name" });
  const packaging = [...inId].filter((token) => repackagings.has(token) && !wanted.includes(token));
  if (packaging.length > 0) signals.push({ name: "repackaged", value: -1.5, note: `not asked for: ${packaging.sort().join(", ")}` });
  return signals;
}

/** A word that the name lacks counts nearly as if it stood there, where the model is what the word means; less where that says little of the model. */
function readingSignals({ model }: ModelHit, { text, alternatives, reading }: QueryWord, inId: ReadonlySet<string>, wanted: number): RankSignal[] {
  if (reading === undefined || alternatives.some((tokens) => tokens.every((token) => inId.has(token)))) return [];
  const held = propertyTokens(model);
  if (!reading.tokens.some((token) => held.includes(token))) return [];
  const isOneOfMany = reading.kind === "language" && !reading.as.startsWith("multilingual") && model.languages.length > 2;
  const share = (alternatives[0] ?? []).length / wanted;
  return [{ name: "read as", value: (isOneOfMany ? 0.5 : 2) * share, note: `\`${text}\` read as ${reading.as}${isOneOfMany ? `, one of its ${model.languages.length}` : ""}` }];
}

function isPartOnly({ streams }: ModelHit): boolean {
  return streams.length === 1 && streams[0] === "part";
}

/** More than any sum of the others, so that these stand below all that have the words as words. */
const belowWords = -30;

function partSignals(name: string, squeezed: string): RankSignal[] {
  const whole = squeezedName(name);
  const isWithinWord = nameTokens(name).some((token) => token.includes(squeezed));
  const signals: RankSignal[] = [{ name: "part of a word", value: belowWords, note: "the text stands within its name, not as words of it" }];
  if (whole.includes(squeezed)) signals.push({ name: "share of letters", value: 2 * (squeezed.length / whole.length), note: "how much of the name's letters the text says" });
  if (isWithinWord) signals.push({ name: "within one word", value: 3, note: "the text does not cross from one word of the name to the next" });
  if (whole.startsWith(squeezed)) signals.push({ name: "begins so", value: 0.5, note: "the name begins with the text" });
  return signals;
}

/** More than any sum of the others but that of an exact id, so that these stand below all that a source vouches for, parts of words too. */
const belowVouched = -60;

function openSignals({ model }: ModelHit): RankSignal[] {
  return model.anybodyMayWrite === true ? [{ name: "anybody may register", value: belowVouched, note: "it is listed only where anybody may write an entry" }] : [];
}

/** Without text only use counts. */
function usageSignals({ model }: ModelHit, { tokens: wanted }: Wanted): RankSignal[] {
  const { downloads30d, downloadsAllTime, likes } = model.popularity ?? {};
  const used = downloads30d ?? (downloadsAllTime === undefined ? undefined : downloadsAllTime / 12) ?? 0;
  const signals: RankSignal[] = [{ name: "use", value: 0.9 * Math.log10(1 + used), note: `${Math.round(used)} downloads in 30 days` }];
  if (wanted.length === 0) return signals;
  if (likes !== undefined) signals.push({ name: "likes", value: 0.25 * Math.log10(1 + likes), note: `${likes} likes` });
  if (model.state !== "LISTED") signals.push({ name: "state", value: -2, note: model.state.toLowerCase() });
  if (model.access === "DISABLED") signals.push({ name: "access", value: -8, note: "switched off by its source" });
  if (used === 0 && model.hasCard !== true && model.hasWeights !== true) signals.push({ name: "bare", value: -0.5, note: "no downloads, and neither a card nor weights are known" });
  return signals;
}

function tokensOf(text: string): readonly string[] {
  const signature = nameSignature(text);
  return signature === "" ? [] : signature.split(" ");
}

function contiguous(name: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length > 1 && ` ${name.join(" ")} `.includes(` ${wanted.join(" ")} `);
}

/** Six decimals: a score survives the way through a cursor unchanged. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
