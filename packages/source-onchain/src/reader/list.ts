import { asUnixTime, SourceError, type ChainPosition, type ListingRecord, type ListPage, type ListRequest, type OverlayRecord, type SourceContext } from "@modeldex/plugin-kit";
import { beginRun, planFromStart, warnOfReorganisation, withNewerAnchor } from "./begin.ts";
import { warnOfUpgrades } from "./code-check.ts";
import type { Entry } from "./entries.ts";
import { documentsMs } from "../documents/page-documents.ts";
import type { History } from "./compaction.ts";
import { isEnumerated, readItems } from "./enumerate.ts";
import { hasBeginning, historiesOf } from "./history.ts";
import { itemsAt, listingsOf, type Listed } from "./listings.ts";
import { nativeId } from "../mapping/native-id.ts";
import type { Chain } from "../options.ts";
import { fingerprintOf, formatCheckpoint, formatCursor, isOpen, parseCursor, type ChainPlan, type ListPlace, type RunPlan } from "./place.ts";
import type { Block } from "../rpc/raw.ts";
import type { Registry } from "../mapping/registry.ts";
import { meaningOf, RpcError, sourceErrorOf } from "../rpc/rpc-error.ts";
import { scanPage } from "./scan.ts";
import { onChain, type Session } from "../rpc/session.ts";
import { standingError, standingOf } from "./trail.ts";

/**
 * One page of a run: entries that a contract enumerates, or that logs up to the anchor touched, each complete.
 *
 * A run fixes its anchor, the newest final block of each chain, with its first page, reads the chains one after the other, each with its
 * enumerations first, and ends there. What a contract enumerates may change without a log: every run reads all of it again, and its keys once more
 * before the first page, to see whether some are gone.
 *
 * When the anchor is reorganised away in the middle, the run begins anew, and leaves a checkpoint by which the next one is whole: pages before may
 * have brought what is gone. So does a run over everything when the chain was reset meanwhile.
 *
 * @throws {SourceError} `BAD_RESPONSE`: the cursor or checkpoint is foreign, the endpoint serves another chain, there is no contract at an
 * address, or nothing that was seen of a chain is there any more (it was reset): nothing is indexed anew in silence.
 */
export async function listPage(chains: readonly Chain[], request: ListRequest, context: SourceContext): Promise<ListPage> {
  const isFirst = request.cursor === undefined;
  const run = request.cursor === undefined ? await beginRun(chains, request.since, context) : await resumeRun(chains, request.cursor, context);
  const done = await pageOfRun(chains, run, { request, context });
  if (done !== "orphaned") return done;
  if (isFirst) throw new SourceError("BAD_RESPONSE", "A chain was reorganised below its final block while it was read; the next run reads it again.");
  const anew = { ...(await beginRun(chains, undefined, context)), whole: run.whole, again: true };
  const page = await pageOfRun(chains, anew, { request, context });
  if (page !== "orphaned") return page;
  throw new SourceError("BAD_RESPONSE", "A chain is reorganised below its final block again and again; the next run reads it again.");
}

/** A chain whose registries are no longer those of the cursor is read from their start. */
async function resumeRun(chains: readonly Chain[], cursor: string, context: SourceContext): Promise<RunPlan> {
  const run = parseCursor(cursor);
  const plans = await Promise.all(
    chains.map(async (chain) => {
      const plan = run.plans.find(({ chainId }) => chainId === chain.chainId);
      return plan?.fingerprint === fingerprintOf(chain) ? plan : await onChain(chain, context, planFromStart);
    }),
  );
  return { ...run, plans };
}

async function pageOfRun(chains: readonly Chain[], run: RunPlan, { request, context }: { readonly request: ListRequest; readonly context: SourceContext }): Promise<ListPage | "orphaned"> {
  const plan = run.plans.find(isOpen) ?? run.plans.at(-1);
  const chain = chains.find(({ chainId }) => chainId === plan?.chainId);
  if (plan === undefined || chain === undefined) throw new SourceError("BAD_RESPONSE", "The cursor names no chain that is configured; start the run anew without it.");
  const step = await onChain(chain, context, async (session) => stepOf(session, plan, request));
  if (step === "orphaned") return step;
  const after: RunPlan = { ...run, plans: run.plans.with(run.plans.indexOf(plan), step.advanced), again: run.again || step.again === true };
  const page = { ...step.page, ...(run.whole && request.since !== undefined ? ({ whole: true } as const) : {}) };
  return after.plans.some(isOpen) ? { ...page, cursor: formatCursor(after) } : { ...page, checkpoint: formatCheckpoint(after) };
}

