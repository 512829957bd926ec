import type { SourceClaim } from "@modeldex/plugin-kit";
import { chainEvidence, type ReadFrom } from "./evidence.ts";
import { registryAccount } from "../mapping/registry.ts";
import type { ClaimState } from "../reader/children.ts";
import type { EntryState } from "../reader/state.ts";

/** Names the claim that says how many claims are left out. */
export const leftOutKind = "urn:modeldex:claims-left-out";

/** Most hex digits of logs that are evidence of what others say about one entry. */
const mostRawDigits = 1_000_000;

/**
 * What others say about an entry: reviews, validations, attestations. Each stays its issuer's, with the log as evidence; one that was taken back
 * says so. Where older ones are left out, a last claim says how many there are.
 */
export function statedClaims({ claims }: EntryState, from: ReadFrom): readonly SourceClaim[] {
  let digits = 0;
  const shown = claims.kept.filter(({ entry }) => (digits += entry.log.data.length) <= mostRawDigits);
  const all = claims.kept.length + claims.more;
  const stated = shown.map((claim) => statedClaim(claim, from));
  if (shown.length === all) return stated;
  const leftOut: SourceClaim = {
    kind: "EXTENSION",
    statement: `${shown.length} of ${claims.uncounted ? "more than " : ""}${all} claims about this entry are shown, the newest.`,
    facts: { kindUri: leftOutKind, value: { shown: shown.length, of: all, ...(claims.uncounted ? { orMore: true } : {}) } },
    evidence: [],
    issuer: { type: "CHAIN", key: registryAccount(from.registry) },
  };
  return [...stated, leftOut];
}

function statedClaim({ entry, kindUri, statement, issuer, value, revoked }: ClaimState, from: ReadFrom): SourceClaim {
  const { chainId } = from.registry;
  const { log } = entry;
  const validAt = from.facts.timeOf(log);
  const by = revoked === "unknown" ? undefined : revoked;
  const said = statement ?? `A claim about this entry was written in block ${log.blockNumber}.`;
  const whole = {
    ...value,
    ...(revoked === undefined ? {} : revoked === "unknown" ? { revocationUnknown: true } : { revoked: true, revokedInBlock: revoked.log.blockNumber }),
  };
  return {
    kind: "EXTENSION",
    statement: revoked === undefined ? said : revoked === "unknown" ? `Perhaps revoked: ${said}` : `Revoked in block ${revoked.log.blockNumber}: ${said}`,
    facts: { kindUri, ...(Object.keys(whole).length === 0 ? {} : { value: whole }) },
    evidence: chainEvidence([entry, by], from),
    ...(validAt === undefined ? {} : { validAt }),
    ...(issuer === undefined ? {} : { issuer: { type: "ATTESTER", key: `eip155:${chainId}:${issuer}` } }),
  };
}
