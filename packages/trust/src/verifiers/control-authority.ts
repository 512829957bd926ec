import type { ClaimOf, Finding, FindingCheck, FindingEvidence, Subject, UnknownReason, Verifier, VerifierTools } from "@modeldex/plugin-kit";
import { stateCheckPrefix } from "@modeldex/schema";
import { canonicalJson } from "../canonical.ts";
import { reproduceCommand } from "../reproduce.ts";
import { sourceStatement } from "../trust-claim.ts";
import { batchedRpc } from "./batched-rpc.ts";
import { attempt, panelOf, type BlockChoice, type Panel, type Unread } from "./endpoint-panel.ts";
import { readKnownCode, type KnownCode, type KnownHashes } from "./known-code.ts";
import { ownerPower, rolePower, triedPower } from "./other-powers.ts";
import { accountIn, unknownPower, type PowerScope, type PowerState } from "./power.ts";
import { replayAt, type ChainEvidence, type Replay } from "./replay-evidence.ts";
import { maxEndpoints, readEndpoints, type RpcEndpoints } from "./rpc-endpoints.ts";
import { upgradePower } from "./upgrade-power.ts";

const method = "chain.authority/1";
const finalValidMs = 3_600_000;
const unfinalValidMs = 60_000;
/** Endpoints may lie apart for some blocks. */
const disagreedValidMs = 600_000;
/** Evidence of the source that is read again at its own block, and evidence that is served. */
const maxReplayed = 8;
const maxServed = 20;

export interface ControlAuthorityOptions {
  /** The operator's own JSON-RPC endpoints by chain id: whom a verdict trusts. http or https URLs. */
  readonly rpc: RpcEndpoints;
  /** Code of contracts that are what they answer: that several parties or a time lock have a power is no more than an answer without it. @default none */
  readonly knownCode?: KnownCode;
}

type Claim = ClaimOf<"CONTROL_AUTHORITY">;

/**
 * Who can change a contract. What the source read is read again at its block, and the same power is read anew at the newest final block, from the
 * operator's endpoints: the slots of ERC-1967, ERC-897, owners, roles, and calls that are tried and never sent.
 *
 * That nobody has a power SUPPORTS. That several parties or a time lock have it does where the code of the Safe or the lock is among `knownCode`, and the lock
 * waits for an hour or longer; else it is NEUTRAL, since any contract can answer as one. That one account or anybody has it is CAUTION; evidence that the chain
 * contradicts UNDERMINES. A contract of unknown kind is unknown. What a source states without evidence of a chain stays its own word.
 *
 * @throws {RangeError} when an endpoint is no http or https URL, or a hash of code no 32 bytes in hex.
 * @example
 * controlAuthority({ rpc: { 8453: ["https://rpc.example.org"] }, knownCode: { multisig: ["0x…"], timeLock: ["0x…"] } })
 */
export function controlAuthority({ rpc, knownCode }: ControlAuthorityOptions): Verifier<"CONTROL_AUTHORITY"> {
  const endpoints = readEndpoints(rpc, "controlAuthority");
  const known = readKnownCode(knownCode);
  return {
    id: "control-authority/1",
    kind: "CONTROL_AUTHORITY",
    depth: "STANDARD",
    reads: ["claims"],
    inspects: false,
    baseAddresses: [...endpoints.values()].flat(),
    verify: async ({ claim, subject }, tools) => (claim === undefined ? [] : [await ofClaim({ claim, contract: contractOf(claim, subject) }, { endpoints, knownCode: known, tools })]),
  };
}

/** A claim, and the contract that it speaks of, in lower case: in CAIP-10, or by its address alone. */
interface Stated {
  readonly claim: Claim;
  readonly contract: string | undefined;
}

/**
 * Of a source its issuer, of a listing the one that keeps its entry, since nothing else that a record names has a power over it. A claim that names none could
 * be shown good by any contract.
 */
function contractOf({ issuer }: Claim, { source, listing: { record } }: Subject): string | undefined {
  const named = source === undefined ? /^eip155:\d+:0x[0-9a-f]{40}(?=\/)/i.exec(record.nativeId)?.[0] : accountIn(issuer?.key) && issuer?.key;
  return named?.toLowerCase();
}

interface Ground {
  readonly endpoints: ReadonlyMap<number, readonly string[]>;
  readonly knownCode: KnownHashes;
  readonly tools: VerifierTools;
}

