import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const oxlint = join(dirname(createRequire(import.meta.url).resolve("oxlint/package.json")), "bin", "oxlint");
let folder = "";

beforeAll(() => {
  // The rules go by paths from the configuration's folder, so a copy of it elsewhere judges the same paths without a file in the repository.
  folder = mkdtempSync(join(tmpdir(), "modeldex-boundaries-"));
  copyFileSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("imports that the linter refuses", () => {
  it.each([
    ["a room from the right", "packages/gateway/src/cache/forbidden.ts", "../graphql/schema.ts", "The room cache imports only rooms to its left"],
    ["the room two to the right, from a subfolder", "packages/gateway/src/observe/log/forbidden.ts", "../../sources/ask.ts", "The room observe imports only rooms to its left"],
    ["HTTP in a resolver", "packages/gateway/src/graphql/forbidden.ts", "../http/server.ts", "The room graphql imports only rooms to its left"],
    ["GraphQL in a service", "packages/gateway/src/search/forbidden.ts", "../graphql/errors.ts", "The room search imports only rooms to its left"],
    ["a service in the room that asks sources", "packages/gateway/src/sources/forbidden.ts", "../ranking/rank.ts", "The room sources imports only rooms to its left"],
    ["the command in the server", "packages/gateway/src/http/forbidden.ts", "../cli/main.ts", "The room http imports only rooms to its left"],
    ["the configuration in a service", "packages/gateway/src/resolve/forbidden.ts", "../config/load.ts", "config is for gateway.ts and cli"],
    ["the wiring in a room", "packages/gateway/src/harvest/forbidden.ts", "../gateway.ts", "gateway.ts wires the rooms"],
    ["a source in the gateway", "packages/gateway/src/sources/forbidden.ts", "@modeldex/source-hf", "Sources come by the configuration alone"],
    ["what tests share in a room", "packages/gateway/src/harvest/forbidden.ts", "../testing/scripted-source.ts", "Only tests use testing/."],
    ["trust in the catalog", "packages/catalog/src/forbidden.ts", "@modeldex/trust", "catalog imports schema only."],
    ["the catalog in trust", "packages/trust/src/forbidden.ts", "@modeldex/catalog", "trust imports plugin-kit and schema only."],
    ["the catalog in a source", "packages/source-hf/src/forbidden.ts", "@modeldex/catalog", "A source imports plugin-kit only."],
    ["one source in another", "packages/source-onchain/src/forbidden.ts", "@modeldex/source-hf", "A source imports plugin-kit only."],
    ["a source in the plugin kit", "packages/plugin-kit/src/forbidden.ts", "@modeldex/source-hf", "plugin-kit imports schema only."],
    ["the plugin kit in the vocabulary", "packages/schema/src/forbidden.ts", "@modeldex/plugin-kit", "schema is the vocabulary"],
    ["the vocabulary in the explorer", "packages/explorer/src/pages/forbidden.tsx", "@modeldex/schema", "explorer imports nothing of the workspace"],
    ["a path out of the explorer", "packages/explorer/src/words/forbidden.ts", "../../../schema/src/ids.ts", "explorer imports nothing of the workspace"],
    ["a path into another package", "packages/catalog/src/forbidden.ts", "../../trust/src/decide.ts", "Import another package by its name"],
    ["a package's own index", "packages/trust/src/forbidden.ts", "./index.ts", "import the file itself"],
  ])("%s", (_what, file, from, message) => {
    expect(lint(file, `import { thing } from "${from}";\n\nexport const made = thing;\n`)).toEqual({ status: 1, messages: [expect.stringContaining(message)] });
  });

  it("refuses a type from the right as well", () => {
    const { status } = lint("packages/gateway/src/cache/forbidden.ts", 'export type { Thing } from "../graphql/schema.ts";\n');
    expect(status).toBe(1);
  });

  it("knows every room and every package that there is", () => {
    const { overrides } = JSON.parse(readFileSync(join(root, ".oxlintrc.json"), "utf8")) as { readonly overrides: readonly { readonly files: readonly string[] }[] };
    const configured = new Set(overrides.flatMap(({ files }) => files));
    const packages = foldersOf("packages").map((name) => `packages/${name.replace(/^source-.*/, "source-*")}/src/**/*.ts`);
    const rooms = foldersOf("packages/gateway/src").map((name) => `packages/gateway/src/${name}/**/*.ts`);
    expect([...packages, ...rooms].filter((glob) => !configured.has(glob))).toEqual([]);
  });
});

describe("imports that the linter allows", () => {
  it.each([
    ["a room to the left", "packages/gateway/src/graphql/allowed.ts", "../search/search.ts"],
    ["a room of the same rank", "packages/gateway/src/compare/allowed.ts", "../resolve/resolve.ts"],
    ["every room in the wiring", "packages/gateway/src/gateway.ts", "./http/server.ts"],
    ["the configuration in the command", "packages/gateway/src/cli/allowed.ts", "../config/load.ts"],
    ["trust in the gateway", "packages/gateway/src/assess/allowed.ts", "@modeldex/trust"],
    ["the vocabulary in the catalog", "packages/catalog/src/allowed.ts", "@modeldex/schema"],
    ["the plugin kit in a source", "packages/source-hf/src/allowed.ts", "@modeldex/plugin-kit"],
    ["what tests share in a test", "packages/gateway/src/harvest/allowed.test.ts", "../testing/scripted-source.ts"],
    ["a source in a test of the gateway", "packages/gateway/src/search/allowed.test.ts", "@modeldex/source-hf"],
  ])("%s", (_what, file, from) => {
    expect(lint(file, `import { thing } from "${from}";\n\nexport const made = thing;\n`)).toEqual({ status: 0, messages: [] });
  });
});

function foldersOf(path: string): readonly string[] {
  return readdirSync(join(root, path), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** Lints one file at a path of the repository and takes it away again. */
function lint(path: string, text: string): { readonly status: number | null; readonly messages: readonly string[] } {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [oxlint, "--deny-warnings", "--format", "json", path], { cwd: folder, encoding: "utf8" });
    if (!stdout.startsWith("{")) throw new Error(`oxlint gave no report: ${stdout}${stderr}`);
    const report = JSON.parse(stdout) as { readonly diagnostics: readonly { readonly code: string; readonly message: string; readonly help?: string }[] };
    const found = report.diagnostics.filter(({ code }) => code.includes("no-restricted-imports"));
    return { status, messages: found.map(({ message, help }) => `${message} ${help ?? ""}`) };
  } finally {
    rmSync(file);
  }
}
