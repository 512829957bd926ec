import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Abi, Hex } from "viem";

/** What a contract is deployed and called with. */
export interface CompiledContract {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

/** Name of a file in `src/fixtures` without `.sol`, and of the contract in it. */
export type FixtureName = string;

const folder = new URL("../fixtures/", import.meta.url);
const cache = new URL("../../node_modules/.cache/solc/", import.meta.url);
const settings = { optimizer: { enabled: true, runs: 200 }, viaIR: false, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } };

const compiled = new Map<FixtureName, CompiledContract>();

/** The contracts there are: one for each file of `src/fixtures`. */
export function fixtureNames(): readonly FixtureName[] {
  return readdirSync(folder).filter((file) => file.endsWith(".sol")).map((file) => file.slice(0, -".sol".length)).toSorted();
}

/**
 * Compiles one contract of `src/fixtures` with solc, together with the files that it imports (`import "./Other.sol"`).
 *
 * Kept under `node_modules/.cache/solc` by the hash of all that went in, so that test files do not each pay for it.
 *
 * @throws when there is no such file, or solc refuses it; the message has what solc wrote.
 */
export function compileFixture(name: FixtureName): CompiledContract {
  const known = compiled.get(name) ?? fromCache(name);
  compiled.set(name, known);
  return known;
}

function fromCache(name: FixtureName): CompiledContract {
  const require = createRequire(import.meta.url);
  const sources = sourcesOf(`${name}.sol`);
  const { version } = require("solc/package.json") as { readonly version: string };
  const kept = new URL(`${name}-${createHash("sha256").update(JSON.stringify([version, settings, sources])).digest("hex")}.json`, cache);
  try {
    return JSON.parse(readFileSync(kept, "utf8")) as CompiledContract;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const made = compile(name, sources);
  mkdirSync(cache, { recursive: true });
  // Several test files may compile at the same time: each writes a file of its own, and the rename puts it there whole.
  const unfinished = new URL(`${name}-${process.pid}-${performance.now()}.tmp`, cache);
  writeFileSync(unfinished, JSON.stringify(made));
  renameSync(unfinished, kept);
  return made;
}

/** The file and everything that it imports, by file name. */
function sourcesOf(file: string): Readonly<Record<string, { readonly content: string }>> {
  const sources: Record<string, { readonly content: string }> = {};
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (sources[next] !== undefined) continue;
    const content = readFileSync(new URL(next, folder), "utf8");
    sources[next] = { content };
    for (const [, imported] of content.matchAll(/^import\s[^;]*"\.\/([\w.]+)";/gm)) if (imported !== undefined) waiting.push(imported);
  }
  return sources;
}

function compile(name: FixtureName, sources: ReturnType<typeof sourcesOf>): CompiledContract {
  // solc is CommonJS without types; it takes and gives JSON text.
  const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
  const output = JSON.parse(solc.compile(JSON.stringify({ language: "Solidity", sources, settings }))) as SolcOutput;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const made = output.contracts[`${name}.sol`]?.[name];
  if (made === undefined) throw new Error(`${name}.sol has no contract ${name}`);
  return { abi: made.abi, bytecode: `0x${made.evm.bytecode.object}` };
}

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Readonly<Record<string, Readonly<Record<string, { readonly abi: Abi; readonly evm: { readonly bytecode: { readonly object: string } } }>>>>;
}
