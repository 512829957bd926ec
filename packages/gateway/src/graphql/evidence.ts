import type { FindingEvidence } from "@modeldex/schema";
import { reproduceCommand } from "@modeldex/trust";
import type { GraphContext } from "./context.ts";

/** Evidence as the schema serves it. */
export type EvidenceNode = Readonly<Record<string, unknown>> & { readonly __typename: string };

/** One piece of evidence in the shape of its GraphQL type. */
export function evidenceOf(evidence: FindingEvidence & { readonly retrievedAt: string }, _context: GraphContext): EvidenceNode {
  const { kept, sourceUrl, reproduce, retrievedAt } = evidence;
  const common = { digest: kept, sourceUrl, reproduce, retrievedAt };
  switch (evidence.kind) {
    case "chain": return { ...evidence, ...common, reproduce: reproduce ?? reproduceCommand(evidence), __typename: "ChainEvidence" };
    case "digest": return { ...evidence, ...common, __typename: "DigestEvidence" };
    case "scan": return { ...evidence, ...common, __typename: "ScanEvidence" };
    case "staticAnalysis": return { ...evidence, ...common, __typename: "StaticAnalysisEvidence" };
    case "document": return { ...common, sourceUrl: sourceUrl ?? evidence.url, digest: kept, statement: documentText(evidence.url, evidence.pointer), __typename: "DocumentEvidence" };
    case "file": return { ...common, statement: `${evidence.path} at revision ${evidence.revision}`, __typename: "DocumentEvidence" };
    case "signature": return { ...evidence, ...common, unsignedFileCount: evidence.unsignedFiles.length, __typename: "SignatureEvidence" };
    case "attestation": return { ...evidence, ...common, __typename: "AttestationEvidence" };
    default: return evidence satisfies never;
  }
}

export const evidenceResolvers = {
  Evidence: { __resolveType: ({ __typename }: EvidenceNode) => __typename },
  SignatureEvidence: { unsignedFiles: ({ unsignedFiles }: { readonly unsignedFiles: readonly string[] }, { first }: { readonly first?: number | null }) => unsignedFiles.slice(0, first ?? 100) },
  StaticAnalysisEvidence: { findings: ({ findings }: { readonly findings: readonly string[] }, { first }: { readonly first?: number | null }) => findings.slice(0, first ?? 100) },
};

function documentText(url: string, pointer: string | undefined): string {
  return pointer === undefined ? `document at ${url}` : `${pointer} of the document at ${url}`;
}
