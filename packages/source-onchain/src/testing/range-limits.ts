import type { RpcProxyOptions } from "./rpc-proxy.ts";
import { blocksOf } from "./sample-chain.ts";

/** Most blocks that each style takes here, where its message names a number. */
export const mostBlocks = 7;

type LimitMessage = string | ((from: number) => string);

/** Worded after what nodes and providers are known to answer; a function where the message names blocks of the request. */
export const rangeLimits: readonly (readonly [name: string, code: number, message: LimitMessage])[] = [
  ["geth and bsc", -32_602, `exceed maximum block range: ${mostBlocks}`],
  ["bsc without a word", -32_005, "limit exceeded"],
  ["geth's timeout", -32_002, "request timed out"],
  ["geth's deadline", -32_000, "context deadline exceeded"],
  ["cosmos-evm and ankr for tac", -32_000, `maximum [from, to] blocks distance: ${mostBlocks}`],
  ["alchemy", -32_602, (from) => `Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x${from.toString(16)}, 0x${(from + mostBlocks - 1).toString(16)}]`],
  ["alchemy's free plan", -32_600, `Under the Free tier plan, you can make eth_getLogs requests with up to a ${mostBlocks} block range.`],
  ["infura", -32_005, (from) => `query returned more than 10000 results. Try with this block range [0x${from.toString(16)}, 0x${(from + mostBlocks - 1).toString(16)}].`],
  ["infura by blocks", -32_602, `range 1000000 exceeds limit of ${mostBlocks}`],
  ["infura for linea", -32_005, "query returned more than 10000 results"],
  ["quicknode", -32_614, `eth_getLogs is limited to a ${mostBlocks} range`],
  ["quicknode, formerly", -32_602, `eth_getLogs and eth_newFilter are limited to a ${mostBlocks} blocks range`],
  ["ankr", -32_600, "block range is too wide"],
  ["1rpc", -32_000, `eth_getLogs is limited to 0 - ${mostBlocks} blocks range`],
  ["1rpc by bytes", -32_000, "response size should not greater than 10000000 bytes"],
  ["blast", -32_000, `block range exceeds the range allowed for your plan (50 > ${mostBlocks})`],
  ["blockpi", -32_602, `eth_getLogs is limited to ${mostBlocks} block range. Please check the parameter requirements at  https://docs.blockpi.io`],
  ["chainstack", -32_000, "Block range limit exceeded. See more details at https://docs.chainstack.com"],
  ["cloudflare", -32_047, `Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: ${mostBlocks}`],
  ["thirdweb", -32_000, `Maximum allowed number of requested blocks is ${mostBlocks}`],
  ["coinbase", -32_602, `please limit the query to at most ${mostBlocks} blocks`],
  ["avalanche", -32_000, `requested too many blocks from 0 to 16777215, maximum is set to ${mostBlocks}`],
  ["publicnode", -32_701, `exceed maximum block range: ${mostBlocks}`],
  ["merkle.io and llamarpc", -32_603, "eth_getLogs range is too large, max is 1k blocks"],
  ["llamarpc and reth by results", -32_602, (from) => `query exceeds max results 20000, retry with the range ${from}-${from + mostBlocks - 1}`],
  ["mevblocker", -32_000, "query exceeds max results 10000"],
  ["drpc", 35, `ranges over ${mostBlocks} blocks are not supported on freetier`],
  ["base.org", -32_011, "no backend is currently healthy to serve traffic"],
  ["optimism", -32_020, "backend response too large"],
  ["monad", -32_614, `block range too large, currently limited to ${mostBlocks} blocks`],
  ["zksync", -32_602, (from) => `Query returned more than 10000 results. Try with this block range [0x${from.toString(16)}, 0x${(from + mostBlocks - 1).toString(16)}].`],
  ["zkevm", -32_602, `logs are limited to a ${mostBlocks} block range`],
  ["arbitrum", -32_000, "logs matched by query exceeds limit of 10000"],
  ["scroll", -32_000, `block range is larger than max block range, block range = 50, max block range = ${mostBlocks}`],
  ["hyperliquid and reth", -32_602, `query exceeds max block range ${mostBlocks}`],
  ["erigon", -32_000, `block range greater than ${mostBlocks} max`],
  ["erigon's timeout", -32_000, "query timeout exceeded"],
  ["moonbeam", -32_603, `block range is too wide (maximum ${mostBlocks})`],
  ["harmony", -32_000, `query must be smaller than size ${mostBlocks}`],
  ["arc", -32_012, "requested range too large"],
];

/** An endpoint that refuses logs of more blocks than `mostBlocks`, in one of these styles, and counts how often it did. */
export function rangeLimit(code: number, message: LimitMessage): RpcProxyOptions & { readonly refused: number } {
  let refused = 0;
  return {
    get refused() {
      return refused;
    },
    answer: (call) => {
      if (blocksOf(call) <= mostBlocks) return undefined;
      refused += 1;
      const [{ fromBlock }] = call.params as [{ fromBlock: string }];
      return { error: { code, message: typeof message === "string" ? message : message(Number(fromBlock)) } };
    },
  };
}
