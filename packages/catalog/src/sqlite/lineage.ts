import type { LineageRelation, ListingRecord, ModelId, SourceId } from "@modeldex/schema";
import { parseListingKey } from "@modeldex/schema";
import type { LinkTarget } from "../listing-write.ts";
import type { DerivedPage, DerivedRequest, LineageStatement } from "../reading.ts";
import { CatalogInputError } from "../errors.ts";
import type { Database } from "./database.ts";
import { fold, type ListingRow, partBits } from "./listing-rows.ts";
import { numberOf, optionalText, type Row, textOf } from "./rows.ts";

/** Most derived models on one page. */
const maxDerived = 1_000;
/** In an open registry anybody can say anything of a model that is listed elsewhere, so there only the leading listing is heard. */
const isHeard = "(l.naming <> 'open' OR l.link_kind = 'LEADING')";
/** Other names of a listing that lead there for good, unless another listing has that name now. */
const leads = `a.moving = 0 AND NOT EXISTS (SELECT 1 FROM listings AS taken WHERE taken.folded = a.folded AND taken.source = a.source)`;

/** Stores what a record says that its model was made from. @returns whether that changed. */
export function saveLineage(database: Database, row: ListingRow, record: ListingRecord, targets: readonly LinkTarget[]): boolean {
  const hints = record.lineage ?? [];
  if (hints.length === 0 && (row.parts & partBits.lineage) === 0) return false;
  const meant = new Map(targets.map(({ reference, target }) => [reference, parseListingKey(target)]));
  const wanted = new Map<string, readonly (string | null)[]>();
  for (const { reference, relation } of hints) {
    const target = meant.get(reference);
    wanted.set(`${relation} ${reference}`, [reference, relation, target?.source ?? null, target === undefined ? null : fold(target.nativeId)]);
  }
  const stored = (row.parts & partBits.lineage) === 0 ? [] : database.sql("SELECT reference, relation, source, folded FROM lineage WHERE listing = ?").all(row.seq);
  const before = new Set(stored.map((each) => JSON.stringify(Object.values(each))));
  const after = new Set([...wanted.values()].map((each) => JSON.stringify(each)));
  if (before.symmetricDifference(after).size === 0) return false;
  database.sql("DELETE FROM lineage WHERE listing = ?").run(row.seq);
  const insert = database.sql("INSERT INTO lineage (listing, reference, relation, source, folded) VALUES (?, ?, ?, ?, ?)");
  for (const values of wanted.values()) insert.run(row.seq, ...values);
  row.parts = hints.length > 0 ? row.parts | partBits.lineage : row.parts & ~partBits.lineage;
  return true;
}

/** What each model was made from; see `Catalog.lineageOf`. */
export function lineageOfModels(database: Database, models: readonly (number | undefined)[]): readonly (readonly LineageStatement[])[] {
  const rows = database
    .sql(
      `SELECT l.model, l.source, n.reference, n.relation, target.seq AS target, target.id
       FROM json_each(?) AS asked CROSS JOIN listings AS l ON l.model = asked.value AND ${isHeard} AND (l.state <> 'GONE' OR l.link_kind = 'LEADING')
       CROSS JOIN lineage AS n ON n.listing = l.seq
       LEFT JOIN listings AS direct ON direct.folded = n.folded AND direct.source = n.source
       LEFT JOIN aliases AS a ON direct.seq IS NULL AND a.folded = n.folded AND a.source = n.source AND a.moving = 0
       LEFT JOIN listings AS other ON other.seq = a.listing
       LEFT JOIN models AS target ON target.seq = coalesce(direct.model, other.model)
       ORDER BY l.link_kind <> 'LEADING', l.source, l.native_id, n.reference, n.relation, target.id`,
    )
    .all(JSON.stringify(models.filter((model) => model !== undefined)));
  const byModel = Map.groupBy(rows, (row) => numberOf(row, "model"));
  return models.map((model) => (model === undefined ? [] : statements(model, byModel.get(model) ?? [])));
}

