import type { Naming, Offer, SourceId } from "@modeldex/schema";
import type { CallName } from "../reading.ts";
import type { Database } from "./database.ts";
import { readListings } from "./read-listings.ts";
import { numberOf, optionalText, textOf } from "./rows.ts";

/** Most that is given for one text. */
const maxPerText = 100;

/** What each text names that is no id of a listing; see `Catalog.callNames`. */
export function callNamesOf(database: Database, texts: readonly string[]): readonly (readonly CallName[])[] {
  return texts.map((text) => {
    const rows = database
      .sql(
        `SELECT * FROM (
           SELECT DISTINCT c.name, c.provider, coalesce(o.source, l.source) AS source, coalesce(o.naming, l.naming) AS naming,
             coalesce(o.listing, l.seq) AS listing, o.record ->> '$.name' AS model_name
           FROM call_names AS c LEFT JOIN overlays AS o ON o.seq = c.overlay LEFT JOIN listings AS l ON l.seq = c.listing
           WHERE c.folded = lower(?1) AND (o.seq IS NULL OR o.gone_at IS NULL) AND (l.seq IS NULL OR l.state <> 'GONE')
         ) ORDER BY naming = 'open', provider IS NOT NULL, source, name, provider, listing LIMIT ?2`,
      )
      .all(text, maxPerText);
    const listings = readListings(database, rows.map((row) => (row["listing"] === null ? undefined : numberOf(row, "listing"))));
    return rows.map((row, place): CallName => {
      const [listing, provider, modelName] = [listings[place], optionalText(row, "provider"), optionalText(row, "model_name")];
      return {
        name: textOf(row, "name"), source: textOf(row, "source") as SourceId, naming: textOf(row, "naming") as Naming,
        ...(provider !== undefined && { provider }), ...(listing && { listing }), ...(modelName !== undefined && { modelName }),
      };
    });
  });
}

/** Whose names are stored: one of the tables that has them. */
export type CallNameOwner = { readonly table: "listing" | "overlay"; readonly seq: number };

/**
 * Stores the ids of offers, and the key of an overlay, in place of what was stored.
 *
 * @returns whether there are any
 */
export function saveCallNames(database: Database, { table, seq }: CallNameOwner, { offers = [], key }: { readonly offers?: readonly Offer[] | undefined; readonly key?: string }): boolean {
  database.sql(`DELETE FROM call_names WHERE ${table} = ?`).run(seq);
  const wanted = new Map<string, readonly [string, string | null]>();
  for (const { callAs, provider } of offers) if (callAs !== undefined) wanted.set(`${callAs}\n${provider}`, [callAs, provider]);
  if (key !== undefined) wanted.set(key, [key, null]);
  const insert = database.sql(`INSERT INTO call_names (folded, ${table}, name, provider) VALUES (lower(?1), ?2, ?1, ?3)`);
  for (const [name, provider] of wanted.values()) insert.run(name, seq, provider);
  return wanted.size > 0;
}
