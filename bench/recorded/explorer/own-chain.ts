import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { writeEntries } from "../../../test/support/four-places.ts";
import { startAnvil } from "../../../packages/source-onchain/src/testing/anvil.ts";
import { writeHostileEntries } from "../../../packages/source-onchain/src/testing/hostile-entries.ts";
import { registeredFile, startRegistries } from "../../../packages/source-onchain/src/testing/registries.ts";
import type { Mapping } from "@modeldex/source-onchain";

export const chainId = 31_337;

/** A chain with a contract for every preset, with entries that name recorded models, and with hostile ones. */
export interface OwnChain {
  readonly url: string;
  /** File with the mappings by which its registries are read, as JSON. */
  readonly mappingsPath: string;
  stop(): Promise<void>;
}

/** sha256 of files as the Hub states them: 64 hex digits. */
export interface StatedDigests {
  /** Of `model.safetensors` of Llama 3.1. */
  readonly llama: string;
  /** Of the file of which a registry has the digest. */
  readonly registered: string;
}

/** Starts the chain that the folder keeps, with the same blocks, or makes it and keeps it there. */
export async function startOwnChain(folder: string, digests: () => Promise<StatedDigests>): Promise<OwnChain> {
  const statePath = join(folder, "chain.json");
  const mappingsPath = join(folder, "mappings.json");
  if (existsSync(statePath)) return { ...(await startAnvil({ chainId, loadState: statePath })), mappingsPath };
  const { llama, registered } = await digests();
  const registries = await startRegistries();
  const { chain } = registries;
  try {
    await registries.register(registered);
    await writeEntries(chain, llama);
    const hostile = await writeHostileEntries(chain);
    await chain.mine(3);
    const taken = new Set(registries.mappings.map(({ id }) => id));
    const mappings: readonly Mapping[] = [...registries.mappings, ...hostile.mappings.map((mapping) => (taken.has(mapping.id) ? { ...mapping, id: `${mapping.id}-open` } : mapping))];
    writeFileSync(mappingsPath, JSON.stringify(mappings));
    const dumped = await chain.rpc("anvil_dumpState", [true]);
    if (typeof dumped !== "string") throw new Error("the node dumped no state");
    writeFileSync(statePath, gunzipSync(Buffer.from(dumped.slice(2), "hex")));
    return { url: chain.url, mappingsPath, stop: chain.stop };
  } catch (error) {
    await chain.stop();
    throw error;
  }
}

/** The mappings of a file that {@link startOwnChain} wrote. */
export function readMappings(path: string): readonly Mapping[] {
  return JSON.parse(readFileSync(path, "utf8")) as readonly Mapping[];
}

/** The digest that a recorded Hub states of the file that the registry of files names. */
export async function registeredDigest(hubUrl: string): Promise<string> {
  const answer = await fetch(`${hubUrl}/api/models/${registeredFile.repo}?blobs=true`);
  const { siblings = [] } = (await answer.json()) as { readonly siblings?: readonly { readonly rfilename: string; readonly lfs?: { readonly sha256: string } }[] };
  // Where the recording has no such file, the entry names bytes that nobody has.
  return siblings.find(({ rfilename }) => rfilename === registeredFile.file)?.lfs?.sha256 ?? "0".repeat(63) + "1";
}
