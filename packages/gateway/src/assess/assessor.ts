import type { Assessment, Catalog, StoredAssessment, StoredFinding, StoredListing } from "@modeldex/catalog";
import type { Verifier } from "@modeldex/plugin-kit";
import type { DateTime, Finding, ListingKey, RecordField, SourceId, TrustDepth } from "@modeldex/schema";
import {
  buildReport, buildSourceReport, canonicalJson, checkId, parseCheckId, type SourceReport, type TrustFinding, type TrustReport,
} from "@modeldex/trust";
import type { Logger } from "../observe/log.ts";
import type { Asker } from "../sources/ask.ts";
import type { Priority } from "../sources/rate-budget.ts";
import type { References } from "../sources/references.ts";
import type { RequestBudget } from "../sources/request-budget.ts";
import type { VerifierLender } from "../sources/verifier-tools.ts";
import { cameToNothing } from "./came-to-nothing.ts";
import { fieldsRead, fillDetails, fillPublisher, type Filled } from "./fill-details.ts";
import { createFlights } from "./flights.ts";
import { findingsOfEqualFiles } from "./known-files.ts";
import { isExpired, planChecks, type Check } from "./plan-checks.ts";
import { createRounds, type Turn } from "./rounds.ts";
import { cheapestFirst, runOnRecords, runUpstream, unknown, type CheckResult, type CheckRun } from "./run-checks.ts";
import { subjectOf, trustListing, trustOverlay, type Assessed } from "./subject.ts";
import { summaryOf, verifierSet } from "./summary.ts";
import type { SurroundingsLoan } from "./surroundings.ts";
import { createSystems } from "./systems.ts";

/** Makes trust reports: from stored findings, and from checks where findings are missing or have expired. */
export interface Assessor {
  /**
   * One report for each listing, in the order asked.
   *
   * @throws {RangeError} when a listing is not in the catalog.
   */
  assess(keys: readonly ListingKey[], options: AssessOptions): Promise<readonly TrustReport[]>;
  /** The report about a source itself; `undefined` when the configuration does not name it. */
  assessSource(source: SourceId, options: AssessOptions): Promise<SourceReport | undefined>;
  /** Names the verifiers that it has; see `Assessment.verifiers`. */
  readonly checks: string;
}

export interface AssessOptions {
  /** `CACHED`: stored findings only, no upstream request. `DEEP`: also verifiers that read weights. */
  readonly depth: TrustDepth;
  /** Shared by everything that one request does. What it does not reach is UNKNOWN with BUDGET_EXCEEDED. */
  readonly budget: RequestBudget;
  readonly signal: AbortSignal;
  /** Whose requests these are. @default "person" */
  readonly priority?: Priority;
}

export interface AssessorOptions {
  readonly catalog: Pick<
    Catalog,
    "listings" | "listingsOf" | "overlaysOf" | "changesOf" | "findings" | "findingsOfFiles" | "assessments" | "saveFindings" | "sourceFindings" | "saveSourceFindings" | "applyListings"
  > & SurroundingsLoan["catalog"];
  /** Only these can say VERIFIED or FAILED; stored findings of others are left out. */
  readonly verifiers: readonly Verifier[];
  readonly lender: Pick<VerifierLender, "tools">;
  readonly ask: Pick<Asker, "get" | "about" | "publisher" | "onDemand" | "can"> & { readonly registry: Pick<Asker["registry"], "find"> };
  readonly writer: Pick<References, "toWrite" | "read">;
  readonly log: Logger;
  readonly now?: () => Date;
}

interface AssessOne extends Required<AssessOptions> {
  /** Whether only listings of this model are assessed. */
  readonly alone: boolean;
  readonly turn: Turn;
}

/** What is kept of a listing from before. */
interface Known {
  readonly findings: readonly StoredFinding[];
  readonly assessment: StoredAssessment | undefined;
}

/** Newest rows of the log that verifiers are shown of a listing. */
const maxChanges = 200;
/** Other listings of a model whose files are asked for, to hold digests against each other. */
const maxOthersFilled = 3;

