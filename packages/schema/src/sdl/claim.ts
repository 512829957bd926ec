/** Claims: what is stated, how we know it, and whether it helps. */
export const claimSdl = /* GraphQL */ `
"A statement, how we know it, and whether it helps: two axes. A verified fact can be a bad one."
type Claim {
  "Stable as long as the same check of the same subject stands."
  id: ID!
  "What it is about."
  kind: ClaimKind!
  "Names the kind when it is EXTENSION."
  kindUri: URL
  "One sentence for a person."
  statement: String!
  "How we know it."
  status: ClaimStatus!
  "Whether it speaks for or against trusting the subject."
  effect: ClaimEffect!
  "Why the status is UNKNOWN."
  unknownReason: UnknownReason
  "The most that a check of this kind can ever show."
  verifiability: Verifiability!
  "What the claim is about."
  subject: ClaimSubject!
  "Who makes the statement."
  issuer: Issuer!
  """
  The source that passes it on, where that is not the listing's own: a row beside the listing, such as an attestation about it. No level, count or conflict
  rests on it, and no rule of a policy but one that names its issuer.
  """
  statedBy: Source
  "Name and version of the check, such as \`oms.sigstore/1\`."
  method: String!
  "Parts of the check, such as hardware, measurement and binding of an attestation."
  checks: [ClaimCheck!]!
  "Where it can be looked up."
  evidence: [Evidence!]!
  "When it was found."
  observedAt: DateTime!
  "The time that the proof speaks of, where it has one."
  validAt: DateTime
  "When it must be looked at again; null about an immutable digest."
  expiresAt: DateTime
  "Expired, or the source could not be asked again. Policies read a stale claim as UNKNOWN unless they allow its age."
  stale: Boolean!
}

"One part of a check."
type ClaimCheck {
  "Name of the part, such as \`hardware\`."
  key: String!
  "What became of it."
  status: ClaimStatus!
  "One sentence for a person."
  statement: String!
}

"What a claim is about. A claim about a mutable reference holds for no other revision."
type ClaimSubject {
  "What kind of thing it is."
  type: SubjectType!
  "Its text form."
  reference: String!
  "The immutable state that the claim holds for."
  revision: String
  "The file that the claim holds for."
  digest: Digest
  "The listing, where it is one, or a part of one."
  listing: Listing
}

"What kind of thing a claim is about."
enum SubjectType {
  "A file, by its digest."
  ARTIFACT
  "A revision of a listing, immutable."
  REVISION
  "A listing as it stands."
  LISTING
  "Who publishes."
  PUBLISHER
  "The registry itself."
  SOURCE
  "A contract, in CAIP-10."
  CONTRACT
}

"What a claim says."
enum ClaimKind {
  "These bytes have this digest."
  CONTENT_DIGEST
  "Independent sources report the same digest for the same file."
  CROSS_SOURCE_DIGEST_MATCH
  "OpenSSF Model Signing, cosign or the like; whose signature is PUBLISHER_IDENTITY."
  PUBLISHER_SIGNATURE
  "SLSA or in-toto provenance of the build."
  BUILD_PROVENANCE
  "What loading the files can do. A pickle is at best NEUTRAL."
  SERIALIZATION_SAFETY
  "Whether the repository's own code runs on load."
  CODE_EXECUTION_REQUIRED
  "Scanners of others; always ASSERTED."
  THIRD_PARTY_SCAN
  "Published advisories."
  SECURITY_ADVISORY
  "What it was made from."
  LINEAGE
  "Licence declared, in the file, and inherited."
  LICENSE_TERMS
  "Presence of documentation, not its truth."
  DOCUMENTATION_COMPLETENESS
  "A reported result; only asserted."
  EVALUATION_RESULT
  "Who stands behind the publisher's name."
  PUBLISHER_IDENTITY
  "Whether the name still belongs to the same owner."
  NAMESPACE_CONTINUITY
  "Who operates the registry or endpoint."
  SOURCE_OPERATOR
  "Who can change an entry, the registry or its contract."
  CONTROL_AUTHORITY
  "Whether the reference can come to mean other bytes."
  REFERENCE_IMMUTABILITY
  "What changed and whether one can see it."
  CHANGE_HISTORY
  "Where the bytes can still be had."
  AVAILABILITY
  "Hardware attestation of the code that serves; rarely of the weights."
  EXECUTION_ATTESTATION
  "An entry on a chain; says who wrote it, not that it is true."
  ONCHAIN_REGISTRATION
  "A plugin's own kind, named by \`kindUri\`."
  EXTENSION
}

"How we know a claim."
enum ClaimStatus {
  "This gateway checked the evidence with the named method."
  VERIFIED
  "Somebody says so."
  ASSERTED
  "Not checked, or not checkable."
  UNKNOWN
  "Checked, and contradicted."
  FAILED
  "Does not apply to this subject."
  NOT_APPLICABLE
}

"Whether a claim speaks for or against trusting its subject."
enum ClaimEffect {
  "It speaks for trusting it."
  SUPPORTS
  "It speaks neither for nor against."
  NEUTRAL
  "Somebody should look at it."
  CAUTION
  "It speaks against trusting it."
  UNDERMINES
}

"Why a status is UNKNOWN."
enum UnknownReason {
  "Nobody has asked for this check yet."
  NOT_REQUESTED
  "The bytes of the file would have to be read."
  NEEDS_BYTES
  "The file or record is not given to this gateway."
  ACCESS_DENIED
  "The source did not answer."
  SOURCE_UNAVAILABLE
  "The check did not end in time."
  TIMEOUT
  "The request's budget was used up."
  BUDGET_EXCEEDED
  "The file has a format that the check cannot read."
  UNSUPPORTED_FORMAT
  "It is not known whose key or certificate would be the right one."
  NO_TRUST_ANCHOR
  "There is nothing to check."
  NO_EVIDENCE_PUBLISHED
  "The evidence is too old."
  EXPIRED_EVIDENCE
  "Digests of different kinds, such as a CID of a tree and a sha256 of a file."
  INCOMPARABLE
}

"The most that a check of a kind can ever show."
enum Verifiability {
  "A proof."
  CRYPTOGRAPHIC
  "We can look."
  OBSERVABLE
  "Only ever asserted, such as training data, safety results, what an API serves."
  DECLARATIVE
}

"Who makes a statement."
type Issuer {
  "What kind of party it is."
  type: IssuerType!
  "Such as a source id, an account in CAIP-10, a signer's identity."
  key: String!
  "Name for a person."
  name: String
}

"What kind of party makes a statement."
enum IssuerType {
  "This gateway, by its own check."
  GATEWAY
  "The registry."
  SOURCE
  "Who publishes the model."
  PUBLISHER
  "Who scanned the files."
  SCANNER
  "A chain, by its consensus."
  CHAIN
  "Who attests hardware or a build."
  ATTESTER
  "Who operates the registry, the endpoint or this gateway."
  OPERATOR
}
`;
