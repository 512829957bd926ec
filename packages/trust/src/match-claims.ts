import type { ClaimKind, ClaimStatus, DateTime } from "@modeldex/schema";
import type { DecisionInput } from "./decide.ts";
import type { ClaimMatch, RuleTest } from "./policy.ts";
import type { RuleOutcome } from "@modeldex/schema";
import { isAssessed, type TrustClaim } from "./trust-claim.ts";

/** What became of one test. */
export interface Verdict {
  readonly outcome: RuleOutcome;
  readonly because: readonly TrustClaim[];
  /** What was found, in a sentence. */
  readonly says: string;
  /** What would make it pass, in a sentence. */
  readonly remedy: string;
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
  const remedy = `Needed: ${describe(match)}${wanted > 1 ? ` by ${String(wanted)} different issuers` : ""}.`;
  if (issuers >= wanted) return { outcome: "PASS", because: matched, says: `${plural(matched.length)} as required.`, remedy };
  // What was never checked, or is not known, might match if it were.
  const open = claimsOf(read.filter((reading) => isOpen(reading, read) && !matched.includes(reading.claim)));
  if (open.length > 0) return { outcome: "UNKNOWN", because: open, says: `${describe(match)} is required, and ${plural(open.length)} not known to be so.`, remedy };
  if (read.length > 0 && read.every(({ status }) => status === "NOT_APPLICABLE")) {
    return { outcome: "SKIPPED", because: claimsOf(read), says: `${describe(match)} is required, which does not apply here.`, remedy };
  }
  const unseen = unseenKinds(match, read);
  if (unseen.length > 0 || read.length === 0) {
    return { outcome: "UNKNOWN", because: matched, says: `${describe(match)} is required, and nobody has looked for ${unseen.join(", ") || "it"}.`, remedy };
  }
  return { outcome: "FAIL", because: claimsOf(read), says: `${describe(match)} is required, and what was found is something else.`, remedy };
}

function judgeForbid(match: ClaimMatch, read: readonly Reading[]): Verdict {
  const matched = claimsOf(read.filter((reading) => matches(match, reading)));
  const remedy = `What must not be found, and must be known not to be there: ${describe(match)}.`;
  if (issuerCount(matched) >= (match.atLeast ?? 1)) return { outcome: "FAIL", because: matched, says: `${plural(matched.length)} as forbidden.`, remedy };
  const open = claimsOf(read.filter((reading) => !matched.includes(reading.claim) && (reading.status === "FAILED" || isOpen(reading, read))));
  if (open.length > 0) return { outcome: "UNKNOWN", because: open, says: `${describe(match)} is forbidden, and ${plural(open.length)} not known not to be so.`, remedy };
  if (read.length > 0 && match.kinds !== undefined && read.every(({ status }) => status === "NOT_APPLICABLE")) {
    return { outcome: "SKIPPED", because: claimsOf(read), says: `${describe(match)} is forbidden, which does not apply here.`, remedy };
  }
  const unseen = unseenKinds(match, read);
  if (unseen.length > 0 || read.length === 0) {
    return { outcome: "UNKNOWN", because: [], says: `${describe(match)} is forbidden, and nobody has looked for ${unseen.join(", ") || "any claim"}.`, remedy };
  }
  return { outcome: "PASS", because: claimsOf(read), says: `Of ${plural(read.length)} looked at, none is as forbidden.`, remedy };
}

/**
 * Claims that the rule speaks of at all: those of its kinds. A rule that forbids without naming kinds speaks of what was checked; bare
 * statements of sources neither meet nor break it, unless they are just what it forbids.
 */
function inScope(claim: TrustClaim, match: ClaimMatch, mode: "require" | "forbid"): boolean {
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

function plural(count: number): string {
  return count === 1 ? "1 claim is" : `${String(count)} claims are`;
}

function describe({ kinds, statuses, effects, issuers, issuerTypes, methods, maxAgeSeconds }: ClaimMatch): string {
  const parts = [
    kinds === undefined ? "a claim" : kinds.join(" or "),
    ...(statuses === undefined ? [] : [`that is ${statuses.join(" or ")}`]),
    ...(effects === undefined ? [] : [`of effect ${effects.join(" or ")}`]),
    ...(issuers === undefined ? [] : [`by ${issuers.join(" or ")}`]),
    ...(issuerTypes === undefined ? [] : [`by a ${issuerTypes.join(" or ")}`]),
    ...(methods === undefined ? [] : [`by the method ${methods.join(" or ")}`]),
    ...(maxAgeSeconds === undefined ? [] : [`not older than ${String(maxAgeSeconds)} s`]),
  ];
  return parts.join(" ");
}
