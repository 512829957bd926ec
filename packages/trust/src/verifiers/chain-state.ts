import { SourceError, type ChainEvidence } from "@modeldex/plugin-kit";
import { keccak256 } from "../keccak256.ts";
import type { RpcCaller } from "./batched-rpc.ts";
import { rpcFailure, type RpcAnswer, type RpcCall } from "./call-rpc.ts";

/** A block of a chain, as one endpoint gave it. */
export interface Block {
  readonly number: number;
  readonly hash: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** By the node's own word. */
  readonly final: boolean;
}

/** What the node gave, and how it is found again. Calls: no `hex` when the contract refused. */
export interface Reading {
  readonly hex?: string;
  readonly evidence: ChainEvidence;
}

/** The state of a chain at one block, as one endpoint gives it. Its methods throw `SourceError` for what the endpoint does not give. */
export interface ChainState {
  readonly block: Block;
  call(to: string, data: string, from?: string): Promise<Reading>;
  storage(address: string, slot: string): Promise<Reading>;
  code(address: string): Promise<Reading>;
  /** Topics of the logs of a contract from a block on; `undefined` where the node refuses so many blocks at once. */
  topics(address: string, topics: readonly (string | null)[], fromBlock: number): Promise<readonly (readonly string[])[] | undefined>;
}

export interface ChainStateOptions {
  readonly chainId: number;
  readonly block: Block;
  readonly host: string;
  readonly rpc: RpcCaller;
}

/** The state at a block, read by its hash (EIP-1898), so that a node of another fork cannot answer. */
export function chainState({ chainId, block, host, rpc }: ChainStateOptions): ChainState {
  const at = { blockHash: block.hash };
  const evidence = (address: string, raw: ChainEvidence["raw"]): ChainEvidence => ({
    kind: "chain", chainId, address, blockNumber: block.number, blockHash: block.hash, blockAt: new Date(block.timestamp * 1_000).toISOString(),
    finality: block.final ? "FINALIZED" : "PENDING", endpointsAgreeing: 1, endpointsAsked: 1, raw,
  });
  const ask = async (call: RpcCall): Promise<RpcAnswer> => (await rpc([call]))[0] ?? { error: "no answer to this call" };
  const hexOf = (answer: RpcAnswer): string => {
    if (answer.error !== undefined) throw rpcFailure(host, answer);
    if (typeof answer.result !== "string" || !/^0x[0-9a-f]*$/i.test(answer.result)) throw new SourceError("BAD_RESPONSE", `${host} answers with something else than hex.`);
    return answer.result.toLowerCase();
  };
  return {
    block,
    call: async (to, data, from) => {
      const sender = from === undefined ? {} : { from };
      const answer = await ask({ method: "eth_call", params: [{ to, data, ...sender }, at] });
      if (answer.reverted === true) return { evidence: evidence(to, { call: data, ...sender, reverted: true }) };
      const hex = hexOf(answer);
      return { hex, evidence: evidence(to, { call: data, ...sender, result: hex }) };
    },
    storage: async (address, slot) => {
      const hex = hexOf(await ask({ method: "eth_getStorageAt", params: [address, slot, at] }));
      const value = `0x${hex.slice(2).padStart(64, "0")}`;
      return { hex: value, evidence: evidence(address, { slot, value }) };
    },
    code: async (address) => {
      const hex = hexOf(await ask({ method: "eth_getCode", params: [address, at] }));
      return { hex, evidence: evidence(address, { codeHash: keccak256(Buffer.from(hex.slice(2), "hex")) }) };
    },
    topics: async (address, topics, fromBlock) => {
      if (fromBlock > block.number) return [];
      const [from, to] = [fromBlock, block.number].map((number) => `0x${number.toString(16)}`);
      const { result } = await ask({ method: "eth_getLogs", params: [{ address, topics, fromBlock: from, toBlock: to }] });
      if (!Array.isArray(result)) return undefined;
      return result.flatMap((log: { readonly topics?: unknown }) => (Array.isArray(log?.topics) ? [log.topics.map((topic) => String(topic).toLowerCase())] : []));
    },
  };
}
