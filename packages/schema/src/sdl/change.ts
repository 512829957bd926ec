/** The log of what changed. */
export const changeSdl = /* GraphQL */ `
"One row of the log. \`before\` and \`after\` hold what changed, in the shape of the field it is about."
type Change implements Node {
  "\`change:\` and the number of the row."
  id: ID!
  "What it tells."
  kind: ChangeKind!
  "When the gateway learned of it."
  at: DateTime!
  "The source that it came from."
  source: Source
  "The model that it is about, as it is now."
  model: Model
  "The listing that it is about, as it is now; null when it is no longer kept."
  listing: Listing
  "What happened, in one sentence."
  statement: String!
  "What was; null when there was nothing, or it is long."
  before: JSON
  "What is; null when there is nothing, or it is long."
  after: JSON
}

"What a row of the log tells."
enum ChangeKind {
  "A source lists it, for the first time or again."
  LISTED
  "Values of a listing changed, or the id of its model."
  UPDATED
  "A source no longer has it, or gave its name to another one."
  GONE
  "The same one has another name at its source."
  RENAMED
  "A listing came to a model, or a row of another source that says something of it."
  MERGED
  "A listing, or such a row, left a model."
  SPLIT
  "Files of weights are not those of before."
  WEIGHTS
  "The declared licence changed."
  LICENSE
  "Who can get the files changed."
  ACCESS
  "A price changed."
  PRICE
  "Status or effect of a finding changed; of one about a source also the state that it tells, such as another owner or other code. What one event turned is told once."
  FINDING
  "A harvest waits for its operator. Told once, until it is released."
  HELD_BACK
}

"A page of changes."
type ChangeConnection {
  "The changes with their cursors."
  edges: [ChangeEdge!]!
  "The changes alone."
  nodes: [Change!]!
  "Where this page lies; both directions are exact."
  pageInfo: PageInfo!
}

"One change of a page."
type ChangeEdge {
  "The change."
  node: Change!
  "Place of this entry in the log, whatever was filtered: to give as \`after\` or \`before\`."
  cursor: String!
}
`;
