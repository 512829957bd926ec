/**
 * Lets recorded answers of registries pass through `oci()`, and prints what goes in, what comes out, and each drop with its reason.
 *
 * node bench/recorded/oci.ts <folder>
 *
 * Reads `data/sources/oci/*.http` (transcripts of docker-registry), the manifests in `data/sources/ollama/manifests`, and `data/sources/docker-model-cards/ai/*.md`: of each row
 * of a card with tags it makes the manifest and the configuration that such tags have (made here; its figures are the card's). Ends with 1 when a row is neither a record nor a
 * drop with an expected reason, when figures of a card do not come out, or when a document has a field that packages/source-oci/docs/fields.md has no line for.
 */
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { testContext } from "@modeldex/plugin-kit/checks";
import type { ListingRecord } from "@modeldex/plugin-kit";
import { oci } from "@modeldex/source-oci";

const folder = process.argv[2] === undefined ? "" : join(process.argv[2], "data/sources");
if (!existsSync(join(folder, "oci"))) {
  console.error("usage: node bench/recorded/oci.ts <folder that holds data/sources/oci>");
  process.exit(1);
}

let faults = 0;
const origin = "http://127.0.0.1:5055";
const ociManifest = "application/vnd.oci.image.manifest.v1+json";
const sha256 = (bytes: string | Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

transcripts();
await recordedRegistry();
await ollamaManifests();
await dockerCards();
console.log(`\n${faults} faults`);
if (faults > 0) process.exit(1);

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Answers by method and path; what is not there is a 404. */
function serving(answers: ReadonlyMap<string, Answer>): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { status = 200, headers = {}, body = "" } = answers.get(`${request.method} ${request.url.slice(new URL(request.url).origin.length)}`) ?? { status: 404 };
    return Object.defineProperty(new Response(new Uint8Array(Buffer.from(body)), { status, headers }), "url", { value: request.url });
  };
}

async function listed(answers: ReadonlyMap<string, Answer>, options: { readonly repositories?: readonly string[] } = {}) {
  const source = oci({ url: origin, ...options });
  const context = testContext({ fetch: serving(answers) });
  const records: ListingRecord[] = [];
  let notListed = 0;
  let cursor: string | undefined;
  do {
    const page = await source.list?.({ limit: 500, ...(cursor !== undefined && { cursor }) }, context);
    records.push(...(page?.records ?? []));
    notListed += page?.notListed ?? 0;
    cursor = page?.cursor;
  } while (cursor !== undefined);
  return { records, notListed, drops: context.drops };
}

function fault(message: string): void {
  faults += 1;
  console.log(`  WRONG: ${message}`);
}

function expectReasons(drops: readonly { readonly nativeId: string; readonly reason: string }[], allowed: RegExp): void {
  for (const { nativeId, reason } of drops) {
    console.log(`  left out ${nativeId}: ${reason}`);
    if (!allowed.test(reason)) fault(`${nativeId} is left out for another reason than expected`);
  }
}

/** A recorded answer; the body is as it came. */
function transcript(name: string): Answer & { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const text = readFileSync(join(folder, "oci", `${name}.http`), "utf8");
  const end = text.indexOf("\r\n\r\n") >= 0 ? [text.indexOf("\r\n\r\n"), 4] as const : [text.indexOf("\n\n"), 2] as const;
  const [first = "", ...lines] = text.slice(0, end[0]).split(/\r?\n/);
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]));
  return { status: Number(/ (\d{3})/.exec(first)?.[1]), headers, body: text.slice(end[0] + end[1]) };
}

