import type { StoredListing, StoredModel } from "@modeldex/catalog";
import { maxReferenceLength, nameSignature, parseListingKey, queryWords } from "@modeldex/schema";
import type { AnyDigest, SourceId } from "@modeldex/schema";
import type { SourceReading } from "../sources/references.ts";
import type { SourceOutcome } from "../sources/outcome.ts";
import { search } from "../search/search.ts";
import type { Searching } from "../search/search.ts";
import { contentReadings, type ContentReading } from "./content-ids.ts";
import { algorithmOf, digestIn } from "./digest-text.ts";
import { goneFrom } from "./gone.ts";
import { locate } from "./locate.ts";
import type { Located, LocateOptions, Locating } from "./locate.ts";
import { missing, type IsOff, type Missed } from "./missing.ts";
import type { Candidate, Resolution } from "./resolution.ts";
import { whyUnread } from "./why-unread.ts";

/** Lent to resolutions. */
export interface Resolving extends Searching, Locating {
  /** How each source reads a text. */
  readonly read: (text: string) => readonly SourceReading[];
}

export interface ResolveOptions {
  readonly signal: AbortSignal;
  /** Also the fields that a source fills only on demand, where it reads the text: one asking instead of two. @default false */
  readonly details?: boolean;
}

/**
 * Takes anything a person pastes. In this order: the key of a listing, a digest or another id of content, what sources read in the text, what
 * sources look up by it (transactions, addresses), a name. RESOLVED only when exactly one model is meant; never a silent guess.
 */
export async function resolve(reference: string, options: ResolveOptions, lent: Resolving): Promise<Resolution> {
  const text = reference.trim();
  if (text === "") return unread(reference, "The reference is empty; give a name such as llama 3.1 8b, an id such as org/name, or a URL.");
  if (text.length > maxReferenceLength) return unread(reference, `The reference has ${text.length} characters; at most ${maxReferenceLength} are read.`);
  const digest = digestIn(text);
  if (digest !== undefined) return byDigest(reference, digest, lent);
  const readings = readingsOf(text, lent);
  const content = readings.some(({ reading }) => reading.certain) ? [] : contentReadings(text);
  // A CID is no name, though its letters could be that of a repository; 43 letters may be one, and are asked for where nothing here holds them.
  if (content.length > 0) {
    const held = await byContent(reference, { text, content }, options, lent);
    if (held.outcome !== "NOT_FOUND" || readings.length === 0 || content.some(({ readAs }) => readAs === "CID")) return held;
  }
  const certain = readings.filter(({ reading }) => reading.certain);
  const read = certain.length > 0 ? [...certain, ...readings.filter(({ reading }) => reading.beside === true)] : readings;
  const located = await Promise.all(read.map(async (reading) => ({ reading, found: await locate(reading.source, reading.reading.ref, { ...locating(reading.source, options, lent), guessed: !reading.reading.certain }, lent) })));
  const outcomes = located.map(({ found }) => found.outcome);
  const everyHit = located.filter(({ found }) => found.listing !== undefined);
  const main = everyHit.filter(({ reading: { reading } }) => reading.beside !== true);
  const hits = main.length > 0 ? main : everyHit;
  const passedOn = hits.find(({ found }) => found.formerly !== undefined);
  if (passedOn !== undefined) return nameWasGiven(reference, hitOf(passedOn.reading, passedOn.found), passedOn.found.formerly, outcomes, lent);
  if (hits.length > 0) {
    const resolution = await chosen(reference, hits.map(({ reading, found }) => hitOf(reading, found)), outcomes, lent);
    return options.details === true ? { ...resolution, detailed: true } : resolution;
  }
  const isOff = isOffIn(lent);
  const missed = { reference, readAs: unique(read.map(({ reading }) => reading.readAs)), outcomes };
  const gone = located.flatMap(({ found }) => found.gone ?? []);
  if (gone.length > 0 && (certain.length > 0 || text.includes("/"))) return goneFrom(gone, missed, lent, isOff);
  const looked = /\s/.test(text) ? noLookup : await lookUp(text, options, lent);
  if (looked.listings.length > 0) return chosen(reference, looked.listings.map((listing) => ({ listing, readAs: lookedUp })), together(outcomes, looked), lent);
  const asked = together(outcomes, looked);
  const present = located.flatMap(({ reading, found }) => (found.present === undefined ? [] : [{ listing: found.present, reading }]));
  if (certain.length > 0 || present.length > 0) return missing({ ...missed, outcomes: asked, candidates: await withoutRevision(present, lent) }, isOff);
  if (isAddress(text)) return readings.length > 0 || looked.outcomes.length > 0 ? missing({ ...missed, outcomes: asked }, isOff) : unread(reference, whyUnread(text, lent.freshness.sources));
  const named = await byName({ ...missed, outcomes: asked }, text, isOff, options, lent);
  return gone.length > 0 && named.model === undefined && named.candidates.length === 0 ? goneFrom(gone, { ...missed, outcomes: named.sources }, lent, isOff) : named;
}

