import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { listingKey, type ListingRecord, queryWords, type SourceId } from "@modeldex/schema";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mergeModel } from "../merge-model.ts";
import { rankKey } from "../popularity.ts";
import { callNamesSchema } from "./call-names-schema.ts";
import { firstSchema } from "./first-schema.ts";
import { migrate, migrations } from "./migrations.ts";
import { openSqliteCatalog } from "./open-catalog.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "modeldex-migrations-"));
  file = join(folder, "catalog.sqlite");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("a file of newer code is refused with what to do", async () => {
  await (await openSqliteCatalog({ path: file })).close();
  change("PRAGMA user_version = 99");
  await expect(openSqliteCatalog({ path: file })).rejects.toMatchObject({
    name: "CatalogFileError",
    message: `The catalog ${file} has schema 99, and this version of Modeldex knows ${migrations.length}: use the newer version that wrote it, or another data folder.`,
  });
});

test("a file that is no catalog is refused and left as it is", async () => {
  change("CREATE TABLE theirs (x)");
  await expect(openSqliteCatalog({ path: file })).rejects.toThrow(`${file} is not a catalog of Modeldex: name another file, or move this one away.`);
  expect(tables()).toEqual(["theirs"]);
  const text = join(folder, "text.sqlite");
  writeFileSync(text, "this is no database, and long enough to be read as one\n".repeat(100));
  await expect(openSqliteCatalog({ path: text })).rejects.toThrow(`${text} is not a catalog of Modeldex`);
});

test("a step that fails leaves the version before it, and the next start goes on from there", () => {
  const options = { path: file, readOnly: false };
  const connection = new DatabaseSync(file);
  const broken = [...migrations, "CREATE TABLE second (x); CREATE TABLE third (x); SELECT * FROM missing;"];
  expect(() => migrate(connection, options, broken)).toThrow(/missing/);
  expect(version(connection)).toBe(migrations.length);
  expect(tables()).not.toContain("second");
  migrate(connection, options, [...migrations, "CREATE TABLE second (x);"]);
  expect([version(connection), tables().includes("second")]).toEqual([migrations.length + 1, true]);
  connection.close();
});

test("an overlay that was stored before names were compared joins by its name when it is seen again", async () => {
  const [source, fetchedAt] = ["prices" as SourceId, "2026-03-01T00:00:00Z"];
  const row = { source, naming: "curated", record: { nativeId: "groq/whisper", name: "whisper-large-v3", publisher: { name: "OpenAI" } }, linkTargets: [] } as const;
  const before = await openSqliteCatalog({ path: file });
  await before.applyListings([{ source: "lab" as SourceId, naming: "curated", record: { nativeId: "openai/whisper-large-v3", name: "whisper-large-v3", task: "automatic-speech-recognition" }, fetchedAt, linkTargets: [], onDemand: [] }]);
  await before.importOverlays([{ ...row, fetchedAt, firstSeenAt: fetchedAt }]);
  await before.close();
  change("UPDATE overlays SET name_key = NULL, listing = NULL, link_kind = NULL, link_statement = NULL");
  const catalog = await openSqliteCatalog({ path: file });
  const overlays = async (): Promise<readonly unknown[]> => ((await catalog.overlaysOf((await catalog.models(["lab:openai/whisper-large-v3"])).flatMap((model) => model?.id ?? [])))[0] ?? []).map(({ key }) => key);
  expect(await overlays()).toEqual([]);
  await catalog.importOverlays([{ ...row, fetchedAt: "2026-03-02T00:00:00Z", firstSeenAt: fetchedAt }]);
  expect(await overlays()).toEqual(["prices:groq/whisper"]);
  await catalog.close();
});

test("a file that needs a step is not opened for reading", async () => {
  change("PRAGMA user_version = 0");
  await expect(openSqliteCatalog({ path: file, readOnly: true })).rejects.toThrow(/open it once for writing/);
});

