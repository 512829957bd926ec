import type { ClaimEffect, ClaimStatus, SystemTrustLevel, TrustLevel } from "../generated/types.ts";
import type { Word } from "./outcomes.ts";

/** How a claim is known: the first axis. */
export const claimStatuses: Readonly<Record<ClaimStatus, Word>> = {
  VERIFIED: { label: "verified here", note: "This gateway checked the evidence with the named method. It says that the statement holds, not that it is good.", tone: "accent" },
  ASSERTED: { label: "asserted", note: "Somebody says so; this gateway did not check it.", tone: "plain" },
  UNKNOWN: { label: "unknown", note: "Not checked, or not checkable.", tone: "unknown" },
  FAILED: { label: "contradicted", note: "Checked, and contradicted.", tone: "bad" },
  NOT_APPLICABLE: { label: "does not apply", note: "Does not apply to this subject.", tone: "plain" },
};

/** Whether a claim speaks for or against trusting its subject: the second axis. */
export const claimEffects: Readonly<Record<ClaimEffect, Word>> = {
  SUPPORTS: { label: "speaks for it", note: "It speaks for trusting it.", tone: "good" },
  NEUTRAL: { label: "neutral", note: "It speaks neither for nor against.", tone: "plain" },
  CAUTION: { label: "look at it", note: "Somebody should look at it.", tone: "caution" },
  UNDERMINES: { label: "speaks against it", note: "It speaks against trusting it.", tone: "bad" },
};

/** How far the files can be trusted; each level includes those before it. */
export const trustLevels: Readonly<Record<TrustLevel, Word>> = {
  LISTED: { label: "Listed", note: "It is listed; what the next level asks is not shown.", tone: "plain" },
  PINNED: { label: "Pinned", note: "An immutable revision, and the sha256 of all files of weights.", tone: "accent" },
  INSPECTED: { label: "Inspected", note: "Pinned, plus own static checks, and complete scans by the source, without findings.", tone: "accent" },
  AUTHENTICATED: { label: "Authenticated", note: "Inspected, plus a verified signature of the expected signer, or a digest match with a record whose writer is verified to be the publisher.", tone: "accent" },
  ATTESTED: { label: "Attested", note: "Authenticated, plus verified build provenance or execution attestation bound to this digest.", tone: "accent" },
};

/** How far the system around a listing can be trusted; each level includes those before it. */
export const systemLevels: Readonly<Record<SystemTrustLevel, Word>> = {
  OPAQUE: { label: "Opaque", note: "Nothing is known of who operates it.", tone: "unknown" },
  NAMED: { label: "Named", note: "A named operator, with mutable references.", tone: "plain" },
  PINNABLE: { label: "Pinnable", note: "Content is addressed by digest, with visible history.", tone: "accent" },
  CONSTRAINED: { label: "Constrained", note: "Who may change it is visible, and is several parties, time-locked, or nobody.", tone: "accent" },
  INDEPENDENT: { label: "Independent", note: "Constrained, plus the same digest at two independent operators.", tone: "accent" },
};

/** The levels of files beside a hit, where "pinned" alone would read as if the reader had pinned it. */
export const filesAre: Readonly<Record<TrustLevel, string>> = {
  LISTED: "listed",
  PINNED: "pinned by digest",
  INSPECTED: "inspected",
  AUTHENTICATED: "authenticated",
  ATTESTED: "attested",
};

/** The levels of the system beside a hit. */
export const systemIs: Readonly<Record<SystemTrustLevel, string>> = {
  OPAQUE: "opaque",
  NAMED: "named",
  PINNABLE: "kept by digest",
  CONSTRAINED: "constrained",
  INDEPENDENT: "independent",
};
