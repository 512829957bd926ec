// Reads every id of a recorded list into name tokens: processor time, number of tokens, and whether each id is found by its own text.
// Run: node bench/recorded/name-tokens.ts <file.tsv.gz, ids in the first column under a heading>
// Ends with 1 when an id does not find itself.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { nameTokens, queryWords } from "../../packages/schema/src/index.ts";

const file = process.argv[2];
if (file === undefined) {
  console.error("Give a gzipped table with ids in its first column: node bench/recorded/name-tokens.ts <file.tsv.gz>");
  process.exit(2);
}
const ids = gunzipSync(readFileSync(file)).toString("utf8").split("\n").slice(1).map((line) => line.split("\t")[0] ?? "").filter((id) => id !== "");
const rounds = 5;
let tokenCount = 0;
const times = Array.from({ length: rounds }, () => {
  const started = process.cpuUsage();
  tokenCount = ids.reduce((sum, id) => sum + nameTokens(id).length, 0);
  return process.cpuUsage(started).user / ids.length;
});
const missed = ids.filter((id) => {
  const tokens = new Set(nameTokens(id));
  return !queryWords(id).every(({ alternatives }) => alternatives.some((all) => all.every((token) => tokens.has(token))));
});
console.log(`${ids.length} ids, ${(tokenCount / ids.length).toFixed(1)} tokens each.`);
console.log(`Per id: ${times.map((time) => time.toFixed(1)).join(", ")} µs of processor time in ${rounds} rounds.`);
console.log(missed.length === 0 ? "Every id is found by its own text." : `${missed.length} ids are not found by their own text: ${missed.slice(0, 10).join(", ")}`);
process.exitCode = missed.length === 0 ? 0 : 1;