interface Step {
  readonly page: ListPage;
  readonly advanced: ChainPlan;
  readonly again?: boolean;
}

async function stepOf(session: Session, plan: ChainPlan, { limit, since }: ListRequest): Promise<Step | "orphaned"> {
  const seen = { block: plan.anchor, trail: plan.trail, ...(plan.genesis === undefined ? {} : { genesis: plan.genesis }) };
  const standing = await standingOf(session, seen);
  switch (standing.kind) {
    case "same": {
      const place = plan.lists.find(({ offset }) => offset !== undefined);
      const rows = Math.max(1, limit);
      return place === undefined ? await logStep(session, plan, { anchor: standing.block, limit: rows }) : await listStep(session, plan, { place, anchor: standing.block, limit: rows });
    }
    case "reorganised":
      warnOfReorganisation(session.context, session.chain, { block: plan.anchor.number, depth: standing.depth });
      return "orphaned";
    case "reset":
    case "behind":
      // Who wants everything gets it from the chain that is there now; what was read before goes with the next run.
      if (standing.kind === "behind" || since !== undefined) throw standingError(session, plan.anchor, standing);
      session.context.log.warn("the chain was reset in the middle of a run over everything, which begins anew", { chainId: session.chain.chainId });
      return "orphaned";
    default:
      return standing satisfies never;
  }
}

async function listStep(session: Session, plan: ChainPlan, { place, anchor, limit }: { readonly place: ListPlace; readonly anchor: Block; readonly limit: number }): Promise<Step | "orphaned"> {
  const registry = session.chain.registries.filter(isEnumerated).find(({ id }) => id === place.registry);
  const offset = place.offset ?? 0;
  if (registry === undefined) throw new SourceError("BAD_RESPONSE", `The cursor names the enumeration "${place.registry}", which is not configured; start the run anew without it.`);
  try {
    const { items, next } = await readItems(session, registry, { block: anchor, offset, limit });
    const histories = await historiesOf(session, registry, { keys: [...items.keys()], before: { block: anchor.number + 1, log: 0 } });
    const { offset: _read, ...rest } = place;
    const lists = plan.lists.with(plan.lists.indexOf(place), next === undefined ? rest : { ...rest, offset: next });
    const outcome = collected(registry, await listingsOf(session, registry, { histories, items, block: anchor, documentsForMs: documentsMs.list }));
    // What is enumerated and no listing may have been one, and no log tells.
    const gone = [...outcome.gone, ...outcome.others.map((key) => nativeId(registry, key))];
    // Keys are in the order of the enumeration: those that an earlier run has counted are the first.
    const isNew = (key: string): boolean => offset + [...items.keys()].indexOf(key) >= place.counted;
    const advanced = { ...plan, lists };
    return { page: await finished(session, advanced, { records: outcome.records, overlays: outcome.overlays, gone, notListed: outcome.notListed.filter(isNew).length, anchor }), advanced };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    if (meaningOf(error) !== "NO_STATE" || session.finalized.number <= anchor.number) throw sourceErrorOf(error, session.host, `the enumeration of ${registry.id} at block ${anchor.number}`);
    session.context.log.debug("enumerations are read at a later block, since the node keeps no state for this one", { block: anchor.number, later: session.finalized.number });
    const { plan: newer, again } = await withNewerAnchor(session, plan);
    const step = await stepOf(session, newer, { limit });
    return step === "orphaned" ? step : { ...step, again };
  }
}

async function logStep(session: Session, plan: ChainPlan, { anchor, limit }: { readonly anchor: Block; readonly limit: number }): Promise<Step> {
  const scanned = await scanPage(session, plan, limit);
  await warnOfUpgrades(session, scanned.upgrades);
  const records: ListingRecord[] = [];
  const overlays: OverlayRecord[] = [];
  const gone: string[] = [];
  let notListed = 0;
  for (const [registry, touched] of scanned.touched) {
    const histories = await wholeHistories(session, registry, { touched, before: plan.next });
    const items = await itemsAt(session, registry, { keys: [...touched.keys()], block: anchor });
    const outcome = collected(registry, await listingsOf(session, registry, { histories, items: items ?? new Map(), block: anchor, documentsForMs: documentsMs.list }));
    // In an enumeration that is too long to look for some they are not looked for: the run has read it at the same block, with these logs.
    if (items !== undefined) {
      records.push(...outcome.records);
      overlays.push(...outcome.overlays);
    }
    gone.push(...outcome.gone);
    // An entry is counted once, on the page that has its beginning; of an enumerated one the enumeration tells.
    if (!isEnumerated(registry)) notListed += outcome.notListed.filter((key) => hasBeginning(histories.get(key) ?? [], touched.get(key) ?? [])).length;
  }
  const advanced = { ...plan, next: scanned.next, pace: scanned.pace };
  return { page: await finished(session, advanced, { records, overlays, gone, notListed, anchor }), advanced };
}

