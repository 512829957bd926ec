import { type DateTime, listingKey, type ListingKey, type ListingRecord } from "@modeldex/schema";
import type { WriteResult } from "../catalog.ts";
import type { ImportedListing } from "../exported.ts";
import type { ListingWrite } from "../listing-write.ts";
import { canonicalJson } from "../canonical-json.ts";
import { CatalogInputError } from "../errors.ts";
import { addOnDemand, changesBetween, keepOnDemand } from "../record-changes.ts";
import { hasOtherWords } from "../model-words.ts";
import { holdings, leadingLink } from "../identity/groups.ts";
import { nameKey } from "../identity/listing-name.ts";
import { dropAssessment, outdateAssessment } from "./assessments.ts";
import type { Transaction } from "./database.ts";
import { saveChanges } from "./change-log.ts";
import { formerRows, withoutNames } from "./former-names.ts";
import { weightsSinceDropped } from "./known-weights.ts";
import { addAlias, dropAliasesOf, dropParts, saveLinkTargets, saveParts } from "./listing-parts.ts";
import { saveLineage } from "./lineage.ts";
import { joinOverlays } from "./join-overlays.ts";
import { insertRow, type ListingRow, renameRow, rowsByKey, rowsByModel, rowsBySequence, updateRecord, updateRow, updateSeen, updateState } from "./listing-rows.ts";
import { Places } from "./places.ts";
import { type Room, roomFor, saveRegistrant } from "./registrants.ts";
import { relinkListings } from "./relink.ts";
import { saveModels } from "./save-models.ts";
import { beginWork, keepRows, type Work } from "./work.ts";

/** What a write of listings brings. */
export interface ListingsWrite {
  readonly writes: readonly (ListingWrite & Pick<ImportedListing, "goneAt">)[];
  readonly gone: readonly ListingKey[];
  /** The harvest run that saw them. */
  readonly run?: number;
  readonly at: DateTime;
  /** Done once the listings are stored, before they are linked. */
  readonly afterwards?: (work: Work) => void;
}

/** Stores listings and everything that follows from them: links, models, words, log. */
export function writeListings(transaction: Transaction, { writes, gone, run, at, afterwards }: ListingsWrite): WriteResult {
  const work = beginWork(transaction, at);
  const places = new Places(work, writes);
  for (const write of renamesFirst(writes, places)) applyWrite(work, places, { ...write, run });
  for (const row of keepRows(work, rowsByKey(work.database, gone))) markRowGone(work, row, at);
  afterwards?.(work);
  return finish(work);
}

/** Marks the listings of these rows gone. */
export function markRowsGone(transaction: Transaction, rows: readonly ListingRow[], at: DateTime): WriteResult {
  const work = beginWork(transaction, at);
  for (const row of keepRows(work, rows)) markRowGone(work, row, at);
  return finish(work);
}

/** Links again what changed, makes models again, and writes the log. */
export function finish(work: Work): WriteResult {
  relinkListings(work);
  joinOverlays(work);
  saveModels(work);
  saveChanges(work);
  return { ...work.counts };
}

/** Renames come first: else a path that is re-used on the same page would take the row of the model that left it. */
function renamesFirst(writes: readonly ListingWrite[], places: Places): readonly ListingWrite[] {
  const isRename = ({ source, record }: ListingWrite): boolean => {
    const row = places.sameInside(source, record.stableId);
    return row !== undefined && row.nativeId !== record.nativeId;
  };
  return [...writes.filter(isRename), ...writes.filter((write) => !isRename(write))];
}

type SeenWrite = ListingsWrite["writes"][number] & { readonly run: number | undefined };

function applyWrite(work: Work, places: Places, given: SeenWrite): void {
  const { source, record } = given;
  const key = listingKey(source, record.nativeId);
  if (Number.isNaN(Date.parse(given.fetchedAt))) throw new CatalogInputError(`fetchedAt of ${key} is no time: ${given.fetchedAt}`);
  const former = formerRows((at) => places.at(at), given);
  const write = former.others.length === 0 ? given : { ...given, record: withoutNames(record, former.others) };
  store(work, places, write, former.own);
  for (const other of former.others) nameWasGiven(work, other, key, given);
}