async function ofClaim({ claim, contract }: Stated, { endpoints, knownCode, tools }: Ground): Promise<Finding> {
  const evidence = claim.evidence.filter((entry) => entry.kind === "chain");
  const [first] = evidence;
  if (first === undefined) {
    return { kind: "CONTROL_AUTHORITY", method: sourceStatement, statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", evidence: claim.evidence, ...(claim.validAt === undefined ? {} : { validAt: claim.validAt }) };
  }
  const address = first.address.toLowerCase();
  if (contract === undefined) return unknown("NO_EVIDENCE_PUBLISHED", "It is not said of which contract this is, or no contract keeps the entry.", [first]);
  // One address stands for different contracts on different chains.
  if (contract !== address && contract !== `eip155:${String(first.chainId)}:${address}`) return unknown("NO_EVIDENCE_PUBLISHED", `The source speaks of ${contract}, and gives evidence of another contract.`, [first]);
  const urls = (endpoints.get(first.chainId) ?? []).slice(0, maxEndpoints);
  // Looked at again soon: it costs nothing, and an operator who adds one wants to see it.
  if (urls.length === 0) return until(unfinalValidMs, unknown("NO_TRUST_ANCHOR", `No endpoint of chain ${String(first.chainId)} is configured for verification.`, [first]), tools);
  const replayed = evidence.filter(({ chainId }) => chainId === first.chainId).slice(0, maxReplayed);
  const question: Question = { claim, first, urls, knownCode, tools };
  const [replays, now] = await Promise.all([replayAll(replayed, urls, tools), readNow(question)]);
  return await conclude(question, { replays, now });
}

/** One claim and where it is looked up; `first`: of the contract that it is about. */
interface Question {
  readonly claim: Claim;
  readonly first: ChainEvidence;
  readonly urls: readonly string[];
  readonly knownCode: KnownHashes;
  readonly tools: VerifierTools;
}

interface Replayed {
  readonly evidence: ChainEvidence;
  readonly answers: readonly Replay[];
}

async function replayAll(evidence: readonly ChainEvidence[], urls: readonly string[], tools: VerifierTools): Promise<readonly Replayed[]> {
  return await Promise.all(evidence.map(async (each) => ({ evidence: each, answers: await Promise.all(urls.map(async (url) => await replayAt(url, each, tools, batchedRpc(url, tools)))) })));
}

/** What the endpoints give of a power at one block. */
interface PowerAt {
  readonly panel: Panel;
  readonly powers: readonly PowerState[];
  readonly unread: readonly Unread[];
}

/** At the newest final block or, where the nodes keep no state of that, at the newest. */
async function readNow(question: Question): Promise<PowerAt> {
  const final = await readAt(question, "finalized");
  if (final.powers.length > 0 || final.panel.forked !== undefined || question.tools.signal.aborted) return final;
  const newest = await readAt(question, "latest");
  return newest.powers.length > 0 ? newest : final;
}

async function readAt({ claim, first, urls, knownCode, tools }: Question, choice: BlockChoice): Promise<PowerAt> {
  const panel = await panelOf(first.chainId, urls, choice, tools);
  const contract = first.address.toLowerCase();
  const read = await Promise.all(
    panel.states.map(async (state) => await attempt("an endpoint", async () => await readPower({ claim, contract, name: `eip155:${String(first.chainId)}:${first.address}`, state, knownCode }))),
  );
  return { panel, powers: read.flatMap((each) => ("because" in each ? [] : [each])), unread: [...panel.unread, ...read.flatMap((each) => ("because" in each ? [each] : []))] };
}

async function readPower(scope: PowerScope): Promise<PowerState> {
  const { power = "" } = scope.claim.facts;
  if (power === "upgrade") return await upgradePower(scope);
  if (power === "owner") return await ownerPower(scope);
  if (power.startsWith("role:")) return await rolePower(scope, power.slice("role:".length));
  if (power === "pause" || power === "write" || power.startsWith("write:")) return await triedPower(scope, power);
  // Such as that there is no contract, or that its roles could not be read: its evidence is held against the chain, and says no more.
  return unknownPower(`${scope.claim.statement.replace(/\.$/, "")}; who has the power is not known here.`, [await scope.state.code(scope.contract)]);
}

async function conclude(question: Question, { replays, now }: { readonly replays: readonly Replayed[]; readonly now: PowerAt }): Promise<Finding> {
  const { first, urls, tools } = question;
  const contradicted = replays.find(({ answers }) => answers.some(({ status }) => status === "different"));
  if (contradicted !== undefined) return ofContradiction(contradicted, question);
  if (now.panel.forked !== undefined) return until(disagreedValidMs, unknown("NO_TRUST_ANCHOR", `The configured endpoints do not agree: ${now.panel.forked}.`, [first]), tools);
  const [power, ...others] = now.powers;
  if (power === undefined) {
    const [reason] = now.unread;
    return unknown(reason?.unknownReason ?? "SOURCE_UNAVAILABLE", `Who has the power could not be read: ${reason?.because ?? "no endpoint answered"}.`, [first]);
  }
  if (others.some((other) => essence(other) !== essence(power))) {
    return until(disagreedValidMs, unknown("NO_TRUST_ANCHOR", "The configured endpoints do not agree on who has the power.", [first]), tools);
  }
  const evidence = await served(power, { agreeing: now.powers.length, asked: urls.length, tools });
  const block = now.panel.states[0]?.block;
  const base = {
    kind: "CONTROL_AUTHORITY", method, evidence,
    expiresAt: after(block?.final === true ? finalValidMs : unfinalValidMs, tools),
    ...(block === undefined ? {} : { validAt: new Date(block.timestamp * 1_000).toISOString() }),
  } as const;
  const since = await heldAgainstClaim(question, power);
  const checks = [...stateChecks(power), replayCheck(replays), ...(since === undefined ? [] : [since.check])];
  if (since?.wasFalse === true) {
    return { ...base, checks, statement: `The source states otherwise, and the chain contradicts it at the block that it names. ${power.statement}`, status: "FAILED", effect: "UNDERMINES" };
  }
  if (power.authority === undefined) return { ...base, checks, statement: power.statement, status: "UNKNOWN", unknownReason: "UNSUPPORTED_FORMAT", effect: "NEUTRAL" };
  const isWeak = power.authority === "SINGLE_PARTY" || power.authority === "PERMISSIONLESS";
  return { ...base, checks, statement: power.statement, status: "VERIFIED", effect: isWeak ? "CAUTION" : power.doubts.length > 0 ? "NEUTRAL" : "SUPPORTS" };
}

function ofContradiction({ evidence, answers }: Replayed, { urls, tools }: Question): Finding {
  const because = answers.flatMap((answer) => (answer.status === "different" ? [answer.because] : []))[0] ?? "";
  const shown: FindingEvidence = { ...evidence, endpointsAgreeing: answers.filter(({ status }) => status === "equal").length, endpointsAsked: urls.length, reproduce: reproduceCommand(evidence) };
  if (answers.some(({ status }) => status === "equal")) return until(disagreedValidMs, unknown("NO_TRUST_ANCHOR", `The configured endpoints do not agree: to one of them ${because}.`, [shown]), tools);
  const wasFinal = evidence.finality === "FINALIZED";
  const checks: readonly FindingCheck[] = [{ key: "replay", status: "FAILED", statement: `${because}.` }];
  const statement = `The chain does not hold what the source states: ${because}.`;
  return until(wasFinal ? finalValidMs : unfinalValidMs, { kind: "CONTROL_AUTHORITY", method, checks, statement, status: "FAILED", effect: wasFinal ? "UNDERMINES" : "CAUTION", evidence: [shown] }, tools);
}

/** Whether what the source states was so at its block, where it is not so now. */
async function heldAgainstClaim(question: Question, power: PowerState): Promise<{ readonly wasFalse: boolean; readonly check: FindingCheck } | undefined> {
  const { claim: { facts }, first } = question;
  if (agrees(facts, power)) return undefined;
  const key = "since";
  const number = String(first.blockNumber);
  const then = await readAt(question, { number: first.blockNumber, hash: first.blockHash });
  const [was] = then.powers;
  if (was === undefined) return { wasFalse: false, check: { key, status: "UNKNOWN", statement: `The source states otherwise of block ${number}, which could not be read: ${then.unread[0]?.because ?? "no endpoint answered"}.` } };
  if (agrees(facts, was)) return { wasFalse: false, check: { key, status: "VERIFIED", statement: `What the source states was so in block ${number}, and has changed since.` } };
  return { wasFalse: true, check: { key, status: "FAILED", statement: `It was not so in block ${number}: ${was.statement}` } };
}

/** What is not known contradicts nothing. */
function agrees({ authority, holder }: Claim["facts"], power: PowerState): boolean {
  if (authority !== undefined && power.authority !== undefined && authority !== power.authority) return false;
  const named = accountIn(holder);
  return named === undefined || power.authority === undefined || power.holders.includes(named);
}

function essence({ authority, doubts, holders, states }: PowerState): string {
  return canonicalJson({ authority, doubts, holders, states });
}

function stateChecks({ states }: PowerState): readonly FindingCheck[] {
  return Object.entries(states).map(([name, statement]) => ({ key: `${stateCheckPrefix}${name}`, status: "VERIFIED", statement }));
}

function replayCheck(replays: readonly Replayed[]): FindingCheck {
  const unread = replays.flatMap(({ answers }) => (answers.some(({ status }) => status === "equal") ? [] : answers)).find((answer) => answer.status === "unread");
  if (unread?.status === "unread") return { key: "replay", status: "UNKNOWN", statement: `What the source read could not all be read again at its block: ${unread.because}.` };
  return { key: "replay", status: "VERIFIED", statement: "What the source read was read again at its block, and is equal." };
}

/** Evidence with how many endpoints gave it; all of it together is kept raw. */
async function served({ evidence }: PowerState, { agreeing, asked, tools }: { readonly agreeing: number; readonly asked: number; readonly tools: VerifierTools }): Promise<readonly FindingEvidence[]> {
  const kept = evidence.length === 0 ? undefined : await tools.keep(Buffer.from(canonicalJson(evidence)));
  return evidence.slice(0, maxServed).map((each, index) => ({ ...each, endpointsAgreeing: agreeing, endpointsAsked: asked, reproduce: reproduceCommand(each), ...(index === 0 && kept !== undefined ? { kept } : {}) }));
}

function unknown(unknownReason: UnknownReason, statement: string, evidence: readonly FindingEvidence[]): Finding {
  return { kind: "CONTROL_AUTHORITY", method, statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", evidence };
}

function until(validMs: number, finding: Finding, tools: VerifierTools): Finding {
  return { ...finding, expiresAt: after(validMs, tools) };
}

function after(validMs: number, tools: VerifierTools): string {
  return new Date(tools.now().getTime() + validMs).toISOString();
}
