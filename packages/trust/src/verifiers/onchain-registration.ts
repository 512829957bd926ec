import type { ClaimOf, Finding, FindingCheck, FindingEvidence, Verifier, VerifierTools } from "@modeldex/plugin-kit";
import { rawKind, saidInHex } from "../raw-evidence.ts";
import { reproduceCommand } from "../reproduce.ts";
import { replayAt, type ChainEvidence, type Replay } from "./replay-evidence.ts";
import { maxEndpoints, readEndpoints, type RpcEndpoints } from "./rpc-endpoints.ts";

const method = "onchain.replay/1";
const finalValidMs = 600_000;
const unfinalValidMs = 15_000;
const maxEvidence = 4;

export interface OnchainRegistrationOptions {
  /** The operator's own JSON-RPC endpoints by chain id: whom a verdict trusts. http or https URLs. */
  readonly rpc: RpcEndpoints;
}

/**
 * Whether the chain holds the entry that a source states. The log's receipt is read again (or the call made, the storage, code or transaction read
 * again at its block) from the operator's endpoints; contract, topics, data and block must be equal to the byte, and the block must be canonical.
 *
 * Verified, it says who wrote the entry, not that it is true: the effect is NEUTRAL.
 *
 * @throws {RangeError} when an endpoint is no http or https URL.
 */
export function onchainRegistration({ rpc }: OnchainRegistrationOptions): Verifier<"ONCHAIN_REGISTRATION"> {
  const endpoints = readEndpoints(rpc, "onchainRegistration");
  return {
    id: "onchain-registration/1",
    kind: "ONCHAIN_REGISTRATION",
    depth: "STANDARD",
    reads: ["claims"],
    inspects: false,
    baseAddresses: [...endpoints.values()].flat(),
    verify: async ({ claim }, tools) => (claim === undefined ? [] : [await ofClaim(claim, endpoints, tools)]),
  };
}

async function ofClaim(claim: ClaimOf<"ONCHAIN_REGISTRATION">, endpoints: ReadonlyMap<number, readonly string[]>, tools: VerifierTools): Promise<Finding> {
  const chain = claim.evidence.filter((entry) => entry.kind === "chain").slice(0, maxEvidence);
  if (chain.length === 0) return unknown("NO_EVIDENCE_PUBLISHED", "The source names nothing on a chain that could be read again.");
  const missing = chain.find(({ chainId }) => (endpoints.get(chainId) ?? []).length === 0);
  if (missing !== undefined) return unknown("NO_TRUST_ANCHOR", `No endpoint of chain ${String(missing.chainId)} is configured for verification.`);
  const checked: Checked[] = [];
  for (const evidence of chain) checked.push(await check(evidence, endpoints.get(evidence.chainId) ?? [], tools));
  return conclude(claim, checked, tools.now());
}

/** One piece of evidence, asked of each endpoint. */
interface Checked {
  readonly evidence: ChainEvidence;
  readonly replays: readonly Replay[];
  readonly served: FindingEvidence;
}

async function check(evidence: ChainEvidence, urls: readonly string[], tools: VerifierTools): Promise<Checked> {
  const replays = await Promise.all(urls.slice(0, maxEndpoints).map((url) => replayAt(url, evidence, tools)));
  const agreeing = replays.filter(({ status }) => status === "equal");
  const raw = agreeing.find((replay) => replay.status === "equal")?.raw;
  const kept = raw === undefined ? undefined : await tools.keep(raw);
  const served: FindingEvidence = {
    ...evidence,
    finality: agreeing.length > 0 && agreeing.every((replay) => replay.status === "equal" && replay.final) ? "FINALIZED" : evidence.finality === "FINALIZED" ? "SAFE" : evidence.finality,
    endpointsAgreeing: agreeing.length,
    endpointsAsked: replays.length,
    reproduce: reproduceCommand(evidence),
    ...(kept === undefined ? {} : { kept }),
  };
  return { evidence, replays, served };
}