/** @param former where it stood under a former name, if nothing tells that it was another model. */
function store(work: Work, places: Places, write: SeenWrite, former: ListingRow | undefined): void {
  const { source, record } = write;
  const occupant = places.at(listingKey(source, record.nativeId));
  const same = places.sameInside(source, record.stableId);
  const row = same ?? occupant ?? former;
  if (row === undefined) return write.updateOnly === true ? undefined : add(work, places, write);
  if (isOlder(write, row)) return late(work, places, row, write);
  if (row.goneAt !== undefined && !comesBack(work, places, row, write)) return;
  if (row !== occupant) return rename(work, places, { row, occupant, write });
  if (former !== undefined && former !== row && !isOlder(write, former)) absorb(work, places, former, row);
  const reused = row.stableId !== undefined && record.stableId !== undefined && row.stableId !== record.stableId;
  if (reused) return replace(work, places, row, write);
  update(work, places, row, write);
}

/** Stores what is new, where its account has room for it. */
function add(work: Work, places: Places, write: SeenWrite): void {
  const room = roomFor(work, write);
  if (room === undefined) return notStored(work);
  makeRoom(work, places, room);
  const row = insert(work, places, write);
  if (row.naming === "open") saveRegistrant(work.database, row, room.beyond);
}

/** Whether there is room for a listing that was gone. */
function comesBack(work: Work, places: Places, row: ListingRow, write: SeenWrite): boolean {
  const room = roomFor(work, write, true);
  if (room === undefined) {
    notStored(work);
    return false;
  }
  makeRoom(work, places, room);
  if (room.beyond) saveRegistrant(work.database, { ...write, seq: row.seq }, true);
  return true;
}

function notStored(work: Work): void {
  work.counts.notStored = (work.counts.notStored ?? 0) + 1;
}

function makeRoom(work: Work, places: Places, { instead }: Room): void {
  for (const row of instead === undefined ? [] : keepRows(work, rowsBySequence(work.database, [instead]))) {
    const isListed = row.state !== "GONE";
    drop(work, places, row);
    if (!isListed) continue;
    work.counts.gone += 1;
    work.changes.push({ kind: "GONE", statement: `${row.key} is kept no longer: its account has more entries than are kept, and others of them were asked for since.`, listing: row });
  }
}

function isOlder(write: ListingWrite, row: ListingRow): boolean {
  const at = Date.parse(write.fetchedAt);
  return at < Date.parse(row.fetchedAt) || (row.goneAt !== undefined && at < Date.parse(row.goneAt));
}

/** A write that is older than what is stored still shows that its run saw the listing, and may know more of the same revision. */
function late(work: Work, places: Places, row: ListingRow, write: SeenWrite): void {
  if (row.goneAt === undefined && write.run !== undefined) row.run = write.run;
  const record = row.goneAt === undefined ? addOnDemand(row.record, write.record, write.onDemand) : row.record;
  work.counts.unchanged += 1;
  if (record === row.record) {
    if (row.goneAt === undefined && write.run !== undefined) updateSeen(work.database, row);
    return;
  }
  const before = row.record;
  setRecord(work, places, row, { record, json: canonicalJson(record), write: { ...write, naming: row.naming } });
  work.counts.completed = (work.counts.completed ?? 0) + 1;
  for (const change of changesBetween(before, record, { onDemand: write.onDemand, renamed: false })) work.changes.push({ ...change, listing: row });
}

function insert(work: Work, places: Places, write: SeenWrite): ListingRow {
  const { source, record, naming, fetchedAt, run } = write;
  const key = listingKey(source, record.nativeId);
  const row: ListingRow = {
    seq: work.nextListing(),
    key,
    source,
    nativeId: record.nativeId,
    stableId: record.stableId,
    model: work.nextModel(),
    naming, nameKey: nameKey(record, naming),
    state: stateOf(record),
    parts: 0,
    fetchedAt,
    firstSeenAt: fetchedAt,
    goneAt: undefined,
    run: run ?? 0,
    link: leadingLink({ key, naming, ...holdings(record) }),
    json: canonicalJson(record),
    record,
    isNew: true,
  };
  insertRow(work.database, row);
  work.rows.set(row.seq, row);
  const parts = row.parts;
  saveParts(work, row, undefined);
  saveLinkTargets(work.database, row, write.linkTargets);
  saveLineage(work.database, row, record, write.lineageTargets ?? []);
  if (row.parts !== parts) updateState(work.database, row);
  if (row.stableId !== undefined) dropAliasesOf(work.database, row);
  places.put(row);
  work.counts.added += 1;
  work.relink.add(row.seq);
  work.models.add(row.model);
  work.changes.push({ kind: "LISTED", statement: "", listing: row });
  return row;
}

