import { parseArgs } from "node:util";
import { drawPairs } from "./identity/draw-pairs.ts";
import { baselines, byNames, type Judge } from "./identity/judges.ts";
import { halfOf, isHard, natureOfPair, pairKey, pairNatures, type Half, type Pair } from "./identity/pair.ts";
import { readRecorded } from "./identity/recorded.ts";
import { errorLines, scoreOf, share, type Score } from "./identity/score.ts";

// How well listings are told to be the same model: precision and recall over labelled pairs of the recorded data, beside two baselines.
//   node bench/recorded/identity-pairs.ts <folder> [--full] [--list dev] [--reveal]
//
// Pairs are of listings by different sources or publishers, each as (name, native id, publisher). How they are drawn:
//   positives   links that OpenRouter (four dumps), models.dev (weights, base_model), Replicate and Docker's cards state; ids of the Hub within LiteLLM's
//               keys; tags of Ollama with an equal digest in one scrape or two; renamed owners on the Hub
//   read        spellings of Fireworks and Bedrock, explicit tags of Ollama and Docker, each beside the nearest id of the Hub: labelled by hand
//   negatives   of each positive's target the nearest ids by shared tokens in the Hub's lists, OpenRouter, Ollama and models.dev, at most one that differs in
//               size, version, date, training, other words, and one that says the same under another publisher's name (DERIVED, which is not the same);
//               at most 40 of each. The references to a base model in the catalogues of Open Data Hub are DERIVED as well.
// A stated link is a claim: every pair was read, and what is otherwise stands in identity/corrections.ts with its reason. Names that end in `latest` are left out.
// A positive is hard when the last segments of its ids differ in more than case. What names say is read by identity/strict-reader.ts, apart from the rules:
// TELLING, the same, with a training or a date; BARE, the same without either (`glm-5p2` beside `GLM-5.2`), which places write for one state of a family or
// another (Ollama's `qwen3:4b` is Qwen3-4B-Thinking-2507); SILENT, one says less (`mistral-nemo` beside `Mistral-Nemo-Instruct-2407`); CONTRADICTS, something else.
// The half of a pair is the parity of the first byte of its key's sha256. Errors are printed of the half `dev` alone; with --reveal of both.
//   --full   also the decision of the whole catalog, with the links and digests as the sources state them. Positives that were drawn by links make its recall
//            circular: it is there for its precision.
//   --list   prints the pairs of a half, for reading.
// Ends with 1 when names alone, on the half that is held out, come to a precision below 0.99; or to a recall below 0.85 on hard positives whose names are TELLING;
// or when fewer than 0.85 of those that are TELLING or BARE are seen at all, as SAME or, what makes a candidate, SILENT. Recall over all hard positives is printed
// beside it: to join by name what is SILENT would be a guess, and that is what links and digests are for.

const { values, positionals: [folder] } = parseArgs({ allowPositionals: true, options: { full: { type: "boolean" }, list: { type: "string" }, reveal: { type: "boolean" } } });
if (folder === undefined) {
  console.error("Give the folder of recorded data: node bench/recorded/identity-pairs.ts ../shared");
  process.exit(2);
}

const recorded = readRecorded(folder);
const pairs = drawPairs(recorded);
const halves: Readonly<Record<Half, readonly Pair[]>> = { dev: pairs.filter((pair) => halfOf(pair) === "dev"), "held-out": pairs.filter((pair) => halfOf(pair) === "held-out") };
const count = (of: readonly Pair[], test: (pair: Pair) => boolean): number => of.filter(test).length;
const isSame = ({ label }: Pair): boolean => label === "SAME";
for (const [half, all] of Object.entries({ all: pairs, ...halves })) {
  console.log(`${half}: ${all.length} pairs; ${count(all, isSame)} positives, ${count(all, (pair) => isSame(pair) && isHard(pair))} of them hard; ${count(all, (pair) => !isSame(pair))} negatives, ${count(all, ({ label }) => label === "DERIVED")} of them derived`);
}
console.table(Object.fromEntries([...Map.groupBy(pairs, ({ drawnBy }) => drawnBy)].map(([rule, of]) => [rule, {
  same: count(of, isSame), different: count(of, ({ label }) => label === "DIFFERENT"), derived: count(of, ({ label }) => label === "DERIVED"), hard: count(of, (pair) => isSame(pair) && isHard(pair)),
  ...Object.fromEntries(pairNatures.map((nature) => [nature.toLowerCase(), count(of, (pair) => isSame(pair) && isHard(pair) && natureOfPair(pair) === nature)])),
}])));
if (values.list === "dev" || values.list === "held-out") for (const pair of halves[values.list]) console.log(`${pair.label.padEnd(10)} ${pairKey(pair)}  [${pair.drawnBy}; names say: ${natureOfPair(pair).toLowerCase()}]`);

const names = byNames();
const judges: Judge[] = [names, ...baselines];
if (values.full === true) {
  const { byCatalog } = await import("./identity/full-decision.ts");
  judges.push(await byCatalog(folder, recorded, pairs));
}
for (const half of ["dev", "held-out"] as const) {
  console.log(`\n${half}`);
  console.table(Object.fromEntries(judges.map((judge) => [judge.title, row(scoreOf(judge, halves[half]))])));
}
for (const judge of judges.filter(({ title }) => !title.startsWith("baseline"))) {
  for (const half of values.reveal === true ? (["dev", "held-out"] as const) : (["dev"] as const)) {
    const lines = errorLines(scoreOf(judge, halves[half]));
    console.log(`\n${judge.title}: ${lines.length} errors in ${half}${lines.map((line) => `\n${line}`).join("")}`);
  }
}
const { precision, hardOf: { TELLING, BARE } } = scoreOf(names, halves["held-out"]);
const seen = share({ count: TELLING.count + BARE.count, same: TELLING.same + TELLING.silent + BARE.same + BARE.silent });
const isMet = precision >= 0.99 && share(TELLING) >= 0.85 && seen >= 0.85;
console.log(`\nHeld out, names alone: precision ${precision.toFixed(3)} (at least 0.990), recall on hard positives with telling names ${share(TELLING).toFixed(3)} (at least 0.850), telling or bare ones seen ${seen.toFixed(3)} (at least 0.850): ${isMet ? "met" : "NOT met"}.`);
process.exitCode = isMet ? 0 : 1;

function row({ asked, joined, falselyJoined, precision: part, easy, hard, hardOf, negatives }: Score): Readonly<Record<string, string | number>> {
  const shown = (recall: Score["easy"]): string => `${share(recall).toFixed(3)} (${recall.same}/${recall.count}${recall.silent > 0 ? ` +${recall.silent} silent` : ""})`;
  return {
    asked, precision: `${part.toFixed(3)} (${falselyJoined.length} of ${joined} wrong)`, "recall easy": shown(easy), "recall hard": shown(hard),
    ...Object.fromEntries(pairNatures.map((nature) => [nature.toLowerCase(), shown(hardOf[nature])])), "negatives, silent": `${negatives.silent}/${negatives.count}`,
  };
}
