import { claimEffects, claimKinds, type ClaimStatus } from "../packages/schema/src/index.ts";
import { builtInPolicies, decide, type DecisionInput, type TrustClaim } from "../packages/trust/src/index.ts";
import { quantile } from "./lean-client.ts";

export interface DecisionRates {
  /** Reports a second written as JSON, by the CPU time of this process. */
  readonly plain: readonly number[];
  /** Decisions a second of the default policy over the same report, by CPU time. */
  readonly decided: readonly number[];
  /** Median of the decisions over median of the plain. */
  readonly ratio: number;
}

/** Decides over a report of so many claims, and writes the same report as JSON. Rounds alternate, so that both meet the same machine. */
export function decisionRates(claims: number, rounds: number, onRound?: (line: string) => void): DecisionRates {
  const report = syntheticReport(claims);
  const [policy] = builtInPolicies;
  if (policy === undefined) throw new Error("There is no built-in policy.");
  const decideOnce = (): number => decide(report, policy, "listing:hf:acme/tiny").rules.length;
  const writeOnce = (): number => JSON.stringify(report).length;
  const plain: number[] = [];
  const decided: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const rates = [perSecond(writeOnce), perSecond(decideOnce)] as const;
    // The first warms up.
    if (round === 0) continue;
    plain.push(rates[0]);
    decided.push(rates[1]);
    onRound?.(`round ${round}: JSON ${Math.round(rates[0])} reports/s, decide ${Math.round(rates[1])} decisions/s`);
  }
  return { plain, decided, ratio: quantile(decided, 0.5) / quantile(plain, 0.5) };
}

const roundMs = 300;

/** How often a second of CPU time some work is done. */
function perSecond(work: () => number): number {
  let done = 0;
  let sum = 0;
  const begun = process.cpuUsage();
  let spentMs = 0;
  while (spentMs < roundMs) {
    for (let turn = 0; turn < 50; turn += 1) sum += work();
    done += 50;
    const { user, system } = process.cpuUsage(begun);
    spentMs = (user + system) / 1000;
  }
  if (sum === 0) throw new Error("The work gave nothing.");
  return (1000 * done) / spentMs;
}

/** Claims of all kinds, most of them known and harmless, with the evidence that a report has. */
function syntheticReport(count: number): DecisionInput {
  const statuses: readonly ClaimStatus[] = ["VERIFIED", "VERIFIED", "ASSERTED", "NOT_APPLICABLE"];
  const claims = Array.from({ length: count }, (_, place): TrustClaim => {
    const digest = `sha256:${place.toString(16).padStart(64, "0")}` as const;
    return {
      id: `claim:${place.toString(16).padStart(32, "0")}`, kind: claimKinds[place % claimKinds.length] ?? "LINEAGE", statement: `Statement ${place} says what was found, in a sentence of some length.`,
      status: statuses[place % statuses.length] ?? "VERIFIED", effect: claimEffects[place % 2] ?? "NEUTRAL", verifiability: "OBSERVABLE",
      subject: { type: "ARTIFACT", reference: digest, digest }, issuer: { type: "GATEWAY", key: "gateway" }, method: "some.check/1",
      checks: [{ key: "part", status: "VERIFIED", statement: "One part of it." }],
      evidence: [{ kind: "file", path: `model-${place}.safetensors`, revision: "0123456789abcdef0123456789abcdef01234567", digest, reproduce: "curl -fsSL 'https://example.org/model' | sha256sum", retrievedAt: "2026-11-01T11:00:00.000Z" }],
      observedAt: "2026-11-01T11:00:00.000Z", stale: false,
    };
  });
  return { claims, level: "INSPECTED", systemLevel: "PINNABLE", reportedAt: "2026-11-01T12:00:00.000Z", revision: "0123456789abcdef0123456789abcdef01234567" };
}
