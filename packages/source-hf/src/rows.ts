import { SourceError, type ListingRecord, type SourceContext } from "@modeldex/plugin-kit";
import { readModel } from "./normalise.ts";

/**
 * Rows of a list as records, each model once. What is private or cannot be read is dropped with its reason.
 *
 * @throws {SourceError} `BAD_RESPONSE`: there are rows, and none of them can be read.
 */
export function recordsOf(rows: readonly unknown[], endpoint: string, context: SourceContext): readonly ListingRecord[] {
  const records = new Map<string, ListingRecord>();
  let unreadable = 0;
  for (const row of rows) {
    const reading = readModel(row, { endpoint });
    if (reading.status !== "listing") {
      if (reading.status === "unreadable") unreadable += 1;
      context.drop(reading.nativeId, reading.reason);
    } else if (!records.has(reading.record.nativeId)) {
      records.set(reading.record.nativeId, reading.record);
    }
  }
  if (unreadable > 0 && unreadable === rows.length) throw new SourceError("BAD_RESPONSE", `None of the ${rows.length} models that the Hub at ${endpoint} lists can be read.`);
  return [...records.values()];
}
