/** One model as one source states it, and what joins it to its model. */
export const listingSdl = /* GraphQL */ `
"One model as one source states it. Nothing here is merged."
type Listing implements Node {
  "\`listing:\` and the key."
  id: ID!
  "\`<source>:<native id>\`, such as \`hf:openai/whisper-large-v3\`. Good wherever a model's id is asked for."
  key: ID!
  "Where it is listed."
  source: Source!
  "The id within the source, such as \`openai/whisper-large-v3\`."
  nativeId: String!
  "The model that it belongs to."
  model: Model!
  "Its page at the source."
  url: URL
  "Package URL where the type exists, such as \`pkg:huggingface/openai/whisper-large-v3@<commit>\`."
  purl: String
  "Immutable state when last fetched: commit, digest, or \`block:<number>:<hash>\`."
  revision: String
  "Its name at this source."
  name: String!
  "Who publishes it at this source."
  publisher: Publisher
  "The licence that this source declares."
  license: License!
  "Precisions of the weights that are listed here, such as \`BF16\`, \`Q4_K_M\`."
  precisions: [String!]!
  "What joins this listing to its model, and on which evidence."
  link: ListingLink!
  "Who can get the files."
  access: Access!
  "Whether the source still has it."
  state: ListingState!
  "Its files, weights first. Null when it does not say. Asked of the source for one listing at a time; in a list, what is stored."
  artifacts(
    "How many, at most 100."
    first: Int = 50
    "The \`endCursor\` of the page before."
    after: String
  ): ArtifactConnection
  "What it takes to run what is listed here, the smallest first: one estimate for each file set or precision. Files are asked of the source for one listing at a time; in a list, what is stored."
  memory(
    "Tokens of context to count, from 1 to 100,000,000; at most as many as the model takes are counted."
    contextLength: SafeInt = 8192
    "Bytes of memory that there are; \`fits\` says whether it is enough."
    fitsIn: SafeInt
    "How many, at most 100."
    first: Int = 20
  ): [MemoryEstimate!]!
  "About this listing: its files, and the system that serves it."
  trust(
    "By what to decide. Default: \`open-weights-default\`."
    policy: PolicyInput
    "How far to go to find out."
    depth: TrustDepth = STANDARD
  ): TrustReport
  "Fields that only this source has, typed by its plugin. Null when the record has none."
  details: ListingDetails
  "When this was last known to be true at the source."
  fetchedAt: DateTime!
  "Present when the source no longer has it."
  goneAt: DateTime
}

"Whether a source still has a listing."
enum ListingState {
  "It can be chosen."
  LISTED
  "The source says it should no longer be chosen."
  DEPRECATED
  "The source no longer has it."
  GONE
}

"Who can get the files."
enum Access {
  "Anybody."
  OPEN
  "Whoever is let in: terms must be accepted, or somebody decides."
  GATED
  "Members only."
  PRIVATE
  "Nobody: the source has switched it off."
  DISABLED
  "The source does not say."
  UNKNOWN
}

"Why a listing belongs to a model, or may."
type ListingLink {
  "The rule that joins it."
  kind: LinkKind!
  "What the listing holds of the model."
  relation: ListingRelation!
  "The reason, in one sentence."
  statement: String!
  "What the reason rests on."
  evidence: [Evidence!]!
}

"Why a listing belongs to its model; strongest first, after LEADING."
enum LinkKind {
  "It is the listing that gives the model its id."
  LEADING
  "The operator of this gateway says so."
  OPERATOR_RULE
  "Both hold a file of weights with the same sha256."
  SAME_DIGEST
  "It names the other, and the names do not contradict."
  EXPLICIT_REFERENCE
  "Same name and publisher, at sources whose operators keep the names."
  NAME_AND_PUBLISHER
}

"What a listing holds of its model."
enum ListingRelation {
  "The same bytes."
  SAME_WEIGHTS
  "A quantization of it."
  QUANTIZED
  "A service that runs it."
  HOSTED
  "A registration, without files."
  REGISTERED
  "Not known."
  UNKNOWN
}

"A listing that is not joined; \`link.statement\` says what speaks for it and what is missing."
type CandidateListing {
  "The listing."
  listing: Listing!
  "What speaks for it, and what is missing."
  link: ListingLink!
}

"For sources that bring no type of their own."
type GenericDetails {
  "The fields by name, as the source gives them."
  fields: JSON!
}

"A page of listings."
type ListingConnection {
  "The listings with their cursors."
  edges: [ListingEdge!]!
  "The listings alone."
  nodes: [Listing!]!
  "Where this page lies."
  pageInfo: PageInfo!
  "How many there are on all pages."
  totalCount: Int!
}

"One listing of a page."
type ListingEdge {
  "The listing."
  node: Listing!
  "Place of this entry, to give as \`after\`."
  cursor: String!
}
`;
