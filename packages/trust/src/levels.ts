import { systemTrustLevels, trustLevels, type ClaimKind, type SystemTrustLevel, type TrustLevel } from "@modeldex/schema";
import { firstStatements } from "./rule-words.ts";
import { isAssessed, type TrustClaim } from "./trust-claim.ts";

/** Key of the part of a CONTENT_DIGEST check that says whether every weight file has a sha256. */
export const allWeightsCheck = "sha256-of-all-weights";

/** A level, and what the next one lacks, in sentences. */
export interface LevelResult<Level> {
  readonly level: Level;
  /** At most 5, no two of them equal. */
  readonly missing: readonly string[];
}

/**
 * How much is known of the files. Conjunctive: a level holds when its own requirements and those of all levels below hold. A claim that
 * failed keeps the listing at LISTED. Stale claims meet no requirement.
 */
export function artifactLevel(claims: readonly TrustClaim[]): LevelResult<TrustLevel> {
  const failed = claims.filter(({ status }) => status === "FAILED");
  if (failed.length > 0) return { level: "LISTED", missing: few(failed.map(({ statement }) => `A check failed: ${statement}`)) };
  return climb(trustLevels, artifactRequirements, claims);
}

/** How much is known of the system that serves the listing. Conjunctive likewise. */
export function systemLevel(claims: readonly TrustClaim[]): LevelResult<SystemTrustLevel> {
  return climb(systemTrustLevels, systemRequirements, claims);
}

const maxSentences = 5;

interface Requirement {
  met(claims: readonly TrustClaim[]): boolean;
  /** One sentence that names what is to be done. */
  readonly missing: string;
  /** Claims that say why it is not met. */
  because(claims: readonly TrustClaim[]): readonly TrustClaim[];
}

