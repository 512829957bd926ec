import { claimKinds, finalities, type ChainRaw, type ClaimFacts, type ClaimKind, type SourceClaim, type SourceEvidence } from "@modeldex/schema";
import { either, isObject, json, list, object, oneOf, wanting, type Clean } from "./clean.ts";
import { anyDigest, boolean, count, dateTime, digest, id, line, positiveCount, url } from "./clean-values.ts";

const word = line(256);
const sentence = line(1_024);
/** Whole or not at all: what was cut would not be found again on the chain. */
const rawHex = wanting("0x and at most 262144 hex digits", (value) => (typeof value === "string" && value.length <= 262_146 && /^0x[0-9a-f]*$/i.test(value) ? value : undefined));

/**
 * A claim as the contract has it. One that states a status or an effect is refused as a whole: a source cannot say "verified" or "good".
 * So is one whose facts are missing or wrong, since a statement alone would be read as if it had them.
 */
export const claim: Clean<SourceClaim> = (value, note) => {
  if (!isObject(value)) return undefined;
  if ("status" in value || "effect" in value) {
    note("claims with status or effect");
    return undefined;
  }
  const body = claimBody(value, note);
  if (body === undefined) return undefined;
  const cleanFacts = factsOf(body.kind);
  if (cleanFacts === undefined) return body as SourceClaim;
  const facts = cleanFacts(value["facts"], note);
  return facts === undefined ? undefined : ({ ...body, facts } as SourceClaim);
};

type ClaimBody = Pick<SourceClaim, "kind" | "statement" | "evidence" | "validAt" | "issuer">;

const documentEvidence = object<Extract<SourceEvidence, { kind: "document" }>>(
  "evidence.",
  { kind: oneOf(["document"]), url, pointer: word, digest },
  ["kind", "url"],
);

const fileEvidence = object<Extract<SourceEvidence, { kind: "file" }>>(
  "evidence.",
  { kind: oneOf(["file"]), path: id, revision: id, digest },
  ["kind", "path", "revision"],
);

type Chain = Extract<SourceEvidence, { kind: "chain" }>;
type RawWith<Member extends string> = Extract<ChainRaw, Readonly<Record<Member, unknown>>>;

const isTrue: Clean<true> = (value) => (value === true ? value : undefined);

const chainRaw = either<ChainRaw>(
  object<RawWith<"topics">>("evidence.raw.", { topics: list("evidence.raw.topics", word, 4), data: rawHex }, ["topics", "data"]),
  object<RawWith<"result">>("evidence.raw.", { call: rawHex, from: word, result: rawHex }, ["call", "result"]),
  object<RawWith<"reverted">>("evidence.raw.", { call: rawHex, from: word, reverted: isTrue }, ["call", "reverted"]),
  object<RawWith<"slot">>("evidence.raw.", { slot: word, value: word }, ["slot", "value"]),
  object<RawWith<"codeHash">>("evidence.raw.", { codeHash: word }, ["codeHash"]),
  object<RawWith<"input">>("evidence.raw.", { from: word, to: word, input: rawHex }, ["from", "input"]),
);

const chainEvidence = object<Chain>(
  "evidence.",
  {
    kind: oneOf(["chain"]),
    chainId: positiveCount,
    address: word,
    implementation: word,
    signature: sentence,
    blockNumber: count,
    blockHash: word,
    blockAt: dateTime,
    finality: oneOf(finalities),
    transactionHash: word,
    logIndex: count,
    endpointsAgreeing: count,
    endpointsAsked: count,
    raw: chainRaw,
  },
  ["kind", "chainId", "address", "blockNumber", "blockHash", "finality", "endpointsAgreeing", "endpointsAsked", "raw"],
);

const evidence: Clean<SourceEvidence> = (value, note) => {
  switch (isObject(value) ? value["kind"] : undefined) {
    case "document":
      return documentEvidence(value, note);
    case "file":
      return fileEvidence(value, note);
    case "chain":
      return hasItsHash(chainEvidence(value, note));
    default:
      return undefined;
  }
};

/** A transaction is found by its hash alone. */
function hasItsHash(chain: Chain | undefined): Chain | undefined {
  return chain !== undefined && "input" in chain.raw && chain.transactionHash === undefined ? undefined : chain;
}

const claimBody = object<ClaimBody>(
  "claims.",
  {
    kind: oneOf(claimKinds),
    statement: sentence,
    evidence: list("claims.evidence", evidence, 20),
    validAt: dateTime,
    issuer: object<NonNullable<ClaimBody["issuer"]>>(
      "claims.issuer.",
      { type: oneOf(["PUBLISHER", "SCANNER", "CHAIN", "ATTESTER", "OPERATOR"]), key: word },
      ["type", "key"],
    ),
  },
  ["kind", "statement", "evidence"],
);

const facts: { readonly [Kind in keyof ClaimFacts]: Clean<ClaimFacts[Kind]> } = {
  SOURCE_OPERATOR: object<ClaimFacts["SOURCE_OPERATOR"]>("facts.", { operator: word }, ["operator"]),
  CONTROL_AUTHORITY: object<ClaimFacts["CONTROL_AUTHORITY"]>(
    "facts.",
    { authority: oneOf(["NONE", "SINGLE_PARTY", "MULTI_PARTY", "TIME_LOCKED", "PERMISSIONLESS"]), holder: word, power: word },
    [],
  ),
  REFERENCE_IMMUTABILITY: object<ClaimFacts["REFERENCE_IMMUTABILITY"]>(
    "facts.",
    { references: oneOf(["CONTENT_ADDRESSED", "VERSIONED", "MUTABLE"]) },
    ["references"],
  ),
  CHANGE_HISTORY: object<ClaimFacts["CHANGE_HISTORY"]>("facts.", { visible: boolean }, ["visible"]),
  CONTENT_DIGEST: object<ClaimFacts["CONTENT_DIGEST"]>("facts.", { digest: anyDigest, path: id, reference: id }, ["digest"]),
  THIRD_PARTY_SCAN: object<ClaimFacts["THIRD_PARTY_SCAN"]>(
    "facts.",
    { scanner: word, verdict: oneOf(["CLEAN", "CAUTION", "UNSAFE", "PENDING", "ERROR"]), path: id },
    ["scanner", "verdict"],
  ),
  PUBLISHER_SIGNATURE: object<ClaimFacts["PUBLISHER_SIGNATURE"]>("facts.", { format: word, bundle: id }, ["format", "bundle"]),
  PUBLISHER_IDENTITY: object<ClaimFacts["PUBLISHER_IDENTITY"]>("facts.", { publisher: word, confirmedBy: word }, ["publisher", "confirmedBy"]),
  EXECUTION_ATTESTATION: object<ClaimFacts["EXECUTION_ATTESTATION"]>(
    "facts.",
    { platform: word, document: id, bindsTo: word },
    ["platform", "document", "bindsTo"],
  ),
  ONCHAIN_REGISTRATION: object<ClaimFacts["ONCHAIN_REGISTRATION"]>("facts.", { registry: word, key: word, owner: word }, ["registry", "key"]),
  EXTENSION: object<ClaimFacts["EXTENSION"]>("facts.", { kindUri: id, value: json }, ["kindUri"]),
};

function factsOf(kind: ClaimKind): Clean<unknown> | undefined {
  return Object.hasOwn(facts, kind) ? facts[kind as keyof ClaimFacts] : undefined;
}
