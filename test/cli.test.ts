import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodeMeanings, exitCodes } from "../packages/gateway/src/cli/exit-codes.ts";
import { createProgram } from "../packages/gateway/src/cli/program.ts";
import { emptyFolder, removeFolder, runCommand, startCommand, stopCommand } from "./support/command.ts";

/** Two sources over one local service: `shelf` can do everything, `poor` only lists. */
const configuration = `
const records = async (env, context) => {
  const answer = await context.fetch(env.SHELF_URL + "/models.json", { signal: context.signal });
  if (!answer.ok) throw Object.assign(new Error("The shelf answered " + answer.status + "."), { name: "SourceError", code: "UNREACHABLE" });
  return answer.json();
};
export default ({ env }) => ({
  sources: [
    {
      id: "shelf", kind: "shelf", title: "Shelf", homepage: "https://shelf.example", contract: 1, listing: "full", baseAddresses: [env.SHELF_URL], credentialScope: "reader",
      list: async (_, context) => ({ records: await records(env, context), asOf: "2026-11-26T00:00:00Z" }),
      search: async ({ text }, context) => (await records(env, context)).filter(({ name }) => name.includes(text.split(" ")[0])),
      get: async ({ refs }, context) => { const all = await records(env, context); return refs.map((ref) => all.find(({ nativeId }) => nativeId === ref.nativeId)); },
      parseReference: (text) => (text.startsWith("shelf://") ? [{ ref: { nativeId: text.slice(8) }, readAs: "shelf address", certain: true }] : []),
    },
    { id: "poor", kind: "poor", title: "Poor", homepage: "https://poor.example", contract: 1, credentialScope: "of files", live: false, list: async () => ({ records: [] }) },
  ],
  policies: [{ id: "signed", title: "Says who signed it", version: "1", rules: [{ key: "signed", severity: "BLOCK", onUnknown: "DENY", test: { require: { kinds: ["PUBLISHER_SIGNATURE"], statuses: ["VERIFIED"] } } }] }],
});`;

const digest = `sha256:${"a".repeat(64)}`;
const models = [
  { nativeId: "lumen/lantern-1b", name: "lantern-1b", task: "text-generation", license: { stated: "apache-2.0" }, parameters: { total: 1_100_000_000, origin: "STATED" }, artifacts: [{ path: "model.safetensors", digest }] },
  { nativeId: "lumen/ember-embed", name: "ember-embed", task: "feature-extraction" },
];

let folder: string;
let service: Server;
let working = true;
let settings: Record<string, string>;
beforeAll(async () => {
  folder = await emptyFolder();
  service = createServer((_request, response) => void response.writeHead(working ? 200 : 500, { "content-type": "application/json" }).end(JSON.stringify(models)));
  await new Promise<void>((resolve) => void service.listen(0, "127.0.0.1", resolve));
  await writeFile(join(folder, "modeldex.config.mjs"), configuration);
  settings = { MODELDEX_CONFIG: join(folder, "modeldex.config.mjs"), MODELDEX_DATA_DIR: join(folder, "data"), SHELF_URL: `http://127.0.0.1:${(service.address() as AddressInfo).port}` };
});
afterAll(async () => {
  await new Promise((resolve) => service.close(resolve));
  await removeFolder(folder);
});

const modeldex = (...words: readonly string[]) => runCommand(words, settings);
const json = async (...words: readonly string[]): Promise<{ readonly code: number | null; readonly answer: any }> => {
  const { code, out } = await modeldex(...words, "--json");
  return { code, answer: JSON.parse(out) };
};

