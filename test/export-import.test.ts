import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { listing } from "@modeldex/plugin-kit";
import type { ListingRecord, Source } from "@modeldex/plugin-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, removeFolder, runCommand, runHere, serveCommand, startCommand, stopCommand } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";

const digest = (n: number) => `sha256:${n.toString(16).padStart(64, "0")}` as const;
const people = ["lumen", "acme", "通义"];
const tasks = ["text-generation", "fill-mask", undefined];
/** Models of the first source; some are private. */
const first: readonly ListingRecord[] = Array.from({ length: 600 }, (_, n) => listing({
  nativeId: `${people[n % 3]}/lantern-${n % 50}.${n % 7}-${n}b`, name: `lantern-${n % 50}.${n % 7}-${n}b`, stableId: `id-${n}`, publisher: { name: people[n % 3]! },
  task: tasks[n % 3], license: { stated: n % 2 === 0 ? "mit" : "llama3.1" }, popularity: { downloads30d: (n * 7919) % 10_007 }, languages: n % 5 === 0 ? ["da", "en"] : undefined,
  access: n % 100 === 99 ? "PRIVATE" : "OPEN", details: { shelf: n }, artifacts: n < 20 ? [{ path: "model.safetensors", sizeBytes: 2 ** 31, digest: digest(n) }] : undefined,
}));
/** Models of the second one: the same files, and references to the first. */
const second: readonly ListingRecord[] = Array.from({ length: 100 }, (_, n) => listing({
  nativeId: `offer-${n}`, name: first[n]!.name, offers: [{ provider: "second", usdPerMillionInputTokens: n }],
  links: n % 2 === 0 ? [{ reference: `first://${first[n]!.nativeId}`, relation: "HOSTED", statement: "It says so." }] : undefined,
  artifacts: n < 20 ? [{ path: "model.safetensors", sizeBytes: 2 ** 31, digest: digest(n) }] : undefined,
}));

/** The configuration of both folders; the records are what its sources list now. */
function sourcesOver(listed: { first: readonly ListingRecord[]; second: readonly ListingRecord[] }): readonly Source[] {
  const about = { homepage: "https://shelf.example", contract: 1, listing: "full" } as const;
  return [
    { ...about, id: "first", kind: "first", title: "First", list: async () => ({ records: listed.first }), parseReference: (text) => (text.startsWith("first://") ? [{ ref: { nativeId: text.slice(8) }, readAs: "first address", certain: true }] : []) },
    { ...about, id: "second", kind: "second", title: "Second", list: async () => ({ records: listed.second }) },
  ];
}

/** The same sources for the command, which lists nothing. */
const configuration = `
const about = { homepage: "https://shelf.example", contract: 1, listing: "full", list: async () => ({ records: [] }) };
export default { sources: [
  { ...about, id: "first", kind: "first", title: "First", parseReference: (text) => (text.startsWith("first://") ? [{ ref: { nativeId: text.slice(8) }, readAs: "first address", certain: true }] : []) },
  { ...about, id: "second", kind: "second", title: "Second" },
] };`;

let folder: string;
let exported: string;
const settings = (data: string, more: Readonly<Record<string, string>> = {}) => ({ MODELDEX_CONFIG: join(folder, "modeldex.config.mjs"), MODELDEX_DATA_DIR: join(folder, data), ...more });
const lines = async (path: string): Promise<string[]> => (path.endsWith(".gz") ? gunzipSync(await readFile(path)).toString() : await readFile(path, "utf8")).split("\n");

beforeAll(async () => {
  folder = await emptyFolder();
  exported = join(folder, "models.ndjson.gz");
  await writeFile(join(folder, "modeldex.config.mjs"), configuration);
  const listed = { first, second };
  const modeldex = await startGateway({ sources: sourcesOver(listed) }, { dataDir: join(folder, "outside") });
  const harvest = () => Promise.all(["first", "second"].map((id) => modeldex.gateway.harvest(id, { all: true, force: true, signal: AbortSignal.timeout(60_000) })));
  await harvest();
  // One renamed, one gone, one that is no longer to be used.
  listed.first = [{ ...first[0]!, nativeId: "lumen/renamed", name: "renamed" }, { ...first[1]!, deprecated: true }, ...first.slice(3)];
  await harvest();
  await modeldex.close();
  expect(await runCommand(["export", exported], settings("outside"))).toMatchObject({ code: 0, out: expect.stringMatching(/^694 listings in .*models\.ndjson\.gz \(first 594, second 100\); 6 private ones left out\nsha256 [0-9a-f]{64}\n$/), err: "" });
});
afterAll(() => removeFolder(folder));

