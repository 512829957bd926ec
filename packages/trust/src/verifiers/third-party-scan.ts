import type { ClaimOf, Finding, FindingEvidence, SubjectListing, Verifier, VerifierTools } from "@modeldex/plugin-kit";
import { named } from "./weight-files.ts";

const method = "scan.verdict/1";
/** Scanners look again when their rules change, without a new revision. */
const validMs = 24 * 3_600_000;

/**
 * What scanners of others say. Always asserted: a clean scan covers the techniques of one scanner, and a flagged file is that scanner's word.
 * What has not been scanned is unknown, never clean.
 */
export const thirdPartyScan: Verifier<"THIRD_PARTY_SCAN"> = {
  id: "third-party-scan/1",
  kind: "THIRD_PARTY_SCAN",
  depth: "STANDARD",
  reads: ["claims"],
  verify: async ({ subject: { listing }, claim }, tools) => (claim === undefined ? whetherAny(listing) : [ofVerdict(listing, claim, tools)]),
};

function whetherAny({ record }: SubjectListing): readonly Finding[] {
  const base = { kind: "THIRD_PARTY_SCAN", effect: "NEUTRAL", method, evidence: [] } as const;
  if (record.claims === undefined) {
    return [{ ...base, statement: "The source was not asked for scans of this listing.", status: "UNKNOWN", unknownReason: "NOT_REQUESTED" }];
  }
  if (record.claims.some(({ kind }) => kind === "THIRD_PARTY_SCAN")) return [];
  return [{ ...base, statement: "The source publishes no scan of this listing.", status: "NOT_APPLICABLE" }];
}

function ofVerdict({ record }: SubjectListing, claim: ClaimOf<"THIRD_PARTY_SCAN">, tools: VerifierTools): Finding {
  const { scanner, verdict, path } = claim.facts;
  const document = claim.evidence.find((entry) => entry.kind === "document");
  const evidence: FindingEvidence = {
    kind: "scan", scanner, verdict,
    ...(path === undefined ? {} : { path }),
    ...(record.revision === undefined ? {} : { revision: record.revision }),
    ...(document === undefined ? {} : { sourceUrl: document.url }),
  };
  const base = {
    kind: "THIRD_PARTY_SCAN", method, evidence: [evidence],
    ...(claim.validAt === undefined ? {} : { validAt: claim.validAt }),
    expiresAt: new Date(tools.now().getTime() + validMs).toISOString(),
  } as const;
  const subject = path === undefined ? "the files" : named([path]);
  switch (verdict) {
    case "UNSAFE":
      return { ...base, statement: `${scanner} flags ${subject} as unsafe.`, status: "ASSERTED", effect: "UNDERMINES" };
    case "CAUTION":
      return { ...base, statement: `${scanner} advises caution about ${subject}.`, status: "ASSERTED", effect: "CAUTION" };
    case "CLEAN":
      return { ...base, statement: `${scanner} has finished and flags nothing in ${subject}.`, status: "ASSERTED", effect: "SUPPORTS" };
    case "PENDING":
      return { ...base, statement: `${scanner} has not finished scanning ${subject}.`, status: "UNKNOWN", unknownReason: "NO_EVIDENCE_PUBLISHED", effect: "NEUTRAL" };
    case "ERROR":
      return { ...base, statement: `${scanner} could not scan ${subject}.`, status: "UNKNOWN", unknownReason: "NO_EVIDENCE_PUBLISHED", effect: "NEUTRAL" };
  }
}
