import { asArray, asRecord, asString, type FindingEvidence, type UnknownReason, type VerifierTools } from "@modeldex/plugin-kit";
import { canonicalJson } from "../canonical.ts";
import { replayCall } from "../reproduce.ts";
import { unknownReasonOf } from "../unknown-reason.ts";
import { callRpc, rpcFailure, type RpcAnswer } from "./call-rpc.ts";

export type ChainEvidence = Extract<FindingEvidence, { readonly kind: "chain" }>;

/** What one endpoint says to one piece of evidence. `final`: by the node's own word; `because` is a clause for a sentence. */
export type Replay =
  | { readonly status: "equal"; readonly final: boolean; readonly raw?: Uint8Array }
  | { readonly status: "different"; readonly because: string }
  | { readonly status: "unread"; readonly unknownReason: UnknownReason; readonly because: string };

/** Longest answer that is kept as evidence. */
const maxKeptBytes = 1_048_576;

/**
 * Reads evidence again at one endpoint: chain id, the block by its number, the final block, and the log or call itself.
 *
 * - The block at that number has another hash: different.
 * - The block is the same, and the log is not in it, or not equal to the byte: different. A node that merely no longer indexes an old transaction
 *   is asked for the logs of the block.
 * - The node is of another chain, does not have the block, or cannot answer: unread.
 */
export async function replayAt(url: string, evidence: ChainEvidence, tools: VerifierTools): Promise<Replay> {
  const host = new URL(url).host;
  try {
    const number = `0x${evidence.blockNumber.toString(16)}`;
    const [chainId, block, final, replayed] = await callRpc(
      url,
      [
        { method: "eth_chainId", params: [] },
        { method: "eth_getBlockByNumber", params: [number, false] },
        { method: "eth_getBlockByNumber", params: ["finalized", false] },
        replayCall(evidence),
      ],
      tools,
    );
    if (Number(resultOf(chainId, host)) !== evidence.chainId) return unread("NO_TRUST_ANCHOR", `${host} is not an endpoint of chain ${String(evidence.chainId)}`);
    const hash = asString(asRecord(resultOf(block, host))?.["hash"])?.toLowerCase();
    if (hash === undefined) return unread("SOURCE_UNAVAILABLE", `${host} has no block ${String(evidence.blockNumber)}`);
    if (hash !== evidence.blockHash.toLowerCase()) return different(`block ${String(evidence.blockNumber)} is ${hash}, not ${evidence.blockHash.toLowerCase()}`);
    const finalNumber = Number(asString(asRecord(final?.result)?.["number"]) ?? Number.NaN);
    const isFinal = finalNumber >= evidence.blockNumber;
    const replay = "call" in evidence.raw ? heldAgainstCall(evidence.raw.result, replayed, host) : await heldAgainstLog(url, evidence, replayed, tools);
    return replay.status === "equal" ? { ...replay, final: isFinal } : replay;
  } catch (error) {
    return unread(unknownReasonOf(error), error instanceof Error ? error.message.replace(/\.$/, "") : `${host} failed`);
  }
}

function heldAgainstCall(expected: string, answer: RpcAnswer | undefined, host: string): Replay {
  const result = asString(resultOf(answer, host));
  if (result === undefined) return unread("SOURCE_UNAVAILABLE", `${host} gives no result of the call`);
  return result.toLowerCase() === expected.toLowerCase() ? equal(result) : different("the call gives another result at that block");
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
