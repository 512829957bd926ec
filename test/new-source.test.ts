import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, removeFolder, runCommand, runHere } from "./support/command.ts";
import { run } from "./support/outside.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const main = join(root, "packages/gateway/src/cli/main.ts");
const shapes = ["document", "paged", "addressed", "overlay"] as const;
const bin = (name: string, path: string) => join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path);

let folder: string;
beforeAll(async () => void (folder = await emptyFolder()));
afterAll(() => removeFolder(folder));

/** All files below a folder, without what is installed. */
async function filesIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules")).map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1)).toSorted();
}

describe("new-source", () => {
  it("writes a package, and says what to do next", async () => {
    const { code, out, err } = await runCommand(["new-source", "acme-hub", "--shape", "paged", "--into", folder], { INIT_CWD: folder });
    expect([code, err]).toEqual([0, ""]);
    const made = join(folder, "source-acme-hub");
    const versions = async (name: string) => JSON.parse(await readFile(join(root, name, "package.json"), "utf8"));
    const [{ devDependencies: own }, { version }, kit] = await Promise.all([versions("."), versions("packages/gateway"), versions("packages/plugin-kit")]);
    expect(out.replaceAll(folder, "FOLDER")).toBe([
      "source-acme-hub, the source of a service of the shape paged: 9 files in FOLDER/source-acme-hub",
      "The packages of Modeldex may not be on your registry yet: --kit takes a folder of their tarballs (pnpm -r pack --pack-destination <folder> in a clone).", "",
      "In source-acme-hub:",
      `  # Its test passes as it is; it needs Node 24.15 or newer, and npm install brings ${own.node}`, "  npm install && npm test",
      "  # What is kept of the recorded answers, what is left out, and why",
      "  npx modeldex try-source ./src/index.ts --replay ./src/fixtures/acme-hub.recorded.ts --list 2 --search lantern --get lumen/lantern-1b",
      "  # The same of your service, once src has its address; its answers are recorded for the test",
      "  npx modeldex try-source ./src/index.ts --list 2 --pages 2 --search lantern --get lumen/lantern-1b --get modeldex-suite/no-such-model --record ./src/fixtures/acme-hub.recorded.ts", "",
      "In modeldex.config.ts in that folder:",
      '  import { acmeHub } from "./src/index.ts";', "  acmeHub(),    // among sources", "",
    ].join("\n"));
    expect(await filesIn(made)).toEqual([".gitignore", "README.md", "package.json", "src/acme-hub.test.ts", "src/acme-hub.ts", "src/fixtures/acme-hub.recorded.ts", "src/index.ts", "tsconfig.build.json", "tsconfig.json"]);
    const { dependencies, devDependencies } = JSON.parse(await readFile(join(made, "package.json"), "utf8"));
    expect(kit.version).toBe(version);
    expect(dependencies).toEqual({ "@modeldex/plugin-kit": `^${version}`, zod: own.zod });
    expect(devDependencies).toEqual({ "@modeldex/gateway": `^${version}`, "@types/node": own["@types/node"], node: own.node, typescript: own.typescript, vitest: own.vitest });
  });

  it("says in the README the same place of the configuration, the Node, and the options that its recording was made with", async () => {
    const text = await readFile(join(folder, "source-acme-hub/README.md"), "utf8");
    expect(text).toContain('// modeldex.config.ts\nimport { defineConfig } from "@modeldex/gateway";\nimport { acmeHub } from "./src/index.ts";');
    expect(text).toContain("5. Name it in `modeldex.config.ts` in this folder as above");
    expect(text).toContain("It needs Node 24.15 or newer; `npm install` brings Node 24.");
    const commands = [...text.matchAll(/`npx modeldex try-source (.*?)`/g)].map(([, words]) => /--options '(.*?)'/.exec(words ?? "")?.[1]);
    expect(commands).toEqual(['{"endpoint":"https://api.models.example/v1"}', '{"endpoint":"https://api.models.example/v1"}']);
  });

  it("leaves no name of the template and no open place in any file, and its README short", async () => {
    for (const shape of shapes) {
      const { out } = await runHere(["new-source", `no-${shape}`, "--shape", shape, "--into", folder, "--kit", "0.1.0", "--json"]);
      const { folder: made, files, package: name, factory, inWorkspace } = JSON.parse(out);
      expect({ name, factory, inWorkspace }).toEqual({ name: `source-no-${shape}`, factory: `no${shape[0]!.toUpperCase()}${shape.slice(1)}`, inWorkspace: false });
      for (const file of files) expect([file, /example.?hub|\{\{|\bundefined\b.*undefined,\n/i.exec(`${file}\n${await readFile(join(made, file), "utf8")}`)?.[0]]).toEqual([file, undefined]);
      expect((await readFile(join(made, "README.md"), "utf8")).split("\n").length).toBeLessThan(120);
    }
  });

  it("calls the factory otherwise where its name is a word of the language or of the template", async () => {
    const factories: string[] = [];
    for (const name of ["new", "listing", "z", "lumen", "a-1b"]) factories.push(JSON.parse((await runHere(["new-source", name, "--into", join(folder, "words"), "--json"])).out).factory);
    expect(factories).toEqual(["newSource", "listingSource", "zSource", "lumenSource", "a1b"]);
  });

  it.each([
    ["a name with capitals", ["Acme"], '"Acme" is no name of a source; write lower-case letters, digits and hyphens, beginning with a letter, such as acme-hub.'],
    ["a name that is a path", ["../acme"], '"../acme" is no name of a source'],
    ["a name with the prefix of packages", ["source-acme"], '"source-acme" begins with source-, which the package\'s name gets by itself; write acme.'],
    ["a long name", ["a".repeat(41)], "has 41 characters; write a name of at most 40."],
    ["a hyphen that separates nothing", ["acme--hub-"], '"acme--hub-" has a hyphen that separates nothing; write acme-hub.'],
    ["the name of the entry", ["index"], '"index" is the name of a package\'s entry; write another name'],
    ["a shape that there is not", ["acme", "--shape", "graph"], '--shape is "graph"; there are document, paged, addressed, overlay.'],
    ["a kit that is nowhere", ["acme", "--kit", "./nowhere"], '--kit is "./nowhere", which is neither a version, such as ^'],
    ["a kit without tarballs", ["acme", "--kit", root], "has no tarball of @modeldex/plugin-kit and @modeldex/schema; pack them in a clone by"],
    ["a folder that is there", ["acme-hub"], "source-acme-hub is there already; write another name, or another folder by --into."],
    ["a folder that cannot be made", ["acme", "--into", main], "cannot be written: "],
    ["no name", [], "missing required argument 'name'"],
  ])("refuses %s, and writes nothing", async (_what, words, message) => {
    const before = await readdir(folder);
    const { code, out, err } = await runHere(["new-source", ...words, ...(words.includes("--into") ? [] : ["--into", folder])]);
    expect({ code, out, err }).toEqual({ code: 2, out: "", err: expect.stringContaining(message) });
    expect(await readdir(folder)).toEqual(before);
  });
});

describe("a new source in a checkout", () => {
  let checkout: string;
  // What a checkout has that concerns a package in it: no test writes into the repository itself.
  beforeAll(async () => {
    checkout = join(folder, "checkout");
    await mkdir(join(checkout, "packages"), { recursive: true });
    for (const file of ["package.json", "pnpm-workspace.yaml", "tsconfig.base.json", ".oxlintrc.json", "vitest.config.ts"]) await cp(join(root, file), join(checkout, file));
    for (const name of ["plugin-kit", "schema"]) await symlink(join(root, "packages", name), join(checkout, "packages", name));
    await symlink(join(root, "node_modules"), join(checkout, "node_modules"));
    for (const shape of shapes) {
      await run({ file: process.execPath, args: [main, "new-source", `try-${shape}`, "--shape", shape], directory: shape === "paged" ? join(checkout, "packages") : checkout });
      // What pnpm install does.
      const modules = join(checkout, "packages", `source-try-${shape}`, "node_modules");
      await mkdir(join(modules, "@modeldex"), { recursive: true });
      await symlink(join(root, "packages/plugin-kit"), join(modules, "@modeldex/plugin-kit"));
      await symlink(join(root, "node_modules/zod"), join(modules, "zod"));
    }
  });

  it("is in packages/, with the manifest that the other sources have", async () => {
    const made = join(checkout, "packages/source-try-document");
    expect(await filesIn(made)).toEqual(["LICENSE", "README.md", "package.json", "src/fixtures/try-document.recorded.ts", "src/index.ts", "src/try-document.test.ts", "src/try-document.ts", "tsconfig.build.json", "tsconfig.json"]);
    const other = join(root, "packages/source-opengradient");
    const json = async (path: string) => JSON.parse(await readFile(path, "utf8"));
    const { name: _name, description, ...manifest } = await json(join(made, "package.json"));
    const { name: _other, description: _text, devDependencies: _tests, ...expected } = await json(join(other, "package.json"));
    expect([description, manifest]).toEqual(["Try Document as a source of Modeldex.", expected]);
    for (const file of ["tsconfig.json", "tsconfig.build.json"]) expect(await json(join(made, file))).toEqual(await json(join(other, file)));
    expect(await readFile(join(made, "LICENSE"), "utf8")).toBe(await readFile(join(other, "LICENSE"), "utf8"));
    expect(existsSync(join(checkout, "packages/packages"))).toBe(false);
    const { code, err } = await runHere(["new-source", "other", "--into", join(checkout, "packages"), "--kit", "0.1.0"]);
    expect([code, err]).toEqual([2, "--kit is for a package outside of the workspace; in it the kit is the workspace's own.\n"]);
  });

  it("passes the type check, as it is and as it is built", async () => {
    for (const shape of shapes) {
      await run({ file: process.execPath, args: [bin("typescript", "bin/tsc"), "-p", "tsconfig.json"], directory: join(checkout, "packages", `source-try-${shape}`) });
      const built = join(folder, "built", shape);
      await run({ file: process.execPath, args: [bin("typescript", "bin/tsc"), "-p", "tsconfig.json", "--noEmit", "false", "--rootDir", "src", "--declaration", "--outDir", built], directory: join(checkout, "packages", `source-try-${shape}`) });
      expect(await readFile(join(built, "index.js"), "utf8")).toContain(`./try-${shape}.js`);
    }
  });

  it("passes the linter", async () => {
    const printed = await run({ file: process.execPath, args: [bin("oxlint", "bin/oxlint"), "--type-aware", "--deny-warnings", ...shapes.map((shape) => `packages/source-try-${shape}/src`)], directory: checkout });
    expect(printed).toMatch(/Found 0 warnings and 0 errors\.\nFinished in \S+ on 16 files/);
  });

  it("is picked up by the workspace's own test run, and passes", async () => {
    const report = join(folder, "report.json");
    await run({ file: process.execPath, args: [bin("vitest", "vitest.mjs"), "run", "packages/source-try-", "--reporter=json", `--outputFile=${report}`], directory: checkout });
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(await readFile(report, "utf8"));
    expect({ numFailedTests, files: testResults.map(({ name }: { readonly name: string }) => name.slice(checkout.length + 1)).toSorted() }).toEqual({ numFailedTests: 0, files: shapes.map((shape) => `packages/source-try-${shape}/src/try-${shape}.test.ts`).toSorted() });
    expect(numPassedTests).toBeGreaterThanOrEqual(32);
  });

  it("is tried by the commands that it says", async () => {
    for (const shape of shapes) {
      const { out } = await runHere(["new-source", `next-${shape}`, "--shape", shape, "--into", join(checkout, "packages"), "--json"]);
      const { next } = JSON.parse(out) as { readonly next: readonly { readonly command: string }[] };
      const [program, command, ...words] = next[1]!.command.replaceAll(`source-next-${shape}`, `source-try-${shape}`).replace(`next-${shape}.recorded`, `try-${shape}.recorded`).split(" ");
      expect([program, command, words[0]]).toEqual(["pnpm", "modeldex", "try-source"]);
      const printed = await run({ file: process.execPath, args: [main, ...words, "--unread"], directory: checkout });
      expect(printed).toMatch(/ [12] kept {2}\(/);
      expect(printed).toContain("every member of the answers was read");
      expect(next[2]!.command).toContain(`--record packages/source-next-${shape}/src/fixtures/next-${shape}.recorded.ts`);
    }
  });
});
