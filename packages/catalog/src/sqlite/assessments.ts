import type { ListingKey, ListingRecord, SystemTrustLevel, TrustLevel } from "@modeldex/schema";
import type { AssessedClaim, Assessment, LackingAssessmentRequest, StoredAssessment } from "../assessment.ts";
import { canonicalJson } from "../canonical-json.ts";
import { normalDigest } from "../digests.ts";
import { compareText } from "../text-order.ts";
import type { Database, Transaction } from "./database.ts";
import type { ListingRow } from "./listing-rows.ts";
import { sequencesOfKeys } from "./read-listings.ts";
import { jsonOf, numberOf, optionalText, type Row, textOf } from "./rows.ts";
import type { Work } from "./work.ts";

/**
 * Keeps what the findings of a listing come to, unless it has come to another revision meanwhile. Searches are told only when something differs that
 * they look at.
 */
export function saveAssessment(transaction: Transaction, listing: number, made: Assessment): void {
  const { revision, level, systemLevel, claims, verifiers, assessedAt, dueAt } = made;
  const record = transaction.database.sql("SELECT record ->> '$.revision' AS revision FROM records WHERE listing = ?").get(listing);
  if (record === undefined || optionalText(record, "revision") !== revision) return;
  const before = readAssessments(transaction.database, [listing]).get(listing);
  const words = wordsOf(claims);
  transaction.database
    .sql("INSERT OR REPLACE INTO assessments (listing, revision, level, system_level, claims, verifiers, assessed_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    .run(listing, revision ?? null, level, systemLevel, JSON.stringify(words), verifiers, assessedAt, dueAt ?? null);
  const isSame = before?.level === level && before.systemLevel === systemLevel && wordsOf(before.claims).join() === words.join();
  if (!isSame) tellModel(transaction, listing);
}

/** What each listing was last found to be. */
export function assessmentsOf(database: Database, keys: readonly ListingKey[]): readonly (StoredAssessment | undefined)[] {
  const listings = sequencesOfKeys(database, keys);
  const found = readAssessments(database, listings.filter((seq) => seq !== undefined));
  return listings.map((seq) => (seq === undefined ? undefined : found.get(seq)));
}

/**
 * Takes back what no longer holds of a listing whose record changed: at another revision everything but warnings about bytes that it still has, or may
 * have while its files are not known. Whatever changed, it is due to be assessed again.
 */
export function outdateAssessment(work: Work, row: ListingRow, before: ListingRecord): void {
  const stored = readAssessments(work.database, [row.seq]).get(row.seq);
  if (stored === undefined || judged(before) === judged(row.record)) return;
  work.database.sql("UPDATE assessments SET due_at = ? WHERE listing = ?").run(work.at, row.seq);
  const holds = stored.level !== undefined && stored.revision === row.record.revision;
  const claims = holds ? stored.claims : stored.claims.filter(({ artifact }) => artifact !== undefined && mayHave(row.record, artifact));
  if (holds || (stored.level === undefined && claims.length === stored.claims.length)) return;
  work.database
    .sql("UPDATE assessments SET revision = ?, level = NULL, system_level = NULL, claims = ? WHERE listing = ?")
    .run(row.record.revision ?? null, JSON.stringify(wordsOf(claims)), row.seq);
  tellModel(work.transaction, row.seq);
}

/** Forgets what was found of a listing, because another model took its path. */
export function dropAssessment({ database, transaction }: Work, row: ListingRow): void {
  if (database.sql("DELETE FROM assessments WHERE listing = ?").run(row.seq).changes > 0) tellModel(transaction, row.seq);
}

/** Most listings that are given at once. */
const maxLacking = 1_000;

/** Leading listings of the most used models that were never assessed, then those that are due; the most used first. */
export function lackingAssessment(database: Database, { among, sources, verifiers, now, limit }: LackingAssessmentRequest): readonly ListingKey[] {
  const rows = database
    .sql(
      `SELECT used.key FROM (
         SELECT l.seq, l.key, l.source, m.rk FROM models AS m CROSS JOIN listings AS l ON l.seq = m.leading WHERE l.gone_at IS NULL ORDER BY m.rk LIMIT ?
       ) AS used LEFT JOIN assessments AS a ON a.listing = used.seq
       WHERE (a.listing IS NULL OR a.verifiers <> ? OR a.due_at <= ?) AND used.source IN (SELECT value FROM json_each(?))
       ORDER BY a.listing IS NOT NULL, used.rk LIMIT ?`,
    )
    .all(among, verifiers, now, JSON.stringify(sources), Math.min(limit, maxLacking));
  return rows.map((row) => textOf(row, "key") as ListingKey);
}

/** Everything that checks may look at: not counts of use, prices, and what only its source understands. */
function judged({ popularity: _popularity, offers: _offers, details: _details, ...record }: ListingRecord): string {
  return canonicalJson(record);
}

function mayHave({ artifacts }: ListingRecord, digest: string): boolean {
  return artifacts === undefined || artifacts.some((file) => file.digest !== undefined && normalDigest(file.digest) === normalDigest(digest));
}

/** The columns of searches are read anew for models that were touched, and whole answers are kept by the number of the last write. */
function tellModel(transaction: Transaction, listing: number): void {
  const { database } = transaction;
  const leads = database.sql("SELECT m.seq FROM listings AS l JOIN models AS m ON m.seq = l.model WHERE l.seq = ? AND m.leading = l.seq").get(listing);
  if (leads !== undefined) database.sql("UPDATE models SET touched = ? WHERE seq = ?").run(transaction.sequence(), numberOf(leads, "seq"));
}

/** Texts "<kind> <status> <effect>", of a warning about bytes with their digest, each once, in order. */
function wordsOf(claims: readonly AssessedClaim[]): readonly string[] {
  const words = claims.map(({ kind, status, effect, artifact }) => {
    const warns = status === "FAILED" || effect === "UNDERMINES";
    return [kind, status, effect, ...(warns && artifact !== undefined ? [artifact] : [])].join(" ");
  });
  return [...new Set(words)].sort(compareText);
}

function claimOf(word: string): AssessedClaim {
  const [kind, status, effect, artifact] = word.split(" ");
  return { kind, status, effect, ...(artifact !== undefined && { artifact }) } as AssessedClaim;
}

function readAssessments(database: Database, listings: readonly number[]): ReadonlyMap<number, StoredAssessment> {
  if (listings.length === 0) return new Map();
  const rows = database.sql("SELECT a.* FROM json_each(?) AS asked CROSS JOIN assessments AS a ON a.listing = asked.value").all(JSON.stringify(listings));
  return new Map(rows.map((row) => [numberOf(row, "listing"), readAssessment(row)]));
}

function readAssessment(row: Row): StoredAssessment {
  const [revision, level, systemLevel, dueAt] = ["revision", "level", "system_level", "due_at"].map((name) => optionalText(row, name));
  return {
    ...(revision !== undefined && { revision }),
    ...(level !== undefined && { level: level as TrustLevel }),
    ...(systemLevel !== undefined && { systemLevel: systemLevel as SystemTrustLevel }),
    claims: jsonOf<readonly string[]>(row, "claims").map(claimOf),
    verifiers: textOf(row, "verifiers"),
    assessedAt: textOf(row, "assessed_at"),
    ...(dueAt !== undefined && { dueAt }),
  };
}