describe("each command, for people and with --json", () => {
  it("harvest", async () => {
    expect(await modeldex("harvest", "shelf")).toMatchObject({ code: 0, out: expect.stringMatching(/^shelf: 2 listings seen \(2 new, 0 changed, 0 gone, 0 left out\) in /) });
    expect(await json("harvest", "shelf", "--all")).toEqual({ code: 0, answer: { source: "shelf", status: "DONE", seen: 2, added: 0, changed: 0, gone: 0, dropped: 0, elapsedMs: expect.any(Number) } });
  });

  it("search", async () => {
    expect(await modeldex("search", "lantern")).toMatchObject({ code: 0, out: expect.stringMatching(/^MODEL .*\nshelf:lumen\/lantern-1b +text-generation +1\.1B +Apache-2\.0/) });
    expect(await json("search", "lantern")).toMatchObject({ code: 0, answer: { totalCount: 1, nodes: [{ id: "shelf:lumen/lantern-1b" }], sources: [{ source: { id: "shelf" }, status: "OK" }, { source: { id: "poor" } }] } });
    expect(await modeldex("search", "lantren", "--no-live")).toMatchObject({ code: 0, out: expect.stringMatching(/^Did you mean "lantern"\? .*\n\nMODEL .*\nshelf:lumen\/lantern-1b /) });
    const { answer: page } = await json("search", "lumen", "--no-live", "--sort", "name", "--first", "1");
    expect(page).toMatchObject({ didYouMean: null, nodes: [{ id: "shelf:lumen/ember-embed" }], pageInfo: { hasNextPage: true } });
    const { out } = await modeldex("search", "lumen", "--no-live", "--sort", "name", "--first", "1");
    expect(out).toContain(`next page: --after ${page.pageInfo.endCursor}\n`);
    expect(await json("search", "lumen", "--no-live", "--sort", "name", "--after", page.pageInfo.endCursor)).toMatchObject({ answer: { nodes: [{ id: "shelf:lumen/lantern-1b" }], pageInfo: { hasNextPage: false } } });
    expect(await json("search", "zeppelin", "--no-live")).toMatchObject({ code: 3, answer: { totalCount: 0, nodes: [] } });
  });

  it("resolve", async () => {
    expect(await modeldex("resolve", "shelf://lumen/ember-embed")).toMatchObject({ code: 0, out: expect.stringMatching(/^resolved \(read as shelf address\)\nmodel shelf:lumen\/ember-embed\n/) });
    expect(await json("resolve", "shelf://lumen/ember-embed")).toMatchObject({ code: 0, answer: { outcome: "RESOLVED", model: { id: "shelf:lumen/ember-embed" } } });
    expect(await json("resolve", "shelf://lumen/none")).toMatchObject({ code: 3, answer: { outcome: "NOT_FOUND" } });
  });

  it("compare", async () => {
    const both = ["shelf:lumen/lantern-1b", "shelf:lumen/ember-embed"];
    expect(await modeldex("compare", ...both)).toMatchObject({ code: 0, out: expect.stringMatching(/^ +shelf:lumen\/lantern-1b +shelf:lumen\/ember-embed\n/) });
    expect(await json("compare", ...both)).toMatchObject({ code: 0, answer: { models: [{ id: both[0] }, { id: both[1] }], unresolved: [] } });
    expect(await json("compare", "shelf:lumen/lantern-1b", "shelf://lumen/none")).toMatchObject({ code: 3, answer: { unresolved: [{ reference: "shelf://lumen/none" }] } });
  });

  it("trust", async () => {
    expect(await modeldex("trust", "shelf:lumen/lantern-1b")).toMatchObject({ code: 5, out: expect.stringMatching(/^shelf:lumen\/lantern-1b\nINDETERMINATE by open-weights-default\n  unknown What must be checked was checked, and nothing of it undermines trust \([a-z-]+\): [^]*\n          remedy: [^]*\n  pass [^]*\n\nlevel [^]*\nclaims: [^\n]*; checked 20[^\n]*Z\n[^]*\n  neutral    reference immutability, unknown: No revision is known here: /) });
    expect(await json("trust", "shelf:lumen/lantern-1b")).toMatchObject({ answer: { listing: { key: "shelf:lumen/lantern-1b", trust: { decision: { outcome: expect.any(String) } } } } });
    expect(await json("trust", "shelf:lumen/lantern-1b", "--policy", "signed")).toMatchObject({ code: 5, answer: { listing: { trust: { decision: { outcome: "DENY", policy: { id: "signed" } } } } } });
  });

  it("sources", async () => {
    const { code, out } = await modeldex("sources");
    expect([code, out.replace(/\d{4}-\d\d-\d\d \d\d:\d\d|\d+ (min|h|d)\b/g, "…").replace(/ +/g, " ").replaceAll(settings.SHELF_URL!, "ADDRESS")]).toEqual([0, [
      "SOURCE KIND STATE LISTINGS DIGESTS LAST RUN (UTC) LAG CAN", "shelf shelf ok 2 1 … … get, list, search, parse reference", "poor poor ok 0 0 never - list", "",
      "shelf needs ADDRESS; what it answers depends on its credentials, so answers are kept apart, under reader (a name or digest, not the credentials); words that people type are sent to it", "poor needs no configured address; no credentials; no typed words are sent to it", "",
    ].join("\n")]);
    expect((await runCommand(["sources"], { ...settings, MODELDEX_OFFLINE: "1" })).out).toMatch(/shelf +shelf +disabled[^]*shelf needs [^\n]*; no typed words are sent to it\n/);
    expect(await json("sources", "--no-live")).toMatchObject({ code: 0, answer: [
      { id: "shelf", title: "Shelf", kind: "shelf", capabilities: ["GET", "LIST", "SEARCH", "PARSE_REFERENCE"], status: { state: "OK", lastSuccessAt: expect.any(String) }, coverage: { listings: 2, artifactsWithDigest: 1, lastFullRunAt: expect.any(String), lagSeconds: expect.any(Number) }, needs: { addresses: [settings.SHELF_URL], credentialScope: "reader", typedWords: true, typedReferences: true } },
      { id: "poor", coverage: { listings: 0 }, needs: { addresses: [], typedWords: false, typedReferences: false } },
    ] });
  });

  it("sources, which tells words that are typed from references that are looked for, as source and operator have it", async () => {
    const config = join(folder, "typed.config.mjs");
    await writeFile(config, `const about = { kind: "scripted", homepage: "https://scripted.example", contract: 1 };
      const [get, search, lookup, parseReference] = [async ({ refs }) => refs.map(() => undefined), async () => [], async () => [], () => []];
      export default { live: { quiet: false }, sources: [
        { id: "words", title: "Words", ...about, get, search, parseReference }, { id: "names", title: "Names", ...about, get, parseReference }, { id: "digits", title: "Digits", ...about, get, lookup },
        { id: "quiet", title: "Quiet", ...about, get, search, parseReference }, { id: "ids", title: "Ids", ...about, get },
      ] };`);
    const typed = async (env: Readonly<Record<string, string>> = {}) => (await runCommand(["sources", "--no-live"], { MODELDEX_CONFIG: config, MODELDEX_DATA_DIR: join(folder, "typed"), ...env })).out.split("\n").filter((line) => line.includes(" needs ")).map((line) => line.replace(/ needs no configured address; no credentials;/, ":"));
    expect(await typed()).toEqual([
      "words: words that people type are sent to it", "names: of what people type, only texts that look like its references are sent to it", "digits: of what people type, only texts that look like its references are sent to it",
      "quiet: no typed words are sent to it", "ids: no typed words are sent to it",
    ]);
  });

  it("serve, which says one line of JSON when it listens", async () => {
    const serving = startCommand(["serve", "--json"], settings);
    const [line = ""] = await serving.said(/^.*\n/);
    const told = JSON.parse(line);
    expect(told).toEqual({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), graphql: `${told.url}/graphql`, processId: serving.processId, starterListings: 0, sources: ["shelf", "poor"] });
    expect(await (await fetch(`${told.url}/healthz`)).json()).toEqual({ status: "ok" });
    expect(await stopCommand(serving)).toMatchObject({ code: 0, out: line });
  });

  it("says with 4 that a source failed", async () => {
    working = false;
    try {
      expect(await json("harvest", "shelf")).toMatchObject({ code: 4, answer: { source: "shelf", status: "FAILED", code: "UNREACHABLE" } });
      expect(await modeldex("sources")).toMatchObject({ code: 0, out: expect.stringMatching(/shelf +shelf +degraded[^]*\nshelf: The shelf answered 500\.\n/) });
    } finally {
      working = true;
    }
    // That it answers a search now brings nothing of what it lists.
    const failed = /shelf +shelf +ok[^]*\nshelf: it failed at [-\d]+ [:\d]+ UTC, and no run has ended since: The shelf answered 500\.\n/;
    expect(await modeldex("sources")).toMatchObject({ code: 0, out: expect.stringMatching(failed) });
    expect(await json("harvest", "shelf")).toMatchObject({ code: 0 });
    expect((await modeldex("sources")).out).not.toMatch(/The shelf answered 500/);
  });
});

