import { SourceError, type ListingRecord, type SourceContext } from "@modeldex/plugin-kit";
import type { HubClient } from "./hub-client.ts";
import { readModel } from "./normalise.ts";

/** Rows of a list as they are served. */
export interface Rows {
  /** Each model once, also where it is listed under two names: a repository that is renamed between two pages comes again. */
  readonly records: readonly ListingRecord[];
  /** Ids that are not served, because they are private: what is stored under them was public once. */
  readonly gone: readonly string[];
}

/**
 * Reads the rows of a list. What is private or cannot be read is dropped with its reason.
 *
 * @throws {SourceError} `BAD_RESPONSE`: there are rows, and none of them can be read.
 */
export function readRows(rows: readonly unknown[], hub: Pick<HubClient, "endpoint" | "servesPrivate">, context: SourceContext): Rows {
  const records = new Map<string, ListingRecord>();
  const seen = new Set<string>();
  const gone: string[] = [];
  let unreadable = 0;
  for (const row of rows) {
    const reading = readModel(row, hub);
    if (reading.status !== "listing") {
      if (reading.status === "unreadable") unreadable += 1;
      else gone.push(reading.nativeId);
      context.drop(reading.nativeId, reading.reason);
      continue;
    }
    const { nativeId, stableId = nativeId } = reading.record;
    if (!records.has(nativeId) && !seen.has(stableId)) records.set(nativeId, reading.record);
    seen.add(stableId);
  }
  if (unreadable > 0 && unreadable === rows.length) throw new SourceError("BAD_RESPONSE", `None of the ${rows.length} models that the Hub at ${hub.endpoint} lists can be read.`);
  return { records: [...records.values()], gone };
}
