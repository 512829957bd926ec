import { expect, test } from "vitest";
import { meaningOf, statedRange } from "./rpc-error.ts";

// Worded after what nodes and providers are known to answer.
test.each([
  ["geth", -32_602, "exceed maximum block range: 50000", "RANGE", undefined],
  ["bsc", -32_005, "exceed maximum block range: 5000", "RANGE", undefined],
  ["cosmos-evm", -32_000, "maximum [from, to] blocks distance: 10000", "RANGE", undefined],
  ["alchemy", -32_602, "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x10, 0x1f]", "RESULTS", 16],
  ["alchemy free", -32_600, "Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range.", "RANGE", 10],
  ["infura", -32_005, "query returned more than 10000 results. Try with this block range [0x100, 0x1FF].", "RESULTS", 256],
  ["quicknode", -32_614, "eth_getLogs is limited to a 10,000 range", "RANGE", undefined],
  ["quicknode", -32_602, "eth_getLogs and eth_newFilter are limited to a 10,000 blocks range", "RANGE", 10_000],
  ["ankr", -32_600, "block range is too wide", "RANGE", undefined],
  ["blockpi", -32_602, "eth_getLogs is limited to 1024 block range. Please check the parameter requirements at  https://docs.blockpi.io", "RANGE", 1024],
  ["chainstack", -32_000, "Block range limit exceeded. See more details at https://docs.chainstack.com", "RANGE", undefined],
  ["cloudflare", -32_047, "Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: 800", "RANGE", undefined],
  ["coinbase", -32_602, "please limit the query to at most 1000 blocks", "RANGE", 1000],
  ["1rpc", -32_000, "eth_getLogs is limited to 0 - 50 blocks range", "RANGE", undefined],
  ["thirdweb", -32_000, "Maximum allowed number of requested blocks is 3500", "RANGE", undefined],
  ["avalanche", -32_000, "requested too many blocks from 0 to 16777215, maximum is set to 2048", "RANGE", undefined],
  ["merkle", -32_000, "Block range is too large, max 1000 blocks", "RANGE", 1000],
  ["mevblocker", -32_000, "query exceeds max results 10000", "RESULTS", undefined],
  ["erigon", -32_000, "query timeout exceeded", "RESULTS", undefined],
  ["infura", -32_005, "daily request count exceeded, request rate limited", "RATE", undefined],
  ["alchemy", 429, "Your app has exceeded its compute units per second capacity.", "RATE", undefined],
  ["geth", -32_000, "missing trie node 2b5a (path ) state 0x2b5a is not available", "NO_STATE", undefined],
  ["geth", -32_000, "finalized block not found", "NO_BLOCK", undefined],
  ["erigon", -32_000, "unknown block", "NO_BLOCK", undefined],
  ["geth", -32_601, "the method eth_getProof does not exist/is not available", "NO_METHOD", undefined],
  ["geth", 3, "execution reverted: no such model", "REVERTED", undefined],
  ["any", -32_603, "Internal error", "OTHER", undefined],
] as const)("reads what %s means by %i %s", (_provider, code, message, meaning, range) => {
  expect([meaningOf({ code, message }), statedRange(message)]).toEqual([meaning, range]);
});
