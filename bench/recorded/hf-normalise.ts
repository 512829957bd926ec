/**
 * Runs the normaliser of `source-hf` over recorded bodies of the Hub and holds its output against counts that were made by other means.
 *
 * node bench/recorded/hf-normalise.ts <folder>
 *
 * Reads `data/hf/lists/hub-2022-02-modelinfo-29432.jsonl.gz` (one `GET /api/models/{id}` body a line) and
 * `data/hf/lists/hub-2022-02-card-frontmatter-29432.jsonl.gz` (`{id, hasReadme, frontmatter}` a line) below the folder. Ends with 1 when a count differs.
 */
import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { onDemandFields, readModel } from "../../packages/source-hf/src/normalise.ts";
import { extensionOf, readFiles } from "../../packages/source-hf/src/files.ts";
import { isLicenseOf, type CardLine } from "./hf-card-lines.ts";

const golden = {
  bodies: 29_432,
  listings: 29_432,
  "single-name ids": 68,
  authors: 8_025,
  "license apache-2.0": 5_532,
  "license mit": 1_070,
  "license cc-by-4.0": 340,
  "distinct licenses": 32,
  "models with two licenses": 0,
  "repositories with .bin": 21_215,
  "repositories with .msgpack": 5_369,
  "repositories with .h5": 2_035,
  "repositories with .pt": 1_218,
  "repositories with .py": 974,
  "format MSGPACK": 5_369,
  "downloads absent": 212,
  "downloads 0 or absent": 9_189,
  "more than 2,000 files": 6,
  "most files": 23_763,
  "with a card": 16_589,
} satisfies Record<string, number>;

const folder = process.argv[2];
const bodies = folder === undefined ? "" : join(folder, "data/hf/lists/hub-2022-02-modelinfo-29432.jsonl.gz");
const cards = folder === undefined ? "" : join(folder, "data/hf/lists/hub-2022-02-card-frontmatter-29432.jsonl.gz");
if (!existsSync(bodies) || !existsSync(cards)) {
  console.error("usage: node bench/recorded/hf-normalise.ts <folder that holds data/hf/lists>");
  process.exit(1);
}

const endpoint = "https://huggingface.co";
const counts = new Map<string, number>();
const licenses = new Map<string, number>();
const authors = new Set<string>();
const licenseById = new Map<string, string>();
/** Those of which a body without its files and its card tells by tags alone that there is a card. */
const cardsByTags = new Set<string>();
const carded = new Set<string>();
const failures: string[] = [];
const started = performance.now();

for await (const line of linesOf(bodies)) {
  add("bodies");
  const body: unknown = JSON.parse(line);
  try {
    count(body);
  } catch (error) {
    failures.push(`${line.slice(0, 80)}: ${String(error)}`);
  }
}
counts.set("authors", authors.size);
counts.set("distinct licenses", licenses.size);
for (const [license, number] of licenses) counts.set(`license ${license}`, number);
const seconds = (performance.now() - started) / 1000;

const differing = Object.entries(golden).filter(([name, expected]) => (counts.get(name) ?? 0) !== expected);
for (const [name, expected] of Object.entries(golden)) {
  const found = counts.get(name) ?? 0;
  console.log(found === expected ? `ok      ${name}: ${found}` : `DIFFERS ${name}: ${found}, expected ${expected}`);
}
console.log("\nother fields of the records:");
const others = [...counts].filter(([name]) => name.startsWith("field ") || name.startsWith("format "));
for (const [name, number] of others.toSorted((a, b) => b[1] - a[1])) console.log(`  ${name}: ${number}`);

const card = { compared: 0, equal: 0, readmes: 0, files: 0, tags: 0, wrong: 0 };
for await (const line of linesOf(cards)) {
  const { id, hasReadme } = JSON.parse(line) as { readonly id: string; readonly hasReadme: boolean };
  if (hasReadme) card.readmes += 1;
  if (hasReadme !== carded.has(id)) card.files += 1;
  if (cardsByTags.has(id)) card.tags += 1;
  if (cardsByTags.has(id) && !hasReadme) card.wrong += 1;
  const agrees = isLicenseOf(JSON.parse(line) as CardLine, licenseById, endpoint);
  if (agrees === undefined) continue;
  card.compared += 1;
  if (agrees) card.equal += 1;
}
console.log(`\nlicence of the card equals licence of the tags: ${card.equal} of ${card.compared}`);
console.log(`has a card, by the files: differs for ${card.files} of 29,432; by tags alone, as an entry of a list tells it: ${card.tags} of ${card.readmes}, wrongly ${card.wrong}`);
console.log(`${Math.round((counts.get("bodies") ?? 0) / seconds)} bodies/s, reading and claims (${seconds.toFixed(1)} s)`);
for (const failure of failures.slice(0, 10)) console.error(`THROWS ${failure}`);
if (differing.length > 0 || failures.length > 0) process.exit(1);

function count(body: unknown): void {
  const reading = readModel(body, { endpoint, need: new Set(onDemandFields) });
  if (reading.status !== "listing") return;
  const { record } = reading;
  add("listings");
  for (const field of Object.keys(record)) add(`field ${field}`);
  if (record.hasCard === true) {
    add("with a card");
    carded.add(record.nativeId);
  }
  const { siblings: _, cardData: __, ...listed } = body as Readonly<Record<string, unknown>>;
  const entry = readModel(listed, { endpoint });
  if (entry.status === "listing" && entry.record.hasCard === true) cardsByTags.add(record.nativeId);
  if (record.publisher === undefined) add("single-name ids");
  else authors.add(record.publisher.name);
  const { license } = record;
  if (license !== undefined) {
    licenses.set(license.stated, (licenses.get(license.stated) ?? 0) + 1);
    licenseById.set(record.nativeId, license.stated);
    if (license.stated.includes(" AND ")) add("models with two licenses");
  }
  for (const format of record.formats ?? []) add(`format ${format}`);
  const downloads = record.popularity?.downloads30d;
  if (downloads === undefined) add("downloads absent");
  if ((downloads ?? 0) === 0) add("downloads 0 or absent");
  if (record.artifactCount !== undefined) add("more than 2,000 files");
  const files = readFiles(body as Readonly<Record<string, unknown>>) ?? [];
  counts.set("most files", Math.max(counts.get("most files") ?? 0, record.artifactCount ?? files.length));
  for (const extension of new Set(files.map((file) => extensionOf(file.path)))) add(`repositories with ${extension}`);
}

function add(name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Infinity });
}
