import type { DetailsType, SourceClaim } from "@modeldex/plugin-kit";

/** Fields that the source adds to the public schema. */
export const ollamaDetails = {
  typeName: "OllamaDetails",
  fields: {
    statedSize: ["String", "Size as Ollama's site writes it, rounded, such as `4.9GB`."],
    installedAs: ["[String!]", "Its names at the configured daemon, when that has it."],
    installedAt: ["DateTime", "When the daemon stored it."],
    installedBytes: ["SafeInt", "All of its files together, on the daemon's disk."],
  },
} as const satisfies DetailsType;

/** What is known of Ollama's library as a place. */
export const claims: readonly SourceClaim[] = [
  { kind: "SOURCE_OPERATOR", statement: "Ollama runs the registry and decides what is in its library; names with a namespace are given by whoever has that account.", facts: { operator: "Ollama" }, evidence: [] },
  { kind: "REFERENCE_IMMUTABILITY", statement: "A tag may lead to another manifest at any time, also an explicit one; manifests and their layers are known by sha256.", facts: { references: "MUTABLE" }, evidence: [] },
  { kind: "CHANGE_HISTORY", statement: "The registry does not show what a tag led to before.", facts: { visible: false }, evidence: [] },
  { kind: "EXTENSION", statement: "Ollama publishes no list of its library: what is listed is told by an index of somebody who reads its pages, and is as current as that; what is installed, by a daemon of this gateway's operator.", facts: { kindUri: "urn:modeldex:index-of-a-third-party" }, evidence: [] },
];
