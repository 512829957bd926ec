import type { Finding, ListingRecord, Verifier } from "@modeldex/plugin-kit";
import { isFinalBlock, revisionForm } from "./immutable-revision.ts";

const method = "reference.form/1";

/**
 * Whether the reference can come to mean other bytes. Verified by construction: the form of the revision says it, no source has to be believed.
 * What a source states of its references in general stays asserted.
 */
export const referenceImmutability: Verifier<"REFERENCE_IMMUTABILITY"> = {
  id: "reference-immutability/1",
  kind: "REFERENCE_IMMUTABILITY",
  depth: "STANDARD",
  needs: "records",
  verify: async ({ subject, claim }) => {
    if (claim === undefined) return [byForm(subject.listing.record)];
    const effect = claim.facts.references === "MUTABLE" ? "CAUTION" : "NEUTRAL";
    return [{ kind: "REFERENCE_IMMUTABILITY", statement: claim.statement, status: "ASSERTED", effect, method, evidence: claim.evidence }];
  },
};

function byForm(record: ListingRecord): Finding {
  const finding = (effect: "SUPPORTS" | "CAUTION", statement: string): Finding => ({
    kind: "REFERENCE_IMMUTABILITY", statement, status: "VERIFIED", effect, method, evidence: [],
  });
  const { revision } = record;
  if (revision === undefined) {
    const statement = "No revision is known here: the source was not asked for it, or does not state one, so what the name stands for may change.";
    return { kind: "REFERENCE_IMMUTABILITY", statement, status: "UNKNOWN", unknownReason: "NOT_REQUESTED", effect: "NEUTRAL", method, evidence: [] };
  }
  switch (revisionForm(revision)) {
    case "commit":
      return finding("SUPPORTS", `The revision is the commit ${revision}: its content cannot change, though its host can delete it.`);
    case "digest":
      return finding("SUPPORTS", `The revision is the digest ${revision}: it stands for these bytes alone.`);
    case "block":
      return isFinalBlock(record)
        ? finding("SUPPORTS", `The revision is the entry as of the final ${revision}.`)
        : finding("CAUTION", `The revision is the entry as of ${revision}, which may still be reorganised.`);
    case undefined:
      return finding("CAUTION", `The revision "${revision}" is no commit, digest or block: it can be moved.`);
  }
}
