import { hash } from "node:crypto";
import type { Evaluation, ListingKey, ModelId, SourceId } from "@modeldex/schema";
import { contributing, mergeModel, type MergedOverlay } from "../merge-model.ts";
import { openRankKey, openRanks, popularityBucket, rankKey } from "../popularity.ts";
import { compareText } from "../text-order.ts";
import { wordsOf } from "../model-words.ts";
import { saveResults } from "./results.ts";
import type { ListingRow } from "./listing-rows.ts";
import { rowsBySequence } from "./listing-rows.ts";
import { givingOverlays } from "./read-overlays.ts";
import { numberOf, textOf } from "./rows.ts";
import { keepRows, type Work } from "./work.ts";

/** Makes the touched models again from their listings, and with them their place in the order of use and their words. */
export function saveModels(work: Work): void {
  if (work.models.size === 0) return;
  const fresh = freshModels(work);
  const earlier = [...work.models].filter((seq) => !fresh.has(seq));
  const stored = storedModels(work, earlier);
  const overlays = givingOverlays(work.database, [...work.models]);
  const made = [...fresh, ...membersOf(work, earlier)].map(([seq, members]) => makeModel(seq, { ...members, overlays: overlays.get(seq) ?? [] }, work.reworded.has(seq) ? undefined : stored.get(seq)));
  const kept = new Set(made.map(({ seq }) => seq));
  const words: WordsWrite[] = [];
  for (const model of stored.values()) {
    if (kept.has(model.seq)) continue;
    removeModel(work, model.seq);
    words.push({ old: model.rank });
  }
  const changed = made.filter((model) => isChanged(model, stored.get(model.seq)));
  for (const { seq, id } of made) work.modelIds.set(seq, id);
  for (const model of changed) {
    const before = stored.get(model.seq);
    if (before === undefined) insertModel(work, model);
    else updateModel(work, model, before);
    if (before === undefined || before.rank !== model.rank || before.wordsDigest !== model.wordsDigest) {
      words.push({ ...(before !== undefined && { old: before.rank }), made: model });
    }
  }
  saveWords(work, words);
  for (const { seq, evaluations } of made) if ((stored.has(seq) || evaluations.length > 0) && saveResults(work, seq, evaluations)) work.transaction.sequence();
}

interface ModelRow {
  readonly seq: number;
  readonly rank: number;
  readonly leading: number;
  readonly listingCount: number;
  readonly wordsDigest: string;
  readonly nameTokens: string;
  readonly json: string;
}

interface MadeModel extends ModelRow {
  readonly id: ModelId;
  /** Words beside the name, and the names for what is within a word; absent when the stored ones stay where they are. */
  readonly aux?: string;
  readonly parts?: string;
  readonly evaluations: readonly Evaluation[];
}

/** FTS5 wants row ids in ascending order, so words are collected and written at the end. */
interface WordsWrite {
  readonly old?: number;
  readonly made?: MadeModel;
}

function storedModels(work: Work, models: readonly number[]): ReadonlyMap<number, ModelRow> {
  const rows = work.database
    .sql("SELECT m.* FROM json_each(?) AS asked CROSS JOIN models AS m ON m.seq = asked.value")
    .all(JSON.stringify(models));
  return new Map(
    rows.map((row) => [
      numberOf(row, "seq"),
      {
        seq: numberOf(row, "seq"),
        rank: numberOf(row, "rk"),
        leading: numberOf(row, "leading"),
        listingCount: numberOf(row, "listing_count"),
        wordsDigest: textOf(row, "words_digest"),
        nameTokens: textOf(row, "name_tokens"),
        json: textOf(row, "doc"),
      },
    ]),
  );
}

interface Members {
  readonly leading: ListingRow;
  /** Those that may add values, the leading one first. */
  readonly giving: readonly ListingRow[];
  readonly listingCount: number;
  readonly sources: readonly SourceId[];
}

/** Models that this write brought with one listing each, which nothing joined to others: most of a first harvest. */
function freshModels(work: Work): ReadonlyMap<number, Members> {
  const fresh = new Map<number, Members>();
  for (const row of work.rows.values()) {
    if (!row.isNew || work.reworded.has(row.model)) continue;
    fresh.set(row.model, { leading: row, giving: [row], listingCount: 1, sources: row.state === "GONE" ? [] : [row.source] });
  }
  return fresh;
}

/** Listings by model; the records only of those that can add something, since an open registry may hold any number of entries. */
function membersOf(work: Work, asked: readonly number[]): ReadonlyMap<number, Members> {
  const rows = work.database
    .sql("SELECT l.seq, l.model, l.key, l.source, l.naming, l.state, l.link_kind FROM json_each(?) AS asked CROSS JOIN listings AS l ON l.model = asked.value")
    .all(JSON.stringify(asked));
  const narrow = rows.map((row) => ({
    seq: numberOf(row, "seq"),
    model: numberOf(row, "model"),
    key: textOf(row, "key") as ListingKey,
    source: textOf(row, "source") as SourceId,
    naming: textOf(row, "naming") as ListingRow["naming"],
    state: textOf(row, "state") as ListingRow["state"],
    isLeading: textOf(row, "link_kind") === "LEADING",
  }));
  const models = Map.groupBy(narrow, ({ model }) => model);
  const chosen = new Map([...models].map(([model, members]) => [model, giving(members)]));
  const missing = [...chosen.values()].flat().filter(({ seq }) => !work.rows.has(seq));
  keepRows(work, rowsBySequence(work.database, missing.map(({ seq }) => seq)));
  return new Map(
    [...models].map(([model, members]) => {
      const given = (chosen.get(model) ?? []).flatMap(({ seq }) => work.rows.get(seq) ?? []);
      const [leading] = given;
      if (leading === undefined) throw new RangeError(`Model ${model} has no leading listing`);
      const listed = members.filter(({ state }) => state !== "GONE").sort((left, right) => Number(right.isLeading) - Number(left.isLeading) || compareText(left.key, right.key));
      return [model, { leading, giving: given, listingCount: members.length, sources: [...new Set(listed.map(({ source }) => source))] }];
    }),
  );
}

