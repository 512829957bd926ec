import type { ChainEvidence, DocumentEvidence, SourceClaim } from "@modeldex/plugin-kit";
import { cleanText } from "../mapping/text.ts";
import { addressText, type DocumentAddress } from "./address.ts";
import { digestText, type Comparison } from "./digest.ts";
import type { DocumentResult } from "./page-documents.ts";

export interface ClaimsOfDocuments {
  /** Of the entry, for a person: `entry 7 of acme-models`. */
  readonly entry: string;
  /** Of the registry, CAIP-10. */
  readonly account: string;
  /** What of the chain names a document. */
  evidenceOf(result: DocumentResult): readonly ChainEvidence[];
}

/** What is to be said of the documents of one entry: whether each can change unseen, what was read, and why nothing was. */
export function documentClaims(results: readonly DocumentResult[], about: ClaimsOfDocuments): readonly SourceClaim[] {
  return results.flatMap((result, index) => {
    const claim = { result, about, path: index === 0 ? "metadata" : `metadata[${index}]` };
    return [immutability(claim), digestRead(claim), digestGiven(claim), availability(claim)].filter((each) => each !== undefined);
  });
}

/** Where a document was read, with its digest; absent for what was not read, or is written on the chain itself. */
export function documentEvidence({ read }: DocumentResult): DocumentEvidence | undefined {
  return read?.url === undefined ? undefined : { kind: "document", url: read.url, digest: read.sha256 };
}

interface Claimed {
  readonly result: DocumentResult;
  readonly about: ClaimsOfDocuments;
  /** Tells the documents of one entry apart. */
  readonly path: string;
}

/** Longest address in a sentence, and in a reference. */
const longest = { sentence: 200, reference: 1_000 } as const;

function immutability({ result, about }: Claimed): SourceClaim | undefined {
  const { address, digest } = result;
  if (address === undefined) return undefined;
  const mutable = address.kind === "web" && (digest === undefined || digestText(digest) === undefined);
  return {
    kind: "REFERENCE_IMMUTABILITY",
    statement: `The document of ${about.entry} is ${shown(result)}, ${mutable ? "which can change without trace" : whyFixed(address)}.`,
    facts: { references: mutable ? "MUTABLE" : "CONTENT_ADDRESSED" },
    evidence: about.evidenceOf(result),
  };
}

function whyFixed(address: DocumentAddress): string {
  switch (address.kind) {
    case "web":
      return "and the chain gives the digest of its bytes";
    case "ipfs":
      return "which is named by its content";
    case "arweave":
      return "a transaction that cannot come to hold other bytes, though its id is no hash of them";
    case "walrus":
      return "a blob that cannot come to hold other bytes, though its id is a hash of their encoding and not of them";
    case "data":
      return "which is written on the chain itself";
    default:
      return address satisfies never;
  }
}

function digestRead({ result, about, path }: Claimed): SourceClaim | undefined {
  const { read, address } = result;
  if (read === undefined || address === undefined) return undefined;
  const document = documentEvidence(result);
  const reference = address.kind === "data" ? undefined : addressText(address);
  return {
    kind: "CONTENT_DIGEST",
    statement: `The document of ${about.entry}, ${shown(result)}, was read with ${read.byteLength} bytes and has ${read.sha256}: ${compared(result)}.${result.failure === undefined ? "" : ` Nothing is taken from it, since ${result.failure.reason}.`}`,
    facts: { digest: read.sha256, path, ...(reference === undefined || reference.length > longest.reference ? {} : { reference }) },
    evidence: [...(document === undefined ? [] : [document]), ...about.evidenceOf(result)],
  };
}

function compared({ verdict, comparisons, address }: DocumentResult): string {
  if (verdict === "none") return address?.kind === "data" ? "it is part of the chain" : "the chain gives no digest of it";
  return comparisons.map(comparison).join(", and ");
}

function comparison({ against, verdict }: Comparison): string {
  if (against === undefined) return "the digest that the chain gives cannot be read, so they are incomparable";
  switch (verdict) {
    case "equal":
      return `equal to ${against}, which the chain gives`;
    case "different":
      return `different from ${against}, which the chain gives`;
    case "incomparable":
      return `incomparable to ${against}, which the chain gives and which is not the hash of these bytes alone`;
    default:
      return verdict satisfies never;
  }
}

/** What the chain says the digest is: the chain's word, held against what was read by whoever looks at both. */
function digestGiven({ result, about, path }: Claimed): SourceClaim | undefined {
  const digest = result.digest === undefined ? undefined : digestText(result.digest);
  if (digest === undefined) return undefined;
  return {
    kind: "CONTENT_DIGEST",
    statement: `The chain gives ${digest} for the document of ${about.entry}.`,
    facts: { digest, path },
    evidence: about.evidenceOf(result),
    issuer: { type: "CHAIN", key: about.account },
  };
}

function availability({ result, about }: Claimed): SourceClaim | undefined {
  const { failure, read } = result;
  if (failure === undefined) return undefined;
  const what = failure.late ? "was not read in this run" : read === undefined ? "could not be read" : "cannot be used";
  return {
    kind: "AVAILABILITY",
    statement: `The document of ${about.entry}, ${shown(result)}, ${what}: ${cleanText(failure.reason, 400) ?? "no reason is known"}.`,
    evidence: about.evidenceOf(result),
  };
}

function shown({ address, uri }: DocumentResult): string {
  return cleanText(address === undefined ? uri.replace(/\/\/[^/]*@/, "//") : addressText(address), longest.sentence) ?? "an address of no visible text";
}
