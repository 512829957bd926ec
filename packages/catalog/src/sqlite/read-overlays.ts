import type { ListingKey, SourceId } from "@modeldex/schema";
import type { MergedOverlay } from "../merge-model.ts";
import type { ExportedOverlay, StoredOverlay } from "../overlay.ts";
import type { LinkTarget } from "../listing-write.ts";
import type { Database } from "./database.ts";
import { hasOverlays, overlaysBySequence, readOverlay } from "./overlay-rows.ts";
import { numberOf, type Row, textOf } from "./rows.ts";

/** Most overlays that are given for one model. */
const maxPerModel = 200;

/** Overlays of each model: those whose source vouches for its names first, so that no number of others pushes one out; then by source and key. */
export function overlaysOfModels(database: Database, models: readonly (number | undefined)[]): readonly (readonly StoredOverlay[])[] {
  const asked = [...new Set(models.filter((model) => model !== undefined))];
  const rows = asked.length === 0 || !hasOverlays(database) ? [] : joined(database, asked, "true");
  const byModel = Map.groupBy(rows, (row) => numberOf(row, "model"));
  return models.map((model) => (model === undefined ? [] : (byModel.get(model) ?? []).map(storedOverlay)));
}

/** Those overlays of each model that may add values to it. */
export function givingOverlays(database: Database, models: readonly number[]): ReadonlyMap<number, readonly MergedOverlay[]> {
  if (!hasOverlays(database)) return new Map();
  const byModel = Map.groupBy(joined(database, models, "o.naming <> 'open'"), (row) => numberOf(row, "model"));
  return new Map([...byModel].map(([model, rows]) => [model, rows.map(readOverlay)]));
}

/** How many overlays a source has now, and how many of them fit no listing. */
export function countOverlays(database: Database, source: SourceId): { readonly overlays: number; readonly overlaysUnmatched: number } {
  const row = database.sql("SELECT count(*) AS overlays, count(*) - count(listing) AS unmatched FROM overlays WHERE source = ? AND gone_at IS NULL").get(source) ?? {};
  return { overlays: numberOf(row, "overlays"), overlaysUnmatched: numberOf(row, "unmatched") };
}

/** Overlays after a place, in the order in which they came. */
export function exportOverlays(database: Database, after: number, limit: number): readonly ExportedOverlay[] {
  const sequences = database.sql("SELECT seq FROM overlays WHERE seq > ? ORDER BY seq LIMIT ?").all(after, limit).map((row) => numberOf(row, "seq"));
  const targets = Map.groupBy(
    database
      .sql(
        `SELECT t.overlay, t.reference, t.source || ':' || t.folded AS target FROM json_each(?) AS asked CROSS JOIN overlay_targets AS t ON t.overlay = asked.value
         ORDER BY t.overlay, t.reference, target`,
      )
      .all(JSON.stringify(sequences)),
    (row) => numberOf(row, "overlay"),
  );
  const ofPrivate = new Set(
    database
      .sql(
        `SELECT o.seq FROM json_each(?) AS asked CROSS JOIN overlays AS o ON o.seq = asked.value CROSS JOIN records AS r ON r.listing = o.listing
         WHERE r.record ->> '$.access' = 'PRIVATE'`,
      )
      .all(JSON.stringify(sequences))
      .map((row) => numberOf(row, "seq")),
  );
  const target = (row: Row): LinkTarget => ({ reference: textOf(row, "reference"), target: textOf(row, "target") as ListingKey });
  return overlaysBySequence(database, sequences).map(({ seq, source, naming, record, fetchedAt, firstSeenAt, goneAt }) => ({
    position: seq, source, naming, record, fetchedAt, firstSeenAt, ofPrivate: ofPrivate.has(seq),
    ...(goneAt !== undefined && { goneAt }),
    linkTargets: (targets.get(seq) ?? []).map(target),
  }));
}

function joined(database: Database, models: readonly number[], which: "true" | "o.naming <> 'open'"): readonly Row[] {
  return database
    .sql(
      `SELECT * FROM (
         SELECT l.model, l.key AS listing_key, o.*, row_number() OVER (PARTITION BY l.model ORDER BY o.naming = 'open', o.source, o.native_id) AS place
         FROM json_each(?) AS asked CROSS JOIN listings AS l ON l.model = asked.value CROSS JOIN overlays AS o ON o.listing = l.seq AND ${which}
       ) WHERE place <= ${maxPerModel} ORDER BY model, place`,
    )
    .all(JSON.stringify(models));
}

function storedOverlay(row: Row): StoredOverlay {
  const { key, source, naming, record, link, firstSeenAt, fetchedAt } = readOverlay(row);
  return { key, source, naming, record, listing: textOf(row, "listing_key") as ListingKey, statement: link?.statement ?? "", firstSeenAt, fetchedAt };
}
