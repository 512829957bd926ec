import { systemTrustLevels, trustLevels, type ClaimKind, type SystemTrustLevel, type TrustLevel } from "@modeldex/schema";
import { isAssessed, type TrustClaim } from "./trust-claim.ts";

/** Key of the part of a CONTENT_DIGEST check that says whether every weight file has a sha256. */
export const allWeightsCheck = "sha256-of-all-weights";

/** A level, and what the next one lacks, in sentences. */
export interface LevelResult<Level> {
  readonly level: Level;
  readonly missing: readonly string[];
}

/**
 * How much is known of the files. Conjunctive: a level holds when its own requirements and those of all levels below hold. A claim that
 * failed keeps the listing at LISTED. Stale claims meet no requirement.
 */
export function artifactLevel(claims: readonly TrustClaim[]): LevelResult<TrustLevel> {
  const failed = claims.filter(({ status }) => status === "FAILED");
  if (failed.length > 0) return { level: "LISTED", missing: failed.map(({ statement }) => `A check failed: ${statement}`) };
  return climb(trustLevels, artifactRequirements, claims);
}

/** How much is known of the system that serves the listing. Conjunctive likewise. */
export function systemLevel(claims: readonly TrustClaim[]): LevelResult<SystemTrustLevel> {
  return climb(systemTrustLevels, systemRequirements, claims);
}

interface Requirement {
  met(claims: readonly TrustClaim[]): boolean;
  /** One sentence that says what is missing. */
  readonly missing: string;
  /** Kinds whose claims explain why, when they are unknown or do not apply. */
  readonly kinds: readonly ClaimKind[];
}

const artifactRequirements = {
  LISTED: [],
  PINNED: [
    {
      missing: "An immutable revision (commit, digest or final block) is needed.",
      kinds: ["REFERENCE_IMMUTABILITY"],
      met: (claims) => claims.some((claim) => verifiedGood(claim, "REFERENCE_IMMUTABILITY")),
    },
    {
      missing: "A sha256 is needed for every weight file.",
      kinds: ["CONTENT_DIGEST"],
      met: (claims) => claims.some((claim) => fresh(claim, "CONTENT_DIGEST") && claim.checks.some(({ key, status }) => key === allWeightsCheck && status === "VERIFIED")),
    },
  ],
  INSPECTED: [
    {
      missing: "The gateway has not looked whether loading it runs code of the repository.",
      kinds: ["CODE_EXECUTION_REQUIRED"],
      met: (claims) => claims.some((claim) => inspected(claim, "CODE_EXECUTION_REQUIRED")),
    },
    {
      missing: "The gateway has not looked at what loading the weight files can do.",
      kinds: ["SERIALIZATION_SAFETY"],
      met: (claims) => claims.some((claim) => inspected(claim, "SERIALIZATION_SAFETY")),
    },
    {
      missing: "The source's scans must be complete and without findings, or the source must be known to have none.",
      kinds: ["THIRD_PARTY_SCAN"],
      met: scansAreClean,
    },
    {
      missing: "Nothing may speak against it.",
      kinds: [],
      met: (claims) => claims.every(({ effect }) => effect !== "UNDERMINES"),
    },
  ],
  AUTHENTICATED: [
    {
      missing: "A verified signature, or a verified digest match with an independent record, is needed.",
      kinds: ["PUBLISHER_SIGNATURE", "CROSS_SOURCE_DIGEST_MATCH"],
      met: (claims) => claims.some((claim) => verifiedGood(claim, "PUBLISHER_SIGNATURE") || verifiedGood(claim, "CROSS_SOURCE_DIGEST_MATCH")),
    },
    {
      missing: "The signer or the writer of that record must be verified to be the publisher.",
      kinds: ["PUBLISHER_IDENTITY"],
      met: (claims) => claims.some((claim) => verifiedGood(claim, "PUBLISHER_IDENTITY")),
    },
  ],
  ATTESTED: [
    {
      missing: "Verified build provenance or an execution attestation, bound to the digest of the files, is needed.",
      kinds: ["BUILD_PROVENANCE", "EXECUTION_ATTESTATION"],
      met: (claims) =>
        claims.some((claim) => claim.subject.type === "ARTIFACT" && (verifiedGood(claim, "BUILD_PROVENANCE") || verifiedGood(claim, "EXECUTION_ATTESTATION"))),
    },
  ],
} as const satisfies Record<TrustLevel, readonly Requirement[]>;

