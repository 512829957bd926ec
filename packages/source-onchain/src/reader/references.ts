import type { ReferenceReading } from "@modeldex/plugin-kit";
import { parseKey } from "../mapping/key.ts";
import { nativeId, parseNativeId, registriesAt } from "../mapping/native-id.ts";
import type { Chain } from "../options.ts";
import { registryAccount, type Registry } from "../mapping/registry.ts";

/**
 * Readings of a text that a person pasted: an entry by CAIP-10 with its key or by CAIP-19, a registry by CAIP-10 or bare address, and URLs of
 * configured explorers. A registry is read as `eip155:<chain id>:<address>`, which is no listing: `lookup` gives its entries.
 *
 * Only configured registries are read. Transaction hashes are left to `lookup`, since 32 bytes may be anything.
 */
export function readingsOf(text: string, chains: readonly Chain[]): readonly ReferenceReading[] {
  const pasted = text.trim();
  const registries = chains.flatMap((chain) => chain.registries);
  const caip = parseNativeId(pasted, registries);
  if (caip !== undefined) return [reading(caip.registry, caip.key, caip.key === undefined ? "CAIP-10 account" : "CAIP-10 account with key")];
  const asset = assetOf(pasted);
  if (asset !== undefined) return keyed(registries.filter((registry) => registry.chainId === asset.chainId), asset, "CAIP-19 asset");
  if (isAddressText(pasted)) return registriesAt(pasted, registries).map((registry) => reading(registry, undefined, "contract address"));
  return explorerReadings(pasted, chains);
}

/** The address or transaction hash in a URL of a configured explorer: `<explorer>/tx/0x…`, `<explorer>/address/0x…`, `<explorer>/token/0x…`. */
export function explorerTarget(text: string, chains: readonly Chain[]): string | undefined {
  for (const { explorer } of chains) {
    const path = explorer === undefined || !text.startsWith(`${explorer}/`) ? "" : text.slice(explorer.length);
    const target = /^\/(?:tx|address|token)\/(0x(?:[0-9a-f]{64}|[0-9a-f]{40}))(?:[/?#]|$)/i.exec(path)?.[1];
    if (target !== undefined) return target;
  }
  return undefined;
}

function explorerReadings(text: string, chains: readonly Chain[]): readonly ReferenceReading[] {
  for (const chain of chains) {
    const path = chain.explorer === undefined || !text.startsWith(`${chain.explorer}/`) ? "" : text.slice(chain.explorer.length);
    // Blockscout: /token/<address>/instance/<id>; Etherscan: /nft/<address>/<id> and /token/<address>?a=<id>.
    const [, address, key] = /^\/(?:token|nft)\/(0x[0-9a-f]{40})(?:\/instance\/|\/|\?a=)(\d{1,78})(?:[/?#&]|$)/i.exec(path) ?? [];
    if (address !== undefined && key !== undefined) return keyed(chain.registries, { address, key }, "explorer URL");
    const target = explorerTarget(text, [chain]);
    if (target !== undefined && isAddressText(target)) return registriesAt(target, chain.registries).map((registry) => reading(registry, undefined, "explorer URL"));
  }
  return [];
}

function keyed(registries: readonly Registry[], { address, key }: { readonly address: string; readonly key: string }, readAs: string): readonly ReferenceReading[] {
  return registriesAt(address, registries).flatMap((registry) => {
    const canonical = parseKey(key, registry.keyForm);
    return canonical === undefined ? [] : [reading(registry, canonical, readAs)];
  });
}

function reading(registry: Registry, key: string | undefined, readAs: string): ReferenceReading {
  const ref = { nativeId: key === undefined ? registryAccount(registry) : nativeId(registry, key) };
  return { ref, readAs, certain: key !== undefined };
}

/** `eip155:1/erc721:0x…/5` */
function assetOf(text: string): { readonly chainId: number; readonly address: string; readonly key: string } | undefined {
  const [, chainId, address, key] = /^eip155:([1-9]\d{0,15})\/erc721:(0x[0-9a-f]{40})\/(\d{1,78})$/i.exec(text) ?? [];
  return address === undefined || key === undefined ? undefined : { chainId: Number(chainId), address, key };
}

function isAddressText(text: string): boolean {
  return /^0x[0-9a-f]{40}$/i.test(text);
}
