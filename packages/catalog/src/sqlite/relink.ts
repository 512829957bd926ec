import type { ListingKey, SourceId } from "@modeldex/schema";
import type { Edge } from "../identity/facts.ts";
import { type Group, groupListings } from "../identity/groups.ts";
import type { StoredLink } from "../stored.ts";
import { connectedListings, connectedOf } from "./components.ts";
import { type ListingRow, updateLink } from "./listing-rows.ts";
import { factsOf, rulesAbout } from "./identity-facts.ts";
import { numberOf, textOf } from "./rows.ts";
import type { Work } from "./work.ts";

/**
 * Sorts the listings that a write touches into models again, with all that are connected to them. A listing that shares nothing with another
 * keeps the model it came with, and costs nothing here.
 */
export function relinkListings(work: Work): void {
  const connected = new Set(connectedOf(work.database, [...work.relink]));
  // A listing whose leading one was dropped is alone now, and must come to lead.
  const touched = [...work.relink].filter((seq) => connected.has(seq) || work.rows.get(seq)?.link.kind !== "LEADING");
  if (touched.length === 0) return;
  const rows = connectedListings(work, touched);
  const facts = factsOf(work.database, rows);
  const { groups, candidates } = groupListings(facts, rulesAbout(work.database, rows), sourceOrder(work));
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const former = formerModels(work, rows);
  for (const { group, model } of assignModels(groups, byKey, { former, work })) applyGroup(work, group, { model, byKey, former });
  saveCandidates(work, rows, { candidates, byKey });
}

/** What a listing was part of before this write. */
interface Former {
  readonly models: ReadonlyMap<ListingKey, number>;
  /** Ids of models, each the key of the listing that led it, as that listing is called now. */
  readonly ids: ReadonlyMap<number, ListingKey>;
}

function formerModels(work: Work, rows: readonly ListingRow[]): Former {
  const models = new Map(rows.filter(({ isNew }) => !isNew).map(({ key, model }) => [key, model]));
  const stored = work.database
    .sql("SELECT m.seq, m.id FROM json_each(?) AS asked CROSS JOIN models AS m ON m.seq = asked.value")
    .all(JSON.stringify([...new Set(rows.map(({ model }) => model))]));
  const ids = stored.map((row) => [numberOf(row, "seq"), textOf(row, "id") as ListingKey] as const);
  return { models, ids: new Map(ids.map(([seq, id]) => [seq, work.renamed.get(id) ?? id])) };
}

interface Assigned {
  readonly group: Group;
  readonly model: number;
}

/** Gives each group the row of a model: the one that already has its id, else the one that its leading listing was in, else a new one. */
function assignModels(groups: readonly Group[], byKey: ReadonlyMap<ListingKey, ListingRow>, { former, work }: { readonly former: Former; readonly work: Work }): readonly Assigned[] {
  const byId = new Map([...former.ids].map(([seq, id]) => [id, seq]));
  const taken = new Set<number>();
  const chosen = new Map<Group, number>();
  const take = (group: Group, model: number | undefined): void => {
    if (model === undefined || taken.has(model) || chosen.has(group)) return;
    taken.add(model);
    chosen.set(group, model);
  };
  for (const group of groups) take(group, byId.get(group.leading));
  for (const group of groups) take(group, byKey.get(group.leading)?.model);
  for (const group of groups) for (const key of group.links.keys()) take(group, byKey.get(key)?.model);
  return groups.map((group) => ({ group, model: chosen.get(group) ?? work.nextModel() }));
}

interface GroupContext {
  readonly model: number;
  readonly byKey: ReadonlyMap<ListingKey, ListingRow>;
  readonly former: Former;
}

function applyGroup(work: Work, group: Group, { model, byKey, former }: GroupContext): void {
  let moved = false;
  for (const [key, link] of group.links) {
    const row = byKey.get(key);
    if (row === undefined) continue;
    if (row.model === model && sameLink(row.link, link)) continue;
    if (row.model !== model) work.moved.add(row.seq);
    if (row.model !== model || row.link.kind !== link.kind) remake(work, [row.model, model]);
    moved = tellMove(work, row, { group, model, former, link, byKey }) || moved;
    row.model = model;
    row.link = link;
    updateLink(work.database, row);
  }
  const leading = byKey.get(group.leading);
  const oldId = former.ids.get(model);
  if (!moved && leading !== undefined && !leading.isNew && oldId !== undefined && oldId !== group.leading && group.links.size > 1) {
    const statement = `The model ${oldId} has the id ${group.leading} now.`;
    work.changes.push({ kind: "UPDATED", statement, listing: leading, before: { id: oldId }, after: { id: group.leading } });
  }
}

function remake(work: Work, models: readonly number[]): void {
  for (const model of models) {
    work.models.add(model);
    work.reworded.add(model);
  }
}

interface Move extends GroupContext {
  readonly group: Group;
  readonly link: StoredLink;
}

/** Logs that a listing left the model it was in, or came to one. @returns whether it did. */
function tellMove(work: Work, row: ListingRow, { group, former, link, byKey }: Move): boolean {
  const oldModel = former.models.get(row.key);
  const oldId = oldModel === undefined ? undefined : former.ids.get(oldModel);
  const before = oldId === undefined ? {} : { before: { model: oldId } };
  const after = { model: group.leading, link: link.kind };
  const left = oldId !== undefined && oldId !== row.key && !group.links.has(oldId);
  const also = (key: ListingKey): { readonly other?: number } => {
    const other = byKey.get(key);
    return other === undefined || other.seq === row.seq ? {} : { other: other.seq };
  };
  if (left) work.changes.push({ kind: "SPLIT", statement: `${row.key} left ${oldId}.`, listing: row, ...also(oldId), ...before, after });
  const came = row.key !== group.leading && (oldModel === undefined || oldModel !== former.models.get(group.leading));
  if (came) work.changes.push({ kind: "MERGED", statement: `${row.key} belongs to ${group.leading}: ${link.statement}`, listing: row, ...also(group.leading), ...before, after });
  return left || came;
}

interface CandidateContext {
  readonly candidates: readonly Edge[];
  readonly byKey: ReadonlyMap<ListingKey, ListingRow>;
}

/** Replaces what is kept about pairs of these listings that are not joined. */
function saveCandidates(work: Work, rows: readonly ListingRow[], { candidates, byKey }: CandidateContext): void {
  const sequences = JSON.stringify(rows.map(({ seq }) => seq));
  work.database.sql("DELETE FROM candidates WHERE first IN (SELECT value FROM json_each(?))").run(sequences);
  work.database.sql("DELETE FROM candidates WHERE second IN (SELECT value FROM json_each(?))").run(sequences);
  const insert = work.database.sql("INSERT OR IGNORE INTO candidates (first, second, link) VALUES (?, ?, ?)");
  for (const { first, second, kind, relation, statement, evidence } of candidates) {
    const [one, other] = [byKey.get(first), byKey.get(second)];
    if (one === undefined || other === undefined) continue;
    insert.run(one.seq, other.seq, JSON.stringify({ kind, relation, statement, evidence } satisfies StoredLink));
    work.transaction.sequence();
  }
}

function sourceOrder(work: Work): readonly SourceId[] {
  const row = work.database.sql("SELECT source_order FROM catalog").get() ?? {};
  return JSON.parse(textOf(row, "source_order")) as readonly SourceId[];
}

function sameLink(left: StoredLink, right: StoredLink): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
