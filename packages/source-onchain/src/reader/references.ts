import type { ReferenceReading } from "@modeldex/plugin-kit";
import { keccak256, stringToHex } from "viem";
import { knownExplorers } from "./known-explorers.ts";
import { parseKey } from "../mapping/key.ts";
import { hasEntries, nativeId, parseNativeId, registriesAt, versionId } from "../mapping/native-id.ts";
import type { Chain } from "../options.ts";
import { registryAccount, type Registry } from "../mapping/registry.ts";

/**
 * Readings of a text that a person pasted: an entry by CAIP-10 with its key or by CAIP-19, a registry by CAIP-10 or bare address, URLs of
 * explorers of the configured chains, and, where keys are computed from them, files of Hugging Face repositories. A registry is read as
 * `eip155:<chain id>:<address>`, which is no listing: `lookup` gives its entries.
 *
 * Only configured registries are read. Transaction hashes are left to `lookup`, since 32 bytes may be anything.
 */
export function readingsOf(text: string, chains: readonly Chain[]): readonly ReferenceReading[] {
  const pasted = text.trim();
  const registries = chains.flatMap((chain) => chain.registries);
  const caip = parseNativeId(pasted, registries);
  if (caip !== undefined) {
    const { ref, ...read } = reading(caip.registry, caip.key, caip.key === undefined ? "CAIP-10 account" : "CAIP-10 account with key");
    return [{ ...read, ref: caip.version === undefined ? ref : { nativeId: versionId(ref.nativeId, caip.version) } }];
  }
  const entry = entryOf(pasted);
  if (entry !== undefined) return keyed(registries.filter((registry) => registry.chainId === entry.chainId), entry, entry.readAs);
  if (isAddressText(pasted)) return contracts(registriesAt(pasted, registries), "contract address");
  return [...explorerReadings(pasted, chains), ...computedReadings(pasted, registries)];
}

/**
 * The address or transaction hash in a URL of an explorer, and its chain: `<explorer>/tx/0x…`, `<explorer>/address/0x…`,
 * `<explorer>/token/0x…`.
 */
