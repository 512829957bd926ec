import type { Catalog, StoredSourceFinding } from "@modeldex/catalog";
import type { Source, Subject, Verifier } from "@modeldex/plugin-kit";
import { stateCheckPrefix, type DateTime, type Finding, type SourceClaim, type SourceId, type TrustDepth } from "@modeldex/schema";
import { canonicalJson, parseSourceCheckId, type TrustFinding, type TrustSystem } from "@modeldex/trust";
import type { Logger } from "../observe/log.ts";
import type { Priority } from "../sources/rate-budget.ts";
import type { RequestBudget } from "../sources/request-budget.ts";
import type { VerifierLender } from "../sources/verifier-tools.ts";
import { planSourceChecks, saysOtherwise, type SourceCheck } from "./plan-source-checks.ts";
import { createRounds } from "./rounds.ts";
import { cheapestFirst, runOnRecords, runUpstream, type CheckResult, type CheckRun } from "./run-checks.ts";
import type { SurroundingsLoan } from "./surroundings.ts";

/** What checks of sources are made with. */
export interface SourceCheckLoan {
  readonly catalog: Pick<Catalog, "sourceFindings" | "saveSourceFindings">;
  readonly verifiers: readonly Verifier[];
  readonly lender: Pick<VerifierLender, "tools">;
  readonly surroundings: SurroundingsLoan;
  readonly log: Logger;
  readonly now: () => Date;
}

export interface SourceAssessment {
  readonly source: Pick<Source, "id" | "kind" | "title" | "homepage" | "baseAddresses" | "naming">;
  /** What it says of itself now, and when it was asked. Absent: it was not asked, or could not be. */
  readonly heard?: TrustSystem;
  readonly depth: TrustDepth;
  readonly budget: RequestBudget;
  readonly signal: AbortSignal;
  /** @default "person" */
  readonly priority?: Priority;
}

/**
 * What a source states of itself with what was found of it: due checks are made within the budget, and what they find is stored. With `CACHED`, what is
 * stored is given.
 *
 * What the source cannot state now, such as of a chain that does not answer, stays as it was stated and found.
 *
 * @returns `system`: `undefined` when nothing is known; `complete`: whether the budget reached all checks.
 */
export async function assessSource(assessment: SourceAssessment, loan: SourceCheckLoan): Promise<{ readonly system: TrustSystem | undefined; readonly complete: boolean }> {
  const { source, heard, depth } = assessment;
  const [all = []] = await loan.catalog.sourceFindings([source.id as SourceId]);
  const stored = all.filter(({ check }) => loan.verifiers.some(({ id }) => id === parseSourceCheckId(check).verifier));
  const known = knownSystem(heard, stored);
  if (known === undefined) return { system: undefined, complete: true };
  const plan = planSourceChecks(known.claims, loan.verifiers, stored, { depth, now: loan.now() });
  // What was found of statements that there are no longer is let go only where the source was asked just now.
  const shown = (check: SourceCheck): readonly TrustFinding[] => check.stored.map((found) => served(found, check, loan.now()));
  if (depth === "CACHED" || heard === undefined) return { system: { ...known, findings: [...plan.onRecords, ...plan.due, ...plan.settled].flatMap(shown) }, complete: true };
  const run: CheckRun = { subject: subjectOf(source, known.claims), depth, lender: lentOnce(loan.lender), surroundings: loan.surroundings, budget: assessment.budget, signal: assessment.signal, priority: assessment.priority ?? "person", now: loan.now, log: loan.log };
  const ran = await Promise.all([
    Promise.all(plan.onRecords.map((check) => runOnRecords(asCheck(check), run))),
    cheapestFirst(plan.due.map(asCheck), createRounds(1, run.budget).turn(0), (check) => runUpstream(check, run)),
  ]);
  const byId = new Map([...plan.onRecords, ...plan.due].map((check) => [check.id, check]));
  const results = ran.flat().map((result) => ({ ...result, check: byId.get(result.check.id) as SourceCheck })).map((result) => (isOlderReading(result) ? { ...result, lasting: false } : result));
  const observedAt = loan.now().toISOString();
  await save(source.id as SourceId, { results, obsolete: plan.obsolete, observedAt }, loan);
  const findings = results.flatMap((result) => (isKept(result) ? shown(result.check) : result.findings.map((finding): TrustFinding => ({ check: result.check.id, finding, observedAt }))));
  const complete = !results.some(({ lasting, findings: found }) => !lasting && found.some((finding) => finding.status === "UNKNOWN" && finding.unknownReason === "BUDGET_EXCEEDED"));
  return { system: { ...known, findings: [...plan.settled.flatMap(shown), ...findings] }, complete };
}

type SourceResult = Omit<CheckResult, "check"> & { readonly check: SourceCheck };

/**
 * What the source states and, of what it could not read now, what it stated when that was checked: a contract of which it gives no evidence now, and did
 * before. A contract that it no longer speaks of at all, or of which it says less, is let go.
 */
