import type { SubjectListing } from "@modeldex/plugin-kit";
import type {
  AnyDigest, ClaimEffect, ClaimFacts, ClaimKind, ClaimStatus, DateTime, Finding, FindingCheck, FindingEvidence, IssuerType, ListingKey, SourceClaim, SourceId, SubjectType,
  UnknownReason, Verifiability,
} from "@modeldex/schema";

/** A listing, with the source that gave it. */
export interface TrustListing extends SubjectListing {
  /** When the record was last known to be true at the source. */
  readonly fetchedAt: DateTime;
  readonly source: SourceId;
  /** Name of the source, for a person. */
  readonly sourceTitle: string;
}

/** A finding as it is kept. */
export interface TrustFinding {
  /** See `checkId`; of a source itself `sourceCheckId`. */
  readonly check: string;
  readonly finding: Finding;
  readonly observedAt: DateTime;
  /** The listing's revision that was checked. */
  readonly revision?: string;
}

/** What a source says about itself (`Source.about`), when it was asked, and what was found of it. */
export interface TrustSystem {
  readonly claims: readonly SourceClaim[];
  readonly observedAt: DateTime;
  /** By `sourceCheckId`. @default none */
  readonly findings?: readonly TrustFinding[];
}

/** A row of a source that says something of the model beside its listings, and lists none. */
export interface TrustOverlay {
  /** `<source id>:<native id>` of the row. */
  readonly key: ListingKey;
  readonly source: SourceId;
  readonly sourceTitle: string;
  readonly claims: readonly SourceClaim[];
  readonly fetchedAt: DateTime;
}

/** Everything that a report rests on. */
export interface TrustSubjectInput {
  readonly listing: TrustListing;
  /** The other listings of the same model. */
  readonly others: readonly TrustListing[];
  /** Findings about `listing`. */
  readonly findings: readonly TrustFinding[];
  /** The time of the report: what has expired by then is stale. */
  readonly now: Date;
  /** Claims of the listing's source about itself. Absent: it was not asked, or says nothing. */
  readonly system?: TrustSystem;
  /** What other rows say of the listing, or of its model. Their claims are shown; no level, count or conflict rests on them. @default none */
  readonly overlays?: readonly TrustOverlay[];
}

/** What a claim is about. */
export interface ClaimSubject {
  readonly type: SubjectType;
  /** Text form: a digest, `<listing key>@<revision>`, a listing key, a publisher's name, a source id, a CAIP-10 account. */
  readonly reference: string;
  readonly revision?: string;
  readonly digest?: AnyDigest;
  readonly listing?: ListingKey;
}

/** Who makes a statement. `key`: a source id, an account in CAIP-10, a scanner's or signer's name; `gateway` for the gateway itself. */
export interface Issuer {
  readonly type: IssuerType;
  readonly key: string;
  readonly name?: string;
}

/** Issuer of what the gateway itself has found. */
export const gatewayIssuer = { type: "GATEWAY", key: "gateway" } as const satisfies Issuer;

/** What the claim said, for machines. */
export type AnyClaimFacts = ClaimFacts[keyof ClaimFacts];

/** A statement, how it is known, and whether it helps: what the schema serves as `Claim`. */
export interface TrustClaim {
  /** `claim:` and a digest of listing, kind, issuer, method and subject; the same in every process. */
  readonly id: string;
  readonly kind: ClaimKind;
  /** Names the kind when it is EXTENSION. */
  readonly kindUri?: string;
  readonly statement: string;
  readonly status: ClaimStatus;
  readonly effect: ClaimEffect;
  /** Present when the status is UNKNOWN. */
  readonly unknownReason?: UnknownReason;
  readonly verifiability: Verifiability;
  readonly subject: ClaimSubject;
  readonly issuer: Issuer;
  /** Name and version of the check. `source.statement/1`: nobody has checked it. */
  readonly method: string;
  readonly checks: readonly FindingCheck[];
  readonly evidence: readonly (FindingEvidence & { readonly retrievedAt: DateTime })[];
  readonly observedAt: DateTime;
  readonly validAt?: DateTime;
  readonly expiresAt?: DateTime;
  /** Expired at the time of the report. */
  readonly stale: boolean;
  /** Facts of the source's claim, when it is about one. Not served. */
  readonly facts?: AnyClaimFacts;
  /** The row beside the listing that states it; absent: the listing's own source states it, or a verifier found it. */
  readonly overlay?: Pick<TrustOverlay, "key" | "source">;
}

/** Method of a claim that stands as its source made it. */
export const sourceStatement = "source.statement/1";

/** Whether somebody else than the source has looked at the claim. */
export function isAssessed(claim: TrustClaim): boolean {
  return claim.method !== sourceStatement;
}
