import type { ClaimEffect, ClaimMatchInput, ClaimStatus, PolicyRuleInput, RuleSeverity } from "../generated/types.ts";
import { claimKinds, issuerTypes } from "../words/claims.ts";
import { systemLevels, trustLevels } from "../words/trust.ts";

const verbs: Readonly<Record<RuleSeverity, string>> = { BLOCK: "Blocks", WARN: "Warns", INFO: "Informs, without weight," };

const statusWords: Readonly<Record<ClaimStatus, string>> = { VERIFIED: "verified", ASSERTED: "asserted", UNKNOWN: "unknown", FAILED: "contradicted", NOT_APPLICABLE: "inapplicable" };

const effectWords: Readonly<Record<ClaimEffect, string>> = { SUPPORTS: "speaks for it", NEUTRAL: "is neutral", CAUTION: "asks for caution", UNDERMINES: "speaks against it" };

/** What a rule does, in one sentence: `Blocks when a claim about code that runs on load asks for caution or speaks against it.` */
export function ruleSentence({ severity, test }: Pick<PolicyRuleInput, "severity" | "test">): string {
  const verb = verbs[severity];
  if (test.require !== undefined) return `${verb} unless there ${(test.require.atLeast ?? 1) > 1 ? "are" : "is"} ${claimPhrase(test.require)}.`;
  if (test.forbid !== undefined) return `${verb} when there ${(test.forbid.atLeast ?? 1) > 1 ? "are" : "is"} ${claimPhrase(test.forbid)}.`;
  if (test.anyOf !== undefined) return test.anyOf.length === 1 && test.anyOf[0] !== undefined ? `${verb} unless there is ${claimPhrase(test.anyOf[0])}.` : `${verb} unless there is one of these: ${test.anyOf.map(claimPhrase).join("; or ")}.`;
  if (test.level !== undefined) return levelSentence(verb, test.level);
  return `${verb} unless the system around it reaches the level “${systemLevels[test.systemLevel].label}”.`;
}

/** What an unknown makes of a rule. It counts by `onUnknown` only where the rule blocks. */
export function unknownSentence({ severity, onUnknown }: Pick<PolicyRuleInput, "severity" | "onUnknown">): string {
  if (severity === "INFO") return "Where this cannot be said, the decision does not change.";
  if (severity === "WARN") return "Where this cannot be said, there is a warning.";
  switch (onUnknown ?? "INDETERMINATE") {
    case "INDETERMINATE": return "Where this cannot be said, nothing is decided: it never counts as passed.";
    case "WARN": return "Where this cannot be said, there is a warning: it never counts as passed.";
    case "DENY": return "Where this cannot be said, it counts as a refusal.";
    default: return "";
  }
}

/** The kind of claim that conditions describe: `a verified claim about lineage that speaks for it`. */
export function claimPhrase(match: ClaimMatchInput): string {
  const { kinds, statuses, effects, issuers, issuerTypes: types, methods, maxAgeSeconds, atLeast } = match;
  const many = (atLeast ?? 1) > 1;
  const adjective = has(statuses) ? `${either(statuses.map((status) => statusWords[status]))} ` : "";
  const about = has(kinds) ? ` about ${either(kinds.map((kind) => lowered(claimKinds[kind].label)))}` : "";
  const effect = has(effects) ? ` that ${either(effects.map((each) => effectWords[each]))}` : "";
  const circumstances = [
    has(issuers) ? `stated by ${either(issuers)}` : "",
    has(types) ? `from ${either(types.map((type) => issuerTypes[type].label))}` : "",
    has(methods) ? `by the method ${either(methods)}` : "",
    maxAgeSeconds === undefined || maxAgeSeconds === null ? "" : `at most ${wholeDuration(maxAgeSeconds)} old`,
  ].filter((text) => text !== "");
  const head = many ? `claims by at least ${atLeast} different issuers, each ${article(adjective)} ${adjective}claim` : `${article(adjective)} ${adjective}claim`;
  return `${head}${about}${effect}${circumstances.length === 0 ? "" : `, ${circumstances.join(", ")}`}`;
}

/** Seconds in the largest unit that divides them: `7 days`. */
export function wholeDuration(seconds: number): string {
  const [unit, size] = ([["day", 86_400], ["hour", 3_600], ["minute", 60]] as const).find(([, each]) => seconds >= each && seconds % each === 0) ?? (["second", 1] as const);
  const value = seconds / size;
  return `${value} ${unit}${value === 1 ? "" : "s"}`;
}

function levelSentence(verb: string, level: keyof typeof trustLevels): string {
  if (level === "LISTED") return `${verb} when a claim of any kind was contradicted or speaks against it.`;
  return `${verb} unless the files reach the level “${trustLevels[level].label}”, and no claim of any kind was contradicted or speaks against it.`;
}

function has<Value>(values: readonly Value[] | null | undefined): values is readonly Value[] {
  return values !== undefined && values !== null && values.length > 0;
}

function either(words: readonly string[]): string {
  return words.length < 3 ? words.join(" or ") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

function article(next: string): string {
  return /^[aeiou]/.test(next) ? "an" : "a";
}

function lowered(label: string): string {
  return `${label.slice(0, 1).toLowerCase()}${label.slice(1)}`;
}
