import type { Block, LogFilter, RawLog } from "./raw.ts";

/**
 * What is wrong with the logs that an endpoint gave for a filter, as far as they show it themselves.
 *
 * That logs were left out does not show: only other endpoints can tell.
 *
 * @param final - a block whose hash is known.
 */
export function faultOfLogs(logs: readonly RawLog[], { addresses, topics, fromBlock, toBlock }: LogFilter, final: Block): string | undefined {
  const hashes = new Map([[final.number, final.hash]]);
  const places = new Set<string>();
  for (const { address, topics: own, blockNumber, blockHash, logIndex } of logs) {
    const isAsked = blockNumber >= fromBlock && blockNumber <= toBlock && addresses.includes(address) && topics.every((any, index) => any === null || any.includes(own[index] ?? "0x"));
    if (!isAsked) return "gave logs of other blocks or contracts than were asked for";
    const hash = hashes.get(blockNumber) ?? blockHash;
    if (hash !== blockHash) return `gave logs of block ${blockNumber} with two hashes, ${hash} and ${blockHash}`;
    hashes.set(blockNumber, hash);
    const place = `${blockNumber} ${logIndex}`;
    if (places.has(place)) return `gave log ${logIndex} of block ${blockNumber} twice`;
    places.add(place);
  }
  return undefined;
}
