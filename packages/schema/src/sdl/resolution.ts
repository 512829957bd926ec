/** How a text was understood. */
export const resolutionSdl = /* GraphQL */ `
"How one text was understood."
type Resolution {
  "The text, as given."
  reference: String!
  "What became of it."
  outcome: ResolutionOutcome!
  "The model, when exactly one is meant."
  model: Model
  "The exact listing that was named."
  listing: Listing
  "The revision that was named, or the listing's when none was."
  revision: String
  "The file that was named, by its path or its digest, when the listing is known to have it at this revision."
  artifact: Artifact
  "How the text was read, such as \`Hugging Face URL\` or \`CAIP-10 account\`."
  readAs: [String!]!
  "Ranked, when more than one could be meant or nothing matches exactly. Never a silent guess."
  candidates(
    "How many, at most 100."
    first: Int = 5
  ): [Candidate!]!
  "When not RESOLVED: what is wrong, and what would be right. When RESOLVED: that the name may lead elsewhere tomorrow, or that the model was found by its name alone."
  message: String
  "How each source that was asked fared."
  sources: [SourceOutcome!]!
}

"What became of a reference."
enum ResolutionOutcome {
  "Exactly one model is meant."
  RESOLVED
  "More than one could be meant: see \`candidates\`."
  AMBIGUOUS
  "Every source that could know it answered no."
  NOT_FOUND
  "No source reads such text."
  NOT_RECOGNIZED
  "A source that could know it did not answer."
  UNREACHABLE
}

"A model that may be meant."
type Candidate {
  "The model."
  model: Model!
  "The listing that the reading leads to."
  listing: Listing
  "From 0 to 1."
  confidence: Float!
  "What speaks for it, in one sentence."
  reason: String!
  "The reading that leads here."
  readAs: String!
}
`;
