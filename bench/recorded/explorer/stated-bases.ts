import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/**
 * A control message that gives the models of the Open LLM Leaderboard the base that its rows name, which the replayed Hub leaves out. The rows do not say how
 * one came from the other: what they call merged is told as a merge, the rest as a finetune, which is what the Hub takes where nobody says.
 *
 * @param recorded folder with `data/`
 */
export function statedBases(recorded: string): Readonly<Record<string, unknown>> {
  const text = gunzipSync(readFileSync(join(recorded, "data/hf/lists/open-llm-leaderboard-2223.csv.gz"))).toString("utf8");
  const [head = [], ...rows] = text.split(/\r?\n/).filter((line) => line !== "").map(cells);
  const at = (row: readonly string[], column: string): string => row[head.indexOf(column)] ?? "";
  const bases = new Map(rows.flatMap((row) => {
    const [id, base] = [at(row, "fullname"), at(row, "Base Model")];
    return id !== base && isId(id) && isId(base) ? [[id, { relation: at(row, "Merged") === "True" ? "merge" : "finetune", models: [{ id: base }] }] as const] : [];
  }));
  return { patch: [...bases].map(([id, baseModels]) => ({ id, set: { baseModels } })) };
}

/** The cells of a line of CSV; none of them holds a line break. */
function cells(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}

function isId(text: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(text);
}