const artifactRequirements = {
  LISTED: [],
  PINNED: [
    {
      missing: "An immutable revision (commit, digest or final block) is needed.",
      because: unknownOf("REFERENCE_IMMUTABILITY"),
      met: (claims) => claims.some((claim) => verifiedGood(claim, "REFERENCE_IMMUTABILITY")),
    },
    {
      missing: "A sha256 is needed for every weight file.",
      because: unknownOf("CONTENT_DIGEST"),
      met: (claims) => claims.some((claim) => fresh(claim, "CONTENT_DIGEST") && claim.checks.some(({ key, status }) => key === allWeightsCheck && status === "VERIFIED")),
    },
  ],
  INSPECTED: [
    {
      missing: "It must be known whether loading it runs code, and code that it runs must be inspected.",
      because: uninspected("CODE_EXECUTION_REQUIRED"),
      met: (claims) => ownLook(claims, "CODE_EXECUTION_REQUIRED"),
    },
    {
      missing: "Every weight file must be looked into, and hold nothing that can run code.",
      because: uninspected("SERIALIZATION_SAFETY"),
      met: (claims) => claims.some((claim) => claimOf(claim, "SERIALIZATION_SAFETY")) && claims.every((claim) => !claimOf(claim, "SERIALIZATION_SAFETY") || looked(claim)),
    },
    {
      missing: "The source's scans must be complete and without findings, or the source must be known to have none.",
      because: (claims) => claims.filter((claim) => claimOf(claim, "THIRD_PARTY_SCAN") && !scanIsClean(claim)),
      met: (claims) => claims.some((claim) => claimOf(claim, "THIRD_PARTY_SCAN")) && claims.every((claim) => !claimOf(claim, "THIRD_PARTY_SCAN") || scanIsClean(claim)),
    },
    {
      missing: "Nothing may speak against it.",
      because: (claims) => claims.filter(({ effect }) => effect === "UNDERMINES"),
      met: (claims) => claims.every(({ effect }) => effect !== "UNDERMINES"),
    },
  ],
  AUTHENTICATED: [
    {
      missing: "The files must be signed, or their digests be in a record elsewhere: a verified signature, or a verified digest match, is needed.",
      because: unknownOf("PUBLISHER_SIGNATURE", "CROSS_SOURCE_DIGEST_MATCH"),
      met: (claims) => claims.some((claim) => verifiedGood(claim, "PUBLISHER_SIGNATURE")) || matchedRecords(claims).length > 0,
    },
    {
      missing: "Who signed, or wrote that record, must be verified to be the publisher.",
      because: unknownOf("PUBLISHER_IDENTITY"),
      met: (claims) => isSignedByPublisher(claims) || matchedRecords(claims).some((key) => identityShows(claims, `writer:${key}`)),
    },
  ],
  ATTESTED: [
    {
      missing: "Verified build provenance or an execution attestation, bound to the digest of the files, is needed.",
      because: unknownOf("BUILD_PROVENANCE", "EXECUTION_ATTESTATION"),
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
      because: unknownOf("SOURCE_OPERATOR"),
      met: (claims) => uncontradicted(claims, "SOURCE_OPERATOR").length > 0,
    },
  ],
  PINNABLE: [
    {
      missing: "Entries must be addressed by content: an immutable revision is needed.",
      because: unknownOf("REFERENCE_IMMUTABILITY"),
      met: (claims) => claims.some((claim) => verifiedGood(claim, "REFERENCE_IMMUTABILITY")),
    },
    {
      missing: "The history of changes must be visible.",
      because: unknownOf("CHANGE_HISTORY"),
      met: (claims) => uncontradicted(claims, "CHANGE_HISTORY").some(({ facts, status, effect }) => (status === "VERIFIED" && effect === "SUPPORTS") || (facts !== undefined && "visible" in facts && facts.visible)),
    },
  ],
  CONSTRAINED: [
    {
      missing: "Who can change an entry must be verified, and be several parties or a time lock by code that is known here, or nobody.",
      because: (claims) => claims.filter((claim) => claimOf(claim, "CONTROL_AUTHORITY") && (isAssessed(claim) ? !controlIsGood(claim) : admitsOneParty(claim))),
      met: (claims) => {
        const control = claims.filter((claim) => claimOf(claim, "CONTROL_AUTHORITY"));
        return control.some((claim) => verifiedGood(claim, "CONTROL_AUTHORITY")) && control.every((claim) => (isAssessed(claim) ? controlIsGood(claim) : !admitsOneParty(claim)));
      },
    },
  ],
  INDEPENDENT: [
    {
      missing: "The same digest must be verified at a second, independent operator.",
      because: unknownOf("CROSS_SOURCE_DIGEST_MATCH"),
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
    if (unmet.length > 0) return { level: reached, missing: few(unmet.map((requirement) => sentence(requirement, claims))) };
    reached = level;
  }
  return { level: reached, missing: [] };
}

function sentence({ missing, because }: Requirement, claims: readonly TrustClaim[]): string {
  const reasons = firstStatements(because(claims));
  return reasons === "" ? missing : `${missing} ${reasons}`;
}

function few(sentences: readonly string[]): readonly string[] {
  const distinct = [...new Set(sentences)];
  if (distinct.length <= maxSentences) return distinct;
  return [...distinct.slice(0, maxSentences - 1), `And ${String(distinct.length - maxSentences + 1)} more of this kind.`];
}

/** Claims that are not known; what does not apply explains it only where nothing else was found. */
function unknownOf(...kinds: readonly ClaimKind[]): Requirement["because"] {
  return (claims) => {
    const ofKinds = claims.filter(({ kind }) => kinds.includes(kind));
    return ofKinds.every(({ status }) => status === "NOT_APPLICABLE") ? ofKinds : ofKinds.filter(({ status, stale }) => status === "UNKNOWN" || stale);
  };
}

function uninspected(kind: ClaimKind): Requirement["because"] {
  return (claims) => claims.filter((claim) => claimOf(claim, kind) && isAssessed(claim) && !looked(claim) && !(claim.status === "ASSERTED" && isHarmless(claim)));
}

/** The gateway has looked, and no look found anything bad or came to nothing. What a source says beside it lowers, and never lifts. */
function ownLook(claims: readonly TrustClaim[], kind: ClaimKind): boolean {
  const ofKind = claims.filter((claim) => claimOf(claim, kind));
  return ofKind.some(looked) && ofKind.every((claim) => looked(claim) || (claim.status === "ASSERTED" && isHarmless(claim) && !claim.stale));
}

function looked(claim: TrustClaim): boolean {
  return !claim.stale && isAssessed(claim) && (claim.status === "VERIFIED" || claim.status === "NOT_APPLICABLE") && isHarmless(claim);
}

function isHarmless({ effect }: TrustClaim): boolean {
  return effect === "SUPPORTS" || effect === "NEUTRAL";
}

/** A signature counts when the signer that its certificate or key names is verified to be the publisher, exactly. */
function isSignedByPublisher(claims: readonly TrustClaim[]): boolean {
  return claims.some((claim) => verifiedGood(claim, "PUBLISHER_SIGNATURE") && claim.issuer.type === "PUBLISHER" && identityShows(claims, `signer:${claim.issuer.key}`));
}

/** Keys of the listings that have the same digests. Anybody may have written them: they count when their writer is verified to be the publisher. */
function matchedRecords(claims: readonly TrustClaim[]): readonly string[] {
  const matches = claims.filter((claim) => fresh(claim, "CROSS_SOURCE_DIGEST_MATCH") && claim.status !== "FAILED" && claim.effect !== "UNDERMINES");
  return matches.flatMap(({ checks }) => checks.filter(({ status }) => status === "VERIFIED").map(({ key }) => key));
}

function identityShows(claims: readonly TrustClaim[], wanted: string): boolean {
  return claims.some((claim) => verifiedGood(claim, "PUBLISHER_IDENTITY") && claim.checks.some(({ key, status }) => key === wanted && status === "VERIFIED"));
}

function controlIsGood(claim: TrustClaim): boolean {
  return claim.status === "NOT_APPLICABLE" ? !claim.stale : verifiedGood(claim, "CONTROL_AUTHORITY");
}

/** What a source says against itself counts without a check. */
function admitsOneParty({ facts }: TrustClaim): boolean {
  return facts !== undefined && "authority" in facts && (facts.authority === "SINGLE_PARTY" || facts.authority === "PERMISSIONLESS");
}

function claimOf(claim: TrustClaim, kind: ClaimKind): boolean {
  return claim.kind === kind;
}

function verifiedGood(claim: TrustClaim, kind: ClaimKind): boolean {
  return fresh(claim, kind) && claim.status === "VERIFIED" && claim.effect === "SUPPORTS";
}

function fresh(claim: TrustClaim, kind: ClaimKind): boolean {
  return claim.kind === kind && !claim.stale && isAssessed(claim);
}

function scanIsClean(claim: TrustClaim): boolean {
  return fresh(claim, "THIRD_PARTY_SCAN") && (claim.status === "NOT_APPLICABLE" || (claim.status === "ASSERTED" && claim.effect === "SUPPORTS"));
}

/** Claims of a kind that stand, checked or only stated; none when a check of the kind failed or spoke against it. */
function uncontradicted(claims: readonly TrustClaim[], kind: ClaimKind): readonly TrustClaim[] {
  const ofKind = claims.filter((claim) => claim.kind === kind);
  if (ofKind.some(({ status, effect }) => status === "FAILED" || effect === "UNDERMINES")) return [];
  return ofKind.filter(({ status, stale }) => !stale && (status === "ASSERTED" || status === "VERIFIED"));
}