/** Recorded documents that are read, each field of which has its line. */
function transcripts(): void {
  const lines = readFileSync(new URL("../../packages/source-oci/docs/fields.md", import.meta.url), "utf8");
  const sections = new Map(lines.split(/^## /m).slice(1).map((section) => [section.slice(0, section.indexOf("\n")), new Set([...section.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = ""]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path)))]));
  const documents: readonly (readonly [section: string, name: string, document: unknown])[] = [
    ["ModelPack", "oci/modelpack-config.json", JSON.parse(readFileSync(join(folder, "oci/modelpack-config.json"), "utf8"))],
    ["Manifests and indexes", "oci/modelpack-manifest.json", JSON.parse(readFileSync(join(folder, "oci/modelpack-manifest.json"), "utf8"))],
    ["Manifests and indexes", "oci/ollama-style-manifest.json", JSON.parse(readFileSync(join(folder, "oci/ollama-style-manifest.json"), "utf8"))],
    ["Manifests and indexes", "oci/get-referrers-fallback-tag.http", JSON.parse(transcript("get-referrers-fallback-tag").body)],
    ["Ollama", "ollama/manifests/blob_config_e711233e.json", JSON.parse(readFileSync(join(folder, "ollama/manifests/blob_config_e711233e.json"), "utf8"))],
    ...globSync(join(folder, "ollama/manifests/library_*.json")).map((path) => ["Manifests and indexes", `ollama/manifests/${basename(path)}`, JSON.parse(readFileSync(path, "utf8"))] as const),
    ["Docker Model Runner", "docker-model-cards (made of them)", dockerConfig({ parameters: "8B", quantization: "F16", context: 131_000 })],
  ];
  for (const [section, name, document] of documents) {
    const known = sections.get(section) ?? new Set();
    const paths = pathsOf(document);
    const missing = paths.filter((path) => ![...known].some((line) => line === path || path.startsWith(`${line}.`) || path.startsWith(`${line}[]`)));
    console.log(`${name}: ${paths.length} fields, ${missing.length} without a line`);
    for (const path of missing) fault(`docs/fields.md, ${section}, has no line for ${path}`);
  }
}

/** Paths of everything that is no object. */
function pathsOf(value: unknown, at = ""): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 || typeof value[0] !== "object" ? [at] : [...new Set(value.flatMap((entry) => pathsOf(entry, `${at}[]`)))];
  if (typeof value !== "object" || value === null) return [at];
  return Object.entries(value).flatMap(([key, member]) => pathsOf(member, at === "" ? key : `${at}.${key}`));
}

/** The recorded registry: its second page of the catalog and the manifest of the signature were not recorded. */
async function recordedRegistry(): Promise<void> {
  const [manifest, fallback, signature] = [transcript("get-manifest-modelpack"), transcript("get-referrers-fallback-tag"), transcript("put-manifest-with-subject").headers["docker-content-digest"] ?? ""];
  const digest = sha256(manifest.body);
  const fallbackTag = digest.replace(":", "-");
  const config = readFileSync(join(folder, "oci/modelpack-config.json"));
  const answers = new Map<string, Answer>([
    ["GET /v2/_catalog?n=2", transcript("catalog-page1")],
    ["GET /v2/_catalog?n=2&last=ai%2Ftiny", { body: '{"repositories":[]}' }],
    ["GET /v2/ai/tiny/tags/list?n=1000", transcript("tags-list")],
    ["GET /v2/ai/tiny/manifests/v1", manifest],
    ["GET /v2/ai/tiny/manifests/sig1", transcript("manifest-unknown")],
    [`GET /v2/ai/tiny/manifests/${fallbackTag}`, fallback],
    [`GET /v2/ai/tiny/referrers/${digest}`, transcript("referrers-404")],
    [`GET /v2/ai/tiny/blobs/${sha256(config)}`, { body: config }],
  ]);
  const { records, notListed, drops } = await listed(answers);
  console.log(`\ndocker-registry's transcripts: 3 tags in, ${records.length} records out, ${notListed} tags of referrers, ${drops.length} left out`);
  expectReasons(drops, /does not have it/);
  const [record] = records;
  if (records.length !== 1 || record?.revision !== manifest.headers["docker-content-digest"]) fault("the ModelPack is not listed under the digest that the registry states");
  if (notListed !== 1 || drops.length !== 1) fault("the fallback tag, or the tag whose manifest was not recorded, is not counted");
  if (record?.claims?.[0]?.kind !== "PUBLISHER_SIGNATURE" || !JSON.stringify(record.claims).includes(signature)) fault("the signature of the fallback tag is not claimed");
  console.log(`  ${record?.nativeId}: ${record?.name}, ${record?.parameters?.total}, ${record?.precisions?.join()}, ${record?.license?.stated}, ${record?.links?.[0]?.reference}, ${record?.artifacts?.map(({ path }) => path).join()}`);
  const source = oci({ url: origin });
  const [unknown] = (await source.get?.({ refs: [{ nativeId: "127.0.0.1:5055/ai/tiny:nope" }], need: new Set() }, testContext({ fetch: serving(new Map([["GET /v2/ai/tiny/manifests/nope", transcript("manifest-unknown")]])) }))) ?? [];
  if (unknown !== undefined) fault("a manifest that the registry does not know is found");
  const style = transcript("get-manifest-ollama-style");
  const bare = await listed(new Map<string, Answer>([["GET /v2/ollama/tiny/tags/list?n=1000", { body: '{"tags":["v1"]}' }], ["GET /v2/ollama/tiny/manifests/v1", style]]), { repositories: ["ollama/tiny"] });
  console.log(`a manifest as Ollama's, whose configuration was not recorded: 1 in, ${bare.records.length} out`);
  expectReasons(bare.drops, /^its configuration is missing$/);
}

/** Manifests of Ollama's registry, which lists no tags; of the second the configuration was not recorded. */
async function ollamaManifests(): Promise<void> {
  const at = (name: string): Buffer => readFileSync(join(folder, "ollama/manifests", name));
  const config = at("blob_config_e711233e.json");
  const answers = new Map<string, Answer>([
    ["GET /v2/library/llama3.1/manifests/8b", { body: at("library_llama3.1_8b.2024-07-25.json") }],
    [`GET /v2/library/llama3.1/blobs/${sha256(config)}`, { body: config }],
    ["GET /v2/library/phi3/manifests/mini", { body: at("library_phi3_mini.json") }],
  ]);
  const context = testContext({ fetch: serving(answers) });
  const [llama, phi] = (await oci({ url: origin }).get?.({ refs: ["llama3.1:8b", "phi3:mini"].map((name) => ({ nativeId: `127.0.0.1:5055/library/${name}` })), need: new Set() }, context)) ?? [];
  console.log(`\nOllama's manifests: 2 in, ${[llama, phi].filter((answer) => answer !== undefined).length} out`);
  expectReasons(context.drops, /^its configuration is missing$/);
  const said = llama === undefined || llama instanceof Error ? undefined : [llama.name, llama.architecture, llama.parameters?.total, llama.precisions, llama.artifacts?.map(({ path, sizeBytes }) => [path, sizeBytes])];
  const wanted = ["llama3.1:8b", "llama", 8_000_000_000, ["Q4_0"], [["model.gguf", 4_661_211_808], ["modelfile", 1_692], ["LICENSE", 12_321], ["2-modelfile", 96]]];
  if (JSON.stringify(said) !== JSON.stringify(wanted)) fault(`llama3.1:8b comes out as ${JSON.stringify(said)}`);
}

interface Row {
  readonly tags: readonly string[];
  readonly parameters: string;
  readonly quantization: string;
  readonly context: number | undefined;
}

/** Rows of the table of variants of a card; cells with a dash say nothing. */
function rowsOf(card: string, repository: string): readonly Row[] {
  return card.split("\n").filter((line) => line.startsWith(`| \`${repository}:`)).map((line) => {
    const [, tags = "", parameters = "", quantization = "", context = ""] = line.split("|").map((cell) => cell.trim());
    const [, number = "", unit] = /^([\d.]+)\s*([KM])?\b/.exec(context) ?? [];
    return { tags: [...tags.matchAll(/`[^`:]+:([^`]+)`/g)].map(([, tag = ""]) => tag), parameters, quantization, context: number === "" ? undefined : Number(number) * (unit === "M" ? 1_000_000 : unit === "K" ? 1_000 : 1) };
  });
}

function dockerConfig({ parameters, quantization, context }: Omit<Row, "tags">): object {
  return { config: { format: "gguf", quantization, parameters, architecture: "llama", size: "1 GiB", gguf: { "general.architecture": "llama" }, ...(context !== undefined && { context_size: context }) }, descriptor: { created: "2026-01-01T00:00:00Z" }, rootfs: { type: "rootfs", diff_ids: [] } };
}

async function dockerCards(): Promise<void> {
  const answers = new Map<string, Answer>();
  const repositories: string[] = [];
  const wanted = new Map<string, Row>();
  let tagged = 0;
  const cards = globSync(join(folder, "docker-model-cards/ai/*.md")).toSorted();
  for (const path of cards) {
    const repository = `ai/${basename(path, ".md").toLowerCase()}`;
    const rows = rowsOf(readFileSync(path, "utf8"), repository);
    if (rows.length === 0) continue;
    repositories.push(repository);
    const tags = new Map<string, Row>();
    // A tag may stand in a row of its own and in that of `latest`.
    for (const row of rows) for (const tag of row.tags) if (!tags.has(tag)) tags.set(tag, row);
    tagged += tags.size;
    answers.set(`GET /v2/${repository}/tags/list?n=1000`, { body: JSON.stringify({ tags: [...tags.keys()] }) });
    for (const [tag, row] of tags) {
      const config = JSON.stringify({ ...dockerConfig(row), made: `${repository}:${row.tags.toSorted().at(0)}` });
      const manifest = JSON.stringify({ schemaVersion: 2, mediaType: ociManifest, config: { mediaType: "application/vnd.docker.ai.model.config.v0.1+json", digest: sha256(config), size: config.length }, layers: [{ mediaType: "application/vnd.docker.ai.gguf.v3", digest: sha256(`weights of ${config}`), size: 1 }] });
      const headers = { "content-type": ociManifest, "docker-content-digest": sha256(manifest) };
      answers.set(`GET /v2/${repository}/manifests/${tag}`, { headers, body: manifest });
      answers.set(`GET /v2/${repository}/blobs/${sha256(config)}`, { body: config });
      wanted.set(sha256(manifest), row);
    }
  }
  const { records, drops } = await listed(answers, { repositories });
  console.log(`\n${cards.length} cards of Docker, ${repositories.length} with tags: ${tagged} tags of ${wanted.size} manifests in, ${records.length} records out, ${drops.length} left out`);
  expectReasons(drops, /^$/);
  if (records.length !== wanted.size) fault(`${wanted.size - records.length} manifests are neither record nor drop`);
  const unread = { parameters: new Set<string>(), quantization: new Set<string>() };
  for (const { nativeId, movingAliases = [], parameters, precisions, contextTokens, revision = "" } of records) {
    const row = wanted.get(revision);
    const own = [nativeId, ...movingAliases].map((id) => id.slice(id.lastIndexOf(":") + 1));
    if (row === undefined || contextTokens !== row.context) fault(`${nativeId} has not the card's context length`);
    if (own.includes("latest") && own.length > 1 && own[0] === "latest") fault(`${nativeId} is named by a tag that moves`);
    if (row !== undefined && parameters === undefined) unread.parameters.add(row.parameters);
    if (row !== undefined && precisions === undefined) unread.quantization.add(row.quantization);
  }
  console.log(`  counts of parameters that are not read: ${[...unread.parameters].join(", ") || "none"}; quantizations: ${[...unread.quantization].join(", ") || "none"}`);
  if ([...unread.parameters].some((text) => /^[\d.]+ ?[BM]$/.test(text))) fault("a plain count of parameters is not read");
  if ([...unread.quantization].some((text) => text !== "-" && text !== "")) fault("a quantization is not read");
}
