import type { Artifact, ClaimOf, Finding, FindingEvidence, SubjectListing, Verifier } from "@modeldex/plugin-kit";
import { allWeightsCheck } from "../levels.ts";
import { digestCommand } from "../reproduce.ts";
import { isImmutable, isSaidToBeFinal } from "./immutable-revision.ts";
import { named, namesAllFiles, weightFiles } from "./weight-files.ts";

const method = "digest.record/1";
const maxEvidence = 20;

/**
 * Which digests the source states for the files, and whether it contradicts itself. Without the bytes this is asserted by the source; a record
 * that anybody may write vouches for nothing.
 */
export const contentDigest: Verifier<"CONTENT_DIGEST"> = {
  id: "content-digest/1",
  kind: "CONTENT_DIGEST",
  depth: "STANDARD",
  needs: "records",
  reads: ["artifacts", "claims"],
  verify: async ({ subject: { listing }, claim }) => [claim === undefined ? ofWeights(listing) : ofClaim(listing, claim)],
};

function ofWeights({ record, naming }: SubjectListing): Finding {
  const weights = weightFiles(record);
  const unknown = (unknownReason: "NOT_REQUESTED" | "NO_EVIDENCE_PUBLISHED", statement: string): Finding => ({
    kind: "CONTENT_DIGEST", statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", method,
    checks: [{ key: allWeightsCheck, status: "UNKNOWN", statement }], evidence: [],
  });
  if (weights === undefined) return unknown("NOT_REQUESTED", "No weight files are known here: the source was not asked for its list of files, or does not give one.");
  if (!namesAllFiles(record)) {
    return unknown("NOT_REQUESTED", `Only ${String(record.artifacts?.length ?? 0)} of ${String(record.artifactCount ?? 0)} files are known here, so that weights without a digest may be among the others.`);
  }
  if (weights.length === 0) {
    return { kind: "CONTENT_DIGEST", statement: "Its list of files has no weight files.", status: "NOT_APPLICABLE", effect: "NEUTRAL", method, evidence: [] };
  }
  const without = weights.filter(({ digest }) => digest === undefined).map(({ path }) => path);
  if (without.length > 0) {
    return unknown("NO_EVIDENCE_PUBLISHED", `The source states no sha256 for ${String(without.length)} of ${counted(weights)}: ${named(without)}.`);
  }
  // All of this is the source's word, also that its block is final.
  const immutable = isImmutable(record) || isSaidToBeFinal(record);
  const where = immutable ? `at ${record.revision ?? ""}` : "but at no immutable revision";
  const statement = `The source states a sha256 for ${weights.length === 1 ? "its one weight file" : `each of ${String(weights.length)} weight files`}, ${where}.`;
  return {
    kind: "CONTENT_DIGEST",
    statement: naming === "open" ? `${statement} Anybody may write this record.` : statement,
    status: "ASSERTED",
    effect: immutable && naming !== "open" ? "SUPPORTS" : "NEUTRAL",
    method,
    checks: [{ key: allWeightsCheck, status: "VERIFIED", statement: `${counted(weights)}, ${String(weights.length)} with a sha256.` }],
    evidence: weights.slice(0, maxEvidence).map((file) => evidenceOf(file, record.revision)),
  };
}

function counted({ length }: readonly unknown[]): string {
  return length === 1 ? "1 weight file" : `${String(length)} weight files`;
}

/** A claim about one digest, held against the list of files of the same record. */
function ofClaim({ record }: SubjectListing, claim: ClaimOf<"CONTENT_DIGEST">): Finding {
  const { digest, path } = claim.facts;
  const file = path === undefined ? undefined : record.artifacts?.find((artifact) => artifact.path === path);
  const stated = file === undefined ? [] : [...(file.digest === undefined ? [] : [file.digest]), ...(file.otherDigests ?? [])];
  const algorithm = digest.slice(0, digest.indexOf(":") + 1);
  const comparable = stated.filter((other) => other.startsWith(algorithm));
  const base = { kind: "CONTENT_DIGEST", method } as const;
  if (file === undefined || comparable.length === 0) {
    return { ...base, statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", evidence: claim.evidence };
  }
  if (comparable.includes(digest)) {
    return { ...base, statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", evidence: [...claim.evidence, evidenceOf(file, record.revision)].slice(0, maxEvidence) };
  }
  const evidence: FindingEvidence = {
    kind: "digest", left: digest, leftFrom: `the claim about ${file.path}`, right: comparable[0] as `${string}:${string}`, rightFrom: `the list of files, ${file.path}`,
    ...reproducible(file),
  };
  return {
    ...base,
    statement: `The source contradicts itself: for ${file.path} it claims ${digest} and lists ${comparable.join(" and ")}.`,
    status: "FAILED",
    effect: "UNDERMINES",
    evidence: [evidence],
  };
}

function evidenceOf(file: Artifact, revision: string | undefined): FindingEvidence {
  const digest = file.digest === undefined ? {} : { digest: file.digest };
  return { kind: "file", path: file.path, revision: revision ?? "not known", ...digest, ...reproducible(file) };
}

function reproducible({ url }: Artifact): { readonly sourceUrl?: string; readonly reproduce?: string } {
  const reproduce = digestCommand(url);
  return { ...(url === undefined ? {} : { sourceUrl: url }), ...(reproduce === undefined ? {} : { reproduce }) };
}
