import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Catalog } from "../src/catalog.ts";
import { openSqliteCatalog } from "../src/sqlite/open-catalog.ts";
import { walk } from "../src/testing/search-suite.ts";
import { key, query, sample, source } from "../src/testing/samples.ts";

const hf = source("hf");
let folder: string;
const children: ChildProcess[] = [];
const opened: Catalog[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "modeldex-catalog-"));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const catalog of opened.splice(0)) await catalog.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a run that is killed in the middle of a page goes on where the file says, and ends as an undisturbed one", async () => {
  const [pages, perPage] = [12, 120];
  const disturbed = join(folder, "disturbed.sqlite");
  for (const killAfter of [3, 2, 4]) {
    const child = harvest(disturbed, pages, perPage);
    let stored = 0;
    for await (const line of child.lines) {
      if (line.startsWith("page")) stored += 1;
      if (stored === killAfter) break;
    }
    // The next page is being written now.
    child.process.kill("SIGKILL");
    await once(child.process, "exit");
    const catalog = await open(disturbed);
    const cursor = await cursorOf(catalog);
    expect((await catalog.harvestState(hf)).running?.listingsSeen).toBe(cursor * (perPage + 2));
    expect((await catalog.coverage(hf)).listings).toBe((await catalog.changes(0, 10_000)).filter(({ kind }) => kind === "LISTED").length);
    expect((await walk(catalog, query("", {}))).length).toBe((await catalog.count(query(""))).count);
    await catalog.close();
    opened.length = 0;
  }
  const last = harvest(disturbed, pages, perPage);
  expect(await lastLine(last)).toBe("done");
  const undisturbed = join(folder, "undisturbed.sqlite");
  expect(await lastLine(harvest(undisturbed, pages, perPage))).toBe("done");
  expect(rowsOf(disturbed)).toEqual(rowsOf(undisturbed));
});

test("one process reads and writes while another harvests, and a second harvest is refused by name", async () => {
  const file = join(folder, "shared.sqlite");
  const catalog = await open(file);
  const child = harvest(file, 10, 150);
  const counts: number[] = [];
  for await (const line of child.lines) {
    if (line.startsWith("from")) expect(await catalog.acquireLease({ source: hf, holder: "me", ttlMs: 1 })).toMatchObject({ acquired: false, holder: `child:${child.process.pid}` });
    if (!line.startsWith("page")) continue;
    const page = Number(line.slice(5));
    await catalog.applyListings([sample(`or:mine-${page}`, { fetchedAt: "2026-05-01T00:00:00Z" })]);
    counts.push((await catalog.count(query(""))).count);
    expect((await catalog.models([`or:mine-${page}`, `hf:shared/m${page}-${page}`])).every((model) => model !== undefined)).toBe(true);
  }
  expect(counts).toHaveLength(10);
  expect(counts.toSorted((left, right) => left - right)).toEqual(counts);
  expect((await catalog.coverage(source("or"))).listings).toBe(10);
  expect((await catalog.count(query("", { sources: ["hf"] }))).count).toBe((await walk(catalog, query("", { sources: ["hf"] }))).length);
});

test("a write waits for another process without holding up the event loop", async () => {
  const file = join(folder, "busy.sqlite");
  const catalog = await open(file);
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  let stored = false;
  const write = catalog.applyListings([sample("hf:a/b")]).then(() => {
    stored = true;
  });
  // Reading goes on meanwhile; every answer is a turn in which the write could have come through.
  for (let turn = 0; turn < 20; turn += 1) expect(await catalog.listings([key("hf:a/b")])).toEqual([undefined]);
  expect(stored).toBe(false);
  other.exec("COMMIT");
  await write;
  expect((await catalog.listings([key("hf:a/b")]))[0]?.key).toBe("hf:a/b");
  other.close();
});

test("a catalog that is open for reading sees what is written and refuses to write", async () => {
  const file = join(folder, "read.sqlite");
  const writer = await open(file);
  const reader = await openSqliteCatalog({ path: file, readOnly: true });
  opened.push(reader);
  await writer.applyListings([sample("hf:a/b")]);
  expect(await walk(reader, query("b"))).toEqual(["hf:a/b"]);
  await writer.markGone([key("hf:a/b")], "2026-05-01T00:00:00Z");
  expect(await walk(reader, query("b"))).toEqual([]);
  await expect(reader.applyListings([sample("hf:a/c")])).rejects.toMatchObject({ name: "CatalogFileError", message: expect.stringContaining("reading only") });
});

test("several processes may make one file at once, and one of them harvests", async () => {
  const file = join(folder, "new.sqlite");
  const ends = await Promise.all([1, 2, 3, 4].map(() => lastLine(harvest(file, 3, 20))));
  expect(ends.filter((end) => end === "done").length).toBeGreaterThanOrEqual(1);
  expect(ends.filter((end) => end !== "done" && !end?.startsWith("refused: child:"))).toEqual([]);
  expect((await (await open(file)).coverage(hf)).listings).toBe(66);
});

interface Child {
  readonly process: ChildProcess;
  readonly lines: AsyncIterable<string>;
}

function harvest(file: string, pages: number, perPage: number): Child {
  const child = spawn(process.execPath, [join(import.meta.dirname, "harvest-child.ts"), file, String(pages), String(perPage)], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  return { process: child, lines: createInterface({ input: child.stdout }) };
}

async function lastLine({ lines }: Child): Promise<string | undefined> {
  let last: string | undefined;
  for await (const line of lines) last = line;
  return last;
}

async function open(path: string): Promise<Catalog> {
  const catalog = await openSqliteCatalog({ path });
  opened.push(catalog);
  return catalog;
}

/** Takes the run over from the killed holder to see where it stands, and gives it back. */
async function cursorOf(catalog: Catalog): Promise<number> {
  const holder = (await catalog.harvestState(hf)).running?.holder ?? "";
  const { cursor = "0" } = await catalog.beginRun({ source: hf, holder, full: true, at: "2026-05-01T00:00:00Z" });
  await catalog.releaseLease(hf, holder);
  return Number(cursor);
}

/** Everything that a harvest leaves, without the numbers that only tell in which order it came. */
function rowsOf(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  const all = (sql: string): unknown => database.prepare(sql).all().map((row) => ({ ...row }));
  const rows = {
    listings: all("SELECT l.key, l.state, l.fetched_at, l.first_seen_at, l.link_kind, l.link_statement, r.record, m.id FROM listings AS l JOIN records AS r ON r.listing = l.seq JOIN models AS m ON m.seq = l.model ORDER BY l.key"),
    models: all("SELECT id, doc, name_tokens, words_digest FROM models ORDER BY id"),
    signatures: all("SELECT s.signature, l.key FROM signatures AS s JOIN listings AS l ON l.seq = s.listing ORDER BY 1, 2"),
    digests: all("SELECT d.digest, d.path, l.key FROM digests AS d JOIN listings AS l ON l.seq = d.listing ORDER BY 1, 2, 3"),
    words: all("SELECT m.id FROM words AS w JOIN models AS m ON m.rk = w.rowid WHERE w.words MATCH 'llama' ORDER BY 1"),
    changes: all("SELECT kind, listing, model, statement FROM changes ORDER BY 2, 1, 3, 4"),
    run: all("SELECT listings_seen, cursor FROM runs"),
  };
  database.close();
  return rows;
}
