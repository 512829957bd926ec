import { asArray, asRecord, asString, SourceError, type SourceContext } from "@modeldex/plugin-kit";
import { decodeEventLog, getAddress, keccak256, numberToHex, stringToHex, toEventSelector, type Abi, type AbiEvent, type Address, type Hex } from "viem";
import { formatAbiItem } from "viem/utils";
import { jsonAbiItem, readAbi } from "../mapping/abi-schema.ts";
import { ExpressionError } from "../mapping/expression-error.ts";
import { valueText } from "../mapping/text.ts";
import { lentRpc, type Endpoint } from "../rpc/lent-rpc.ts";
import { depthWithoutTag, orUndefined } from "../rpc/node.ts";
import { slower, type Pace } from "../rpc/pace.ts";
import { readBlock, readHex, readLogs, readQuantity, type Block, type RawLog } from "../rpc/raw.ts";
import { RpcError, sourceErrorOf } from "../rpc/rpc-error.ts";

/** What is looked at. */
export interface ContractRequest {
  readonly chainId: number;
  readonly address: Address;
  readonly rpc: string;
  /** Block from which logs are looked for, backwards from the newest. @default 0 */
  readonly fromBlock?: number;
}

/** What a node says of a contract. */
export interface ContractFacts {
  readonly head: Block;
  /** Newest block that counts as final where nothing else is configured: a harvest lists up to it. */
  readonly finalized: number;
  /** Behind an EIP-1967 proxy. */
  readonly implementation?: Address;
  /** First block in which the contract has code; absent where the node does not keep old states. */
  readonly deployedAt?: number;
  /** The newest first, at most 200. */
  readonly logs: readonly RawLog[];
  /** The first block that was looked at for them. */
  readonly readFrom: number;
}

const implementationSlot = numberToHex(BigInt(keccak256(stringToHex("eip1967.proxy.implementation"))) - 1n, { size: 32 });
const mostRequests = 40;
const enoughLogs = 200;

/**
 * Looks at a contract: its code, what is behind it, its first block, and its newest logs of whatever event.
 *
 * @throws {SourceError} the endpoint serves another chain, there is no contract, or it does not answer.
 */
export async function readContract({ chainId, address, rpc, fromBlock = 0 }: ContractRequest, context: SourceContext): Promise<ContractFacts> {
  const endpoint: Endpoint = { url: rpc, host: new URL(rpc).host, takesBatches: true };
  const ask = lentRpc(endpoint, context);
  const [chain, newest, final, code, slot] = await Promise.all([
    ask("eth_chainId", []), ask("eth_getBlockByNumber", ["latest", false]), orUndefined(ask("eth_getBlockByNumber", ["finalized", false]), ["NO_BLOCK", "NO_METHOD", "OTHER"]), ask("eth_getCode", [address, "latest"]), ask("eth_getStorageAt", [address, implementationSlot, "latest"]),
  ]);
  const served = readQuantity(chain, endpoint.host, "a chain id");
  if (served !== chainId) throw new SourceError("BAD_RESPONSE", `${endpoint.host} serves chain ${served}, not ${chainId}; correct --chain or --rpc.`);
  const head = readBlock(newest, endpoint.host);
  if (head === undefined) throw new SourceError("BAD_RESPONSE", `${endpoint.host} has no newest block.`);
  if (readHex(code, endpoint.host, "a contract's code") === "0x") throw new SourceError("BAD_RESPONSE", `There is no contract at ${address} on chain ${chainId}, says ${endpoint.host}; correct --address or --chain.`);
  const stored = readHex(slot, endpoint.host, "a storage slot").slice(2).padStart(64, "0");
  const deployedAt = await firstBlock(ask, address, head.number).catch(noState);
  const { logs, readFrom } = await newestLogs(ask, { address, from: Math.max(fromBlock, deployedAt ?? 0), to: head.number, host: endpoint.host });
  return {
    head,
    finalized: readBlock(final, endpoint.host)?.number ?? Math.max(0, head.number - depthWithoutTag),
    ...(/^0{24}[0-9a-f]{40}$/.test(stored) && !/^0+$/.test(stored) ? { implementation: getAddress(`0x${stored.slice(24)}`) } : {}),
    ...(deployedAt === undefined ? {} : { deployedAt }),
    logs,
    readFrom,
  };
}

type Ask = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** By halves: about 25 calls for a chain of 30 million blocks. */
async function firstBlock(ask: Ask, address: Address, head: number): Promise<number> {
  let [low, high] = [0, head];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const code = await ask("eth_getCode", [address, numberToHex(middle)]);
    if (code === "0x") low = middle + 1;
    else high = middle;
  }
  return low;
}

function noState(error: unknown): undefined {
  if (error instanceof RpcError || error instanceof SourceError) return undefined;
  throw error;
}

