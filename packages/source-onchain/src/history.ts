import { SourceError } from "@modeldex/plugin-kit";
import type { Hex } from "viem";
import { entriesOf, type Entry } from "./entries.ts";
import { keyTopic } from "./key.ts";
import { faster, slower, type Pace } from "./pace.ts";
import type { RawLog } from "./raw.ts";
import type { Registry } from "./registry.ts";
import { RpcError, sourceErrorOf } from "./rpc-error.ts";
import type { LogFilter, Session } from "./session.ts";

/** Most requests for one history. */
const maxRequests = 400;

/** Keys in one filter. */
const keysPerFilter = 100;

/**
 * Everything that happened to some keys of a registry, from its first block to `toBlock`, in the order of the chain.
 *
 * Where the keys are topics the node is asked for these alone; otherwise all logs of the registry are read.
 *
 * @returns by key; a key without logs has no row.
 * @throws {SourceError} `UNSUPPORTED` when the endpoint's limits make it too many requests.
 */
export async function historyOf(
  session: Session,
  registry: Registry,
  { keys, toBlock }: { readonly keys: readonly string[]; readonly toBlock: number },
): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const wanted = new Set(keys);
  const logs: RawLog[] = [];
  for (const topics of filtersFor(registry, [...wanted])) {
    const filter = { addresses: [registry.address], topics, fromBlock: registry.startBlock, toBlock };
    logs.push(...(await allLogs(session, filter)));
  }
  const entries = entriesOf(registry, logs).filter(({ key }) => wanted.has(key));
  return Map.groupBy(entries.toSorted(byPlace), ({ key }) => key);
}

/** Order of the chain. */
export function byPlace({ log: left }: Pick<Entry, "log">, { log: right }: Pick<Entry, "log">): number {
  return left.blockNumber - right.blockNumber || left.logIndex - right.logIndex;
}

/**
 * All logs of a filter, in as few requests as the endpoint allows.
 *
 * @throws {SourceError} `UNSUPPORTED` when that is more than 400.
 */
export async function allLogs(session: Session, filter: LogFilter): Promise<readonly RawLog[]> {
  const logs: RawLog[] = [];
  let pace: Pace = { span: Math.max(1, filter.toBlock - filter.fromBlock + 1), refused: Number.MAX_SAFE_INTEGER };
  let requests = 0;
  for (let fromBlock = filter.fromBlock; fromBlock <= filter.toBlock; requests += 1) {
    if (requests === maxRequests) {
      throw new SourceError("UNSUPPORTED", `${session.host} gives logs of ${pace.span} blocks at a time, too few to read the history of an entry; configure an endpoint that gives more.`);
    }
    const toBlock = Math.min(filter.toBlock, fromBlock + pace.span - 1);
    const answer = await logsOrSlower(session, { ...filter, fromBlock, toBlock }, pace);
    if ("slower" in answer) {
      pace = answer.slower;
      continue;
    }
    logs.push(...answer.logs);
    fromBlock = toBlock + 1;
    pace = faster(pace, answer.logs.length);
  }
  return logs;
}

/**
 * Logs, or the pace to ask again with.
 *
 * @throws {SourceError} refused for another reason, or one block is too much.
 */
export async function logsOrSlower(session: Session, filter: LogFilter, pace: Pace): Promise<{ readonly logs: readonly RawLog[] } | { readonly slower: Pace }> {
  try {
    return { logs: await session.logs(filter) };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const next = slower({ ...pace, span: filter.toBlock - filter.fromBlock + 1 }, error);
    if (next === undefined) throw sourceErrorOf(error, session.host, `logs of the blocks ${filter.fromBlock} to ${filter.toBlock} of chain ${session.chain.chainId}`);
    return { slower: next };
  }
}

function filtersFor(registry: Registry, keys: readonly string[]): readonly LogFilter["topics"][] {
  const events = [...registry.events.values()];
  const filters: LogFilter["topics"][] = [];
  for (const [position, group] of Map.groupBy(events, (event) => event.keyTopic ?? 0)) {
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
