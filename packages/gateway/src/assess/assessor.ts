import type { Catalog, StoredFinding, StoredListing } from "@modeldex/catalog";
import type { Verifier } from "@modeldex/plugin-kit";
import type { DateTime, Finding, ListingKey, RecordField, SourceId, TrustDepth } from "@modeldex/schema";
import { buildReport, buildSourceReport, canonicalJson, parseCheckId, type SourceReport, type TrustFinding, type TrustReport } from "@modeldex/trust";
import type { Logger } from "../observe/log.ts";
import type { Asker } from "../sources/ask.ts";
import type { References } from "../sources/references.ts";
import type { RequestBudget } from "../sources/request-budget.ts";
import type { VerifierLender } from "../sources/verifier-tools.ts";
import { fieldsRead, fillDetails, fillPublisher, type Filled } from "./fill-details.ts";
import { createFlights } from "./flights.ts";
import { isExpired, planChecks, type Check } from "./plan-checks.ts";
import { cheapestFirst, runOnRecords, runUpstream, unknown, type CheckResult, type CheckRun } from "./run-checks.ts";
import { subjectOf, trustListing, trustOverlay, type Assessed } from "./subject.ts";
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
}

export interface AssessOptions {
  /** `CACHED`: stored findings only, no upstream request. `DEEP`: also verifiers that read weights. */
  readonly depth: TrustDepth;
  /** Shared by everything that one request does. What it does not reach is UNKNOWN with BUDGET_EXCEEDED. */
  readonly budget: RequestBudget;
  readonly signal: AbortSignal;
}

export interface AssessorOptions {
  readonly catalog: Pick<Catalog, "listings" | "listingsOf" | "overlaysOf" | "changesOf" | "findings" | "saveFindings" | "sourceFindings" | "saveSourceFindings" | "applyListings"> & SurroundingsLoan["catalog"];
  /** Only these can say VERIFIED or FAILED; stored findings of others are left out. */
  readonly verifiers: readonly Verifier[];
  readonly lender: Pick<VerifierLender, "tools">;
  readonly ask: Pick<Asker, "get" | "about" | "publisher" | "onDemand" | "can"> & { readonly registry: Pick<Asker["registry"], "find"> };
  readonly writer: Pick<References, "toWrite" | "read">;
  readonly log: Logger;
  readonly now?: () => Date;
}

interface AssessOne extends AssessOptions {
  /** Whether only listings of this model are assessed. */
  readonly alone: boolean;
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

  async function assess(keys: readonly ListingKey[], asked: AssessOptions): Promise<readonly TrustReport[]> {
    const listings = (await catalog.listings(keys)).map((listing, index) => listing ?? unknownListing(keys[index]));
    // Who publishes is asked for one model at a time.
    const alone = new Set(listings.map(({ model }) => model)).size === 1;
    const models = listings.map(({ model }) => model);
    const [modelListings, overlays, findings, changes] = await Promise.all([
      catalog.listingsOf(models), catalog.overlaysOf(models), catalog.findings(keys), catalog.changesOf(keys, maxChanges),
    ]);
    return Promise.all(
      listings.map((listing, index) => {
        const others = (modelListings[index] ?? []).filter((other) => other.key !== listing.key && other.state !== "GONE");
        // What is said of a model is said of its leading listing too.
        const beside = (overlays[index] ?? []).filter((row) => row.listing === listing.key || listing.link.kind === "LEADING");
        return assessOnce({ listing, others, beside, changes: changes[index] ?? [] }, findings[index] ?? [], { ...asked, alone });
      }),
    );
  }

  /** Equal assessments at one time are one. What its budget did not reach is tried again with one's own. */
  async function assessOnce(assessed: Assessed, stored: readonly StoredFinding[], asked: AssessOne): Promise<TrustReport> {
    const { depth, signal } = asked;
    if (depth === "CACHED") return (await assessOne(assessed, stored, asked)).report;
    const flight = flights.join(`${depth} ${assessed.listing.key}`, signal, (flown) => assessOne(assessed, stored, { ...asked, signal: flown }));
    const { report, complete } = await flight.result;
    return complete || flight.own ? report : (await assessOne(assessed, stored, asked)).report;
  }

