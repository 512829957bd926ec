import { getAddress, type Address } from "viem";
import { encodeKey, parseKey } from "./key.ts";
import { registryAccount, type Registry } from "./registry.ts";

/**
 * The id of an entry: `eip155:<chain id>:<address>/<key>`, which is CAIP-10 and the key behind it.
 *
 * The address has the checksum of EIP-55; hex keys are in lower case, integers decimal, texts percent-encoded.
 */
export function nativeId(registry: Registry, key: string): string {
  return `${registryAccount(registry)}/${encodeKey(key)}`;
}

/** The same with the address in lower case, as many tools write it. */
export function lowerCaseId(registry: Registry, key: string): string {
  return `eip155:${registry.chainId}:${registry.address.toLowerCase()}/${encodeKey(key)}`;
}

/** A registry, perhaps an entry of it. */
export interface ParsedId {
  readonly registry: Registry;
  readonly key?: string;
}

/** Reads `eip155:<chain id>:<address>`, with or without `/<key>`, of a configured registry. The address may be in any case. */
export function parseNativeId(text: string, registries: readonly Registry[]): ParsedId | undefined {
  const [, chain, address, key] = /^eip155:([1-9]\d{0,15}):(0x[0-9a-f]{40})(?:\/(.{1,1200}))?$/i.exec(text) ?? [];
  if (chain === undefined || address === undefined) return undefined;
  const registry = registriesAt(address, registries).find(({ chainId }) => chainId === Number(chain));
  if (registry === undefined) return undefined;
  if (key === undefined) return { registry };
  const canonical = parseKey(key, registry.keyForm);
  return canonical === undefined ? undefined : { registry, key: canonical };
}

/** Configured registries with this address, in any case; the same contract may be on several chains. */
export function registriesAt(address: string, registries: readonly Registry[]): readonly Registry[] {
  const canonical: Address = getAddress(address.toLowerCase());
  return registries.filter((registry) => registry.address === canonical);
}
