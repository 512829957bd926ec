import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Abi, Hex } from "viem";

/** What a contract is deployed and called with. */
export interface CompiledContract {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

const fixtureNames = ["FileRegistry", "AgentRegistry", "ImplementationSlotProxy", "CallAggregator"] as const;
export type FixtureName = (typeof fixtureNames)[number];

let compiled: Readonly<Record<FixtureName, CompiledContract>> | undefined;

/** Compiles the contracts in `src/fixtures` with solc, once per process. */
export function compileFixtures(): Readonly<Record<FixtureName, CompiledContract>> {
  compiled ??= compile();
  return compiled;
}

function compile(): Readonly<Record<FixtureName, CompiledContract>> {
  // solc is CommonJS without types; it takes and gives JSON text.
  const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
  const sources = Object.fromEntries(
    fixtureNames.map((name) => [`${name}.sol`, { content: readFileSync(new URL(`../fixtures/${name}.sol`, import.meta.url), "utf8") }]),
  );
  const settings = { optimizer: { enabled: true, runs: 200 }, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } };
  const output = JSON.parse(solc.compile(JSON.stringify({ language: "Solidity", sources, settings }))) as SolcOutput;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const contract = (name: FixtureName): CompiledContract => {
    const made = output.contracts[`${name}.sol`]?.[name];
    if (made === undefined) throw new Error(`solc made no ${name}`);
    return { abi: made.abi, bytecode: `0x${made.evm.bytecode.object}` };
  };
  return {
    FileRegistry: contract("FileRegistry"),
    AgentRegistry: contract("AgentRegistry"),
    ImplementationSlotProxy: contract("ImplementationSlotProxy"),
    CallAggregator: contract("CallAggregator"),
  };
}

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Readonly<Record<string, Readonly<Record<string, { readonly abi: Abi; readonly evm: { readonly bytecode: { readonly object: string } } }>>>>;
}
