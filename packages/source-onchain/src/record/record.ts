import { asSha256, listing, type DetailsType, type ListingRecord } from "@modeldex/plugin-kit";
import { claimsOf, type ReadFrom } from "./claims.ts";
import { lowerCaseId, nativeId } from "../mapping/native-id.ts";
import type { EntryState } from "../reader/state.ts";

/** Fields that the source adds to the public schema. */
export const onChainDetails = {
  typeName: "OnChainDetails",
  fields: {
    chainId: ["SafeInt!", "Id of the chain (EIP-155)."],
    address: ["String!", "Address of the registry contract, with the checksum of EIP-55."],
    key: ["String!", "Key within the registry contract; numbers are decimal text."],
    registry: ["String!", "Name of the registry in the configuration."],
    owner: ["String", "Account that owns the entry, where the contract says."],
    registeredAtBlock: ["SafeInt", "Block of the registration."],
    transactionHash: ["String", "Transaction of the registration."],
    finality: ["Finality!", "How final the newest block is that changed the entry."],
  },
} as const satisfies DetailsType;

/**
 * Makes the listing of one entry.
 *
 * @returns `undefined` when the entry names no model.
 */
export function recordOf(key: string, state: EntryState, from: ReadFrom): ListingRecord | undefined {
  const { registry, facts, session } = from;
  const { values, registration, last, link, tags } = state;
  if (values.name === undefined) return undefined;
  const { explorer } = session.chain;
  const path = values["artifact.path"]?.text;
  const id = nativeId(registry, key);
  return listing({
    nativeId: id,
    aliases: [lowerCaseId(registry, key)].filter((alias) => alias !== id),
    name: values.name.text,
    publisher: values.publisher === undefined ? undefined : { name: values.publisher.text },
    registrant: registry.writers !== "open" || values.owner === undefined ? undefined : `eip155:${registry.chainId}:${values.owner.text}`,
    url: values.url?.text ?? (explorer === undefined ? undefined : `${explorer}/tx/${registration.log.transactionHash}`),
    description: values.description?.text,
    deprecated: state.status === "DEPRECATED" ? true : undefined,
    revision: `block:${last.log.blockNumber}:${last.log.blockHash}`,
    task: values.task?.text,
    license: values.license === undefined ? undefined : { stated: values.license.text },
    tags,
    createdAt: facts.timeOf(registration.log),
    updatedAt: facts.timeOf(last.log),
    links: link === undefined ? undefined : [{ ...link, statement: `${registry.id} names ${link.reference} for this entry.` }],
    artifacts: path === undefined ? undefined : [{ path, digest: asSha256(values["artifact.sha256"]?.text) }],
    claims: claimsOf(key, state, from),
    details: {
      chainId: registry.chainId,
      address: registry.address,
      key,
      registry: registry.id,
      owner: values.owner?.text,
      registeredAtBlock: registration.log.blockNumber,
      transactionHash: registration.log.transactionHash,
      finality: session.finalityOf(last.log.blockNumber),
    },
  });
}
