import { isTask, type ListingKey } from "@modeldex/schema";
import { digestsOf, digestUses } from "../digests.ts";
import type { FactReference, IdentityFacts, PairRules } from "../identity/facts.ts";
import { holdings } from "../identity/groups.ts";
import { lastSegment } from "../identity/names.ts";
import { isOperatorsId } from "../identity/signature.ts";
import { nameGiver, signatureOfRecord, statedPublishers } from "../identity/listing-name.ts";
import { popularityBucket } from "../popularity.ts";
import type { Database } from "./database.ts";
import type { ListingRow } from "./listing-rows.ts";
import { numberOf, textOf } from "./rows.ts";

/** What the rules of identity look at in these listings. */
export function factsOf(database: Database, rows: readonly ListingRow[]): readonly IdentityFacts[] {
  const targets = resolvedTargets(database, rows);
  const hubs = hubSources(database);
  return rows.map((row) => {
    const { record } = row;
    return {
      key: row.key,
      source: row.source,
      nativeId: row.nativeId,
      name: record.name,
      ...(row.naming === "curated" && isOperatorsId(row.nativeId) && { idName: lastSegment(row.nativeId) }),
      publisher: `${record.publisher?.name ?? ""} ${record.publisher?.id ?? ""} ${row.nativeId.includes("/") ? (row.nativeId.split("/")[0] ?? "") : ""}`,
      owner: ownerOf(record),
      naming: row.naming,
      isGone: row.state === "GONE",
      ...(record.createdAt !== undefined && { createdAt: record.createdAt }),
      bucket: popularityBucket(record.popularity),
      fetchedAt: row.fetchedAt,
      ...(record.url !== undefined && { url: record.url }),
      ...holdings(record),
      signature: signatureOfRecord(record, nameGiver(row.naming, hubs.has(row.source))),
      joinsByName: row.naming === "curated" || (row.naming === "namespaced" && hubs.has(row.source)),
      statesPublisher: statedPublishers(record).length > 0,
      namesOthers: (record.links?.length ?? 0) > 0,
      ...generating(record.task),
      digests: row.parts === 0 ? [] : joiningDigests(row),
      references: references(row, targets.get(row.seq) ?? []),
    };
  });
}

/** For the question whether two listings are of one owner. */
function ownerOf(record: ListingRow["record"]): string {
  return statedPublishers(record)[0] ?? "";
}

function hubSources(database: Database): ReadonlySet<string> {
  return new Set(JSON.parse(textOf(database.sql("SELECT hub_sources FROM catalog").get() ?? {}, "hub_sources")) as readonly string[]);
}

/** The operator's rules about pairs of these listings. */
export function rulesAbout(database: Database, rows: readonly ListingRow[]): PairRules {
  const sequences = JSON.stringify(rows.map(({ seq }) => seq));
  const pairs = database
    .sql(
      `SELECT own.key AS first, other.key AS second, rule.same FROM json_each(?) AS asked CROSS JOIN listings AS own ON own.seq = asked.value
       CROSS JOIN identity_rules AS rule ON rule.first_source = own.source AND rule.first = own.folded
       CROSS JOIN listings AS other ON other.folded = rule.second AND other.source = rule.second_source`,
    )
    .all(sequences)
    .map((row) => ({ pair: [textOf(row, "first") as ListingKey, textOf(row, "second") as ListingKey] as const, same: numberOf(row, "same") === 1 }));
  const of = (same: boolean): PairRules["same"] => pairs.filter((each) => each.same === same).map(({ pair }) => pair);
  return { same: of(true), different: of(false) };
}

/** Tasks in which a model makes text, so that there are base models and others. */
const textTasks: ReadonlySet<string> = new Set(["text-generation", "text2text-generation", "conversational", "image-text-to-text", "video-text-to-text", "audio-text-to-text", "any-to-any"]);

/** What is known of whether a model makes text. */
export function generating(task: string | undefined): Pick<IdentityFacts, "generatesText"> {
  return task === undefined || !isTask(task) ? {} : { generatesText: textTasks.has(task) };
}

function joiningDigests(row: ListingRow): IdentityFacts["digests"] {
  return digestsOf(row.record)
    .filter(({ joins }) => joins !== digestUses.NONE)
    .map(({ digest, path, joins }) => ({ digest, path, isWeights: joins === digestUses.WEIGHTS }));
}

interface Target {
  readonly reference: string;
  readonly key: ListingKey;
}

/** The stored listings that references mean: by native id, else by an alias that leads there for good. */
function resolvedTargets(database: Database, rows: readonly ListingRow[]): ReadonlyMap<number, readonly Target[]> {
  const found = database
    .sql(
      `SELECT t.listing, t.reference, min(coalesce(direct.key, other.key)) AS target
       FROM json_each(?) AS asked CROSS JOIN link_targets AS t ON t.listing = asked.value
       LEFT JOIN listings AS direct ON direct.folded = t.folded AND direct.source = t.source
       LEFT JOIN aliases AS a ON direct.seq IS NULL AND a.folded = t.folded AND a.source = t.source AND a.moving = 0
       LEFT JOIN listings AS other ON other.seq = a.listing
       WHERE coalesce(direct.key, other.key) IS NOT NULL
       GROUP BY t.listing, t.reference, t.source, t.folded`,
    )
    .all(JSON.stringify(rows.map(({ seq }) => seq)));
  const targets = new Map<number, Target[]>();
  for (const row of found) {
    const listing = numberOf(row, "listing");
    targets.set(listing, [...(targets.get(listing) ?? []), { reference: textOf(row, "reference"), key: textOf(row, "target") as ListingKey }]);
  }
  return targets;
}

function references(row: ListingRow, targets: readonly Target[]): readonly FactReference[] {
  return targets.flatMap(({ reference, key }) => {
    const hint = row.record.links?.find((link) => link.reference === reference);
    return hint === undefined ? [] : [{ reference, target: key, relation: hint.relation, statement: hint.statement }];
  });
}
