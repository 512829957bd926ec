import { getAddress, type Address } from "viem";
import { encodeKey, parseKey } from "./key.ts";
import { registryAccount, type Registry } from "./registry.ts";

/**
 * The id of an entry: `eip155:<chain id>:<address>/<key>`, which is CAIP-10 and the key behind it; `…/<space>:<key>` where the contract has
 * several id spaces.
 *
 * The address has the checksum of EIP-55; hex keys are in lower case, integers decimal, texts percent-encoded, so that no key has a colon or @.
 */
export function nativeId(registry: Registry, key: string): string {
  return `${registryAccount(registry)}/${spacedKey(registry, key)}`;
}

/** The same with the address in lower case, as many tools write it. */
export function lowerCaseId(registry: Registry, key: string): string {
  return `eip155:${registry.chainId}:${registry.address.toLowerCase()}/${spacedKey(registry, key)}`;
}

/** The id of an entry at one of its versions: `<native id>@<version>`, percent-encoded. */
export function versionId(id: string, version: string): string {
  return `${id}@${encodeURIComponent(version)}`;
}

/** A registry, perhaps an entry of it, perhaps at a version. */
export interface ParsedId {
  readonly registry: Registry;
  readonly key?: string;
  /** As text; whether the entry has it is not known. Only of registries whose mapping reads versions. */
  readonly version?: string;
}

/**
 * Reads `eip155:<chain id>:<address>`, with or without `/<key>` or `/<space>:<key>`, of a configured registry. The address may be in any case.
 *
 * Of the registries of one contract, that of the space is meant; a registry without space has the keys that begin with no space of another. One
 * whose events are claims about another registry has no entries.
 */
export function parseNativeId(text: string, registries: readonly Registry[]): ParsedId | undefined {
  const [, chain, address, rest] = /^eip155:([1-9]\d{0,15}):(0x[0-9a-f]{40})(?:\/(.{1,2000}))?$/i.exec(text) ?? [];
  if (chain === undefined || address === undefined) return undefined;
  const all = registriesAt(address, registries).filter(({ chainId }) => chainId === Number(chain));
  const own = all.filter(hasEntries);
  if (rest === undefined) {
    const registry = own[0] ?? all[0];
    return registry && { registry };
  }
  const colon = rest.indexOf(":");
  const spaced = colon === -1 ? undefined : own.find(({ space }) => space === rest.slice(0, colon));
  const registry = spaced ?? own.find(({ space }) => space === undefined);
  return registry === undefined ? undefined : entryIn(registry, spaced === undefined ? rest : rest.slice(colon + 1));
}

/** Whether a registry has entries of its own, and not claims about those of another one. */
export function hasEntries({ claimsOn }: Registry): boolean {
  return claimsOn === undefined;
}

/** Configured registries with this address, in any case; the same contract may be on several chains, and have several id spaces. */
export function registriesAt(address: string, registries: readonly Registry[]): readonly Registry[] {
  const canonical: Address = getAddress(address.toLowerCase());
  return registries.filter((registry) => registry.address === canonical);
}

function spacedKey({ space }: Registry, key: string): string {
  return space === undefined ? encodeKey(key) : `${space}:${encodeKey(key)}`;
}

function entryIn(registry: Registry, text: string): ParsedId | undefined {
  const at = hasVersions(registry) ? text.lastIndexOf("@") : -1;
  const key = parseKey(at === -1 ? text : text.slice(0, at), registry.keyForm);
  if (key === undefined) return undefined;
  if (at === -1) return { registry, key };
  try {
    return { registry, key, version: decodeURIComponent(text.slice(at + 1)) };
  } catch {
    // No percent-encoding, so no version that was ever written.
    return undefined;
  }
}

function hasVersions({ events }: Registry): boolean {
  return [...events.values()].flat().some(({ does }) => does.op === "version");
}