function conclude(claim: ClaimOf<"ONCHAIN_REGISTRATION">, checked: readonly Checked[], now: Date): Finding {
  const evidence = checked.map(({ served }) => served);
  const final = evidence.every((entry) => entry.kind === "chain" && entry.finality === "FINALIZED");
  const expiresAt = new Date(now.getTime() + (final ? finalValidMs : unfinalValidMs)).toISOString();
  const ofOwner = ownerCheck(claim, checked);
  const named = ofOwner.some(({ status }) => status === "VERIFIED") ? accountIn(claim.facts.owner) : undefined;
  const checks = [...checked.map(checkOf), ...ofOwner];
  const base = { kind: "ONCHAIN_REGISTRATION", method, checks, evidence, expiresAt } as const;
  const contradicted = checked.find((entry) => entry.replays.some(({ status }) => status === "different"));
  if (contradicted !== undefined) {
    const because = contradicted.replays.flatMap((replay) => (replay.status === "different" ? [replay.because] : []))[0] ?? "";
    // Endpoints that differ among themselves prove nothing either way.
    if (contradicted.replays.some(({ status }) => status === "equal")) {
      return { ...base, statement: `The configured endpoints do not agree: to one of them ${because}.`, status: "UNKNOWN", unknownReason: "NO_TRUST_ANCHOR", effect: "NEUTRAL" };
    }
    const wasFinal = contradicted.evidence.finality === "FINALIZED";
    return { ...base, statement: `The chain does not hold what the source states: ${because}.`, status: "FAILED", effect: wasFinal ? "UNDERMINES" : "CAUTION" };
  }
  const unread = checked.find((entry) => !entry.replays.some(({ status }) => status === "equal"));
  if (unread !== undefined) {
    const reason = unread.replays.find((replay) => replay.status === "unread");
    return {
      ...base,
      statement: `The entry could not be read again: ${reason?.because ?? "no endpoint answered"}.`,
      status: "UNKNOWN",
      unknownReason: reason?.unknownReason ?? "SOURCE_UNAVAILABLE",
      effect: "NEUTRAL",
    };
  }
  const { evidence: first, replays } = checked[0] as Checked;
  // An endpoint agrees when all that it was asked of this claim is equal.
  const ofChain = checked.filter((entry) => entry.evidence.chainId === first.chainId);
  const agreeing = replays.filter((_, endpoint) => ofChain.every((entry) => entry.replays[endpoint]?.status === "equal")).length;
  return {
    ...base,
    statement: `Chain ${String(first.chainId)} holds this entry of ${first.address} in block ${String(first.blockNumber)}${final ? ", which is final" : ""}: read again and equal at ${String(agreeing)} of ${String(replays.length)} endpoints. It ${named === undefined ? "" : `names ${named}, and `}says who wrote it, not that it is true.`,
    status: "VERIFIED",
    effect: "NEUTRAL",
    ...(first.blockAt === undefined ? {} : { validAt: first.blockAt }),
  };
}

function checkOf({ evidence, replays }: Checked, index: number): FindingCheck {
  const what = rawKind(evidence.raw);
  const different = replays.find((replay) => replay.status === "different");
  const equal = replays.filter(({ status }) => status === "equal").length;
  const key = `${what}-${String(index)}`;
  if (different !== undefined && equal === 0) return { key, status: "FAILED", statement: `${different.because}.` };
  if (equal > 0 && different === undefined) return { key, status: "VERIFIED", statement: `Equal at ${String(equal)} of ${String(replays.length)} endpoints, in block ${evidence.blockHash}.` };
  return { key, status: "UNKNOWN", statement: "Not known to be equal." };
}

/** The owner that the source reads off the entry should stand in it. Without the contract's ABI this is all that can be looked for. */
function ownerCheck({ facts }: ClaimOf<"ONCHAIN_REGISTRATION">, checked: readonly Checked[]): readonly FindingCheck[] {
  const account = accountIn(facts.owner)?.slice(2).toLowerCase();
  if (account === undefined) return [];
  const raw = checked.flatMap(({ evidence }) => saidInHex(evidence.raw));
  const stands = raw.some((hex) => hex.toLowerCase().includes(account)) && checked.every(({ replays }) => replays.some(({ status }) => status === "equal"));
  return [
    stands
      ? { key: "owner", status: "VERIFIED", statement: `The account 0x${account} stands in the entry.` }
      : { key: "owner", status: "UNKNOWN", statement: `The account 0x${account} was not found in the entry.` },
  ];
}

/** The address alone: around it a contract may say anything. */
function accountIn(owner: string | undefined): string | undefined {
  return /0x[0-9a-f]{40}$/i.exec(owner ?? "")?.[0];
}

function unknown(unknownReason: "NO_EVIDENCE_PUBLISHED" | "NO_TRUST_ANCHOR", statement: string): Finding {
  return { kind: "ONCHAIN_REGISTRATION", method, statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", evidence: [] };
}
