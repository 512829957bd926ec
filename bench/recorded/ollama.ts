/**
 * Passes all that was recorded of Ollama through its source, and holds `packages/source-ollama/docs/fields.md` against the fields of the recorded rows.
 *
 * node bench/recorded/ollama.ts <folder>
 *
 * Reads `data/sources/ollama` below the folder. Ends with 1 when a row is neither listed nor dropped, when more than 1 % are dropped, when tags that share a digest
 * are not one listing, when the configuration does not have its digest, or when the table has a line too few or too many.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { recordedFetch, testContext } from "@modeldex/plugin-kit/checks";
import type { ListingRecord } from "@modeldex/plugin-kit";
import { ollama } from "@modeldex/source-ollama";

const folder = process.argv[2] === undefined ? "" : join(process.argv[2], "data/sources/ollama");
if (!existsSync(folder)) {
  console.error("usage: node bench/recorded/ollama.ts <folder that holds data/sources/ollama>");
  process.exit(1);
}

const began = performance.now();
const registry = "https://registry.ollama.ai";
const url = "https://index.example/library.json";
const faults: string[] = [];
const text = (name: string): string => readFileSync(join(folder, name), "utf8");
const expectEqual = (what: string, found: unknown, expected: unknown): void => {
  const equal = JSON.stringify(found) === JSON.stringify(expected);
  console.log(`${equal ? "ok     " : "DIFFERS"} ${what}: ${JSON.stringify(found)}${equal ? "" : `, expected ${JSON.stringify(expected)}`}`);
  if (!equal) faults.push(what);
};

interface IndexRow {
  readonly fullTag: string;
  readonly modelHash: string;
}

/** Counted without the source's own reader. */
const index = "library-auditomatic-2026-08-21.json";
const byTag = Object.values((JSON.parse(text(index)) as { readonly models: Readonly<Record<string, { readonly tags: Readonly<Record<string, IndexRow>> }>> }).models).flatMap(({ tags }) => Object.values(tags));
const gallery = "tags-gallery-2026-07-15.json";
/** Behind some names stands a badge of the site. */
const byDigest = Object.values(JSON.parse(text(gallery)) as Readonly<Record<string, Readonly<Record<string, { readonly name: string }>>>>)
  .flatMap((rows) => Object.entries(rows).map(([modelHash, { name }]): IndexRow => ({ fullTag: name.split(/\s/, 1).join(""), modelHash })));

await listIndex(index, byTag, 6_343);
await listIndex(gallery, byDigest, byDigest.length);
await listDaemon();
await getFromRegistry();
holdTable();

console.log(`\n${Math.round(performance.now() - began)} ms, ${faults.length} faults`);
if (faults.length > 0) process.exit(1);

async function listIndex(name: string, rows: readonly IndexRow[], listings: number): Promise<void> {
  const { records, dropped } = await list({ library: url, registry: false }, [{ url, text: text(name) }]);
  console.log(`\n${name}: ${rows.length} rows in, ${records.length} listings out, ${dropped.length} rows left out`);
  for (const { nativeId, reason } of dropped) console.log(`  left out ${nativeId}: ${reason}`);
  const fields = new Map<string, number>();
  for (const record of records) for (const field of Object.keys(record)) fields.set(field, (fields.get(field) ?? 0) + 1);
  console.log(`  fields: ${[...fields].map(([field, count]) => `${field} ${count}`).join(", ")}`);
  expectEqual("listings", records.length, listings);
  expectEqual("at most 1 % is left out", dropped.length <= rows.length / 100, true);
  const ids = new Map(records.flatMap((record) => [record.nativeId, ...(record.movingAliases ?? [])].map((id) => [id, record] as const)));
  const idOf = (tag: string): string => tag.replace(/:latest$/, "");
  expectEqual("every row leads to the listing of its digest, or was left out", rows.filter(({ fullTag, modelHash }) => ids.get(idOf(fullTag))?.aliases?.[0] !== modelHash).length, dropped.length);
  const groups = Map.groupBy(rows, ({ fullTag, modelHash }) => `${fullTag.slice(0, fullTag.indexOf(":"))} ${modelHash}`);
  expectEqual("tags that share a digest are one listing", [...groups.values()].filter((group) => new Set(group.map(({ fullTag }) => ids.get(idOf(fullTag)))).size !== 1).length, 0);
  expectEqual("listings named by latest", records.filter(({ nativeId }) => nativeId.endsWith(":latest")).length, 0);
  expectEqual("listings whose tag is a quantization less than another of its tags", records.filter(saysLess).length, 0);
  console.log(`  ${records.filter(({ movingAliases = [] }) => movingAliases.length > 0).length} listings have further ids, ${ids.size - records.length} in all`);
}

/** Whether an id that names a quantization leads to a listing whose own id names none. */
function saysLess({ nativeId, movingAliases = [] }: ListingRecord): boolean {
  const names = (id: string): boolean => /[-:](?:q\d|fp16|bf16|nvfp4|mxfp8)/i.test(id);
  return !names(nativeId) && movingAliases.some(names);
}

