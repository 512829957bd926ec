import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";

import { leaderboardFacts, llmfitFacts, trendingFacts } from "./starter/derived-lists.ts";
import { byPopularity, compareText, mergeFacts, type RecordedFacts } from "./starter/facts.ts";
import { exchangeFacts, hub2022Facts, nexusFacts } from "./starter/hub-lists.ts";
import { underPresentNames } from "./starter/renames.ts";
import { coverageTable, formatStarter, parseStarter } from "./starter/starter-file.ts";

const usage = `Makes the starter catalog from a folder of recorded lists.

  node scripts/make-starter.ts <folder> [--out packages/gateway/starter/models.jsonl]
  node scripts/make-starter.ts --coverage [--out <file>]     prints what the file tells, and writes nothing

The folder holds lists/ and raw/ as its own INDEX.md describes them.`;

const largestFileBytes = 2_000_000;
const fewestRecords = 2_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: "string", default: "packages/gateway/starter/models.jsonl" },
    coverage: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const [folder] = positionals;

if (values.help || (folder === undefined && !values.coverage)) {
  console.error(usage);
  process.exitCode = values.help ? 0 : 2;
} else if (folder === undefined) {
  console.log(coverageTable(parseStarter(readFileSync(values.out, "utf8")).lines));
} else {
  const text = makeStarter(folder);
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, text);
  const { header, lines } = parseStarter(text);
  console.log(`${values.out}: ${header.records} models, ${Buffer.byteLength(text)} bytes, ${header.digest}\n\n${coverageTable(lines)}`);
}

function makeStarter(from: string): string {
  const current = [...exchangeFacts(from), ...trendingFacts(from), ...llmfitFacts(from), ...nexusFacts(from), ...leaderboardFacts(from)];
  const { facts, formerNames } = underPresentNames([...current, ...hub2022Facts(from, new Set(current.map(({ id }) => id)))]);
  const byId = Map.groupBy(facts, ({ id }) => id);
  const lines = withoutOtherSpellings(byId).map((id) => mergeFacts(byId.get(id) ?? [], formerNames.get(id))).toSorted(byPopularity);
  const madeAt = facts.map(({ asOf }) => asOf).toSorted(compareText).at(-1);
  if (madeAt === undefined || lines.length < fewestRecords) {
    throw new Error(`${from} gives ${lines.length} models; a starter catalog has at least ${fewestRecords}. Is it the folder that holds lists/ and raw/?`);
  }
  const text = formatStarter(lines, madeAt);
  if (Buffer.byteLength(text) > largestFileBytes) throw new Error(`The file would have ${Buffer.byteLength(text)} bytes; at most ${largestFileBytes} go into the repository. Choose fewer models.`);
  return text;
}

/** Of ids that differ in case alone, the one with the newest facts: the Hub has one repository for them. */
function withoutOtherSpellings(byId: ReadonlyMap<string, readonly RecordedFacts[]>): readonly string[] {
  const newest = (id: string): string => (byId.get(id) ?? []).map(({ asOf }) => asOf).toSorted(compareText).at(-1) ?? "";
  const spellings = Map.groupBy(byId.keys(), (id) => id.toLowerCase());
  return [...spellings.values()].flatMap((ids) => ids.toSorted((left, right) => compareText(newest(right), newest(left)) || compareText(left, right)).slice(0, 1));
}
