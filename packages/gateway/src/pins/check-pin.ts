import type { StoredModel } from "@modeldex/catalog";
import type { ModelRef } from "@modeldex/plugin-kit";
import { listingKey, type DateTime, type ListingRecord, type PinOutcome, type RecordField, type SourceId } from "@modeldex/schema";
import { claimsOf, defaultPolicyId, driftsBetween, goneDrift, isFixed, listingFacts, readLockEntry } from "@modeldex/trust";
import type { Drift, LockEntry, Policy, PresentFacts, TrustListing, TrustReport } from "@modeldex/trust";
import type { AskResult } from "../sources/ask-result.ts";
import { storedPresent } from "./chosen-listing.ts";
import { systemNow } from "./system-now.ts";
import { makePin, type Pin, type PinLoan, type PinRequest } from "./make-pin.ts";

/** How one pin holds. */
export interface PinCheck {
  readonly outcome: PinOutcome;
  readonly reference?: string;
  readonly digest?: string;
  readonly model?: StoredModel;
  readonly drifts: readonly Drift[];
  /** What a pin of the same reference would be now; asks the source, unless that was done already. */
  readonly current: () => Promise<Pin | undefined>;
  readonly problem?: string;
  readonly checkedAt: DateTime;
}

type Held = Pick<PinCheck, "outcome" | "drifts" | "problem"> & { readonly current?: PinCheck["current"] };

const nothing: ReadonlySet<RecordField> = new Set();
const noPin = async (): Promise<undefined> => undefined;

/**
 * Holds one document against the present, which is asked of the source now, whatever is stored. One request where nothing moved: the rest is asked
 * only when the revision is another one.
 */
export async function checkPin(document: unknown, request: PinRequest, lent: PinLoan): Promise<PinCheck> {
  const checkedAt = lent.now().toISOString();
  const reading = readLockEntry(document);
  if (reading.status === "INVALID") return { outcome: "INVALID", problem: reading.problem, drifts: [], current: noPin, checkedAt };
  const { entry, digest } = reading;
  const source = sourceOf(entry, lent);
  if (source === undefined) {
    const problem = `No source here is called "${entry.source.id}" and of the kind ${entry.source.kind}, and no single one of that kind is at the address of the pin; configure it under that id.`;
    return { outcome: "UNREACHABLE", problem, reference: entry.requested, digest, drifts: [], current: noPin, checkedAt };
  }
  const looking: Looking = { entry, source, request, lent };
  const held = await hold(looking);
  const [listing] = await lent.catalog.listings([listingKey(source, entry.nativeId)]);
  const [model] = listing === undefined ? [] : await lent.catalog.models([listing.model]);
  return { current: () => pinAgain(looking), ...held, reference: entry.requested, digest, checkedAt, ...(model && { model }) };
}

interface Looking {
  readonly entry: LockEntry;
  readonly source: SourceId;
  readonly request: PinRequest;
  readonly lent: PinLoan;
}

async function hold(looking: Looking): Promise<Held> {
  const { entry } = looking;
  const [lean, claims] = await Promise.all([ask(looking, followed(entry), nothing), systemClaims(looking)]);
  if (lean.status === "FAILED") return { outcome: "UNREACHABLE", problem: lean.message, drifts: [] };
  if (lean.value === undefined) return gone(looking);
  const facts = factsOf(looking, lean.value, claims);
  const unread = entry.system.powers.length > 0 && !facts.powersAreRead ? "Who can change the contract could not be read now, and was not compared." : undefined;
  const { revision } = lean.value;
  const fixed = isFixed(entry);
  if (revision === entry.revision) return outcome(driftsBetween(entry, { facts: atSameRevision(facts, entry), ...(fixed && { atPinned: facts }) }), unread);
  return fixed && revision === entry.presentRevision ? besides(looking, facts, unread) : moved(looking, claims, unread);
}

/** The name gives nothing any more: the pinned state may be there by itself, where a branch went. */
async function gone(looking: Looking): Promise<Held> {
  const { entry } = looking;
  const pinned = isFixed(entry) || entry.requestedRevision === undefined ? undefined : await ask(looking, { nativeId: entry.nativeId, revision: entry.revision }, nothing);
  if (pinned?.status === "FAILED") return { outcome: "UNREACHABLE", problem: pinned.message, drifts: [] };
  return { outcome: "DRIFTED", drifts: [goneDrift(entry, pinned?.value !== undefined)], current: noPin };
}

