import type { ListingRecord, SearchRequest, SourceContext } from "@modeldex/plugin-kit";
import { isOwn } from "./compaction.ts";
import { entriesOf } from "./entries.ts";
import { currentListings } from "./get.ts";
import { inTurns } from "./in-turns.ts";
import type { Chain } from "../options.ts";
import { logsOrSlower } from "../rpc/log-ranges.ts";
import type { Registry } from "../mapping/registry.ts";
import { onChain, type Session } from "../rpc/session.ts";

/** Most records of one search, and most keys that are looked at for it on one chain. */
const maxRecords = 20;
const maxKeys = 60;

/** Whether there is nothing between the final block and the newest one. */
export function isFinalAtOnce({ finality }: Chain): boolean {
  return finality === "instant" || (typeof finality === "object" && finality.depth === 0);
}

/**
 * Entries whose newest logs are not final yet, which no run has listed: those whose name or id contains every word of the text, in any case, the
 * newest first, at most 20. Their finality is `PENDING`.
 *
 * One request for logs for each chain; where an endpoint refuses it for its size, the chain has nothing new. What a contract enumerates without
 * events is not looked at.
 */
export async function searchNewest(chains: readonly Chain[], { text, limit }: SearchRequest, context: SourceContext): Promise<readonly ListingRecord[]> {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return [];
  const asked = chains.filter((chain) => !isFinalAtOnce(chain));
  const found = await Promise.all(asked.map(async (chain) => onChain(chain, context, async (session) => pendingListings(session))));
  const fits = ({ name, nativeId }: ListingRecord): boolean => {
    const said = `${name} ${nativeId}`.toLowerCase();
    return words.every((word) => said.includes(word));
  };
  return found.flat().filter(fits).slice(0, Math.min(limit, maxRecords));
}

async function pendingListings(session: Session): Promise<readonly ListingRecord[]> {
  const newest = await pendingKeys(session);
  const listed = await Promise.all([...newest].map(async ([registry, keys]) => ({ keys, records: await currentListings(session, registry, { keys }) })));
  return listed.flatMap(({ keys, records }) => keys.flatMap((key) => records.get(key) ?? []));
}

/** By registry, the newest first. */
async function pendingKeys(session: Session): Promise<ReadonlyMap<Registry, readonly string[]>> {
  const { chain, head, finalized } = session;
  const registries = chain.registries.filter(({ events, claimsOn }) => events.size > 0 && claimsOn === undefined);
  const keys = new Map<Registry, readonly string[]>();
  if (registries.length === 0 || head.number <= finalized.number) return keys;
  const topics = [[...new Set(registries.flatMap(({ events }) => [...events.keys()]))]];
  const range = { addresses: registries.map(({ address }) => address), topics, fromBlock: finalized.number + 1, toBlock: head.number };
  const answer = await logsOrSlower(session, range, { span: head.number - finalized.number, refused: Number.MAX_SAFE_INTEGER });
  if ("slower" in answer) return keys;
  const touched = await Promise.all(
    registries.map(async (registry) => {
      const entries = (await entriesOf(session, registry, answer.logs)).filter(isOwn).toReversed();
      return [...new Set(entries.map(({ key }) => key))].map((key) => ({ registry, key }));
    }),
  );
  for (const { registry, key } of inTurns(touched).slice(0, maxKeys)) keys.set(registry, [...(keys.get(registry) ?? []), key]);
  return keys;
}