/** Most listings whose values are merged. */
const maxGiving = 100;

function giving<Member extends Pick<ListingRow, "seq" | "naming" | "state" | "source" | "key"> & { readonly isLeading: boolean }>(members: readonly Member[]): readonly Member[] {
  const leading = members.filter(({ isLeading }) => isLeading);
  const others = contributing(members).filter(({ isLeading }) => !isLeading);
  return [...leading, ...[...others].sort((left, right) => compareText(left.source, right.source) || compareText(left.key, right.key))].slice(0, maxGiving);
}

/** @param same what is stored, when the words cannot differ */
function makeModel(seq: number, { leading, giving: listings, listingCount, sources, overlays }: Members & { readonly overlays: readonly MergedOverlay[] }, same: ModelRow | undefined): MadeModel {
  const document = mergeModel(listings, { listingCount, sources }, overlays);
  const isOpen = document.anybodyMayWrite === true;
  const rank = isOpen ? openRankKey(seq) : rankKey(popularityBucket(document.popularity), seq);
  const evaluations = isOpen ? [] : contributing(listings).flatMap(({ record }) => record.evaluations ?? []);
  const made = { seq, id: document.id, json: JSON.stringify(document), rank, leading: leading.seq, listingCount, evaluations: [...evaluations, ...overlays.flatMap(({ record }) => record.evaluations ?? [])] };
  if (same !== undefined && same.rank === rank) return { ...made, nameTokens: same.nameTokens, wordsDigest: same.wordsDigest };
  const words = wordsOf(document, listings);
  const [nameTokens, aux, parts] = [words.name.join(" "), words.aux.join(" "), words.parts.join(" ")];
  return { ...made, nameTokens, aux, parts, wordsDigest: hash("sha1", `${nameTokens}\n${aux}\n${parts}`, "base64") };
}

function isChanged(made: MadeModel, stored: ModelRow | undefined): boolean {
  if (stored === undefined) return true;
  return made.json !== stored.json || made.rank !== stored.rank || made.wordsDigest !== stored.wordsDigest || made.leading !== stored.leading;
}

function insertModel(work: Work, made: MadeModel): void {
  work.database
    .sql("INSERT INTO models (seq, id, rk, leading, listing_count, touched, words_digest, name_tokens, doc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
    .run(made.seq, made.id, made.rank, made.leading, made.listingCount, work.transaction.sequence(), made.wordsDigest, made.nameTokens, made.json);
}

function updateModel(work: Work, made: MadeModel, before: ModelRow): void {
  const { seq, id, rank, leading, listingCount, wordsDigest, nameTokens, json } = made;
  if (before.rank !== rank) work.database.sql("UPDATE models SET rk = ? WHERE seq = ?").run(rank, seq);
  work.database
    .sql("UPDATE models SET id = ?, leading = ?, listing_count = ?, touched = ?, words_digest = ?, name_tokens = ?, doc = ? WHERE seq = ?")
    .run(id, leading, listingCount, work.transaction.sequence(), wordsDigest, nameTokens, json, seq);
}

function removeModel(work: Work, seq: number): void {
  work.database.sql("DELETE FROM models WHERE seq = ?").run(seq);
  work.database.sql("INSERT INTO removed_models (touched, seq) VALUES (?, ?)").run(work.transaction.sequence(), seq);
}

function saveWords(work: Work, writes: readonly WordsWrite[]): void {
  const old = writes.flatMap((write) => write.old ?? []).sort((left, right) => left - right);
  for (const rank of old) work.database.sql(`DELETE FROM ${wordsTable(rank)} WHERE rowid = ?`).run(rank);
  for (const rank of old) work.database.sql("DELETE FROM parts WHERE rowid = ?").run(rank);
  const made = writes.flatMap((write) => write.made ?? []).sort((left, right) => left.rank - right.rank);
  for (const { rank, nameTokens, aux = "" } of made) work.database.sql(`INSERT INTO ${wordsTable(rank)} (rowid, name, aux) VALUES (?, ?, ?)`).run(rank, nameTokens, aux);
  for (const { rank, parts = "" } of made) work.database.sql("INSERT INTO parts (rowid, text) VALUES (?, ?)").run(rank, parts);
}

/** Words of models that are listed only where anybody may write stand by themselves: no spelling is corrected to them, and no count is of them. */
function wordsTable(rank: number): "words" | "open_words" {
  return rank > openRanks ? "open_words" : "words";
}
