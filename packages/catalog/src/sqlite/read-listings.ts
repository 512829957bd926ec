import { type AnyDigest, linkKinds, listingRelations, type ListingKey, type ModelId, parseListingKey, type SourceId } from "@modeldex/schema";
import type { CandidateListing } from "../catalog.ts";
import { normalDigest } from "../digests.ts";
import type { StoredLink, StoredListing } from "../stored.ts";
import { compareText } from "../text-order.ts";
import type { Database } from "./database.ts";
import { fold, type ListingRow, rowsByModel, rowsBySequence, sequencesByKey, storedListing } from "./listing-rows.ts";
import { jsonOf, numberOf, textOf } from "./rows.ts";

/** Most listings that are given for one digest. */
const maxPerDigest = 100;

/** Numbers of the listings with these keys, or with former keys; in the order asked. */
export function sequencesOfKeys(database: Database, keys: readonly string[]): readonly (number | undefined)[] {
  const found: ReadonlyMap<string, number> = sequencesByKey(database, keys);
  return keys.map((key) => {
    const direct = found.get(key);
    if (direct !== undefined) return direct;
    const parsed = parseListingKey(key);
    return parsed === undefined ? undefined : findSequence(database, parsed.source, parsed.nativeId);
  });
}

/** A listing by native id: as written, then without case, then by an alias for good, last by a moving one. */
export function findSequence(database: Database, source: SourceId, nativeId: string): number | undefined {
  const folded = fold(nativeId);
  const row =
    database.sql("SELECT seq FROM listings WHERE folded = ? AND source = ? ORDER BY native_id <> ?, native_id LIMIT 1").get(folded, source, nativeId) ??
    database.sql("SELECT listing AS seq FROM aliases WHERE folded = ? AND source = ? ORDER BY moving, listing LIMIT 1").get(folded, source);
  return row === undefined ? undefined : numberOf(row, "seq");
}

/** Listings by number, in the order asked. */
export function readListings(database: Database, sequences: readonly (number | undefined)[]): readonly (StoredListing | undefined)[] {
  const rows = rowsBySequence(database, sequences.filter((seq) => seq !== undefined));
  const stored = new Map(withModels(database, rows).map(({ row, listing }) => [row.seq, listing]));
  return sequences.map((seq) => (seq === undefined ? undefined : stored.get(seq)));
}

/** Numbers of the models with these ids: ids, old ids, keys and aliases of listings; in the order asked. */
export function modelSequences(database: Database, ids: readonly string[]): readonly (number | undefined)[] {
  const listings = sequencesOfKeys(database, ids);
  const known = listings.filter((seq) => seq !== undefined);
  const rows = database.sql("SELECT l.seq, l.model FROM json_each(?) AS asked CROSS JOIN listings AS l ON l.seq = asked.value").all(JSON.stringify(known));
  const models = new Map(rows.map((row) => [numberOf(row, "seq"), numberOf(row, "model")]));
  return listings.map((seq) => (seq === undefined ? undefined : models.get(seq)));
}

/** Listings of each model: the leading one first, then by source and key. */
export function listingsOfModels(database: Database, models: readonly (number | undefined)[]): readonly (readonly StoredListing[])[] {
  const asked = [...new Set(models.filter((model) => model !== undefined))];
  const byModel = Map.groupBy(withModels(database, rowsByModel(database, asked)), ({ row }) => row.model);
  return models.map((model) => {
    const listings = model === undefined ? [] : (byModel.get(model) ?? []);
    return listings.map(({ listing }) => listing).sort(leadingFirst);
  });
}

/** Listings that something connects with the model's listings, and that are not joined. */
export function candidatesOfModels(database: Database, models: readonly (number | undefined)[]): readonly (readonly CandidateListing[])[] {
  return models.map((model) => (model === undefined ? [] : candidatesOf(database, model)));
}

