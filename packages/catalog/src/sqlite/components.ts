import type { Database } from "./database.ts";
import { type ListingRow, rowsBySequence } from "./listing-rows.ts";
import { numberOf } from "./rows.ts";
import { keepRows, type Work } from "./work.ts";

/** Each step finds the listings that are directly connected to those asked for, as `asked` and `other`. */
const steps = [
  // Listings of the same model: when one of them changes, all of them may part.
  `SELECT asked.value AS asked, other.seq AS other FROM json_each(?) AS asked CROSS JOIN listings AS own ON own.seq = asked.value
   CROSS JOIN listings AS other ON other.model = own.model`,
  `SELECT asked.value AS asked, other.listing AS other FROM json_each(?) AS asked CROSS JOIN digests AS own ON own.listing = asked.value AND own.joins > 0
   CROSS JOIN digests AS other ON other.digest = own.digest AND other.joins > 0 AND own.joins + other.joins > 2`,
  `SELECT asked.value AS asked, other.seq AS other FROM json_each(?) AS asked CROSS JOIN link_targets AS own ON own.listing = asked.value
   CROSS JOIN listings AS other ON other.folded = own.folded AND other.source = own.source`,
  `SELECT asked.value AS asked, other.listing AS other FROM json_each(?) AS asked CROSS JOIN link_targets AS own ON own.listing = asked.value
   CROSS JOIN aliases AS other ON other.folded = own.folded AND other.source = own.source AND other.moving = 0`,
  `SELECT asked.value AS asked, other.listing AS other FROM json_each(?) AS asked CROSS JOIN listings AS own ON own.seq = asked.value
   CROSS JOIN link_targets AS other ON other.source = own.source AND other.folded = own.folded`,
  `SELECT asked.value AS asked, other.listing AS other FROM json_each(?) AS asked CROSS JOIN aliases AS own ON own.listing = asked.value AND own.moving = 0
   CROSS JOIN link_targets AS other ON other.source = own.source AND other.folded = own.folded`,
  `SELECT asked.value AS asked, other.seq AS other FROM json_each(?) AS asked CROSS JOIN listings AS own ON own.seq = asked.value
   CROSS JOIN identity_rules AS rule ON rule.first_source = own.source AND rule.first = own.folded
   CROSS JOIN listings AS other ON other.folded = rule.second AND other.source = rule.second_source`,
  `SELECT asked.value AS asked, other.seq AS other FROM json_each(?) AS asked CROSS JOIN listings AS own ON own.seq = asked.value
   CROSS JOIN identity_rules AS rule ON rule.second_source = own.source AND rule.second = own.folded
   CROSS JOIN listings AS other ON other.folded = rule.first AND other.source = rule.first_source`,
  // Names are held against each other where an operator gave one of them.
  `SELECT asked.value AS asked, other.seq AS other FROM json_each(?) AS asked CROSS JOIN listings AS own ON own.seq = asked.value
   CROSS JOIN listings AS other ON other.name_key = own.name_key
   WHERE EXISTS (SELECT 1 FROM listings AS curated WHERE curated.name_key = own.name_key AND curated.naming = 'curated')
   AND (own.naming = 'curated' OR own.source IN hubs) AND (other.naming = 'curated' OR other.source IN hubs)`.replaceAll("hubs", "(SELECT value FROM catalog, json_each(catalog.hub_sources))"),
  `SELECT asked.value AS asked, other.first AS other FROM json_each(?) AS asked CROSS JOIN candidates AS other ON other.second = asked.value`,
  `SELECT asked.value AS asked, other.second AS other FROM json_each(?) AS asked CROSS JOIN candidates AS other ON other.first = asked.value`,
] as const;

/** Those of the listings that are connected to another one in any way, as stored now. */
export function connectedOf(database: Database, sequences: readonly number[]): readonly number[] {
  const connected = new Set<number>();
  for (const { asked, other } of neighbours(database, sequences)) if (asked !== other) connected.add(asked);
  return [...connected];
}

/** The listings and everything that is connected to them, at any distance. */
export function connectedListings(work: Work, sequences: readonly number[]): readonly ListingRow[] {
  const found = new Set(sequences);
  let frontier: readonly number[] = sequences;
  while (frontier.length > 0) {
    const next = new Set<number>();
    for (const { other } of neighbours(work.database, frontier)) if (!found.has(other)) next.add(other);
    for (const seq of next) found.add(seq);
    frontier = [...next];
  }
  const missing = [...found].filter((seq) => !work.rows.has(seq));
  keepRows(work, rowsBySequence(work.database, missing));
  return [...found].flatMap((seq) => work.rows.get(seq) ?? []);
}

function* neighbours(database: Database, sequences: readonly number[]): Iterable<{ readonly asked: number; readonly other: number }> {
  const asked = JSON.stringify(sequences);
  for (const step of steps) {
    for (const row of database.sql(step).all(asked)) yield { asked: numberOf(row, "asked"), other: numberOf(row, "other") };
  }
}
