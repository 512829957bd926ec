import type { StoredChange, StoredListing, StoredOverlay } from "@modeldex/catalog";
import type { Subject, SubjectListing } from "@modeldex/plugin-kit";
import type { TrustListing, TrustOverlay } from "@modeldex/trust";
import type { SourceRegistry } from "../sources/registry.ts";

/** A listing under assessment, with the other listings of its model that their sources still have. */
export interface Assessed {
  readonly listing: StoredListing;
  readonly others: readonly StoredListing[];
  /** What other rows say of it. */
  readonly beside: readonly StoredOverlay[];
  /** Its rows of the log, oldest first. */
  readonly changes: readonly StoredChange[];
}

/** What verifiers are shown. */
export function subjectOf({ listing, others, changes }: Omit<Assessed, "beside">, registry: Pick<SourceRegistry, "find">): Subject {
  return {
    listing: shownListing(listing, registry),
    others: others.map((other) => shownListing(other, registry)),
    history: {
      firstSeenAt: listing.firstSeenAt,
      lastSeenAt: listing.fetchedAt,
      // A verdict about the listing rests on what happened to it, not on earlier verdicts.
      changes: changes.flatMap(({ kind, at, statement, before, after }) =>
        kind === "FINDING" ? [] : [{ kind, at, statement, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }],
      ),
    },
  };
}

/** What verifiers are shown of one listing. */
export function shownListing({ key, source, naming, record }: StoredListing, registry: Pick<SourceRegistry, "find">): SubjectListing {
  // A source that is no longer configured is known by its id alone.
  return { key, sourceKind: registry.find(source)?.kind ?? source, naming, record };
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
