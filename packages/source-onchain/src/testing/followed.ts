import type { ListingRecord, Source } from "@modeldex/plugin-kit";
import { runToEnd } from "./run.ts";

/** A source that is followed from checkpoint to checkpoint, as a gateway does, in pages of one key. */
export interface Followed {
  /** Reads what is new. */
  read(): Promise<void>;
  /** By native id, all that was given so far and is not gone. */
  readonly rows: ReadonlyMap<string, ListingRecord>;
}

export function followed(source: () => Source): Followed {
  const rows = new Map<string, ListingRecord>();
  let since: string | undefined;
  return {
    rows,
    read: async () => {
      const run = await runToEnd(source(), { limit: 1, ...(since === undefined ? {} : { since }) });
      for (const id of run.gone) if (!run.rows.has(id)) rows.delete(id);
      for (const [id, record] of run.rows) rows.set(id, record);
      since = run.checkpoint;
    },
  };
}