function update(work: Work, places: Places, row: ListingRow, write: SeenWrite): void {
  const record = row.isNew ? write.record : keepOnDemand(row, write);
  const json = canonicalJson(record);
  const returned = row.state === "GONE";
  row.fetchedAt = write.fetchedAt;
  row.run = write.run ?? row.run;
  const relinked = saveLinkTargets(work.database, row, write.linkTargets);
  if (relinked) work.relink.add(row.seq);
  // What an earlier answer said on demand is kept, and with it how it was read.
  const isKept = write.record.lineage === undefined && record.lineage !== undefined;
  const rederived = !isKept && saveLineage(work.database, row, record, write.lineageTargets ?? []);
  if (rederived) work.transaction.sequence();
  if (json === row.json && !returned && row.naming === write.naming) {
    if (relinked || rederived) updateState(work.database, row);
    else updateSeen(work.database, row);
    work.counts.unchanged += 1;
    return;
  }
  const before = row.record;
  setRecord(work, places, row, { record, json, write });
  work.counts.changed += 1;
  if (returned) work.changes.push({ kind: "LISTED", statement: `${row.key} is listed again.`, listing: row });
  const renamed = [...work.renamed.values()].includes(row.key);
  for (const change of changesBetween(before, record, { onDemand: write.onDemand, renamed })) work.changes.push({ ...change, listing: row });
  const weights = weightsSinceDropped(work.database, row, before);
  if (weights !== undefined) work.changes.push({ ...weights, listing: row });
}

interface NewRecord {
  readonly record: ListingRecord;
  readonly json: string;
  readonly write: SeenWrite;
}

function setRecord(work: Work, places: Places, row: ListingRow, { record, json, write }: NewRecord): void {
  const before = row.record;
  const isPlain = row.state !== "GONE" && row.naming === write.naming;
  const isOpen = row.naming === "open" || write.naming === "open";
  const staysPut = row.goneAt === undefined && (record.stableId === undefined || record.stableId === row.stableId);
  row.record = record;
  row.json = json;
  row.stableId = record.stableId ?? row.stableId;
  row.naming = write.naming;
  row.state = stateOf(record);
  row.goneAt = undefined;
  saveParts(work, row, before);
  if (staysPut) updateState(work.database, row);
  else updateRow(work.database, row);
  updateRecord(work.database, row);
  if (isOpen) saveRegistrant(work.database, row);
  places.put(row);
  outdateAssessment(work, row, before);
  work.relink.add(row.seq);
  work.models.add(row.model);
  if (!isPlain || hasOtherWords(before, record)) work.reworded.add(row.model);
}

interface Rename {
  readonly row: ListingRow;
  /** Who stood under the new name until now. */
  readonly occupant: ListingRow | undefined;
  readonly write: SeenWrite;
}

/**
 * The same model under another name: the old name stays an alias, and so does the model's old id. Whose name it was before stands in its own row of the
 * log, since nothing else is kept of the model that had it.
 */
function rename(work: Work, places: Places, { row, occupant, write }: Rename): void {
  const replaced = occupant?.stableId;
  if (occupant !== undefined) remove(work, places, occupant);
  const [oldId, oldKey] = [row.nativeId, row.key];
  places.remove(row);
  renameRow(row, write.record.nativeId);
  work.renamed.set(oldKey, row.key);
  dropAliasesOf(work.database, row);
  addAlias(work.database, row, oldId);
  places.put(row);
  update(work, places, row, write);
  updateRow(work.database, row);
  work.relink.add(row.seq);
  work.models.add(row.model);
  const [statement, after] = replaced === undefined ? ["", {}] : [", a name that another model had until then", { replaced: { stableId: replaced } }];
  work.changes.push({ kind: "RENAMED", statement: `${oldKey} is now ${row.key}${statement}.`, listing: row, before: { key: oldKey }, after: { key: row.key, ...after } });
}

