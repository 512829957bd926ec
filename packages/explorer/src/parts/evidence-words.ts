import type { ClaimRowFragment } from "../generated/types.ts";

export const evidenceNames: Readonly<Record<ClaimRowFragment["evidence"][number]["__typename"], string>> = {
  ChainEvidence: "What a chain holds",
  DigestEvidence: "Two digests held against each other",
  ScanEvidence: "A scanner's word, as stated by others",
  StaticAnalysisEvidence: "What this gateway's own reading found",
  SignatureEvidence: "What was signed, by whom",
  AttestationEvidence: "What trusted hardware reports",
  DocumentEvidence: "A document",
};

/** How many endpoints of a chain gave equal data; one alone is no agreement. */
export function agreement(agreeing: number, asked: number): string {
  if (asked <= 1) return "One endpoint was asked, so nothing was held against it";
  return `${agreeing} of ${asked} endpoints gave equal data`;
}

/** Where the gateway serves the raw bytes; `undefined` where they are not kept by a sha256. */
export function rawEvidencePath(digest: string | null): string | undefined {
  const hex = digest === null ? undefined : /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  return hex === undefined ? undefined : `/evidence/${hex}`;
}
