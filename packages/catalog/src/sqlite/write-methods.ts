import type { Catalog } from "../catalog.ts";

/**
 * The methods of the port that write. A catalog with a writing process sends exactly these there; every other one reads in the calling process, where a
 * write that is missing here is refused.
 */
export const writeMethods = [
  "applyPage", "applyListings", "importListings", "importOverlays", "markGone", "noteAsked", "setIdentityRules",
  "acquireLease", "renewLease", "releaseLease", "beginRun", "endRun", "recordSourceHealth",
  "saveFindings", "saveSourceFindings", "putEvidence",
] as const satisfies readonly (keyof Catalog)[];

export type WriteMethod = (typeof writeMethods)[number];

/** What the writing process does. */
export type CatalogWrites = Pick<Catalog, WriteMethod>;
