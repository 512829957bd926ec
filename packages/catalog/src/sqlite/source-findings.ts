import { stateCheckPrefix, type Finding, type SourceClaim, type SourceId } from "@modeldex/schema";
import { canonicalJson } from "../canonical-json.ts";
import type { SourceFindingsWrite, StoredSourceFinding } from "../source-finding.ts";
import { appendChange } from "./change-log.ts";
import type { Database, Transaction } from "./database.ts";
import { jsonOf, numberOf, optionalText, type Row, textOf } from "./rows.ts";

/** Replaces the findings of the given checks of one source; see `Catalog.saveSourceFindings`. */
export function saveSourceFindings(transaction: Transaction, { source, observedAt, findings, checks }: SourceFindingsWrite): void {
  const { database } = transaction;
  const before = new Map(readSourceFindings(database, [source]).map((stored) => [placeKey(stored.check, stored.place), stored]));
  const replaced = new Set([...checks, ...findings.map(({ check }) => check)]);
  // Another process that looked later knows better.
  for (const { check, observedAt: at } of before.values()) if (Date.parse(at) > Date.parse(observedAt)) replaced.delete(check);
  const made = placed(findings).filter(({ check }) => replaced.has(check));
  const kept = new Set(made.map(({ check, place }) => placeKey(check, place)));
  for (const [key, { check, place }] of before) {
    if (!replaced.has(check) || kept.has(key)) continue;
    transaction.sequence();
    database.sql("DELETE FROM source_findings WHERE source = ? AND check_id = ? AND place = ?").run(source, check, place);
  }
  const turns: Turn[] = [];
  for (const { check, place, claim, finding } of made) {
    const earlier = before.get(placeKey(check, place));
    if (earlier === undefined || canonicalJson([earlier.claim, earlier.finding]) !== canonicalJson([claim, finding])) transaction.sequence();
    database
      .sql("INSERT OR REPLACE INTO source_findings (source, check_id, place, observed_at, claim, finding) VALUES (?, ?, ?, ?, ?, ?)")
      .run(source, check, place, observedAt, claim === undefined ? null : JSON.stringify(claim), JSON.stringify(finding));
    if (earlier !== undefined) turns.push({ about: claim?.issuer?.key ?? "", before: earlier.finding, after: finding });
  }
  logTurns(database, turns, { source, at: observedAt });
}

/** Findings of each source by check, in the order in which they were found. */
export function sourceFindingsOf(database: Database, sources: readonly SourceId[]): readonly (readonly StoredSourceFinding[])[] {
  const bySource = Map.groupBy(readSourceFindings(database, [...new Set(sources)]), ({ source }) => source);
  return sources.map((source) => (bySource.get(source) ?? []).map(({ place: _, ...stored }) => stored));
}

type PlacedFinding = StoredSourceFinding & { readonly place: number };

function readSourceFindings(database: Database, sources: readonly SourceId[]): readonly PlacedFinding[] {
  return database
    .sql("SELECT f.* FROM json_each(?) AS asked CROSS JOIN source_findings AS f ON f.source = asked.value ORDER BY f.source, f.check_id, f.place")
    .all(JSON.stringify(sources))
    .map(readSourceFinding);
}

function readSourceFinding(row: Row): PlacedFinding {
  return {
    source: textOf(row, "source") as SourceId,
    check: textOf(row, "check_id"),
    place: numberOf(row, "place"),
    observedAt: textOf(row, "observed_at"),
    ...(optionalText(row, "claim") !== undefined && { claim: jsonOf<SourceClaim>(row, "claim") }),
    finding: jsonOf<Finding>(row, "finding"),
  };
}

/** The findings of one check are counted in the order in which it gave them. */
function placed(findings: SourceFindingsWrite["findings"]): readonly (SourceFindingsWrite["findings"][number] & { readonly place: number })[] {
  const counts = new Map<string, number>();
  return findings.map((each) => {
    const place = counts.get(each.check) ?? 0;
    counts.set(each.check, place + 1);
    return { ...each, place };
  });
}

function placeKey(check: string, place: number): string {
  return JSON.stringify([check, place]);
}

interface Turn {
  /** Who is said to state the claim: what turns at one contract is told apart from what turns at another. */
  readonly about: string;
  readonly before: Finding;
  readonly after: Finding;
}

/**
 * Logs what turned: status, effect, or a state that parts of the check tell (`stateCheckPrefix`).
 *
 * One event may turn several findings, such as a new owner those about every power of an owner. It is told once, by the finding that tells the fewest states,
 * in the order in which they were given; the statements of the others stand in `after.alike`. A state that turns together with another one is told by
 * the finding that has it.
 */
function logTurns(database: Database, turns: readonly Turn[], { source, at }: { readonly source: SourceId; readonly at: string }): void {
  const turned = turns.filter(({ before, after }) => canonicalJson(shown(before)) !== canonicalJson(shown(after)));
  const ordered = turned.toSorted((left, right) => statesOf(left.after).length - statesOf(right.after).length);
  const told = new Set<string>();
  const rows: { readonly turn: Turn; readonly states: ReadonlySet<string>; readonly alike: string[] }[] = [];
  for (const turn of ordered) {
    const states = stateTurns(turn);
    if (states.length > 0 && states.every((state) => told.has(state))) {
      rows.find((row) => states.some((state) => row.states.has(state)))?.alike.push(turn.after.statement);
      continue;
    }
    rows.push({ turn, states: new Set(states.filter((state) => !told.has(state))), alike: [] });
    for (const state of states) told.add(state);
  }
  for (const { turn: { before, after }, alike } of rows) {
    appendChange(database, { kind: "FINDING", at, source, statement: after.statement, before: shown(before), after: { ...shown(after), ...(alike.length > 0 && { alike }) } });
  }
}

function shown(finding: Finding): object {
  const states = statesOf(finding).map(({ statement }) => statement);
  return { kind: finding.kind, status: finding.status, effect: finding.effect, ...(states.length > 0 && { states }) };
}

/** States that both findings tell, and tell differently. */
function stateTurns({ about, before, after }: Turn): readonly string[] {
  const earlier = new Map(statesOf(before).map(({ key, statement }) => [key, statement]));
  return statesOf(after).flatMap(({ key, statement }) => {
    const was = earlier.get(key);
    return was === undefined || was === statement ? [] : [JSON.stringify([about, was, statement])];
  });
}

function statesOf(finding: Finding): NonNullable<Finding["checks"]> {
  return (finding.checks ?? []).filter(({ key }) => key.startsWith(stateCheckPrefix));
}
