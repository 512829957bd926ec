import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteCatalog } from "../packages/catalog/src/index.ts";
import { emptyFolder, removeFolder, runCommand, runHere } from "./support/command.ts";

/** What the sources of the configuration list, read from a file at every call. */
interface World {
  readonly shelf: readonly object[];
  readonly prices?: readonly object[];
  /** Whether the shelf lists in pages of two. */
  readonly paged?: boolean;
}

let folder: string;
let data: string;
let settings: Record<string, string>;

const config = `
import { readFileSync } from "node:fs";
const world = () => JSON.parse(readFileSync(new URL("./world.json", import.meta.url), "utf8"));
const about = { homepage: "https://shelf.example", contract: 1 };
const checkpointOf = (value) => JSON.stringify(value).length.toString();
export default {
  sources: [
    {
      ...about, id: "shelf", kind: "shelf", title: "Shelf", listing: "full",
      parseReference: (text) => (text.startsWith("shelf://") ? [{ ref: { nativeId: text.slice(8) }, readAs: "shelf address", certain: true }] : []),
      list: async ({ cursor = "0", limit }, context) => {
        const { shelf, paged = false } = world();
        const rows = shelf.filter((row) => typeof row.nativeId === "string" || (context.drop(row.label, "it has no id"), false));
        const size = paged ? Math.min(limit, 2) : rows.length;
        const next = Number(cursor) + size;
        return { records: rows.slice(Number(cursor), next), ...(next < rows.length && { cursor: String(next) }) };
      },
    },
    {
      ...about, id: "prices", kind: "prices", title: "Prices", listing: "full", naming: "curated",
      list: async ({ since }) => {
        const { prices = [] } = world();
        return since === checkpointOf(prices) ? { unchanged: true } : { overlays: prices, checkpoint: checkpointOf(prices), ...(since !== undefined && { whole: true }) };
      },
    },
    { ...about, id: "asked", kind: "asked", title: "Asked", get: async ({ refs }) => refs.map(() => undefined) },
  ],
};
`;

beforeEach(async () => {
  folder = await emptyFolder();
  data = join(folder, "data");
  await writeFile(join(folder, "modeldex.config.mjs"), config);
  settings = { MODELDEX_CONFIG: join(folder, "modeldex.config.mjs"), MODELDEX_DATA_DIR: data };
});
afterEach(() => removeFolder(folder));

const set = (world: World) => writeFile(join(folder, "world.json"), JSON.stringify(world));
const model = (name: string, more: object = {}) => ({ nativeId: `lumen/${name}`, name, ...more });
const price = (nativeId: string, about: string, more: object = {}) => ({ nativeId, links: [{ reference: about, relation: "HOSTED", statement: "It is served there." }], offers: [{ provider: "Harbour", usdPerMillionInputTokens: 1 }], ...more });
const dryRun = (...words: readonly string[]) => runHere(["harvest", "--dry-run", ...words], settings);
const rows = async (...words: readonly string[]) => JSON.parse((await dryRun(...words, "--json")).out);

/** Digests of all files of the data folder, and what the catalog says of its state. */
async function state(): Promise<object> {
  const names = (await readdir(data)).filter((name) => !/-(?:shm|wal)$/.test(name)).toSorted();
  const digests = await Promise.all(names.map(async (name) => [name, createHash("sha256").update(await readFile(join(data, name))).digest("hex")]));
  const wal = await readFile(join(data, "catalog.sqlite-wal")).then(({ length }) => length, () => 0);
  const catalog = await openSqliteCatalog({ path: join(data, "catalog.sqlite"), readOnly: true });
  try {
    const ids = ["shelf", "prices"] as const;
    return { digests, wal, generation: await catalog.generation(), harvests: await Promise.all(ids.map((id) => catalog.harvestState(id as never))) };
  } finally {
    await catalog.close();
  }
}

