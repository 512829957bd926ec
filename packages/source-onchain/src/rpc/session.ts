import { SourceError, type Finality, type SourceContext } from "@modeldex/plugin-kit";
import { getAddress, type Address, type Hex } from "viem";
import type { Chain } from "../options.ts";
import { sourceErrorFor, tooFew } from "./endpoint-failures.ts";
import { proxySlots } from "./eip1967.ts";
import { faultOfLogs } from "./log-check.ts";
import { callsTogether } from "./multicall.ts";
import { byHealth, orUndefined, quantity } from "./node.ts";
import { openPanel, openSingle, type Agreement, type Panel } from "./panel.ts";
import { readBlock, readHex, readLogs, readTransaction, type Block, type LogFilter, type RawLog, type RawTransaction } from "./raw.ts";
import { RpcError, sourceErrorOf } from "./rpc-error.ts";

/** One chain, read during one call through one endpoint, so that all of its answers are of one node, or through several that agree. */
export interface Session {
  readonly chain: Chain;
  readonly context: SourceContext;
  readonly host: string;
  /** Newest block. */
  readonly head: Block;
  readonly finalized: Block;
  /** Of everything that was read so far. */
  readonly agreement: Agreement;
  finalityOf(blockNumber: number): Finality;
  block(number: number): Promise<Block | undefined>;
  /** @throws {RpcError} as the node refuses it, for the caller to ask for less. */
  logs(filter: LogFilter): Promise<readonly RawLog[]>;
  /** Logs of one transaction; `undefined`: no such transaction, or not yet in a block. */
  receiptLogs(transactionHash: Hex): Promise<readonly RawLog[] | undefined>;
  /** A transaction; `undefined`: the node does not know it, or no longer. */
  transaction(transactionHash: Hex): Promise<RawTransaction | undefined>;
  /** Result of a view at a block; calls made in the same turn go out together. @throws {RpcError} as the node, or the contract, refuses it. */
  call(address: Address, data: Hex, blockNumber: number): Promise<Hex>;
  /** EIP-1967, also by a beacon; `undefined`: no proxy. @throws {RpcError} as the node refuses it. */
  implementation(address: Address, blockNumber: number): Promise<Address | undefined>;
  code(address: Address): Promise<Hex>;
  /** Any other read. The answer is unknown, and of this node, or of several that agree. @throws {RpcError} as the node refuses it. */
  ask(method: string, params: readonly unknown[]): Promise<unknown>;
}

/**
 * Does some work on a chain through its first endpoint, and, when that fails, anew through the next ones; those that failed within the last
 * minute come last. Where several must agree, the work is done once, through as many as must.
 *
 * @throws {SourceError} what the endpoint failed with; of several, with what each said.
 */
export async function onChain<T>(chain: Chain, context: SourceContext, work: (session: Session) => Promise<T>): Promise<T> {
  if (chain.agreement > 1) {
    try {
      return await work(sessionOf(chain, context, await openPanel(chain, context)));
    } catch (error) {
      context.signal.throwIfAborted();
      throw error instanceof RpcError ? sourceErrorOf(error, chain.endpoints.map(({ host }) => host).join(" and "), `chain ${chain.chainId}`) : error;
    }
  }
  const failures: SourceError[] = [];
  for (const endpoint of byHealth(chain.endpoints, context.now())) {
    try {
      return await work(sessionOf(chain, context, await openSingle(chain, endpoint, context)));
    } catch (error) {
      const failure = sourceErrorFor(error, endpoint, chain, context);
      // What is asked for may be what no endpoint offers.
      if (failure.code !== "UNSUPPORTED") endpoint.failedAt = context.now().getTime();
      failures.push(failure);
      if (chain.endpoints.length > 1) context.log.warn("an RPC endpoint failed", { host: endpoint.host, code: failure.code });
    }
  }
  throw tooFew(chain, failures);
}

/** The call by which a beacon names the implementation: implementation(). */
const implementationCall: Hex = "0x5c60da1b";

function sessionOf(chain: Chain, context: SourceContext, panel: Panel): Session {
  const { host, head, finalized, ask } = panel;
  const blockBy = async (number: number): Promise<Block | undefined> => readBlock(await ask("eth_getBlockByNumber", [quantity(number), false]), host);
  return {
    chain,
    context,
    host,
    head,
    finalized,
    get agreement() {
      return panel.agreement;
    },
    finalityOf: (blockNumber) => (blockNumber <= finalized.number ? "FINALIZED" : "PENDING"),
    block: async (number) => (number === finalized.number ? finalized : await orUndefined(blockBy(number), ["NO_BLOCK"])),
    logs: async (asked) => {
      const { addresses, topics, fromBlock, toBlock } = asked;
      const filter = { address: [...addresses], topics: topics.map((topic) => (topic === null ? null : [...topic])), fromBlock: quantity(fromBlock), toBlock: quantity(toBlock) };
      const logs = readLogs(await ask("eth_getLogs", [filter]), host);
      const fault = faultOfLogs(logs, asked, finalized);
      if (fault !== undefined) throw new SourceError("BAD_RESPONSE", `${host} ${fault}.`);
      return logs;
    },
    receiptLogs: async (transactionHash) => {
      const receipt = await ask("eth_getTransactionReceipt", [transactionHash]);
      return typeof receipt === "object" && receipt !== null && "logs" in receipt ? readLogs(receipt.logs, host) : undefined;
    },
    transaction: async (transactionHash) => readTransaction(await ask("eth_getTransactionByHash", [transactionHash]), host),
    call: callsTogether(ask, host),
    implementation: async (address, blockNumber) => {
      const at = quantity(blockNumber);
      const [own, beacon] = await Promise.all(
        [proxySlots.implementation, proxySlots.beacon].map(async (slot) => addressIn(readHex(await ask("eth_getStorageAt", [address, slot, at]), host, "a storage slot"))),
      );
      if (own !== undefined || beacon === undefined) return own;
      const named = await orUndefined(ask("eth_call", [{ to: beacon, data: implementationCall }, at]), ["REVERTED"]);
      return named === undefined ? undefined : addressIn(readHex(named, host, "the result of a call"));
    },
    code: async (address) => readHex(await ask("eth_getCode", [address, quantity(head.number)]), host, "a contract's code"),
    ask,
  };
}

function addressIn(slot: Hex): Address | undefined {
  const digits = slot.slice(2).padStart(64, "0");
  return /^0{64}$/.test(digits) || !digits.startsWith("0".repeat(24)) ? undefined : getAddress(`0x${digits.slice(24)}`);
}