describe("export and import", () => {
  it("make an equal catalog in an empty folder: searches, models, links, facets, former names", async () => {
    const told = JSON.parse((await runCommand(["import", exported, "--json"], settings("inside"))).out);
    const end = JSON.parse((await lines(exported)).at(-2)!).end;
    expect(told).toEqual({ ...end, madeAt: expect.any(String), added: 694, changed: 0, unchanged: 0, completed: 0, notStored: 0, gone: 1, valuesLeftOut: {}, unknownSources: [] });
    expect(await answersOf("inside")).toEqual(await answersOf("outside", { private: false }));
  });

  it("changes nothing when it is imported again", async () => {
    expect(await runCommand(["import", exported], settings("inside"))).toMatchObject({ code: 0, out: expect.stringMatching(/: 0 new, 0 changed, 694 already known, 0 gone\nsha256 /) });
  });

  it("counts what an older file only adds to the same revision as known, and says that it was added", async () => {
    const path = join(folder, "details.config.mjs");
    await writeFile(path, 'export default { sources: [{ id: "first", kind: "first", title: "First", contract: 1, onDemand: ["contextTokens"], get: async () => [], list: async () => ({ records: [{ nativeId: "a", name: "a", revision: "r1" }] }) }] };');
    const more = { MODELDEX_CONFIG: path };
    expect((await runCommand(["harvest", "first"], settings("details", more))).code).toBe(0);
    const older = { source: "first", naming: "namespaced", state: "LISTED", fetchedAt: "2026-01-01T00:00:00.000Z", firstSeenAt: "2026-01-01T00:00:00.000Z", record: { nativeId: "a", name: "b", revision: "r1", contextTokens: 8_192 } };
    const head = { format: "modeldex.export", version: 1, madeAt: "2026-01-01T00:00:00.000Z", generation: "1", private: false, sources: [{ id: "first", kind: "first", title: "First", listings: 1 }] };
    const body = `${JSON.stringify(head)}\n${JSON.stringify(older)}\n`;
    const file = join(folder, "details.ndjson");
    await writeFile(file, `${body}${JSON.stringify({ end: { listings: 1, bySource: { first: 1 }, sha256: createHash("sha256").update(body).digest("hex") } })}\n`);
    const imported = () => runCommand(["import", file], settings("details", more));
    expect(await imported()).toMatchObject({ code: 0, out: expect.stringMatching(/^1 listing of .*: 0 new, 0 changed, 1 already known \(1 of them now with details that the file had of the same revision\), 0 gone\n/) });
    expect(await imported()).toMatchObject({ code: 0, out: expect.stringMatching(/: 0 new, 0 changed, 1 already known, 0 gone\n/) });
  });

  it("brings a catalog into a network without internet, also where the sources are not configured", async () => {
    const alone = { MODELDEX_CONFIG: "", MODELDEX_DATA_DIR: join(folder, "closed"), MODELDEX_OFFLINE: "1" };
    expect(await runCommand(["import", exported], alone)).toMatchObject({ code: 0, out: expect.stringContaining("The configuration names no source first, second: its models are found, and their listings are shown once it does.") });
    const serving = await serveCommand(alone);
    try {
      const { search } = await serving.query('{ search(text: "renamed", first: 1) { nodes { id publisher { name } license { spdx } } } }');
      expect(search.nodes).toEqual([{ id: "first:lumen/renamed", publisher: { name: "lumen" }, license: { spdx: "MIT" } }]);
    } finally {
      await stopCommand(serving);
    }
  });

  it("writes the same to standard output, private listings and single sources only on demand", async () => {
    const out = await runCommand(["export"], settings("outside"));
    expect(out).toMatchObject({ code: 0, err: expect.stringMatching(/^694 listings \(first 594, second 100\); 6 private/) });
    expect(out.out.split("\n").slice(1, -2)).toEqual((await lines(exported)).slice(1, -2));
    const secret = join(folder, "private.ndjson");
    expect(JSON.parse((await runCommand(["export", secret, "--private", "--json"], settings("outside"))).out)).toMatchObject({ file: secret, listings: 700, leftOut: 0, bySource: { first: 600, second: 100 } });
    expect((await lines(exported)).join("\n")).not.toContain("PRIVATE");
    expect(JSON.parse((await runCommand(["export", join(folder, "one.ndjson"), "--source", "second", "--json"], settings("outside"))).out)).toMatchObject({ listings: 100, bySource: { second: 100 } });
    expect(await runCommand(["export", "--source", "third"], settings("outside"))).toMatchObject({ code: 2, err: '--source is "third", of which nothing is stored; there are first, second.\n' });
    expect(await runCommand(["export", "/dev/null/x"], settings("outside"))).toMatchObject({ code: 2, err: expect.stringMatching(/^\/dev\/null\/x cannot be written: /) });
  });

  it("resumes an import that was killed", async () => {
    const many = join(folder, "many.ndjson");
    await writeFile(many, exportOf(Array.from({ length: 20_000 }, (_, n) => ({ ...plainLine(n), record: { ...plainLine(n).record, description: "x".repeat(300) } }))));
    const killed = startCommand(["import", many], settings("killed"));
    while ((await stored("killed")) < 500) await delay(20);
    killed.signal("SIGKILL");
    await killed.ended;
    const before = await stored("killed");
    expect(before).toBeLessThan(20_000);
    expect(await runCommand(["import", many, "--json"], settings("killed"))).toMatchObject({ code: 0, out: expect.stringContaining(`"added":${20_000 - before},"changed":0,"unchanged":${before},`) });
    expect(await stored("killed")).toBe(20_000);
  });

  it("ends with 6 when it is stopped, and goes on later", async () => {
    const stopped = startCommand(["import", join(folder, "many.ndjson")], settings("stopped"));
    while ((await stored("stopped")) < 500) await delay(20);
    expect(await stopCommand(stopped)).toMatchObject({ code: 6, out: "", err: "Stopped before its end; run it again.\n" });
  });
});

