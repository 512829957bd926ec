import { SourceError, type ListingRecord, type ModelRef, type SourceContext } from "@modeldex/plugin-kit";
import type { Hex } from "viem";
import { isEnumerated } from "./enumerate.ts";
import { historiesOf } from "./history.ts";
import { listingsOf } from "./listings.ts";
import { parseNativeId, versionId, type ParsedId } from "../mapping/native-id.ts";
import type { Chain } from "../options.ts";
import type { Block } from "../rpc/raw.ts";
import type { Registry } from "../mapping/registry.ts";
import { onChain, type Session } from "../rpc/session.ts";

/**
 * Entries by their native ids, as they are now: newer than the final block too, and then their finality says `PENDING`.
 *
 * With a revision `block:<number>:<hash>`, as they were then.
 *
 * @returns one answer for each reference, in their order. What one chain fails with is the answer for its references alone.
 */
export async function getListings(
  chains: readonly Chain[],
  refs: readonly ModelRef[],
  context: SourceContext,
): Promise<readonly (ListingRecord | SourceError | undefined)[]> {
  const registries = chains.flatMap((chain) => chain.registries);
  const wanted = refs.map((ref) => ({ ref, parsed: parseNativeId(ref.nativeId, registries) }));
  const answers = new Map<ModelRef, ListingRecord | SourceError | undefined>();
  const groups = Map.groupBy(wanted.filter((each) => each.parsed !== undefined), ({ ref, parsed }) => `${parsed?.registry.id} ${ref.revision ?? ""}`);
  await Promise.all(
    [...groups.values()].map(async (group) => {
      const [first] = group;
      const chain = chains.find(({ chainId }) => chainId === first?.parsed?.registry.chainId);
      if (first?.parsed === undefined || chain === undefined) return;
      const { registry } = first.parsed;
      const keys = group.flatMap(({ parsed }) => parsed?.key ?? []);
      try {
        const records = await onChain(chain, context, async (session) => {
          const at = first.ref.revision === undefined ? undefined : await blockOf(session, first.ref.revision);
          return await currentListings(session, registry, { keys, ...(at === undefined ? {} : { at }) });
        });
        for (const { ref, parsed } of group) answers.set(ref, parsed?.key === undefined ? undefined : asAsked(atVersion(records.get(parsed.key), parsed), ref));
      } catch (error) {
        // At the deadline no answer of this registry is known, of another one perhaps: then the whole call is over.
        if (!(error instanceof SourceError) || context.signal.aborted) throw error;
        for (const { ref } of group) answers.set(ref, error);
      }
    }),
  );
  return refs.map((ref) => answers.get(ref));
}

/**
 * Listings of some keys of one registry: as of block `at`, or of the newest one.
 *
 * @returns by key; keys that are no listings have no row.
 */
export async function currentListings(
  session: Session,
  registry: Registry,
  { keys, at }: { readonly keys: readonly string[]; readonly at?: Block },
): Promise<ReadonlyMap<string, ListingRecord>> {
  const { head, finalized } = session;
  if (keys.length === 0) return new Map();
  const histories = await historiesOf(session, registry, { keys, before: { block: (at ?? head).number + 1, log: 0 } });
  // What did not change since the final block is read there, so that its evidence is final as well. What only the contract lists tells no change.
  const isSettled = (key: string): boolean => (histories.get(key)?.at(-1)?.log.blockNumber ?? 0) <= finalized.number;
  const { settled = [], pending = [] } = Object.groupBy(keys, (key) => (at !== undefined || isSettled(key) ? "settled" : "pending"));
  const of = (some: readonly string[]) => ({ keys: some, histories: new Map([...histories].filter(([key]) => some.includes(key))) });
  const listed = new Map(await listingsOf(session, registry, { ...of(settled), block: at ?? finalized, exactly: at !== undefined }));
  const newer = isEnumerated(registry) && at === undefined && finalized.number < head.number ? settled.filter((key) => !listed.has(key)) : [];
  for (const [key, each] of await listingsOf(session, registry, { ...of([...pending, ...newer]), block: head })) listed.set(key, each);
  return new Map([...listed].flatMap(([key, each]) => (each.kind === "record" ? [[key, each.record] as const] : [])));
}

/** An id with a version is that of the entry only when the entry has the version. */
function atVersion(record: ListingRecord | undefined, { version }: ParsedId): ListingRecord | undefined {
  if (record === undefined || version === undefined) return record;
  return record.aliases?.includes(versionId(record.nativeId, version)) === true ? record : undefined;
}

/** An address may be written in any case, and a key with other characters percent-encoded: an answer has the id by which it was asked for. */
function asAsked(record: ListingRecord | undefined, { nativeId }: ModelRef): ListingRecord | undefined {
  if (record === undefined || record.nativeId === nativeId || record.aliases?.includes(nativeId) === true) return record;
  return { ...record, aliases: [...(record.aliases ?? []), nativeId] };
}

async function blockOf(session: Session, revision: string): Promise<Block> {
  const [, number, hash] = /^block:(\d{1,15}):(0x[0-9a-f]{64})$/i.exec(revision) ?? [];
  if (number === undefined || hash === undefined) {
    throw new SourceError("UNSUPPORTED", `A revision on a chain is block:<number>:<hash>; "${revision.slice(0, 100)}" is none.`);
  }
  const block = await session.block(Number(number));
  const wanted = hash.toLowerCase() as Hex;
  if (block?.hash === wanted) return block;
  throw new SourceError("BAD_RESPONSE", `Block ${number} of chain ${session.chain.chainId} is not ${wanted} at ${session.host}: it is not there yet, or was reorganised.`);
}
