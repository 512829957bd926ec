import { type ListingRecord, parseListingKey } from "@modeldex/schema";
import { canonicalJson } from "../canonical-json.ts";
import type { ListingWrite } from "../listing-write.ts";
import { digestsOf } from "../digests.ts";
import { signaturesOf } from "../model-words.ts";
import { saveCallNames } from "./call-names.ts";
import type { Database } from "./database.ts";
import { fold, type ListingRow, partBits } from "./listing-rows.ts";
import { saveNameKey } from "./name-keys.ts";
import type { Work } from "./work.ts";

/**
 * Stores what a listing is found and joined by, from its record: signatures, its number by name, aliases, digests, ids of offers. `row.parts` says afterwards which there are.
 *
 * @param before the record that they were stored from; absent for a new listing
 */
export function saveParts(work: Work, row: ListingRow, before: ListingRecord | undefined): void {
  const { database } = work;
  const differs = (...fields: readonly (keyof ListingRecord)[]): boolean =>
    before === undefined || fields.some((field) => canonicalJson(before[field]) !== canonicalJson(row.record[field]));
  if (differs("name", "nativeId")) saveSignatures(database, row, before);
  saveNameKey(work, row);
  if (differs("aliases", "movingAliases")) saveAliases(database, row);
  if (differs("artifacts", "claims", "revision")) saveDigests(database, row);
  if (differs("offers")) saveOffers(database, row);
}

/** Forgets everything but the row itself, because another model took its path. */
export function dropParts(database: Database, row: ListingRow): void {
  const tables = ["aliases", "digests", "link_targets", "lineage", "findings", "known_weights", "call_names"];
  for (const table of tables) database.sql(`DELETE FROM ${table} WHERE listing = ?`).run(row.seq);
  row.parts = 0;
}

/** Keeps the way from a former native id. */
export function addAlias(database: Database, row: ListingRow, nativeId: string): void {
  row.parts |= partBits.aliases;
  insertAlias(database, row, nativeId, 0);
  database.sql("DELETE FROM aliases WHERE listing = ? AND native_id = ?").run(row.seq, row.nativeId);
}

/** The name of a listing is no alias of another one any more. */
export function dropAliasesOf(database: Database, row: ListingRow): void {
  database.sql("DELETE FROM aliases WHERE folded = ? AND source = ? AND listing <> ?").run(fold(row.nativeId), row.source, row.seq);
}

/** Stores which listings the record refers to. @returns whether that changed. */
export function saveLinkTargets(database: Database, row: ListingRow, targets: ListingWrite["linkTargets"]): boolean {
  if (targets.length === 0 && (row.parts & partBits.targets) === 0) return false;
  const wanted = new Map<string, readonly [string, string, string]>();
  for (const { reference, target } of targets) {
    const key = parseListingKey(target);
    if (key !== undefined) wanted.set(`${reference}\n${target}`, [reference, key.source, fold(key.nativeId)]);
  }
  const stored = (row.parts & partBits.targets) === 0 ? [] : database.sql("SELECT reference || char(10) || source || ':' || folded AS text FROM link_targets WHERE listing = ?").all(row.seq);
  const before = new Set(stored.map(({ text }) => String(text)));
  const after = new Set([...wanted.values()].map(([reference, source, folded]) => `${reference}\n${source}:${folded}`));
  if (before.symmetricDifference(after).size === 0) return false;
  database.sql("DELETE FROM link_targets WHERE listing = ?").run(row.seq);
  const insert = database.sql("INSERT OR IGNORE INTO link_targets (listing, reference, source, folded) VALUES (?, ?, ?, ?)");
  for (const [reference, source, folded] of wanted.values()) insert.run(row.seq, reference, source, folded);
  setBit(row, partBits.targets, wanted.size > 0);
  return true;
}

function saveSignatures(database: Database, row: ListingRow, before: ListingRecord | undefined): void {
  if (before !== undefined) database.sql("DELETE FROM signatures WHERE listing = ?").run(row.seq);
  const insert = database.sql("INSERT INTO signatures (signature, listing) VALUES (?, ?)");
  for (const signature of signaturesOf(row.record)) insert.run(signature, row.seq);
}

function saveAliases(database: Database, row: ListingRow): void {
  const { aliases = [], movingAliases = [] } = row.record;
  if ((row.parts & partBits.movingAliases) !== 0) database.sql("DELETE FROM aliases WHERE listing = ? AND moving = 1").run(row.seq);
  for (const alias of aliases) if (alias !== row.nativeId) insertAlias(database, row, alias, 0);
  for (const alias of movingAliases) if (alias !== row.nativeId) insertAlias(database, row, alias, 1);
  setBit(row, partBits.movingAliases, movingAliases.length > 0);
  if (aliases.length > 0) row.parts |= partBits.aliases;
}

function insertAlias(database: Database, row: ListingRow, nativeId: string, moving: 0 | 1): void {
  database
    .sql(
      `INSERT INTO aliases (folded, source, listing, native_id, moving) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (folded, source, listing) DO UPDATE SET moving = min(moving, excluded.moving)`,
    )
    .run(fold(nativeId), row.source, row.seq, nativeId, moving);
}

function saveDigests(database: Database, row: ListingRow): void {
  const digests = digestsOf(row.record);
  if ((row.parts & partBits.digests) !== 0) database.sql("DELETE FROM digests WHERE listing = ?").run(row.seq);
  const insert = database.sql("INSERT INTO digests (digest, listing, path, joins) VALUES (?, ?, ?, ?)");
  for (const { digest, path, joins } of digests) insert.run(digest, row.seq, path, joins);
  setBit(row, partBits.digests, digests.length > 0);
}

function saveOffers(database: Database, row: ListingRow): void {
  const { offers } = row.record;
  if (offers === undefined && (row.parts & partBits.callNames) === 0) return;
  setBit(row, partBits.callNames, saveCallNames(database, { table: "listing", seq: row.seq }, { offers }));
}

function setBit(row: ListingRow, bit: number, on: boolean): void {
  row.parts = on ? row.parts | bit : row.parts & ~bit;
}
