/** What a search answers: hits with their reasons, and counts. */
export const searchSdl = /* GraphQL */ `
"A page of models, best first."
type ModelSearchConnection {
  "The hits with their cursors, scores and reasons."
  edges: [ModelSearchEdge!]!
  "The models alone."
  nodes: [Model!]!
  "Where this page lies."
  pageInfo: PageInfo!
  "How many models there are on all pages."
  totalCount: Int!
  "False when counting would cost too much: then there are at least so many."
  totalCountIsExact: Boolean!
  "Counts within this result; each facet leaves out its own selection. Not needed again on later pages."
  facets(
    "By what to count."
    of: [FacetInput!]!
  ): [Facet!]
  "How each source fared for this answer. A failing source is data here, never an error."
  sources: [SourceOutcome!]!
  """
  A corrected spelling, when the text as typed finds little, or the words of it that are found, when it finds nothing. When it finds nothing, the hits
  are those of this text. What is listed only where anybody may write does not count; where it is found it stands behind the hits.
  """
  didYouMean: String
}

"A name that completes what was typed."
type Suggestion {
  "The name; after a text with \`/\`, the id within its source."
  text: String!
  "The model; null when several models complete to this text."
  model: Model
}

"One hit."
type ModelSearchEdge {
  "The model."
  node: Model!
  "Place of this entry, to give as \`after\`."
  cursor: String!
  "Comparable within this answer only."
  score: Float!
  "Why this is here: matched fields and score parts."
  why: [RankSignal!]!
}

"One named part of a score."
type RankSignal {
  "Stable name, such as \`exact name\`, \`read as\`."
  name: String!
  "What it adds to the score."
  value: Float!
  "What it saw, for a person."
  note: String
}

"Counts by the values of one field."
type Facet {
  "By what was counted."
  field: FacetField!
  "False when counting all of them would cost too much."
  countsAreExact: Boolean!
  "How many models it counts: all of this result, and those that only a selection of the same field leaves out."
  totalCount: Int!
  """
  How many of these have no value here, or UNKNOWN: a selection of this field leaves them out, unless UNKNOWN is in it. Null of claims: a kind that nobody
  has checked counts as UNKNOWN and NEUTRAL.
  """
  unknownCount: Int
  "The most frequent first; levels, claims and bins of a histogram in their own order."
  values: [FacetValue!]!
}

"One value of a facet."
type FacetValue {
  "The value; of a histogram, the bounds of the bin."
  value: String!
  "The value for a person."
  label: String!
  "How many models of this result have it."
  count: Int!
  "The \`ModelFilterInput\` of this value: put it into \`all\` to apply it, in the place of a selection of the same field, which the count leaves out."
  filter: JSON!
}
`;
