import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Explored, Explorer } from "@modeldex/plugin-kit";
import { createLentFetch } from "@modeldex/plugin-kit/lend";
import { proxyOf } from "../config/proxy.ts";
import { exitCodes } from "./exit-codes.ts";
import { stoppable } from "./open-gateway.ts";
import { CommandError } from "./report.ts";
import type { Surroundings } from "./surroundings.ts";
import { openTrials } from "./trials.ts";
import { headText, trialText } from "./try-print.ts";
import { plain } from "./print.ts";

/** What is looked at before there is a configuration. */
export interface ExploreFlags {
  readonly chain?: string;
  readonly address?: string;
  readonly abi?: string;
  readonly rpc?: readonly string[];
  readonly from?: string;
  readonly json?: boolean;
}

const listed = 20;
const timeoutMs = 60_000;

/** Whether the flags are those of a look at a contract. */
export function explores({ chain, address, abi, rpc, from }: ExploreFlags): boolean {
  return [chain, address, abi, rpc, from].some((flag) => flag !== undefined);
}

/**
 * Looks at an origin of which only an address is known, through the `./explore` of the package `@modeldex/source-<name>` (or of the package that is
 * named), prints what was found, and tries the source that was suggested.
 */
export async function exploreCommand(name: string, flags: ExploreFlags, around: Surroundings): Promise<void> {
  const explorer = await loadExplorer(name, around);
  const options = await optionsOf(flags, around);
  await stoppable(async (signal) => {
    const proxy = proxyOf(around.env);
    const lent = createLentFetch({
      baseAddresses: explorer.exploreAddresses(options), userAgent: "modeldex", signal, offline: around.env.MODELDEX_OFFLINE === "1", ...(proxy && { proxy }), limits: { timeoutMs },
    });
    const notes: string[] = [];
    try {
      const explored = await explorer.explore(options, {
        fetch: lent.fetch, signal, now: () => new Date(),
        log: { debug: () => undefined, warn: (message) => void notes.push(message) },
        drop: (nativeId, reason) => void notes.push(`${nativeId}: ${reason}`),
      });
      signal.throwIfAborted();
      await report(explored, { notes, json: flags.json === true, signal }, around);
    } catch (error) {
      if (error instanceof Error && error.name === "SourceError" && !signal.aborted) throw new CommandError(error.message, exitCodes.sourceTrouble, error);
      throw error;
    } finally {
      await lent.close();
    }
  });
}

async function report(explored: Explored, { notes, json, signal }: { readonly notes: readonly string[]; readonly json: boolean; readonly signal: AbortSignal }, around: Surroundings): Promise<void> {
  // Contracts and ABIs are written by anybody: of their texts nothing acts on the terminal.
  if (!json) around.out.write(`${[...explored.text.split("\n"), ...notes.map((note) => `  ${note}`)].map(plain).join("\n")}\n`);
  const { source } = explored;
  if (source === undefined) {
    if (json) around.out.write(`${JSON.stringify({ explored: explored.data, notes }, null, 2)}\n`);
    process.exitCode = exitCodes.notFound;
    return;
  }
  const bench = openTrials(source, { offline: around.env.MODELDEX_OFFLINE === "1", signal, secrets: [] });
  try {
    const trial = await bench.list(listed);
    signal.throwIfAborted();
    if (json) around.out.write(`${JSON.stringify({ explored: explored.data, notes, trials: [trial] }, null, 2)}\n`);
    else around.out.write(`\ntried with this mapping: ${headText(source)}\n${trialText(trial)}\n`);
    process.exitCode = trial.status === "FAILED" ? exitCodes.sourceTrouble : trial.kept > 0 ? exitCodes.ok : exitCodes.notFound;
  } finally {
    await bench.close();
  }
}

async function optionsOf({ chain, address, abi, rpc, from }: ExploreFlags, { env, directory }: Surroundings): Promise<object> {
  const endpoints = rpc ?? (env[`ONCHAIN_RPC_${chain ?? ""}`] ?? "").split(",").map((url) => url.trim()).filter((url) => url !== "");
  return { chain, address, rpc: endpoints, ...(from !== undefined && { from }), ...(abi !== undefined && (await abiOption(abi, directory))) };
}

async function abiOption(abi: string, directory: string): Promise<object> {
  if (/^https?:\/\//.test(abi)) return { abiUrl: abi };
  const path = resolve(directory, abi);
  try {
    return { abi: await readFile(path, "utf8") };
  } catch (cause) {
    throw new CommandError(`There is no file ${path} that can be read; --abi takes a file (JSON, or signatures, one a line) or an address that begins with https://.`, undefined, cause);
  }
}

async function loadExplorer(name: string, around: Surroundings): Promise<Explorer> {
  const specifier = `${/^[a-z][a-z0-9-]*$/.test(name) ? `@modeldex/source-${name}` : name}/explore`;
  let found: unknown;
  try {
    found = await import(resolved(specifier, around.directory));
  } catch (cause) {
    throw new CommandError(`${specifier} cannot be loaded, so --chain and --address mean nothing here; they are for sources that can look at an address, such as onchain.`, undefined, cause);
  }
  if (isExplorer(found)) return found;
  throw new CommandError(`${specifier} exports no explore and exploreAddresses.`);
}

/** As a module beside the configuration would find it, else as the gateway does. */
function resolved(specifier: string, directory: string): string {
  try {
    return pathToFileURL(createRequire(join(directory, "modeldex.config.js")).resolve(specifier)).href;
  } catch {
    return specifier;
  }
}

function isExplorer(found: unknown): found is Explorer {
  return typeof found === "object" && found !== null && "explore" in found && typeof found.explore === "function" && "exploreAddresses" in found && typeof found.exploreAddresses === "function";
}
