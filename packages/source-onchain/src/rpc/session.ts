import { SourceError, type Finality, type SourceContext } from "@modeldex/plugin-kit";
import { getAddress, type Address, type Hex, type PublicClient } from "viem";
import { causeOf, lentClient, type Endpoint } from "./lent-rpc.ts";
import type { Chain } from "../options.ts";
import { readBlock, readHex, readLogs, readQuantity, type Block, type RawLog } from "./raw.ts";
import { meaningOf, RpcError, sourceErrorOf } from "./rpc-error.ts";

/** One chain, read through one endpoint during one call, so that all of its answers are of one node. */
export interface Session {
  readonly chain: Chain;
  readonly context: SourceContext;
  readonly host: string;
  /** Newest block. */
  readonly head: Block;
  readonly finalized: Block;
  finalityOf(blockNumber: number): Finality;
  block(number: number): Promise<Block | undefined>;
  /** @throws {RpcError} as the node refuses it, for the caller to ask for less. */
  logs(filter: LogFilter): Promise<readonly RawLog[]>;
  /** Logs of one transaction; `undefined`: no such transaction, or not yet in a block. */
  receiptLogs(transactionHash: Hex): Promise<readonly RawLog[] | undefined>;
  /** Result of a view at a block. @throws {RpcError} as the node refuses it. */
  call(address: Address, data: Hex, blockNumber: number): Promise<Hex>;
  /** EIP-1967, also by a beacon; `undefined`: no proxy. @throws {RpcError} as the node refuses it. */
  implementation(address: Address, blockNumber: number): Promise<Address | undefined>;
  code(address: Address): Promise<Hex>;
}

export interface LogFilter {
  readonly addresses: readonly Address[];
  readonly topics: readonly (readonly Hex[] | null)[];
  readonly fromBlock: number;
  readonly toBlock: number;
}

/**
 * Does some work on a chain through its first endpoint, and, when that fails, anew through the next ones.
 *
 * @throws {SourceError} of the last endpoint that was asked.
 */
export async function onChain<T>(chain: Chain, context: SourceContext, work: (session: Session) => Promise<T>): Promise<T> {
  let failure: SourceError | undefined;
  for (const endpoint of chain.endpoints) {
    try {
      return await work(await openSession(chain, endpoint, context));
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof RpcError) && !(error instanceof SourceError)) throw error;
      failure = error instanceof RpcError ? sourceErrorOf(error, endpoint.host, `chain ${chain.chainId}`) : error;
      if (chain.endpoints.length > 1) context.log.warn("an RPC endpoint failed", { host: endpoint.host, code: failure.code });
    }
  }
  throw failure ?? new SourceError("UNREACHABLE", `Chain ${chain.chainId} has no RPC endpoint.`);
}

/** Depth below the newest block that counts as final on a node without the tag `finalized`. */
const depthWithoutTag = 64;

/** Storage slot of the implementation's address: keccak256("eip1967.proxy.implementation") - 1. */
const implementationSlot: Hex = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** Storage slot of the beacon's address, keccak256("eip1967.proxy.beacon") - 1, and the call by which a beacon names the implementation. */
const beaconSlot: Hex = "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50";
const implementationCall: Hex = "0x5c60da1b";

