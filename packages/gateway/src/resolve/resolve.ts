import type { StoredListing } from "@modeldex/catalog";
import { maxReferenceLength, parseListingKey } from "@modeldex/schema";
import type { SourceId } from "@modeldex/schema";
import type { SourceReading } from "../sources/references.ts";
import type { SourceOutcome } from "../sources/outcome.ts";
import { byContent, byDigest } from "./by-content.ts";
import { byName } from "./by-name.ts";
import { callHits, type CallHits } from "./call-hits.ts";
import { contentReadings } from "./content-ids.ts";
import { withoutCredentials } from "./credentials.ts";
import { digestIn, digestProblem } from "./digest-text.ts";
import { goneFrom } from "./gone.ts";
import { chosen, type Hit, lookedUp, unique } from "./hits.ts";
import { locate } from "./locate.ts";
import type { Located, LocateOptions } from "./locate.ts";
import { lookUp, noLookup, together } from "./look-up.ts";
import { isOfChain, missing, type Missed } from "./missing.ts";
import { readForm } from "./read-form.ts";
import type { Candidate, Resolution } from "./resolution.ts";
import { isOffIn, type ResolveOptions, type Resolving, unread } from "./resolving.ts";
import type { TextForm } from "./text-form.ts";
import { whyUnread } from "./why-unread.ts";

/**
 * Takes anything a person pastes. In this order: the key of a listing, a digest or another id of content, what sources read in the text, what rows
 * and offers are called by it, what sources look up by it (transactions, addresses, short digests), what the text holds in a form of another place
 * (a command, an id at a provider), a name. RESOLVED only when exactly one model is meant; never a silent guess.
 */
export async function resolve(reference: string, options: ResolveOptions, lent: Resolving): Promise<Resolution> {
  const whole = reference.trim();
  if (whole === "") return unread(reference, "The reference is empty; give a name such as llama 3.1 8b, an id such as org/name, or a URL.");
  if (whole.length > maxReferenceLength) return unread(reference, `The reference has ${whole.length} characters; at most ${maxReferenceLength} are read.`);
  const text = withoutCredentials(whole);
  if (text === "") return unread(reference, "The reference is an access token, which names no model. It was sent to no source; give a name or an id.");
  const digest = digestIn(text);
  if (digest !== undefined) return byDigest(reference, digest, options, lent);
  const readings = readingsOf(text, lent);
  const certain = readings.some(({ reading }) => reading.certain);
  const content = certain ? [] : contentReadings(text);
  // A CID is no name, though its letters could be that of a repository; 43 letters may be one, and are asked for where nothing here holds them.
  if (content.length > 0) {
    const held = await byContent(reference, { text, content }, options, lent);
    if (held.outcome !== "NOT_FOUND" || readings.length === 0 || content.some(({ readAs }) => readAs === "CID")) return held;
  }
  const form = certain ? undefined : readForm(text);
  return byReadings(reference, { text, readings, form }, options, lent);
}

interface Read {
  readonly text: string;
  readonly readings: readonly SourceReading[];
  readonly form: TextForm | undefined;
}

/** What a command or an address of another place names exactly, in the words of its origin; `undefined` where no source here reads those. */
async function byReference(reference: string, form: TextForm, named: string, options: ResolveOptions, lent: Resolving): Promise<Resolution | undefined> {
  const { origin, readAs } = form;
  if (origin === undefined) {
    const resolution = named.length >= reference.trim().length ? undefined : await resolve(named, options, lent);
    return resolution && { ...resolution, reference, read: resolution.read ?? named, readAs: unique([readAs, ...resolution.readAs]) };
  }
  const kindOf = (source: SourceId): string => lent.ask.registry.find(source)?.kind ?? "";
  // The text says whose name it is: it is no guess any more.
  const readings = lent.read(named).filter(({ source }) => origin.kinds.includes(kindOf(source))).map(({ source, reading }) => ({ source, reading: { ...reading, certain: true } }));
  if (readings.length === 0) return undefined;
  const { reference: _, ...rest } = form;
  const resolution = await byReadings(reference, { text: named, readings, form: rest }, options, lent);
  return { ...resolution, read: named, readAs: unique([readAs, ...resolution.readAs]) };
}