export function explorerTarget(text: string, chains: readonly Chain[]): { readonly chain: Chain; readonly target: string } | undefined {
  for (const chain of chains) {
    const target = /^\/(?:tx|address|token|contract)\/(0x(?:[0-9a-f]{64}|[0-9a-f]{40}))(?:[/?#]|$)/i.exec(explorerPath(text, chain) ?? "")?.[1];
    if (target !== undefined) return { chain, target };
  }
  return undefined;
}

/** What stands behind the address of an explorer of that chain; `undefined`: it is no such address. */
function explorerPath(text: string, { chainId, explorer }: Chain): string | undefined {
  const mine = [...(explorer === undefined ? [] : [explorer]), ...(knownExplorers[chainId] ?? [])].find((address) => text.startsWith(`${address}/`));
  return mine === undefined ? undefined : text.slice(mine.length);
}

function explorerReadings(text: string, chains: readonly Chain[]): readonly ReferenceReading[] {
  for (const chain of chains) {
    const path = explorerPath(text, chain) ?? "";
    // Blockscout: /token/<address>/instance/<id>; Etherscan: /nft/<address>/<id> and /token/<address>?a=<id>.
    const [, address, key] = /^\/(?:token|nft)\/(0x[0-9a-f]{40})(?:\/instance\/|\/|\?a=)(\d{1,78})(?:[/?#&]|$)/i.exec(path) ?? [];
    if (address !== undefined && key !== undefined) return keyed(chain.registries, { address, key }, "explorer URL");
    const target = explorerTarget(text, [chain])?.target;
    if (target !== undefined && isAddressText(target)) return contracts(registriesAt(target, chain.registries), "explorer URL");
  }
  return [];
}

/** Each contract once, however many registries are of it. */
function contracts(registries: readonly Registry[], readAs: string): readonly ReferenceReading[] {
  return [...new Map(registries.map((registry) => [registryAccount(registry), reading(registry, undefined, readAs)])).values()];
}

/** Where the contract has several id spaces, one reading for each that may have the key. */
function keyed(registries: readonly Registry[], { address, key }: { readonly address: string; readonly key: string }, readAs: string): readonly ReferenceReading[] {
  return registriesAt(address, registries).filter(hasEntries).flatMap((registry) => {
    const canonical = parseKey(key, registry.keyForm);
    return canonical === undefined ? [] : [reading(registry, canonical, readAs)];
  });
}

function reading(registry: Registry, key: string | undefined, readAs: string): ReferenceReading {
  const ref = { nativeId: key === undefined ? registryAccount(registry) : nativeId(registry, key) };
  return { ref, readAs, certain: key !== undefined };
}

/**
 * Entries whose key is computed from a file of a Hugging Face repository. Of an address of the Hub this is a second meaning beside the Hub's own,
 * of the same model; a bare `org/name/file` may be anything.
 */
function computedReadings(text: string, registries: readonly Registry[]): readonly ReferenceReading[] {
  const file = hubFileIn(text);
  if (file === undefined) return [];
  return registries.flatMap((registry) => {
    if (registry.keccak256Of === undefined) return [];
    const plain = registry.keccak256Of.replaceAll("{repository}", file.repository).replaceAll("{file}", file.path);
    return [{ ref: { nativeId: nativeId(registry, keccak256(stringToHex(plain))) }, readAs: `key of a file in ${registry.id}`, certain: false, ...(file.beside ? { beside: true } : {}) }];
  });
}

/** `https://huggingface.co/org/name/blob/main/file`, `hf://org/name/file`, `pkg:huggingface/org/name#file`, `org/name/file.gguf`. */
function hubFileIn(text: string): { readonly repository: string; readonly path: string; readonly beside: boolean } | undefined {
  const name = String.raw`[\w][\w.-]{0,95}`;
  const [, repository, path] =
    new RegExp(`^https?://(?:www\\.)?(?:huggingface\\.co|hf\\.co)/(${name}/${name})/(?:blob|resolve|raw)/[^/?#]+/([^?#]+)`).exec(text) ??
    new RegExp(`^pkg:huggingface/(${name}/${name})(?:@[^?#]*)?#(.+)$`).exec(text) ??
    new RegExp(`^hf://(?:models/)?(${name}/${name})(?:@[^/]+)?/(.+)$`).exec(text) ?? [];
  if (repository !== undefined && path !== undefined) return { repository, path: decodedPath(path), beside: true };
  const [, bare, file] = new RegExp(`^(${name}/${name})/([^\\s?#]+\\.[A-Za-z0-9]+)$`).exec(text) ?? [];
  return bare === undefined || file === undefined ? undefined : { repository: bare, path: file, beside: false };
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** `eip155:1/erc721:0x…/5`, and `eip155:1:0x…/<key>` without the space that the contract's keys have. */
function entryOf(text: string): { readonly chainId: number; readonly address: string; readonly key: string; readonly readAs: string } | undefined {
  const asset = /^eip155:(?<chainId>[1-9]\d{0,15})\/erc(?:721|1155):(?<address>0x[0-9a-f]{40})\/(?<key>\d{1,78})$/i.exec(text);
  const { chainId, address, key } = (asset ?? /^eip155:(?<chainId>[1-9]\d{0,15}):(?<address>0x[0-9a-f]{40})\/(?<key>[^:]{1,2000})$/i.exec(text))?.groups ?? {};
  if (address === undefined || key === undefined) return undefined;
  return { chainId: Number(chainId), address, key, readAs: asset === null ? "CAIP-10 account with key" : "CAIP-19 asset" };
}

function isAddressText(text: string): boolean {
  return /^0x[0-9a-f]{40}$/i.test(text);
}
