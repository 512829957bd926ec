/** Pins: what was chosen at which immutable state, and whether it still holds. */
export const pinSdl = /* GraphQL */ `
"What came of pinning one reference."
type PinResult {
  "The text, as given."
  reference: String!
  "The pin; null when there is none."
  pin: Pin
  "Why there is no pin, and what would be right; null when there is one."
  problem: String
  "How the text was understood."
  resolution: Resolution!
}

"One model at one immutable state. Nothing of it is stored: the caller keeps \`document\`."
type Pin {
  "sha256 of \`document\` in canonical JSON (RFC 8785)."
  digest: Digest!
  "The model."
  model: Model!
  "The listing that was pinned: the one that was named, else the model's leading one."
  listing: Listing!
  "The immutable state: a commit, a digest, or \`block:<number>:<hash>\`."
  revision: String!
  "How many files it has at this revision."
  fileCount: Int!
  "Its files at this revision, by path."
  files(
    "How many, at most 100."
    first: Int = 100
  ): [Artifact!]!
  "What the policy decided of it."
  decision: PolicyDecision!
  "The lock entry: canonical JSON, given back to \`checkPins\`. Its JSON Schema is docs/lock-file.schema.json."
  document: JSON!
  "When it was made."
  createdAt: DateTime!
}

"A pin that is given back."
input PinInput {
  "The \`document\` of the pin, unchanged; spaces and the order of its members do not count."
  document: JSON!
}

"How one pin holds."
type PinCheck {
  "What became of it."
  outcome: PinOutcome!
  "The reference as it was pinned; null when the document is INVALID."
  reference: String
  "sha256 of the document in canonical JSON; null when it is INVALID."
  digest: Digest
  "The model, where it is known here; null when the document is INVALID."
  model: Model
  "What is not as it was pinned, the worst first; one of each kind at most. Empty unless DRIFTED."
  drifts: [Drift!]!
  "What a pin of the same reference would be now, with the decision of the same policy, or of the default one where that is not known here; null when there can be none."
  current: Pin
  "When INVALID or UNREACHABLE: why. When DRIFTED: what could not be found out besides."
  problem: String
  "When it was held against the present."
  checkedAt: DateTime!
}

"What became of a pin."
enum PinOutcome {
  "All that can be told is as it was pinned."
  UNCHANGED
  "Something is not as it was pinned: see \`drifts\`."
  DRIFTED
  "It could not be found out, which is not a drift."
  UNREACHABLE
  "The document is no pin, was changed since it was made, or was made by a newer version."
  INVALID
}

"One thing that is not as it was pinned."
type Drift {
  "What kind of thing."
  kind: DriftKind!
  "BLOCK when the pin can no longer be trusted."
  severity: RuleSeverity!
  "What was pinned, as far as it differs."
  before: JSON
  "What is there now, as far as it differs."
  after: JSON
  "For a person: what was, what is, and which pinned facts no longer apply."
  statement: String!
}

"Kinds of drift, the worst first."
enum DriftKind {
  "Another repository, publisher or owner has the name."
  IDENTITY_CHANGED
  "The reference as it was pinned now gives other weights."
  WEIGHTS_CHANGED_SAME_REF
  "The pinned state can no longer be had: it is gone, disabled, or behind a gate."
  PIN_UNAVAILABLE
  "Files of code or a chat template differ, or loading it runs code now."
  CODE_CHANGED
  "Who can change the entry, or by what code, differs."
  CONTROL_CHANGED
  "Signatures of the publisher differ."
  SIGNATURE_CHANGED
  "The licence, or its text, differs. BLOCK when it is more restrictive."
  LICENSE_CHANGED
  "Who can get the files differs; they can still be had."
  ACCESS_CHANGED
  "Configuration, tokenizer or other files that are no weights and no code differ."
  CONFIG_CHANGED
  "Only documentation, tags or the name differ."
  METADATA_ONLY
  "The pinned state is as it was, and there is a newer one."
  NEW_REVISION_AVAILABLE
}
`;
