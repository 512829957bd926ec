import type { Evaluation, EvaluationAuthor } from "@modeldex/schema";
import type { BenchmarkKnown } from "../reading.ts";
import type { Database } from "./database.ts";
import { numberOf, textOf } from "./rows.ts";
import type { Work } from "./work.ts";

/** Whose number counts, where several report the same. */
const authors: readonly EvaluationAuthor[] = ["INDEPENDENT", "SOURCE", "PUBLISHER", "COMMUNITY"];

/** Stores the numbers that are reported of a model, one for each benchmark and scale. @returns whether any differs. */
export function saveResults(work: Work, model: number, evaluations: readonly Evaluation[]): boolean {
  const { database } = work;
  const wanted = new Map([...best(evaluations)].map(([place, { value }]) => [place, value]));
  const stored = database.sql("SELECT benchmark, scale, value FROM results WHERE model = ?").all(model);
  const before = new Map(stored.map((row) => [placeOf(textOf(row, "benchmark"), textOf(row, "scale")), numberOf(row, "value")]));
  if (before.size === wanted.size && [...wanted].every(([place, value]) => before.get(place) === value)) return false;
  database.sql("DELETE FROM results WHERE model = ?").run(model);
  const insert = database.sql("INSERT INTO results (benchmark, model, scale, value) VALUES (?, ?, ?, ?)");
  for (const [place, value] of wanted) {
    const [benchmark = "", scale = ""] = place.split("\n");
    insert.run(benchmark, model, scale, value);
  }
  return true;
}

/**
 * Numbers by model that can be compared: those of the scale (metric and unit) in which most models report the benchmark, of equal ones the first by
 * name. Empty when nobody reports it.
 */
export function readResults(database: Database, benchmark: string): ReadonlyMap<number, number> {
  const name = folded(benchmark);
  const scale = database.sql("SELECT scale FROM results WHERE benchmark = ? GROUP BY scale ORDER BY count(*) DESC, scale LIMIT 1").get(name);
  if (scale === undefined) return new Map();
  const rows = database.sql("SELECT model, value FROM results WHERE benchmark = ? AND scale = ?").all(name, textOf(scale, "scale"));
  return new Map(rows.map((row) => [numberOf(row, "model"), numberOf(row, "value")]));
}

/** Most benchmarks that are named. */
const mostNamed = 5;

/** Whether a benchmark is reported of any model, and where not, those of most models. */
export function benchmarkKnown(database: Database, benchmark: string): BenchmarkKnown {
  if (database.sql("SELECT 1 FROM results WHERE benchmark = ? LIMIT 1").get(folded(benchmark)) !== undefined) return { isReported: true, common: [] };
  const rows = database.sql("SELECT benchmark FROM results GROUP BY benchmark ORDER BY count(*) DESC, benchmark LIMIT ?").all(mostNamed);
  return { isReported: false, common: rows.map((row) => textOf(row, "benchmark")) };
}

/** Of several numbers for the same: the most independent author's, of those the newest, of those the highest. */
function best(evaluations: readonly Evaluation[]): ReadonlyMap<string, Evaluation & { readonly value: number }> {
  const found = new Map<string, Evaluation & { readonly value: number }>();
  for (const evaluation of evaluations) {
    const { benchmark, metric = "", unit = "", value } = evaluation;
    if (value === undefined || !Number.isFinite(value)) continue;
    const place = placeOf(folded(benchmark), `${folded(metric)} ${folded(unit)}`.trim());
    const known = found.get(place);
    const candidate = { ...evaluation, value };
    if (known === undefined || before(candidate, known)) found.set(place, candidate);
  }
  return found;
}

function before(left: Evaluation & { readonly value: number }, right: Evaluation & { readonly value: number }): boolean {
  const byAuthor = authors.indexOf(left.author) - authors.indexOf(right.author);
  if (byAuthor !== 0) return byAuthor < 0;
  const [one, other] = [Date.parse(left.date ?? "") || 0, Date.parse(right.date ?? "") || 0];
  return one === other ? left.value > right.value : one > other;
}

function placeOf(benchmark: string, scale: string): string {
  return `${benchmark}\n${scale}`;
}

function folded(text: string): string {
  return text.trim().toLowerCase().replaceAll("\n", " ");
}
