import type { ClaimEffect, ClaimKind, ClaimStatus } from "@modeldex/schema";
import type { PolicyException } from "./exceptions.ts";
import type { ClaimMatch } from "./policy.ts";

/** What would make a rule pass: something is checked, something is there, or something is gone. */
export interface Remedy {
  readonly step: "CHECK" | "NEED" | "REMOVE";
  /** Phrases; none for CHECK when nothing at all was checked. */
  readonly what: readonly string[];
}

/** Claims that leave a question open, by the reason why. */
export interface OpenCounts {
  readonly unchecked: number;
  /** Stated by a source, and looked at by nobody. */
  readonly stated: number;
  readonly outOfDate: number;
  readonly failed: number;
}

/** What a claim of a kind is about, for a sentence. */
export const kindWords = {
  CONTENT_DIGEST: "content digests", CROSS_SOURCE_DIGEST_MATCH: "digest matches across sources", PUBLISHER_SIGNATURE: "publisher signatures",
  BUILD_PROVENANCE: "build provenance", SERIALIZATION_SAFETY: "serialization safety", CODE_EXECUTION_REQUIRED: "code execution",
  THIRD_PARTY_SCAN: "third party scans", SECURITY_ADVISORY: "security advisories", LINEAGE: "lineage", LICENSE_TERMS: "licence terms",
  DOCUMENTATION_COMPLETENESS: "documentation", EVALUATION_RESULT: "evaluation results", PUBLISHER_IDENTITY: "publisher identity",
  NAMESPACE_CONTINUITY: "namespace continuity", SOURCE_OPERATOR: "the operator of the source", CONTROL_AUTHORITY: "control of the entry",
  REFERENCE_IMMUTABILITY: "immutability of the revision", CHANGE_HISTORY: "the history of changes", AVAILABILITY: "availability",
  EXECUTION_ATTESTATION: "execution attestations", ONCHAIN_REGISTRATION: "onchain registrations", EXTENSION: "extensions",
} as const satisfies Record<ClaimKind, string>;

const statusWords = { VERIFIED: "verified", ASSERTED: "asserted", UNKNOWN: "unknown", FAILED: "failed", NOT_APPLICABLE: "inapplicable" } as const satisfies Record<ClaimStatus, string>;

/** Singular, plural and "does not". */
const effectWords = {
  SUPPORTS: ["supports trust", "support trust", "does not support trust"],
  NEUTRAL: ["is neutral", "are neutral", "is not neutral"],
  CAUTION: ["calls for caution", "call for caution", "does not call for caution"],
  UNDERMINES: ["undermines trust", "undermine trust", "does not undermine trust"],
} as const satisfies Record<ClaimEffect, readonly [string, string, string]>;

/** A number of claims: `1 claim`, `4 claims about third party scans`. */
export function countClaims(count: number, { kinds }: Pick<ClaimMatch, "kinds"> = {}): string {
  return `${String(count)} ${count === 1 ? "claim" : "claims"}${about(kinds)}`;
}

/** The kind of claim that a matcher describes: `a verified claim about content digests that supports trust`. */
export function claimPhrase({ statuses, effects, kinds, ...more }: ClaimMatch): string {
  const adjective = statuses === undefined ? "" : `${either(statuses.map((status) => statusWords[status]))} `;
  const effect = effects === undefined ? "" : ` that ${either(effects.map((one) => effectWords[one][0]))}`;
  return `${/^[aeiou]/.test(adjective) ? "an" : "a"} ${adjective}claim${about(kinds)}${effect}${circumstances(more)}`;
}

/** The same without its kinds, after a sentence that has named them. */
export function shortPhrase({ kinds: _kinds, ...match }: ClaimMatch): string {
  return claimPhrase(match);
}

/** What a number of claims do that match: `failed`, `are verified and support trust`. */
export function predicate({ statuses, effects, ...more }: ClaimMatch, count: number): string {
  const form = count === 1 ? 0 : 1;
  const status = statuses === undefined ? [] : [isFailed(statuses) ? "failed" : `${count === 1 ? "is" : "are"} ${either(statuses.map((one) => statusWords[one]))}`];
  const effect = effects === undefined ? [] : [either(effects.map((one) => effectWords[one][form]))];
  const parts = [...status, ...effect];
  return `${parts.length === 0 ? (count === 1 ? "counts" : "count") : parts.join(" and ")}${circumstances(more)}`;
}

/** What was seen when nothing matched: `6 claims were looked at; none failed.` */
export function noneOf(match: ClaimMatch, count: number): string {
  return count === 1 ? `${countClaims(1, match)} was looked at; it ${negated(match)}.` : `${countClaims(count, match)} were looked at; none ${predicate(match, 1)}.`;
}

