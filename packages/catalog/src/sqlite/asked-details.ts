import type { DateTime, ListingKey } from "@modeldex/schema";
import type { LackingRequest } from "../reading.ts";
import type { StoredListing } from "../stored.ts";
import type { Database, Transaction } from "./database.ts";
import { sequencesByKey } from "./listing-rows.ts";
import { readListings } from "./read-listings.ts";
import { numberOf } from "./rows.ts";

/** Most listings that are given at once. */
const maxLacking = 1_000;

/** Listings of the most used models of a source that lack one of the fields, and were not asked for it at their revision; the most used first. */
export function lackingDetails(database: Database, { source, fields, among, limit }: LackingRequest): readonly StoredListing[] {
  const rows = database
    .sql(
      `SELECT listing FROM (
         SELECT l.seq AS listing, m.rk FROM models AS m CROSS JOIN listings AS l ON l.model = m.seq
         WHERE l.source = ? AND l.gone_at IS NULL ORDER BY m.rk LIMIT ?
       ) AS used JOIN records AS r USING (listing) LEFT JOIN asked_details AS a USING (listing)
       WHERE (a.listing IS NULL OR a.revision IS NOT (r.record ->> '$.revision'))
         AND EXISTS (SELECT 1 FROM json_each(?) AS field WHERE json_type(r.record, '$.' || field.value) IS NULL)
       ORDER BY used.rk LIMIT ?`,
    )
    .all(source, among, JSON.stringify(fields), Math.min(limit, maxLacking));
  return readListings(database, rows.map((row) => numberOf(row, "listing"))).filter((listing) => listing !== undefined);
}

/** Remembers that the source was asked about these listings at the revision that is stored. */
export function noteAsked({ database }: Transaction, keys: readonly ListingKey[], at: DateTime): void {
  const insert = database.sql("INSERT OR REPLACE INTO asked_details (listing, revision, at) SELECT listing, record ->> '$.revision', ? FROM records WHERE listing = ?");
  for (const seq of sequencesByKey(database, keys).values()) insert.run(at, seq);
}
