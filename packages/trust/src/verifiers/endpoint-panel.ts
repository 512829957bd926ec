import { asRecord, asString, SourceError, type UnknownReason, type VerifierTools } from "@modeldex/plugin-kit";
import { unknownReasonOf } from "../unknown-reason.ts";
import { batchedRpc, type RpcCaller } from "./batched-rpc.ts";
import { rpcFailure, type RpcAnswer } from "./call-rpc.ts";
import { chainState, type Block, type ChainState } from "./chain-state.ts";

/** Why an endpoint said nothing; `because` is a clause for a sentence. */
export interface Unread {
  readonly unknownReason: UnknownReason;
  readonly because: string;
}

/** Endpoints of one chain that are asked about the state of one block. */
export interface Panel {
  readonly states: readonly ChainState[];
  readonly unread: readonly Unread[];
  /** They do not have the same block at one number. */
  readonly forked?: string;
}

/** Which block the endpoints are asked about: the newest final one, the newest, or a given one. */
export type BlockChoice = "finalized" | "latest" | { readonly number: number; readonly hash: string };

/** The state of one block at each endpoint: of the newest that all of them have. */
export async function panelOf(chainId: number, urls: readonly string[], choice: BlockChoice, tools: VerifierTools): Promise<Panel> {
  const heads = await Promise.all(urls.map((url) => headAt(url, chainId, choice, tools)));
  const unread = heads.flatMap((head) => ("because" in head ? [head] : []));
  const known = heads.flatMap((head) => ("block" in head ? [head] : []));
  const number = Math.min(...known.map(({ block }) => block.number));
  const placed = await Promise.all(known.map(async (head): Promise<Head | Unread> => (head.block.number === number ? head : await attempt(head.host, async () => ({ ...head, block: { ...(await blockAt(head, number)), final: head.block.final } })))));
  const there = placed.flatMap((head) => ("block" in head ? [head] : []));
  const hashes = [...new Set(there.map(({ block }) => block.hash))];
  return {
    states: hashes.length > 1 ? [] : there.map(({ block, host, rpc }) => chainState({ chainId, block, host, rpc })),
    unread: [...unread, ...placed.flatMap((head) => ("because" in head ? [head] : []))],
    ...(hashes.length > 1 ? { forked: `block ${String(number)} is ${hashes.join(" to one and ")} to another` } : {}),
  };
}

/** What work at one endpoint gives, or why it gives nothing. */
export async function attempt<Result extends object>(host: string, work: () => Promise<Result>): Promise<Result | Unread> {
  try {
    return await work();
  } catch (error) {
    return { unknownReason: unknownReasonOf(error), because: error instanceof Error ? error.message.replace(/\.$/, "") : `${host} failed` };
  }
}

interface Head {
  readonly host: string;
  readonly rpc: RpcCaller;
  readonly block: Block;
}

async function headAt(url: string, chainId: number, choice: BlockChoice, tools: VerifierTools): Promise<Head | Unread> {
  const { host } = new URL(url);
  const rpc = batchedRpc(url, tools);
  const asked = typeof choice === "string" ? choice : `0x${choice.number.toString(16)}`;
  return await attempt(host, async () => {
    const [id, block] = await rpc([{ method: "eth_chainId", params: [] }, { method: "eth_getBlockByNumber", params: [asked, false] }]);
    if (Number(resultOf(id, host)) !== chainId) return { unknownReason: "NO_TRUST_ANCHOR" as const, because: `${host} is not an endpoint of chain ${String(chainId)}` };
    const read = { ...readBlock(block, host, asked), final: choice === "finalized" };
    if (typeof choice !== "string" && read.hash !== choice.hash.toLowerCase()) return { unknownReason: "SOURCE_UNAVAILABLE" as const, because: `${host} does not have the block ${choice.hash}` };
    return { host, rpc, block: read };
  });
}

async function blockAt({ rpc, host }: Head, number: number): Promise<Omit<Block, "final">> {
  const asked = `0x${number.toString(16)}`;
  const [block] = await rpc([{ method: "eth_getBlockByNumber", params: [asked, false] }]);
  return readBlock(block, host, asked);
}

function readBlock(answer: RpcAnswer | undefined, host: string, asked: string): Omit<Block, "final"> {
  const block = asRecord(resultOf(answer, host));
  const hash = asString(block?.["hash"])?.toLowerCase();
  const [number, timestamp] = [Number(asString(block?.["number"])), Number(asString(block?.["timestamp"]))];
  if (hash === undefined || !/^0x[0-9a-f]{64}$/.test(hash) || !Number.isSafeInteger(number) || !Number.isSafeInteger(timestamp)) {
    throw new SourceError("BAD_RESPONSE", `${host} gives no block ${asked}.`);
  }
  return { number, hash, timestamp };
}

function resultOf(answer: RpcAnswer | undefined, host: string): unknown {
  if (answer === undefined || answer.error !== undefined) throw rpcFailure(host, answer);
  return answer.result;
}