/** Too few that match: `1 claim supports trust, from 1 issuer; it takes 2 different issuers.` */
export function tooFew(match: ClaimMatch, claims: number, issuers: number): string {
  return `${countClaims(claims, match)} ${predicate(match, claims)}, from ${String(issuers)} ${issuers === 1 ? "issuer" : "issuers"}; it takes ${String(match.atLeast ?? 1)} different issuers.`;
}

/** Why a question is open: `2 claims could not be checked and 1 is out of date`. */
export function openReasons(counts: OpenCounts, match: ClaimMatch): string {
  const be = (count: number): string => (count === 1 ? "is" : "are");
  const reasons = [
    [counts.unchecked, "could not be checked"],
    [counts.stated, `${be(counts.stated)} stated but not checked`],
    [counts.outOfDate, `${be(counts.outOfDate)} out of date`],
    [counts.failed, "failed"],
  ] as const;
  const parts = reasons.filter(([count]) => count > 0).map(([count, reason], index) => `${index === 0 ? countClaims(count, match) : String(count)} ${reason}`);
  return [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter((part) => part !== "").join(" and ");
}

/** That an exception stands: `It does not count until 2026-12-01T00:00:00.000Z, by an exception of Ada: the scanner is wrong here.` */
export function exceptionSentence({ by, until, reason }: Pick<PolicyException, "by" | "until" | "reason">): string {
  return `It does not count until ${until}, by an exception of ${by}: ${reason.replace(/[.\s]+$/, "")}.`;
}

/** What claims say, each thing once: the first two, and how many more there are. */
export function firstStatements(claims: readonly { readonly statement: string; readonly stale: boolean }[]): string {
  const statements = [...new Set(claims.map(({ statement, stale }) => (stale && statement !== "" ? `Out of date: ${statement}` : statement)))].filter((statement) => statement !== "");
  const more = statements.length - maxStatements;
  return [...statements.slice(0, maxStatements), ...(more > 0 ? [`${String(more)} more like this.`] : [])].join(" ");
}

/** Most claims whose words are given as reason of one sentence. */
const maxStatements = 2;

/** Kinds for a sentence, each once, in their order. */
export function kindList(kinds: readonly ClaimKind[]): readonly string[] {
  return [...new Set(kinds)].map((kind) => kindWords[kind]);
}

/** A remedy as a sentence; with `any`, one of its parts is enough. */
export function remedySentence({ step, what }: Remedy, any: boolean): string {
  const many = what.length > 1;
  if (step === "CHECK") return what.length === 0 ? "Let the listing be checked." : `Let ${many ? (any ? "one of these" : "these") : "this"} be checked: ${what.join(", ")}.`;
  if (step === "REMOVE") return `Needed: ${what.map((phrase) => phrase.replace(/^an? /, "no ")).join("; ")}.`;
  return `${any && many ? "One of these is needed" : "Needed"}: ${what.join("; ")}.`;
}

function negated({ statuses, effects, ...more }: ClaimMatch): string {
  const single = circumstances(more) === "" && (statuses === undefined) !== (effects === undefined);
  if (single && statuses !== undefined) return isFailed(statuses) ? "did not fail" : `is not ${either(statuses.map((status) => statusWords[status]))}`;
  if (single && effects !== undefined) return effects.length === 1 ? either(effects.map((effect) => effectWords[effect][2])) : `neither ${effects.map((effect) => effectWords[effect][0]).join(" nor ")}`;
  return `is not ${shortPhrase({ ...more, ...(statuses && { statuses }), ...(effects && { effects }) })}`;
}

function isFailed(statuses: readonly ClaimStatus[]): boolean {
  return statuses.length === 1 && statuses[0] === "FAILED";
}

function about(kinds: readonly ClaimKind[] | undefined): string {
  return kinds === undefined ? "" : ` about ${either(kindList(kinds))}`;
}

/** Who says so, how, and how lately. */
function circumstances({ issuers, issuerTypes, methods, maxAgeSeconds }: Pick<ClaimMatch, "issuers" | "issuerTypes" | "methods" | "maxAgeSeconds">): string {
  const parts = [
    ...(issuers === undefined ? [] : [`from ${either(issuers)}`]),
    ...(issuerTypes === undefined ? [] : [`from issuers of type ${either(issuerTypes.map((type) => type.toLowerCase()))}`]),
    ...(methods === undefined ? [] : [`by the method ${either(methods)}`]),
    ...(maxAgeSeconds === undefined ? [] : [`at most ${duration(maxAgeSeconds)} old`]),
  ];
  return parts.length === 0 ? "" : `, ${parts.join(", ")}`;
}

/** Seconds in the largest unit that divides them. */
function duration(seconds: number): string {
  const units = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]] as const;
  const [unit, length] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? (["second", 1] as const);
  const count = seconds / length;
  return `${String(count)} ${unit}${count === 1 ? "" : "s"}`;
}

function either(words: readonly string[]): string {
  return words.join(" or ");
}