async function newestLogs(ask: Ask, { address, from, to, host }: { readonly address: Address; readonly from: number; readonly to: number; readonly host: string }) {
  let logs: RawLog[] = [];
  let end = to;
  let pace: Pace = { span: Math.max(1, Math.min(to - from + 1, 10_000)), refused: Number.MAX_SAFE_INTEGER };
  for (let requests = 0; requests < mostRequests && end >= from && logs.length < enoughLogs; requests += 1) {
    const start = Math.max(from, end - pace.span + 1);
    try {
      const found = readLogs(await ask("eth_getLogs", [{ address, fromBlock: numberToHex(start), toBlock: numberToHex(end) }]), host);
      logs = [...logs, ...found.toReversed()];
      end = start - 1;
      pace = { ...pace, span: Math.min(pace.span * 2, pace.refused - 1) };
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      const next = slower(pace, error);
      if (next === undefined) throw sourceErrorOf(error, host, "the newest logs");
      pace = next;
    }
  }
  return { logs: logs.slice(0, enoughLogs), readFrom: Math.max(from, end + 1) };
}

/** One log as the ABI reads it. */
export interface SampleEvent {
  readonly signature: string;
  readonly blockNumber: number;
  readonly transactionHash: Hex;
  /** By name; a text whose log has only its hash says so. */
  readonly args: Readonly<Record<string, string>>;
}

export interface Samples {
  /** Of each event of the ABI at most three, the newest first. */
  readonly events: readonly SampleEvent[];
  /** How many logs there were of each event, by its signature. */
  readonly counts: ReadonlyMap<string, number>;
  /** Topics of logs that no event of the ABI has, with their number. */
  readonly unknown: ReadonlyMap<Hex, number>;
}

/** Decodes logs with an ABI. */
export function samplesOf(logs: readonly RawLog[], abi: Abi): Samples {
  const byTopic = new Map(abi.filter((item) => item.type === "event").map((event) => [toEventSelector(event), event]));
  const counts = new Map<string, number>();
  const unknown = new Map<Hex, number>();
  const events: SampleEvent[] = [];
  for (const log of logs) {
    const [topic] = log.topics;
    const event = topic === undefined ? undefined : byTopic.get(topic);
    const args = event === undefined ? undefined : decoded(event, log);
    if (event === undefined || args === undefined) {
      if (topic !== undefined) unknown.set(topic, (unknown.get(topic) ?? 0) + 1);
      continue;
    }
    const signature = formatAbiItem(event);
    counts.set(signature, (counts.get(signature) ?? 0) + 1);
    if (events.filter((each) => each.signature === signature).length < 3) events.push({ signature, blockNumber: log.blockNumber, transactionHash: log.transactionHash, args });
  }
  return { events, counts, unknown };
}

function decoded(event: AbiEvent, { topics, data }: RawLog): Readonly<Record<string, string>> | undefined {
  const [first, ...others] = topics;
  if (first === undefined) return undefined;
  try {
    const { args } = decodeEventLog({ abi: [event], topics: [first, ...others], data, strict: true }) as { readonly args?: unknown };
    const values = Array.isArray(args) ? (args as readonly unknown[]) : event.inputs.map(({ name }) => asRecord(args)?.[name ?? ""]);
    return Object.fromEntries(event.inputs.map((input, index) => [`${input.name ?? index}${input.indexed === true && input.type === "string" ? " (keccak256 of the text)" : ""}`, shown(values[index])]));
  } catch {
    // The event of this name has other indexed arguments here.
    return undefined;
  }
}

function shown(value: unknown): string {
  const text = valueText(value) ?? JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? inner.toString() : inner)) ?? "";
  // Anybody writes them: no text may look like a line of what is said about it.
  const line = text.slice(0, 201).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/**
 * Reads an ABI as files and services write it: a JSON list, an object with `abi` (compilers, Sourcify, Blockscout) or with `result` as text
 * (Etherscan), or human-readable signatures, one a line.
 *
 * @throws {SourceError} `BAD_RESPONSE` with what is wrong.
 */
export function abiIn(text: string): Abi {
  const items = itemsIn(text);
  try {
    const { events, functions } = readAbi(items);
    return [...events, ...functions];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new SourceError("BAD_RESPONSE", `The ABI ${error.message}`);
  }
}

function itemsIn(text: string): Parameters<typeof readAbi>[0] {
  if (!/^\s*[[{]/.test(text)) return text.split("\n").map((line) => line.trim().replace(/;$/, "")).filter((line) => /^(event|function|struct)\b/.test(line));
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new SourceError("BAD_RESPONSE", "The ABI is neither JSON nor signatures, one a line, that begin with event or function.");
  }
  const record = asRecord(document);
  const within = record?.["abi"] ?? record?.["result"];
  if (typeof within === "string") return itemsIn(asString(within) ?? "");
  const items = asArray(within ?? document);
  if (items === undefined) throw new SourceError("BAD_RESPONSE", "The ABI is JSON without a list of its items, and without abi or result.");
  return items.map((item) => (typeof item === "string" ? item : jsonAbiItem.safeParse(item).data)).filter((item) => item !== undefined);
}
