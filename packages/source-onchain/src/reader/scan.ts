import type { Hex } from "viem";
import { compact, type History } from "./compaction.ts";
import { decodeLogs, type Entry } from "./entries.ts";
import { logRanges } from "../rpc/log-ranges.ts";
import type { Pace } from "../rpc/pace.ts";
import type { RawLog } from "../rpc/raw.ts";
import { upgradedTopic } from "../rpc/eip1967.ts";
import type { ChainPlan } from "./place.ts";
import { registryAccount, type Registry } from "../mapping/registry.ts";
import type { Session } from "../rpc/session.ts";

/** Most requests for logs in one page, so that a page of a long and empty chain ends as well. */
const mostRounds = 16;

/** Fewest and most logs that are decoded at a time: where texts are recovered, as many transactions are asked for in few requests. */
const logsAtOnce = { fewest: 20, most: 200 } as const;

/** What a page of a chain holds. */
export interface Scanned {
  /** Of the touched keys of each registry, what happened in the page; what another contract says about a key touches it as well. */
  readonly touched: ReadonlyMap<Registry, ReadonlyMap<string, History>>;
  readonly next: ChainPlan["next"];
  readonly pace: Pace;
  /** Logs of contracts that are proxies and were given another implementation. */
  readonly upgrades: readonly RawLog[];
  /** Last block that was read to its end; below the first block when there is none. */
  readonly indexed: number;
}

/**
 * Reads on from the plan's place, with one filter for all contracts of the chain, until `limit` keys are met or the anchor is reached. A log
 * that touches several keys is on one page, which then may have that many although `limit` is less.
 */
export async function scanPage(session: Session, plan: ChainPlan, limit: number): Promise<Scanned> {
  const registries = session.chain.registries.filter(({ events }) => events.size > 0);
  const topics: readonly Hex[] = [...new Set([...registries.flatMap(({ events }) => [...events.keys()]), upgradedTopic])];
  const addresses = [...new Set(registries.map(({ address }) => address))];
  const filter = { addresses, topics: [topics], fromBlock: plan.next.block, toBlock: plan.anchor.number };
  // With one more than the page takes it is seen that the page is full, and no transaction is read in vain.
  const atOnce = Math.min(Math.max(limit + 1, logsAtOnce.fewest), logsAtOnce.most);
  const touched = touchedKeys();
  const upgrades: RawLog[] = [];
  let { next, pace } = plan;
  for await (const range of logRanges(session, filter, { pace, rounds: mostRounds })) {
    // Logs of this block that the page before has given are passed over.
    const logs = range.logs.filter((log) => log.blockNumber !== plan.next.block || log.logIndex >= plan.next.log);
    for (let start = 0; start < logs.length; start += atOnce) {
      const some = logs.slice(start, start + atOnce);
      const decoded = await decodeLogs(session, registries, some);
      for (const [index, log] of some.entries()) {
        if (log.topics[0] === upgradedTopic) upgrades.push(log);
        const entries = (decoded[index] ?? []).flatMap((each) => ("entry" in each ? [each.entry] : []));
        if (!touched.takes(entries, limit)) {
          return { touched: touched.histories(), upgrades, next: { block: log.blockNumber, log: log.logIndex }, pace: range.pace, indexed: log.blockNumber - 1 };
        }
        for (const each of decoded[index] ?? []) if ("reason" in each) session.context.drop(nameOf(each.registry, log), each.reason);
      }
    }
    next = { block: range.toBlock + 1, log: range.toBlock + 1 === plan.next.block ? plan.next.log : 0 };
    pace = range.pace;
  }
  return { touched: touched.histories(), upgrades, next, pace, indexed: next.block - 1 };
}

function nameOf(registry: Registry, { transactionHash, logIndex }: RawLog): string {
  return `${registryAccount(registry)} log ${transactionHash} ${logIndex}`;
}

/** Collects entries by registry and key, compacting what grows. */
function touchedKeys() {
  const byRegistry = new Map<Registry, Map<string, { entries: Entry[]; compactAt: number }>>();
  let keys = 0;
  return {
    /** @returns `false`, and nothing is taken, when the keys would be more than `limit` and there are some already. */
    takes(entries: readonly Entry[], limit: number): boolean {
      const added = new Set(entries.filter(({ registry, key }) => byRegistry.get(registry)?.has(key) !== true).map(({ registry, key }) => `${registry.id} ${key}`)).size;
      if (added > 0 && keys > 0 && keys + added > limit) return false;
      keys += added;
      for (const entry of entries) {
        const ofRegistry = byRegistry.get(entry.registry) ?? new Map<string, { entries: Entry[]; compactAt: number }>();
        byRegistry.set(entry.registry, ofRegistry);
        const known = ofRegistry.get(entry.key) ?? { entries: [], compactAt: 100 };
        ofRegistry.set(entry.key, known);
        known.entries.push(entry);
        if (known.entries.length < known.compactAt) continue;
        known.entries = [...compact(known.entries)];
        known.compactAt = Math.max(100, known.entries.length * 2);
      }
      return true;
    },
    histories: (): ReadonlyMap<Registry, ReadonlyMap<string, History>> =>
      new Map([...byRegistry].map(([registry, ofRegistry]) => [registry, new Map([...ofRegistry].map(([key, { entries }]) => [key, entries]))])),
  };
}