function isOffIn(lent: Resolving): IsOff {
  return (source) => lent.freshness.offline && lent.ask.needsNetwork(source);
}

const lookedUp = "looked up by its source";

interface Hit {
  readonly listing: StoredListing;
  /** The revision that was named, in its immutable form. */
  readonly revision?: string;
  readonly readAs: string;
  readonly file?: NonNullable<Resolution["file"]>;
}

function readingsOf(text: string, lent: Resolving): readonly SourceReading[] {
  const key = parseListingKey(text.replace(/^listing:/, ""));
  // `hf://org/name` is an address, not the key of something called `//org/name`.
  if (key !== undefined && !key.nativeId.startsWith("//") && lent.freshness.sources.includes(key.source)) {
    return [{ source: key.source, reading: { ref: { nativeId: key.nativeId }, readAs: "key of a listing", certain: true } }];
  }
  return lent.read(text);
}

/** Text that is written for machines: it names one thing, so words of it are no search. */
function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) || /^0x[0-9a-f]{8,}$/i.test(text);
}

function locating(source: SourceId, { signal, details }: ResolveOptions, lent: Resolving): LocateOptions {
  return { signal, ...(details === true && { need: new Set(lent.ask.onDemand(source)) }) };
}

function hitOf({ reading: { readAs, ref: { path } } }: SourceReading, found: Located): Hit {
  return { listing: found.listing as StoredListing, readAs, ...(found.revision !== undefined && { revision: found.revision }), ...(path !== undefined && { file: { path } }) };
}

async function chosen(reference: string, hits: readonly Hit[], sources: readonly SourceOutcome[], lent: Resolving): Promise<Resolution> {
  const models = await lent.catalog.models(hits.map(({ listing }) => listing.model));
  const distinct = new Map<string, { readonly model: StoredModel; readonly hit: Hit }>();
  hits.forEach((hit, position) => {
    const model = models[position];
    if (model !== undefined && !distinct.has(model.id)) distinct.set(model.id, { model, hit });
  });
  const readAs = unique(hits.map(({ readAs: how }) => how));
  const [only] = distinct.values();
  if (only !== undefined && distinct.size === 1) {
    const { listing, file, revision = listing.record.revision } = only.hit;
    return { reference, outcome: "RESOLVED", model: only.model, listing, readAs, candidates: [], sources, ...(revision !== undefined && { revision }), ...(file && { file }) };
  }
  const candidates = [...distinct.values()].map(({ model, hit }): Candidate => ({
    model, listing: hit.listing, confidence: 1 / distinct.size, readAs: hit.readAs, reason: reasonOf(hit),
  }));
  return { reference, outcome: "AMBIGUOUS", readAs, candidates, sources, message: `The text fits ${distinct.size} models; give one of their ids.` };
}

function reasonOf({ file, readAs, listing }: Hit): string {
  if (file !== undefined && "digest" in file) return "it has a file with this digest";
  return readAs === lookedUp ? `${listing.source} finds it by this text` : `${listing.source} has a model of this name`;
}

/** The name of a stored model leads to another one now: which of them is meant is for the reader to say. */
async function nameWasGiven(reference: string, hit: Hit, formerly: StoredListing | undefined, sources: readonly SourceOutcome[], lent: Resolving): Promise<Resolution> {
  const listings = [hit.listing, ...(formerly === undefined ? [] : [formerly])];
  const models = await lent.catalog.models(listings.map(({ model }) => model));
  const reasons = ["the name leads to it now", "it had this name, and is gone"];
  const candidates = listings.flatMap((listing, place): Candidate[] => {
    const model = models[place];
    return model === undefined ? [] : [{ model, listing, confidence: place === 0 ? 0.5 : 0.4, readAs: hit.readAs, reason: reasons[place] ?? "" }];
  });
  const message = `${formerly?.key ?? reference} was another model, which is gone; its name leads to ${hit.listing.key} now. Give the id of the one that is meant.`;
  return { reference, outcome: "AMBIGUOUS", readAs: [hit.readAs], candidates, sources, message };
}

