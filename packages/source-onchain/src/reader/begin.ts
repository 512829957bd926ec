import type { SourceContext } from "@modeldex/plugin-kit";
import { checkContracts, upgradedSince } from "./code-check.ts";
import { isEnumerated, readKeys } from "./enumerate.ts";
import type { Chain } from "../options.ts";
import { digestOfKeys, fingerprintOf, parseCheckpoint, type ChainPlan, type CheckpointOfChain, type ListPlace, type RunPlan, type SeenList } from "./place.ts";
import { firstPace } from "../rpc/pace.ts";
import type { Block } from "../rpc/raw.ts";
import type { Registry, RegistryList } from "../mapping/registry.ts";
import { RpcError, sourceErrorOf } from "../rpc/rpc-error.ts";
import { onChain, type Session } from "../rpc/session.ts";
import { standingError, standingOf, trailOf } from "./trail.ts";

/**
 * Plans a run: over everything, or over what came after a checkpoint.
 *
 * After a checkpoint it is over everything (`whole`) all the same when blocks that were read have been reorganised away, when an enumeration no
 * longer begins with the keys that it had, so that what is not there any more goes, or when a registry that is read by views was given other code:
 * what its views say of entries may be different without a log.
 *
 * @throws {SourceError} `BAD_RESPONSE`: the checkpoint is foreign, or of a chain that was reset or is not there yet; no contract at an address.
 */
export async function beginRun(chains: readonly Chain[], since: string | undefined, context: SourceContext): Promise<RunPlan> {
  const seen = since === undefined ? undefined : parseCheckpoint(since);
  const begun = await Promise.all(chains.map(async (chain) => onChain(chain, context, async (session) => beginChain(session, seen?.chains.get(chain.chainId)))));
  const whole = seen !== undefined && (seen.again || begun.some(({ startsOver }) => startsOver));
  return { plans: begun.map(({ plan, fromStart }) => (whole ? fromStart : plan)), whole, again: false };
}

/** A plan for a chain that was never read, or was read for other registries. */
export async function planFromStart(session: Session): Promise<ChainPlan> {
  return (await beginChain(session, undefined)).plan;
}

/** The same run, with enumerations read from their beginning at the newest final block: the node no longer keeps the state of the anchor. */
export async function withNewerAnchor(session: Session, plan: ChainPlan): Promise<{ readonly plan: ChainPlan; readonly again: boolean }> {
  const { lists, anchor, ...newer } = await planFromStart(session);
  const orders = await Promise.all(session.chain.registries.filter(isEnumerated).map(async (registry) => listOf(session, registry, { block: session.finalized, before: plan.lists.find((list) => list.registry === registry.id) })));
  return {
    plan: { ...newer, anchor, from: plan.from, next: plan.next, pace: plan.pace, lists: lists.map((list) => ({ ...list, counted: plan.lists.find(({ registry }) => registry === list.registry)?.counted ?? 0 })) },
    again: orders.some(({ isOtherwise }) => isOtherwise),
  };
}

interface Begun {
  readonly plan: ChainPlan;
  readonly fromStart: ChainPlan;
  /** What was read before may no longer be there. */
  readonly startsOver: boolean;
}

async function beginChain(session: Session, seen: CheckpointOfChain | undefined): Promise<Begun> {
  const { chain, finalized, context } = session;
  const fingerprint = fingerprintOf(chain);
  const before = seen?.fingerprint === fingerprint ? seen : undefined;
  const [standing, newest] = await Promise.all([before === undefined ? undefined : standingOf(session, before), trailOf(session, finalized), checkContracts(session)]);
  if (before !== undefined && (standing?.kind === "behind" || standing?.kind === "reset")) throw standingError(session, before.block, standing);
  if (before !== undefined && standing?.kind === "reorganised") warnOfReorganisation(context, chain, { block: before.block.number, depth: standing.depth });
  // An endpoint that lags behind the one that was read before has nothing new.
  const isBehind = standing?.kind === "same" && finalized.number < standing.block.number;
  const anchor = isBehind ? standing.block : finalized;
  const marks = isBehind && before !== undefined ? before : newest;
  const orders = await Promise.all(
    chain.registries.filter(isEnumerated).map(async (registry) => listOf(session, registry, { block: anchor, before: before?.lists.find((list) => list.registry === registry.id) })),
  );
  const isReorganised = standing?.kind === "reorganised";
  const upgraded = before === undefined || isReorganised ? [] : await upgradedSince(session, { from: before.block.number, to: anchor.number });
  if (upgraded.length > 0) context.log.debug("a registry that is read by views was given other code: everything is read again", { chainId: chain.chainId, registries: upgraded });
  const removed = orders.filter(({ isOtherwise }) => isOtherwise).map(({ place }) => place.registry);
  if (removed.length > 0) context.log.debug("an enumeration no longer begins with the keys that it had: everything is read again", { chainId: chain.chainId, registries: removed });
  const first = firstBlock(chain, anchor);
  const common = { chainId: chain.chainId, fingerprint, anchor: { number: anchor.number, hash: anchor.hash }, trail: marks.trail, ...(marks.genesis === undefined ? {} : { genesis: marks.genesis }), pace: firstPace };
  const fromStart = { ...common, from: first, next: { block: first, log: 0 }, lists: orders.map(({ place }) => ({ ...place, counted: 0 })) };
  if (before === undefined) return { plan: fromStart, fromStart, startsOver: false };
  const from = Math.max(first, before.block.number + 1);
  return { plan: { ...common, from, next: { block: from, log: 0 }, lists: orders.map(({ place }) => place) }, fromStart, startsOver: isReorganised || removed.length > 0 || upgraded.length > 0 };
}

/** Where logs begin to be read; behind the anchor where no registry has events. */
function firstBlock({ registries }: Chain, anchor: Block): number {
  const withEvents = registries.filter(({ events }) => events.size > 0);
  return withEvents.length === 0 ? anchor.number + 1 : Math.min(...withEvents.map(({ startBlock }) => startBlock));
}

async function listOf(
  session: Session,
  registry: Registry & { readonly list: RegistryList },
  { block, before }: { readonly block: Block; readonly before: SeenList | undefined },
): Promise<{ readonly place: ListPlace; readonly isOtherwise: boolean }> {
  try {
    // A contract that is not final yet lists nothing; with nothing to read it is passed over.
    if (block.number < registry.startBlock) return { place: { registry: registry.id, count: 0, digest: digestOfKeys([]), counted: 0 }, isOtherwise: (before?.count ?? 0) > 0 };
    const keys = await readKeys(session, registry, block);
    const isOtherwise = before !== undefined && (keys.length < before.count || digestOfKeys(keys.slice(0, before.count)) !== before.digest);
    return { place: { registry: registry.id, count: keys.length, digest: digestOfKeys(keys), counted: before?.count ?? 0, offset: 0 }, isOtherwise };
  } catch (error) {
    if (error instanceof RpcError) throw sourceErrorOf(error, session.host, `the enumeration of ${registry.id} at block ${block.number}`);
    throw error;
  }
}

/** Says that blocks that were read are no longer there. */
export function warnOfReorganisation({ log }: SourceContext, { chainId }: Chain, { block, depth }: { readonly block: number; readonly depth: number }): void {
  log.warn("blocks that were read were reorganised away; everything is read again", { chainId, block, depth });
}
