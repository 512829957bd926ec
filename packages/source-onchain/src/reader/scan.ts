import type { Hex } from "viem";
import { entryOf, type Entry } from "./entries.ts";
import { joined, type History } from "./history.ts";
import { logRanges } from "../rpc/log-ranges.ts";
import type { Pace } from "../rpc/pace.ts";
import type { RawLog } from "../rpc/raw.ts";
import { upgradedTopic } from "./code-check.ts";
import type { ChainPlan } from "./place.ts";
import { registryAccount, type Registry } from "../mapping/registry.ts";
import type { Session } from "../rpc/session.ts";

/** Most requests for logs in one page, so that a page of a long and empty chain ends as well. */
const mostRounds = 16;

/** What a page of a chain holds. */
export interface Scanned {
  /** Of the touched keys of each registry, what happened in the page. */
  readonly touched: ReadonlyMap<Registry, ReadonlyMap<string, History>>;
  readonly next: ChainPlan["next"];
  readonly pace: Pace;
  /** Logs of contracts that are proxies and were given another implementation. */
  readonly upgrades: readonly RawLog[];
  /** Last block that was read to its end; below the first block when there is none. */
  readonly indexed: number;
}

/** Reads on from the plan's place, with one filter for all contracts of the chain, until `limit` keys are met or the anchor is reached. */
export async function scanPage(session: Session, plan: ChainPlan, limit: number): Promise<Scanned> {
  const registries = session.chain.registries.filter(({ events }) => events.size > 0);
  const topics: readonly Hex[] = [...new Set([...registries.flatMap(({ events }) => [...events.keys()]), upgradedTopic])];
  const filter = { addresses: registries.map(({ address }) => address), topics: [topics], fromBlock: plan.next.block, toBlock: plan.anchor.number };
  const touched = new Map<Registry, Map<string, History>>();
  const upgrades: RawLog[] = [];
  let keys = 0;
  let { next, pace } = plan;
  for await (const range of logRanges(session, filter, { pace, rounds: mostRounds })) {
    for (const log of range.logs) {
      // Logs of this block that the page before has given.
      if (log.blockNumber === plan.next.block && log.logIndex < plan.next.log) continue;
      if (log.topics[0] === upgradedTopic) upgrades.push(log);
      const registry = registries.find(({ address }) => address === log.address);
      const decoded = registry === undefined ? undefined : entryOf(registry, log);
      if (registry === undefined || decoded === undefined) continue;
      if ("reason" in decoded) {
        session.context.drop(`${registryAccount(registry)} log ${log.transactionHash} ${log.logIndex}`, decoded.reason);
        continue;
      }
      const { entry } = decoded;
      const known = touched.get(registry)?.get(entry.key);
      if (known === undefined && keys >= limit) {
        return { touched, upgrades, next: { block: log.blockNumber, log: log.logIndex }, pace: range.pace, indexed: log.blockNumber - 1 };
      }
      if (known === undefined) keys += 1;
      remember(touched, entry, known ?? []);
    }
    next = { block: range.toBlock + 1, log: range.toBlock + 1 === plan.next.block ? plan.next.log : 0 };
    pace = range.pace;
  }
  return { touched, upgrades, next, pace, indexed: next.block - 1 };
}

function remember(touched: Map<Registry, Map<string, History>>, entry: Entry, known: History): void {
  const ofRegistry = touched.get(entry.registry) ?? new Map<string, History>();
  ofRegistry.set(entry.key, known.length < 20 ? [...known, entry] : joined(known, [entry]));
  touched.set(entry.registry, ofRegistry);
}
