import type { AnyDigest, DateTime, Digest, Finality, Reference } from "./values.ts";

export const claimKinds = [
  "CONTENT_DIGEST", "CROSS_SOURCE_DIGEST_MATCH", "PUBLISHER_SIGNATURE", "BUILD_PROVENANCE", "SERIALIZATION_SAFETY", "CODE_EXECUTION_REQUIRED",
  "THIRD_PARTY_SCAN", "SECURITY_ADVISORY", "LINEAGE", "LICENSE_TERMS", "DOCUMENTATION_COMPLETENESS", "EVALUATION_RESULT", "PUBLISHER_IDENTITY",
  "NAMESPACE_CONTINUITY", "SOURCE_OPERATOR", "CONTROL_AUTHORITY", "REFERENCE_IMMUTABILITY", "CHANGE_HISTORY", "AVAILABILITY",
  "EXECUTION_ATTESTATION", "ONCHAIN_REGISTRATION", "EXTENSION",
] as const;
/** What a claim is about; each is described in the SDL. */
export type ClaimKind = (typeof claimKinds)[number];

/** What a claim says, for machines; kinds without a row have a statement only. */
export interface ClaimFacts {
  SOURCE_OPERATOR: { readonly operator: string };
  CONTROL_AUTHORITY: {
    /** Absent: it is not known, such as of a contract of an unknown kind. */
    readonly authority?: "NONE" | "SINGLE_PARTY" | "MULTI_PARTY" | "TIME_LOCKED" | "PERMISSIONLESS";
    readonly holder?: string;
    /** What can be done, where one thing has several such powers: `upgrade`, `owner`, `write`, `role:MINTER_ROLE`. */
    readonly power?: string;
  };
  REFERENCE_IMMUTABILITY: { readonly references: "CONTENT_ADDRESSED" | "VERSIONED" | "MUTABLE" };
  CHANGE_HISTORY: { readonly visible: boolean };
  CONTENT_DIGEST: {
    readonly digest: AnyDigest;
    readonly path?: string;
    /** Where these bytes are said to be. */
    readonly reference?: Reference;
  };
  THIRD_PARTY_SCAN: { readonly scanner: string; readonly verdict: "CLEAN" | "CAUTION" | "UNSAFE" | "PENDING" | "ERROR"; readonly path?: string };
  PUBLISHER_SIGNATURE: { readonly format: string; readonly bundle: Reference };
  PUBLISHER_IDENTITY: { readonly publisher: string; readonly confirmedBy: string };
  EXECUTION_ATTESTATION: { readonly platform: string; readonly document: Reference; readonly bindsTo: string };
  ONCHAIN_REGISTRATION: { readonly registry: string; readonly key: string; readonly owner?: string };
  EXTENSION: { readonly kindUri: string; readonly value?: unknown };
}

/** A statement and where to look it up. No status and no effect: a source cannot say "verified" or "good". */
export type ClaimOf<Kind extends ClaimKind> = {
  readonly kind: Kind;
  /** One sentence for a person. */
  readonly statement: string;
  readonly evidence: readonly SourceEvidence[];
  readonly validAt?: DateTime;
  /** Who says so, when not the source itself. */
  readonly issuer?: { readonly type: "PUBLISHER" | "SCANNER" | "CHAIN" | "ATTESTER" | "OPERATOR"; readonly key: string };
} & (Kind extends keyof ClaimFacts ? { readonly facts: ClaimFacts[Kind] } : unknown);

/** A claim of any kind, as a source states it. */
export type SourceClaim = { [Kind in ClaimKind]: ClaimOf<Kind> }[ClaimKind];

/** Where a claim can be looked up. */
export type SourceEvidence = DocumentEvidence | FileEvidence | ChainEvidence;

/** A document on the web; `pointer` is a JSON pointer into it. */
export interface DocumentEvidence {
  readonly kind: "document";
  readonly url: string;
  readonly pointer?: string;
  readonly digest?: Digest;
}

/** A file of the listing at a revision. */
export interface FileEvidence {
  readonly kind: "file";
  readonly path: string;
  readonly revision: string;
  readonly digest?: Digest;
}

/** What a chain holds at a block, as raw as the node gave it: replayed without an ABI. */
export interface ChainEvidence {
  readonly kind: "chain";
  readonly chainId: number;
  readonly address: string;
  /** Behind the proxy at that block. */
  readonly implementation?: string;
  /** Event or call, in full. */
  readonly signature?: string;
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly blockAt?: DateTime;
  readonly finality: Finality;
  readonly transactionHash?: string;
  readonly logIndex?: number;
  /** Endpoints that gave equal data, of those asked. */
  readonly endpointsAgreeing: number;
  readonly endpointsAsked: number;
  readonly raw: ChainRaw;
}

/** What the node gave, in hex with 0x. Of transactions `ChainEvidence.transactionHash` is there. */
export type ChainRaw =
  /** A log. */
  | { readonly topics: readonly string[]; readonly data: string }
  /** A call (calldata) and its result; `from`: whose call it was made as. */
  | { readonly call: string; readonly from?: string; readonly result: string }
  /** A call that the contract refuses. */
  | { readonly call: string; readonly from?: string; readonly reverted: true }
  /** A storage slot of 32 bytes and what is in it. */
  | { readonly slot: string; readonly value: string }
  /** keccak256 of the code at the address, as EXTCODEHASH gives it; of no code, that of no bytes. */
  | { readonly codeHash: string }
  /** A transaction; without `to` it made a contract. */
  | { readonly from: string; readonly to?: string; readonly input: string };

export const claimStatuses = ["VERIFIED", "ASSERTED", "UNKNOWN", "FAILED", "NOT_APPLICABLE"] as const;
/** VERIFIED: the gateway checked the evidence. ASSERTED: somebody says so. UNKNOWN: not checked or not checkable. FAILED: checked and contradicted. */
export type ClaimStatus = (typeof claimStatuses)[number];

export const claimEffects = ["SUPPORTS", "NEUTRAL", "CAUTION", "UNDERMINES"] as const;
/** Whether a claim speaks for or against trusting its subject. */
export type ClaimEffect = (typeof claimEffects)[number];

export const unknownReasons = [
  "NOT_REQUESTED", "NEEDS_BYTES", "ACCESS_DENIED", "SOURCE_UNAVAILABLE", "TIMEOUT", "BUDGET_EXCEEDED", "UNSUPPORTED_FORMAT", "NO_TRUST_ANCHOR",
  "NO_EVIDENCE_PUBLISHED", "EXPIRED_EVIDENCE", "INCOMPARABLE",
] as const;
/** Why a status is UNKNOWN. */
export type UnknownReason = (typeof unknownReasons)[number];

export const verifiabilities = ["CRYPTOGRAPHIC", "OBSERVABLE", "DECLARATIVE"] as const;
/** The most that a check of a kind can ever show. */
export type Verifiability = (typeof verifiabilities)[number];

export const trustLevels = ["LISTED", "PINNED", "INSPECTED", "AUTHENTICATED", "ATTESTED"] as const;
export type TrustLevel = (typeof trustLevels)[number];

export const systemTrustLevels = ["OPAQUE", "NAMED", "PINNABLE", "CONSTRAINED", "INDEPENDENT"] as const;
export type SystemTrustLevel = (typeof systemTrustLevels)[number];

export const issuerTypes = ["GATEWAY", "SOURCE", "PUBLISHER", "SCANNER", "CHAIN", "ATTESTER", "OPERATOR"] as const;
/** Who makes a statement. */
export type IssuerType = (typeof issuerTypes)[number];