function knownSystem(heard: TrustSystem | undefined, stored: readonly StoredSourceFinding[]): TrustSystem | undefined {
  const before = stored.flatMap(({ claim }) => (claim === undefined ? [] : [claim]));
  if (heard === undefined) {
    const observedAt = stored.map((found) => found.observedAt).toSorted().at(-1);
    return observedAt === undefined ? undefined : { claims: distinct(before), observedAt };
  }
  const spokenOf = new Set(heard.claims.flatMap(({ issuer }) => (issuer === undefined ? [] : [issuer.key])));
  const read = new Set(heard.claims.filter(isRead).flatMap(({ issuer }) => (issuer === undefined ? [] : [issuer.key])));
  const unread = before.filter((claim) => isRead(claim) && claim.issuer !== undefined && spokenOf.has(claim.issuer.key) && !read.has(claim.issuer.key));
  return { ...heard, claims: [...heard.claims, ...distinct(unread)] };
}

/** With evidence of a chain. */
function isRead({ evidence }: SourceClaim): boolean {
  return evidence.some(({ kind }) => kind === "chain");
}

function distinct(claims: readonly SourceClaim[]): readonly SourceClaim[] {
  return [...new Map(claims.map((claim) => [canonicalJson(claim), claim])).values()];
}

/** A finding as it is stored. Of what its source states otherwise by now it is out of date, until it can be checked again. */
function served({ check, finding, claim, observedAt }: StoredSourceFinding, now: SourceCheck, at: Date): TrustFinding {
  const isOutOfDate = now.claim !== undefined && saysOtherwise(now.claim, claim) && !(finding.expiresAt !== undefined && Date.parse(finding.expiresAt) <= at.getTime());
  return { check, observedAt, finding: isOutOfDate ? { ...finding, expiresAt: at.toISOString() } : finding };
}

/** The source as the subject of its verifiers. */
function subjectOf({ id, kind, title, homepage, baseAddresses = [], naming = "namespaced" }: SourceAssessment["source"], claims: readonly SourceClaim[]): Subject {
  return {
    listing: { key: `${id}:`, sourceKind: kind, naming: typeof naming === "string" ? naming : "open", record: { nativeId: "", name: title, claims, ...(homepage === undefined ? {} : { url: homepage }) } },
    others: [],
    source: { id, title, baseAddresses, ...(homepage === undefined ? {} : { homepage }) },
  };
}

/** Checks of one verifier are lent one `fetch`, so that it can ask for all of them at once. */
function lentOnce(lender: Pick<VerifierLender, "tools">): Pick<VerifierLender, "tools"> {
  const lent = new Map<string, ReturnType<VerifierLender["tools"]>>();
  return {
    tools: (verifier, loan) => {
      const tools = lent.get(verifier.id) ?? lender.tools(verifier, loan);
      lent.set(verifier.id, tools);
      return tools;
    },
  };
}

function asCheck({ id, verifier, claim }: SourceCheck): CheckResult["check"] {
  return { id, verifier, ...(claim === undefined ? {} : { claim }), stored: [] };
}

async function save(source: SourceId, { results, obsolete, observedAt }: { readonly results: readonly SourceResult[]; readonly obsolete: readonly string[]; readonly observedAt: DateTime }, { catalog }: SourceCheckLoan): Promise<void> {
  const changed = results.filter((result) => result.lasting && !isUnchanged(result));
  const checks = [...changed.map(({ check }) => check.id), ...obsolete];
  if (checks.length === 0) return;
  const findings = changed.flatMap(({ check, findings: found }) => found.map((finding) => ({ check: check.id, ...(check.claim === undefined ? {} : { claim: check.claim }), finding })));
  await catalog.saveSourceFindings({ source, observedAt, findings, checks });
}

/** A failure of this moment leaves what was found before, which is stale by then; a check on records that says the same was made when it first did. */
function isKept(result: SourceResult): boolean {
  return (!result.lasting && result.check.stored.length > 0) || (result.lasting && isUnchanged(result));
}

function isUnchanged({ check, findings }: SourceResult): boolean {
  return check.verifier.needs === "records" && canonicalJson(findings) === canonicalJson(check.stored.map(({ finding }) => finding)) && check.stored.every(({ claim }) => !saysOtherwise(check.claim, claim));
}

/** How far the nodes behind one address may lie apart. */
const lagMs = 3_600_000;

/** Nodes behind one address lie apart: what one gives of a block before that of the finding that is stored does not undo it. */
function isOlderReading({ check, findings }: SourceResult): boolean {
  return findings.some((finding, index) => {
    const earlier = check.stored[index]?.finding;
    if (earlier?.validAt === undefined || finding.validAt === undefined || statesOf(earlier) === statesOf(finding)) return false;
    const behindMs = Date.parse(earlier.validAt) - Date.parse(finding.validAt);
    return behindMs > 0 && behindMs < lagMs;
  });
}

function statesOf({ checks = [] }: Finding): string {
  return canonicalJson(checks.filter(({ key }) => key.startsWith(stateCheckPrefix)));
}
