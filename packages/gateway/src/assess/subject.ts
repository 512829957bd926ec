import type { StoredListing, StoredOverlay } from "@modeldex/catalog";
import type { Subject, SubjectListing } from "@modeldex/plugin-kit";
import type { TrustListing, TrustOverlay } from "@modeldex/trust";
import type { SourceRegistry } from "../sources/registry.ts";

/** A listing under assessment, with the other listings of its model that their sources still have. */
export interface Assessed {
  readonly listing: StoredListing;
  readonly others: readonly StoredListing[];
  /** What other rows say of it. */
  readonly beside: readonly StoredOverlay[];
}

/** What verifiers are shown. */
export function subjectOf({ listing, others }: Omit<Assessed, "beside">, registry: Pick<SourceRegistry, "find">): Subject {
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

/** What a report shows of a row beside the listing. */
export function trustOverlay({ key, source, record, fetchedAt }: StoredOverlay, registry: Pick<SourceRegistry, "find">): TrustOverlay {
  return { key, source, sourceTitle: registry.find(source)?.title ?? source, claims: record.claims ?? [], fetchedAt };
}
