import type { ListingRecord, ListPage, Source } from "@modeldex/plugin-kit";
import { testContext, type TestContext } from "@modeldex/plugin-kit/testing";

/** A context whose `fetch` is the real one. */
export function chainContext(): TestContext {
  return testContext({ fetch: globalThis.fetch });
}

/** What a whole run gave. */
export interface Run {
  /** By native id, the last one given counts. */
  readonly rows: ReadonlyMap<string, ListingRecord>;
  readonly pages: readonly ListPage[];
  readonly checkpoint: string;
  readonly gone: readonly string[];
  readonly notListed: number;
}

/** Lists page by page to the end, as a harvest does. */
export async function runToEnd(
  source: Source,
  { limit = 100, since, context = chainContext() }: { readonly limit?: number; readonly since?: string; readonly context?: TestContext } = {},
): Promise<Run> {
  const rows = new Map<string, ListingRecord>();
  const pages: ListPage[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < 1_000; count += 1) {
    const page = await source.list?.({ limit, ...(cursor === undefined ? {} : { cursor }), ...(since === undefined ? {} : { since }) }, context);
    if (page === undefined) throw new Error("the source does not list");
    pages.push(page);
    for (const record of page.records ?? []) rows.set(record.nativeId, record);
    for (const id of page.gone ?? []) rows.delete(id);
    cursor = page.cursor;
    if (cursor === undefined) {
      if (page.checkpoint === undefined) throw new Error("the last page has no checkpoint");
      const notListed = pages.reduce((sum, each) => sum + (each.notListed ?? 0), 0);
      return { rows, pages, checkpoint: page.checkpoint, gone: pages.flatMap((each) => each.gone ?? []), notListed };
    }
  }
  throw new Error("the run does not end");
}
