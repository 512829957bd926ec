import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkSource } from "@modeldex/plugin-kit/checks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harbour } from "../docs/examples/harbour-source.ts";
import { emptyFolder, removeFolder, runCommand, runHere, startCommand, stopCommand } from "./support/command.ts";

const path = fileURLToPath(new URL("../docs/examples/harbour-source.ts", import.meta.url));
const key = "hk-very-secret";
const item = (slug: string, more: object = {}) => ({ slug, title: slug.split("/")[1], owner: { handle: slug.split("/")[0] }, kind: "asr", size_m: 1_540, visibility: "public", ...more });
const murmur: { derived_from?: string } & ReturnType<typeof item> = item("skerry/murmur");
const models = [item("tidewater/asr-large"), murmur, item("no slug at all")];
/** Longer than a reference may be. */
const longReference = `https://hub.example/${"x".repeat(1_500)}`;

let folder: string;
let service: Server;
let url: string;
let settings: Record<string, string>;
beforeAll(async () => {
  folder = await emptyFolder();
  service = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://harbour.example");
    const send = (status: number, value: unknown): void => void response.writeHead(status, { "content-type": "application/json", "set-cookie": "sid=cookie-secret" }).end(JSON.stringify(value));
    if (request.headers.authorization !== `Token ${key}`) return send(401, { error: "unauthorized" });
    if (pathname === "/v2/models") return send(200, { items: models.slice(Number(searchParams.get("page")) - 1, Number(searchParams.get("page")) + 1), total: 3, next_page: searchParams.get("page") === "1" ? 3 : null, server_time: "2026-05-01T00:00:00Z" });
    if (pathname === "/v2/find") return send(200, { hits: models.filter(({ slug }) => slug.includes(searchParams.get("q") ?? "")) });
    const found = models.find(({ slug }) => pathname === `/v2/models/${slug}`);
    return found === undefined ? send(404, { error: "not_found" }) : send(200, { ...found, files: [], token: key });
  });
  await new Promise<void>((resolve) => void service.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/v2`;
  settings = { MODELDEX_DATA_DIR: join(folder, "data") };
});
afterAll(async () => {
  await new Promise((resolve) => service.close(resolve));
  await removeFolder(folder);
});

const options = (more: object = {}) => ["--options", JSON.stringify({ key, url, ...more })];
const trySource = (...words: readonly string[]) => runCommand(["try-source", ...words], settings);
const plain = (text: string) => text.replaceAll(url, "ADDRESS").replace(/\d+ ms/g, "… ms").replace(/\d+ bytes/g, "SIZE bytes").replace(/ +/g, " ");
const module = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};
const unfilled = "stableId, aliases, movingAliases, publisher, registrant, description, deprecated, hasCard, revision, modalities, capabilities, architecture, precisions, contextTokens, keyValueCache, license, languages, libraries, formats, tags, createdAt, updatedAt, popularity, links, artifacts, artifactCount, offers, evaluations, claims, details";
const about = 'kind: "k", title: "T", homepage: "https://t.example", contract: 1';

describe("try-source", () => {
  beforeAll(() => void (murmur.derived_from = longReference));
  afterAll(() => void delete murmur.derived_from);

  it("calls everything that a source can, and says what was kept, left out and asked", async () => {
    const { code, out, err } = await trySource(path, ...options());
    expect([code, err]).toEqual([0, ""]);
    expect(plain(out)).toBe([
      "Harbour (harbour, adapter harbour) at ADDRESS", "",
      "list 20: 2 kept (… ms, 2 requests)", " 2 pages, and there are no more; 3 rows expected in all; checkpoint 2026-05-01T00:00:00Z",
      " tidewater/asr-large asr-large automatic-speech-recognition 1.54B - -", " skerry/murmur murmur automatic-speech-recognition 1.54B - -",
      " fields in each row: nativeId, name, url, access, task, parameters", ` fields in some: lineage (1 of 2)`, ` fields in none: ${unfilled}`,
      " left out no slug at all: its slug is not owner/name", " value left out or cut: lineage.reference (1 time); write a text of at most 1024 characters, without outer spaces and control characters", " value left out or cut: lineage[] (1 time); write an object { reference, relation }",
      " 200 GET ADDRESS/models?page_size=20&page=1 SIZE bytes, … ms", " 200 GET ADDRESS/models?page_size=20&page=3 SIZE bytes, … ms", "",
      'search "asr-large": 1 kept (… ms, 1 request)', " tidewater/asr-large asr-large automatic-speech-recognition 1.54B - -", " 200 GET ADDRESS/find?q=asr-large&limit=20 SIZE bytes, … ms", "",
      'get "tidewater/asr-large": 1 kept (… ms, 1 request)', " tidewater/asr-large asr-large automatic-speech-recognition 1.54B - -",
      " fields in each row: nativeId, name, url, access, task, parameters, artifacts", ` fields in none: ${unfilled.replace("links", "links, lineage").replace("artifacts, ", "")}`, " 200 GET ADDRESS/models/tidewater/asr-large SIZE bytes, … ms", "",
      'resolve "https://harbour.example/m/tidewater/asr-large": 1 kept (… ms, 1 request)', " read as Harbour URL: tidewater/asr-large",
      " tidewater/asr-large asr-large automatic-speech-recognition 1.54B - -", " 200 GET ADDRESS/models/tidewater/asr-large SIZE bytes, … ms", "",
    ].join("\n"));
  });

  it("asks only what it is told, and prints all with --json", async () => {
    const { code, out } = await trySource(path, ...options(), "--list", "1", "--search", "murmur", "--get", "skerry/murmur", "--get", "skerry/none", "--resolve", "https://harbour.example/m/skerry/murmur", "--resolve", "something else", "--json");
    const { source, trials } = JSON.parse(out);
    expect([code, source]).toEqual([0, { id: "harbour", kind: "harbour", title: "Harbour" }]);
    expect(trials.map(({ call, status, kept, message, page, requests }: any) => ({ call, status, kept, message, page, asked: requests.map((request: any) => `${request.status} ${request.url.slice(url.length)}`) }))).toEqual([
      { call: "list 1", status: "OK", kept: 2, page: { pages: 1, more: true, checkpoint: "2026-05-01T00:00:00Z", expected: 3, gone: 0, overlays: 0 }, asked: ["200 /models?page_size=1&page=1"] },
      { call: 'search "murmur"', status: "OK", kept: 1, asked: ["200 /find?q=murmur&limit=20"] },
      { call: 'get "skerry/murmur"', status: "OK", kept: 1, asked: ["200 /models/skerry/murmur"] },
      { call: 'get "skerry/none"', status: "OK", kept: 0, message: "There is no such model.", asked: ["404 /models/skerry/none"] },
      { call: 'resolve "https://harbour.example/m/skerry/murmur"', status: "OK", kept: 1, asked: ["200 /models/skerry/murmur"] },
      { call: 'resolve "something else"', status: "OK", kept: 0, asked: [] },
    ]);
    expect(trials[0]).toMatchObject({ dropped: [], valuesLeftOut: { "lineage.reference": 1, "lineage[]": 1 }, records: [{ nativeId: "tidewater/asr-large" }, { nativeId: "skerry/murmur"}] });
  });

  it("ends with 3 when nothing was kept, and with 4 when a call failed", async () => {
    expect(await trySource(path, ...options(), "--get", "skerry/none")).toMatchObject({ code: 3, out: expect.stringContaining('get "skerry/none": 0 kept. There is no such model.') });
    expect(await trySource(path, ...options({ key: "hk-wrong" }), "--list")).toMatchObject({ code: 4, out: expect.stringMatching(/list 20: UNAUTHORIZED: .* refuses the list of models to these credentials \(401\)\. {2}\([^]*\n {2}401 GET /) });
    expect(await runCommand(["try-source", path, ...options(), "--list"], { ...settings, MODELDEX_OFFLINE: "1" })).toMatchObject({ code: 4, out: expect.stringMatching(/UNREACHABLE: .*was not asked: this gateway is offline\.[^]*\n {2}--- GET /) });
  });

  it("takes a source of the configuration by its id", async () => {
    const config = await module("modeldex.config.mjs", `export default { sources: [{ id: "mine", ${about}, get: async ({ refs }) => refs.map(({ nativeId }) => ({ nativeId, name: "x" })) }] };`);
    const more = { ...settings, MODELDEX_CONFIG: config };
    expect(await runCommand(["try-source", "mine", "--get", "a/b"], more)).toMatchObject({ code: 0, out: expect.stringMatching(/^T \(mine, adapter k\)[^]*get "a\/b": 1 kept/) });
    expect(await runCommand(["try-source", "yours"], more)).toMatchObject({ code: 2, err: expect.stringContaining('"yours" is no source of the configuration; there are mine. A file is given by its path, such as ./yours.ts') });
    expect(await runCommand(["try-source", "mine", "--options", "{}"], more)).toMatchObject({ code: 2, err: expect.stringContaining("a configured one has those of the configuration") });
  });

  it("shows what a source says of models that others list, and ends with 0 where it has nothing else", async () => {
    const prices = await module("prices.mjs", `export const prices = { id: "prices", ${about}, list: async ({ cursor }) => cursor === undefined
      ? { overlays: [{ nativeId: "p/1", name: "lantern-1b", links: [{ reference: "https://huggingface.co/lumen/lantern-1b", relation: "HOSTED", statement: "It says so." }], offers: [{ provider: "p" }, { provider: "q" }] }, { nativeId: "p/2", offers: [{ provider: "p" }] }, { name: "without id" }], cursor: "2" }
      : { overlays: [{ nativeId: "p/3", evaluations: [{ benchmark: "MMLU", author: "INDEPENDENT", value: 70 }] }] }, parseReference: (text) => (text.startsWith("p/") ? [{ ref: { nativeId: text }, readAs: "row", certain: false }] : []) };`);
    const { code, out } = await trySource(prices);
    expect([code, plain(out).split("\n").slice(1)]).toEqual([0, [
      "", "list 20: 3 kept (… ms, 0 requests)", " 2 pages, and there are no more; 3 overlays; no checkpoint, so every run lists all",
      ' p/1 2 offers of https://huggingface.co/lumen/lantern-1b, "la…', " p/2 1 offer of no model", " p/3 1 evaluation of no model",
      " fields in each row: nativeId", " fields in some: name (1 of 3), links (1 of 3), offers (2 of 3), evaluations (1 of 3)", " fields in none: publisher, registrant, contextTokens, capabilities, claims",
      " left out (without nativeId): its nativeId is missing, too long, or holds control characters", "", 'resolve "p/1": 1 kept (… ms, 0 requests)', " read as row: p/1 (others may mean it, too)", "",
    ]]);
    const first = JSON.parse((await trySource(prices, "--list", "1", "--json")).out).trials[0];
    expect([first.kept, first.page, first.overlays.map(({ nativeId }: any) => nativeId)]).toEqual([2, { pages: 1, more: true, gone: 0, overlays: 2 }, ["p/1", "p/2"]]);
  });

  it("says in which form a value was wanted, and which members a record does not have", async () => {
    const odd = await module("odd.mjs", `export const odd = { id: "odd", kind: "k", title: "Odd", contract: 1, list: async () => ({ records: [{ nativeId: "a/b", name: "b", license: "mit", licence: "mit", parameters: { total: "7B", origin: "NAME" }, publisher: { name: "a", followers: 7 } }] }) };`);
    const { code, out } = await trySource(odd, "--list");
    expect(code).toBe(0);
    expect(out).toMatch(/^Odd \(odd, adapter k\)\n/);
    expect(out.split("\n").filter((line) => line.includes("left out")).toSorted()).toEqual([
      "  value left out or cut: licence (1 time); there is no such member",
      "  value left out or cut: license (1 time); write an object { stated, name?, url? }",
      "  value left out or cut: parameters (1 time); write an object { total, active?, origin }",
      "  value left out or cut: parameters.total (1 time); write a whole number from 1 on",
      "  value left out or cut: publisher.followers (1 time); there is no such member",
    ]);
  });

  it("says no size of a body that nobody read", async () => {
    const { out } = await trySource(path, ...options(), "--get", "skerry/none");
    expect(out).toMatch(/\n {2}404 GET http\S+\/models\/skerry\/none {2}\d+ ms\n/);
  });

  it("names the file and the line that cannot be loaded, also when another one imports it", async () => {
    const broken = await module("broken.ts", "export const rows = [];\nconst wrong: number = ;\n");
    const entry = await module("entry.ts", 'import { rows } from "./broken.ts";\nexport const entry = () => rows;\n');
    expect(await trySource(entry)).toMatchObject({ code: 2, err: expect.stringContaining(`could not be loaded: Expression expected (${broken}, line 2)\n`) });
    const config = await module("broken.config.ts", 'import { rows } from "./broken.ts";\nexport default { sources: rows };\n');
    expect(await runCommand(["sources"], { ...settings, MODELDEX_CONFIG: config })).toMatchObject({ code: 2, err: `${config} could not be loaded: Expression expected (${broken}, line 2)\n` });
    const throws = await module("throws.mjs", 'export const rows = [];\nthrow new Error("no rows");\n');
    expect(await trySource(throws)).toMatchObject({ code: 2, err: expect.stringContaining(`could not be loaded: no rows (${throws}, line 2)\n`) });
  });

  it("ends quietly when whoever reads its output has gone", async () => {
    const many = await module("many.mjs", `export const many = { id: "many", ${about}, list: async () => ({ records: Array.from({ length: 5000 }, (_, at) => ({ nativeId: "a/" + at, name: "n".repeat(500) })) }) };`);
    const command = startCommand(["try-source", many, "--list", "5000", "--json"], settings);
    command.hangUp();
    expect(await command.ended).toMatchObject({ code: 6, err: "" });
  });

  it("says where an adapter failed", async () => {
    const wrong = await module("wrong.mjs", `export const wrong = { id: "wrong", ${about}, list: async () => { throw new TypeError("no rows here"); }, search: () => ({}), get: async () => [{ nativeId: "other", name: "x" }] };`);
    const { code, out } = await trySource(wrong, "--list", "--search", "x", "--get", "a");
    expect(code).toBe(4);
    expect(out).toMatch(/list 20: BAD_RESPONSE: The adapter of T failed in list \(TypeError\); the log has the cause\. .*\n {2}because: TypeError: no rows here at .*wrong\.mjs/);
    expect(out).toContain('search "x": BAD_RESPONSE: The adapter of T answered wrongly: a list was expected, and it gave object.');
    expect(out).toContain('get "a": BAD_RESPONSE: The adapter of T answered wrongly: asked for a it answered other');
  });

  it.each<readonly [string, string, readonly string[], string]>([
    ["a file that is not there", "", ["./none.ts"], "There is no file "],
    ["a module that cannot be loaded", "export const = 1;", [], "could not be loaded: "],
    ["a module without a source", "export const name = 1;", [], "exports no source and no factory of one"],
    ["several exports", "export const a = () => 1; export const b = () => 2;", [], 'exports a, b; say which by #, such as a in "…#a".'],
    ["an export that there is not", "export const a = () => 1;", ["FILE#b"], 'exports no function or source "b"; there are a.'],
    ["a factory that gives no source", "export const a = () => 1;", [], "sources[0] is a number; write a source"],
    ["a source that is none yet", `export const a = { id: "A", ${about} };`, [], 'its id must be lower-case letters'],
    ["options for a source", `export const a = { id: "a", ${about}, list: async () => ({}) };`, ["FILE", "--options", "{}"], "exports a source and not its factory, so it takes no --options."],
    ["options that are no JSON", "export const a = () => 1;", ["FILE", "--options", "url=x"], "--options is url=x; write a JSON object"],
    ["a number of rows that is none", "export const a = () => 1;", ["FILE", "--list", "many"], '--list is "many"; write a number from 1 to 100000.'],
    ["a name for the recording", `export const a = () => ({ id: "a", ${about}, list: async () => ({}) });`, ["FILE", "--record", "x.yaml"], 'x.yaml"; write a name that ends in .ts, .js or .json'],
    ["a recording over the adapter itself", `export const a = () => ({ id: "a", ${about}, list: async () => ({}) });`, ["FILE", "--record", "FILE"], "is there and is no recording; write another name"],
    ["a package that is not there", "", ["@acme/none#x"], "@acme/none could not be loaded: Cannot find package"],
  ])("ends with 2 and says what to write instead: %s", async (_, text, words, message) => {
    const file = await module(`m-${Math.random().toString(36).slice(2)}.mjs`, text);
    const { code, err } = await runHere(["try-source", ...(words.length === 0 ? [file] : words.map((word) => word.replace("FILE", file)))], settings);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it("names the option that a factory refuses", async () => {
    expect(await trySource(path, "--options", "{}")).toMatchObject({ code: 2, err: expect.stringMatching(/^harbour\(\): option key: /) });
  });
});

describe("try-source --record", () => {
  it("writes answers that the suite takes, without the key", async () => {
    const file = join(folder, "harbour.recorded.mjs");
    const recorded = await trySource(path, ...options(), "--list", "2", "--pages", "2", "--search", "murmur", "--get", "tidewater/asr-large", "--get", "modeldex-suite/no-such-model", "--record", file);
    expect(recorded).toMatchObject({ code: 0, out: expect.stringMatching(/5 answers recorded in .*harbour\.recorded\.mjs; look through it before you publish it\.\n$/) });
    const text = await readFile(file, "utf8");
    expect(text).not.toMatch(/secret|authorization|cookie/);
    const { exchanges } = await import(file);
    // The suite gives the source its own checkpoint back.
    const later = join(folder, "harbour.since.mjs");
    expect(await trySource(path, ...options(), "--list", "2", "--pages", "2", "--since", "2026-05-01T00:00:00Z", "--record", later)).toMatchObject({ code: 0, out: expect.stringContaining('list 2 since "2026-05-01T00:00:00Z": 2 kept') });
    const { exchanges: since } = await import(later);
    const examples = { known: ["tidewater/asr-large"], search: "murmur", listLimit: 2, references: { "https://harbour.example/m/skerry/murmur": "skerry/murmur" } };
    expect(await checkSource(() => harbour({ key, url }), { exchanges: [...exchanges, ...since], examples, secrets: [key] })).toEqual([]);
  });

  it("writes a typed module or JSON, as its name says, and says what is not in it", async () => {
    const typed = join(folder, "harbour.recorded.ts");
    await trySource(path, ...options(), "--get", "tidewater/asr-large", "--record", typed);
    expect(await trySource(path, ...options(), "--get", "tidewater/asr-large", "--record", typed)).toMatchObject({ code: 0 });
    expect((await readFile(typed, "utf8")).replace(/\d{4}-\d\d-\d\d/, "DAY").replaceAll(url, "ADDRESS")).toBe(`import type { RecordedExchange } from "@modeldex/plugin-kit/testing";

/** Answers of the service, recorded on DAY by \`modeldex try-source --record\`, without credentials. */
export const exchanges: readonly RecordedExchange[] = ${JSON.stringify([{ url: "ADDRESS/models/tidewater/asr-large", headers: { "content-type": "application/json" }, json: { ...models[0], files: [], token: "removed" } }], null, 2)};
`);
    const plainJson = join(folder, "offline.json");
    const { out } = await runCommand(["try-source", path, ...options(), "--list", "--record", plainJson, "--json"], { ...settings, MODELDEX_OFFLINE: "1" });
    expect(JSON.parse(out).recorded).toMatchObject({ file: plainJson, exchanges: 0, leftOut: [{ request: `GET ${url}/models?page_size=20&page=1`, reason: expect.stringContaining("offline") }] });
    expect(await readFile(plainJson, "utf8")).toBe("[]\n");
  });
});

describe("try-source from recorded answers", () => {
  const template = (shape: string, file: string) => fileURLToPath(new URL(`../packages/gateway/templates/source/${shape}/src/${file}`, import.meta.url));
  const document = "https://models.example/models.json";
  const write = async (name: string, value: unknown): Promise<string> => module(name, typeof value === "string" ? value : JSON.stringify(value));

  it("answers from a recording in JSON or in a module, and asks nothing", async () => {
    const file = await write("answers.json", [{ url: document, json: { models: [{ id: "lumen/lantern-1b" }, { id: "nameless" }] } }]);
    const none = { ...settings, MODELDEX_OFFLINE: "1" };
    const { code, out } = await runCommand(["try-source", template("document", "index.ts"), "--replay", file, "--list", "--json"], none);
    const { trials } = JSON.parse(out);
    expect([code, trials[0].records, trials[0].dropped, trials[0].fields]).toEqual([
      0, [{ nativeId: "lumen/lantern-1b", name: "lantern-1b", publisher: { name: "lumen" }, url: "https://models.example/models/lumen/lantern-1b" }],
      [{ nativeId: "nameless", reason: "its id is not publisher/name" }], { nativeId: 1, name: 1, publisher: 1, url: 1 },
    ]);
    const recorded = await runCommand(["try-source", template("document", "index.ts"), "--replay", template("document", "fixtures/example-hub.recorded.ts"), "--list"], none);
    expect(recorded).toMatchObject({ code: 0, out: expect.stringContaining("list 20: 2 kept") });
  });

  it("takes the answer to one address from a file, before those of a recording", async () => {
    const answer = await write("one.json", { models: [{ id: "lumen/ember" }] });
    const recording = template("document", "fixtures/example-hub.recorded.ts");
    const { code, out } = await trySource(template("document", "index.ts"), "--replay", recording, "--answer", `${document}=${answer}`, "--list", "--json");
    expect([code, JSON.parse(out).trials[0].records.map(({ nativeId }: any) => nativeId)]).toEqual([0, ["lumen/ember"]]);
  });

  it("fails with the address of a request that has no answer there", async () => {
    const { code, out } = await trySource(template("paged", "index.ts"), "--replay", template("paged", "fixtures/example-hub.recorded.ts"), "--list", "7");
    const message = "Nothing is recorded for GET https://api.models.example/v1/models?limit=7; recorded are GET https://api.models.example/v1/models?limit=2, GET https://api.models.example/v1/models?limit=2&cursor=cDI%2B%2Fw%3D%3D, "
      + "GET https://api.models.example/v1/search?q=lantern&limit=20, GET https://api.models.example/v1/models/lumen/lantern-1b, GET https://api.models.example/v1/models/modeldex-suite/no-such-model. "
      + 'Give its answer by --answer "https://api.models.example/v1/models?limit=7=<file>", call the source with the --options of the recording, or record it from the service by --record.';
    expect([code, out.trimEnd().split("\n").slice(2).map((line) => line.replace(/\d+ ms/, "… ms"))]).toEqual([4, [
      `list 7: UNSUPPORTED: ${message}  (… ms, 1 request)`, "  --- GET https://api.models.example/v1/models?limit=7  no answer, as above; … ms",
    ]]);
    const many = await write("many.json", Array.from({ length: 8 }, (_, place) => ({ url: `/other/${place}`, json: {} })));
    expect((await trySource(template("document", "index.ts"), "--replay", many, "--list")).out).toContain("; recorded are GET /other/0, GET /other/1, GET /other/2, GET /other/3, GET /other/4 and 3 more. Give its answer");
  });

  it("does not say that answers were read where there were none", async () => {
    const file = await write("none.json", [{ url: "/elsewhere", json: { models: [] } }]);
    const without = await trySource(template("document", "index.ts"), "--replay", file, "--list", "--unread");
    expect([without.code, without.out.includes("Nothing is recorded"), without.out.includes("was read")]).toEqual([4, true, false]);
    const some = await write("some.json", [{ url: document, json: { models: [{ id: "lumen/lantern-1b" }] } }]);
    expect((await trySource(template("document", "index.ts"), "--replay", some, "--list", "--unread")).out).toContain("  every member of the answers was read\n");
  });

  it("tells overlays: what they add and to which model, those left out, and which fields are filled", async () => {
    const { code, out } = await trySource(template("overlay", "index.ts"), "--replay", template("overlay", "fixtures/example-hub.recorded.ts"));
    expect([code, out.split("\n").slice(2, 10).map((line) => line.replaceAll(/ +/g, " ").replace(/\d+ ms/, "… ms").replace(/checkpoint .*/, "checkpoint"))]).toEqual([0, [
      "list 20: 2 kept (… ms, 1 request)", " 1 page, and there are no more; 2 overlays; checkpoint",
      " https://huggingface.co/lumen/lantern-1b 2 evaluations of https://huggingface.co/lumen/lantern-1b", " https://huggingface.co/lumen/ember-embed 1 evaluation of https://huggingface.co/lumen/ember-embed",
      " fields in each row: nativeId, links, evaluations", " fields in none: name, publisher, registrant, contextTokens, capabilities, offers, claims",
      " left out Lantern: its model is no URL", " left out https://huggingface.co/lumen/lantern-3b: it has no benchmark or no score",
    ]]);
  });

  it("tells with --unread which members of the answers were never read, however they are parsed", async () => {
    const row = { id: "lumen/lantern-1b", license: "mit", owner: { handle: "lumen", url: "https://lumen.example" }, "dotted.name": 7 };
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, place) => [`host-${place}`, { price: 1, region: "x" }]));
    const file = await write("unread.json", [{ url: document, json: { models: [row, { ...row, id: "lumen/two", flags: [] }], next: null } }, { url: "https://models.example/hosts.json", json: many }]);
    const { out } = await trySource(template("document", "index.ts"), "--replay", file, "--list", "--unread", "--json");
    expect(JSON.parse(out).trials[0].unread).toEqual([
      { path: "models[].owner", count: 2, example: '{"handle":"lumen","url":"https://lumen.example"}' }, { path: "models[].dotted.name", count: 2, example: "7" }, { path: "models[].flags", count: 1, example: "[]" },
      { path: "next", count: 1, example: "null" },
    ]);
    const other = await module("reads.mjs", `export const reads = { id: "reads", ${about}, list: async (_request, context) => {
      const hosts = await (await context.fetch("https://models.example/hosts.json")).json();
      return { records: Object.entries(hosts).filter(([, { price }]) => price > 0).map(([nativeId]) => ({ nativeId, name: nativeId })) };
    } };`);
    const printed = await trySource(other, "--replay", file, "--list", "100", "--unread");
    expect(printed.out).toContain('list 100: 60 kept');
    expect(printed.out.split("\n").filter((line) => line.includes("never read"))).toEqual(['  never read: *.region (60 times, such as "x")']);
    expect((await trySource(other, "--replay", file, "--list", "--json")).out).not.toContain('"unread"');
  });

  it.each([
    ["a file that is not there", ["--replay", "./none.json"], "none.json cannot be read: "],
    ["a file that is no JSON", ["--replay", "FOLDER/broken.json"], "broken.json is no JSON: "],
    ["an answer in place of a recording", ["--replay", "FOLDER/object.json"], 'object.json is no recording; one is a list of { url, json }, as --record writes it, or a module that exports it as exchanges. The answer to one address is given by --answer "<url>=<file>".'],
    ["an entry without an address", ["--replay", "FOLDER/entry.json"], "Entry 2 of FOLDER/entry.json is no recorded answer; write { url, json }"],
    ["an answer without a file", ["--answer", document], `--answer is "${document}"; write an address, =, and the file that has its answer, such as --answer https://shelf.example/models.json=models.json.`],
    ["an answer to no address", ["--answer", "models=models.json"], '--answer is "models=models.json"; write an address'],
    ["recording what is replayed", ["--answer", `${document}=FOLDER/object.json`, "--record", "x.json"], "--record writes what the service answers; with --replay and --answer it is not asked. Leave one out."],
    ["a look at a contract", ["--chain", "1", "--replay", "x.json"], "--replay is for a source that there is already"],
  ])("refuses %s", async (_what, words, message) => {
    await Promise.all([write("broken.json", "[{"), write("object.json", { models: [] }), write("entry.json", [{ url: document, json: 1 }, { json: 2 }])]);
    const placed = (text: string) => text.replaceAll("FOLDER", folder);
    const { code, err } = await runHere(["try-source", template("document", "index.ts"), ...words.map(placed)], settings);
    expect([code, err]).toEqual([2, expect.stringContaining(placed(message))]);
  });
});

describe("try-source --watch", () => {
  it("runs again when the module or a file that it imports changes, also after a mistake", async () => {
    const rows = await module("rows.mjs", 'export const rows = [{ nativeId: "a/one", name: "one" }];');
    const entry = await module("watched.mjs", `import { rows } from "./rows.mjs";\nexport const watched = () => ({ id: "watched", ${about}, list: async () => ({ records: rows }) });`);
    const watching = startCommand(["try-source", entry, "--watch"], settings);
    await watching.said(/a\/one/);
    await writeFile(rows, "export const rows = [;");
    await watching.complained(/could not be loaded[^]*Ended with 2; waiting for a change of .*watched\.mjs or the file that it imports\.\n/);
    await writeFile(rows, 'export const rows = [{ nativeId: "a/two", name: "two" }];');
    await watching.said(/a\/two/);
    expect(await stopCommand(watching)).toMatchObject({ code: 0, err: expect.stringContaining("rows.mjs changed; starting again.\n") });
  });
});
