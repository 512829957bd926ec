import type { Hex } from "viem";
import { entryOf, type Entry } from "./entries.ts";
import { logsOrSlower } from "./history.ts";
import { faster, type Pace } from "./pace.ts";
import type { ChainPlan } from "./place.ts";
import { registryAccount } from "./registry.ts";
import type { Session } from "./session.ts";

/** Most requests for logs in one page, so that a page of a long and empty chain ends as well. */
const maxRequests = 16;

/** What a page of a chain holds. */
export interface Scanned {
  /** In the order of the chain. */
  readonly entries: readonly Entry[];
  readonly next: ChainPlan["next"];
  readonly pace: Pace;
  /** Last block that was read to its end; below the first block when there is none. */
  readonly indexed: number;
}

/** Reads on from the plan's place, with one filter for all contracts of the chain, until `limit` keys are met or the anchor is reached. */
export async function scanPage(session: Session, plan: ChainPlan, limit: number): Promise<Scanned> {
  const { registries } = session.chain;
  const topics: readonly Hex[] = [...new Set(registries.flatMap(({ events }) => [...events.keys()]))];
  const addresses = registries.map(({ address }) => address);
  const entries: Entry[] = [];
  const keys = new Set<string>();
  let { next, pace } = plan;
  for (let requests = 0; requests < maxRequests && next.block <= plan.anchor.number; requests += 1) {
    const toBlock = Math.min(plan.anchor.number, next.block + pace.span - 1);
    const answer = await logsOrSlower(session, { addresses, topics: [topics], fromBlock: next.block, toBlock }, pace);
    if ("slower" in answer) {
      pace = answer.slower;
      continue;
    }
    for (const log of answer.logs) {
      // Logs of this block that the page before has given.
      if (log.blockNumber === next.block && log.logIndex < next.log) continue;
      const registry = registries.find(({ address }) => address === log.address);
      const decoded = registry === undefined ? undefined : entryOf(registry, log);
      if (registry === undefined || decoded === undefined) continue;
      if ("reason" in decoded) {
        session.context.drop(`${registryAccount(registry)} log ${log.transactionHash} ${log.logIndex}`, decoded.reason);
        continue;
      }
      const { entry } = decoded;
      const key = `${registry.id} ${entry.key}`;
      if (!keys.has(key) && keys.size >= limit) {
        return { entries, next: { block: log.blockNumber, log: log.logIndex }, pace, indexed: log.blockNumber - 1 };
      }
      keys.add(key);
      entries.push(entry);
    }
    next = { block: toBlock + 1, log: 0 };
    pace = faster(pace, answer.logs.length);
  }
  return { entries, next, pace, indexed: next.block - 1 };
}
