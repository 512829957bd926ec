/**
 * Runs every recorded catalog of Kubeflow through `catalogFile()` and prints what goes in, what comes out, and each drop with its reason.
 *
 * node bench/recorded/catalog-file.ts <folder>
 *
 * Reads `data/sources/kubeflow/**\/*.yaml` below the folder. Ends with 1 when an entry is neither a record nor a drop, or when a record does not pass
 * the contract's checks. Documents that are no catalogs are named with what is said of them.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkSource, testContext } from "@modeldex/plugin-kit/checks";
import type { ListingRecord } from "@modeldex/plugin-kit";
import { catalogFile } from "@modeldex/source-file";

const folder = process.argv[2] === undefined ? "" : join(process.argv[2], "data/sources/kubeflow");
if (!existsSync(folder)) {
  console.error("usage: node bench/recorded/catalog-file.ts <folder that holds data/sources/kubeflow>");
  process.exit(1);
}

const totals = { documents: 0, in: 0, out: 0, dropped: 0, refused: 0, faults: 0 };
const fields = new Map<string, number>();
for (const path of globSync(join(folder, "**/*.yaml")).toSorted()) await run(path);

console.log(`\n${totals.documents} documents: ${totals.in} entries in, ${totals.out} records out, ${totals.dropped} left out, ${totals.refused} documents refused, ${totals.faults} faults`);
console.log(`fields: ${[...fields].toSorted((a, b) => b[1] - a[1]).map(([name, number]) => `${name} ${number}`).join(", ")}`);
if (totals.faults > 0) process.exit(1);

async function run(path: string): Promise<void> {
  totals.documents += 1;
  const name = path.slice(folder.length + 1);
  const source = catalogFile(path);
  const context = testContext();
  const began = performance.now();
  try {
    const { records = [] } = await source.list({ limit: 500 }, context);
    const ms = Math.round(performance.now() - began);
    const entered = entriesOf(path);
    console.log(`${name}: ${entered} in, ${records.length} out, ${context.drops.length} left out, ${ms} ms`);
    for (const { nativeId, reason } of context.drops) console.log(`  left out ${nativeId}: ${reason}`);
    records.forEach(count);
    const problems = (await checkSource(() => catalogFile(path), {})).filter(({ rule }) => rule !== "recorded");
    for (const problem of problems) console.log(`  WRONG ${problem.rule}: ${problem.message}`);
    const missing = entered - records.length - context.drops.filter(({ reason }) => !reason.startsWith("the catalog is")).length;
    if (missing !== 0) console.log(`  WRONG: ${missing} entries are missing`);
    totals.faults += problems.length + Math.abs(missing);
    totals.in += entered;
    totals.out += records.length;
    totals.dropped += context.drops.length;
  } catch (error) {
    totals.refused += 1;
    console.log(`${name}: refused: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Entries of a catalog, counted without its parser: items directly below `models:`; for a list of catalogs those of the enabled ones. */
function entriesOf(path: string): number {
  const text = readFileSync(path, "utf8");
  if (!/^catalogs:/m.test(text)) return [...text.matchAll(/^ {2,4}- name: /gm)].length;
  const enabled = text.split(/^ {2}- /m).filter((entry) => /enabled: true/.test(entry));
  return enabled.reduce((sum, entry) => sum + entriesOf(join(dirname(path), /yamlCatalogPath: (\S+)/.exec(entry)?.[1] ?? "")), 0);
}

function count(record: ListingRecord): void {
  for (const field of Object.keys(record)) fields.set(field, (fields.get(field) ?? 0) + 1);
}
