/** How much memory it takes to run a model. */
export const memorySdl = /* GraphQL */ `
"An estimate of the memory that one copy of the weights takes to run, on a graphics card or in main memory. Nothing here was measured; \`formula\` says what was counted."
type MemoryEstimate {
  "The listing that has these weights."
  listing: Listing!
  "Precision of the weights, such as \`Q4_K_M\`; null when it is not known."
  precision: String
  "File format of the weights; null when it is not known."
  format: WeightFormat
  "Path of the first file that is counted; null where no files are known."
  path: String
  "How many files are counted; null where none are known."
  fileCount: Int
  "Weights, context and runtime together."
  bytes: SafeInt!
  "The weights alone."
  weightsBytes: SafeInt!
  "What is kept of the tokens of the context; null when it is not known what a token takes."
  contextBytes: SafeInt
  "What the runtime takes besides: 10 % of weights and context."
  overheadBytes: SafeInt!
  "Tokens that were counted: as many as were asked for, at most what the model takes."
  contextLength: SafeInt!
  "What the weights were counted by."
  basis: MemoryBasis!
  "It takes at least so much: the context is not counted, or the precision takes more in some layers."
  isLowerBound: Boolean!
  "Whether it fits in \`fitsIn\`; null without it, and when what is not known decides."
  fits: Boolean
  "How the numbers were reached, such as \`4,920,734,272 bytes of model.gguf + 8,192 tokens × 32 layers × 2,048 numbers × 2 bytes + 10 % for the runtime\`."
  formula: String!
  "What was assumed, each in a sentence."
  assumptions: [String!]!
}

"What the weights of an estimate were counted by."
enum MemoryBasis {
  "Sizes of the files, as the source states them."
  FILES
  "Parameters multiplied by the width of the precision."
  PARAMETERS
}
`;
