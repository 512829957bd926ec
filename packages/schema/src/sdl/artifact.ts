/** Files of listings, and what is found by their digests. */
export const artifactSdl = /* GraphQL */ `
"One file of one listing at its \`revision\`."
type Artifact {
  "Path within the listing, such as \`model-00001-of-00004.safetensors\`."
  path: String!
  "What it is for."
  role: ArtifactRole!
  "Its size."
  sizeBytes: SafeInt
  "File format of its weights; null for files that are not weights."
  format: WeightFormat
  "Precision of its weights, such as \`Q4_K_M\`."
  precision: String
  "sha256 over its bytes, where one is stated."
  digest: Digest
  "Digests of other kinds, such as \`git-sha1:…\`."
  otherDigests: [Digest!]!
  "Where its bytes can be had."
  url: URL
  "The listing that has it."
  listing: Listing!
}

"What a file is for."
enum ArtifactRole {
  "Weights."
  WEIGHTS
  "Configuration, tokenizers, settings."
  CONFIGURATION
  "Code that is run."
  CODE
  "For people to read."
  DOCUMENTATION
  "Terms of use."
  LICENSE
  "Anything else."
  OTHER
}

"A page of files."
type ArtifactConnection {
  "The files with their cursors."
  edges: [ArtifactEdge!]!
  "The files alone."
  nodes: [Artifact!]!
  "Where this page lies."
  pageInfo: PageInfo!
  "How many there are on all pages; null when that is not known."
  totalCount: Int
}

"One entry of a page of files."
type ArtifactEdge {
  "The entry."
  node: Artifact!
  "Place of this entry, to give as \`after\`."
  cursor: String!
}

"What holds a file with one digest. Found among the digests that sources report: see \`SourceCoverage.artifactsWithDigest\`. Nothing found says nothing about the models whose digests no source has reported."
type DigestMatch {
  "The digest, hexadecimal digits in lower case."
  digest: Digest!
  "Models with such a file, in the order in which they became known."
  models(
    "How many, at most 100."
    first: Int = 20
    "The \`endCursor\` of the page before."
    after: String
  ): ModelConnection!
  "The files, in the order in which their listings became known."
  artifacts(
    "How many, at most 100."
    first: Int = 20
    "The \`endCursor\` of the page before."
    after: String
  ): ArtifactConnection!
}

"A page of models."
type ModelConnection {
  "The models with their cursors."
  edges: [ModelEdge!]!
  "The models alone."
  nodes: [Model!]!
  "Where this page lies."
  pageInfo: PageInfo!
  "How many there are on all pages; null when that is not known."
  totalCount: Int
}

"One entry of a page of models."
type ModelEdge {
  "The entry."
  node: Model!
  "Place of this entry, to give as \`after\`."
  cursor: String!
}
`;