async function listDaemon(): Promise<void> {
  const daemon = { url: "http://127.0.0.1:11434/api/tags", text: text("api-tags-recorded-2026-08-03.json") };
  const models = (JSON.parse(daemon.text) as { readonly models: readonly { readonly model: string; readonly digest: string }[] }).models;
  const { records, dropped } = await list({ host: "127.0.0.1", library: url, registry: false }, [{ url, text: text(index) }, daemon]);
  const installed = records.filter(({ details }) => details?.["installedAs"] !== undefined);
  console.log(`\napi/tags beside the index: ${models.length} rows in, ${installed.length} listings, ${dropped.length} left out`);
  for (const { nativeId, details, revision } of installed) console.log(`  ${nativeId}: ${JSON.stringify(details?.["installedAs"])}, ${revision?.slice(0, 19)}`);
  expectEqual("every row is a listing at its whole digest", models.filter(({ digest }) => !installed.some(({ revision }) => revision === `sha256:${digest}`)).length, 0);
  expectEqual("rows of the library that it has", installed.filter(({ access }) => access === "OPEN").length, 6);
  expectEqual("offers, which hold no weights", installed.filter(({ offers, formats }) => offers !== undefined && formats === undefined).map(({ nativeId }) => nativeId), ["minimax-m2:cloud"]);
}

async function getFromRegistry(): Promise<void> {
  const [llama, phi, configuration] = ["library_llama3.1_8b.2024-07-25.json", "library_phi3_mini.json", "blob_config_e711233e.json"].map((name) => readFileSync(join(folder, "manifests", name), "utf8"));
  if (llama === undefined || phi === undefined || configuration === undefined) return;
  const digest = `sha256:${createHash("sha256").update(configuration).digest("hex")}`;
  console.log(`\nmanifests: ${readdirSync(join(folder, "manifests")).join(", ")}`);
  expectEqual("the configuration has the digest that the manifest states", (JSON.parse(llama) as { readonly config: { readonly digest: string } }).config.digest, digest);
  expectEqual("and without its last line break another", digest === `sha256:${createHash("sha256").update(configuration.trimEnd()).digest("hex")}`, false);
  const missing = [...`${llama}${phi}`.matchAll(/sha256:[0-9a-f]{64}/g)].map(([found]) => found).filter((found) => found !== digest);
  const exchanges = [
    { url: `${registry}/v2/library/llama3.1/manifests/8b`, text: llama }, { url: `${registry}/v2/library/phi3/manifests/mini`, text: phi },
    { url: `${registry}/v2/library/llama3.1/blobs/${digest}`, text: configuration },
    ...["llama3.1", "phi3"].flatMap((name) => missing.map((blob) => ({ url: `${registry}/v2/library/${name}/blobs/${blob}`, status: 404 }))),
  ];
  const source = ollama();
  const answers = await source.get?.({ refs: [{ nativeId: "llama3.1:8b" }, { nativeId: "phi3:mini" }], need: new Set(source.onDemand) }, testContext({ fetch: recordedFetch(exchanges).fetch }));
  for (const [place, text] of [llama, phi].entries()) {
    const answer = answers?.[place];
    const record = answer !== undefined && "nativeId" in answer ? answer : undefined;
    const layers = (JSON.parse(text) as { readonly layers: readonly { readonly digest: string; readonly size: number }[] }).layers;
    console.log(`  ${record?.nativeId}: ${record?.artifacts?.map(({ path, sizeBytes }) => `${path} ${sizeBytes}`).join(", ")}`);
    expectEqual("its revision is the sha256 of the bytes", record?.revision, `sha256:${createHash("sha256").update(text).digest("hex")}`);
    expectEqual("every layer is a file", record?.artifacts?.map((file) => [file.digest, file.sizeBytes]), layers.map((layer) => [layer.digest, layer.size]));
  }
}

/** Every field of the recorded documents has a line, and every line a field. */
function holdTable(): void {
  const table = readFileSync(new URL("../../packages/source-ollama/docs/fields.md", import.meta.url), "utf8").split(/^## /m).slice(1);
  const documents: readonly (readonly [files: readonly string[], keys: RegExp])[] = [
    [[index], /^models$|^models\.\*\.tags$/], [[gallery], /^$|^\*$/], [["models-gallery-2026-07-15.json"], /^$/], [["api-tags-recorded-2026-08-03.json"], /^\0$/],
    [["manifests/library_llama3.1_8b.2024-07-25.json", "manifests/library_phi3_mini.json"], /^\0$/], [["manifests/blob_config_e711233e.json"], /^\0$/],
  ];
  console.log("\nfields.md:");
  expectEqual("parts", table.length, documents.length);
  for (const [place, [files, keys]] of documents.entries()) {
    const found = new Set<string>();
    for (const file of files) collect(JSON.parse(text(file)), "", keys, found);
    const rows = (table[place] ?? "").split("\n").filter((line) => line.startsWith("| `")).map((line) => line.split(" | "));
    const lines = new Set(rows.flatMap(([fields = ""]) => [...fields.matchAll(/`([^`]+)`/g)].map(([, field]) => field)));
    expectEqual(`${files[0]}: ${found.size} fields, without a line`, [...found].filter((field) => !lines.has(field)), []);
    expectEqual(`${files[0]}: lines without a field`, [...lines].filter((field) => field === undefined || !found.has(field)), []);
    expectEqual(`${files[0]}: lines that say nothing`, rows.filter(([, says = ""]) => says.replace("|", "").trim() === "").length, 0);
  }
}

/** Paths of the values of a document; keys of objects whose path fits `keys` are names, and are written `*`. */
function collect(value: unknown, path: string, keys: RegExp, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const entry of value) collect(entry, `${path}[]`, keys, found);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) collect(member, `${path === "" ? "" : `${path}.`}${keys.test(path) ? "*" : key}`, keys, found);
  } else {
    found.add(path);
  }
}

async function list(options: Parameters<typeof ollama>[0], exchanges: Parameters<typeof recordedFetch>[0]) {
  const context = testContext({ fetch: recordedFetch(exchanges).fetch });
  const { records = [] } = (await ollama(options).list?.({ limit: 500 }, context)) ?? {};
  return { records, dropped: context.drops };
}
