/** Sources: where models are registered, how they do, and how much of them is known here. */
export const sourceSdl = /* GraphQL */ `
"A place where models are registered, and the system around it."
type Source implements Node {
  "As the configuration names it, such as \`hf\`."
  id: ID!
  "Name for a person."
  title: String!
  "Its page on the web."
  homepage: URL
  "The adapter that serves it, such as \`huggingface\`, \`onchain\`, \`oci\`."
  kind: String!
  "What the adapter can do."
  capabilities: [SourceCapability!]!
  "How it does."
  status: SourceStatus!
  "How much of it is known here."
  coverage: SourceCoverage!
  """
  Who operates it, who can change what it lists, and what of it can change, with what was found of that. Due checks are made within the budget of the request.
  Null when the configuration no longer names the source.
  """
  trust: SourceTrust
}

"What is known of a source itself, whatever it lists. The same claims stand in the reports of its listings, as far as they concern them."
type SourceTrust {
  "Level of what it states of itself as a whole. Where a level rests on the revision of a listing, the report of that listing may show a higher one."
  systemLevel: SystemTrustLevel!
  "What the next level lacks, in sentences; empty at the highest."
  systemMissingForNext: [String!]!
  "Over all claims; NOT_APPLICABLE ones are left out."
  counts: ClaimCounts!
  "UNDERMINES first, then FAILED, CAUTION, UNKNOWN, the rest."
  claims(
    "How many, at most 100."
    first: Int = 50
    "The \`endCursor\` of the page before."
    after: String
  ): ClaimConnection!
}

"What an adapter can do."
enum SourceCapability {
  "Fetches models by id."
  GET
  "Lists all or many models."
  LIST
  "Searches by words."
  SEARCH
  "Reads files."
  READ_FILE
  "Reads references, such as URLs, without asking the source."
  PARSE_REFERENCE
  "Finds by what is no id, such as a transaction or file hash."
  LOOKUP
}

"How a source does, when this is read: of what else the same request asks, some may be asked later."
type SourceStatus {
  "In one word."
  state: SourceState!
  "What is wrong, in one sentence for a person."
  message: String
  "When it last answered."
  lastSuccessAt: DateTime
  "When it last failed."
  lastErrorAt: DateTime
  "Requests that its budget still allows; null when there is none."
  requestsLeft: Int
  "When that budget is full again."
  resetsAt: DateTime
}

"How a source does, in one word."
enum SourceState {
  "It answers."
  OK
  "It answers, but not always."
  DEGRADED
  "It does not answer."
  DOWN
  "Switched off here."
  DISABLED
  "It has not been asked since this gateway was set up."
  NEVER_ASKED
}

"How much of a source is known here."
type SourceCoverage {
  "Listings that it has now, as far as is known here."
  listings: Int!
  "Files of which a digest is known."
  artifactsWithDigest: Int!
  "When a harvest last saw all of it."
  lastFullRunAt: DateTime
  "The harvest under way, also one that is held back."
  running: HarvestRun
  "How far what is known here lies behind the source."
  lagSeconds: Int
  "How far the chains have been read, for a source on chains."
  chains: [ChainProgress!]!
  "Entries that were read and are no listings, such as an agent that names no model."
  notListed: Int!
  "Entries that could not be read and were left out."
  dropped: Int!
  "Entries beyond the number that one account may have where anybody may write: read, and not stored. Each is found by its id."
  notStored: Int!
  "How many entries of one account are kept; null where no entry is known that anybody may write."
  entriesPerRegistrant: Int
  "Rows that say something of models that others list, such as attestations and prices, and list none."
  overlays: Int!
  "Those of them that fit no listing as yet. Each joins when one comes that fits."
  overlaysUnmatched: Int!
}

"One harvest under way."
type HarvestRun {
  "When it began."
  startedAt: DateTime!
  "Entries seen so far."
  listingsSeen: Int!
  "Entries in the whole run, when the source says."
  expected: Int
  "Why it waits for its operator to release it; null when it does not wait."
  heldBackBecause: String
}

"How far a contract has been read. Block numbers."
type ChainProgress {
  "Id of the chain (EIP-155)."
  chainId: SafeInt!
  "The contract."
  address: String!
  "The newest block."
  head: SafeInt
  "The newest block that is final."
  finalized: SafeInt
  "The last block that was read."
  indexed: SafeInt
  "How many final blocks are not read yet."
  lagBlocks: SafeInt
}
`;
