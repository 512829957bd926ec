import type { ClaimKind, ClaimStatus, DateTime } from "@modeldex/schema";
import type { DecisionInput } from "./decide.ts";
import type { ClaimMatch, RuleTest } from "./policy.ts";
import type { RuleOutcome } from "@modeldex/schema";
import {
  claimPhrase, countClaims, kindList, noneOf, openReasons, predicate, shortPhrase, tooFew, type OpenCounts, type Remedy,
} from "./rule-words.ts";
import { isAssessed, type TrustClaim } from "./trust-claim.ts";

/** What became of one test. */
export interface Verdict {
  readonly outcome: RuleOutcome;
  readonly because: readonly TrustClaim[];
  /** What was found, in a sentence. */
  readonly says: string;
  /** What would make it pass. */
  readonly remedy: Remedy;
}

/** The matchers of a test; none for levels. */
export function matchersOf(test: RuleTest): readonly ClaimMatch[] {
  if ("require" in test) return [test.require];
  if ("forbid" in test) return [test.forbid];
  return "anyOf" in test ? test.anyOf : [];
}

/** The status that a matcher reads: a claim that is stale, or older than the matcher allows, is UNKNOWN to it. */
export function readsAs(claim: TrustClaim, match: ClaimMatch, reportedAt: DateTime): ClaimStatus {
  if (match.maxAgeSeconds === undefined) return claim.stale ? "UNKNOWN" : claim.status;
  const ageMs = Date.parse(reportedAt) - Date.parse(claim.observedAt);
  return ageMs <= match.maxAgeSeconds * 1000 ? claim.status : "UNKNOWN";
}

/**
 * Tells whether claims match (`require`) or none does (`forbid`). The README of this package has the table of cases. In short: an unknown never
 * passes, a kind that nobody has checked is unknown, and a claim that failed makes nothing pass unless the rule names FAILED.
 */
export function judgeMatch(mode: "require" | "forbid", match: ClaimMatch, input: DecisionInput): Verdict {
  const read = input.claims.filter((claim) => inScope(claim, match, mode)).map((claim) => ({ claim, status: readsAs(claim, match, input.reportedAt) }));
  return mode === "require" ? judgeRequire(match, read) : judgeForbid(match, read);
}

interface Reading {
  readonly claim: TrustClaim;
  readonly status: ClaimStatus;
}

function judgeRequire(match: ClaimMatch, read: readonly Reading[]): Verdict {
  const wanted = match.atLeast ?? 1;
  const matched = claimsOf(read.filter((reading) => matches(match, reading) && counts(match, reading)));
  const issuers = issuerCount(matched);
  const need: Remedy = { step: "NEED", what: [`${claimPhrase(match)}${wanted > 1 ? `, from ${String(wanted)} different issuers` : ""}`] };
  if (issuers >= wanted) return { outcome: "PASS", because: matched, says: `${countClaims(matched.length, match)} ${predicate(match, matched.length)}.`, remedy: need };
  // What was never checked, or is not known, might match if it were.
  const open = read.filter((reading) => isOpen(reading, read) && !matched.includes(reading.claim));
  const unseen = unseenKinds(match, read);
  if (open.length > 0) return openVerdict(match, open, unseen, `it is not known whether there is ${shortPhrase(match)}`);
  if (read.length > 0 && read.every(({ status }) => status === "NOT_APPLICABLE")) return skipped(match, read, need);
  if (unseen.length > 0 || read.length === 0) return unseenVerdict(matched, unseen, `it is not known whether there is ${shortPhrase(match)}`);
  const says = matched.length > 0 ? tooFew(match, matched.length, issuers) : noneOf(match, read.length);
  return { outcome: "FAIL", because: claimsOf(read), says, remedy: need };
}

function judgeForbid(match: ClaimMatch, read: readonly Reading[]): Verdict {
  const matched = claimsOf(read.filter((reading) => matches(match, reading)));
  const issuers = issuerCount(matched);
  const remove: Remedy = { step: "REMOVE", what: [claimPhrase(match)] };
  if (issuers >= (match.atLeast ?? 1)) {
    const found = withKindsOf(match, matched);
    return { outcome: "FAIL", because: matched, says: `${countClaims(matched.length, found)} ${predicate(match, matched.length)}.`, remedy: { step: "REMOVE", what: [claimPhrase(found)] } };
  }
  const open = read.filter((reading) => !matched.includes(reading.claim) && (reading.status === "FAILED" || isOpen(reading, read)));
  const unseen = unseenKinds(match, read);
  if (open.length > 0) return openVerdict(match, open, unseen, `${shortPhrase(match)} cannot be ruled out`);
  if (read.length > 0 && match.kinds !== undefined && read.every(({ status }) => status === "NOT_APPLICABLE")) return skipped(match, read, remove);
  if (unseen.length > 0 || read.length === 0) return unseenVerdict([], unseen, `${shortPhrase(match)} cannot be ruled out`);
  const says = matched.length > 0 ? tooFew(match, matched.length, issuers) : noneOf(match, read.length);
  return { outcome: "PASS", because: claimsOf(read), says, remedy: remove };
}

