import type { SourceClaim } from "@modeldex/plugin-kit";
import type { Options } from "./options.ts";

/** What is known of Ollama's library as a place, without asking. */
export function aboutOllama({ library, host, registry }: Options): readonly SourceClaim[] {
  const claims: SourceClaim[] = [
    { kind: "SOURCE_OPERATOR", statement: "Ollama runs the registry and decides what is in its library; names with a namespace are given by whoever has that account.", facts: { operator: "Ollama" }, evidence: [] },
    { kind: "REFERENCE_IMMUTABILITY", statement: "A tag may lead to another manifest at any time, also an explicit one; manifests and their layers are known by sha256.", facts: { references: "MUTABLE" }, evidence: [] },
    { kind: "CHANGE_HISTORY", statement: "The registry does not show what a tag led to before.", facts: { visible: false }, evidence: [] },
  ];
  if (library !== undefined && !["ollama.com", "registry.ollama.ai"].includes(new URL(library).host)) claims.push(extension("index-of-a-third-party", `Ollama publishes no list of its library: the list is that of ${new URL(library).host}, which reads Ollama's pages, and is as current as that.`, { host: new URL(library).host }));
  if (host !== undefined) claims.push(extension("local-daemon", "What is installed is told by a daemon of this gateway's operator, to everybody who may ask this endpoint.", {}));
  if (registry !== false && new URL(registry).host !== "registry.ollama.ai") claims.push(extension("other-registry", `Files and digests come from ${new URL(registry).host} in the place of Ollama's own registry.`, { host: new URL(registry).host }));
  return claims;
}

function extension(kind: string, statement: string, value: object): SourceClaim {
  return { kind: "EXTENSION", statement, facts: { kindUri: `urn:modeldex:${kind}`, value }, evidence: [] };
}
