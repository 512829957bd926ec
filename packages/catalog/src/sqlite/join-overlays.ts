import type { ListingKey, ListingRecord } from "@modeldex/schema";
import type { Edge, FactReference, IdentityFacts } from "../identity/facts.ts";
import { nameGiver, overlayName, signatureOfRecord } from "../identity/listing-name.ts";
import { placeByName, placeOverlay } from "../identity/overlays.ts";
import { changesBetween } from "../record-changes.ts";
import type { Database } from "./database.ts";
import { factsOf } from "./identity-facts.ts";
import { type ListingRow, rowsBySequence } from "./listing-rows.ts";
import { hasOverlays, type OverlayRow, overlaysBySequence } from "./overlay-rows.ts";
import { numberOf, textOf } from "./rows.ts";
import { keepRows, type Work } from "./work.ts";

/**
 * Finds the listing that each overlay belongs to, of those that a write brought and of those that speak of a listing whose facts it may have changed.
 * Comes after the listings are sorted into models, and before these are made.
 */
export function joinOverlays(work: Work): void {
  if (!hasOverlays(work.database)) return;
  const overlays = overlaysBySequence(work.database, touchedOverlays(work));
  if (overlays.length === 0) return;
  const sequences = overlays.map(({ seq }) => seq);
  const [targets, namesakes] = [targetsOf(work.database, sequences), namesakesOf(work.database, sequences)];
  const wanted = new Set([...[...targets.values()].flat().map(({ listing }) => listing), ...[...namesakes.values()].flat(), ...overlays.flatMap(({ listing }) => listing ?? [])]);
  const rows = new Map(rowsInHand(work, [...wanted]).map((row) => [row.seq, row]));
  const facts = new Map(factsOf(work.database, [...rows.values()]).map((each) => [each.key, each]));
  const byKey = new Map([...rows.values()].map((row) => [row.key, row]));
  for (const overlay of overlays) {
    const named = (targets.get(overlay.seq) ?? []).flatMap(({ listing, reference }) => referenceTo(overlay, rows.get(listing), reference));
    const near = new Map(named.flatMap(({ target }) => facts.get(target) ?? []).map((each) => [each.key, each]));
    const alike = (namesakes.get(overlay.seq) ?? []).flatMap((seq) => rows.get(seq) ?? []);
    const own = overlayFacts(overlay, named);
    const edge = placeOverlay(own, near) ?? placeByName(own, { listings: alike.flatMap(({ key }) => facts.get(key) ?? []), modelOf: (key) => byKey.get(key)?.model });
    place(work, overlay, { edge, rows, byKey });
  }
}

/** Those that the write brought, those that speak of a listing it touched, and those whose listing was dropped. */
function touchedOverlays(work: Work): readonly number[] {
  const { database } = work;
  const asked = JSON.stringify([...new Set([...work.relink, ...work.moved])]);
  const found = [
    database.sql(
      `SELECT t.overlay AS seq FROM json_each(?) AS asked CROSS JOIN listings AS own ON own.seq = asked.value
       CROSS JOIN overlay_targets AS t ON t.source = own.source AND t.folded = own.folded`,
    ).all(asked),
    database.sql(
      `SELECT t.overlay AS seq FROM json_each(?) AS asked CROSS JOIN aliases AS own ON own.listing = asked.value AND own.moving = 0
       CROSS JOIN overlay_targets AS t ON t.source = own.source AND t.folded = own.folded`,
    ).all(asked),
    // A name that its listing has lost leads there no more.
    database.sql("SELECT o.seq FROM json_each(?) AS asked CROSS JOIN overlays AS o ON o.listing = asked.value").all(asked),
    database.sql(
      `SELECT o.seq FROM json_each(?) AS asked CROSS JOIN listings AS own ON own.seq = asked.value
       CROSS JOIN overlays AS o ON o.name_key = own.name_key`,
    ).all(asked),
    database.sql("SELECT seq FROM overlays WHERE listing IS NULL AND link_kind IS NOT NULL").all(),
  ].flat();
  return [...new Set([...work.overlays.keys(), ...found.map((row) => numberOf(row, "seq"))])];
}

interface Target {
  readonly reference: string;
  /** Number of a stored listing. */
  readonly listing: number;
}

/** The stored listings that references mean: by native id, else by an alias that leads there for good. */
function targetsOf(database: Database, overlays: readonly number[]): ReadonlyMap<number, readonly Target[]> {
  const found = database
    .sql(
      `SELECT t.overlay, t.reference, min(coalesce(direct.seq, a.listing)) AS listing
       FROM json_each(?) AS asked CROSS JOIN overlay_targets AS t ON t.overlay = asked.value
       LEFT JOIN listings AS direct ON direct.folded = t.folded AND direct.source = t.source
       LEFT JOIN aliases AS a ON direct.seq IS NULL AND a.folded = t.folded AND a.source = t.source AND a.moving = 0
       WHERE coalesce(direct.seq, a.listing) IS NOT NULL
       GROUP BY t.overlay, t.reference, t.source, t.folded`,
    )
    .all(JSON.stringify(overlays));
  const targets = new Map<number, Target[]>();
  for (const row of found) {
    const overlay = numberOf(row, "overlay");
    targets.set(overlay, [...(targets.get(overlay) ?? []), { reference: textOf(row, "reference"), listing: numberOf(row, "listing") }]);
  }
  return targets;
}

