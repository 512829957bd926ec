import type { Naming, Source } from "@modeldex/plugin-kit";
import { aboutRegistries } from "./authority/about.ts";
import { gatewayOrigins } from "./documents/gateways.ts";
import { getListings } from "./reader/get.ts";
import { listPage } from "./reader/list.ts";
import { lookUp } from "./reader/lookup.ts";
import { parseNativeId } from "./mapping/native-id.ts";
import { readOptions, type Chain, type OnChainOptions } from "./options.ts";
import { onChainDetails } from "./record/record.ts";
import { readingsOf } from "./reader/references.ts";
import { isFinalAtOnce, searchNewest } from "./reader/search.ts";
import type { Registry } from "./mapping/registry.ts";

/**
 * Registry contracts on EVM chains as a source: their logs and views, read through JSON-RPC, become listings by a mapping for each contract.
 *
 * Listings are `full`: a run without checkpoint reads every log from the first block to the final one, so what it does not show is not in a
 * registry (a wiped test chain, a registry taken out of the configuration, a pending entry that was orphaned). Later runs read on from there.
 *
 * @throws {OptionsError} with everything that is wrong with the options, mappings included.
 * @example
 * onchain({
 *   chains: [{ chainId: 84532, rpc: ["https://sepolia.base.org"] }],
 *   registries: [fabstir({ chainId: 84532, address: "0x1a9d91521c85bD252Ac848806Ff5096bBb9ACDb2", startBlock: 0 })],
 * }).id
 * // "onchain"
 */
export function onchain(options: OnChainOptions): Source {
  const { id, chains } = readOptions(options);
  const registries = chains.flatMap((chain) => chain.registries);
  return {
    id,
    kind: "onchain",
    title: "Registries on chains",
    homepage: chains.find(({ explorer }) => explorer !== undefined)?.explorer ?? "https://eips.ethereum.org/EIPS/eip-155",
    contract: 1,
    baseAddresses: [...new Set(chains.flatMap(configuredOrigins))],
    listing: "full",
    harvestEveryMs: 600_000,
    naming: (nativeId) => namingOf(nativeId, registries),
    details: onChainDetails,
    about: async (context) => await aboutRegistries(chains, context),
    get: async ({ refs }, context) => await getListings(chains, refs, context),
    list: async (request, context) => await listPage(chains, request, context),
    // Where every block is final at once there is nothing newer than what is listed.
    ...(chains.every(isFinalAtOnce) ? {} : { search: async (request, context) => await searchNewest(chains, request, context) }),
    lookup: async (text, context) => await lookUp(chains, text, context),
    parseReference: (text) => readingsOf(text, chains),
  };
}

function configuredOrigins({ endpoints, registries, gateways }: Chain): readonly string[] {
  const rpc = endpoints.map(({ url }) => new URL(url).origin);
  return registries.some(({ documents }) => documents.length > 0) ? [...rpc, ...gatewayOrigins(gateways)] : rpc;
}

/** Where the registry is not known, anybody may have written. */
function namingOf(nativeId: string, registries: readonly Registry[]): Naming {
  return parseNativeId(nativeId, registries)?.registry.writers ?? "open";
}
