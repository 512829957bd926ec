import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deadAddress } from "./support/command.ts";
import { run, serve } from "./support/outside.ts";
import type { Serving } from "./support/outside.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = await readFile(join(root, "docs/write-a-source.md"), "utf8");
/** The files of the page, by name. */
const examples = new Map([...page.matchAll(/^\*\*`(\S+)`\*\*\n\n```ts\n(.*?)^```$/gms)].map(([, name = "", code = ""]) => [name, code]));

let folder = "";
let outside = "";

// Needs npm and the package registry: it installs what anybody would install.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modeldex-pack-"));
  outside = join(folder, "app");
  const tarballs = join(folder, "tarballs");
  await mkdir(outside);
  // One after the other: each builds what it needs before it is packed.
  const pack = ["-r", "--workspace-concurrency=1", "--filter=./packages/*", "pack", "--pack-destination", tarballs];
  // The workspace is installed: other tests are running in it.
  await run({ file: "npx", args: ["-y", "pnpm@12", ...pack], directory: root, env: { pnpm_config_verify_deps_before_run: "false" } });
  for (const [name, code] of examples) await writeFile(join(outside, name), code);
  await writeFile(join(outside, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const packed = (await readdir(tarballs)).map((name) => join(tarballs, name));
  const { devDependencies } = await readJson(join(root, "package.json"));
  const tools = ["@types/node", "typescript", "vitest"].map((name) => `${name}@${devDependencies[name]}`);
  await run({ file: "npm", args: ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packed, ...tools], directory: outside });
}, 300_000);

afterAll(async () => rm(folder, { recursive: true, force: true }));

describe("the page about writing a source", () => {
  it("has a source of at most 60 lines, its configuration and its test", () => {
    expect([...examples.keys()]).toEqual(["shelf.ts", "modeldex.config.ts", "shelf.test.ts"]);
    expect(examples.get("shelf.ts")!.trimEnd().split("\n").length).toBeLessThanOrEqual(60);
  });
});

