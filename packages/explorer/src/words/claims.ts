import type { ClaimKind } from "../generated/types.ts";

/** A value of an enumeration without a tone: its name for a person, and what it means. */
export interface Meaning {
  readonly label: string;
  /** One sentence. */
  readonly note: string;
}

/** What a claim is about. */
export const claimKinds: Readonly<Record<ClaimKind, Meaning>> = {
  CONTENT_DIGEST: { label: "Content digest", note: "These bytes have this digest." },
  CROSS_SOURCE_DIGEST_MATCH: { label: "Digest match across sources", note: "Independent sources report the same digest for the same file." },
  PUBLISHER_SIGNATURE: { label: "Publisher signature", note: "A signature over the files. Whose it is, publisher identity says." },
  BUILD_PROVENANCE: { label: "Build provenance", note: "How the files were built, as signed by who built them." },
  SERIALIZATION_SAFETY: { label: "Serialization safety", note: "What loading the files can do. A pickle is at best neutral." },
  CODE_EXECUTION_REQUIRED: { label: "Code that runs on load", note: "Whether the repository's own code runs on load." },
  THIRD_PARTY_SCAN: { label: "Scan by others", note: "What scanners of others say. It is always asserted, never checked here." },
  SECURITY_ADVISORY: { label: "Security advisory", note: "Published advisories." },
  LINEAGE: { label: "Lineage", note: "What it was made from." },
  LICENSE_TERMS: { label: "Licence terms", note: "The licence as declared, in the file, and inherited." },
  DOCUMENTATION_COMPLETENESS: { label: "Documentation", note: "Whether documentation is there, not whether it is true." },
  EVALUATION_RESULT: { label: "Evaluation result", note: "A reported result. It can only be asserted." },
  PUBLISHER_IDENTITY: { label: "Publisher identity", note: "Who stands behind the publisher's name." },
  NAMESPACE_CONTINUITY: { label: "Namespace continuity", note: "Whether the name still belongs to the same owner." },
  SOURCE_OPERATOR: { label: "Source operator", note: "Who operates the registry or endpoint." },
  CONTROL_AUTHORITY: { label: "Control authority", note: "Who can change an entry, the registry or its contract." },
  REFERENCE_IMMUTABILITY: { label: "Reference immutability", note: "Whether the reference can come to mean other bytes." },
  CHANGE_HISTORY: { label: "Change history", note: "What changed, and whether one can see it." },
  AVAILABILITY: { label: "Availability", note: "Where the bytes can still be had." },
  EXECUTION_ATTESTATION: { label: "Execution attestation", note: "Trusted hardware attests the code that serves; rarely the weights." },
  ONCHAIN_REGISTRATION: { label: "Onchain registration", note: "An entry on a chain. It says who wrote it, not that it is true." },
  EXTENSION: { label: "Extension", note: "A kind that a plugin brings, named by its address." },
};
