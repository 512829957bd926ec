import { type DateTime, type ListingKey, listingKey, type Naming, type OverlayRecord, parseListingKey, type SourceId } from "@modeldex/schema";
import type { LinkTarget } from "../listing-write.ts";
import type { Database } from "./database.ts";
import { fold } from "./listing-rows.ts";
import { numberOf, optionalText, type Row, textOf } from "./rows.ts";

/** An overlay as one write works on it. */
export interface OverlayRow {
  readonly seq: number;
  readonly key: ListingKey;
  readonly source: SourceId;
  readonly naming: Naming;
  readonly fetchedAt: DateTime;
  readonly firstSeenAt: DateTime;
  readonly goneAt: DateTime | undefined;
  /** Number of the listing that it belongs to. */
  readonly listing: number | undefined;
  /** By which it is found by its name; also undefined where an earlier version stored it. */
  readonly nameKey: number | undefined;
  /** What joined it to that listing. */
  readonly link: { readonly kind: string; readonly statement: string } | undefined;
  /** Canonical JSON. */
  readonly json: string;
  readonly record: OverlayRecord;
}

/** Whether there are any: most catalogs have none, and then nothing else is asked about them. */
export function hasOverlays(database: Database): boolean {
  return database.sql("SELECT 1 FROM overlays LIMIT 1").get() !== undefined;
}

export function overlayByKey(database: Database, source: SourceId, nativeId: string): OverlayRow | undefined {
  const row = database.sql("SELECT * FROM overlays WHERE source = ? AND native_id = ?").get(source, nativeId);
  return row === undefined ? undefined : readOverlay(row);
}

export function overlaysBySequence(database: Database, sequences: readonly number[]): readonly OverlayRow[] {
  return database
    .sql("SELECT o.* FROM json_each(?) AS asked CROSS JOIN overlays AS o ON o.seq = asked.value ORDER BY o.seq")
    .all(JSON.stringify(sequences))
    .map(readOverlay);
}

/** Stores which listings an overlay refers to. @returns whether that changed. */
export function saveOverlayTargets(database: Database, overlay: number, targets: readonly LinkTarget[]): boolean {
  const wanted = new Map<string, readonly [string, string, string]>();
  for (const { reference, target } of targets) {
    const key = parseListingKey(target);
    if (key === undefined) continue;
    const values = [reference, key.source, fold(key.nativeId)] as const;
    wanted.set(JSON.stringify(values), values);
  }
  const stored = database.sql("SELECT reference, source, folded FROM overlay_targets WHERE overlay = ?").all(overlay);
  const before = new Set(stored.map((row) => JSON.stringify(Object.values(row))));
  if (before.symmetricDifference(new Set(wanted.keys())).size === 0) return false;
  database.sql("DELETE FROM overlay_targets WHERE overlay = ?").run(overlay);
  const insert = database.sql("INSERT INTO overlay_targets (overlay, reference, source, folded) VALUES (?, ?, ?, ?)");
  for (const values of wanted.values()) insert.run(overlay, ...values);
  return true;
}

/** A row of `overlays`. */
export function readOverlay(row: Row): OverlayRow {
  const source = textOf(row, "source") as SourceId;
  const kind = optionalText(row, "link_kind");
  const json = textOf(row, "record");
  return {
    seq: numberOf(row, "seq"),
    key: listingKey(source, textOf(row, "native_id")),
    source,
    naming: textOf(row, "naming") as Naming,
    fetchedAt: textOf(row, "fetched_at"),
    firstSeenAt: textOf(row, "first_seen_at"),
    goneAt: optionalText(row, "gone_at"),
    listing: row["listing"] === null ? undefined : numberOf(row, "listing"),
    nameKey: row["name_key"] === null ? undefined : numberOf(row, "name_key"),
    link: kind === undefined ? undefined : { kind, statement: textOf(row, "link_statement") },
    json,
    record: JSON.parse(json) as OverlayRecord,
  };
}