async function byDigest(reference: string, digest: AnyDigest, lent: Resolving): Promise<Resolution> {
  const algorithm = algorithmOf(digest);
  const readAs = `${algorithm} of a file`;
  const [listings = []] = await lent.catalog.listingsByDigest([digest]);
  if (listings.length > 0) return chosen(reference, listings.map((listing) => ({ listing, readAs, file: { digest } })), [], lent);
  const commit = algorithm === "git-sha1" ? " A commit alone names no model: write it after one, as in org/name@commit." : "";
  return { reference, outcome: "NOT_FOUND", readAs: [readAs], candidates: [], sources: [], message: `No listing that is stored here holds a file with this ${algorithm}; sources state digests only for models that somebody looked at.${commit}` };
}

/** Ids of content are found in what is stored; of 32 bytes of a chain, sources are asked as well whether they are a transaction or a key. */
async function byContent(reference: string, { text, content }: { readonly text: string; readonly content: readonly ContentReading[] }, options: ResolveOptions, lent: Resolving): Promise<Resolution> {
  const digests = content.flatMap(({ readAs, digests: spellings }) => spellings.map((digest) => ({ readAs, digest })));
  const stored = await lent.catalog.listingsByDigest(digests.map(({ digest }) => digest));
  const held = digests.flatMap(({ readAs, digest }, place) => (stored[place] ?? []).map((listing): Hit => ({ listing, readAs, file: { digest } })));
  const looked = text.startsWith("0x") ? await lookUp(text, options, lent) : noLookup;
  const hits = [...held, ...looked.listings.map((listing): Hit => ({ listing, readAs: lookedUp }))];
  if (hits.length > 0) return chosen(reference, hits, looked.outcomes, lent);
  if (text.startsWith("0x")) return looked.outcomes.length > 0 ? missing({ reference, readAs: [], outcomes: looked.outcomes }, isOffIn(lent)) : unread(reference, whyUnread(text, lent.freshness.sources));
  const readAs = unique(content.map(({ readAs: how }) => how));
  return { reference, outcome: "NOT_FOUND", readAs, candidates: [], sources: [], message: `No listing that is stored here holds a file with this ${readAs.join(" or ")}; such ids are found only where a source states them.` };
}

/** Models whose named revision is not to be had, as they are stored. */
async function withoutRevision(found: readonly { readonly listing: StoredListing; readonly reading: SourceReading }[], lent: Resolving): Promise<readonly Candidate[]> {
  const models = await lent.catalog.models(found.map(({ listing }) => listing.model));
  return found.flatMap(({ listing, reading: { reading } }, place): Candidate[] => {
    const model = models[place];
    const known = listing.record.revision === undefined ? "at no known revision" : `at ${listing.record.revision}`;
    return model === undefined ? [] : [{ model, listing, confidence: 0.5, readAs: reading.readAs, reason: `it is the model that was named, stored ${known}, not at ${reading.ref.revision ?? "another"}` }];
  });
}

interface LookUp {
  readonly listings: readonly StoredListing[];
  readonly outcomes: readonly SourceOutcome[];
}

const noLookup: LookUp = { listings: [], outcomes: [] };

async function lookUp(text: string, { signal }: ResolveOptions, lent: Resolving): Promise<LookUp> {
  const able = lent.freshness.sources.filter((source) => lent.ask.can(source, "LOOKUP") && lent.freshness.live(source));
  const answers = await Promise.all(able.map(async (source) => ({ source, answer: await lent.ask.lookup(source, text, { signal, deadlineMs: lent.deadlineMs, priority: "person" }) })));
  const listings: StoredListing[] = [];
  for (const { source, answer } of answers) {
    if (answer.status !== "OK" || answer.value.length === 0) continue;
    await lent.catalog.applyListings(answer.value.map((record) => ({ ...lent.writer.toWrite(source, record, answer.asOf), asked: true })));
    const stored = await lent.catalog.listings(answer.value.map(({ nativeId }) => lent.writer.key(source, nativeId)));
    listings.push(...stored.filter((listing) => listing !== undefined));
  }
  return { listings, outcomes: answers.map(({ source, answer }) => outcomeOf(source, answer)) };
}