describe("harvest --dry-run", () => {
  it("says what would be new, changed, gone, left out, and what overlays are of; and writes nothing", async () => {
    await set({ shelf: [model("one"), model("two", { license: { stated: "mit" } }), model("three", { stableId: "3" }), model("last")], prices: [price("p1", "shelf://lumen/one"), price("p2", "shelf://lumen/gone")] });
    expect(await runCommand(["harvest"], settings)).toMatchObject({ code: 0 });
    const before = await state();
    await set({
      shelf: [model("one"), model("two", { license: { stated: "apache-2.0" }, task: "text-generation" }), model("four"), { nativeId: "lumen/tri", name: "tri", stableId: "3" }, { nativeId: "lumen/first", name: "first", aliases: ["lumen/last"] }, { label: "fifth" }, model("five", { license: "mit" })],
      prices: [price("p1", "shelf://lumen/one", { contextTokens: 4_096 }), price("p3", "https://elsewhere.example/x"), price("p4", "https://elsewhere.example/y", { name: "four" }), price("p2", "shelf://lumen/gone")],
    });
    // A process of its own, as a person runs it: it also closes what it opened.
    const { code, out, err } = await runCommand(["harvest", "--dry-run", "--json"], settings);
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toEqual([
      {
        source: "shelf", status: "DONE", pages: 1, complete: true,
        listings: {
          seen: 6, same: 1, added: [{ nativeId: "lumen/four", name: "four" }, { nativeId: "lumen/first", name: "first" }, { nativeId: "lumen/five", name: "five" }],
          changed: [{ nativeId: "lumen/two", name: "two", fields: ["license", "task"] }, { nativeId: "lumen/tri", name: "tri", fields: ["name", "nativeId"], storedAs: "lumen/three" }], gone: [{ nativeId: "lumen/last", name: "last" }],
        },
        overlays: { seen: 0, added: 0, changed: 0, same: 0, gone: [], matched: [], byName: [], unmatched: [] },
        dropped: [{ nativeId: "fifth", reason: "it has no id" }], valuesLeftOut: { license: 1 }, advice: { license: "write an object { stated, name?, url? }" },
      },
      {
        source: "prices", status: "DONE", since: expect.any(String), pages: 1, complete: true,
        listings: { seen: 0, same: 0, added: [], changed: [], gone: [] },
        overlays: {
          seen: 4, added: 2, changed: 1, same: 1, gone: [], matched: [{ nativeId: "p1", model: "shelf:lumen/one" }], byName: [{ nativeId: "p4", name: "four" }],
          unmatched: [{ nativeId: "p3", references: ["https://elsewhere.example/x"] }, { nativeId: "p2", references: ["shelf://lumen/gone"] }],
        },
        dropped: [], valuesLeftOut: {}, advice: {},
      },
      { source: "asked", status: "LISTS_NOTHING" },
    ]);
    expect(await state()).toEqual(before);
    // What it foretold is what happens.
    const [shelf, prices] = (await runCommand(["harvest", "--json"], settings)).out.trim().split("\n").map((line) => JSON.parse(line));
    expect([shelf, prices]).toMatchObject([{ seen: 6, added: 3, changed: 2, gone: 1, dropped: 1 }, { seen: 4, added: 2, changed: 1, gone: 0 }]);
    expect(await state()).not.toEqual(before);
  });

  it("tells it to a person", async () => {
    await set({ shelf: [model("one"), model("two")], prices: [price("p1", "shelf://lumen/one"), price("p2", "shelf://lumen/two")] });
    await runCommand(["harvest"], settings);
    await set({ shelf: [model("one", { task: "text-generation" }), { label: "fifth" }, ...Array.from({ length: 12 }, (_, place) => model(`new-${place}`))], prices: [price("p2", "shelf://lumen/nobody")] });
    const { code, out } = await dryRun();
    expect([code, out.replace(/since \d+/, "since MARK").split("\n")]).toEqual([0, [
      "shelf: nothing was written; everything was asked for; 1 page, there are no more", "  13 listings seen: 12 new, 1 changed, 0 as stored; 1 gone",
      ...Array.from({ length: 10 }, (_, place) => `  new lumen/new-${place}`), "  … and 2 more new (--json has all)",
      "  changed lumen/one: task", "  gone lumen/two", "  left out fifth: it has no id",
      "prices: nothing was written; what changed since MARK was asked for; 1 page, there are no more",
      "  1 overlay seen: 0 new, 1 changed, 0 as stored; 1 gone; 0 fit a known model, 0 perhaps by name, 1 none", "  p2 is of no known model: shelf://lumen/nobody", "  gone p1",
      "asked: lists nothing; it is asked when somebody searches or asks for a model", "",
    ]]);
  });

  it("says what the removal guard would hold back, and what --force would let go", async () => {
    const many = Array.from({ length: 40 }, (_, place) => model(`m-${place}`));
    await set({ shelf: many });
    await runCommand(["harvest", "shelf"], settings);
    const before = await state();
    await set({ shelf: many.slice(0, 20) });
    const [held] = await rows("shelf");
    expect([held.listings.gone.length, held.heldBackBecause]).toEqual([20, "20 of 40 listings (50 %) were not seen, more than 20 %; nothing was removed. When they are really gone, let go by: modeldex harvest shelf --force"]);
    expect((await dryRun("shelf")).out).toMatch(/ {2}20 listings seen: 0 new, 0 changed, 20 as stored; 20 gone, held back\n[^]* {2}held back: 20 of 40 listings/);
    const [forced] = await rows("shelf", "--force");
    expect([forced.listings.gone.length, forced.heldBackBecause]).toEqual([20, undefined]);
    expect(await state()).toEqual(before);
    expect(JSON.parse((await runCommand(["harvest", "shelf", "--json"], settings)).out)).toMatchObject({ gone: 0, heldBackBecause: held.heldBackBecause });
  });

  it("says that nothing has changed where the source does, and asks for everything with --all", async () => {
    await set({ shelf: [], prices: [price("p1", "shelf://lumen/one")] });
    await runCommand(["harvest", "prices"], settings);
    const [unchanged] = await rows("prices");
    expect(unchanged).toMatchObject({ unchanged: true, complete: true, overlays: { seen: 0, gone: [] } });
    expect((await dryRun("prices")).out).toMatch(/^prices: nothing was written; what changed since \d+ was asked for; 1 page, nothing has changed\n/);
    const [all] = await rows("prices", "--all");
    expect(all).toMatchObject({ pages: 1, overlays: { seen: 1, same: 1 } });
    expect(all.since).toBe(undefined);
  });

  it("stops at --limit, and then does not say what is gone", async () => {
    await set({ shelf: [1, 2, 3, 4, 5].map((place) => model(`m-${place}`)), paged: true });
    await runCommand(["harvest", "shelf"], settings);
    const [part] = await rows("shelf", "--limit", "3");
    expect([part.pages, part.complete, part.listings]).toEqual([2, false, { seen: 3, added: [], changed: [], same: 3, gone: [] }]);
    expect((await dryRun("shelf", "--limit", "3")).out).toContain("2 pages, there are more, so what is gone cannot be told; --limit says how many rows are asked for\n");
    expect((await rows("shelf"))[0]).toMatchObject({ pages: 3, complete: true, listings: { seen: 5, same: 5 } });
  });

  it("makes no catalog where there is none, and runs while another process holds the harvest", async () => {
    await set({ shelf: [model("one")] });
    const { code, out, err } = await runCommand(["harvest", "--dry-run", "shelf"], settings);
    expect([code, err, out]).toEqual([0, `There is no catalog in ${data} yet: everything that is listed is new.\n`, expect.stringContaining("1 new, 0 changed")]);
    expect(existsSync(data)).toBe(false);
    await runCommand(["harvest", "shelf"], settings);
    const catalog = await openSqliteCatalog({ path: join(data, "catalog.sqlite") });
    try {
      await catalog.acquireLease({ source: "shelf" as never, holder: "elsewhere:1", ttlMs: 60_000 });
      expect((await rows("shelf"))[0]).toMatchObject({ status: "DONE", listings: { same: 1 } });
    } finally {
      await catalog.close();
    }
  });

  it("ends with 4 when a source fails, after it told the others", async () => {
    await set({ shelf: [model("one")], prices: "none" as never });
    const { code, out } = await dryRun();
    expect([code, out]).toEqual([4, expect.stringMatching(/^shelf: nothing was written[^]*\nprices: nothing was written; everything was asked for; 1 page, it failed by BAD_RESPONSE: [^]*\nasked: lists nothing/)]);
  });

  it.each([
    ["an unknown source", ["none"], '"none" is not a source that can be harvested; there are shelf, prices.'],
    ["a source that lists nothing", ["asked"], '"asked" is not a source that can be harvested; there are shelf, prices.'],
    ["a limit that is no number", ["--limit", "many"], '--limit is "many"; write a number from 1 to 1000000.'],
  ])("refuses %s", async (_what, words, message) => {
    await set({ shelf: [] });
    expect(await dryRun(...words)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });

  it("is the only one that takes --limit", async () => {
    expect(await runHere(["harvest", "--limit", "3"], settings)).toMatchObject({ code: 2, err: "--limit is for --dry-run; a harvest brings everything that the source lists.\n" });
  });
});
