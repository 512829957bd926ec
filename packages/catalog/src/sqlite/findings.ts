import { hash } from "node:crypto";
import type { Digest, Finding, ListingKey } from "@modeldex/schema";
import type { FindingsWrite, StoredFinding } from "../catalog.ts";
import { canonicalJson } from "../canonical-json.ts";
import { CatalogInputError } from "../errors.ts";
import { saveAssessment } from "./assessments.ts";
import { appendChange } from "./change-log.ts";
import type { Database, Transaction } from "./database.ts";
import { modelSequences, sequencesOfKeys } from "./read-listings.ts";
import { readModels } from "./read-models.ts";
import { turnsOfReplaced } from "./replaced-findings.ts";
import { jsonOf, numberOf, optionalText, type Row, textOf } from "./rows.ts";

/** Replaces the findings of the given checks of one listing. What is found again as it was only gets its new time. */
export function saveFindings(transaction: Transaction, { listing: key, revision, observedAt, findings, checks, assessment }: FindingsWrite): void {
  const { database } = transaction;
  const [listing] = sequencesOfKeys(database, [key]);
  if (listing === undefined) throw new CatalogInputError(`There is no listing ${key} whose findings could be stored.`);
  const before = new Map(readFindings(database, [listing]).map((finding) => [finding.id, finding]));
  const replaced = new Set([...checks, ...findings.map(({ check }) => check)]);
  const made = identify(key, findings);
  const kept = new Set(made.map(({ id }) => id));
  const gone = [...before.values()].filter(({ id, check }) => replaced.has(check) && !kept.has(id));
  for (const { id } of gone) {
    transaction.sequence();
    database.sql("DELETE FROM findings WHERE id = ?").run(id);
  }
  for (const [place, { id, check, finding, observedAt: at = observedAt }] of made.entries()) {
    const earlier = before.get(id);
    if (earlier === undefined || earlier.revision !== revision || canonicalJson(earlier.finding) !== canonicalJson(finding)) transaction.sequence();
    database
      .sql("INSERT OR REPLACE INTO findings (id, listing, check_id, place, revision, observed_at, finding) VALUES (?, ?, ?, ?, ?, ?, ?)")
      .run(id, listing, check, place, revision ?? null, at, JSON.stringify(finding));
    if (earlier !== undefined && differs(earlier.finding, finding)) logChange(database, { key, about: listing, observedAt, before: earlier.finding, after: finding });
  }
  const came = made.filter(({ id }) => !before.has(id));
  for (const turn of turnsOfReplaced({ before: [...before.values()], gone, came })) logChange(database, { key, about: listing, observedAt, ...turn });
  if (assessment !== undefined) saveAssessment(transaction, listing, assessment);
}

/** Findings of each listing by check, in the order in which they were found. */
export function findingsOf(database: Database, keys: readonly ListingKey[]): readonly (readonly StoredFinding[])[] {
  const listings = sequencesOfKeys(database, keys);
  const found = readFindings(database, [...new Set(listings.filter((listing) => listing !== undefined))]);
  const byListing = Map.groupBy(found, ({ listing }) => listing);
  return listings.map((listing) => {
    const rows = listing === undefined ? [] : (byListing.get(listing) ?? []);
    return rows.map(({ listing: _number, key, ...rest }) => ({ ...rest, listing: key }));
  });
}

/** Largest evidence that is kept, in bytes. */
export const maxEvidenceBytes = 1024 * 1024;

export function putEvidence({ database }: Transaction, bytes: Uint8Array, mediaType: string): Digest {
  if (bytes.length > maxEvidenceBytes) throw new CatalogInputError(`Evidence has at most ${maxEvidenceBytes} bytes, and this has ${bytes.length}: keep the part that was checked.`);
  const digest: Digest = `sha256:${hash("sha256", bytes, "hex")}`;
  database.sql("INSERT INTO evidence (digest, media_type, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING").run(digest, mediaType, bytes);
  return digest;
}

export function readEvidence(database: Database, digest: Digest): { readonly bytes: Uint8Array; readonly mediaType: string } | undefined {
  const row = database.sql("SELECT media_type, bytes FROM evidence WHERE digest = ?").get(digest);
  const bytes = row?.["bytes"];
  return row === undefined || !(bytes instanceof Uint8Array) ? undefined : { bytes, mediaType: textOf(row, "media_type") };
}

type FoundFinding = Omit<StoredFinding, "listing"> & { readonly listing: number; readonly key: ListingKey };

type IdentifiedFinding = FindingsWrite["findings"][number] & { readonly id: string };

/** Ids that are the same whenever the same thing is found; several findings of one check about one subject are counted. */
function identify(listing: ListingKey, findings: FindingsWrite["findings"]): readonly IdentifiedFinding[] {
  const counts = new Map<string, number>();
  return findings.map((made) => {
    const { check, finding } = made;
    const subject = JSON.stringify([listing, check, finding.kind, finding.artifact ?? null]);
    const count = counts.get(subject) ?? 0;
    counts.set(subject, count + 1);
    return { id: hash("sha256", count === 0 ? subject : `${subject} ${count}`, "hex"), ...made };
  });
}

function readFindings(database: Database, listings: readonly number[]): readonly FoundFinding[] {
  return database
    .sql(
      `SELECT f.*, l.key FROM json_each(?) AS asked CROSS JOIN findings AS f ON f.listing = asked.value CROSS JOIN listings AS l ON l.seq = f.listing
       ORDER BY f.check_id, f.place, f.id`,
    )
    .all(JSON.stringify(listings))
    .map(readFinding);
}

function readFinding(row: Row): FoundFinding {
  const revision = optionalText(row, "revision");
  return {
    id: textOf(row, "id"),
    listing: numberOf(row, "listing"),
    key: textOf(row, "key") as ListingKey,
    ...(revision !== undefined && { revision }),
    check: textOf(row, "check_id"),
    finding: jsonOf<Finding>(row, "finding"),
    observedAt: textOf(row, "observed_at"),
  };
}

function differs(before: Finding, after: Finding): boolean {
  return before.status !== after.status || before.effect !== after.effect;
}

interface FindingChange {
  readonly key: ListingKey;
  /** Number of the listing. */
  readonly about: number;
  readonly observedAt: string;
  readonly before: Finding;
  readonly after: Finding;
  /** Statements of others that say the same. */
  readonly alike?: readonly string[];
}

function logChange(database: Database, { key, about, observedAt, before, after, alike = [] }: FindingChange): void {
  const [model] = readModels(database, modelSequences(database, [key]).filter((seq) => seq !== undefined));
  const source = key.slice(0, key.indexOf(":")) as NonNullable<Parameters<typeof appendChange>[1]["source"]>;
  const shown = ({ kind, status, effect }: Finding): object => ({ kind, status, effect });
  appendChange(database, { kind: "FINDING", at: observedAt, source, listing: key, about, model: model?.model.id, statement: after.statement, before: shown(before), after: { ...shown(after), ...(alike.length > 0 && { alike }) } });
}
