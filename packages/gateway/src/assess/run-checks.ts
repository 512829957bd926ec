import { SourceError, type ClaimOf, type Subject, type Verifier, type VerifierTools } from "@modeldex/plugin-kit";
import type { ClaimKind, DateTime, Finding, TrustDepth, UnknownReason } from "@modeldex/schema";
import { unknownReasonOf } from "@modeldex/trust";
import type { Logger } from "../observe/log.ts";
import type { Priority } from "../sources/rate-budget.ts";
import type { RequestBudget } from "../sources/request-budget.ts";
import type { VerifierLender } from "../sources/verifier-tools.ts";
import { needsBytes, type Check } from "./plan-checks.ts";
import type { Turn } from "./rounds.ts";
import { surroundingsOf, type SurroundingsLoan } from "./surroundings.ts";

/** What checks of one subject share. */
export interface CheckRun {
  readonly subject: Subject;
  readonly depth: TrustDepth;
  readonly lender: Pick<VerifierLender, "tools">;
  readonly surroundings: SurroundingsLoan;
  readonly budget: RequestBudget;
  readonly signal: AbortSignal;
  readonly priority: Priority;
  readonly now: () => Date;
  readonly log: Logger;
}

/** What became of one check. */
export interface CheckResult {
  readonly check: Check;
  readonly findings: readonly Finding[];
  /** Whether it says something about the subject. Otherwise it only says why nothing could be found out now, and is not stored. */
  readonly lasting: boolean;
  /** When it was found, where that was not now. */
  readonly observedAt?: DateTime;
}

/** Reasons that lie in this moment, not in the subject. */
const passing: ReadonlySet<UnknownReason> = new Set(["BUDGET_EXCEEDED", "SOURCE_UNAVAILABLE", "TIMEOUT", "NOT_REQUESTED"]);
/** How long a finding about what may change is good, where its verifier does not say. */
const mutableValidMs = 24 * 3_600_000;
/** How long an unknown that lies in the subject is left alone: access may be granted, evidence published. */
const unknownValidMs = 3_600_000;

/** Runs a check that rests on stored records. Whatever it declares, it reaches nothing upstream. */
export async function runOnRecords(check: Check, run: CheckRun): Promise<CheckResult> {
  const refuse = async (): Promise<never> => {
    throw new SourceError("UNSUPPORTED", `The verifier ${check.verifier.id} declares that it needs records only, and made a request.`);
  };
  const tools = { ...run.lender.tools(check.verifier, run), ...surroundingsOf(run.subject.listing, run.surroundings), fetch: refuse, readFile: refuse };
  const findings = await attempt(check, tools, run);
  // What the records do not hold is said, and is settled as soon as they hold it: every report asks again.
  return { check, findings, lasting: true };
}

/**
 * Runs checks so that a used up budget costs the least: those of low cost begin at once, in the order of the plan; the others when it is their turn, which
 * is after those of low cost of every subject that shares the budget. What rows beside the listing state comes last of all: where anybody may write such rows,
 * they must not use up what the listing itself is checked with.
 */
export async function cheapestFirst(checks: readonly Check[], turn: Turn, run: (check: Check) => Promise<CheckResult>): Promise<readonly CheckResult[]> {
  const isDear = ({ verifier }: Check): boolean => verifier.cost === "HIGH";
  const own = checks.filter(({ overlay }) => overlay !== true);
  const cheap = Promise.all(own.filter((check) => !isDear(check)).map(run)).finally(turn.passed);
  const dear = own.filter(isDear).map(async (check, round) => {
    await turn.dear(round);
    return run(check);
  });
  const made = (await Promise.all([cheap, Promise.all(dear)])).flat();
  return [...made, ...(await Promise.all(checks.filter(({ overlay }) => overlay === true).map(run)))];
}

/** Runs a check that may ask upstream. Past the budget its requests are refused, so that what needs none still has its result. */
export async function runUpstream(check: Check, run: CheckRun): Promise<CheckResult> {
  const tools = { ...run.lender.tools(check.verifier, run), ...surroundingsOf(run.subject.listing, run.surroundings, run) };
  const found = await attempt(check, tools, run);
  const findings = found.map((finding) => (run.budget.signal.aborted ? reasoned(finding) : finding));
  const lasting = !findings.some((finding) => finding.status === "UNKNOWN" && passing.has(finding.unknownReason)) && !isPoorer(findings, check, run);
  return { check, findings: lasting ? findings.map((finding) => withTerm(finding, run)) : findings, lasting };
}

/** Whether it only says that more bytes would be needed, where a deeper look has found something: that stays, and is stale once its time is over. */
function isPoorer(findings: readonly Finding[], { stored }: Check, { depth }: CheckRun): boolean {
  return depth !== "DEEP" && findings.some(needsBytes) && stored.length > 0 && !stored.some(({ finding }) => needsBytes(finding));
}

/** A finding for a check whose record could not be completed first. */
export function unknown({ verifier }: Pick<Check, "verifier">, unknownReason: UnknownReason, statement: string): Finding {
  return { kind: verifier.kind, statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", method: verifier.id, evidence: [] };
}

async function attempt(check: Check, tools: VerifierTools, { subject, log, depth }: CheckRun): Promise<readonly Finding[]> {
  const { verifier, claim, file } = check;
  try {
    // A plan pairs a verifier with claims of its own kind alone.
    const request = { subject, ...(depth === "CACHED" ? {} : { depth }), ...(claim === undefined ? {} : { claim: claim as ClaimOf<ClaimKind> }), ...(file === undefined ? {} : { file }) };
    const found = await verifier.verify(request, tools);
    const ofKind = found.filter(({ kind }) => kind === verifier.kind);
    if (ofKind.length < found.length) log.warn("a verifier gave findings of another kind; they are left out", { verifier: verifier.id, kind: verifier.kind });
    return ofKind;
  } catch (error) {
    log.warn("a verifier failed", { verifier: verifier.id, listing: subject.listing.key, error });
    return [unknown(check, unknownReasonOf(error), `The check could not be made: ${messageOf(error, verifier)}`)];
  }
}

/** Only messages that are written for people are shown. */
function messageOf(error: unknown, verifier: Verifier): string {
  return error instanceof SourceError ? error.message : `${verifier.id} failed.`;
}

/** When the time of the budget is over, that is the reason why calls ended. */
function reasoned(finding: Finding): Finding {
  const ended = finding.status === "UNKNOWN" && (finding.unknownReason === "TIMEOUT" || finding.unknownReason === "SOURCE_UNAVAILABLE");
  return ended ? { ...finding, unknownReason: "BUDGET_EXCEEDED" } : finding;
}

/** What rests on bytes or on a revision is true for good; the rest is not. */
function withTerm(finding: Finding, { now, subject: { listing } }: CheckRun): Finding {
  if (finding.expiresAt !== undefined) return finding;
  const isBound = finding.artifact !== undefined || listing.record.revision !== undefined;
  if (finding.status !== "UNKNOWN" && isBound) return finding;
  return { ...finding, expiresAt: new Date(now().getTime() + (finding.status === "UNKNOWN" ? unknownValidMs : mutableValidMs)).toISOString() };
}
