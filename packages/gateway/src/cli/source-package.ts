import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError } from "./report.ts";

/** Kinds of services that a new source may begin as. */
export const sourceShapes = ["document", "paged", "addressed", "overlay"] as const;
export type SourceShape = (typeof sourceShapes)[number];

/** Where a package is to live, and what it needs there. */
export type SourceHome =
  /** A checkout of this workspace. */
  | { readonly kind: "WORKSPACE"; readonly licenseText: string }
  /** A folder of its own; dependencies by name, as npm takes them. */
  | { readonly kind: "ALONE"; readonly dependencies: Readonly<Record<string, string>>; readonly devDependencies: Readonly<Record<string, string>> };

/** A package in the making. */
export interface SourcePackage {
  /** Name of the factory: `acmeHub`. */
  readonly factory: string;
  /** Name of the package: `@modeldex/source-acme-hub`, `source-acme-hub`. */
  readonly packageName: string;
  /** Texts by their path within the package. */
  readonly files: ReadonlyMap<string, string>;
  /** What may be done next, as commands or texts, in order. */
  readonly next: readonly NextStep[];
  /** Lines for `modeldex.config.ts`. */
  readonly configEntry: { readonly import: string; readonly source: string };
}

export interface NextStep {
  readonly why: string;
  readonly command: string;
}

interface ShapeTexts {
  readonly summary: string;
  readonly option: string;
  readonly optionMeaning: string;
  readonly optionDefault: string;
  /** What `try-source` is to ask of the recorded answers; with a space at its end. */
  readonly replayFlags: string;
  readonly recordFlags: string;
}

const shapeTexts: Readonly<Record<SourceShape, ShapeTexts>> = {
  document: {
    summary: "It is one JSON document, which is read whole.", option: "url", optionMeaning: "address of the document", optionDefault: "https://models.example/models.json",
    replayFlags: "", recordFlags: "--list ",
  },
  paged: {
    summary: "It is a REST API with pages, a search and one model at a time.", option: "endpoint", optionMeaning: "address of the API", optionDefault: "https://api.models.example/v1",
    replayFlags: "--list 2 --search lantern --get lumen/lantern-1b ", recordFlags: "--list 2 --pages 2 --search lantern --get lumen/lantern-1b --get modeldex-suite/no-such-model ",
  },
  addressed: {
    summary: "It lists nothing: a model is asked for by tag or by the digest of its manifest.", option: "endpoint", optionMeaning: "address of the registry", optionDefault: "https://registry.models.example/v1",
    replayFlags: "--get lumen/lantern-1b:q4_k_m ", recordFlags: "--get lumen/lantern-1b:q4_k_m --get lumen/lantern-1b:no-such-tag ",
  },
  overlay: {
    summary: "It lists no models: it adds results of benchmarks to models that others list.", option: "url", optionMeaning: "address of the document", optionDefault: "https://models.example/results.json",
    replayFlags: "", recordFlags: "--list ",
  },
};

const templates = fileURLToPath(new URL("../../templates/source/", import.meta.url));
const longestName = 40;

/** @throws {CommandError} when no source can be called so. */
export function checkSourceName(name: string): void {
  if (name.startsWith("source-")) throw new CommandError(`"${name}" begins with source-, which the package's name gets by itself; write ${name.slice("source-".length) || "a name"}.`);
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new CommandError(`"${name}" is no name of a source; write lower-case letters, digits and hyphens, beginning with a letter, such as acme-hub.`);
  if (name.length > longestName) throw new CommandError(`"${name}" has ${name.length} characters; write a name of at most ${longestName}.`);
  if (/--|-$/.test(name)) throw new CommandError(`"${name}" has a hyphen that separates nothing; write ${name.replaceAll(/-+/g, "-").replace(/-$/, "")}.`);
  if (name === "index") throw new CommandError('"index" is the name of a package\'s entry; write another name, such as acme-hub.');
}

/** Makes the files of a new source from the templates, under its own name. The name was checked. */
export async function makeSourcePackage(name: string, shape: SourceShape, home: SourceHome): Promise<SourcePackage> {
  const folder = join(templates, shape);
  const paths = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const code = await Promise.all(paths.map(async (path) => [path.replaceAll("\\", "/"), await readFile(join(folder, path), "utf8")] as const));
  const names = namesOf(name, code.map(([, text]) => text).join("\n"));
  const texts = shapeTexts[shape];
  const alone = home.kind === "ALONE";
  const packageName = alone ? `source-${name}` : `@modeldex/source-${name}`;
  const at = alone ? "." : `packages/source-${name}`;
  const modeldex = alone ? "npx modeldex" : "pnpm modeldex";
  const tools = JSON.parse(await readFile(join(templates, "tools.json"), "utf8")) as Tools;
  const words: Readonly<Record<string, string>> = {
    ...texts, modeldex, package: packageName,
    import: alone ? "./src/index.ts" : packageName,
    try: `${modeldex} try-source ${at}/src/index.ts`,
    fixture: `${at}/src/fixtures/example-hub.recorded.ts`,
    test: alone ? "npm test" : `pnpm exec vitest run ${at}`,
    node: alone ? `It needs Node 24.15 or newer; \`npm install\` brings Node ${tools.node}, on which \`npm test\` and \`npx modeldex\` run, whichever the machine has.` : "It runs on the Node of the workspace, as every script there does.",
    config: alone ? "`modeldex.config.ts` in this folder" : "`modeldex.config.ts` at the root of the workspace",
    last: alone ? "Before you publish it, choose a licence, and take `private` out of `package.json`; `npm run build` makes the JavaScript that Node wants of a package." : "It is found by the configuration once the root has it as a dependency: `pnpm add --workspace-root --workspace {{package}}`.",
  };
  const filled = (text: string): string => named(text.replaceAll(/\{\{(\w+)\}\}/g, (_all, word: string) => words[word]?.replaceAll("{{package}}", packageName) ?? ""), names);
  const files = new Map<string, string>([
    ...manifests(packageName, names, { home, tools }),
    ["README.md", filled(await readFile(join(templates, "README.md"), "utf8"))],
    ...code.map(([path, text]) => [named(path, names), named(text, names)] as const),
  ]);
  return {
    factory: names.factory, packageName, files,
    configEntry: { import: `import { ${names.factory} } from "${words["import"]}";`, source: `${names.factory}(),` },
    next: [
      { why: alone ? `Its test passes as it is; it needs Node 24.15 or newer, and npm install brings ${tools.node}` : "Its test passes as it is", command: alone ? "npm install && npm test" : `pnpm install && ${filled("{{test}}")}` },
      { why: "What is kept of the recorded answers, what is left out, and why", command: filled("{{try}} --replay {{fixture}} {{replayFlags}}").trimEnd() },
      { why: "The same of your service, once src has its address; its answers are recorded for the test", command: filled("{{try}} {{recordFlags}}--record {{fixture}}") },
    ],
  };
}

