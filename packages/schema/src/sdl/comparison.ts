/** Models side by side. */
export const comparisonSdl = /* GraphQL */ `
"Models as columns, attributes as rows."
type Comparison {
  "One per resolved reference in the order asked; the same model twice where two of its revisions or listings are compared."
  models: [Model!]!
  "How each reference was read, in the order asked."
  resolutions: [Resolution!]!
  "Those of them that have no model."
  unresolved: [Resolution!]!
  "Rows differ when known values differ; unknown is not equal and not different."
  rows(
    "Keeps DIFFERENT and NOT_COMPARABLE."
    onlyDifferences: Boolean = false
    "Keeps the rows of these groups. Default: all."
    groups: [ComparisonGroup!]
  ): [ComparisonRow!]!
}

"What a row is about."
enum ComparisonGroup {
  "Who made it, when, and where it is listed."
  IDENTITY
  "What it can do: task, modalities, size, context."
  CAPABILITY
  "Under which terms."
  LICENSE
  "How much it is used."
  POPULARITY
  "Reported results."
  EVALUATION
  "What it costs to call."
  COST
  "Files, formats, precisions."
  ARTIFACTS
  "On which evidence it can be trusted."
  TRUST
}

"One attribute over all models."
type ComparisonRow {
  "Stable name, such as \`parameters.total\`."
  attribute: String!
  "Name for a person."
  label: String!
  "What it is about."
  group: ComparisonGroup!
  "Unit of the values, such as \`tokens\`; null where there is none."
  unit: String
  "Null where neither end of the scale is better."
  better: BetterWhen
  "What the cells say together."
  verdict: RowVerdict!
  "One per model, in the order of \`models\`."
  cells: [ComparisonCell!]!
  "Positions in \`models\` that lead this row, from 0."
  leaders: [Int!]!
  "Such as why it is not comparable, or which price is left out of a range."
  note: String
}

"Which end of the scale leads."
enum BetterWhen {
  "The larger value."
  HIGHER
  "The smaller value."
  LOWER
}

"What the cells of a row say together."
enum RowVerdict {
  "All values are known and equal."
  SAME
  "Known values differ."
  DIFFERENT
  "The known values are equal, some are unknown."
  PARTLY_UNKNOWN
  "No value is known."
  UNKNOWN
  "Measured differently."
  NOT_COMPARABLE
}

"One attribute of one model."
type ComparisonCell {
  "The value; null when unknown."
  value: JSON
  "Ready to show, in the row's unit."
  text: String!
  "Whether the value is known."
  known: Boolean!
  "How it is known, where that differs between models."
  origin: ValueOrigin
  "When it was true at its source."
  asOf: DateTime
  "Sources that state it."
  statedBy: [Source!]!
  "The listings of this model disagree."
  conflicting: Boolean!
}
`;
