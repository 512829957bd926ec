import { digestProblem } from "./digest-text.ts";

/** Says of an address that no configured source reads what it seems to be, and what would be right. */
export function whyUnread(text: string, sources: readonly string[]): string {
  const problem = digestProblem(text);
  if (problem !== undefined) return `The text ${problem}`;
  if (/^(?:eip155:\d+:)?0x[0-9a-f]{40}(?:[:/]|$)/i.test(text)) return `This is an address on a chain, and no source that is configured here reads it. ${chainsBy}`;
  if (/^0x[0-9a-f]{64}$/i.test(text)) return `This is the hash of a transaction or of something else on a chain, and no source that is configured here looks it up. ${chainsBy}`;
  const other = /^https?:\/\/[^/]+\/(dataset|space)s\//i.exec(text)?.[1];
  if (other !== undefined) return `This is the address of a ${other.toLowerCase()}, not of a model; give that of a model.`;
  const [, prefix = "", rest = ""] = /^([a-z][a-z0-9+.-]*):(.*)$/i.exec(text) ?? [];
  const scheme = rest.startsWith("//") || prefix === "" ? "" : `, and none is called "${prefix}" (there ${sources.length === 1 ? "is" : "are"} ${sources.join(", ") || "none"})`;
  return `No source that is configured here reads addresses of this form${scheme}.`;
}

const chainsBy = "ONCHAIN_RPC_<chain id> names an endpoint of a chain whose registries are known.";
