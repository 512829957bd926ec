import type { StoredListing } from "@modeldex/catalog";
import type { Subject, SubjectListing } from "@modeldex/plugin-kit";
import type { TrustListing } from "@modeldex/trust";
import type { SourceRegistry } from "../sources/registry.ts";

/** A listing under assessment, with the other listings of its model that their sources still have. */
export interface Assessed {
  readonly listing: StoredListing;
  readonly others: readonly StoredListing[];
}

/** What verifiers are shown. */
export function subjectOf({ listing, others }: Assessed, registry: Pick<SourceRegistry, "find">): Subject {
  const shown = (stored: StoredListing): SubjectListing => ({
    key: stored.key,
    // A source that is no longer configured is known by its id alone.
    sourceKind: registry.find(stored.source)?.kind ?? stored.source,
    naming: stored.naming,
    record: stored.record,
  });
  return { listing: shown(listing), others: others.map(shown) };
}

/** What a report is made from. */
export function trustListing(stored: StoredListing, registry: Pick<SourceRegistry, "find">): TrustListing {
  const source = registry.find(stored.source);
  return {
    key: stored.key,
    sourceKind: source?.kind ?? stored.source,
    naming: stored.naming,
    record: stored.record,
    fetchedAt: stored.fetchedAt,
    source: stored.source,
    sourceTitle: source?.title ?? stored.source,
  };
}
