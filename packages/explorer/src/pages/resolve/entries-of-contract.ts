import type { LinkKind, ListingRelation } from "../../generated/types.ts";

/** What of a listing tells whether it is an entry of a registry. */
export interface EntryFacts {
  readonly key: string;
  readonly source: { readonly kind: string };
  readonly link: { readonly kind: LinkKind; readonly relation: ListingRelation };
}

/** A contract, and the listings that are its entries. */
export interface ContractEntries {
  readonly chainIds: readonly string[];
  readonly count: number;
}

/** Whether a listing is an entry of a registry where anybody may write. */
export function isEntry({ source, link }: Pick<EntryFacts, "source" | "link">): boolean {
  return source.kind === "onchain" || link.relation === "REGISTERED";
}

/** Whether "is it the same model?" has an answer for a listing that its model's page does not give at once. */
export function asksWhetherSame(listing: EntryFacts): boolean {
  return isEntry(listing) || listing.link.kind !== "LEADING";
}

/** What a reading of an address is: `undefined` unless the text is the address of a contract, and each listing that it fits is one of its entries. */
export function entriesOfContract(reference: string, listings: readonly (EntryFacts | null)[]): ContractEntries | undefined {
  const address = /^(?:eip155:\d+:)?(?<address>0x[0-9a-f]{40})$/i.exec(reference.trim())?.groups?.["address"]?.toLowerCase();
  if (address === undefined || listings.length === 0) return undefined;
  const chainIds = new Set<string>();
  for (const listing of listings) {
    const place = listing === null || !isEntry(listing) ? undefined : /(?:^|:)eip155:(?<chainId>\d+):(?<address>0x[0-9a-f]{40})(?:\/|$)/i.exec(listing.key)?.groups;
    if (place?.["chainId"] === undefined || place["address"]?.toLowerCase() !== address) return undefined;
    chainIds.add(place["chainId"]);
  }
  return { chainIds: [...chainIds], count: listings.length };
}

/** How an entry stands to the model that it is joined to, before the model's name. */
export const entryVerbs: Readonly<Record<Exclude<LinkKind, "LEADING">, string>> = {
  OPERATOR_RULE: "is joined by the operator to",
  SAME_DIGEST: "states a digest of",
  EXPLICIT_REFERENCE: "names",
  NAME_AND_PUBLISHER: "has name and publisher of",
};