test("a catalog of schema 1 is brought up to date with what it holds", async () => {
  writeFirstSchema();
  const catalog = await openSqliteCatalog({ path: file });
  expect((await catalog.models(["hf:a/base", "hf:b/tune"])).map((model) => model?.name)).toEqual(["base", "tune"]);
  const [base, tune] = await catalog.models(["hf:a/base", "hf:b/tune"]);
  if (base === undefined || tune === undefined) throw new Error("both are there");
  expect(await catalog.lineageOf([tune.id])).toEqual([[{ relation: "FINETUNE", reference: "pkg:a/base", statedBy: ["hf"] }]]);
  expect((await catalog.harvestState("hf" as SourceId)).checkpoint).toBe(undefined);
  // Models are made again: what the version before did not know of them is known, and found.
  expect([tune.hasWeights, base.hasWeights]).toEqual([true, undefined]);
  for (const text of ["german tune", "tune", "b/tun"]) {
    expect((await catalog.searchWindow({ words: queryWords(text), text, filter: {}, extra: [] })).hits.map(({ model }) => model.id)).toEqual(["hf:b/tune"]);
  }
  // The next harvest says what the reference means.
  const lineageTargets = [{ reference: "pkg:a/base", target: base.leading }];
  await catalog.applyListings([{ source: "hf" as SourceId, naming: "namespaced", record: { ...tuned, task: "fill-mask" }, fetchedAt: "2026-03-02T00:00:00Z", linkTargets: [], lineageTargets, onDemand: [] }]);
  expect((await catalog.derivedFrom([base.id], { limit: 5 }))[0]?.models.map(({ model }) => model)).toEqual(["hf:b/tune"]);
  expect((await catalog.findChanges({ models: ["hf:b/tune"], limit: 5, newest: false })).changes.map(({ sequence, listingNow }) => [sequence, listingNow])).toEqual([[2, "hf:b/tune"], [3, "hf:b/tune"]]);
  await catalog.close();
});

test("entries of open registries in a catalog of schema 5 are counted, and stand behind all others from then on", async () => {
  const connection = new DatabaseSync(file);
  migrate(connection, { path: file, readOnly: false }, migrations.slice(0, 5));
  for (const [place, naming] of ["open", "namespaced"].entries()) {
    const [seq, source] = [place + 1, naming === "open" ? "chain" : "hf"];
    const record = { nativeId: `a/llama-${seq}`, name: `llama-${seq}`, popularity: { downloads30d: naming === "open" ? 1e9 : 1 } };
    const listing = { key: listingKey(source, record.nativeId), source: source as SourceId, naming: "namespaced" as const, record, state: "LISTED" as const };
    connection
      .prepare(
        `INSERT INTO listings (seq, source, native_id, folded, model, naming, state, parts, fetched_at, first_seen_at, run, link_kind, link_relation, link_statement)
         VALUES (?1, ?2, ?3, ?3, ?1, ?4, 'LISTED', 0, '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', 0, 'LEADING', 'UNKNOWN', '')`,
      )
      .run(seq, source, record.nativeId, naming);
    connection.prepare("INSERT INTO records VALUES (?, ?)").run(seq, JSON.stringify(record));
    connection
      .prepare("INSERT INTO models (seq, id, rk, leading, listing_count, touched, words_digest, name_tokens, doc) VALUES (?, ?, ?, ?, 1, 1, '', ?, ?)")
      .run(seq, listing.key, rankKey(naming === "open" ? 478 : 16, seq), seq, record.name, JSON.stringify(mergeModel([listing])));
    connection.prepare("INSERT INTO words (rowid, name, aux) VALUES (?, 'llama', '')").run(rankKey(naming === "open" ? 478 : 16, seq));
  }
  connection.exec("UPDATE catalog SET sequence = 1");
  connection.close();
  const catalog = await openSqliteCatalog({ path: file, entriesPerRegistrant: 7 });
  expect([await catalog.coverage("chain" as SourceId), await catalog.coverage("hf" as SourceId)]).toMatchObject([{ listings: 1, entriesPerRegistrant: 7 }, { listings: 1 }]);
  expect((await catalog.searchWindow({ words: queryWords("llama"), text: "llama", filter: {}, extra: [] })).hits.map(({ model: { id, anybodyMayWrite, popularity } }) => [id, anybodyMayWrite, popularity?.downloads30d])).toEqual([
    ["hf:a/llama-2", undefined, 1], ["chain:a/llama-1", true, undefined],
  ]);
  expect((await catalog.tokenCounts(["llama"])).get("llama")).toBe(1);
  await catalog.close();
});