/** Another model under the same name: nothing of the earlier one is kept but its rows in the log. */
function replace(work: Work, places: Places, row: ListingRow, write: SeenWrite): void {
  const [before, wasGone] = [{ key: row.key, stableId: row.stableId }, row.state === "GONE"];
  places.remove(row);
  dropAssessment(work, row);
  dropParts(work.database, row);
  // Its parts are stored again, also those that are equal.
  row.record = { nativeId: row.record.nativeId, name: row.record.name };
  row.stableId = undefined;
  row.firstSeenAt = write.fetchedAt;
  row.fetchedAt = write.fetchedAt;
  row.run = write.run ?? row.run;
  saveLinkTargets(work.database, row, write.linkTargets);
  saveLineage(work.database, row, write.record, write.lineageTargets ?? []);
  setRecord(work, places, row, { record: write.record, json: canonicalJson(write.record), write });
  updateRow(work.database, row);
  work.counts.added += 1;
  if (!wasGone) {
    work.counts.gone += 1;
    work.changes.push({ kind: "GONE", statement: `The model that was ${row.key} is gone, and its name was given to another one.`, listing: row, before });
  }
  work.changes.push({ kind: "LISTED", statement: "", listing: row, after: { key: row.key, stableId: row.stableId } });
}

/** The same model was stored under a former name, from a time when its inner id was not known: what is stored of it is under the new one. */
function absorb(work: Work, places: Places, former: ListingRow, row: ListingRow): void {
  remove(work, places, former);
  work.changes.push({ kind: "RENAMED", statement: `${former.key} is now ${row.key}.`, listing: row, before: { key: former.key }, after: { key: row.key } });
}

/** The origin sends whoever asks for a stored model to another one: the stored one is gone, and its names stay with it. */
function nameWasGiven(work: Work, row: ListingRow, key: ListingKey, write: SeenWrite): void {
  if (!isOlder(write, row)) markRowGone(work, row, write.fetchedAt, `The model that was ${row.key} is gone, and its name leads to another one, ${key}.`);
}

/** Drops a listing whose name was taken by a model that is already known under another name. */
function remove(work: Work, places: Places, row: ListingRow): void {
  drop(work, places, row);
  if (row.stableId === undefined || row.state === "GONE") return;
  work.counts.gone += 1;
  const before = { key: row.key, stableId: row.stableId };
  work.changes.push({ kind: "GONE", statement: `The model that was ${row.key} is gone, and its name was given to another one.`, listing: row, before });
}

function drop(work: Work, places: Places, row: ListingRow): void {
  for (const mate of keepRows(work, rowsByModel(work.database, [row.model]))) if (mate.seq !== row.seq) work.relink.add(mate.seq);
  places.remove(row);
  work.rows.delete(row.seq);
  work.relink.delete(row.seq);
  work.models.add(row.model);
  work.reworded.add(row.model);
  work.full.clear();
  work.database.sql("DELETE FROM listings WHERE seq = ?").run(row.seq);
}

/** Marks a listing that the source no longer had at that time, unless something newer is known. */
export function markRowGone(work: Work, row: ListingRow, at: DateTime, statement = `${row.source} no longer has ${row.key}.`): void {
  if (row.state === "GONE" || Date.parse(at) < Date.parse(row.fetchedAt)) return;
  row.state = "GONE";
  row.goneAt = at;
  updateRow(work.database, row);
  work.relink.add(row.seq);
  work.models.add(row.model);
  work.reworded.add(row.model);
  work.full.clear();
  work.counts.gone += 1;
  work.changes.push({ kind: "GONE", statement, listing: row });
}

function stateOf(record: ListingRecord): ListingRow["state"] {
  return record.deprecated === true ? "DEPRECATED" : "LISTED";
}
