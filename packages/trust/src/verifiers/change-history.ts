import { asRecord, asString, type ClaimOf, type Finding, type ListingRecord, type SubjectListing, type Verifier } from "@modeldex/plugin-kit";
import { isImmutable, isSaidToBeFinal, revisionForm } from "./immutable-revision.ts";
import { dayMs, dayOf, fieldChange, ownHistory, type OwnHistory } from "./own-history.ts";
import { named, weightFiles } from "./weight-files.ts";

const method = "change.history/1";
/** How long ago other weights came under the name, so that few have looked at them. */
const recentDays = 30;
/** How long a listing must have been seen for that nothing changed says anything. */
const seenForMs = dayMs;

/**
 * Which changes of the weights this gateway has seen under the name, since it first saw it. Other bytes at one immutable revision, or a history that went
 * back although the source says that it can be seen whole, are contradictions. A source's word about its history else stays asserted.
 */
export const changeHistory: Verifier<"CHANGE_HISTORY"> = {
  id: "change-history/1",
  kind: "CHANGE_HISTORY",
  depth: "STANDARD",
  needs: "records",
  reads: ["artifacts"],
  verify: async ({ subject: { listing, history }, claim }, tools) => {
    const own = history === undefined ? undefined : ownHistory(history);
    if (claim !== undefined) return [ofClaim(claim, own)];
    if (own === undefined) return [unknown("NO_EVIDENCE_PUBLISHED", "This gateway has no history of it.")];
    const contradicted = otherBytesAtOneRevision(listing.record, own);
    if (contradicted !== undefined) return [contradicted];
    return [ofHistory(listing, own, { now: tools.now(), lastSeenAt: history?.lastSeenAt })];
  },
};

function ofClaim(claim: ClaimOf<"CHANGE_HISTORY">, own: OwnHistory | undefined): Finding {
  const back = claim.facts.visible && own !== undefined ? wentBack(own) : undefined;
  if (back !== undefined) {
    const statement = `Its source says that its history can be seen, and went back on ${dayOf(back.at)} from ${back.from} to ${back.to}, which it had left: what came between was taken away.`;
    // A block that is not final may be reorganised, and its entry with it.
    return { kind: "CHANGE_HISTORY", statement, status: "FAILED", effect: revisionForm(back.to) === "block" ? "CAUTION" : "UNDERMINES", method, evidence: claim.evidence };
  }
  return { kind: "CHANGE_HISTORY", statement: claim.statement, status: "ASSERTED", effect: claim.facts.visible ? "NEUTRAL" : "CAUTION", method, evidence: claim.evidence };
}

interface Seen {
  readonly now: Date;
  readonly lastSeenAt: string | undefined;
}

function ofHistory({ record }: SubjectListing, own: OwnHistory, { now, lastSeenAt }: Seen): Finding {
  const back = wentBack(own);
  if (back !== undefined) return verified("CAUTION", `On ${dayOf(back.at)} its revision went back from ${back.from} to ${back.to}, which it had left: what came between was taken back, or the history rewritten.`);
  const replaced = own.changes.filter(({ kind }) => kind === "WEIGHTS");
  const last = replaced.at(-1);
  if (last !== undefined) {
    const days = [...new Set(replaced.map(({ at }) => dayOf(at)))];
    const said = `Other weights came under this name on ${named(days.toReversed())}: ${last.statement}`;
    const recentUntil = Date.parse(last.at) + recentDays * dayMs;
    if (!isImmutable(record) && !isSaidToBeFinal(record)) return verified("CAUTION", `${said} No immutable revision tells them apart.`);
    if (now.getTime() < recentUntil) return { ...verified("CAUTION", said), expiresAt: new Date(recentUntil).toISOString() };
    return verified("NEUTRAL", said);
  }
  const weights = weightFiles(record);
  if (weights === undefined) return unknown("NOT_REQUESTED", "No weight files are known here, so that no change of them could be seen.");
  if (weights.length === 0) return { kind: "CHANGE_HISTORY", statement: "It has no weight files that could change.", status: "NOT_APPLICABLE", effect: "NEUTRAL", method, evidence: [] };
  if (!weights.some(({ digest }) => digest !== undefined)) return unknown("NO_EVIDENCE_PUBLISHED", "The source states no sha256 for its weights, so that other bytes would not be seen.");
  const since = `this gateway first saw it on ${dayOf(own.firstSeenAt)}`;
  if (!own.isWhole) return verified("NEUTRAL", `Its weights have not changed as far back as the log is read; ${since}.`);
  const seenFor = Date.parse(lastSeenAt ?? own.firstSeenAt) - Date.parse(own.firstSeenAt);
  if (seenFor < seenForMs) return unknown("NO_EVIDENCE_PUBLISHED", `Its weights were seen only once as yet: ${since}.`);
  return verified("SUPPORTS", `No other weights were seen under this name since ${since}.`);
}