describe("a file that is not whole", () => {
  const whole = exportOf([plainLine(1), plainLine(2)]);
  const [header = "", one = "", two = "", end = ""] = whole.split("\n");
  const sealed = (...changed: readonly string[]): string => seal(changed, 2);
  const changedLine = (change: object): string => sealed(header, JSON.stringify({ ...plainLine(1), ...change }), two);

  it.each<readonly [string, string | Buffer, string]>([
    ["nothing", "", "the file is empty"],
    ["another file", "models:\n  - id: a\n", "line 1: it is not JSON"],
    ["another format", '{"format":"modeldex.starter/1"}\n', 'line 1: it is no export of Modeldex: its first line must have "format": "modeldex.export"'],
    ["a version to come", sealed(header.replace('"version":1', '"version":2'), one, two), "line 1: it has version 2 of the format, and this version of Modeldex reads 1"],
    ["a header without sources", sealed('{"format":"modeldex.export","version":1,"madeAt":"2026-11-26T00:00:00Z","generation":"x:1","private":false}', one, two), "line 1: its header must have madeAt, generation, private and sources"],
    ["one changed letter", whole.replace("model-2\"", "model-3\""), "its digest is sha256 "],
    ["another digest", whole.replace(/"sha256":"../, '"sha256":"00'), "its digest is sha256 "],
    ["a line less", [header, one, end, ""].join("\n"), "its digest is sha256 "],
    ["a line less with its digest", sealed(header, one), "it has 1 listings, and its last line says 2 (first differ)"],
    ["no last line", [header, one, two, ""].join("\n"), "the last line, with the digest, is missing after line 3"],
    ["a cut line", whole.slice(0, header.length + 40), "line 2: the file ends in the middle of a line; copy it again"],
    ["lines after the digest", `${whole}{}\n`, "line 5: nothing may follow the line with the digest"],
    ["half a packed file", gzipSync(whole).subarray(0, 200), "it ends in the middle of its packed data; copy it again"],
    ["a damaged packed file", damaged(gzipSync(whole)), "copy it again"],
    ["a line that is no JSON", sealed(header, "{", two), "line 2: it is not JSON"],
    ["a listing without source", changedLine({ source: undefined }), "line 2: source must be the id of a source"],
    ["a listing of no naming", changedLine({ naming: "closed" }), "line 2: naming cannot be read"],
    ["a listing without its time", changedLine({ fetchedAt: undefined }), "line 2: a listing must have naming, state, fetchedAt, firstSeenAt"],
    ["a listing of the future", changedLine({ fetchedAt: "2999-01-01T00:00:00Z" }), "line 2: fetchedAt lies in the future (2999-01-01T00:00:00Z)"],
    ["a gone listing without a time", changedLine({ state: "GONE" }), "line 2: goneAt must be there when state is GONE, and only then"],
    ["a link to nothing", changedLine({ links: [{ reference: "x", target: "no key" }] }), "line 2: links.target, links[] cannot be read"],
    ["a record without a name", changedLine({ record: { nativeId: "lumen/x" } }), "line 2: record must be a listing: nativeId and name must be texts"],
    ["a line of 9 MB", sealed(header, JSON.stringify({ ...plainLine(1), more: "x".repeat(9_000_000) }), two), "line 2 is longer than 8388608 bytes"],
  ])("changes nothing and says so: %s", async (_, content, message) => {
    const path = join(folder, "broken.ndjson");
    await writeFile(path, content);
    const { code, out, err } = await runHere(["import", path], settings("untouched"));
    expect([code, out, err]).toEqual([2, "", expect.stringContaining(message)]);
    expect(err).toMatch(/Nothing was imported\.\n$/);
    expect(await stored("untouched")).toBe(0);
  });

  it("is told from one that is not there", async () => {
    expect(await runHere(["import", join(folder, "none.ndjson")], settings("untouched"))).toMatchObject({ code: 2, err: expect.stringMatching(/none\.ndjson: there is no such file\. Nothing was imported\.\n$/) });
  });

  it("is told from one that is", async () => {
    const path = join(folder, "whole.ndjson");
    await writeFile(path, whole);
    expect(await runCommand(["import", path], settings("touched"))).toMatchObject({ code: 0, out: expect.stringMatching(/^2 listings .*: 2 new/) });
  });
});

/** What a person sees of a catalog; link evidence has times of its own. */
async function answersOf(data: string, { private: withPrivate = true } = {}): Promise<unknown> {
  const modeldex = await startGateway({ sources: sourcesOver({ first: [], second: [] }) }, { dataDir: join(folder, data), offline: true });
  try {
    const model = "id name task aliases description license { spdx class } languages parameters { total } popularity { downloads30d } listings { nodes { key state fetchedAt goneAt access link { kind relation statement } } } candidateListings { listing { key } }";
    // Private models are in the one folder alone.
    const filter = withPrivate ? {} : { not: { access: ["PRIVATE"] } };
    const page = `query ($text: String, $filter: ModelFilterInput, $after: String) { search(text: $text, filter: $filter, first: 100, after: $after, live: false) {
      totalCount pageInfo { hasNextPage endCursor } nodes { ${model} } facets(of: [{ field: TASK }, { field: LICENSE }, { field: LANGUAGE }, { field: SOURCE }]) { field values { value count } }
    } }`;
    const pages: unknown[] = [];
    for (const text of ["", "lantern", "lantern 3.1", "通义 lantern", "renamed"]) {
      for (let after: string | null = null; ; ) {
        const { search }: any = await modeldex.query(page, { text, filter, after });
        pages.push({ ...search, pageInfo: undefined });
        if (!search.pageInfo.hasNextPage) break;
        after = search.pageInfo.endCursor;
      }
    }
    const { models, resolve } = await modeldex.query(`query ($ids: [ID!]!) { models(ids: $ids) { ${model} } resolve(reference: "first://${first[0]!.nativeId}") { outcome model { id } } }`, {
      ids: [`first:${first[0]!.nativeId}`, `first:${first[1]!.nativeId}`, `first:${first[2]!.nativeId}`, "second:offer-4"],
    });
    expect(models.filter((each: unknown) => each !== null)).toHaveLength(4);
    expect(resolve).toEqual({ outcome: "RESOLVED", model: { id: "first:lumen/renamed" } });
    return { pages, models };
  } finally {
    await modeldex.close();
  }
}

/** How many listings are in the file of the catalog. */
async function stored(data: string): Promise<number> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(folder, data, "catalog.sqlite"), { readOnly: true });
    return Number(database.prepare("SELECT count(*) AS listings FROM listings").get()?.["listings"]);
  } catch {
    // It has not been made yet.
    return 0;
  } finally {
    database?.close();
  }
}

function plainLine(n: number) {
  return { source: "first", naming: "namespaced", state: "LISTED", fetchedAt: "2026-11-01T00:00:00Z", firstSeenAt: "2026-10-01T00:00:00Z", record: { nativeId: `lumen/model-${n}`, name: `model-${n}` }, links: [] };
}

/** An export of these lines. */
function exportOf(listings: readonly object[]): string {
  const header = { format: "modeldex.export", version: 1, madeAt: "2026-11-26T00:00:00Z", generation: "x:1", private: false, sources: [{ id: "first", listings: listings.length }] };
  return seal([header, ...listings].map((line) => JSON.stringify(line)), listings.length);
}

function seal(given: readonly string[], listings: number): string {
  const body = given.map((line) => `${line}\n`).join("");
  return `${body}${JSON.stringify({ end: { listings, bySource: { first: listings }, sha256: createHash("sha256").update(body).digest("hex") } })}\n`;
}

function damaged(bytes: Buffer): Buffer {
  bytes.fill(0xff, 40, 60);
  return bytes;
}