const systemRequirements = {
  OPAQUE: [],
  NAMED: [
    {
      missing: "Who operates the source must be stated.",
      kinds: ["SOURCE_OPERATOR"],
      met: (claims) => uncontradicted(claims, "SOURCE_OPERATOR").length > 0,
    },
  ],
  PINNABLE: [
    {
      missing: "Entries must be addressed by content: an immutable revision is needed.",
      kinds: ["REFERENCE_IMMUTABILITY"],
      met: (claims) => claims.some((claim) => verifiedGood(claim, "REFERENCE_IMMUTABILITY")),
    },
    {
      missing: "The history of changes must be visible.",
      kinds: ["CHANGE_HISTORY"],
      met: (claims) => uncontradicted(claims, "CHANGE_HISTORY").some(({ facts }) => facts !== undefined && "visible" in facts && facts.visible),
    },
  ],
  CONSTRAINED: [
    {
      missing: "Who can change an entry must be verified, and be several parties, a time lock, or nobody.",
      kinds: ["CONTROL_AUTHORITY"],
      met: (claims) =>
        claims.some((claim) => verifiedGood(claim, "CONTROL_AUTHORITY")) &&
        uncontradicted(claims, "CONTROL_AUTHORITY").every(({ effect }) => effect !== "CAUTION"),
    },
  ],
  INDEPENDENT: [
    {
      missing: "The same digest must be verified at a second, independent operator.",
      kinds: ["CROSS_SOURCE_DIGEST_MATCH"],
      met: (claims) => claims.some((claim) => verifiedGood(claim, "CROSS_SOURCE_DIGEST_MATCH")),
    },
  ],
} as const satisfies Record<SystemTrustLevel, readonly Requirement[]>;

function climb<Level extends string>(
  levels: readonly Level[],
  requirements: Readonly<Record<Level, readonly Requirement[]>>,
  claims: readonly TrustClaim[],
): LevelResult<Level> {
  let reached = levels[0] as Level;
  for (const level of levels) {
    const unmet = requirements[level].filter((requirement) => !requirement.met(claims));
    if (unmet.length > 0) return { level: reached, missing: unmet.flatMap((requirement) => sentences(requirement, claims)) };
    reached = level;
  }
  return { level: reached, missing: [] };
}

function sentences({ missing, kinds }: Requirement, claims: readonly TrustClaim[]): readonly string[] {
  const ofKinds = claims.filter(({ kind }) => kinds.includes(kind));
  // What does not apply explains it only where nothing else was found.
  const reasons = ofKinds.every(({ status }) => status === "NOT_APPLICABLE") ? ofKinds : ofKinds.filter(({ status, stale }) => status === "UNKNOWN" || stale);
  return reasons.length === 0 ? [missing] : reasons.slice(0, 3).map((claim) => `${missing} ${claim.stale ? "Out of date: " : ""}${claim.statement}`);
}

function verifiedGood(claim: TrustClaim, kind: ClaimKind): boolean {
  return fresh(claim, kind) && claim.status === "VERIFIED" && claim.effect === "SUPPORTS";
}

function fresh(claim: TrustClaim, kind: ClaimKind): boolean {
  return claim.kind === kind && !claim.stale && isAssessed(claim);
}

function inspected(claim: TrustClaim, kind: ClaimKind): boolean {
  return fresh(claim, kind) && (claim.status === "VERIFIED" || claim.status === "NOT_APPLICABLE") && claim.effect !== "UNDERMINES";
}

function scansAreClean(claims: readonly TrustClaim[]): boolean {
  const scans = claims.filter(({ kind }) => kind === "THIRD_PARTY_SCAN");
  const clean = (claim: TrustClaim): boolean =>
    fresh(claim, "THIRD_PARTY_SCAN") && (claim.status === "NOT_APPLICABLE" || (claim.status === "ASSERTED" && claim.effect === "SUPPORTS"));
  return scans.length > 0 && scans.every(clean);
}

/** Claims of a kind that stand, checked or only stated; none when a check of the kind failed or spoke against it. */
function uncontradicted(claims: readonly TrustClaim[], kind: ClaimKind): readonly TrustClaim[] {
  const ofKind = claims.filter((claim) => claim.kind === kind);
  if (ofKind.some(({ status, effect }) => status === "FAILED" || effect === "UNDERMINES")) return [];
  return ofKind.filter(({ status, stale }) => !stale && (status === "ASSERTED" || status === "VERIFIED"));
}