/** @throws {RangeError} when two verifiers have the same id, since findings are kept by it. */
export function createAssessor(options: AssessorOptions): Assessor {
  const { catalog, verifiers, lender, ask, writer, log, now = () => new Date() } = options;
  refuseEqualIds(verifiers);
  const flights = createFlights<{ readonly report: TrustReport; readonly complete: boolean }>();
  const systems = createSystems(ask, { catalog, verifiers, lender, surroundings: { catalog, ask, references: writer }, log, now });
  const checks = verifierSet(verifiers);

  async function assess(keys: readonly ListingKey[], asked: AssessOptions): Promise<readonly TrustReport[]> {
    const listings = (await catalog.listings(keys)).map((listing, index) => listing ?? unknownListing(keys[index]));
    // Who publishes is asked for one model at a time.
    const alone = new Set(listings.map(({ model }) => model)).size === 1;
    const models = listings.map(({ model }) => model);
    const [modelListings, overlays, findings, changes, assessments] = await Promise.all([
      catalog.listingsOf(models), catalog.overlaysOf(models), catalog.findings(keys), catalog.changesOf(keys, maxChanges), catalog.assessments(keys),
    ]);
    const rounds = createRounds(listings.length, asked.budget);
    return Promise.all(
      listings.map((listing, index) => {
        const others = (modelListings[index] ?? []).filter((other) => other.key !== listing.key && other.state !== "GONE");
        // What is said of a model is said of its leading listing too.
        const beside = (overlays[index] ?? []).filter((row) => row.listing === listing.key || listing.link.kind === "LEADING");
        const turn = rounds.turn(index);
        const known = { findings: findings[index] ?? [], assessment: assessments[index] };
        return assessOnce({ listing, others, beside, changes: changes[index] ?? [] }, known, { priority: "person", ...asked, alone, turn }).finally(turn.passed);
      }),
    );
  }

  /** Equal assessments at one time are one. What its budget did not reach is tried again with one's own. */
  async function assessOnce(assessed: Assessed, stored: Known, asked: AssessOne): Promise<TrustReport> {
    const { depth, signal, priority, turn } = asked;
    if (depth === "CACHED") return (await assessOne(assessed, stored, asked)).report;
    // Nobody waits for what has the patience of a harvest.
    const flight = flights.join(`${priority} ${depth} ${assessed.listing.key}`, signal, (flown) => assessOne(assessed, stored, { ...asked, signal: flown }));
    if (!flight.own) turn.passed();
    const { report, complete } = await flight.result;
    return complete || flight.own ? report : (await assessOne(assessed, stored, asked)).report;
  }

  async function assessOne(assessed: Assessed, stored: Known, asked: AssessOne) {
    const { depth, budget, signal, priority, turn } = asked;
    const known = stored.findings.filter(({ check }) => verifiers.some(({ id }) => id === parseCheckId(check).verifier));
    const filled: Filled = depth === "CACHED" ? { listing: assessed.listing, missing: new Set() } : await filledSubject(assessed, known, asked);
    const { listing } = filled;
    const others = depth === "CACHED" ? assessed.others : await filledOthers(filled, assessed.others, asked);
    // What was asked for may have told a change that the verdict is about, such as other weights.
    const [changes = assessed.changes] = listing === assessed.listing ? [] : await catalog.changesOf([listing.key], maxChanges);
    const plan = planChecks(listing, verifiers, known, { depth, now: now(), beside: assessed.beside.flatMap(({ record }) => record.claims ?? []) });
    const run: CheckRun = { subject: subjectOf({ listing, others, changes }, ask.registry), depth, lender, surroundings: { catalog, ask, references: writer }, budget, signal, priority, now, log };
    const equal = depth === "CACHED" ? new Map<string, readonly StoredFinding[]>() : await findingsOfEqualFiles(plan.due, listing, catalog);
    const settled = [...plan.due.flatMap((check) => takenOver(check, equal.get(check.id))), ...filesWithheld(filled, activeAt(depth))];
    const [system, ...made] = await Promise.all([
      systems.of(listing.source, { depth, budget, signal, priority }),
      Promise.all(plan.onRecords.map(async (check) => withheld(check, filled) ?? (await runOnRecords(check, run)))),
      cheapestFirst(plan.due.filter(({ id }) => !equal.has(id)), turn, async (check) => withheld(check, filled) ?? (await runUpstream(check, run))),
    ]);
    const results = [...settled, ...made.flat()];
    const observed = now();
    const found = [...plan.settled.flatMap((check) => check.stored), ...results.flatMap((result) => served(result, listing, observed))];
    const findings = depth === "CACHED" ? [...found, ...cameToNothing(found, { listing, assessment: stored.assessment, verifiers }, observed.toISOString())] : found;
    const report = buildReport({
      listing: trustListing(listing, ask.registry),
      others: others.map((other) => trustListing(other, ask.registry)),
      findings,
      overlays: assessed.beside.map((row) => trustOverlay(row, ask.registry)),
      now: observed,
      ...(system === undefined ? {} : { system }),
    });
    if (depth !== "CACHED") {
      const assessment = summaryOf(report, { verifiers: checks, complete: results.every(({ lasting, check }) => lasting || check.overlay === true), stored: stored.assessment });
      await save(listing, { results, obsolete: replaceable(plan.obsolete, results), observedAt: observed.toISOString(), assessment });
    }
    return { report, complete: !results.some(isUnreached) };
  }

  function activeAt(depth: TrustDepth): readonly Verifier[] {
    return verifiers.filter((verifier) => depth === "DEEP" || verifier.depth === "STANDARD");
  }

  /** The subject with what its verifiers read: fields never asked for, and claims whose findings have expired. */
  async function filledSubject({ listing }: Assessed, known: readonly StoredFinding[], { depth, budget, signal, priority, alone }: AssessOne): Promise<Filled> {
    const active = activeAt(depth);
    const wanted = new Set([...fieldsRead(active)].filter((field) => listing.record[field] === undefined));
    const expired = active.filter(
      ({ id, needs }) => needs !== "records" && known.some((finding) => parseCheckId(finding.check).verifier === id && isExpired(finding, now())),
    );
    for (const field of fieldsRead(expired)) if (field === "claims") wanted.add(field);
    const loan = { catalog, ask, writer, budget, signal, priority };
    const filled = await fillDetails(listing, wanted, loan);
    return alone ? fillPublisher(filled, loan) : filled;
  }

  /** Files of other sources' listings, where this one states a digest that could be held against them. */
  async function filledOthers({ listing }: Filled, others: readonly StoredListing[], { budget, signal, priority }: AssessOne): Promise<readonly StoredListing[]> {
    const compares = verifiers.some(({ kind }) => kind === "CROSS_SOURCE_DIGEST_MATCH") && statesDigest(listing);
    if (!compares) return others;
    const lacking = others.filter((other) => other.source !== listing.source && other.naming !== "open" && other.record.artifacts === undefined).slice(0, maxOthersFilled);
    const wanted: ReadonlySet<RecordField> = new Set(["artifacts"]);
    const filled = await Promise.all(lacking.map((other) => fillDetails(other, wanted, { catalog, ask, writer, budget, signal, priority })));
    const byKey = new Map(filled.map((each, index) => [lacking[index]?.key, each.listing]));
    return others.map((other) => byKey.get(other.key) ?? other);
  }

  async function save(listing: StoredListing, { results, obsolete, observedAt, assessment }: Outcome): Promise<void> {
    const changed = results.filter((result) => result.lasting && !isUnchanged(result, now()));
    const replaced = [...changed.map(({ check }) => check.id), ...obsolete];
    if (replaced.length === 0 && assessment === undefined) return;
    const { revision } = listing.record;
    await catalog.saveFindings({
      listing: listing.key,
      ...(revision === undefined ? {} : { revision }),
      observedAt,
      findings: changed.flatMap(({ check, findings, observedAt: at }) => findings.map((finding) => ({ check: check.id, finding, ...(at === undefined ? {} : { observedAt: at }) }))),
      checks: replaced,
      ...(assessment === undefined ? {} : { assessment }),
    });
  }

  async function assessSource(source: SourceId, { depth, budget, signal }: AssessOptions): Promise<SourceReport | undefined> {
    const configured = ask.registry.find(source);
    if (configured === undefined) return undefined;
    const system = await systems.of(source, { depth, budget, signal });
    return buildSourceReport({ source, sourceTitle: configured.title, now: now(), ...(system === undefined ? {} : { system }) });
  }

  return { assess, assessSource, checks };
}