/** One line for a source that knew of nothing by that id, and was then asked to look it up. */
function together(outcomes: readonly SourceOutcome[], looked: LookUp): readonly SourceOutcome[] {
  const again = new Set(looked.outcomes.map(({ source }) => source));
  return [...outcomes.filter(({ source, status, count, message }) => !again.has(source) || status !== "OK" || count > 0 || message !== undefined), ...looked.outcomes];
}

function outcomeOf(source: SourceId, answer: Awaited<ReturnType<Resolving["ask"]["lookup"]>>): SourceOutcome {
  if (answer.status === "OK") return { source, status: "OK", origin: answer.origin, asOf: answer.asOf, count: answer.value.length, elapsedMs: answer.elapsedMs };
  const { code, message, elapsedMs, retryAfterMs } = answer;
  return { source, status: "FAILED", code, message, count: 0, elapsedMs, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

async function byName({ reference, readAs, outcomes }: Missed, text: string, isOff: IsOff, { signal }: ResolveOptions, lent: Resolving): Promise<Resolution> {
  if (queryWords(text).length === 0) return unread(reference, "No source reads such text, and it has no words of a name in it.");
  const result = await search({ text, filter: {}, first: 10, live: true, signal }, lent);
  const asked = outcomes.filter(({ status }) => status !== "SKIPPED");
  const sources = [...asked, ...(await result.outcomes()).filter(({ source }) => !asked.some((row) => row.source === source))];
  const how = [...readAs, "name"];
  const wanted = nameSignature(text);
  const named = result.hits.filter(({ model }) => nameSignature(model.name) === wanted || nameSignature(model.id.slice(model.id.indexOf(":") + 1)) === wanted);
  // A name that anybody may register makes no other one ambiguous.
  const vouched = named.filter(({ model }) => model.anybodyMayWrite !== true);
  const exact = vouched.length > 0 ? vouched : named;
  const [only] = exact;
  // Nor does it answer for a misspelling of theirs.
  const isMeant = vouched.length > 0 || result.hits.every(({ model }) => model.anybodyMayWrite === true);
  if (only !== undefined && exact.length === 1 && isMeant) {
    const [listing] = await lent.catalog.listings([only.model.leading]);
    const revision = listing?.record.revision;
    return { reference, outcome: "RESOLVED", model: only.model, readAs: how, candidates: [], sources, ...(listing && { listing }), ...(revision !== undefined && { revision }) };
  }
  if (result.hits.length === 0) return missing({ reference, readAs: how, outcomes: sources }, isOff);
  const best = result.hits[0]?.score ?? 0;
  const searched = result.hitsAreOfCorrection === true ? result.didYouMean : undefined;
  const words = searched === undefined ? "its name holds these words" : `it is found by "${searched}"`;
  const candidates = result.hits.map(({ model, score }): Candidate => {
    const whole = exact.some((hit) => hit.model.id === model.id);
    return { model, readAs: "name", confidence: confidenceOf(whole, exact.length, relativeTo(best, score)), reason: whole ? "its whole name is this text" : words };
  });
  const message = exact.length > 1 ? `${exact.length} models have this name; give an id of one of the candidates.` : searched === undefined ? "No model has exactly this name; the candidates hold its words." : `No model has this name or all of its words; the candidates are those of "${searched}".`;
  return { reference, outcome: "AMBIGUOUS", readAs: how, candidates: candidates.sort((a, b) => b.confidence - a.confidence), sources, message };
}

/** Of the best score, which is 0 or less where nothing but a source's own word speaks for the hits. */
function relativeTo(best: number, score: number): number {
  return best > 0 ? score / best : 0;
}

/** Whole names first, then by how well the words fit; never above 0.9, since it is a guess. */
function confidenceOf(whole: boolean, wholeNames: number, relative: number): number {
  const base = whole ? 0.5 + 0.4 / wholeNames : 0.1 + 0.3 / (1 + wholeNames);
  return Math.round(Math.min(0.9, base * Math.max(0.2, relative)) * 1000) / 1000;
}

function unread(reference: string, message: string): Resolution {
  return { reference, outcome: "NOT_RECOGNIZED", readAs: [], candidates: [], sources: [], message };
}

function unique<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}
