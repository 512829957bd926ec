import type { StoredAssessment, StoredListing } from "@modeldex/catalog";
import type { Verifier } from "@modeldex/plugin-kit";
import type { ClaimKind } from "@modeldex/schema";
import { checkId, type TrustFinding } from "@modeldex/trust";
import { unknown } from "./run-checks.ts";

export interface StoredGround {
  readonly listing: StoredListing;
  /** What the listing was last found to be; absent: it never was. */
  readonly assessment: StoredAssessment | undefined;
  readonly verifiers: readonly Verifier[];
}

/**
 * Of a report from what is stored alone: that there was more to look at, for each kind of which something is stored.
 *
 * Why a check came to nothing (a budget, an outage, more files than are looked at) is not stored, and neither is what nobody has looked at since the revision
 * moved. Without a word for it, one file that was looked at would pass for all of them. Kinds of which nothing is stored need none: nobody has looked.
 */
export function cameToNothing(findings: readonly TrustFinding[], { listing, assessment, verifiers }: StoredGround, observedAt: string): readonly TrustFinding[] {
  const { revision } = listing.record;
  const isOfNow = assessment?.level !== undefined && assessment.revision === revision;
  const wasUnknown = new Set((assessment?.claims ?? []).flatMap(({ kind, status }) => (status === "UNKNOWN" ? [kind] : [])));
  const byKind = Map.groupBy(findings, ({ finding }) => finding.kind);
  const isOpen = (kind: ClaimKind, { files }: Verifier): boolean => (isOfNow ? wasUnknown.has(kind) : files !== undefined);
  const upstream = verifiers.filter(({ needs }) => needs !== "records");
  const partly = [...byKind].flatMap(([kind, found]) => {
    const verifier = upstream.find((each) => each.kind === kind && isOpen(kind, each));
    return verifier === undefined || found.some(({ finding }) => finding.status === "UNKNOWN") ? [] : [verifier];
  });
  const when = isOfNow ? "came to nothing when they were last made" : "have not been made at this revision";
  return partly.map((verifier) => ({
    check: checkId(verifier.id),
    finding: unknown({ verifier }, "NOT_REQUESTED", `What is stored is not all that there is to look at: other checks of this kind ${when}.`),
    observedAt,
    ...(revision === undefined ? {} : { revision }),
  }));
}