/**
 * The result of a check whose record could not be completed or renewed: not what the record lacks, but why. What rests on old values and was
 * never checked is checked on those.
 */
function withheld(check: Check, { listing, missing, because }: Filled): CheckResult | undefined {
  const { reads = [], needs } = check.verifier;
  const wasToBeRenewed = needs !== "records" && check.stored.length > 0;
  const lacking = reads.filter((field) => missing.has(field) && (wasToBeRenewed || listing.record[field] === undefined));
  if (because === undefined || lacking.length === 0) return undefined;
  return { check, findings: [unknown(check, because.unknownReason, because.statement)], lasting: false };
}

/** What came of an assessment, to be stored. */
interface Outcome {
  readonly results: readonly CheckResult[];
  /** Ids of checks whose findings go. */
  readonly obsolete: readonly string[];
  readonly observedAt: DateTime;
  /** Absent: what is kept is that already. */
  readonly assessment: Assessment | undefined;
}

/** What was found last stays until its verifier has found something in its place, so that the log tells what turned; reports do not show it. */
function replaceable(obsolete: readonly string[], results: readonly CheckResult[]): readonly string[] {
  const verifiers = (lasting: boolean): ReadonlySet<string> => new Set(results.flatMap((result) => (result.lasting === lasting ? [result.check.verifier.id] : [])));
  const waiting = verifiers(false).difference(verifiers(true));
  return obsolete.filter((check) => !waiting.has(parseCheckId(check).verifier));
}

