import { asArray, asRecord, asString, type FindingEvidence, type UnknownReason, type VerifierTools } from "@modeldex/plugin-kit";
import { canonicalJson } from "../canonical.ts";
import { keccak256 } from "../keccak256.ts";
import { rawKind } from "../raw-evidence.ts";
import { replayCall } from "../reproduce.ts";
import { unknownReasonOf } from "../unknown-reason.ts";
import type { RpcCaller } from "./batched-rpc.ts";
import { callRpc, rpcFailure, type RpcAnswer } from "./call-rpc.ts";
import { heldBlockCalls, readHeldBlock } from "./held-block.ts";

export type ChainEvidence = Extract<FindingEvidence, { readonly kind: "chain" }>;

/** What one endpoint says to one piece of evidence. `final`: by the node's own word; `because` is a clause for a sentence. */
export type Replay =
  | { readonly status: "equal"; readonly final: boolean; readonly raw?: Uint8Array }
  | { readonly status: "different"; readonly because: string }
  | { readonly status: "unread"; readonly unknownReason: UnknownReason; readonly because: string };

/** Longest answer that is kept as evidence. */
const maxKeptBytes = 1_048_576;

/**
 * Reads evidence again at one endpoint (through `rpc`, where the caller asks for more at once): chain id, the block by its number, the final block, and the log, call, storage, code or transaction itself.
 *
 * - The block at that number has another hash: different.
 * - The block is the same, and what is stated is not in it, or not equal to the byte: different. A node that merely no longer indexes an old
 *   transaction is asked for the logs of the block.
 * - The node is of another chain, does not have the block, or cannot answer: unread.
 */
export async function replayAt(url: string, evidence: ChainEvidence, tools: VerifierTools, rpc: RpcCaller = (calls) => callRpc(url, calls, tools)): Promise<Replay> {
  const host = new URL(url).host;
  try {
    const answers = await rpc([...heldBlockCalls(evidence), replayCall(evidence)]);
    const block = readHeldBlock(evidence, answers, host);
    if (block.status === "different") return different(block.because);
    if (block.status === "unread") return block;
    const replayed = answers.at(-1);
    const replay = "topics" in evidence.raw ? await heldAgainstLog(url, evidence, replayed, tools) : heldAgainstState(evidence, evidence.raw, { answer: replayed, host });
    return replay.status === "equal" ? { ...replay, final: block.final } : replay;
  } catch (error) {
    return unread(unknownReasonOf(error), error instanceof Error ? error.message.replace(/\.$/, "") : `${host} failed`);
  }
}

/** What one answer says by itself: of a call, of storage, of code, of a transaction. */
function heldAgainstState(evidence: ChainEvidence, raw: Exclude<ChainEvidence["raw"], { readonly topics: unknown }>, from: { readonly answer: RpcAnswer | undefined; readonly host: string }): Replay {
  const { answer, host } = from;
  if ("call" in raw && answer?.reverted === true) return "reverted" in raw ? equal({ reverted: true }) : different("the call is refused at that block");
  const result = resultOf(answer, host);
  if ("input" in raw) return heldAgainstTransaction(evidence, raw, { result, host });
  const hex = asString(result);
  if (hex === undefined) return unread("SOURCE_UNAVAILABLE", `${host} gives no ${rawKind(raw)} at that block`);
  if ("reverted" in raw) return different("the call is not refused at that block");
  if ("codeHash" in raw) return hashOfCode(hex) === raw.codeHash.toLowerCase() ? equal(hex) : different("the code is another one at that block");
  if ("slot" in raw) return isSameWord(hex, raw.value) ? equal(hex) : different("the storage slot holds another value at that block");
  return hex.toLowerCase() === raw.result.toLowerCase() ? equal(hex) : different("the call gives another result at that block");
}