async function byReadings(reference: string, { text, readings, form }: Read, options: ResolveOptions, lent: Resolving): Promise<Resolution> {
  // The digits by which `ollama list` names a model: nobody's model is called so.
  if (/^[0-9a-f]{12}$/i.test(text)) {
    const looked = await lookUp(text.toLowerCase(), options, lent);
    if (looked.listings.length > 0) return chosen(reference, looked.listings.map((listing) => ({ listing, readAs: lookedUp })), looked.outcomes, lent);
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
  const called = await callHits(text, read, new Set(hits.map(({ reading }) => reading.source)), lent);
  if (hits.length > 0 || called.hits.length > 0) {
    const isWord = hits.length === 0 && certain.length === 0 && !/[/:]/.test(text);
    const also = isWord ? await calledSo({ reference, readAs: [], outcomes }, text, options, lent) : [];
    const resolution = await chosen(reference, [...hits.map(({ reading, found }) => hitOf(reading, found)), ...called.hits, ...also], outcomes, lent);
    // Its own listing was asked; where another one leads the model, that one is not yet.
    const isDetailed = options.details === true && hits.some((hit) => hit.found.listing?.key === resolution.model?.leading);
    return isDetailed ? { ...resolution, detailed: true } : resolution;
  }
  const within = form?.reference === undefined ? undefined : await byReference(reference, form, form.reference, options, lent);
  if (within !== undefined && called.unmatched.length === 0) return within;
  return notHeld(reference, { read: { text, readings, form }, certain: certain.length > 0, located, called }, options, lent);
}

/** Models whose whole name is a plain word that is somebody's id for one as well. */
async function calledSo(missed: Missed, text: string, options: ResolveOptions, lent: Resolving): Promise<readonly Hit[]> {
  const named = await byName(missed, { text }, options, lent);
  const models = named.model === undefined ? named.candidates.filter(({ whole }) => whole === true).map(({ model }) => model) : [named.model];
  const listings = await lent.catalog.listings(models.map(({ leading }) => leading));
  return listings.flatMap((listing): Hit[] => (listing === undefined ? [] : [{ listing, readAs: "name", because: "its whole name is this text" }]));
}

interface NotHeld {
  readonly read: Read;
  readonly certain: boolean;
  readonly located: readonly { readonly reading: SourceReading; readonly found: Located }[];
  readonly called: CallHits;
}

/** What is said of a text that is no id of a listed model. */
async function notHeld(reference: string, { read: { text, readings, form }, certain, located, called }: NotHeld, options: ResolveOptions, lent: Resolving): Promise<Resolution> {
  const isOff = isOffIn(lent);
  const outcomes = located.map(({ found }) => found.outcome);
  const missed = { reference, readAs: unique(located.map(({ reading }) => reading.reading.readAs)), outcomes };
  if (called.unmatched.length > 0) return ofNoModel(missed, called.unmatched, form, options, lent);
  const gone = located.flatMap(({ found }) => found.gone ?? []);
  if (gone.length > 0 && (certain || text.includes("/"))) return goneFrom(gone, missed, lent, isOff);
  const looked = /\s/.test(text) ? noLookup : await lookUp(text, options, lent);
  if (looked.listings.length > 0) return chosen(reference, looked.listings.map((listing) => ({ listing, readAs: lookedUp })), together(outcomes, looked), lent);
  const asked = together(outcomes, looked);
  const present = located.flatMap(({ reading, found }) => (found.present === undefined ? [] : [{ listing: found.present, reading }]));
  if (certain || present.length > 0) return missing({ ...missed, outcomes: asked, candidates: await withoutRevision(present, lent) }, isOff);
  if (digestProblem(text) !== undefined && asked.every(({ status }) => status !== "FAILED")) return { reference, outcome: asked.length > 0 ? "NOT_FOUND" : "NOT_RECOGNIZED", readAs: missed.readAs, candidates: [], sources: asked, message: whyUnread(text, lent.freshness.sources) };
  if (form !== undefined) return byName({ ...missed, outcomes: asked }, { text: form.names[0] ?? "", form }, options, lent);
  if (isAddress(text)) {
    // That a source looks up other texts does not make this one a text of its forms; what is of a chain may be of any registry.
    const isRead = readings.length > 0 || asked.some(({ status }) => status === "FAILED") || (looked.outcomes.length > 0 && isOfChain(text));
    return isRead ? missing({ ...missed, outcomes: asked }, isOff) : { ...unread(reference, whyUnread(text, lent.freshness.sources)), sources: asked };
  }
  const named = await byName({ ...missed, outcomes: asked }, { text }, options, lent);
  return gone.length > 0 && named.model === undefined && named.candidates.length === 0 ? goneFrom(gone, { ...missed, outcomes: named.sources }, lent, isOff) : named;
}

/** A row about a model that nobody lists: NOT_FOUND, with what is called like it. */
async function ofNoModel(missed: Missed, [row, ...others]: CallHits["unmatched"], form: TextForm | undefined, options: ResolveOptions, lent: Resolving): Promise<Resolution> {
  if (row === undefined) return missing(missed, isOffIn(lent));
  const name = row.modelName ?? form?.names[0] ?? row.name;
  const like = await byName({ ...missed, readAs: unique([row.readAs, ...others.map(({ readAs }) => readAs)]) }, { text: name, partly: true }, options, lent);
  // That a model is called the same does not make the row one about it: the rules of identity have not joined them.
  const sure = like.outcome === "RESOLVED" && like.model !== undefined ? [{ model: like.model, confidence: 0.5, readAs: "name", reason: "its whole name is that of the row", ...(like.listing && { listing: like.listing }) }] : [];
  const candidates = [...sure, ...like.candidates];
  const message = `${row.source} has a row ${row.name}, which belongs to no model that is listed here${candidates.length === 0 ? "" : "; the candidates have words of its name"}.`;
  return { reference: missed.reference, outcome: "NOT_FOUND", readAs: like.readAs, candidates, sources: like.sources, message };
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

function hitOf({ reading: { readAs, ref: { nativeId, path, revision } } }: SourceReading, found: Located): Hit {
  // A revision that is named holds the name in place.
  return { listing: found.listing as StoredListing, readAs, ...(revision === undefined && { asked: nativeId }), ...(found.revision !== undefined && { revision: found.revision }), ...(path !== undefined && { file: { path } }) };
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

/** Models whose named revision is not to be had, as they are stored. */
async function withoutRevision(found: readonly { readonly listing: StoredListing; readonly reading: SourceReading }[], lent: Resolving): Promise<readonly Candidate[]> {
  const models = await lent.catalog.models(found.map(({ listing }) => listing.model));
  return found.flatMap(({ listing, reading: { reading } }, place): Candidate[] => {
    const model = models[place];
    const known = listing.record.revision === undefined ? "at no known revision" : `at ${listing.record.revision}`;
    return model === undefined ? [] : [{ model, listing, confidence: 0.5, readAs: reading.readAs, reason: `it is the model that was named, stored ${known}, not at ${reading.ref.revision ?? "another"}` }];
  });
}
