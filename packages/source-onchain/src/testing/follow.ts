import type { ListingRecord, Source } from "@modeldex/plugin-kit";
import { runToEnd } from "./run.ts";

/**
 * Does one thing after the other, and reads on from the checkpoint before after each, as harvests do.
 *
 * @returns what a catalog has at the end.
 */
export async function follow(source: () => Source, steps: readonly (() => Promise<unknown>)[]): Promise<ReadonlyMap<string, ListingRecord>> {
  const rows = new Map<string, ListingRecord>();
  let since: string | undefined;
  for (const step of steps) {
    await step();
    const run = await runToEnd(source(), since === undefined ? {} : { since });
    // A whole run shows everything: what it does not show is gone.
    if (run.pages.some(({ whole }) => whole === true)) rows.clear();
    for (const [id, record] of run.rows) rows.set(id, record);
    for (const id of run.gone) rows.delete(id);
    since = run.checkpoint;
  }
  return rows;
}

/** Rows by id, without the blocks at which views were read: a row that did not change was read at an earlier one. */
export function withoutReadBlocks(rows: ReadonlyMap<string, ListingRecord>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([id, record]) => [
      id,
      {
        ...record,
        claims: record.claims?.map((claim) => {
          const isRead = claim.evidence.some((each) => each.kind === "chain" && "call" in each.raw);
          if (!isRead) return claim;
          const { validAt: _, ...rest } = claim;
          return {
            ...rest,
            evidence: claim.evidence.map((each) => (each.kind === "chain" && "call" in each.raw ? { signature: each.signature, raw: each.raw } : each)),
          };
        }),
      },
    ]),
  );
}
