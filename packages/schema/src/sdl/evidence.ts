/** Evidence, as raw as it was kept. */
export const evidenceSdl = /* GraphQL */ `
"Where a claim can be looked up. Members never give one field name different types: clients select them side by side."
interface Evidence {
  "sha256 of the raw evidence, which \`/evidence/<sha256>\` serves."
  digest: Digest
  "When it was read."
  retrievedAt: DateTime!
  "Where it was read."
  sourceUrl: URL
  "Command by which a third party can check it again."
  reproduce: String
}

"What a chain holds at a block: a log, a call and its result, a storage slot, code, or a transaction. \`reproduce\` is the one RPC call that replays it."
type ChainEvidence implements Evidence {
  "sha256 of the raw evidence, which \`/evidence/<sha256>\` serves."
  digest: Digest
  "When it was read."
  retrievedAt: DateTime!
  "Where it was read."
  sourceUrl: URL
  "The one RPC call that replays it."
  reproduce: String
  "Id of the chain (EIP-155)."
  chainId: SafeInt!
  "The contract."
  address: String!
  "The contract behind the proxy at that block."
  implementation: String
  "Event or call, in full."
  signature: String
  "The block that it stands in."
  blockNumber: SafeInt!
  "Hash of that block."
  blockHash: String!
  "Time of that block."
  blockAt: DateTime
  "The transaction; null for what is read of the contract's state."
  transactionHash: String
  "Place of the log within its block; null for everything else."
  logIndex: Int
  "How final the block was when it was read."
  finality: Finality!
  "Endpoints that gave equal data."
  endpointsAgreeing: Int!
  "Endpoints that were asked."
  endpointsAsked: Int!
  """
  What the node gave, to hold the answer of \`reproduce\` against: \`{topics, data}\` of a log, \`{call, from, result}\` or \`{call, from, reverted}\` of a
  call, \`{slot, value}\` of storage, \`{codeHash}\` (keccak256) of code, \`{from, to, input}\` of a transaction.
  """
  raw: JSON!
}

"How final a block is."
enum Finality {
  "It may still be reorganised."
  PENDING
  "Unlikely to be reorganised."
  SAFE
  "Final by the rule of the chain."
  FINALIZED
}

"Two digests held against each other, and where each is from."
type DigestEvidence implements Evidence {
  "sha256 of the raw evidence, which \`/evidence/<sha256>\` serves."
  digest: Digest
  "When it was read."
  retrievedAt: DateTime!
  "Where it was read."
  sourceUrl: URL
  "Command by which a third party can check it again."
  reproduce: String
  "One digest."
  left: Digest!
  "Who reports it, and of which file."
  leftFrom: String!
  "The other digest."
  right: Digest!
  "Who reports that, and of which file."
  rightFrom: String!
}

"A scanner's word."
type ScanEvidence implements Evidence {
  "sha256 of the raw evidence, which \`/evidence/<sha256>\` serves."
  digest: Digest
  "When it was read."
  retrievedAt: DateTime!
  "Where it was read."
  sourceUrl: URL
  "Command by which a third party can check it again."
  reproduce: String
  "Name of the scanner, such as \`clamav\`."
  scanner: String!
  "What it says, in its own word."
  verdict: String!
  "The file; null when it speaks of all of them."
  path: String
  "The revision that was scanned."
  revision: String
}

"What our own reading of a file found."
type StaticAnalysisEvidence implements Evidence {
  "sha256 of the raw evidence, which \`/evidence/<sha256>\` serves."
  digest: Digest
  "When it was read."
  retrievedAt: DateTime!
  "Where it was read."
  sourceUrl: URL
  "Command by which a third party can check it again."
  reproduce: String
  "The file; null when it is the list of files."
  path: String
  "What was found, one line each; empty when nothing was."
  findings(
    "How many, at most 100."
    first: Int = 100
  ): [String!]!
  "How much of the file was read."
  bytesRead: SafeInt!
}

"What was signed by whom, and what was left out."
type SignatureEvidence implements Evidence {
  "sha256 of the raw evidence, which \`/evidence/<sha256>\` serves."
  digest: Digest
  "When it was read."
  retrievedAt: DateTime!
  "Where it was read."
  sourceUrl: URL
  "Command by which a third party can check it again."
  reproduce: String
  "Form of the signature, such as \`oms\`."
  format: String!
  "Exact identity in the certificate, or the digest of the key."
  signer: String!
  "Who vouches for that identity, such as the issuer in the certificate; null for a bare key."
  issuer: String
  "Entry in the transparency log; null where there is none."
  transparencyLogIndex: String
  "How many files it covers."
  coveredFiles: Int!
  "How many files of the listing it leaves out."
  unsignedFileCount: Int!
  "Paths of the files that it leaves out."
  unsignedFiles(
    "How many, at most 100."
    first: Int = 100
  ): [String!]!
}

"What trusted hardware reports of the code that it runs."
type AttestationEvidence implements Evidence {
  "sha256 of the raw evidence, which \`/evidence/<sha256>\` serves."
  digest: Digest
  "When it was read."
  retrievedAt: DateTime!
  "Where it was read."
  sourceUrl: URL
  "Command by which a third party can check it again."
  reproduce: String
  "The hardware, such as \`nitro\`."
  platform: String!
  "What it measured, by the names of the platform."
  measurements: JSON!
  "Key, endpoint or digest in its report data."
  bindsTo: String!
}

"Anything else that can be read."
type DocumentEvidence implements Evidence {
  "sha256 of the raw evidence, which \`/evidence/<sha256>\` serves."
  digest: Digest
  "When it was read."
  retrievedAt: DateTime!
  "Where it was read."
  sourceUrl: URL
  "Command by which a third party can check it again."
  reproduce: String
  "What it says, and where in the document."
  statement: String!
}
`;
