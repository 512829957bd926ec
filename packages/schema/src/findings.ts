import type { ClaimEffect, ClaimKind, SourceEvidence, UnknownReason } from "./claims.ts";
import type { AnyDigest, DateTime, Digest } from "./values.ts";

/** Evidence of a finding: the evidence types of the SDL by `kind`, with their fields. `document` and `file` are served as DocumentEvidence. */
export type FindingEvidence = (SourceEvidence | DigestEvidence | SignatureEvidence | ScanEvidence | StaticAnalysisEvidence | AttestationEvidence) & {
  /** sha256 of the raw evidence that was kept. Not called `raw`, which chain evidence has as its log or call. */
  readonly kept?: Digest;
  readonly sourceUrl?: string;
  /** Command by which a third party checks it. */
  readonly reproduce?: string;
};

/** Two digests held against each other, and where each is from. */
export interface DigestEvidence {
  readonly kind: "digest";
  readonly left: AnyDigest;
  readonly leftFrom: string;
  readonly right: AnyDigest;
  readonly rightFrom: string;
}

/** What was signed by whom, and what was left out. */
export interface SignatureEvidence {
  readonly kind: "signature";
  readonly format: string;
  readonly signer: string;
  readonly issuer?: string;
  readonly transparencyLogIndex?: string;
  readonly coveredFiles: number;
  readonly unsignedFiles: readonly string[];
}

/** A scanner's word. */
export interface ScanEvidence {
  readonly kind: "scan";
  readonly scanner: string;
  readonly verdict: string;
  readonly path?: string;
  readonly revision?: string;
}

/** What our own reading of a file found. */
export interface StaticAnalysisEvidence {
  readonly kind: "staticAnalysis";
  readonly path?: string;
  readonly findings: readonly string[];
  readonly bytesRead: number;
}

/** What trusted hardware reports. */
export interface AttestationEvidence {
  readonly kind: "attestation";
  readonly platform: string;
  readonly measurements: Readonly<Record<string, unknown>>;
  readonly bindsTo: string;
}

/** One part of a check. */
export interface FindingCheck {
  readonly key: string;
  readonly status: "VERIFIED" | "FAILED" | "UNKNOWN";
  readonly statement: string;
}

/**
 * Begins the keys of those parts of a check that tell a state which can turn while status and effect stay, such as who holds a power: `state:holder`,
 * `state:code`. Their statements are the same as long as the state is; when one turns, the log of changes tells it.
 */
export const stateCheckPrefix = "state:";

interface FindingBody {
  readonly kind: ClaimKind;
  /** One sentence for a person. */
  readonly statement: string;
  readonly effect: ClaimEffect;
  /** Name and version of the check, such as `digest.compare/1`. */
  readonly method: string;
  readonly checks?: readonly FindingCheck[];
  /** Who says so, of what the verifier read in a document of somebody else's; counts for ASSERTED and UNKNOWN alone. Absent: whoever states the claim, else the listing's source. */
  readonly issuer?: { readonly type: "GATEWAY" | "ATTESTER" | "OPERATOR"; readonly key: string };
  /** The file it is about; absent: the listing at its revision. */
  readonly artifact?: Digest;
  readonly evidence: readonly FindingEvidence[];
  readonly validAt?: DateTime;
  /** Absent about an immutable digest. */
  readonly expiresAt?: DateTime;
}

/** What a verifier found about one claim or subject. */
export type Finding = FindingBody &
  ({ readonly status: "VERIFIED" | "FAILED" | "ASSERTED" | "NOT_APPLICABLE" } | { readonly status: "UNKNOWN"; readonly unknownReason: UnknownReason });
