import { SourceError } from "@modeldex/plugin-kit";
import type { Hex } from "viem";
import { entriesOf, type Entry } from "./entries.ts";
import { keyTopic } from "../mapping/key.ts";
import { logRanges } from "../rpc/log-ranges.ts";
import type { RawLog } from "../rpc/raw.ts";
import type { Registry } from "../mapping/registry.ts";
import type { LogFilter, Session } from "../rpc/session.ts";
import { givesName } from "./state.ts";

/** Most requests for one history. */
const mostRounds = 400;

/** Keys in one filter. */
const keysPerFilter = 100;

/** A place in the chain: a block, and the index of a log in it. */
export interface Place {
  readonly block: number;
  readonly log: number;
}

/** Everything that decides the state of one key, in the order of the chain. */
export type History = readonly Entry[];

/**
 * What happened to some keys of a registry, from its first block up to, and without, a place.
 *
 * Where the keys are topics the node is asked for these alone; otherwise all logs of the registry are read.
 *
 * @returns by key, compacted; a key without logs has no row.
 * @throws {SourceError} `UNSUPPORTED` when the endpoint's limits make it too many requests.
 */
export async function historiesOf(
  session: Session,
  registry: Registry,
  { keys, before }: { readonly keys: readonly string[]; readonly before: Place },
): Promise<ReadonlyMap<string, History>> {
  const wanted = new Set(keys);
  const found = await Promise.all(filtersFor(registry, [...wanted]).map(async (topics) => read(session, registry, { topics, wanted, before })));
  const histories = new Map<string, History>();
  for (const part of found) for (const [key, history] of part) histories.set(key, joined(histories.get(key) ?? [], history));
  return histories;
}

/**
 * Joins two parts of the history of one key and keeps of each event what decides the state: the first log, the last one, and the last one that
 * gave a name. All others are overridden by later ones of the same event, so an entry with a million logs takes no more room than others.
 */
export function joined(left: History, right: History): History {
  const kept: Entry[] = [];
  for (const entries of Map.groupBy([...left, ...right].toSorted(byPlace), ({ event }) => event.topic).values()) {
    kept.push(...new Set([entries[0], entries.findLast(givesName), entries.at(-1)].filter((entry) => entry !== undefined)));
  }
  return kept.toSorted(byPlace);
}

/** Order of the chain. */
export function byPlace({ log: left }: Pick<Entry, "log">, { log: right }: Pick<Entry, "log">): number {
  return left.blockNumber - right.blockNumber || left.logIndex - right.logIndex;
}

function isBefore(log: RawLog, { block, log: index }: Place): boolean {
  return log.blockNumber < block || (log.blockNumber === block && log.logIndex < index);
}

async function read(
  session: Session,
  registry: Registry,
  { topics, wanted, before }: { readonly topics: LogFilter["topics"]; readonly wanted: ReadonlySet<string>; readonly before: Place },
): Promise<ReadonlyMap<string, History>> {
  const histories = new Map<string, History>();
  const toBlock = before.log === 0 ? before.block - 1 : before.block;
  const filter = { addresses: [registry.address], topics, fromBlock: registry.startBlock, toBlock };
  const pace = { span: Math.max(1, toBlock - registry.startBlock + 1), refused: Number.MAX_SAFE_INTEGER };
  let end = registry.startBlock - 1;
  for await (const range of logRanges(session, filter, { pace, rounds: mostRounds })) {
    end = range.toBlock;
    const entries = entriesOf(registry, range.logs).filter(({ key, log }) => wanted.has(key) && isBefore(log, before));
    for (const [key, some] of Map.groupBy(entries, (entry) => entry.key)) histories.set(key, joined(histories.get(key) ?? [], some));
  }
  if (end >= toBlock) return histories;
  throw new SourceError("UNSUPPORTED", `${session.host} gives logs of too few blocks at a time to read the history of an entry of ${registry.id}; configure an endpoint that gives more.`);
}

function filtersFor(registry: Registry, keys: readonly string[]): readonly LogFilter["topics"][] {
  const filters: LogFilter["topics"][] = [];
  for (const [position, group] of Map.groupBy([...registry.events.values()].flat(), (event) => event.keyTopic ?? 0)) {
    const signatures: readonly Hex[] = group.map((event) => event.topic);
    if (position === 0) {
      filters.push([signatures]);
      continue;
    }
    const between = Array.from({ length: position - 1 }, () => null);
    for (let start = 0; start < keys.length; start += keysPerFilter) {
      filters.push([signatures, ...between, keys.slice(start, start + keysPerFilter).map((key) => keyTopic(key, registry.keyForm))]);
    }
  }
  return filters;
}
