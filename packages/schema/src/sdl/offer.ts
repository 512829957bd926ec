/** Where models can be called, and which results are reported of them. */
export const offerSdl = /* GraphQL */ `
"One provider serving the model. Nothing proves that it runs these weights."
type Offer {
  "Who says so."
  source: Source!
  "Other sources that tell of the same provider under the same id, each with an entry of its own; where their prices differ, \`Model.conflicts\` says so."
  alsoStatedBy: [Source!]!
  "Who serves it, as the source names it."
  provider: String!
  "Id of the provider within the source, where that is not its name."
  providerId: String
  "USD per million input tokens; null when unknown or not sold by token."
  inputPrice: Float
  "USD per million output tokens; null when unknown or not sold by token."
  outputPrice: Float
  "USD per million cached input tokens."
  cachedInputPrice: Float
  "Other units and conditions, such as 0.04 per image."
  otherPrices: [OtherPrice!]!
  "How much it takes in, in tokens."
  contextLength: SafeInt
  "How much it gives at most, in tokens."
  maxOutputTokens: SafeInt
  "What the provider says it can do there, such as \`tools\`."
  capabilities: [String!]!
  "Id under which the provider is called."
  callAs: String
  "Which of several endpoints of the provider under that id, in the source's own word, such as \`nebius/fp8\`."
  endpoint: String
  "Precision in which it is served as the provider states it, written as makers do, such as \`FP8\`; may differ from the checkpoint's."
  precision: String
  "Its page."
  url: URL
  "When the provider says it ends."
  endsAt: DateTime
  "How much of the time or of the requests it was served lately, from 0 to 100, as the source measures it."
  uptimePercent: Float
  "Whether the source says that it works badly now; null when it does not say."
  degraded: Boolean
  "When this was true at the source."
  asOf: DateTime!
}

"A price in another unit than tokens, or under a condition."
type OtherPrice {
  "USD."
  usd: Float!
  "The unit, such as \`image\`."
  per: String!
  "When it holds."
  condition: String
}

"A page of offers."
type OfferConnection {
  "The offers with their cursors."
  edges: [OfferEdge!]!
  "The offers alone."
  nodes: [Offer!]!
  "Where this page lies."
  pageInfo: PageInfo!
  "How many there are on all pages."
  totalCount: Int!
}

"One entry of a page of offers."
type OfferEdge {
  "The entry."
  node: Offer!
  "Place of this entry, to give as \`after\`."
  cursor: String!
}

"One reported result. Comparable only where benchmark, metric and settings are equal."
type Evaluation {
  "Name of the benchmark."
  benchmark: String!
  "What was measured, such as \`accuracy\`."
  metric: String
  "Null when \`text\` is not one number."
  value: Float
  "As reported, such as \`20.0 ± 1.2\`."
  text: String!
  "Unit of the value, such as \`%\`."
  unit: String
  "How it was measured, such as \`5-shot\`."
  settings: String
  "When it was measured or reported."
  date: DateTime
  "Where it is listed."
  source: Source!
  "Who reports it."
  author: EvaluationAuthor!
  "Where it can be read."
  url: URL
}

"Who reports a result."
enum EvaluationAuthor {
  "Whoever publishes the model."
  PUBLISHER
  "Somebody else who uses the registry."
  COMMUNITY
  "The registry ran it."
  SOURCE
  "A third party with its own name to it."
  INDEPENDENT
}

"A page of results."
type EvaluationConnection {
  "The results with their cursors."
  edges: [EvaluationEdge!]!
  "The results alone."
  nodes: [Evaluation!]!
  "Where this page lies."
  pageInfo: PageInfo!
  "How many there are on all pages; null when that is not known."
  totalCount: Int
}

"One entry of a page of results."
type EvaluationEdge {
  "The entry."
  node: Evaluation!
  "Place of this entry, to give as \`after\`."
  cursor: String!
}

"A field in which the sources of a model disagree. What a packaging counts of its own, and what a service allows of the whole, contradicts nothing."
type FieldConflict {
  "Name of a field of Model."
  field: String!
  "The values, that of the leading listing first. Of \`offers\`: other prices of one service; and a price of more than 100 times the median of the other offers of the model (3 or more), followed by that median, \`{ medianOfOthers: <how many others>, inputPrice, outputPrice }\`."
  positions: [FieldPosition!]!
}

"One value, and who states it."
type FieldPosition {
  "The value, in the shape of the field."
  value: JSON
  "Sources that state it."
  statedBy: [Source!]!
  "Listings that state it, a few of them; none where only a row beside the listings does."
  listings(
    "How many, at most 100."
    first: Int = 5
  ): [Listing!]!
}
`;