/** The present is what it was beside the pinned commit, which is asked for by itself. */
async function besides(looking: Looking, facts: PresentFacts, unread: string | undefined): Promise<Held> {
  const { entry } = looking;
  const pinned = await ask(looking, { nativeId: entry.nativeId, revision: entry.revision }, nothing);
  if (pinned.status === "FAILED") return { outcome: "UNREACHABLE", problem: pinned.message, drifts: [] };
  const hasPinnedRevision = pinned.value !== undefined && isSame(entry, pinned.value);
  return outcome(driftsBetween(entry, { facts: atSameRevision(facts, entry), hasPinnedRevision, ...(pinned.value && { atPinned: factsOf(looking, pinned.value, []) }) }), unread);
}

/** Another revision than the pinned one: whether that is still there, and what differs. */
async function moved(looking: Looking, claims: TrustReport["claims"], unread: string | undefined): Promise<Held> {
  const { entry, lent, source } = looking;
  const [pinned, whole] = await Promise.all([
    keepsStates(entry.revision) ? ask(looking, { nativeId: entry.nativeId, revision: entry.revision }, nothing) : undefined,
    ask(looking, followed(entry), new Set(lent.ask.onDemand(source))),
  ]);
  for (const answer of [pinned, whole]) if (answer?.status === "FAILED") return { outcome: "UNREACHABLE", problem: answer.message, drifts: [] };
  if (whole.status === "FAILED" || whole.value === undefined) return gone(looking);
  const hasPinnedRevision = pinned === undefined || (pinned.status === "OK" && pinned.value !== undefined && isSame(entry, pinned.value));
  const stated = factsOf(looking, whole.value, claims);
  if (stated.files === undefined) return { outcome: "UNREACHABLE", problem: `Which files ${entry.source.id}:${entry.nativeId} has at ${stated.revision ?? "its new state"} could not be had; check it again.`, drifts: [] };
  if (isFixed(entry)) {
    const atPinned = pinned?.status === "OK" && pinned.value !== undefined ? { atPinned: factsOf(looking, pinned.value, claims) } : {};
    // No check was made of what the reference does not mean: of signers nothing is known there.
    return outcome(driftsBetween(entry, { facts: { ...stated, signatures: entry.signatures }, hasPinnedRevision, ...atPinned }), unread);
  }
  const again = await pinRecord(looking, whole.value, whole.asOf);
  const found = again?.report === undefined ? { ...stated, signatures: entry.signatures } : { ...stated, ...assessedFacts(looking, whole.value, again.report) };
  return { ...outcome(driftsBetween(entry, { facts: found, hasPinnedRevision }), unread), current: async () => again?.pin };
}

function outcome(drifts: readonly Drift[], unread: string | undefined): Held {
  if (drifts.length > 0) return { outcome: "DRIFTED", drifts, ...(unread !== undefined && { problem: unread }) };
  return unread === undefined ? { outcome: "UNCHANGED", drifts } : { outcome: "UNREACHABLE", drifts, problem: unread };
}

/** What the reference means now: a branch that it named, else the present. A commit that it named stays, so the present is looked at beside it. */
function followed(entry: LockEntry): ModelRef {
  const { nativeId, requestedRevision } = entry;
  return { nativeId, ...(requestedRevision !== undefined && !isFixed(entry) && { revision: requestedRevision }) };
}

async function ask({ source, request, lent }: Looking, ref: ModelRef, need: ReadonlySet<RecordField>): Promise<AskResult<ListingRecord | undefined>> {
  return lent.ask.get(source, ref, need, { signal: request.signal, deadlineMs: lent.deadlineMs, fresh: true });
}

/** Claims of the source about itself, as they concern the listing. */
async function systemClaims({ entry, source, request, lent }: Looking): Promise<TrustReport["claims"]> {
  const answer = await systemNow(source, request, lent);
  if (answer?.status !== "OK") return [];
  const system = { claims: answer.value, observedAt: answer.asOf };
  return claimsOf({ listing: trustListing(entry.nativeId, source, { nativeId: entry.nativeId, name: entry.name }, lent), others: [], findings: [], now: lent.now(), system });
}