describe("watch mode", () => {
  it("starts again when the configuration or a file that it imports changes, and waits while it is broken", async () => {
    const entry = join(folder, "watched.config.mjs");
    const part = join(folder, "part.mjs");
    await writeFile(part, 'export const id = "one";');
    await writeFile(entry, 'import { id } from "./part.mjs";\nexport default { sources: [{ id, kind: "k", title: "T", homepage: "https://t.example", contract: 1, list: async () => ({ records: [] }) }] };');
    const serving = startCommand(["serve", "--watch", "--json"], { ...settings, MODELDEX_CONFIG: entry, MODELDEX_DATA_DIR: join(folder, "watched") });
    await serving.said(/"sources":\["one"\]/);
    await writeFile(part, 'export const id = "two";');
    await serving.said(/"sources":\["two"\]/);
    await writeFile(part, 'export const id = "Not An Id";');
    await serving.complained(/lower-case letters[^]*Ended with 2; waiting for a change of .*watched\.config\.mjs or the file that it imports\.\n/);
    await writeFile(part, 'export const id = "three";');
    await serving.said(/"sources":\["three"\]/);
    const last = JSON.parse(serving.printed.out.trim().split("\n").at(-1)!);
    expect(await stopCommand(serving)).toMatchObject({ code: 0, err: expect.stringMatching(/part\.mjs changed; starting again\.\n/) });
    await expect(fetch(`${last.url}/healthz`)).rejects.toThrow();
  });

  it("says that there is no configuration to watch", async () => {
    expect(await runCommand(["serve", "--watch"], { ...settings, MODELDEX_CONFIG: "" })).toMatchObject({ code: 2, err: expect.stringContaining("There is no modeldex.config.ts in ") });
  });
});