/** Other bytes at a path, while the revision stayed one that cannot change. */
function otherBytesAtOneRevision(record: ListingRecord, { changes, isWhole }: OwnHistory): Finding | undefined {
  for (const [place, change] of changes.entries()) {
    if (change.kind !== "WEIGHTS") continue;
    const paths = otherBytes(change.before, change.after);
    if (paths.length === 0) continue;
    // Files that are asked for later are held against the last ones known: a revision may have come in between, and is told by itself.
    const earlier = changes.slice(0, place);
    const from = earlier.findLastIndex(({ kind }) => kind === "WEIGHTS");
    if (from === -1 && !isWhole) continue;
    const between = [...earlier.slice(from + 1), ...changes.slice(place + 1).filter(({ at }) => at === change.at)];
    if (between.some((each) => fieldChange(each, "revision") !== undefined)) continue;
    const revision = revisionAfter(record, changes.slice(place + 1));
    if (revision === undefined || !isBytes(revision)) continue;
    const statement = `On ${dayOf(change.at)} its source stated other bytes for ${named(paths)} at the same revision ${revision}, which cannot change.`;
    return { kind: "CHANGE_HISTORY", statement, status: "FAILED", effect: "UNDERMINES", method, evidence: evidenceOf(change.before, change.after, { paths, revision }) };
  }
  return undefined;
}

/** A commit or a digest stands for bytes; a block for what an entry says of them. */
function isBytes(revision: string): boolean {
  const form = revisionForm(revision);
  return form === "commit" || form === "digest";
}

/** The revision that stood before the next change of it. */
function revisionAfter(record: ListingRecord, later: OwnHistory["changes"]): string | undefined {
  const next = later.map((change) => fieldChange(change, "revision")).find((change) => change !== undefined);
  return next === undefined ? record.revision : asString(next.before);
}

function otherBytes(before: unknown, after: unknown): readonly string[] {
  const [old, now] = [asRecord(before) ?? {}, asRecord(after) ?? {}];
  return Object.keys(old).filter((path) => typeof old[path] === "string" && typeof now[path] === "string" && old[path] !== now[path]);
}

interface Contradiction {
  readonly paths: readonly string[];
  readonly revision: string;
}

function evidenceOf(before: unknown, after: unknown, { paths, revision }: Contradiction): Finding["evidence"] {
  const at = (value: unknown, path: string): `${string}:${string}` => String(asRecord(value)?.[path]) as `${string}:${string}`;
  return paths.slice(0, 8).map((path) => ({ kind: "digest", left: at(before, path), leftFrom: `${path}@${revision}, as stated before`, right: at(after, path), rightFrom: `${path}@${revision}, as stated since` }));
}

interface Return {
  readonly at: string;
  readonly from: string;
  readonly to: string;
}

/** The last time that an immutable revision came back which had been left. */
function wentBack({ changes }: OwnHistory): Return | undefined {
  const left = new Set<string>();
  let last: Return | undefined;
  for (const change of changes) {
    const revision = fieldChange(change, "revision");
    const [from, to] = [asString(revision?.before), asString(revision?.after)];
    if (from === undefined) continue;
    if (to !== undefined && revisionForm(to) !== undefined && left.has(to)) last = { at: change.at, from, to };
    left.add(from);
  }
  return last;
}

function verified(effect: Finding["effect"], statement: string): Finding {
  return { kind: "CHANGE_HISTORY", statement, status: "VERIFIED", effect, method, evidence: [] };
}

function unknown(unknownReason: "NOT_REQUESTED" | "NO_EVIDENCE_PUBLISHED", statement: string): Finding {
  return { kind: "CHANGE_HISTORY", statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", method, evidence: [] };
}