async function openSession(chain: Chain, endpoint: Endpoint, context: SourceContext): Promise<Session> {
  const { host } = endpoint;
  const client = lentClient(endpoint, context);
  const ask = asker(client, endpoint);
  const blockBy = async (tag: "latest" | "finalized" | Hex): Promise<Block | undefined> => readBlock(await ask("eth_getBlockByNumber", [tag, false]), host);
  const [chainId, head, tagged] = await Promise.all([
    ask("eth_chainId", []).then((answer) => readQuantity(answer, host, "a chain id")),
    blockBy("latest"),
    chain.finality === "finalized" ? orUndefined(blockBy("finalized"), ["NO_BLOCK", "NO_METHOD", "OTHER"]) : undefined,
  ]);
  if (chainId !== chain.chainId) {
    throw new SourceError("BAD_RESPONSE", `${host} serves chain ${chainId}, where chain ${chain.chainId} is configured; correct chainId or rpc.`);
  }
  if (head === undefined) throw new SourceError("BAD_RESPONSE", `${host} has no newest block for chain ${chainId}.`);
  const depth = depthOf(chain.finality);
  if (chain.finality === "finalized" && tagged === undefined) context.log.warn("the RPC endpoint knows no finalized block", { host, depth });
  const finalized = tagged ?? (depth === 0 ? head : await blockBy(quantity(Math.max(0, head.number - depth))));
  if (finalized === undefined) throw new SourceError("BAD_RESPONSE", `${host} has no block ${head.number - depth} of chain ${chainId}.`);
  return {
    chain,
    context,
    host,
    head,
    finalized,
    finalityOf: (blockNumber) => (blockNumber <= finalized.number ? "FINALIZED" : "PENDING"),
    block: async (number) => orUndefined(blockBy(quantity(number)), ["NO_BLOCK"]),
    logs: async ({ addresses, topics, fromBlock, toBlock }) => {
      const filter = { address: [...addresses], topics: topics.map((topic) => (topic === null ? null : [...topic])), fromBlock: quantity(fromBlock), toBlock: quantity(toBlock) };
      const logs = readLogs(await ask("eth_getLogs", [filter]).catch(tooLargeOrRethrow), host);
      const foreign = logs.some((log) => log.blockNumber < fromBlock || log.blockNumber > toBlock || !addresses.includes(log.address));
      if (foreign) throw new SourceError("BAD_RESPONSE", `${host} gave logs of other blocks or contracts than were asked for.`);
      return logs;
    },
    receiptLogs: async (transactionHash) => {
      const receipt = await ask("eth_getTransactionReceipt", [transactionHash]);
      return typeof receipt === "object" && receipt !== null && "logs" in receipt ? readLogs(receipt.logs, host) : undefined;
    },
    call: async (address, data, blockNumber) => readHex(await ask("eth_call", [{ to: address, data }, quantity(blockNumber)]), host, "the result of a call"),
    implementation: async (address, blockNumber) => {
      const at = quantity(blockNumber);
      const [own, beacon] = await Promise.all(
        [implementationSlot, beaconSlot].map(async (slot) => addressIn(readHex(await ask("eth_getStorageAt", [address, slot, at]), host, "a storage slot"))),
      );
      if (own !== undefined || beacon === undefined) return own;
      const named = await orUndefined(ask("eth_call", [{ to: beacon, data: implementationCall }, at]), ["REVERTED"]);
      return named === undefined ? undefined : addressIn(readHex(named, host, "the result of a call"));
    },
    code: async (address) => readHex(await ask("eth_getCode", [address, "latest"]), host, "a contract's code"),
  };
}

type Ask = (method: string, params: readonly unknown[]) => Promise<unknown>;

function asker(client: PublicClient, endpoint: Endpoint): Ask {
  // viem types the parameters of the methods that it knows; all that comes back is read as unknown.
  const request = client.request as (call: { readonly method: string; readonly params: readonly unknown[] }) => Promise<unknown>;
  return async (method, params) => {
    try {
      return await request({ method, params });
    } catch (error) {
      throw causeOf(error, endpoint);
    }
  };
}

/** An answer that is too large for the lent `fetch`, or too late, may be neither when less is asked for. */
function tooLargeOrRethrow(error: unknown): never {
  if (error instanceof SourceError && (error.code === "BAD_RESPONSE" || error.code === "TIMEOUT")) throw new RpcError(0, error.message, error);
  throw error;
}

async function orUndefined<T>(asked: Promise<T>, meanings: readonly string[]): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RpcError && meanings.includes(meaningOf(error))) return undefined;
    throw error;
  }
}

function depthOf(finality: Chain["finality"]): number {
  if (finality === "instant") return 0;
  return finality === "finalized" ? depthWithoutTag : finality.depth;
}

function quantity(number: number): Hex {
  return `0x${number.toString(16)}`;
}

function addressIn(slot: Hex): Address | undefined {
  const digits = slot.slice(2).padStart(64, "0");
  return /^0{64}$/.test(digits) || !digits.startsWith("0".repeat(24)) ? undefined : getAddress(`0x${digits.slice(24)}`);
}
