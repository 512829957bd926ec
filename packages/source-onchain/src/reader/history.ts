import { SourceError } from "@modeldex/plugin-kit";
import type { Hex } from "viem";
import { compact, isBefore, isOwn, type History } from "./compaction.ts";
import { decodeLogs, emittersOf, type Place } from "./entries.ts";
import { keyTopic } from "../mapping/key.ts";
import { logRanges } from "../rpc/log-ranges.ts";
import type { Registry } from "../mapping/registry.ts";
import type { LogFilter } from "../rpc/raw.ts";
import type { Session } from "../rpc/session.ts";

/** Most requests for one history. */
const mostRounds = 400;

/** Keys in one filter. */
const keysPerFilter = 100;

/**
 * What happened to some keys of a registry, from its first block up to, and without, a place; what other contracts say about them included.
 *
 * Where the keys are topics, or their hashes are, the node is asked for these alone; otherwise all logs of the contract are read.
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
  const parts = emittersOf(session, registry).flatMap((emitter) => filtersFor(emitter, [...wanted]).map((topics) => ({ emitter, topics })));
  const found = await Promise.all(parts.map(async ({ emitter, topics }) => read(session, registry, { emitter, topics, wanted, before })));
  const histories = new Map<string, History>();
  for (const part of found) for (const [key, history] of part) histories.set(key, compact([...(histories.get(key) ?? []), ...history]));
  return histories;
}

/** Whether a part of a history has its beginning: the first log of the registry itself. */
export function hasBeginning(history: History, part: History): boolean {
  const first = history.find(isOwn);
  return first !== undefined && part.some(({ log, event }) => log === first.log && event === first.event);
}

async function read(
  session: Session,
  registry: Registry,
  { emitter, topics, wanted, before }: { readonly emitter: Registry; readonly topics: LogFilter["topics"]; readonly wanted: ReadonlySet<string>; readonly before: Place },
): Promise<ReadonlyMap<string, History>> {
  const histories = new Map<string, History>();
  const toBlock = before.log === 0 ? before.block - 1 : before.block;
  const fromBlock = Math.max(emitter.startBlock, registry.startBlock);
  const filter = { addresses: [emitter.address], topics, fromBlock, toBlock };
  const pace = { span: Math.max(1, toBlock - fromBlock + 1), refused: Number.MAX_SAFE_INTEGER };
  let end = fromBlock - 1;
  for await (const range of logRanges(session, filter, { pace, rounds: mostRounds })) {
    end = range.toBlock;
    const logs = range.logs.filter((log) => isBefore({ block: log.blockNumber, log: log.logIndex }, before));
    const decoded = (await decodeLogs(session, [emitter], logs)).flat();
    const entries = decoded.flatMap((each) => ("entry" in each && wanted.has(each.entry.key) ? [each.entry] : []));
    for (const [key, some] of Map.groupBy(entries, (entry) => entry.key)) histories.set(key, compact([...(histories.get(key) ?? []), ...some]));
  }
  if (end >= toBlock) return histories;
  throw new SourceError("UNSUPPORTED", `${session.host} gives logs of too few blocks at a time to read the history of an entry of ${registry.id}; configure an endpoint that gives more.`);
}

function filtersFor(registry: Registry, keys: readonly string[]): readonly LogFilter["topics"][] {
  const filters: LogFilter["topics"][] = [];
  for (const [position, group] of Map.groupBy([...registry.events.values()].flat(), (event) => event.keyTopic ?? 0)) {
    const signatures: readonly Hex[] = [...new Set(group.map((event) => event.topic))];
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