test("ids of offers and keys of overlays that a catalog of an earlier schema holds are found, and forgotten with their offers", async () => {
  const connection = new DatabaseSync(file);
  const before = migrations.slice(0, migrations.indexOf(callNamesSchema));
  migrate(connection, { path: file, readOnly: false }, before);
  const record: ListingRecord = { nativeId: "a/base", name: "base", offers: [{ provider: "groq", callAs: "Base-1" }, { provider: "own" }] };
  const listing = { key: listingKey("hf", record.nativeId), source: "hf" as SourceId, naming: "namespaced" as const, record, state: "LISTED" as const };
  connection
    .prepare(
      `INSERT INTO listings (seq, source, native_id, folded, model, naming, state, parts, fetched_at, first_seen_at, run, link_kind, link_relation, link_statement)
       VALUES (1, 'hf', ?1, ?1, 1, 'namespaced', 'LISTED', 0, '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', 0, 'LEADING', 'UNKNOWN', '')`,
    )
    .run(record.nativeId);
  connection.prepare("INSERT INTO records VALUES (1, ?)").run(JSON.stringify(record));
  connection
    .prepare("INSERT INTO models (seq, id, rk, leading, listing_count, touched, words_digest, name_tokens, doc) VALUES (1, ?, ?, 1, 1, 1, '', 'base', ?)")
    .run(listing.key, rankKey(0, 1), JSON.stringify(mergeModel([listing])));
  connection
    .prepare("INSERT INTO overlays (source, native_id, naming, record, fetched_at, first_seen_at, run, listing, link_kind, link_statement) VALUES ('litellm', 'X/Base', 'curated', ?, '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', 0, 1, 'REFERENCE', '')")
    .run(JSON.stringify({ nativeId: "X/Base", name: "base", offers: [{ provider: "x", callAs: "base-x" }] }));
  connection.exec("UPDATE catalog SET sequence = 1");
  connection.close();
  const catalog = await openSqliteCatalog({ path: file });
  const find = async () => (await catalog.callNames(["base-1", "x/base", "BASE-X"])).flat().map(({ name, source, provider, listing: found }) => [name, source, provider, found?.key]);
  expect(await find()).toEqual([["Base-1", "hf", "groq", "hf:a/base"], ["X/Base", "litellm", undefined, "hf:a/base"], ["base-x", "litellm", "x", "hf:a/base"]]);
  const { offers: _, ...without } = record;
  await catalog.applyListings([{ source: listing.source, naming: listing.naming, record: without, fetchedAt: "2026-03-02T00:00:00Z", linkTargets: [], onDemand: [] }]);
  expect((await find()).map(([name]) => name)).toEqual(["X/Base", "base-x"]);
  await catalog.close();
});

test("a catalog keeps its identity over restarts", async () => {
  const first = await openSqliteCatalog({ path: file });
  const generation = await first.generation();
  await first.close();
  const second = await openSqliteCatalog({ path: file });
  expect(await second.generation()).toBe(generation);
  await second.close();
});

const tuned: ListingRecord = { nativeId: "b/tune", name: "tune", lineage: [{ reference: "pkg:a/base", relation: "FINETUNE" }], languages: ["de"], formats: ["GGUF"] };

/** A file as the first version left it, with two listings. */
function writeFirstSchema(): void {
  const connection = new DatabaseSync(file);
  migrate(connection, { path: file, readOnly: false }, [firstSchema]);
  const records: readonly ListingRecord[] = [{ nativeId: "a/base", name: "base" }, tuned];
  for (const [place, record] of records.entries()) {
    const seq = place + 1;
    const { statedBy, hasWeights: _, ...document } = mergeModel([{ key: listingKey("hf", record.nativeId), source: "hf" as SourceId, naming: "namespaced", record, state: "LISTED" }]);
    connection
      .prepare(
        `INSERT INTO listings (seq, source, native_id, folded, model, naming, state, parts, fetched_at, first_seen_at, run, link_kind, link_relation, link_statement)
         VALUES (?, 'hf', ?, ?, ?, 'namespaced', 'LISTED', 0, '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', 0, 'LEADING', 'UNKNOWN', '')`,
      )
      .run(seq, record.nativeId, record.nativeId, seq);
    connection.prepare("INSERT INTO records VALUES (?, ?)").run(seq, JSON.stringify(record));
    connection
      .prepare("INSERT INTO models (seq, id, rk, leading, listing_count, touched, words_digest, name_tokens, doc) VALUES (?, ?, ?, ?, 1, 1, '', ?, ?)")
      .run(seq, document.id, rankKey(0, seq), seq, record.name, JSON.stringify({ ...document, statedBy }));
    connection.prepare("INSERT INTO changes (kind, at, source, listing, statement) VALUES ('LISTED', '2026-03-01T00:00:00Z', 'hf', ?, '')").run(`hf:${record.nativeId}`);
    connection.prepare("INSERT INTO words (rowid, name, aux) VALUES (?, ?, '')").run(rankKey(0, seq), record.name);
  }
  connection.exec("UPDATE catalog SET sequence = 1; INSERT INTO sources (source, checkpoint) VALUES ('hf', 'then')");
  connection.close();
}

function change(sql: string): void {
  const connection = new DatabaseSync(file);
  connection.exec(sql);
  connection.close();
}

function tables(): readonly unknown[] {
  const connection = new DatabaseSync(file, { readOnly: true });
  const names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all().map(({ name }) => name);
  connection.close();
  return names;
}

function version(connection: DatabaseSync): unknown {
  return connection.prepare("PRAGMA user_version").get()?.["user_version"];
}