/** Models that were made from one; see `Catalog.derivedFrom`. */
export function derivedFromModel(database: Database, model: number | undefined, { relation, after = 0, limit }: DerivedRequest): DerivedPage {
  if (!Number.isSafeInteger(limit) || limit < 0 || limit > maxDerived) throw new CatalogInputError(`A page has 0 to ${maxDerived} derived models.`);
  if (!Number.isSafeInteger(after)) throw new CatalogInputError("A position among derived models is a whole number, as derivedFrom gave it.");
  if (model === undefined) return { total: 0, models: [], hasMore: false };
  const wanted = relation ?? null;
  const total = database.sql(`SELECT count(DISTINCT model) AS count FROM (${children}) WHERE ?2 IS NULL OR relation = ?2`).get(model, wanted) ?? {};
  const places = database
    .sql(
      `SELECT m.seq, m.id, m.rk FROM (SELECT DISTINCT model FROM (${children}) WHERE ?2 IS NULL OR relation = ?2) AS child
       CROSS JOIN models AS m ON m.seq = child.model WHERE m.rk > ?3 ORDER BY m.rk LIMIT ?4`,
    )
    .all(model, wanted, after, limit + 1);
  const page = places.slice(0, limit);
  const stated = database
    .sql(`SELECT * FROM (${children}) WHERE model IN (SELECT value FROM json_each(?3)) AND (?2 IS NULL OR relation = ?2)`)
    .all(model, wanted, JSON.stringify(page.map((row) => numberOf(row, "seq"))));
  const byChild = Map.groupBy(stated, (row) => numberOf(row, "model"));
  const models = page.map((row) => ({ model: textOf(row, "id") as ModelId, position: numberOf(row, "rk"), ...strongest(byChild.get(numberOf(row, "seq")) ?? []) }));
  return { total: numberOf(total, "count"), models, hasMore: places.length > limit };
}

/** Numbers of all models that were made from one of these, at any distance; a model is not derived from itself. */
export function descendantsOf(database: Database, bases: readonly number[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const base of bases) {
    const reached = new Set([base]);
    for (let frontier: readonly number[] = [base]; frontier.length > 0; ) {
      frontier = database.sql(nextGeneration).all(JSON.stringify(frontier)).map((row) => numberOf(row, "model")).filter((model) => !reached.has(model));
      for (const model of frontier) reached.add(model);
    }
    reached.delete(base);
    for (const model of reached) found.add(model);
  }
  return found;
}

/** Listings that name the model ?1 as what they were made from. */
const children = `
  SELECT l.model, l.source, l.native_id, l.link_kind, n.relation
  FROM (SELECT source, folded FROM listings WHERE model = ?1
        UNION SELECT a.source, a.folded FROM listings AS own CROSS JOIN aliases AS a ON a.listing = own.seq AND ${leads} WHERE own.model = ?1) AS name
  CROSS JOIN lineage AS n ON n.source = name.source AND n.folded = name.folded
  CROSS JOIN listings AS l ON l.seq = n.listing
  WHERE l.model <> ?1 AND l.state <> 'GONE' AND ${isHeard}`;

const nextGeneration = `
  SELECT l.model FROM json_each(?1) AS asked CROSS JOIN listings AS own ON own.model = asked.value
  CROSS JOIN lineage AS n ON n.source = own.source AND n.folded = own.folded CROSS JOIN listings AS l ON l.seq = n.listing WHERE ${isHeard}
  UNION
  SELECT l.model FROM json_each(?1) AS asked CROSS JOIN listings AS own ON own.model = asked.value
  CROSS JOIN aliases AS a ON a.listing = own.seq AND ${leads}
  CROSS JOIN lineage AS n ON n.source = a.source AND n.folded = a.folded CROSS JOIN listings AS l ON l.seq = n.listing WHERE ${isHeard}`;

/** One statement for each relation and base, whoever states it and in whatever spelling. */
function statements(model: number, rows: readonly Row[]): readonly LineageStatement[] {
  const found = new Map<string, { readonly relation: LineageRelation; readonly reference: string; readonly model?: ModelId; readonly statedBy: SourceId[] }>();
  for (const row of rows) {
    const target = row["target"] === null ? undefined : numberOf(row, "target");
    if (target === model) continue;
    const [relation, reference, source] = [textOf(row, "relation") as LineageRelation, textOf(row, "reference"), textOf(row, "source") as SourceId];
    const key = `${relation} ${target ?? reference}`;
    const id = optionalText(row, "id");
    const known = found.get(key) ?? { relation, reference, ...(id !== undefined && { model: id as ModelId }), statedBy: [] };
    if (!known.statedBy.includes(source)) known.statedBy.push(source);
    found.set(key, known);
  }
  return [...found.values()];
}

/** Of several relations to the same base: a known one before UNKNOWN, then what the leading listing says. */
function strongest(rows: readonly Row[]): { readonly relation: LineageRelation; readonly statedBy: readonly SourceId[] } {
  const weight = (row: Row): number => 2 * Number(row["relation"] === "UNKNOWN") + Number(row["link_kind"] !== "LEADING");
  const [best] = rows.toSorted((left, right) => weight(left) - weight(right) || (textOf(left, "relation") < textOf(right, "relation") ? -1 : 1));
  const relation = best === undefined ? "UNKNOWN" : (textOf(best, "relation") as LineageRelation);
  const sources = rows.filter((row) => row["relation"] === relation).map((row) => textOf(row, "source") as SourceId);
  return { relation, statedBy: [...new Set(sources)].sort() };
}
