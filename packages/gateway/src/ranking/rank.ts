import type { ModelHit } from "@modeldex/catalog";
import { nameSignature } from "@modeldex/schema";

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

const repackagings = new Set(["gguf", "awq", "gptq", "mlx", "exl2", "onnx", "bnb", "4bit", "8bit", "quantized", "fp8", "w4a16", "int4", "int8"]);

/**
 * Orders the hits of one window: best first, ties by id.
 *
 * A score looks at the hit and the query alone, never at other hits or at counts over the catalog, so that it stays the same while rows are
 * added between two pages.
 */
export function rank(hits: readonly ModelHit[], query: RankQuery): readonly RankedHit[] {
  const wanted = query.text === undefined ? [] : tokensOf(query.text);
  return hits.map((hit) => scored(hit, wanted)).sort(byRank);
}

/** Order of a ranking: higher score first, ties by id. */
export function byRank(a: { readonly score: number; readonly hit: ModelHit }, b: { readonly score: number; readonly hit: ModelHit }): number {
  return b.score - a.score || (a.hit.model.id < b.hit.model.id ? -1 : a.hit.model.id > b.hit.model.id ? 1 : 0);
}

function scored(hit: ModelHit, wanted: readonly string[]): RankedHit {
  const why = [...textSignals(hit, wanted), ...usageSignals(hit, wanted)].map((signal) => ({ ...signal, value: rounded(signal.value) })).filter(({ value }) => value !== 0);
  return { hit, why, score: rounded(why.reduce((sum, { value }) => sum + value, 0)) };
}

function textSignals(hit: ModelHit, wanted: readonly string[]): RankSignal[] {
  if (wanted.length === 0) return [];
  const { model, streams } = hit;
  const name = tokensOf(model.name);
  const found = wanted.filter((token) => name.includes(token));
  const inId = new Set([...hit.nameTokens, ...name]);
  const covered = name.length === 0 ? 0 : found.length / name.length;
  const signals: RankSignal[] = [];
  if (streams.includes("exact-id")) signals.push({ name: "exact id", value: 100, note: "the text is its id or another name of it" });
  // One word is the whole name of many a forgotten copy, and a part of the name that was meant.
  if (streams.includes("exact-name")) signals.push({ name: "exact name", value: wanted.length > 1 ? 2 : 0.5, note: "the text is its whole name" });
  signals.push({ name: "words in name", value: 3 * (wanted.filter((token) => inId.has(token)).length / wanted.length), note: `${found.length} of ${wanted.length} in the name itself` });
  signals.push({ name: "share of name", value: 1.5 * covered, note: "how much of the name the text says" });
  if (contiguous(name, wanted)) signals.push({ name: "in order", value: 0.5, note: "the words follow one another in the name" });
  const packaging = [...inId].filter((token) => repackagings.has(token) && !wanted.includes(token));
  if (packaging.length > 0) signals.push({ name: "repackaged", value: -1.5, note: `not asked for: ${packaging.sort().join(", ")}` });
  return signals;
}

/** Without text only use counts. */
function usageSignals({ model }: ModelHit, wanted: readonly string[]): RankSignal[] {
  const { downloads30d, downloadsAllTime, likes } = model.popularity ?? {};
  const used = downloads30d ?? (downloadsAllTime === undefined ? undefined : downloadsAllTime / 12) ?? 0;
  const signals: RankSignal[] = [{ name: "use", value: 0.9 * Math.log10(1 + used), note: `${Math.round(used)} downloads in 30 days` }];
  if (wanted.length === 0) return signals;
  if (likes !== undefined) signals.push({ name: "likes", value: 0.25 * Math.log10(1 + likes), note: `${likes} likes` });
  if (model.state !== "LISTED") signals.push({ name: "state", value: -2, note: model.state.toLowerCase() });
  if (model.access === "DISABLED") signals.push({ name: "access", value: -8, note: "switched off by its source" });
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
