import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import { catalogSuite } from "../testing/index.ts";
import { key, query, sample, source } from "../testing/samples.ts";
import { openSplitCatalog } from "./open-split-catalog.ts";

let folder: string;
let opened: Catalog[] = [];
let made = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "modeldex-split-"));
});

afterEach(async () => {
  for (const catalog of opened) await catalog.close();
  opened = [];
  rmSync(folder, { recursive: true, force: true });
});

function newFile(): string {
  made += 1;
  return join(folder, `${made}.sqlite`);
}

async function open(path: string, now?: () => Date): Promise<Catalog> {
  const catalog = await openSplitCatalog({ path, ...(now && { now }) });
  opened.push(catalog);
  return catalog;
}

catalogSuite("SQLite with a writing process", (clock) => open(newFile(), () => new Date(clock.at)), { orders: 6 });

/** A page of listings of one publisher. */
function page(publisher: string): Parameters<Catalog["applyListings"]>[0] {
  return Array.from({ length: 400 }, (_, place) => sample(`hf:${publisher}/m${place}`, { publisher: { name: publisher } }));
}

describe("a writing process", () => {
  test("keeps the order of writes that nobody awaited, and close waits for them", async () => {
    const path = newFile();
    const catalog = await openSplitCatalog({ path });
    const writes = Array.from({ length: 40 }, (_, number) => catalog.applyListings([sample("hf:a/b", { task: `task-${number}`, fetchedAt: new Date(Date.UTC(2026, 2, 1, 0, number)).toISOString() })]));
    await catalog.close();
    expect((await Promise.all(writes)).map(({ added, changed }) => [added, changed])).toEqual([[1, 0], ...Array.from({ length: 39 }, () => [0, 1])]);
    // The log is back in the file.
    expect(existsSync(`${path}-wal`)).toBe(false);
    expect((await (await open(path)).models(["hf:a/b"]))[0]?.task).toBe("task-39");
    await expect(catalog.applyListings([sample("hf:a/c")])).rejects.toMatchObject({ name: "CatalogFileError", message: "This catalog was closed; open it again to write." });
  });

  test("starts with the first write and ends with close", async () => {
    const children = await started(async () => {
      const catalog = await openSplitCatalog({ path: newFile() });
      expect(await catalog.isEmpty()).toBe(true);
      await catalog.close();
      const other = await openSplitCatalog({ path: newFile() });
      await other.applyListings([sample("hf:a/b")]);
      await other.close();
    });
    expect(children.map(({ exitCode }) => exitCode)).toEqual([0]);
  });

  test("holds up no read while it waits for another process", async () => {
    const path = newFile();
    const catalog = await open(path);
    await catalog.applyListings([sample("hf:a/first")]);
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    let stored = false;
    const write = catalog.applyListings([sample("hf:a/b")]).then(() => (stored = true));
    for (let turn = 0; turn < 20; turn += 1) expect((await catalog.count(query(""))).count).toBe(1);
    expect(stored).toBe(false);
    other.exec("COMMIT");
    other.close();
    await write;
    expect((await catalog.count(query(""))).count).toBe(2);
  });

  test("tells errors by class, message and cause", async () => {
    const path = newFile();
    const catalog = await open(path);
    await expect(catalog.endRun({ source: source("hf"), run: 1, holder: "me", sweep: false, at: "2026-03-01T00:00:00Z" })).rejects.toMatchObject({ name: "LeaseLostError", message: expect.stringContaining("me no longer has the lease of hf") });
    const record = { nativeId: "a/b", name: "b", details: { read: (() => 1) as unknown as string } };
    await expect(catalog.applyListings([{ ...sample("hf:a/b"), record }])).rejects.toThrow(/could not be cloned/);
    const file = new DatabaseSync(path);
    file.exec("ALTER TABLE records RENAME TO taken_away");
    file.close();
    await expect(catalog.applyListings([sample("hf:a/b")])).rejects.toMatchObject({ code: "ERR_SQLITE_ERROR", message: expect.stringContaining("no such table") });
  });

  test("that breaks off rejects what is under way, and the next write starts another", async () => {
    const path = newFile();
    const catalog = await open(path);
    const children = await started(async (running) => {
      await catalog.applyListings([sample("hf:a/before")]);
      const writes = ["p0", "p1", "p2", "p3", "p4"].map((publisher) => catalog.applyListings(page(publisher)));
      running[0]!.kill("SIGKILL");
      const broken = (await Promise.allSettled(writes)).flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
      expect(broken.at(-1)).toMatchObject({
        name: "CatalogWriterError",
        message: "The process that writes to the catalog broke off (SIGKILL) before applyListings was confirmed: it is stored whole or not at all; ask for it again.",
      });
      expect(await catalog.applyListings([sample("hf:a/after")])).toMatchObject({ added: 1 });
    });
    expect(children).toHaveLength(2);
    expect((await catalog.listings([key("hf:a/before"), key("hf:a/after")])).map((listing) => listing?.key)).toEqual(["hf:a/before", "hf:a/after"]);
    for (const publisher of ["p0", "p1", "p2", "p3", "p4"]) expect([0, 400]).toContain((await catalog.count(query("", { publishers: [`publisher:${publisher}`] }))).count);
  });

  test("is refused for a catalog in memory, and says at once what is wrong with a file", async () => {
    await expect(openSplitCatalog({ path: ":memory:" })).rejects.toMatchObject({ name: "CatalogInputError" });
    const path = newFile();
    const theirs = new DatabaseSync(path);
    theirs.exec("CREATE TABLE theirs (x)");
    theirs.close();
    await expect(openSplitCatalog({ path })).rejects.toMatchObject({ name: "CatalogFileError", message: expect.stringContaining("is not a catalog of Modeldex") });
  });
});

/** Processes that were started meanwhile. */
async function started(work: (running: readonly ChildProcess[]) => Promise<void>): Promise<readonly ChildProcess[]> {
  const children: ChildProcess[] = [];
  const note = (message: unknown): void => void children.push((message as { readonly process: ChildProcess }).process);
  subscribe("child_process", note);
  try {
    await work(children);
  } finally {
    unsubscribe("child_process", note);
  }
  return children;
}
