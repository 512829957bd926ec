import { asUnixTime, SourceError, type ChainPosition, type ListingRecord, type ListPage, type ListRequest, type SourceContext } from "@modeldex/plugin-kit";
import type { Entry } from "./entries.ts";
import { documentsMs } from "../documents/page-documents.ts";
import type { History } from "./compaction.ts";
import { hasBeginning, historiesOf } from "./history.ts";
import { listingsOf } from "./listings.ts";
import { nativeId } from "../mapping/native-id.ts";
import type { Chain } from "../options.ts";
import { fingerprintOf, formatCheckpoint, formatCursor, parseCheckpoint, parseCursor, planFromStart, type ChainPlan, type SeenBlock } from "./place.ts";
import type { Block } from "../rpc/raw.ts";
import { registryAccount, type Registry } from "../mapping/registry.ts";
import { scanPage, type Scanned } from "./scan.ts";
import { onChain, type Session } from "../rpc/session.ts";

/**
 * One page of a run: the entries that logs up to the anchor touched, each complete.
 *
 * A run fixes its anchor, the newest final block of each chain, with its first page, reads the chains one after the other, and ends there.
 *
 * @throws {SourceError} `BAD_RESPONSE`: the cursor or checkpoint is foreign, the endpoint serves another chain, there is no contract at an
 * address, or a block that was indexed is no longer there (the chain was reset or reorganised): nothing is indexed anew in silence.
 */
export async function listPage(chains: readonly Chain[], request: ListRequest, context: SourceContext): Promise<ListPage> {
  const plans = request.cursor === undefined ? await startRun(chains, request.since, context) : await resumeRun(chains, request.cursor, context);
  const index = plans.findIndex(({ next, anchor }) => next.block <= anchor.number);
  const plan = plans[index === -1 ? plans.length - 1 : index];
  const chain = chains.find(({ chainId }) => chainId === plan?.chainId);
  if (plan === undefined || chain === undefined) throw new SourceError("BAD_RESPONSE", "The cursor names no chain that is configured; start the run anew without it.");
  const { page, advanced } = await onChain(chain, context, async (session) => pageOf(session, plan, request.limit));
  const after = plans.with(plans.indexOf(plan), advanced);
  return after.some(({ next, anchor }) => next.block <= anchor.number)
    ? { ...page, cursor: formatCursor(after) }
    : { ...page, checkpoint: formatCheckpoint(after) };
}

async function startRun(chains: readonly Chain[], since: string | undefined, context: SourceContext): Promise<readonly ChainPlan[]> {
  const seen = since === undefined ? undefined : parseCheckpoint(since);
  return await Promise.all(
    chains.map(async (chain) =>
      onChain(chain, context, async (session) => {
        await requireContracts(session);
        const { finalized } = session;
        const before = seen?.get(chain.chainId);
        const plan = planFromStart(chain, finalized);
        if (before === undefined || before.fingerprint !== plan.fingerprint) return plan;
        await requireBlock(session, before.block);
        // An endpoint that lags behind the one that was read before has nothing new.
        const anchor = finalized.number < before.block.number ? before.block : finalized;
        return { ...plan, anchor, next: { block: Math.max(plan.next.block, before.block.number + 1), log: 0 } };
      }),
    ),
  );
}

/** A chain whose registries are no longer those of the cursor is read from their start. */
async function resumeRun(chains: readonly Chain[], cursor: string, context: SourceContext): Promise<readonly ChainPlan[]> {
  const plans = parseCursor(cursor);
  return await Promise.all(
    chains.map(async (chain) => {
      const plan = plans.find(({ chainId }) => chainId === chain.chainId);
      if (plan?.fingerprint === fingerprintOf(chain)) return plan;
      return await onChain(chain, context, async ({ finalized }) => planFromStart(chain, finalized));
    }),
  );
}

async function pageOf(session: Session, plan: ChainPlan, limit: number): Promise<{ readonly page: ListPage; readonly advanced: ChainPlan }> {
  const anchor = await requireBlock(session, plan.anchor);
  const scanned = await scanPage(session, plan, Math.max(1, limit));
  const records: ListingRecord[] = [];
  const gone: string[] = [];
  let notListed = 0;
  for (const [registry, touched] of scanned.touched) {
    const histories = await wholeHistories(session, registry, { touched, before: plan.next });
    for (const [key, listed] of await listingsOf(session, registry, { histories, block: anchor, documentsForMs: documentsMs.list })) {
      if (listed.kind === "record") records.push(listed.record);
      else if (listed.kind === "gone") gone.push(nativeId(registry, key));
      // An entry is counted once, on the page that has its beginning.
      else if (listed.kind === "notListed" && hasBeginning(histories.get(key) ?? [], touched.get(key) ?? [])) notListed += 1;
    }
  }
  const end = Math.min(Math.max(scanned.indexed, 0), anchor.number);
  const asOf = asUnixTime((end === anchor.number ? anchor : await session.block(end))?.timestamp);
  const positions = positionsOf(session, scanned);
  const [position] = positions;
  return {
    page: {
      records,
      ...(gone.length === 0 ? {} : { gone }),
      notListed,
      ...(asOf === undefined ? {} : { asOf }),
      ...(position === undefined ? {} : { chain: position }),
      ...(positions.length < 2 ? {} : { chains: positions }),
    },
    advanced: { ...plan, next: scanned.next, pace: scanned.pace },
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

/** @throws {SourceError} `BAD_RESPONSE` when the block is another one now. */
async function requireBlock(session: Session, seen: SeenBlock): Promise<Block> {
  const { chainId } = session.chain;
  if (session.head.number < seen.number) {
    throw new SourceError(
      "BAD_RESPONSE",
      `${session.host} has blocks of chain ${chainId} up to ${session.head.number}, but block ${seen.number} was indexed before: it lags behind, or the chain was reset. If it was reset, start a full run without the checkpoint.`,
    );
  }
  const block = await session.block(seen.number);
  if (block?.hash === seen.hash) return block;
  throw new SourceError(
    "BAD_RESPONSE",
    `Block ${seen.number} of chain ${chainId} was ${seen.hash} when it was indexed and is ${block?.hash ?? "missing"} at ${session.host}: the chain was reset or reorganised. Nothing was changed; to index it anew, start a full run without the checkpoint.`,
  );
}

async function requireContracts(session: Session): Promise<void> {
  const { registries } = session.chain;
  const codes = await Promise.all(registries.map(async (registry) => session.code(registry.address)));
  registries.forEach((registry, index) => {
    if (codes[index] !== "0x") return;
    throw new SourceError("BAD_RESPONSE", `There is no contract at ${registryAccount(registry)} (registry "${registry.id}") in block ${session.head.number}, says ${session.host}; correct address or chainId.`);
  });
}

function positionsOf({ chain, head, finalized }: Session, scanned: Scanned): readonly ChainPosition[] {
  return chain.registries.map(({ address }) => ({
    chainId: chain.chainId, address, head: head.number, finalized: finalized.number, indexed: Math.max(0, scanned.indexed),
  }));
}
