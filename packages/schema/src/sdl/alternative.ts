/** Models to look at beside another one. */
export const alternativeSdl = /* GraphQL */ `
"A model that a person weighing another one should also look at."
type Alternative {
  "The other model."
  model: Model!
  "Sentences for a person: what is alike, what is better."
  reasons: [String!]!
  "How alike the two are, from 0 to 1. The order also looks at how much they are used."
  similarity: Float!
}
`;