/** Some claims leave it open; so may kinds that nobody has looked at. */
function openVerdict(match: ClaimMatch, open: readonly Reading[], unseen: readonly ClaimKind[], so: string): Verdict {
  const number = (reason: keyof OpenCounts): number => open.filter((reading) => openReason(reading) === reason).length;
  const reasons = openReasons({ unchecked: number("unchecked"), stated: number("stated"), outOfDate: number("outOfDate"), failed: number("failed") }, withKindsOf(match, claimsOf(open)));
  const what = kindList([...open.map(({ claim }) => claim.kind), ...unseen]);
  return { outcome: "UNKNOWN", because: claimsOf(open), says: `${reasons}, so ${so}.`, remedy: { step: "CHECK", what } };
}

function unseenVerdict(because: readonly TrustClaim[], unseen: readonly ClaimKind[], so: string): Verdict {
  const what = kindList(unseen);
  return { outcome: "UNKNOWN", because, says: `Nobody has looked at ${what.join(" or ") || "this listing"}, so ${so}.`, remedy: { step: "CHECK", what } };
}

function skipped({ kinds }: ClaimMatch, read: readonly Reading[], remedy: Remedy): Verdict {
  const says = kinds === undefined ? "None of the claims applies here." : `Not applicable here: ${kindList(kinds).join(", ")}.`;
  return { outcome: "SKIPPED", because: claimsOf(read), says, remedy };
}

function openReason({ claim, status }: Reading): keyof OpenCounts {
  if (status === "FAILED") return "failed";
  if (claim.status === "UNKNOWN") return "unchecked";
  return status === "UNKNOWN" ? "outOfDate" : "stated";
}

/**
 * Claims that the rule speaks of at all: those of its kinds. A rule that forbids without naming kinds speaks of what was checked; bare
 * statements of sources neither meet nor break it, unless they are just what it forbids. What a row beside the listing says is spoken of only by a rule
 * that names who must have issued it, since such a row may be anybody's.
 */
function inScope(claim: TrustClaim, match: ClaimMatch, mode: "require" | "forbid"): boolean {
  if (claim.overlay !== undefined && match.issuers?.includes(claim.issuer.key) !== true) return false;
  if (match.kinds !== undefined) return match.kinds.includes(claim.kind);
  return mode === "require" || isAssessed(claim) || matches(match, { claim, status: claim.status });
}

function matches(match: ClaimMatch, { claim, status }: Reading): boolean {
  return (
    among(match.statuses, status) && among(match.effects, claim.effect) && among(match.issuers, claim.issuer.key) &&
    among(match.issuerTypes, claim.issuer.type) && among(match.methods, claim.method)
  );
}

/** A match that may count as met: known, and neither contradicted nor merely stated, unless the rule asks for just that. */
function counts(match: ClaimMatch, { claim, status }: Reading): boolean {
  if (status === "UNKNOWN" || status === "NOT_APPLICABLE") return false;
  if (status === "FAILED" || !isAssessed(claim)) return match.statuses?.includes(status) ?? false;
  return true;
}

/**
 * Not known: UNKNOWN, stale or too old; or stated by a source and looked at by nobody. What a source says of itself as a whole does not count so
 * where the same kind was checked for the listing.
 */
function isOpen({ claim, status }: Reading, read: readonly Reading[]): boolean {
  if (status === "UNKNOWN") return true;
  if (isAssessed(claim)) return false;
  return claim.subject.type !== "SOURCE" || !read.some((other) => other.claim.kind === claim.kind && isAssessed(other.claim));
}

/** A matcher that names, of its kinds, those of some claims: a sentence about them is not about the others. */
function withKindsOf(match: ClaimMatch, claims: readonly TrustClaim[]): ClaimMatch {
  return match.kinds === undefined ? match : { ...match, kinds: match.kinds.filter((kind) => claims.some((claim) => claim.kind === kind)) };
}

function unseenKinds(match: ClaimMatch, read: readonly Reading[]): readonly ClaimKind[] {
  return (match.kinds ?? []).filter((kind) => !read.some(({ claim }) => claim.kind === kind));
}

function among<Value>(allowed: readonly Value[] | undefined, value: Value): boolean {
  return allowed === undefined || allowed.includes(value);
}

function claimsOf(readings: readonly Reading[]): readonly TrustClaim[] {
  return readings.map(({ claim }) => claim);
}

function issuerCount(claims: readonly TrustClaim[]): number {
  return new Set(claims.map(({ issuer }) => `${issuer.type} ${issuer.key}`)).size;
}
