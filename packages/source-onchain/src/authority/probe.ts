import { asUnixTime, type ChainEvidence } from "@modeldex/plugin-kit";
import { encodeFunctionData, getAddress, keccak256, parseAbiItem, toFunctionSignature, type AbiFunction, type Address, type Hex } from "viem";
import { readHex, type Block, type LogFilter, type RawLog } from "../rpc/raw.ts";
import { meaningOf, RpcError, sourceErrorOf } from "../rpc/rpc-error.ts";
import type { Session } from "../rpc/session.ts";

/** What the node gave, and how it is found again. Calls: no `hex` when the contract refused. */
export interface Reading {
  readonly hex?: Hex;
  readonly evidence: ChainEvidence;
}

export interface FunctionCall {
  readonly to: Address;
  readonly abi: AbiFunction;
  readonly args?: readonly unknown[];
  /** Whose call it is made as. @default nobody's */
  readonly from?: Address;
}

/** Reads the state of one chain at one block. What the node does not give, for another reason than a refusal by the contract, is `undefined`. */
export interface Probe {
  readonly block: Block;
  call(call: FunctionCall): Promise<Reading | undefined>;
  storage(address: Address, slot: Hex): Promise<Required<Reading> | undefined>;
  code(address: Address): Promise<Required<Reading> | undefined>;
  /** `undefined` too where the node refuses so many blocks at once. */
  logs(filter: Omit<LogFilter, "toBlock">): Promise<readonly RawLog[] | undefined>;
  evidenceOf(log: RawLog, signature: string): ChainEvidence;
}

/**
 * A probe at a block. Calls of the same turn go out as one batch.
 *
 * @throws {RpcError} out of every method when the node keeps no state of that block.
 * @throws {SourceError} when it allows no further request, or cannot be reached.
 */
export function probeAt(session: Session, block: Block): Probe {
  const at = `0x${block.number.toString(16)}`;
  const blockAt = asUnixTime(block.timestamp);
  const evidence = (address: Address, raw: ChainEvidence["raw"], more: Partial<ChainEvidence> = {}): ChainEvidence => ({
    kind: "chain",
    chainId: session.chain.chainId,
    address,
    blockNumber: block.number,
    blockHash: block.hash,
    ...(blockAt === undefined ? {} : { blockAt }),
    finality: session.finalityOf(block.number),
    endpointsAgreeing: session.agreement.agreeing,
    endpointsAsked: session.agreement.asked,
    raw,
    ...more,
  });
  const ask = async (method: string, params: readonly unknown[], what: string): Promise<Hex | "refused" | undefined> => {
    try {
      return readHex(await session.ask(method, params), session.host, what);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      const meaning = meaningOf(error);
      if (meaning === "REVERTED") return "refused";
      if (meaning === "NO_STATE") throw error;
      if (meaning === "RATE") throw sourceErrorOf(error, session.host, what);
      session.context.log.debug("the RPC endpoint does not say who may change a registry", { host: session.host, method, code: error.code });
      return undefined;
    }
  };
  return {
    block,
    call: async ({ to, abi, args = [], from }) => {
      const data = encodeFunctionData({ abi: [abi], functionName: abi.name, args });
      const hex = await ask("eth_call", [{ to, data, ...(from === undefined ? {} : { from }) }, at], "the result of a call");
      if (hex === undefined) return undefined;
      const call = { call: data, ...(from === undefined ? {} : { from }) };
      const more = { signature: toFunctionSignature(abi) };
      return hex === "refused" ? { evidence: evidence(to, { ...call, reverted: true }, more) } : { hex, evidence: evidence(to, { ...call, result: hex }, more) };
    },
    storage: async (address, slot) => {
      const hex = await ask("eth_getStorageAt", [address, slot, at], "a storage slot");
      return hex === undefined || hex === "refused" ? undefined : { hex, evidence: evidence(address, { slot, value: hex }) };
    },
    code: async (address) => {
      const hex = await ask("eth_getCode", [address, at], "a contract's code");
      return hex === undefined || hex === "refused" ? undefined : { hex, evidence: evidence(address, { codeHash: keccak256(hex) }) };
    },
    logs: async (filter) => {
      try {
        return await session.logs({ ...filter, toBlock: block.number });
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        return undefined;
      }
    },
    evidenceOf: (log, signature) => {
      const { blockAt: _, ...placed } = evidence(log.address, { topics: log.topics, data: log.data });
      const loggedAt = asUnixTime(log.timestamp);
      return {
        ...placed,
        signature,
        blockNumber: log.blockNumber,
        blockHash: log.blockHash,
        ...(loggedAt === undefined ? {} : { blockAt: loggedAt }),
        finality: session.finalityOf(log.blockNumber),
        transactionHash: log.transactionHash,
        logIndex: log.logIndex,
      };
    },
  };
}

/** The address in a word of 32 bytes; `undefined` when it holds something else. */
export function addressIn(hex: Hex | undefined): Address | undefined {
  return hex !== undefined && /^0x0{24}[0-9a-f]{40}$/.test(hex) ? getAddress(`0x${hex.slice(26)}`) : undefined;
}

/** The number in a word of 32 bytes; `undefined` when there is no such word. */
export function numberIn(hex: Hex | undefined): bigint | undefined {
  return hex !== undefined && hex.length === 66 ? BigInt(hex) : undefined;
}

/** A function by its human-readable form. */
export function view(text: string): AbiFunction {
  const item = parseAbiItem(text);
  if (item.type !== "function") throw new TypeError(`${text} is no function`);
  return item;
}
