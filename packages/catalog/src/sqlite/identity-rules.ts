import { type ListingKey, parseListingKey } from "@modeldex/schema";
import type { IdentityRules } from "../catalog.ts";
import { CatalogInputError } from "../errors.ts";
import type { Database, Transaction } from "./database.ts";
import { fold } from "./listing-rows.ts";
import { numberOf, textOf } from "./rows.ts";
import { finish } from "./write-listings.ts";
import { beginWork } from "./work.ts";

/** Replaces the operator's rules and sorts again what the old or the new ones touch; equal rules change nothing. */
export function setIdentityRules(transaction: Transaction, rules: IdentityRules, { at, unlessSet = false }: { readonly at: string; readonly unlessSet?: boolean }): void {
  const { database } = transaction;
  const wanted = [...rules.same.map((pair) => storedRule(pair, 1)), ...rules.different.map((pair) => storedRule(pair, 0))];
  const stored = readRules(database);
  const texts = (list: readonly StoredRule[]): ReadonlySet<string> => new Set(list.map((rule) => JSON.stringify(rule)));
  const moved = [...texts(stored).symmetricDifference(texts(wanted))].map((text) => JSON.parse(text) as StoredRule);
  const [order, hubs] = [JSON.stringify(rules.sourceOrder), JSON.stringify([...(rules.hubSources ?? [])].sort())];
  const before = database.sql("SELECT source_order, hub_sources FROM catalog").get() ?? {};
  if (unlessSet && textOf(before, "source_order") !== "[]") return;
  const reordered = textOf(before, "source_order") !== order;
  const isHubMoved = textOf(before, "hub_sources") !== hubs;
  if (moved.length === 0 && !reordered && !isHubMoved) return;
  database.sql("DELETE FROM identity_rules").run();
  const insert = database.sql("INSERT OR IGNORE INTO identity_rules (first_source, first, second_source, second, same) VALUES (?, ?, ?, ?, ?)");
  for (const rule of wanted) insert.run(...rule);
  database.sql("UPDATE catalog SET source_order = ?, hub_sources = ?").run(order, hubs);
  const work = beginWork(transaction, at);
  for (const seq of touchedBy(database, moved)) work.relink.add(seq);
  if (reordered) for (const seq of sharedListings(database)) work.relink.add(seq);
  if (isHubMoved) for (const seq of namedListings(database)) work.relink.add(seq);
  finish(work);
}

/** Source and folded native id of both sides, and whether they are the same model (1). */
type StoredRule = readonly [string, string, string, string, number];

function storedRule([left, right]: readonly [ListingKey, ListingKey], same: 0 | 1): StoredRule {
  const [first, second] = [parseListingKey(left), parseListingKey(right)];
  if (first === undefined || second === undefined) {
    const wrong = first === undefined ? left : right;
    throw new CatalogInputError(`An identity rule names ${JSON.stringify(wrong)}, which is no listing key; write <source id>:<native id>, such as hf:google/gemma-3-4b-it.`);
  }
  return [first.source, fold(first.nativeId), second.source, fold(second.nativeId), same];
}

function readRules(database: Database): readonly StoredRule[] {
  return database
    .sql("SELECT * FROM identity_rules")
    .all()
    .map((row) => [textOf(row, "first_source"), textOf(row, "first"), textOf(row, "second_source"), textOf(row, "second"), numberOf(row, "same")] as const);
}

function touchedBy(database: Database, rules: readonly StoredRule[]): readonly number[] {
  const sides = rules.flatMap(([firstSource, first, secondSource, second]) => [[firstSource, first] as const, [secondSource, second] as const]);
  const find = database.sql("SELECT seq FROM listings WHERE folded = ? AND source = ?");
  return sides.flatMap(([source, folded]) => find.all(folded, source).map((row) => numberOf(row, "seq")));
}

/** Listings whose names operators gave, which may join others now, or no longer. */
function namedListings(database: Database): readonly number[] {
  return database.sql("SELECT seq FROM listings WHERE naming = 'curated' AND name_key IS NOT NULL").all().map((row) => numberOf(row, "seq"));
}

/** Listings of models that have several, since another may lead now. */
function sharedListings(database: Database): readonly number[] {
  return database.sql("SELECT l.seq FROM models AS m JOIN listings AS l ON l.model = m.seq WHERE m.listing_count > 1").all().map((row) => numberOf(row, "seq"));
}