/** Listings of the same publisher, family and size as each overlay's name. */
function namesakesOf(database: Database, overlays: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const found = database
    .sql(
      `SELECT o.seq AS overlay, l.seq AS listing FROM json_each(?) AS asked CROSS JOIN overlays AS o ON o.seq = asked.value
       CROSS JOIN listings AS l ON l.name_key = o.name_key`,
    )
    .all(JSON.stringify(overlays));
  const namesakes = new Map<number, number[]>();
  for (const row of found) {
    const overlay = numberOf(row, "overlay");
    namesakes.set(overlay, [...(namesakes.get(overlay) ?? []), numberOf(row, "listing")]);
  }
  return namesakes;
}

function rowsInHand(work: Work, sequences: readonly number[]): readonly ListingRow[] {
  keepRows(work, rowsBySequence(work.database, sequences.filter((seq) => !work.rows.has(seq))));
  return sequences.flatMap((seq) => work.rows.get(seq) ?? []);
}

function referenceTo(overlay: OverlayRow, target: ListingRow | undefined, reference: string): readonly FactReference[] {
  const hint = overlay.record.links?.find((link) => link.reference === reference);
  return hint === undefined || target === undefined ? [] : [{ reference, target: target.key, relation: hint.relation, statement: hint.statement }];
}

/** An overlay as the rules of identity look at it. Without a name it says nothing that its target would have to say too. */
function overlayFacts({ key, source, naming, fetchedAt, record }: OverlayRow, references: readonly FactReference[]): IdentityFacts {
  const { nativeId, name = "", publisher, links = [] } = record;
  return {
    key, source, nativeId, name, naming, fetchedAt, references,
    publisher: `${publisher?.name ?? ""} ${publisher?.id ?? ""}`, owner: publisher?.id ?? publisher?.name ?? "",
    signature: signatureOfRecord(overlayName(record), nameGiver(naming, false)), joinsByName: naming === "curated", statesPublisher: publisher !== undefined, namesOthers: links.length > 0,
    isGone: false, bucket: 0, hasFiles: false, hasOffers: true, digests: [],
  };
}

interface Place {
  readonly edge: Edge | undefined;
  readonly rows: ReadonlyMap<number, ListingRow>;
  readonly byKey: ReadonlyMap<ListingKey, ListingRow>;
}

function place(work: Work, overlay: OverlayRow, { edge, rows, byKey }: Place): void {
  const now = edge === undefined ? undefined : byKey.get(edge.second);
  const before = overlay.listing === undefined ? undefined : rows.get(overlay.listing);
  if (now?.seq !== overlay.listing || edge?.kind !== overlay.link?.kind || edge?.statement !== overlay.link?.statement) {
    work.database
      .sql("UPDATE overlays SET listing = ?, link_kind = ?, link_statement = ? WHERE seq = ?")
      .run(now?.seq ?? null, edge?.kind ?? null, edge?.statement ?? null, overlay.seq);
  }
  if (now?.seq === before?.seq) return now === undefined ? undefined : tellChange(work, overlay, now);
  if (before !== undefined) tell(work, before, { kind: "SPLIT", overlay, statement: `${overlay.key} says nothing of ${before.key} any more.` });
  if (now !== undefined) tell(work, now, { kind: "MERGED", overlay, statement: `${overlay.key} speaks of ${now.key}: ${edge?.statement ?? ""}` });
}

/** What the row says now of the listing that it spoke of before. */
function tellChange(work: Work, overlay: OverlayRow, listing: ListingRow): void {
  const earlier = work.overlays.get(overlay.seq);
  if (earlier === undefined) return;
  const asListing = ({ record }: OverlayRow): ListingRecord => ({ name: "", ...record });
  const changes = changesBetween(asListing(earlier), asListing(overlay), { onDemand: [], renamed: false });
  work.models.add(listing.model);
  for (const { statement, ...change } of changes) tell(work, listing, { ...change, overlay, statement: `${overlay.key}: ${statement}` });
}

type Told = Pick<Work["changes"][number], "kind" | "statement" | "before" | "after"> & { readonly overlay: OverlayRow };

/** Whatever is told of a listing has made its model again. */
function tell(work: Work, listing: ListingRow, { overlay, ...change }: Told): void {
  work.models.add(listing.model);
  work.changes.push({ ...change, listing, source: overlay.source });
}
