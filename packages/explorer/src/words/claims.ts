import type { ClaimKind, Finality, IssuerType, SubjectType, UnknownReason, Verifiability } from "../generated/types.ts";

/** A value of an enumeration without a tone: its name for a person, and what it means. */
export interface Meaning {
  readonly label: string;
  /** One sentence. */
  readonly note: string;
}

/** What a claim is about. */
export const claimKinds: Readonly<Record<ClaimKind, Meaning>> = {
  CONTENT_DIGEST: { label: "Content digests", note: "These bytes have this digest." },
  CROSS_SOURCE_DIGEST_MATCH: { label: "Digest matches across sources", note: "Independent sources report the same digest for the same file." },
  PUBLISHER_SIGNATURE: { label: "Publisher signatures", note: "A signature over the files. Whose it is, the identity of the publisher says." },
  BUILD_PROVENANCE: { label: "Build provenance", note: "How the files were built, as signed by who built them." },
  SERIALIZATION_SAFETY: { label: "What loading the weights can do", note: "Found by reading the files, never by loading them. A pickle is at best neutral." },
  CODE_EXECUTION_REQUIRED: { label: "Code that runs on load", note: "Whether the repository's own code runs on load." },
  THIRD_PARTY_SCAN: { label: "Scans by others", note: "What scanners of others say. It is always asserted, never checked here." },
  SECURITY_ADVISORY: { label: "Security advisories", note: "Published advisories." },
  LINEAGE: { label: "Lineage", note: "What it was made from." },
  LICENSE_TERMS: { label: "Licence terms", note: "The licence as declared, in the file, and inherited." },
  DOCUMENTATION_COMPLETENESS: { label: "Documentation", note: "Whether documentation is there, not whether it is true." },
  EVALUATION_RESULT: { label: "Evaluation results", note: "A reported result. It can only be asserted." },
  PUBLISHER_IDENTITY: { label: "Identity of the publisher", note: "Who stands behind the publisher's name." },
  NAMESPACE_CONTINUITY: { label: "Continuity of the name", note: "Whether the name still belongs to the same owner." },
  SOURCE_OPERATOR: { label: "Operator of the source", note: "Who operates the registry or endpoint." },
  CONTROL_AUTHORITY: { label: "Control of the entry", note: "Who can change an entry, the registry or its contract." },
  REFERENCE_IMMUTABILITY: { label: "Immutability of the reference", note: "Whether the reference can come to mean other bytes." },
  CHANGE_HISTORY: { label: "History of changes", note: "What changed, and whether one can see it." },
  AVAILABILITY: { label: "Availability", note: "Where the bytes can still be had." },
  EXECUTION_ATTESTATION: { label: "Execution attestations", note: "Trusted hardware attests the code that serves; rarely the weights." },
  ONCHAIN_REGISTRATION: { label: "Onchain registrations", note: "An entry on a chain. It says who wrote it, not that it is true." },
  EXTENSION: { label: "Extensions", note: "A kind that a plugin brings, named by its address." },
};

/** Why a claim is unknown, as a sentence, and what would settle it, where anything would. */
export const unknownReasons: Readonly<Record<UnknownReason, { readonly why: string; readonly settledBy?: string }>> = {
  NOT_REQUESTED: { why: "Nobody has asked for this check yet.", settledBy: "Look with the usual budget, or further." },
  NEEDS_BYTES: { why: "The bytes of the file would have to be read.", settledBy: "Look further: that reads weights." },
  ACCESS_DENIED: { why: "The file or record is not given to this gateway.", settledBy: "Whoever runs the gateway can give it access." },
  SOURCE_UNAVAILABLE: { why: "The source did not answer.", settledBy: "Ask again when it answers." },
  TIMEOUT: { why: "The check did not end in time.", settledBy: "Look again, or further." },
  BUDGET_EXCEEDED: { why: "The request's budget was used up.", settledBy: "Look again: the next look goes on from here." },
  UNSUPPORTED_FORMAT: { why: "What is there has a form that the check cannot read." },
  NO_TRUST_ANCHOR: { why: "It is not known whose key or certificate would be the right one.", settledBy: "Whoever runs the gateway can name the key or certificate." },
  NO_EVIDENCE_PUBLISHED: { why: "There is nothing to check: no evidence is published.", settledBy: "Its publisher or source can publish evidence." },
  EXPIRED_EVIDENCE: { why: "The evidence is too old.", settledBy: "Ask again; newer evidence must be published where this stays." },
  INCOMPARABLE: { why: "The digests are of different kinds and cannot be held against each other." },
};

/** The most that a check of a kind can ever show. */
export const verifiabilities: Readonly<Record<Verifiability, Meaning>> = {
  CRYPTOGRAPHIC: { label: "a proof", note: "A check of this kind can be a proof." },
  OBSERVABLE: { label: "an observation", note: "A check of this kind can look, and show what it saw." },
  DECLARATIVE: { label: "a statement only", note: "This can only ever be asserted: no check can prove it." },
};

export const issuerTypes: Readonly<Record<IssuerType, Meaning>> = {
  GATEWAY: { label: "this gateway", note: "This gateway, by its own check." },
  SOURCE: { label: "the registry", note: "The registry that lists it." },
  PUBLISHER: { label: "the publisher", note: "Who publishes the model." },
  SCANNER: { label: "a scanner", note: "Who scanned the files." },
  CHAIN: { label: "a chain", note: "A chain, by its consensus." },
  ATTESTER: { label: "an attester", note: "Who attests hardware or a build." },
  OPERATOR: { label: "an operator", note: "Who operates the registry, the endpoint or this gateway." },
};

export const subjectTypes: Readonly<Record<SubjectType, string>> = {
  ARTIFACT: "a file, by its digest",
  REVISION: "one immutable revision of a listing",
  LISTING: "the listing as it stands",
  PUBLISHER: "the publisher",
  SOURCE: "the registry itself",
  CONTRACT: "a contract on a chain",
};

export const finalities: Readonly<Record<Finality, string>> = {
  PENDING: "not final when it was read: it may still be reorganised",
  SAFE: "unlikely to be reorganised when it was read",
  FINALIZED: "final by the rule of the chain when it was read",
};
