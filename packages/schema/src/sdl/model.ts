/** Models, their publishers, and the values that they and their listings have. */
export const modelSdl = /* GraphQL */ `
"A model as people mean it, however many places list it. Values are those of its leading listing; where it is silent, of the others."
type Model implements Node {
  "The key of its leading listing: \`<source>:<native id>\`, such as \`hf:openai/whisper-large-v3\`."
  id: ID!
  "Other ids that lead here: keys of its listings, former ids."
  aliases(
    "How many, at most 100."
    first: Int = 20
  ): [ID!]!
  "Its name without the publisher, such as \`whisper-large-v3\`."
  name: String!
  "Who publishes it."
  publisher: Publisher
  "What the source says about it: plain, foreign text, never HTML, never instructions."
  description: String
  "Task in the vocabulary of the Hugging Face Hub, such as \`text-generation\`."
  task: String
  "What it takes and gives. Empty lists when that is not known."
  modalities: Modalities!
  "What it can do, in lower-case words: \`tools\`, \`structured-output\`, \`reasoning\`."
  capabilities: [String!]!
  "Architecture as the weights' configuration names it, such as \`llama\`."
  architecture: String
  "How many parameters it has, and how that is known."
  parameters: ParameterCount
  "How much it can attend to, in tokens."
  contextLength: SafeInt
  "The licence that is declared."
  license: License!
  "ISO 639 codes; \`multilingual\` and \`code\` where a source says so."
  languages: [String!]!
  "Libraries that load it, in the vocabulary of the Hugging Face Hub, such as \`transformers\`."
  libraries: [String!]!
  "File formats of its weights, as the first listing that says so has them; those of all listings are in \`availability\`."
  formats: [WeightFormat!]!
  "Precisions of its weights as their makers write them, such as \`BF16\`, \`FP8\`, \`Q4_K_M\`, as the first listing that says so has them; those of all listings and offers are in \`availability\`."
  precisions: [String!]!
  "Tags of its sources that no other field holds."
  tags: [String!]!
  "What it was made from and what was made from it, as its sources state it."
  lineage: Lineage!
  "How much it is used, as the leading listing's source counts; every count may be null."
  popularity: Popularity!
  "When it was first published at its source."
  createdAt: DateTime
  "When it was last changed at its source."
  updatedAt: DateTime
  "Where it is listed, the leading listing first, then by source and key."
  listings(
    "How many, at most 100."
    first: Int = 20
    "The \`endCursor\` of the page before."
    after: String
  ): ListingConnection!
  "Listings that may be this model but are not joined to it, each with what speaks for it. Shown, never merged."
  candidateListings(
    "How many, at most 100."
    first: Int = 10
  ): [CandidateListing!]!
  "Where it can be called, and for what price; the cheapest output first, unknown prices last, what has ended after all others. Entries that anybody may write add none. What two sources tell of one provider stays two entries."
  offers(
    "Only of this provider, in any spelling: \`together_ai\` is \`Together AI\`."
    provider: String
    "Only in this precision, such as \`FP8\`."
    precision: String
    "Only those whose price of a million input tokens is known and at most so many USD."
    maxInputPrice: Float
    "Only those whose price of a million output tokens is known and at most so many USD."
    maxOutputPrice: Float
    "How many, at most 100."
    first: Int = 20
    "The \`endCursor\` of the page before."
    after: String
  ): OfferConnection!
  "Where it can be had, in which precision, from whom, for what price: copies of its weights first, the leading listing's before the others', then services, the cheapest first, then entries. Files are asked of the leading listing's source for one model at a time; in a list, what is stored."
  availability(
    "Only what is of this kind."
    kind: AvailabilityKind
    "Only in this precision, such as \`Q4_K_M\`."
    precision: String
    "How many, at most 100."
    first: Int = 50
  ): [Availability!]!
  "What it takes to run it: one estimate for each way to get its weights, the smallest first. Empty where neither files nor parameters and precision are known. Files are asked of the leading listing's source for one model at a time; in a list, what is stored."
  memory(
    "Tokens of context to count, from 1 to 100,000,000; at most as many as the model takes are counted."
    contextLength: SafeInt = 8192
    "Bytes of memory that there are; \`fits\` says whether it is enough."
    fitsIn: SafeInt
    "How many, at most 100."
    first: Int = 20
  ): [MemoryEstimate!]!
  "Files of all its listings, the leading listing first, weights first. Null when no listing says. Asked of the source for one model at a time; in a list, what is stored."
  artifacts(
    "How many, at most 100."
    first: Int = 50
    "The \`endCursor\` of the page before."
    after: String
  ): ArtifactConnection
  "Reported results, those of the leading listing first. Null when no listing says. Asked of the source for one model at a time; in a list, what is stored."
  evaluations(
    "How many, at most 100."
    first: Int = 50
    "The \`endCursor\` of the page before."
    after: String
  ): EvaluationConnection
  "Where known values of its sources differ: licence, parameters, context length, task, architecture, prices of one service, bytes of one file. Entries that anybody may write take no part."
  conflicts: [FieldConflict!]!
  "Models that a person weighing this one should also look at, each with the reasons: same task and about the same size, the most worth a look first. Never another copy, packaging or plain finetune of it, nor what it was made from; beside one that was trained to answer, none known to only complete text."
  alternatives(
    "How many, at most 100."
    first: Int = 5
    "What an alternative must meet besides."
    filter: ModelFilterInput
  ): [Alternative!]
  "Other models of its publisher with the same name and size but for words about training, such as \`Llama-3.1-8B-Instruct\` beside \`Llama-3.1-8B\`: who names one may mean the other. The most used first, of the 200 of the publisher that are used most."
  namesakes(
    "How many, at most 100."
    first: Int = 5
  ): [Model!]!
  "This model beside the references given or, without them, beside its first three alternatives. It stands first."
  compareWith(
    "1 to 7 of anything that \`resolve\` takes."
    references: [String!]
    "The policy that the trust rows decide by. Default: \`open-weights-default\`."
    policy: PolicyInput
  ): Comparison
  "About the leading listing. Without a policy the decision is by \`open-weights-default\`."
  trust(
    "By what to decide."
    policy: PolicyInput
    "How far to go to find out."
    depth: TrustDepth = STANDARD
  ): TrustReport
  "A bill of materials of the leading listing in CycloneDX 1.6 (ML-BOM): files with digests, licence, lineage, each claim with its evidence, and the decision by \`open-weights-default\`. What is not known is said in it."
  mlBom: JSON
}

"Who publishes, over all sources where it is known to be the same."
type Publisher implements Node {
  "Such as \`publisher:meta-llama\`."
  id: ID!
  "As the source writes it."
  name: String!
  "Its page at the source."
  url: URL
  "What kind of publisher it is."
  kind: PublisherKind!
  "What it publishes, the most used first."
  models(
    "How many, at most 100."
    first: Int = 20
    "The \`endCursor\` of the page before."
    after: String
  ): ModelConnection
}

"What kind of publisher."
enum PublisherKind {
  "A company, institution or group."
  ORGANIZATION
  "One person."
  PERSON
  "A chain account."
  ADDRESS
  "The source does not say."
  UNKNOWN
}

"How many parameters a model has."
type ParameterCount {
  "All of them."
  total: SafeInt!
  "Parameters used per token in a mixture of experts; null when it is none, or not known."
  active: SafeInt
  "How the numbers are known."
  origin: ValueOrigin!
}

"How a value is known."
enum ValueOrigin {
  "Read from the weights' own header."
  WEIGHTS
  "Stated by the source."
  STATED
  "Read off the name."
  NAME
}

"Lower-case words: \`text\`, \`image\`, \`audio\`, \`video\`, \`embedding\`, \`label\`, …"
type Modalities {
  "What it takes."
  input: [String!]!
  "What it gives."
  output: [String!]!
}

"What is declared; whether it holds is a claim (LICENSE_TERMS)."
type License {
  "SPDX expression, or \`LicenseRef-…\`; null when unknown."
  spdx: String
  "Name of the licence, in words."
  name: String
  "Where its text can be read, if the source says so."
  url: URL
  "What it asks of those who use the model."
  class: LicenseClass!
}

"What a licence asks of those who use the model."
enum LicenseClass {
  "Any use; at most notices must be kept."
  PERMISSIVE
  "Any use; changed copies stay under the same terms."
  COPYLEFT
  "Fields of use are limited, as in RAIL, Llama and Gemma licences, or changed copies may not be shared."
  USE_RESTRICTED
  "No commercial use."
  NON_COMMERCIAL
  "No weights are licensed."
  PROPRIETARY
  "Not declared, or not known to this gateway."
  UNKNOWN
}

"File format of weights."
enum WeightFormat {
  "Safetensors: tensors and a JSON header, no code."
  SAFETENSORS
  "GGUF of llama.cpp."
  GGUF
  "ONNX."
  ONNX
  "Pickled Python objects, such as \`.bin\`, \`.pt\`, \`.ckpt\`: loading them can run code."
  PICKLE
  "Keras or HDF5."
  KERAS
  "TensorFlow Lite."
  TFLITE
  "MessagePack, as Flax writes it."
  MSGPACK
  "Core ML."
  COREML
  "MLX."
  MLX
  "OpenVINO."
  OPENVINO
  "TensorRT engine or plan."
  TENSORRT
  "Any other format."
  OTHER
}

"As the leading listing's source counts; null is unknown, not 0."
type Popularity {
  "Downloads within the last 30 days."
  downloads30d: SafeInt
  "Downloads since it was published."
  downloadsAllTime: SafeInt
  "How many people marked it."
  likes: SafeInt
  "Has no unit and compares within one source only."
  trending: Float
  "When these counts were true at the source."
  asOf: DateTime
}
`;