/** The result of a check whose findings about the same bytes are there. */
function takenOver(check: Check, found: readonly StoredFinding[] | undefined): readonly CheckResult[] {
  const [first] = found ?? [];
  return first === undefined || found === undefined ? [] : [{ check, findings: found.map(({ finding }) => finding), lasting: true, observedAt: first.observedAt }];
}

/** Of a verifier that looks at files alone: why there are none that it could look at, where that lies in this moment. */
function filesWithheld({ listing, missing, because }: Filled, verifiers: readonly Verifier[]): readonly CheckResult[] {
  if (because === undefined || !missing.has("artifacts") || listing.record.artifacts !== undefined) return [];
  const ofFiles = verifiers.filter(({ files, inspects }) => files !== undefined && inspects === false);
  return ofFiles.map((verifier): CheckResult => {
    const check: Check = { id: checkId(verifier.id), verifier, stored: [] };
    return { check, findings: [unknown(check, because.unknownReason, because.statement)], lasting: false };
  });
}

/**
 * What a report shows of a check. A failure of this moment leaves what was found before, which is stale by then; what was found now against the listing
 * stands beside it, so that what could not be reached hides no warning of what could.
 */
function served(result: CheckResult, listing: StoredListing, now: Date): readonly TrustFinding[] {
  const { check, findings, lasting, observedAt = now.toISOString() } = result;
  if (lasting && isUnchanged(result, now)) return check.stored;
  const { revision } = listing.record;
  const made = findings.map((finding) => ({ check: check.id, finding, observedAt, ...(revision === undefined ? {} : { revision }) }));
  if (lasting || check.stored.length === 0) return made;
  const warnings = made.filter(({ finding }) => speaksAgainst(finding));
  const anew = new Set(warnings.map(({ finding }) => canonicalJson(plain(finding))));
  return [...check.stored.filter(({ finding }) => !anew.has(canonicalJson(plain(finding)))), ...warnings];
}

function speaksAgainst({ status, effect }: Finding): boolean {
  return status !== "UNKNOWN" && (status === "FAILED" || effect === "UNDERMINES" || effect === "CAUTION");
}

/** A check on records that says what it said before was made when it first said so. What asked upstream was made now. */
function isUnchanged({ check, findings }: CheckResult, now: Date): boolean {
  if (check.stored.some((finding) => isExpired(finding, now))) return false;
  return check.verifier.needs === "records" && canonicalJson(findings.map(plain)) === canonicalJson(check.stored.map(({ finding }) => plain(finding)));
}

function plain({ expiresAt: _, ...finding }: Finding): object {
  return finding;
}

/** What rows beside the listing state is tried again with the next report of it, and nobody waits for it. */
function isUnreached({ check, findings, lasting }: CheckResult): boolean {
  return !lasting && check.overlay !== true && findings.some((finding) => finding.status === "UNKNOWN" && finding.unknownReason === "BUDGET_EXCEEDED");
}

function statesDigest({ record }: StoredListing): boolean {
  return (record.artifacts ?? []).some(({ digest }) => digest !== undefined) || (record.claims ?? []).some(({ kind }) => kind === "CONTENT_DIGEST");
}

function unknownListing(key: ListingKey | undefined): never {
  throw new RangeError(`There is no listing "${key ?? ""}" in the catalog to assess.`);
}

function refuseEqualIds(verifiers: readonly Verifier[]): void {
  const seen = new Set<string>();
  for (const { id } of verifiers) {
    if (seen.has(id)) throw new RangeError(`Two verifiers have the id "${id}"; give each an id of its own, such as "my-check/1".`);
    if (id.includes("#") || id === "") throw new RangeError(`The id "${id}" of a verifier must be a text without "#", such as "my-check/1".`);
    seen.add(id);
  }
}
