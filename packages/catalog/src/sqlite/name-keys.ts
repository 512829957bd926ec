import { nameKey } from "../identity/listing-name.ts";
import type { Database } from "./database.ts";
import type { ListingRow } from "./listing-rows.ts";
import { hasOverlays, type OverlayRow, readOverlay } from "./overlay-rows.ts";
import { numberOf } from "./rows.ts";
import type { Work } from "./work.ts";

/**
 * Stores by which number a changed listing is found; what shared its former one is sorted again, since it may have stood
 * in the way of a name. Nothing for a new listing, which comes with its number.
 */
export function saveNameKey(work: Work, row: ListingRow): void {
  const key = nameKey(row.record, row.naming);
  if (key === row.nameKey) return;
  if (row.nameKey !== undefined) for (const seq of curatedNamed(work.database, row.nameKey)) work.relink.add(seq);
  if (row.nameKey !== undefined) for (const overlay of overlaysNamed(work.database, row.nameKey)) if (!work.overlays.has(overlay.seq)) work.overlays.set(overlay.seq, overlay);
  row.nameKey = key;
  work.database.sql("UPDATE listings SET name_key = ? WHERE seq = ?").run(key ?? null, row.seq);
}

function curatedNamed(database: Database, key: number): readonly number[] {
  return database.sql("SELECT seq FROM listings WHERE name_key = ? AND naming = 'curated'").all(key).map((row) => numberOf(row, "seq"));
}

function overlaysNamed(database: Database, key: number): readonly OverlayRow[] {
  return hasOverlays(database) ? database.sql("SELECT * FROM overlays WHERE name_key = ?").all(key).map(readOverlay) : [];
}
