/** Scalars, the entry points, and what every page of a list has. */
export const querySdl = /* GraphQL */ `
"A point in time: RFC 3339, in UTC, such as \`2026-08-01T00:00:00Z\`."
scalar DateTime @specifiedBy(url: "https://scalars.graphql.org/andimarek/date-time.html")

"Absolute http or https URL."
scalar URL @specifiedBy(url: "https://url.spec.whatwg.org/")

"Any JSON value."
scalar JSON @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc8259")

"Integer from -(2^53-1) to 2^53-1. Larger ones (uint256) are strings."
scalar SafeInt

"\`<algorithm>:<value>\` in lower-case hex: \`sha256:…\`, \`keccak256:…\`, \`git-sha1:…\`; or \`cid:<CID>\`, \`walrus:<blob id>\`."
scalar Digest

"Reading; nothing here changes anything. A mistake in one field nulls that field alone."
type Query {
  "Ranked, filtered, faceted search over every source. Without text and sort: the most used first."
  search(
    "Words as a person types them; every one must be found. Spellings do not matter: \`llama3.1 8b\` finds \`Llama-3.1-8B\`."
    text: String
    "What a model must meet besides."
    filter: ModelFilterInput
    "How many models, at most 100."
    first: Int = 20
    "The \`endCursor\` of the page before, for the same text, filter and sort."
    after: String
    "What comes first."
    sort: ModelSort = RELEVANCE
    "Turns the sort round; unknown values stay last."
    reverse: Boolean = false
    "By which benchmark to sort, with BENCHMARK: its name, without case."
    benchmark: String
    "Also ask the sources that can search, until their deadline. False answers at once: for search as you type."
    live: Boolean = true
  ): ModelSearchConnection

  "Names that complete what a person has typed so far. From the catalog alone."
  suggest(
    "What was typed; its last word may be incomplete. At most 500 characters."
    prefix: String!
    "How many, at most 100."
    first: Int = 8
  ): [Suggestion!]

  "One model by its id or alias, or by the key of a listing; for other texts (names, URLs, digests) use \`resolve\`. Null when none is known; \`resolve\` tells gone from unreachable."
  model(
    "\`<source>:<native id>\`, such as \`hf:openai/whisper-large-v3\`."
    id: ID!
    "Ask the source again when what is stored is older, in seconds."
    maxAgeSeconds: Int
  ): Model

  "Many models in the order asked; null at the place of an unknown id. At most 100."
  models(
    "Ids, aliases or keys of listings."
    ids: [ID!]!
  ): [Model]

  "Takes anything a person pastes: a name, URL, purl, CAIP id, contract address, transaction hash, CID, Ollama tag, OCI reference, digest."
  resolve(
    "The text as it was pasted, at most 1024 characters."
    reference: String!
  ): Resolution

  "Many references in the order asked. At most 100."
  resolveMany(
    "The texts as they were pasted."
    references: [String!]!
  ): [Resolution!]

  "The models that hold a file with this digest, one match per digest in the order asked. At most 1000 digests."
  modelsByDigest(
    "Whole digests: \`sha256:\` and 64 hexadecimal digits, \`git-sha1:\` and 40."
    digests: [Digest!]!
  ): [DigestMatch!]

  "Side by side, 2 to 8 references. A reference that does not resolve is reported, not an error."
  compare(
    "Anything that \`resolve\` takes; the same model may stand here twice, at two revisions."
    references: [String!]!
    "The policy that the trust rows decide by. Default: \`open-weights-default\`."
    policy: PolicyInput
  ): Comparison

  "Every configured source with its health, coverage and freshness."
  sources: [Source!]!

  "One configured source. Null when none has this id."
  source(
    "As the configuration names it, such as \`hf\`."
    id: ID!
  ): Source

  "Trust policies that come with the gateway or its configuration."
  policies: [TrustPolicy!]!

  "A pin (lock entry) for each reference: what was chosen, at which immutable state, on which evidence. Stores nothing. At most 50."
  pin(
    "Anything that \`resolve\` takes; one that names a revision (\`org/name@<commit>\`, an address with \`/tree/<commit>\`) is pinned at that one."
    references: [String!]!
    "The policy whose decision the pin holds. Default: \`open-weights-default\`."
    policy: PolicyInput
  ): [PinResult!]

  "Holds earlier pins against the present, in the order given. At most 50."
  checkPins(
    "Documents of pins, as \`pin\` gave them."
    pins: [PinInput!]!
  ): [PinCheck!]
  "One bill of materials over these pins in CycloneDX 1.6 (ML-BOM): what was pinned, and what had been found then. Asks nobody. At most 50."
  mlBom(
    "Documents of pins, as \`pin\` gave them."
    pins: [PinInput!]!
  ): JSON

  "Append-only log of what changed in the catalog, oldest first. \`last\` gives the newest. Default: the first 50."
  changes(
    "The first so many after \`after\`, at most 100. Not together with \`last\`."
    first: Int
    "Cursor of a row: rows after it."
    after: String
    "The last so many before \`before\`, at most 100."
    last: Int
    "Cursor of a row: rows before it."
    before: String
    "Of the listings that these models have now, and of what left them: ids, aliases or keys of listings. At most 100."
    models: [ID!]
    "Of these sources."
    sources: [ID!]
    "Of these kinds."
    kinds: [ChangeKind!]
    "Written at this time or later."
    since: DateTime
  ): ChangeConnection

  "Fetches an object again by its id: a model, listing, publisher, source or change. Null when none is known."
  node(
    "The \`id\` of the object; unique over all types."
    id: ID!
  ): Node
}

"What \`node\` can fetch again by its id."
interface Node {
  "Unique over all types. Old ids stay good."
  id: ID!
}

"Where a page lies within its list."
type PageInfo {
  "Whether more follow after \`endCursor\`."
  hasNextPage: Boolean!
  "Whether any come before \`startCursor\`; lists here are read forward."
  hasPreviousPage: Boolean!
  "Cursor of the first entry of the page; null when it is empty."
  startCursor: String
  "Cursor of the last entry of the page, to give as \`after\`; null when it is empty."
  endCursor: String
}
`;