  async function assessOne(assessed: Assessed, stored: readonly StoredFinding[], asked: AssessOne) {
    const { depth, budget, signal } = asked;
    const known = stored.filter(({ check }) => verifiers.some(({ id }) => id === parseCheckId(check).verifier));
    const filled: Filled = depth === "CACHED" ? { listing: assessed.listing, missing: new Set() } : await filledSubject(assessed, known, asked);
    const { listing } = filled;
    const others = depth === "CACHED" ? assessed.others : await filledOthers(filled, assessed.others, asked);
    const plan = planChecks(listing, verifiers, known, { depth, now: now(), beside: assessed.beside.flatMap(({ record }) => record.claims ?? []) });
    const run: CheckRun = { subject: subjectOf({ listing, others, changes: assessed.changes }, ask.registry), lender, surroundings: { catalog, ask, references: writer }, budget, signal, now, log };
    const [system, ...made] = await Promise.all([
      systems.of(listing.source, { depth, budget, signal }),
      Promise.all(plan.onRecords.map(async (check) => withheld(check, filled) ?? (await runOnRecords(check, run)))),
      cheapestFirst(plan.due, budget, async (check) => withheld(check, filled) ?? (await runUpstream(check, run))),
    ]);
    const results = made.flat();
    const observedAt = now().toISOString();
    if (depth !== "CACHED") await save(listing, results, plan.obsolete, observedAt);
    const findings = [...plan.settled.flatMap((check) => check.stored), ...results.flatMap((result) => served(result, listing, observedAt))];
    const report = buildReport({
      listing: trustListing(listing, ask.registry),
      others: others.map((other) => trustListing(other, ask.registry)),
      findings,
      overlays: assessed.beside.map((row) => trustOverlay(row, ask.registry)),
      now: now(),
      ...(system === undefined ? {} : { system }),
    });
    return { report, complete: !results.some(isUnreached) };
  }

  /** The subject with what its verifiers read: fields never asked for, and claims whose findings have expired. */
  async function filledSubject({ listing }: Assessed, known: readonly StoredFinding[], { depth, budget, signal, alone }: AssessOne): Promise<Filled> {
    const active = verifiers.filter((verifier) => depth === "DEEP" || verifier.depth === "STANDARD");
    const wanted = new Set([...fieldsRead(active)].filter((field) => listing.record[field] === undefined));
    const expired = active.filter(
      ({ id, needs }) => needs !== "records" && known.some((finding) => parseCheckId(finding.check).verifier === id && isExpired(finding, now())),
    );
    for (const field of fieldsRead(expired)) if (field === "claims") wanted.add(field);
    const loan = { catalog, ask, writer, budget, signal };
    const filled = await fillDetails(listing, wanted, loan);
    return alone ? fillPublisher(filled, loan) : filled;
  }

  /** Files of other sources' listings, where this one states a digest that could be held against them. */
  async function filledOthers({ listing }: Filled, others: readonly StoredListing[], { budget, signal }: AssessOptions): Promise<readonly StoredListing[]> {
    const compares = verifiers.some(({ kind }) => kind === "CROSS_SOURCE_DIGEST_MATCH") && statesDigest(listing);
    if (!compares) return others;
    const lacking = others.filter((other) => other.source !== listing.source && other.naming !== "open" && other.record.artifacts === undefined).slice(0, maxOthersFilled);
    const wanted: ReadonlySet<RecordField> = new Set(["artifacts"]);
    const filled = await Promise.all(lacking.map((other) => fillDetails(other, wanted, { catalog, ask, writer, budget, signal })));
    const byKey = new Map(filled.map((each, index) => [lacking[index]?.key, each.listing]));
    return others.map((other) => byKey.get(other.key) ?? other);
  }

  async function save(listing: StoredListing, results: readonly CheckResult[], obsolete: readonly string[], observedAt: DateTime): Promise<void> {
    const changed = results.filter((result) => result.lasting && !isUnchanged(result));
    const checks = [...changed.map(({ check }) => check.id), ...obsolete];
    if (checks.length === 0) return;
    const { revision } = listing.record;
    await catalog.saveFindings({
      listing: listing.key,
      ...(revision === undefined ? {} : { revision }),
      observedAt,
      findings: changed.flatMap(({ check, findings }) => findings.map((finding) => ({ check: check.id, finding }))),
      checks,
    });
  }

  async function assessSource(source: SourceId, { depth, budget, signal }: AssessOptions): Promise<SourceReport | undefined> {
    const configured = ask.registry.find(source);
    if (configured === undefined) return undefined;
    const system = await systems.of(source, { depth, budget, signal });
    return buildSourceReport({ source, sourceTitle: configured.title, now: now(), ...(system === undefined ? {} : { system }) });
  }

  return { assess, assessSource };
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

/** What a report shows of a check. A failure of this moment leaves what was found before, which is stale by then. */
function served({ check, findings, lasting }: CheckResult, listing: StoredListing, observedAt: DateTime): readonly TrustFinding[] {
  if (!lasting && check.stored.length > 0) return check.stored;
  if (lasting && isUnchanged({ check, findings, lasting })) return check.stored;
  const { revision } = listing.record;
  return findings.map((finding) => ({ check: check.id, finding, observedAt, ...(revision === undefined ? {} : { revision }) }));
}

/** A check on records that says what it said before was made when it first said so. What asked upstream was made now. */
function isUnchanged({ check, findings }: CheckResult): boolean {
  return check.verifier.needs === "records" && canonicalJson(findings.map(plain)) === canonicalJson(check.stored.map(({ finding }) => plain(finding)));
}

function plain({ expiresAt: _, ...finding }: Finding): object {
  return finding;
}

function isUnreached({ findings, lasting }: CheckResult): boolean {
  return !lasting && findings.some((finding) => finding.status === "UNKNOWN" && finding.unknownReason === "BUDGET_EXCEEDED");
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