type Tools = Readonly<Record<"@types/node" | "node" | "typescript" | "vitest" | "zod", string>>;

/** The name of a source in each spelling. */
interface Names {
  readonly kebab: string;
  readonly factory: string;
  readonly pascal: string;
  readonly title: string;
}

/** Words of the language that are no names of functions. */
const reserved = new Set(
  "arguments async await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null of package private protected public return static super switch this throw true try type typeof undefined var void while with yield".split(" "),
);

/** @param code what the templates hold: a factory is called otherwise than everything in it. */
function namesOf(kebab: string, code: string): Names {
  const parts = kebab.split("-");
  const capital = (part: string): string => part.charAt(0).toUpperCase() + part.slice(1);
  const camel = parts[0] + parts.slice(1).map(capital).join("");
  const isTaken = reserved.has(camel) || new RegExp(`\\b${camel}\\b`).test(code);
  return { kebab, factory: isTaken ? `${camel}Source` : camel, pascal: parts.map(capital).join(""), title: parts.map(capital).join(" ") };
}

function named(text: string, { kebab, factory, pascal, title }: Names): string {
  return text.replaceAll("exampleHub", factory).replaceAll("ExampleHub", pascal).replaceAll("Example Hub", title).replaceAll("example-hub", kebab);
}

function manifests(packageName: string, { title }: Names, { home, tools }: { readonly home: SourceHome; readonly tools: Tools }): readonly (readonly [string, string])[] {
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const description = `${title} as a source of Modeldex.`;
  const built = { types: "./dist/index.d.ts", default: "./dist/index.js" };
  const build = { noEmit: false, outDir: "dist", rootDir: "src", declaration: true };
  const buildOnly = { include: ["src"], exclude: ["src/**/*.test.ts", "src/**/fixtures/**"] };
  if (home.kind === "WORKSPACE") {
    return [
      ["package.json", json({
        name: packageName, version: "0.1.0", description, license: "Apache-2.0", type: "module", engines: { node: ">=24.15" },
        exports: { ".": { "modeldex-dist": "./dist/index.js", default: "./src/index.ts" } },
        files: ["dist", "README.md", "LICENSE"],
        publishConfig: { access: "public", exports: { ".": built } },
        scripts: { typecheck: "tsc -p tsconfig.json", build: "rm -rf dist && tsc -p tsconfig.build.json", prepack: "pnpm -w run build" },
        dependencies: { "@modeldex/plugin-kit": "workspace:*", zod: tools.zod },
      })],
      ["tsconfig.json", json({ extends: "../../tsconfig.base.json", include: ["src", "test"] })],
      ["tsconfig.build.json", json({ extends: "../../tsconfig.base.json", compilerOptions: { ...build, customConditions: ["modeldex-dist"] }, ...buildOnly })],
      ["LICENSE", home.licenseText],
    ];
  }
  const { zod, ...toolsOfTests } = tools;
  const compilerOptions = {
    target: "es2024", lib: ["es2024"], module: "nodenext", types: ["node"], strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true, erasableSyntaxOnly: true, rewriteRelativeImportExtensions: true, isolatedModules: true, skipLibCheck: true, noEmit: true,
  };
  return [
    ["package.json", json({
      name: packageName, version: "0.1.0", private: true, description, type: "module", engines: { node: ">=24.15" },
      exports: { ".": built },
      files: ["dist", "README.md"],
      scripts: { test: "tsc -p tsconfig.json && vitest run", build: "tsc -p tsconfig.build.json", prepack: "npm run build" },
      dependencies: { ...home.dependencies, zod },
      devDependencies: { ...home.devDependencies, ...toolsOfTests },
    })],
    ["tsconfig.json", json({ compilerOptions, include: ["src", "*.ts"] })],
    ["tsconfig.build.json", json({ extends: "./tsconfig.json", compilerOptions: build, ...buildOnly })],
    [".gitignore", "node_modules/\ndist/\n.modeldex/\n"],
  ];
}
