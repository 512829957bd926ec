import type { SubjectListing } from "@modeldex/plugin-kit";
import { hostOf, sourceOf } from "./independence.ts";

/** Who a publisher is, as the operator of the gateway has found out. At least one domain or account is given. */
export interface PublisherAnchor {
  /** Its name or id, as its source writes it. Case does not count. */
  readonly publisher: string;
  /** Id of the source. @default every source where not anybody may write */
  readonly source?: string;
  /** Domains that are its own: `meta.com`. A name that ends in `.eth` is looked up in ENS. */
  readonly domains?: readonly string[];
  /** Accounts that are its own, in CAIP-10: `eip155:1:0x…`. */
  readonly accounts?: readonly string[];
}

/** Texts that begin names of publishers in a domain's document: of a source, and of one of its kind. */
export function prefixesOf(listing: SubjectListing): readonly string[] {
  return [`${sourceOf(listing)}:`, `${listing.sourceKind}:`];
}

/** How a domain's document may name the publisher of a listing, in lower case; none for a record that anybody may write. */
export function publisherNames(listing: SubjectListing): readonly string[] {
  const { publisher } = listing.record;
  if (publisher === undefined || listing.naming === "open") return [];
  const ids = [publisher.name, publisher.id].filter((text) => text !== undefined);
  return prefixesOf(listing).flatMap((prefix) => ids.map((id) => `${prefix}${id}`.toLowerCase()));
}

/** The account that wrote a record which anybody may write, in CAIP-10 and lower case. */
export function writerOf({ naming, record }: SubjectListing): string | undefined {
  const registrant = record.registrant?.toLowerCase();
  return naming === "open" && registrant !== undefined && accountPattern.test(registrant) ? registrant : undefined;
}

/**
 * Whether an anchor is about who a listing says published it. In a record that anybody may write that is a claim, which the anchor's domain has to
 * confirm; a source where not anybody may write keeps its names apart.
 */
export function names({ publisher, source }: PublisherAnchor, listing: SubjectListing): boolean {
  const stated = listing.record.publisher;
  const isNamed = [stated?.name, stated?.id].some((text) => text?.toLowerCase() === publisher.toLowerCase());
  return isNamed && (source === undefined || source === sourceOf(listing));
}

/** Domains that the listing itself calls its publisher's: of the publisher's page elsewhere than at the source, and of an agent's services (ERC-8004). */
export function ownDomains({ record }: SubjectListing): readonly string[] {
  const services = typeof record.details?.["extra"] === "object" && record.details["extra"] !== null && "services" in record.details["extra"] ? record.details["extra"].services : undefined;
  const urls = [record.publisher?.url, ...(typeof services === "string" ? (services.match(/https:\/\/[^\s,]+/g) ?? []) : [])];
  const atSource = hostOf(record.url);
  return [...new Set(urls.map(hostOf).filter((host) => host !== undefined && host !== atSource && domainPattern.test(host)))] as readonly string[];
}

/** @throws {RangeError} naming the option that is wrong. */
export function checkedAnchor(anchor: PublisherAnchor): PublisherAnchor {
  const { publisher, domains = [], accounts = [] } = anchor;
  if (publisher.trim() === "") throw new RangeError('publisherIdentity: an anchor names its publisher, such as "meta-llama".');
  if (domains.length + accounts.length === 0) throw new RangeError(`publisherIdentity: the anchor of "${publisher}" has no domains and no accounts; give one, such as domains: ["meta.com"].`);
  const wrongDomain = domains.find((domain) => !domainPattern.test(domain));
  if (wrongDomain !== undefined) throw new RangeError(`publisherIdentity: "${wrongDomain}" is no domain; write it in lower case and without scheme and path, such as "meta.com".`);
  const wrongAccount = accounts.find((account) => !accountPattern.test(account.toLowerCase()));
  if (wrongAccount !== undefined) throw new RangeError(`publisherIdentity: "${wrongAccount}" is no account; write "eip155:<chain id>:0x<40 hex digits>".`);
  return { ...anchor, accounts: accounts.map((account) => account.toLowerCase()) };
}

/** CAIP-10 of the namespace eip155, in lower case. */
export const accountPattern = /^eip155:\d{1,20}:0x[0-9a-f]{40}$/;
const domainPattern = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