describe("the page about the command line", async () => {
  const page = await readFile(new URL("../docs/command-line.md", import.meta.url), "utf8");
  const quiet = { write: () => true } as unknown as NodeJS.WritableStream;
  const program = createProgram({ env: {}, directory: folder, out: quiet, err: quiet, self: [], words: [] });

  it("has every exit code of the code, with its meaning, and no other", async () => {
    const told = [...page.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, code, meaning]) => [Number(code), meaning]);
    const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
    expect(told).toEqual(names.map((name) => [exitCodes[name], exitCodeMeanings[name]]));
    const { out } = await modeldex("export", "--help");
    for (const [code, meaning] of told) expect(out).toContain(`\n  ${code}  ${meaning}\n`);
  });

  it("names every command with its arguments, and no other; each but bom takes --json", () => {
    const told = [...page.matchAll(/^\| `(\w[\w-]*)(?: ([^`]+))?` \|/gm)].map(([, name, argument = ""]) => `${name} ${argument}`);
    expect(told).toEqual(program.commands.map((command) => `${command.name()} ${command.registeredArguments.map((argument) => { const name = `${argument.name()}${argument.variadic ? "..." : ""}`; return argument.required ? `<${name}>` : `[${name}]`; }).join(" ")}`));
    expect(program.commands.filter(({ options }) => !options.some(({ long }) => long === "--json")).map((command) => command.name())).toEqual(["bom"]);
  });
});
