import { asOneOf, asSha256, listing, type Artifact, type DateTime, type DetailsType, type Draft, type ListingRecord, type WeightFormat } from "@modeldex/plugin-kit";
import { claimsOf } from "./claims.ts";
import { statedAt, type ReadFrom } from "./evidence.ts";
import { lowerCaseId, nativeId, versionId } from "../mapping/native-id.ts";
import type { FileTarget } from "../mapping/mapping.ts";
import type { Registry } from "../mapping/registry.ts";
import type { EntryState, Value } from "../reader/state.ts";
import { shownKey } from "../mapping/text.ts";

/** Fields that the source adds to the public schema. */
export const onChainDetails = {
  typeName: "OnChainDetails",
  fields: {
    chainId: ["SafeInt!", "Id of the chain (EIP-155)."],
    address: ["String!", "Address of the registry contract, with the checksum of EIP-55."],
    space: ["String", "Which of the contract's id spaces the key is of, where it has several."],
    key: ["String!", "Key within the registry contract; numbers are decimal text, texts with control characters percent-encoded."],
    registry: ["String!", "Name of the registry in the configuration."],
    owner: ["String", "Account that owns the entry, where the contract says."],
    version: ["String", "Newest version, where the contract says."],
    registeredAtBlock: ["SafeInt", "Block of the registration."],
    transactionHash: ["String", "Transaction of the registration."],
    finality: ["Finality!", "How final the newest block is that changed the entry."],
    implementation: ["String", "Contract behind the proxy at the address, in the newest block that changed the entry."],
    extra: ["JSON", "Further values by the names that the mapping gives them; numbers above 2^53 are text."],
  },
} as const satisfies DetailsType;

/** Most files of one listing. */
const mostFiles = 2_000;

/**
 * Makes the listing of one entry.
 *
 * @returns `undefined` when the entry names no model.
 */
export function recordOf(key: string, state: EntryState, from: ReadFrom): ListingRecord | undefined {
  const { registry, facts, session } = from;
  const { values, registration, last, link, tags, versions, extra } = state;
  if (values.name === undefined) return undefined;
  const { explorer } = session.chain;
  const id = nativeId(registry, key);
  const ids = [id, lowerCaseId(registry, key)];
  const aliases = [...ids, ...versions.flatMap((version) => ids.map((each) => versionId(each, version)))];
  const artifacts = artifactsOf(state);
  const provider = values["offer.provider"]?.text;
  const stateBlock = last?.log.blockNumber ?? state.listed?.block.number ?? session.head.number;
  return listing({
    nativeId: id,
    aliases: [...new Set(aliases)].filter((alias) => alias !== id),
    movingAliases: values.alias === undefined ? undefined : [values.alias.text],
    name: values.name.text,
    publisher: values.publisher === undefined ? undefined : { name: values.publisher.text },
    registrant: registry.writers === "open" ? registrantOf(state, from) : undefined,
    url: values.url?.text ?? (explorer === undefined ? undefined : explorerUrl(explorer, state, registry)),
    description: values.description?.text,
    deprecated: state.status === "DEPRECATED" ? true : undefined,
    revision: last && `block:${last.log.blockNumber}:${last.log.blockHash}`,
    task: values.task?.text,
    license: values.license === undefined ? undefined : { stated: values.license.text },
    tags,
    createdAt: statedTime(values.createdAt, from) ?? (registration && facts.timeOf(registration.log)),
    updatedAt: statedTime(values.updatedAt, from) ?? (last && facts.timeOf(last.log)),
    links: link === undefined ? undefined : [{ ...link, statement: `${registry.id} names ${link.reference} for this entry.` }],
    artifacts: artifacts.length === 0 ? undefined : artifacts.slice(0, mostFiles),
    artifactCount: state.files.more === 0 && artifacts.length <= mostFiles ? undefined : artifacts.length + state.files.more,
    offers: provider === undefined ? undefined : [{ provider, url: values["offer.url"]?.text, callAs: values["offer.callAs"]?.text }],
    claims: claimsOf(key, state, from),
    details: {
      chainId: registry.chainId,
      address: registry.address,
      space: registry.space,
      key: shownKey(key),
      registry: registry.id,
      owner: values.owner?.text,
      version: versions.at(-1) ?? values.version?.text,
      registeredAtBlock: registration?.log.blockNumber,
      transactionHash: registration?.log.transactionHash,
      finality: session.finalityOf(stateBlock),
      implementation: facts.implementationAt(registry.address, stateBlock),
      extra: Object.keys(extra).length === 0 ? undefined : extra,
    },
  });
}

/** The account that registered the entry: whom the registration (or, without one, the contract's list) names as owner, else who sent its transaction. */
function registrantOf({ registeredFor, registration }: EntryState, { registry, senders }: ReadFrom): string | undefined {
  if (registeredFor !== undefined) return `eip155:${registry.chainId}:${registeredFor}`;
  return registration === undefined ? undefined : senders?.get(registration.log.transactionHash)?.account;
}

/** The transaction of the registration; of what no event tells, the contract. */
function explorerUrl(explorer: string, { registration }: EntryState, { address }: Registry): string {
  return registration === undefined ? `${explorer}/address/${address}` : `${explorer}/tx/${registration.log.transactionHash}`;
}

/** A time that the contract states; one after the block that states it (or, of a document, after now) is none, since anybody may write any number. */
function statedTime(value: Value | undefined, { facts, session }: ReadFrom): DateTime | undefined {
  if (value === undefined) return undefined;
  const statedIn = statedAt(value.from, facts) ?? session.context.now().toISOString();
  return Date.parse(value.text) > Date.parse(statedIn) ? undefined : value.text;
}

/** The file that the entry states itself, and those of its child events, by path; of two with one path the later one. */
function artifactsOf({ values, files }: EntryState): readonly Draft<Artifact>[] {
  const own: Partial<Record<FileTarget, string>> = {};
  for (const target of ["path", "sha256", "keccak256", "cid", "size", "url"] as const) {
    const text = values[`artifact.${target}`]?.text;
    if (text !== undefined) own[target] = text;
  }
  const stated = [...(own.path === undefined ? [] : [{ ...own, path: own.path }]), ...files.kept.map((file) => ({ ...file.values, path: file.values.path ?? file.id }))];
  const byPath = new Map(stated.map((file) => [file.path, file]));
  return [...byPath.values()].toSorted((left, right) => (left.path < right.path ? -1 : 1)).map(artifactOf);
}

function artifactOf({ path, sha256, keccak256, cid, size, url, format }: Partial<Record<FileTarget, string>> & { readonly path: string }): Draft<Artifact> {
  const others = [keccak256, cid].filter((digest) => digest !== undefined);
  return {
    path,
    sizeBytes: size === undefined ? undefined : Number(size),
    format: asOneOf(format?.toUpperCase(), formats),
    url,
    digest: asSha256(sha256),
    otherDigests: others.length === 0 ? undefined : others,
  };
}

const formats = [
  "SAFETENSORS", "GGUF", "ONNX", "PICKLE", "KERAS", "TFLITE", "MSGPACK", "COREML", "TENSORRT", "OPENVINO", "MLX", "OTHER",
] as const satisfies readonly WeightFormat[];