function factsOf({ source, lent }: Looking, record: ListingRecord, system: TrustReport["claims"]): PresentFacts {
  const listing = trustListing(record.nativeId, source, record, lent);
  const facts = listingFacts(listing, [...claimsOf({ listing, others: [], findings: [], now: lent.now() }), ...system]);
  // Where files cost no further request, a record without them states none.
  return facts.files === undefined && !lent.ask.onDemand(source).includes("artifacts") ? { ...facts, files: [] } : facts;
}

function assessedFacts({ source, lent }: Looking, record: ListingRecord, { claims }: TrustReport): Pick<PresentFacts, "codeExecution" | "signatures"> {
  const { codeExecution, signatures } = listingFacts(trustListing(record.nativeId, source, record, lent), claims);
  return { codeExecution, signatures };
}

/**
 * At the pinned commit or digest the content is what it was, and is not compared again. A block tells when the entry last changed by a log; what only a view
 * of the contract tells may differ without one.
 */
function atSameRevision({ files, tags, ...facts }: PresentFacts, { revision, signatures }: LockEntry): PresentFacts {
  const unchecked = { ...facts, codeExecution: "UNKNOWN", signatures } as const;
  return keepsStates(revision) ? unchecked : { ...unchecked, ...(files && { files }), ...(tags && { tags }) };
}

/** Whether the source may be asked for a state by its revision; old states of a chain are kept by few nodes, and what is in them cannot be lost. */
function keepsStates(revision: string): boolean {
  return !revision.startsWith("block:");
}

function trustListing(nativeId: string, source: SourceId, record: ListingRecord, { ask: { registry }, now }: PinLoan): TrustListing {
  const { kind, title } = registry.source(source);
  return { key: listingKey(source, nativeId), source, sourceKind: kind, sourceTitle: title, naming: registry.naming(source, nativeId), record, fetchedAt: now().toISOString() };
}

/**
 * The source of the pin's id, unless that is of another kind here; else the only one of its kind at the origin where the model was pinned. Any other is not told
 * what it is called: the name may be that of a private model.
 */
function sourceOf({ source: { id, kind }, url }: LockEntry, { ask: { registry } }: PinLoan): SourceId | undefined {
  const ofKind = registry.ids.filter((each) => registry.source(each).kind === kind);
  const named = ofKind.find((each) => each === id);
  if (named !== undefined || url === undefined || !URL.canParse(url)) return named;
  const { origin } = new URL(url);
  const there = ofKind.filter((each) => (registry.source(each).baseAddresses ?? []).some((address) => new URL(address).origin === origin));
  return there.length === 1 ? there[0] : undefined;
}

function isSame({ revision, stableId }: LockEntry, record: ListingRecord): boolean {
  return record.revision === revision && (stableId === undefined || record.stableId === undefined || record.stableId === stableId);
}

function policyOf({ policy }: LockEntry, policies: readonly Policy[]): Policy | undefined {
  return policies.find(({ id }) => id === policy.id) ?? policies.find(({ id }) => id === defaultPolicyId);
}

async function pinAgain(looking: Looking): Promise<Pin | undefined> {
  const { entry, lent, source } = looking;
  const answer = await ask(looking, { nativeId: entry.nativeId, ...(entry.requestedRevision !== undefined && { revision: entry.requestedRevision }) }, new Set(lent.ask.onDemand(source)));
  return answer.status === "FAILED" || answer.value === undefined ? undefined : (await pinRecord(looking, answer.value, answer.asOf))?.pin;
}

/** A pin of what the reference gives now. The present of a listing is stored, as any answer about it is; another revision is not. */
async function pinRecord({ entry, source, request, lent }: Looking, record: ListingRecord, asOf: DateTime): Promise<{ readonly pin?: Pin; readonly report?: TrustReport } | undefined> {
  const { requested, requestedRevision: named, presentRevision } = entry;
  const policy = policyOf(entry, lent.policies);
  const [known] = named === undefined ? [] : await lent.catalog.listings([listingKey(source, record.nativeId)]);
  const choice = known === undefined ? await storedPresent(source, record, asOf, lent) : { listing: { ...known, record, fetchedAt: asOf } };
  if (policy === undefined || "problem" in choice) return undefined;
  return makePin(requested, { ...choice, ...(named !== undefined && { named }), ...(presentRevision !== undefined && { presentRevision }) }, policy, request, lent);
}