interface Outcome {
  readonly records: readonly ListingRecord[];
  readonly overlays: readonly OverlayRecord[];
  /** Native ids. */
  readonly gone: readonly string[];
  /** Keys. */
  readonly notListed: readonly string[];
  /** Keys of what is neither a listing nor gone. */
  readonly others: readonly string[];
}

function collected(registry: Registry, listed: ReadonlyMap<string, Listed>): Outcome {
  const of = (...kinds: readonly Listed["kind"][]): readonly string[] => [...listed].filter(([, each]) => kinds.includes(each.kind)).map(([key]) => key);
  return {
    records: [...listed.values()].flatMap((each) => (each.kind === "record" ? [each.record] : [])),
    overlays: [...listed.values()].flatMap((each) => (each.kind === "overlay" ? [each.overlay] : [])),
    gone: of("gone").map((key) => nativeId(registry, key)),
    notListed: of("notListed"),
    others: of("notListed", "dropped"),
  };
}

interface Read {
  readonly records: readonly ListingRecord[];
  readonly overlays: readonly OverlayRecord[];
  readonly gone: readonly string[];
  readonly notListed: number;
  readonly anchor: Block;
}

async function finished(session: Session, plan: ChainPlan, { records, overlays, gone, notListed, anchor }: Read): Promise<ListPage> {
  const indexed = plan.next.block - 1;
  const end = Math.min(Math.max(indexed, 0), anchor.number);
  const asOf = asUnixTime((end === anchor.number ? anchor : await session.block(end))?.timestamp);
  const positions = positionsOf(session, plan);
  const [position] = positions;
  return {
    records,
    ...(overlays.length === 0 ? {} : { overlays }),
    ...(gone.length === 0 ? {} : { gone }),
    notListed,
    ...(asOf === undefined ? {} : { asOf }),
    ...(position === undefined ? {} : { chain: position }),
    ...(positions.length < 2 ? {} : { chains: positions }),
  };
}

/** What happened to the touched keys from their first log on; keys whose mapping says that their first log is in the page need no request. */
async function wholeHistories(
  session: Session,
  registry: Registry,
  { touched, before }: { readonly touched: ReadonlyMap<string, History>; readonly before: ChainPlan["next"] },
): Promise<ReadonlyMap<string, History>> {
  // In a block that the page begins in the middle of, logs of the same transaction may be on the page before.
  const isFirst = ({ event, log }: Entry): boolean =>
    event.does.op === "upsert" && event.does.first && (before.log === 0 || log.blockNumber !== before.block);
  const earlier = before.block < registry.startBlock || (before.block === registry.startBlock && before.log === 0)
    ? []
    : [...touched].filter(([, entries]) => !entries.some(isFirst)).map(([key]) => key);
  if (earlier.length === 0) return touched;
  const histories = await historiesOf(session, registry, { keys: earlier, before });
  return new Map([...touched].map(([key, entries]) => [key, [...(histories.get(key) ?? []), ...entries]]));
}

/** A registry without events is read when its enumeration is; one with an enumeration not before. */
function positionsOf({ chain, head, finalized }: Session, { next, from, anchor, lists }: ChainPlan): readonly ChainPosition[] {
  const readTo = ({ id, events }: Registry): number => {
    if (lists.some(({ registry, offset }) => registry === id && offset !== undefined)) return from - 1;
    return events.size === 0 ? anchor.number : Math.min(next.block - 1, anchor.number);
  };
  // Several registries may be of one contract.
  return [...Map.groupBy(chain.registries, ({ address }) => address)].map(([address, registries]) => ({
    chainId: chain.chainId, address, head: head.number, finalized: finalized.number, indexed: Math.max(0, Math.min(...registries.map(readTo))),
  }));
}