function heldAgainstTransaction(evidence: ChainEvidence, raw: Extract<ChainEvidence["raw"], { readonly input: string }>, { result, host }: { readonly result: unknown; readonly host: string }): Replay {
  const transaction = asRecord(result);
  // Many nodes keep an index of recent transactions only.
  if (transaction === undefined) return unread("SOURCE_UNAVAILABLE", `${host} does not have the transaction ${evidence.transactionHash ?? ""}`);
  const expected = { hash: evidence.transactionHash, blockHash: evidence.blockHash, from: raw.from, to: raw.to, input: raw.input };
  for (const [name, value] of Object.entries(expected)) {
    if (asString(transaction[name])?.toLowerCase() !== value?.toLowerCase()) return different(`the transaction's ${name} is another one`);
  }
  return equal(result);
}

function hashOfCode(code: string): string | undefined {
  return /^0x(?:[0-9a-f]{2})*$/i.test(code) ? keccak256(Buffer.from(code.slice(2), "hex")) : undefined;
}

/** Nodes write a slot with or without leading zeros. */
function isSameWord(left: string, right: string): boolean {
  const digits = (hex: string): string => hex.toLowerCase().replace(/^0x0*/, "");
  return digits(left) === digits(right);
}

async function heldAgainstLog(url: string, evidence: ChainEvidence, answer: RpcAnswer | undefined, tools: VerifierTools): Promise<Replay> {
  const host = new URL(url).host;
  const result = resultOf(answer, host);
  const ofReceipt = evidence.transactionHash !== undefined;
  if (ofReceipt && result === null) {
    // Many nodes keep an index of recent transactions only, and give null for older ones.
    const byBlock = { method: "eth_getLogs", params: [{ address: evidence.address, blockHash: evidence.blockHash }] };
    const [logs] = await callRpc(url, [byBlock], tools);
    return findLog(evidence, asArray(resultOf(logs, host)) ?? [], resultOf(logs, host));
  }
  return findLog(evidence, (ofReceipt ? asArray(asRecord(result)?.["logs"]) : asArray(result)) ?? [], result);
}

function findLog(evidence: ChainEvidence, logs: readonly unknown[], raw: unknown): Replay {
  const candidates = logs.map(asRecord).filter((log) => log !== undefined).filter((log) => log["removed"] !== true);
  const log = evidence.logIndex === undefined ? candidates.find((each) => differenceOf(evidence, each) === undefined) : candidates.find((each) => Number(each["logIndex"]) === evidence.logIndex);
  if (log === undefined) return different(`the log ${evidence.logIndex === undefined ? "" : `${String(evidence.logIndex)} `}is not in block ${evidence.blockHash.toLowerCase()}`);
  const difference = differenceOf(evidence, log);
  return difference === undefined ? equal(raw) : different(`the log's ${difference} is another one`);
}

/** The first member of a log that is not as stated. */
function differenceOf(evidence: ChainEvidence, log: Readonly<Record<string, unknown>>): string | undefined {
  if (!("topics" in evidence.raw)) return "form";
  const expected = {
    address: evidence.address,
    blockHash: evidence.blockHash,
    ...(evidence.transactionHash === undefined ? {} : { transactionHash: evidence.transactionHash }),
    data: evidence.raw.data,
  };
  for (const [name, value] of Object.entries(expected)) {
    if (asString(log[name])?.toLowerCase() !== value.toLowerCase()) return name;
  }
  const topics = (asArray(log["topics"]) ?? []).map((topic) => String(topic).toLowerCase());
  return canonicalJson(topics) === canonicalJson(evidence.raw.topics.map((topic) => topic.toLowerCase())) ? undefined : "topics";
}

/** @throws {SourceError} `BAD_RESPONSE` when the node answers with an error. */
function resultOf(answer: RpcAnswer | undefined, host: string): unknown {
  if (answer === undefined || answer.error !== undefined) throw rpcFailure(host, answer);
  return answer.result;
}

function equal(raw: unknown): Replay {
  const bytes = Buffer.from(canonicalJson(raw));
  return { status: "equal", final: false, ...(bytes.byteLength > maxKeptBytes ? {} : { raw: bytes }) };
}

function different(because: string): Replay {
  return { status: "different", because };
}

function unread(unknownReason: UnknownReason, because: string): Replay {
  return { status: "unread", unknownReason, because };
}
