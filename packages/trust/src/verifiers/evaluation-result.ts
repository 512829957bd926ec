import type { Evaluation, Finding, FindingEvidence, SubjectListing, UnknownReason, Verifier } from "@modeldex/plugin-kit";
import { isElses } from "./independence.ts";
import { impossibleValue, sameValue } from "./reported-values.ts";

const method = "evaluation.reported/1";
/** Most contradictions that are shown one by one. */
const maxConflicts = 5;
const maxEvidence = 10;

/**
 * Results that are reported: by whom, and whether a reader could repeat them. Nobody can check one without running the benchmark, so that each stays asserted;
 * what fails is a value that its metric cannot have. Results of one reporter are not held against each other: settings are seldom told in full.
 */
export const evaluationResult: Verifier<"EVALUATION_RESULT"> = {
  id: "evaluation-result/1",
  kind: "EVALUATION_RESULT",
  depth: "STANDARD",
  needs: "records",
  reads: ["evaluations"],
  verify: async ({ subject: { listing, others }, claim }) => {
    if (claim !== undefined) return [{ ...base, statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", evidence: claim.evidence }];
    const own = listing.record.evaluations;
    if (own === undefined) return [unknown("NOT_REQUESTED", "The source was not asked for results of this model, or does not say whether there are any.")];
    if (own.length === 0) return [{ ...base, statement: "No results are reported for it.", status: "NOT_APPLICABLE", effect: "NEUTRAL", evidence: [] }];
    return [summary(listing, own), ...impossible(own), ...conflicts(listing, others)];
  },
};

const authors: Readonly<Record<Evaluation["author"], string>> = {
  PUBLISHER: "its publisher", COMMUNITY: "its community", SOURCE: "the source", INDEPENDENT: "independent reporters",
};

function summary({ record }: SubjectListing, results: readonly Evaluation[]): Finding {
  const byAuthor = Map.groupBy(results, ({ author }) => author);
  const reporters = [...byAuthor].map(([author, reported]) => (byAuthor.size === 1 ? authors[author] : `${authors[author]} (${String(reported.length)})`));
  const told = ([["settings", "settings"], ["date", "a date"], ["url", "a source"]] as const).map(([field, word]) => {
    const count = results.filter((result) => result[field] !== undefined).length;
    return `${count === results.length ? "all" : count === 0 ? "none" : String(count)} with ${word}`;
  });
  const counted = results.length === 1 ? "One result is" : `${String(results.length)} results are`;
  const addresses = new Set(results.flatMap(({ url }) => (url === undefined ? [] : [url])));
  if (addresses.size === 0 && record.url !== undefined) addresses.add(record.url);
  return {
    ...base, status: "ASSERTED", effect: "NEUTRAL",
    statement: `${counted} reported by ${reporters.join(" and ")}: ${told.join(", ")}.`,
    evidence: [...addresses].filter((address) => URL.canParse(address)).slice(0, maxEvidence).map((url) => ({ kind: "document", url })),
  };
}

/** One finding for all of them: one is enough to doubt the list. */
function impossible(results: readonly Evaluation[]): readonly Finding[] {
  const found = results.flatMap((result) => {
    const wrong = impossibleValue(result);
    return wrong === undefined ? [] : [{ result, ...wrong }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const { result, value, range } = first;
  const bounds = range.most === Number.POSITIVE_INFINITY ? `is never below ${String(range.least)}` : `lies between ${String(range.least)} and ${String(range.most)}`;
  const more = found.length === 1 ? "" : ` So it is with ${String(found.length - 1)} more.`;
  return [{
    ...base, statement: `${named(result)} is reported as ${String(value)}, and ${result.metric ?? "it"} ${bounds}.${more}`,
    status: "FAILED", effect: "CAUTION", evidence: evidenceOf([result]),
  }];
}

/** A result and who reports it: the author within a record, and the record. */
interface Reported {
  readonly result: Evaluation & { readonly value: number };
  readonly reporter: string;
}

/** Other listings of the model count too, except those that anybody may write, and copies of other publishers. */
function conflicts(listing: SubjectListing, others: readonly SubjectListing[]): readonly Finding[] {
  const heard = [listing, ...others.filter((other) => other.naming !== "open" && !isElses(other, listing))];
  const reported = heard.flatMap(({ key, record }) => (record.evaluations ?? []).flatMap((result): readonly Reported[] => {
    const { value } = result;
    return value === undefined ? [] : [{ result: { ...result, value }, reporter: key === listing.key ? authors[result.author] : `${authors[result.author]} at ${key}` }];
  }));
  const groups = Map.groupBy(reported, ({ result }) => JSON.stringify([result.benchmark, result.metric ?? "", result.settings ?? "", result.unit ?? ""].map(plain)));
  const found = [...groups.values()].flatMap((group) => contradiction(group) ?? []);
  const shown = found.slice(0, maxConflicts);
  const last = shown.at(-1);
  if (last === undefined || found.length === shown.length) return shown;
  return [...shown.slice(0, -1), { ...last, statement: `${last.statement} ${String(found.length - shown.length)} more results are reported differently.` }];
}

function contradiction(group: readonly Reported[]): Finding | undefined {
  for (const [index, left] of group.entries()) {
    const right = group.slice(index + 1).find((other) => other.reporter !== left.reporter && !sameValue(left.result.value, other.result.value));
    // Whoever reports several values for the same words has settings that are not told.
    if (right === undefined || severalOf(group, left) || severalOf(group, right)) continue;
    return {
      ...base, statement: `${named(left.result)} is ${String(left.result.value)} as ${left.reporter} reports it, and ${String(right.result.value)} as ${right.reporter} does.`,
      status: "ASSERTED", effect: "CAUTION", evidence: evidenceOf([left.result, right.result]),
    };
  }
  return undefined;
}

function severalOf(group: readonly Reported[], { reporter, result }: Reported): boolean {
  return group.some((other) => other.reporter === reporter && !sameValue(other.result.value, result.value));
}

function named({ benchmark, metric, settings }: Evaluation): string {
  return `${benchmark}${metric === undefined ? "" : `, ${metric}`}${settings === undefined ? "" : ` (${settings.slice(0, 200)})`}`;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}@%]+/gu, " ").trim();
}

function evidenceOf(results: readonly Evaluation[]): readonly FindingEvidence[] {
  return results.flatMap(({ url }) => (url !== undefined && URL.canParse(url) ? [{ kind: "document", url } as const] : []));
}

const base = { kind: "EVALUATION_RESULT", method } as const;

function unknown(unknownReason: UnknownReason, statement: string): Finding {
  return { ...base, statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", evidence: [] };
}