/** Files of a package that are no code. */
const templates = (await readdir(join(root, "packages/gateway/templates"), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => relative(join(root, "packages/gateway"), join(entry.parentPath, entry.name)));
const dataOf: Readonly<Record<string, readonly string[]>> = { gateway: ["starter/models.jsonl", ...templates], schema: ["schema.graphql"], "source-file": ["catalog.schema.json", "example.yaml"], "source-litellm": ["docs/fields.md"], "source-oci": ["docs/fields.md"], "source-ollama": ["docs/fields.md"], "source-openrouter": ["docs/fields.md"], "source-onchain": ["docs/map-a-contract.md", "docs/mapping-features.md", "docs/mapping.md", "docs/presets.md"] };

/** What the pages are built to: each text also as `.br` and `.gz`. */
const pages = /^dist\/(?:assets\/[\w.-]+\.(?:js|css|ttf|woff2?|png|svg)|index\.html|graphiql\.html|theme\.js|mark\.svg|persisted-documents\.json|third-party-licenses\.md)(?:\.br|\.gz)?$/;

describe("the packages, installed from their tarballs with npm", () => {
  it("are all there, with built code, README and licence, and nothing else", async () => {
    const names = await readdir(join(root, "packages"));
    expect(await readdir(join(outside, "node_modules/@modeldex"))).toEqual(names);
    for (const name of names) {
      const installed = join(outside, "node_modules/@modeldex", name);
      const manifest = await readJson(join(installed, "package.json"));
      const files = (await readdir(installed, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
      const stray = files.filter((file) => !(name === "explorer" ? pages : /^dist\/.*(?<!\.test)\.(js|d\.ts)$/).test(file) || /(^|\/)fixtures\//.test(file) || (file.includes("/testing/") && manifest.exports["./testing"] === undefined));
      expect({ name, stray: stray.toSorted() }).toEqual({ name, stray: ["LICENSE", "README.md", "package.json", ...(dataOf[name] ?? [])].toSorted() });
      const targets = Object.values<string | Record<string, string>>(manifest.exports).flatMap((conditions) => (typeof conditions === "string" ? conditions : Object.values(conditions)));
      expect(targets.map((target) => target.slice(2)).filter((target) => !files.includes(target))).toEqual([]);
      expect(JSON.stringify(manifest)).not.toMatch(/workspace:|modeldex-dist|\.\/src\//);
    }
  });

  it("import by every entry, and their types pass a strict check of all declarations", async () => {
    const manifests = await Promise.all((await readdir(join(root, "packages"))).map(async (name) => readJson(join(outside, "node_modules/@modeldex", name, "package.json"))));
    const entries = manifests.flatMap(({ name, exports }) => Object.keys(exports).filter((path) => !path.endsWith(".json")).map((path) => name + path.slice(1)));
    expect(entries).toContain("@modeldex/plugin-kit/checks");
    const imports = entries.map((entry, index) => `import * as entry${index} from "${entry}";`);
    const counted = `console.log(JSON.stringify([${entries.map((_entry, index) => `entry${index}`).join(", ")}].map((entry) => Object.keys(entry).length > 0)));`;
    // The entries for vitest can be imported by a test only; the type check reads them all.
    const plain = imports.filter((_line, index) => !entries[index]!.endsWith("/testing"));
    await writeFile(join(outside, "entries.ts"), [...imports, counted].join("\n"));
    await writeFile(join(outside, "tsconfig.json"), JSON.stringify({
      compilerOptions: { target: "es2024", module: "nodenext", types: ["node"], strict: true, skipLibCheck: false, erasableSyntaxOnly: true, rewriteRelativeImportExtensions: true, noEmit: true },
      include: ["*.ts"],
    }));
    await run({ file: "node_modules/.bin/tsc", args: ["-p", "."], directory: outside });
    const bare = `${plain.join("\n")}\nconsole.log("imported");`;
    expect(await run({ file: "node", args: ["--input-type=module", "--eval", bare], directory: outside })).toBe("imported\n");
  });

  it("run the suite over the page's source", async () => {
    await run({ file: "node_modules/.bin/vitest", args: ["run", "--reporter=json", "--outputFile=report.json"], directory: outside });
    const report = await readJson(join(outside, "report.json"));
    expect({ passed: report.numPassedTests, failed: report.numFailedTests, success: report.success }).toEqual({ passed: 6, failed: 0, success: true });
  });

  it("check a source without vitest, and say what is wrong with one", async () => {
    await writeFile(join(outside, "check.ts"), `
      import { checkSource } from "@modeldex/plugin-kit/checks";
      import { shelf } from "./shelf.ts";
      const url = "https://shelf.example/models.json";
      const id = "lumen/lantern-1b";
      const examples = { known: [id], search: "lantern", references: { [\`https://shelf.example/models/\${id}\`]: id } };
      const options = { exchanges: [{ url, json: { models: [{ id }] } }], examples };
      const right = await checkSource(() => shelf({ url }), options);
      const wrong = await checkSource(() => ({ ...shelf({ url }), list: async () => ({ records: [{ nativeId: id, name: "" }] }) }), options);
      console.log(JSON.stringify({ right, wrong: wrong.map(({ rule }) => rule) }));
    `);
    expect(JSON.parse(await run({ file: "node", args: ["check.ts"], directory: outside }))).toEqual({ right: [], wrong: ["absence"] });
  });
});

describe("a source that new-source writes outside of the clone", () => {
  const made = (shape: string): string => join(folder, "made", `source-made-${shape}`);
  let installed = "";

  it.each(["document", "paged", "addressed", "overlay"])("of the shape %s passes its test, is built, and is tried as it says", async (shape) => {
    const words = ["new-source", `made-${shape}`, "--shape", shape, "--into", join(folder, "made"), "--kit", join(folder, "tarballs"), "--json"];
    const { package: name, next } = JSON.parse(await run({ file: "npx", args: ["--no-install", "modeldex", ...words], directory: outside }));
    expect([name, next[0].command]).toEqual([`source-made-${shape}`, "npm install && npm test"]);
    // All have the same dependencies: they are installed once.
    if (installed === "") await run({ file: "npm", args: ["install", "--no-audit", "--no-fund", "--prefer-offline"], directory: made(shape) });
    else await symlink(installed, join(made(shape), "node_modules"));
    installed ||= join(made(shape), "node_modules");
    expect(stripVTControlCharacters(await run({ file: "npm", args: ["test"], directory: made(shape) }))).toMatch(/Tests +[89] passed \([89]\)/);
    await run({ file: "npm", args: ["run", "build"], directory: made(shape) });
    expect((await readdir(join(made(shape), "dist"))).filter((file) => file.endsWith(".js")).toSorted()).toEqual(["index.js", `made-${shape}.js`]);
    const [program, ...rest] = next[1].command.split(" ");
    expect(await run({ file: program, args: ["--no-install", ...rest], directory: made(shape) })).toMatch(/: [12] kept {2}\(/);
  });

  it("is named by its path in a configuration, and harvested", async () => {
    const config = join(made("document"), "modeldex.config.ts");
    await writeFile(config, `import { defineConfig } from "@modeldex/gateway";\nimport { madeDocument } from "./src/index.ts";\n\nexport default defineConfig(() => ({ sources: [madeDocument({ url: "${await deadAddress()}/models.json" })] }));\n`);
    await run({ file: "node_modules/.bin/tsc", args: ["-p", "tsconfig.json"], directory: made("document") });
    const dry = run({ file: "node_modules/.bin/modeldex", args: ["harvest", "--dry-run"], directory: made("document") });
    // Nothing listens there; it was found, loaded and asked.
    await expect(dry).rejects.toThrow(/made-document: nothing was written; everything was asked for; 1 page, it failed by UNREACHABLE: /);
  });
});

describe("a gateway started in that folder", () => {
  const models = [
    { id: "lumen/lantern-1b", task: "text-generation", license: "apache-2.0", parameters: 1_100_000_000, updated: "2026-03-04" },
    { id: "lumen/ember-embed", task: "feature-extraction", updated: "2026-02-01T08:00:00Z" },
    { id: "nameless" },
  ];
  let origin: Server;
  let address = "";
  let env: Readonly<Record<string, string>> = {};
  let gateway: Serving;
  let endpoint = "";

  beforeAll(async () => {
    // Stands for the shelf, and for a Hub in trouble.
    origin = createServer((request, response) => {
      const known = request.url === "/models.json";
      response.writeHead(known ? 200 : 503, { "content-type": "application/json" }).end(JSON.stringify(known ? { models } : {}));
    });
    await new Promise<void>((resolve) => void origin.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
    env = { PORT: "0", SHELF_URL: `${address}/models.json`, HF_ENDPOINT: address, MODELDEX_HARVEST: "off", MODELDEX_LOG: "error" };
    gateway = await serve({ file: "node_modules/.bin/modeldex", args: ["serve"], directory: outside, env }, /^\s*curl /);
    endpoint = /http:\/\/\S+\/graphql/.exec(gateway.lines[0] ?? "")?.[0] ?? "";
  });
  afterAll(async () => {
    expect(await gateway?.stop()).toBe(0);
    await new Promise((resolve) => origin.close(resolve));
  });

  const ask = async (query: string): Promise<any> => {
    const answer = await fetch(endpoint, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query }) });
    const { data, errors } = (await answer.json()) as { readonly data?: any; readonly errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  };

  it("says what it serves: the sources with their states, and the starter catalog of the package", () => {
    expect(gateway.lines.filter((line) => /^ {2}(shelf|hf) |starter|well-known/.test(line))).toEqual([
      expect.stringMatching(/^The catalog was empty: it begins with [2-9]\d{3} well-known models/),
      expect.stringMatching(/^ {2}shelf {3}0 listings stored; ready; bring what it lists by: modeldex harvest shelf$/),
      expect.stringMatching(/^ {2}hf {6}\d+ listings stored; UNREACHABLE: .*\(503\)/),
    ]);
  });

  it("finds a model of the source live, beside one that fails", async () => {
    const { search } = await ask(`{ search(text: "lantern 1b") {
      nodes { id name publisher { name } task license { spdx } parameters { total origin } } sources { source { id } status origin }
    } }`);
    expect(search.nodes[0]).toEqual({
      id: "shelf:lumen/lantern-1b", name: "lantern-1b", publisher: { name: "lumen" }, task: "text-generation", license: { spdx: "Apache-2.0" },
      parameters: { total: 1_100_000_000, origin: "STATED" },
    });
    expect(search.sources).toEqual([{ source: { id: "shelf" }, status: "OK", origin: "LIVE" }, { source: { id: "hf" }, status: "FAILED", origin: null }]);
  });

  it("reads the source's form of reference", async () => {
    const { resolve } = await ask(`{ resolve(reference: "${address}/models/lumen/ember-embed") { outcome readAs model { id task } } }`);
    expect(resolve).toEqual({ outcome: "RESOLVED", readAs: ["Shelf URL"], model: { id: "shelf:lumen/ember-embed", task: "feature-extraction" } });
  });

  it("answers from the starter catalog of the package", async () => {
    const { search } = await ask('{ search(text: "whisper large v3", first: 1, live: false) { nodes { id } } }');
    expect(search.nodes).toEqual([{ id: "hf:openai/whisper-large-v3" }]);
  });

  it("serves the pages of its package, with their files", async () => {
    const base = endpoint.replace(/\/graphql$/, "");
    for (const path of ["/", "/model/hf:openai/whisper-large-v3", "/graphiql"]) {
      const page = await fetch(base + path);
      const html = await page.text();
      expect([path, page.status, html.includes('<div id="root">')]).toEqual([path, 200, true]);
      const [, script = ""] = /<script type="module" crossorigin src="(\/assets\/[^"]+)"/.exec(html) ?? [];
      // Without being told to, fetch takes brotli over https alone.
      const { status, headers } = await fetch(base + script, { headers: { "accept-encoding": "br" } });
      expect([status, headers.get("content-encoding"), headers.get("cache-control")]).toEqual([200, "br", "public, max-age=31536000, immutable"]);
    }
  });

  it("serves while the command harvests the source in the same data folder, and shows it", async () => {
    const harvested = JSON.parse(await run({ file: "npx", args: ["--no-install", "modeldex", "harvest", "shelf", "--json"], directory: outside, env }));
    expect(harvested).toMatchObject({ source: "shelf", status: "DONE", seen: 2, dropped: 1 });
    const { source } = await ask('{ source(id: "shelf") { title kind homepage capabilities status { state } coverage { listings } } }');
    expect(source).toEqual({
      title: "Shelf", kind: "shelf", homepage: `${address}/`, capabilities: ["GET", "LIST", "SEARCH", "PARSE_REFERENCE"], status: { state: "OK" }, coverage: { listings: 2 },
    });
  });

  it("tries a source by its path, and by the name of a package beside the configuration", async () => {
    const listed = async (...words: readonly string[]) => {
      const { source, trials } = JSON.parse(await run({ file: "npx", args: ["--no-install", "modeldex", "try-source", ...words, "--list", "--json"], directory: outside, env }));
      return { id: source.id, kept: trials[0].kept, dropped: trials[0].dropped };
    };
    const options = ["--options", JSON.stringify({ url: `${address}/models.json` })];
    expect(await listed("./shelf.ts", ...options)).toEqual({ id: "shelf", kept: 2, dropped: [{ nativeId: "nameless", reason: "its id is not publisher/name" }] });
    const adapter = join(outside, "node_modules/acme-shelf");
    await mkdir(adapter);
    await writeFile(join(adapter, "package.json"), JSON.stringify({ name: "acme-shelf", type: "module", exports: { ".": "./shelf.js" } }));
    await writeFile(join(adapter, "shelf.js"), 'export const acme = () => ({ id: "acme", kind: "acme", title: "Acme", homepage: "https://acme.example", contract: 1, list: async () => ({ records: [{ nativeId: "a", name: "a" }] }) });');
    expect(await listed("acme-shelf#acme")).toEqual({ id: "acme", kept: 1, dropped: [] });
  });

  it("stops with the option's name when the source is configured wrongly", async () => {
    const started = run({ file: "node_modules/.bin/modeldex", args: ["serve"], directory: outside, env: { ...env, SHELF_URL: "models.json" } });
    await expect(started).rejects.toThrow("shelf(): option url: write an address, such as https://shelf.example/models.json");
  });
});

async function readJson(path: string): Promise<any> {
  return JSON.parse(await readFile(path, "utf8"));
}
