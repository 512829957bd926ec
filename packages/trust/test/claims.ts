import { claimEffects, claimKinds, claimStatuses, unknownReasons, type ClaimEffect, type ClaimKind, type ClaimStatus, type Finding, type SourceClaim } from "@modeldex/schema";
import type { TrustClaim } from "../src/trust-claim.ts";
import { sourceStatement } from "../src/trust-claim.ts";
import { verifiability } from "../src/verifiability.ts";

let made = 0;

/** A claim as a report has it; checked by a verifier unless told otherwise. */
export function claim(kind: ClaimKind, status: ClaimStatus, effect: ClaimEffect, more: Partial<TrustClaim> = {}): TrustClaim {
  made += 1;
  return {
    id: `claim:${String(made).padStart(6, "0")}`, kind, statement: `${kind} is ${status}.`, status, effect,
    ...(status === "UNKNOWN" ? { unknownReason: "SOURCE_UNAVAILABLE" as const } : {}),
    verifiability: verifiability(kind),
    subject: { type: "REVISION", reference: "hf:a/b@main" }, issuer: { type: "GATEWAY", key: "gateway" },
    method: "some.check/1", checks: [], evidence: [], observedAt: "2026-11-01T11:00:00.000Z", stale: false, ...more,
  };
}

/** A claim that only its source has looked at. */
export function stated(kind: ClaimKind, more: Partial<TrustClaim> = {}): TrustClaim {
  return claim(kind, "ASSERTED", "NEUTRAL", { method: sourceStatement, issuer: { type: "SOURCE", key: "hf" }, ...more });
}

/** Numbers from 0 to below 1 that are the same in every run (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<Value>(next: () => number, values: readonly Value[]): Value {
  return values[Math.floor(next() * values.length)] as Value;
}

export function shuffled<Value>(next: () => number, values: readonly Value[]): readonly Value[] {
  return values.map((value) => [next(), value] as const).toSorted(([left], [right]) => left - right).map(([, value]) => value);
}

/** A revision that a source may call final. */
export const someBlock = `block:7:0x${"ab".repeat(32)}`;

function anyEvidence(next: () => number): SourceClaim["evidence"] {
  const [blockNumber, blockHash] = [pick(next, [7, 8]), `0x${"ab".repeat(32)}`];
  const chain = { kind: "chain", chainId: 1, address: "0xab", blockNumber, blockHash, finality: "FINALIZED", endpointsAgreeing: 9, endpointsAsked: 9, raw: { topics: [], data: "0x" } } as const;
  return next() < 0.5 ? [chain] : [];
}

/** Some claim of a source; hostile ones also bring members that only a verifier may write. */
export function anySourceClaim(next: () => number): SourceClaim {
  const kind = pick(next, claimKinds);
  const facts: Partial<Record<ClaimKind, object>> = {
    SOURCE_OPERATOR: { operator: "me" },
    CONTROL_AUTHORITY: { authority: pick(next, ["NONE", "SINGLE_PARTY", "MULTI_PARTY"]) },
    REFERENCE_IMMUTABILITY: { references: "CONTENT_ADDRESSED" },
    CHANGE_HISTORY: { visible: true },
    CONTENT_DIGEST: { digest: `sha256:${pick(next, ["a", "b"]).repeat(64)}`, path: "model.safetensors" },
    THIRD_PARTY_SCAN: { scanner: "me", verdict: pick(next, ["CLEAN", "CAUTION", "UNSAFE", "PENDING"]) },
    PUBLISHER_SIGNATURE: { format: "oms", bundle: "https://example.org/model.sig" },
    PUBLISHER_IDENTITY: { publisher: "me", confirmedBy: "me" },
    EXECUTION_ATTESTATION: { platform: "nitro", document: "https://example.org/doc", bindsTo: "key" },
    ONCHAIN_REGISTRATION: { registry: "eip155:1:0xabc", key: "1", owner: "0xabc" },
    EXTENSION: { kindUri: "https://example.org/kind", value: true },
  };
  const forged = next() < 0.5 ? { status: "VERIFIED", effect: "SUPPORTS", method: "digest.record/1", stale: false, checks: [{ key: "sha256-of-all-weights", status: "VERIFIED", statement: "" }] } : {};
  const issuer = next() < 0.5 ? { issuer: { type: pick(next, ["PUBLISHER", "SCANNER", "CHAIN", "OPERATOR"] as const), key: "gateway" } } : {};
  return { kind, statement: "Believe me.", evidence: anyEvidence(next), ...(facts[kind] === undefined ? {} : { facts: facts[kind] }), ...issuer, ...forged } as SourceClaim;
}

export function anyClaim(next: () => number): TrustClaim {
  return claim(pick(next, claimKinds), pick(next, claimStatuses), pick(next, claimEffects), {
    stale: next() < 0.2,
    issuer: { type: "GATEWAY", key: pick(next, ["gateway", "other"]) },
    method: next() < 0.3 ? sourceStatement : "some.check/1",
    subject: { type: pick(next, ["REVISION", "ARTIFACT", "SOURCE"] as const), reference: "x" },
  });
}

export function anyFinding(next: () => number, more: Partial<Finding> = {}): Finding {
  const status = pick(next, claimStatuses);
  const base = { kind: pick(next, claimKinds), statement: "Found.", effect: pick(next, claimEffects), method: "some.check/1", evidence: [] };
  return { ...base, status, ...(status === "UNKNOWN" ? { unknownReason: pick(next, unknownReasons) } : {}), ...more } as Finding;
}
