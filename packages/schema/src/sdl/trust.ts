/** Trust reports: levels, counts, conflicts. */
export const trustSdl = /* GraphQL */ `
"What is known of one listing at one revision, and of the system around it. No score. A digest proves files, never what an endpoint runs."
type TrustReport {
  "The listing that it is about."
  listing: Listing!
  "The immutable state that was looked at; null when the source has none."
  revision: String
  "Level of the files."
  level: TrustLevel!
  "Level of the system that serves them."
  systemLevel: SystemTrustLevel!
  "What the next level lacks, in sentences; empty at the highest."
  missingForNext: [String!]!
  "What the next level of the system lacks, in sentences; empty at the highest."
  systemMissingForNext: [String!]!
  "Over all claims of the listing's own source and the checks of them; NOT_APPLICABLE ones are left out."
  counts: ClaimCounts!
  "UNDERMINES first, then FAILED, CAUTION, UNKNOWN, the rest; last what other sources say beside the listing, at most 100."
  claims(
    "Keeps claims of these kinds."
    kinds: [ClaimKind!]
    "Keeps claims with these statuses."
    statuses: [ClaimStatus!]
    "Keeps claims with these effects."
    effects: [ClaimEffect!]
    "How many, at most 100."
    first: Int = 50
    "The \`endCursor\` of the page before."
    after: String
  ): ClaimConnection!
  "Claims that cannot all be true."
  conflicts: [ClaimConflict!]!
  "Whether all this meets the policy that was asked for."
  decision: PolicyDecision!
  "When the newest finding was made; null when nothing was checked yet."
  assessedAt: DateTime
}

"How far the files of a listing can be trusted. Each level includes those before it."
enum TrustLevel {
  "It is listed."
  LISTED
  "An immutable revision, and the sha256 of all files of weights."
  PINNED
  "Plus own static checks, and complete scans by the source, without findings."
  INSPECTED
  "Plus a verified signature of the expected signer, or a digest match with a record whose writer is verified to be the publisher."
  AUTHENTICATED
  "Plus verified build provenance or execution attestation bound to this digest."
  ATTESTED
}

"How far the system around a listing can be trusted. Each level includes those before it."
enum SystemTrustLevel {
  "Nothing is known of who operates it."
  OPAQUE
  "A named operator, with mutable references."
  NAMED
  "Content is addressed by digest, with visible history."
  PINNABLE
  "Who may change it is visible, and is several parties, time-locked, or nobody."
  CONSTRAINED
  "Plus the same digest at two independent operators."
  INDEPENDENT
}

"How far to go to find out."
enum TrustDepth {
  "Stored findings only, no upstream request."
  CACHED
  "Within a budget shared by the whole request; what it does not reach is UNKNOWN with BUDGET_EXCEEDED."
  STANDARD
  "As STANDARD, with a larger budget: also checks that read weights."
  DEEP
}

"How many claims have each status."
type ClaimCounts {
  "This gateway checked the evidence."
  verified: Int!
  "Somebody says so."
  asserted: Int!
  "Not checked, or not checkable."
  unknown: Int!
  "Checked, and contradicted."
  failed: Int!
}

"Claims that cannot all be true. Digests and licences are never settled silently."
type ClaimConflict {
  "The kind of the claims."
  kind: ClaimKind!
  "The claims that contradict each other."
  claims: [Claim!]!
  "What contradicts what, in one sentence."
  note: String!
}

"A page of claims."
type ClaimConnection {
  "The claims with their cursors."
  edges: [ClaimEdge!]!
  "The claims alone."
  nodes: [Claim!]!
  "Where this page lies."
  pageInfo: PageInfo!
  "How many there are on all pages."
  totalCount: Int!
}

"One claim of a page."
type ClaimEdge {
  "The claim."
  node: Claim!
  "Place of this entry, to give as \`after\`."
  cursor: String!
}
`;
