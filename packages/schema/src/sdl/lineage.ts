/** What models were made from. */
export const lineageSdl = /* GraphQL */ `
"What a model was made from and what was made from it. May have cycles: bound the depth of your query."
type Lineage {
  "What it was made from, what the leading listing states first."
  base: [LineageLink!]!
  "What was made from it, the most used first."
  derived(
    "How many, at most 100."
    first: Int = 20
    "The \`endCursor\` of the page before, for the same relation."
    after: String
    "Only what came about in this way."
    relation: LineageRelation
  ): DerivedModelConnection
}

"One base, as \`statedBy\` state it; a claim of kind LINEAGE says what was checked."
type LineageLink {
  "How the model came from it."
  relation: LineageRelation!
  "The base; null when it is not in the catalog."
  model: Model
  "The base as the source names it, such as a package URL."
  reference: String!
  "Sources that state it."
  statedBy: [Source!]!
}

"How a derived model came from its base."
enum LineageRelation {
  "Trained further."
  FINETUNE
  "The same weights in fewer bits."
  QUANTIZED
  "Weights that are added to those of the base, such as LoRA."
  ADAPTER
  "Weights of several models combined."
  MERGE
  "Trained to answer as the base does."
  DISTILLED
  "The same weights in another format."
  CONVERTED
  "The source does not say."
  UNKNOWN
}

"A page of derived models."
type DerivedModelConnection {
  "The models with how they were made."
  edges: [DerivedModelEdge!]!
  "The models alone."
  nodes: [Model!]!
  "Where this page lies."
  pageInfo: PageInfo!
  "How many there are on all pages."
  totalCount: Int
}

"One derived model of a page."
type DerivedModelEdge {
  "The model."
  node: Model!
  "Place of this entry, to give as \`after\`."
  cursor: String!
  "How it was made from the base."
  relation: LineageRelation!
  "Sources that state it."
  statedBy: [Source!]!
}
`;
