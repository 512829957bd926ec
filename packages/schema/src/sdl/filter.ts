/** What a search asks: filter, order, facets. */
export const filterSdl = /* GraphQL */ `
"""
Every given field must hold; within a list any one value. An unknown value meets no condition except the value UNKNOWN, so its \`not\`
holds. Ranges include both ends. \`all\` and \`any\` nest at most 5 deep. Without \`states\`: LISTED and DEPRECATED.
Texts are compared without case.
"""
input ModelFilterInput {
  "Ids of sources that list it now."
  sources: [ID!]
  "Tasks in the vocabulary of the Hugging Face Hub, such as \`text-generation\`."
  tasks: [String!]
  "Libraries that load it, such as \`transformers\`."
  libraries: [String!]
  "File formats of its weights."
  formats: [WeightFormat!]
  "Precisions of its weights, such as \`BF16\`, \`Q4_K_M\`."
  precisions: [String!]
  "ISO 639 codes, names in English such as \`german\`, \`multilingual\`, \`code\`."
  languages: [String!]
  "What it takes, such as \`image\`."
  inputModalities: [String!]
  "What it gives, such as \`text\`, \`embedding\`."
  outputModalities: [String!]
  "What it can do, such as \`tools\`."
  capabilities: [String!]
  "Architectures, such as \`llama\`."
  architectures: [String!]
  "Ids of publishers, such as \`publisher:meta-llama\`."
  publishers: [ID!]
  "Tags of its sources."
  tags: [String!]
  "SPDX ids or \`LicenseRef-…\`; other spellings that name one licence, such as \`apache 2\`, are read as its id."
  licenses: [String!]
  "What its licence asks of those who use it."
  licenseClasses: [LicenseClass!]
  "How many parameters, in all."
  parameters: IntRangeInput
  "In tokens."
  contextLength: IntRangeInput
  "Downloads within the last 30 days."
  downloads30d: IntRangeInput
  "USD per million input tokens, by the cheapest offer; compared to six decimals."
  inputPrice: FloatRangeInput
  "USD per million output tokens, by the cheapest offer; compared to six decimals."
  outputPrice: FloatRangeInput
  "When it was first published at its source."
  createdAt: TimeRangeInput
  "When it was last changed at its source."
  updatedAt: TimeRangeInput
  "Derived from one of these, at any distance: ids, aliases, keys of listings, or references as sources read them, such as \`org/name\`. An unknown one meets nothing."
  baseModels: [ID!]
  "Who can get the files."
  access: [Access!]
  "Whether a source still has it."
  states: [ListingState!]
  "Whether somebody serves it. False: its sources say that nobody does."
  hasOffer: Boolean
  "Whether there are files of weights. False: its files are known, and none is one."
  hasWeights: Boolean
  "Whether it comes with documentation of its own. False: its sources say that it does not."
  hasCard: Boolean
  "What was found about it: each of these holds."
  trust: [ClaimPredicateInput!]
  "Level of the files of its leading listing, as last found; a model that was never assessed has none."
  trustLevels: [TrustLevel!]
  "Level of the system that serves its leading listing, as last found; a model that was never assessed has none."
  systemTrustLevels: [SystemTrustLevel!]
  "All of these hold."
  all: [ModelFilterInput!]
  "One of these holds, or more."
  any: [ModelFilterInput!]
  "This does not hold."
  not: ModelFilterInput
}

"""
Holds when one claim of this kind about the leading listing has one of these statuses and one of these effects; a list that is left out does not restrict,
and one of them must be there. Only what was checked counts: a kind that nobody has checked has the status UNKNOWN and the effect NEUTRAL.
"No failed scan" is \`not: {trust: [{kind: THIRD_PARTY_SCAN, effects: [UNDERMINES]}]}\`, since scans by others stay ASSERTED.
Searches read what was last found and ask nobody: what has expired since counts until it is checked again, which the trust report does. At another revision
nothing counts but what speaks against bytes that the listing still has, or may have while its files are not known.
"""
input ClaimPredicateInput {
  "The kind of claim."
  kind: ClaimKind!
  "How it is known."
  statuses: [ClaimStatus!]
  "Whether it helps."
  effects: [ClaimEffect!]
}

"Whole numbers from \`min\` to \`max\`, both included; an end that is left out is open."
input IntRangeInput {
  "The smallest."
  min: SafeInt
  "The largest."
  max: SafeInt
}

"Numbers from \`min\` to \`max\`, both included; an end that is left out is open."
input FloatRangeInput {
  "The smallest."
  min: Float
  "The largest."
  max: Float
}

"Times from \`from\` to \`to\`, both included; an end that is left out is open."
input TimeRangeInput {
  "The earliest."
  from: DateTime
  "The latest."
  to: DateTime
}

"Largest and newest first, but prices and names ascending; \`reverse\` turns it. Unknown values come last either way, after them what is listed only where anybody may write, ties by id."
enum ModelSort {
  "The best match first; without text the most used."
  RELEVANCE
  "Downloads within the last 30 days."
  DOWNLOADS
  "How many people marked it."
  LIKES
  "What the source finds to be rising."
  TRENDING
  "When it was first published."
  CREATED
  "When it was last changed."
  UPDATED
  "How many parameters."
  PARAMETERS
  "How much it can attend to."
  CONTEXT_LENGTH
  "The lowest price of input tokens, ascending."
  INPUT_PRICE
  "The lowest price of output tokens, ascending."
  OUTPUT_PRICE
  "Its name, ascending."
  NAME
  """
  What it scored in the \`benchmark\` of the search, highest first. One number of each model counts: in the metric and unit in which most models report
  the benchmark, the most independent author's, of those the newest, of those the highest. Settings may differ.
  """
  BENCHMARK
}

"By what to count. Numbers and dates are given as histograms."
enum FacetField {
  "Source that lists it."
  SOURCE
  "Task."
  TASK
  "Library that loads it."
  LIBRARY
  "File format of its weights."
  FORMAT
  "Precision of its weights."
  PRECISION
  "Language."
  LANGUAGE
  "What it takes."
  INPUT_MODALITY
  "What it gives."
  OUTPUT_MODALITY
  "Licence, by SPDX id."
  LICENSE
  "What its licence asks of those who use it."
  LICENSE_CLASS
  "Publisher."
  PUBLISHER
  "Architecture."
  ARCHITECTURE
  "Who can get the files."
  ACCESS
  "Level of the files, the highest first, of the models that were assessed."
  TRUST_LEVEL
  "Level of the system, the highest first, of the models that were assessed."
  SYSTEM_TRUST_LEVEL
  """
  Kind and status of what was found, such as \`THIRD_PARTY_SCAN VERIFIED\`: FAILED first, then VERIFIED, ASSERTED, UNKNOWN, NOT_APPLICABLE. Kinds that no
  model of the result was checked for are left out. It leaves out \`trust\` of the filter.
  """
  CLAIM_STATUS
  """
  Kind and effect of what was found, such as \`THIRD_PARTY_SCAN UNDERMINES\`: UNDERMINES first, then CAUTION, SUPPORTS, NEUTRAL. Kinds that no model of the
  result was checked for are left out. It leaves out \`trust\` of the filter.
  """
  CLAIM_EFFECT
  "Number of parameters, as a histogram."
  PARAMETERS
  "Context length in tokens, as a histogram."
  CONTEXT_LENGTH
  "Lowest price of input tokens in USD per million, as a histogram."
  INPUT_PRICE
  "When it was first published, as a histogram."
  CREATED
  "When it was last changed, as a histogram."
  UPDATED
}

"One facet to count."
input FacetInput {
  "By what to count."
  field: FacetField!
  "How many values or, for a histogram, bins."
  first: Int = 10
}
`;