/** Keys and former keys of the listings of each model, but its id. */
export function aliasesOfModels(database: Database, models: readonly (number | undefined)[]): readonly (readonly string[])[] {
  return models.map((model) => {
    if (model === undefined) return [];
    const rows = database
      .sql(
        `SELECT key AS alias FROM listings WHERE model = ?1
         UNION SELECT l.source || ':' || a.native_id FROM listings AS l JOIN aliases AS a ON a.listing = l.seq AND a.moving = 0 WHERE l.model = ?1
         EXCEPT SELECT id FROM models WHERE seq = ?1`,
      )
      .all(model);
    return rows.map((row) => textOf(row, "alias")).sort(compareText);
  });
}

/** Listings with a file of each digest, by key. */
export function listingsOfDigests(database: Database, digests: readonly AnyDigest[]): readonly (readonly StoredListing[])[] {
  return digests.map((digest) => {
    const rows = database
      .sql("SELECT DISTINCT d.listing, l.key FROM digests AS d JOIN listings AS l ON l.seq = d.listing WHERE d.digest = ? ORDER BY l.key LIMIT ?")
      .all(normalDigest(digest), maxPerDigest);
    return readListings(database, rows.map((row) => numberOf(row, "listing"))).filter((listing) => listing !== undefined);
  });
}

function candidatesOf(database: Database, model: number): readonly CandidateListing[] {
  const rows = database
    .sql(
      `SELECT c.link, other.seq AS other FROM listings AS own JOIN candidates AS c ON c.first = own.seq JOIN listings AS other ON other.seq = c.second
       WHERE own.model = ?1 AND other.model <> ?1
       UNION ALL
       SELECT c.link, other.seq FROM listings AS own JOIN candidates AS c ON c.second = own.seq JOIN listings AS other ON other.seq = c.first
       WHERE own.model = ?1 AND other.model <> ?1`,
    )
    .all(model);
  const links = new Map<number, StoredLink>();
  for (const [other, link] of rows.map((row) => [numberOf(row, "other"), jsonOf<StoredLink>(row, "link")] as const)) {
    const known = links.get(other);
    if (known === undefined || strongerFirst(link, known) < 0) links.set(other, link);
  }
  const found = readListings(database, [...links.keys()]);
  return [...links.values()]
    .flatMap((link, place) => {
      const listing = found[place];
      return listing === undefined ? [] : [{ listing, statement: link.statement, link }];
    })
    .sort((left, right) => compareText(left.listing.key, right.listing.key));
}

/** Of what speaks for one listing only the strongest is told, and of equals always the same, whichever was stored first. */
function strongerFirst(left: StoredLink, right: StoredLink): number {
  const { kind, statement, relation } = left;
  return linkKinds.indexOf(kind) - linkKinds.indexOf(right.kind) || compareText(statement, right.statement) || listingRelations.indexOf(relation) - listingRelations.indexOf(right.relation);
}

interface ListingWithRow {
  readonly row: ListingRow;
  readonly listing: StoredListing;
}

function withModels(database: Database, rows: readonly ListingRow[]): readonly ListingWithRow[] {
  const models = JSON.stringify([...new Set(rows.map(({ model }) => model))]);
  const ids = new Map(
    database
      .sql("SELECT m.seq, m.id FROM json_each(?) AS asked CROSS JOIN models AS m ON m.seq = asked.value")
      .all(models)
      .map((row) => [numberOf(row, "seq"), textOf(row, "id") as ModelId]),
  );
  return rows.flatMap((row) => {
    const model = ids.get(row.model);
    return model === undefined ? [] : [{ row, listing: storedListing(row, model) }];
  });
}

function leadingFirst(left: StoredListing, right: StoredListing): number {
  const leads = ({ key, model }: StoredListing): number => Number(key === (model as string as ListingKey));
  return leads(right) - leads(left) || compareText(left.source, right.source) || compareText(left.key, right.key);
}
