import { isCalled } from "@modeldex/catalog";
import type { StoredModel } from "@modeldex/catalog";
import { nameSignature, queryWords } from "@modeldex/schema";
import { search, type SearchResult } from "../search/search.ts";
import { unique } from "./hits.ts";
import { missing, type Missed } from "./missing.ts";
import type { Candidate, Resolution } from "./resolution.ts";
import { isOffIn, type ResolveOptions, type Resolving, unread } from "./resolving.ts";
import type { TextForm } from "./text-form.ts";

/** What is looked for by its name. */
export interface NameAsked {
  /** The text as it is searched for. */
  readonly text: string;
  /** What the text was read as, where it is no plain name. */
  readonly form?: TextForm;
  /** Where not all words are found, search for the others. @default whether there is a form */
  readonly partly?: boolean;
}

/**
 * Models by name: RESOLVED when exactly one has exactly this whole name, else AMBIGUOUS with those that hold its words; NOT_FOUND where the likeliest
 * of them has a confidence below 0.1, which is so where no word of the text is a word of its name. A name out of another form
 * of text resolves only where that form says all that tells models apart, and a model of its publisher; the answer says how it was read.
 */
export async function byName({ reference, readAs, outcomes }: Missed, { text, form, partly = form !== undefined }: NameAsked, options: ResolveOptions, lent: Resolving): Promise<Resolution> {
  const note = form === undefined ? "" : noteOf(form, { readAs, outcomes }, lent);
  if (queryWords(text).length === 0) return form === undefined ? unread(reference, "No source reads such text, and it has no words of a name in it.") : { ...unread(reference, `${note} It holds no name to look for.`), readAs: [form.readAs] };
  // Words are left out of a text only, not of an id.
  const result = await search({ text: partly ? text.replaceAll("-", " ") : text, filter: {}, first: 10, live: true, signal: options.signal, partly }, lent);
  const asked = outcomes.filter(({ status }) => status !== "SKIPPED");
  const sources = [...asked, ...(await result.outcomes()).filter(({ source }) => !asked.some((row) => row.source === source))];
  const how = unique([...readAs, ...(form ? [form.readAs] : []), "name"]);
  if (result.hits.length === 0) return nothing({ reference, readAs: how, outcomes: sources }, { form, note, isRead: readAs.length > 0 }, lent);
  const wanted = new Set((form?.names ?? [text]).map(nameSignature));
  const named = result.hits.filter(({ model }) => wanted.has(nameSignature(model.name)) || wanted.has(nameSignature(model.id.slice(model.id.indexOf(":") + 1))));
  // A name that anybody may register makes no other one ambiguous.
  const vouched = named.filter(({ model }) => model.anybodyMayWrite !== true);
  const whole = vouched.length > 0 ? vouched : named;
  // Nor does a copy by somebody else, where the text says whose it means.
  const owned = form?.owner === undefined ? [] : whole.filter(({ model }) => isOf(form, model));
  const exact = owned.length > 0 ? owned : whole;
  const [only] = exact;
  // Nor does it answer for a misspelling of theirs.
  const isMeant = vouched.length > 0 || result.hits.every(({ model }) => model.anybodyMayWrite === true);
  const isProven = form === undefined || (form.vague !== true && isOf(form, only?.model));
  if (only !== undefined && exact.length === 1 && isMeant && isProven) {
    const [listing] = await lent.catalog.listings([only.model.leading]);
    const revision = listing?.record.revision;
    const message = form === undefined ? {} : { message: `${note} It was found by its name alone, which no other model here has.` };
    return { reference, outcome: "RESOLVED", model: only.model, readAs: how, candidates: [], sources, ...message, ...(listing && { listing }), ...(revision !== undefined && { revision }) };
  }
  const candidates = candidatesOf(result, new Set(exact.map(({ model }) => model.id)), form);
  if (candidates.every(({ confidence }) => confidence < leastConfidence)) return far({ reference, readAs: how, outcomes: sources, candidates }, note, lent);
  return { reference, outcome: "AMBIGUOUS", readAs: how, candidates, sources, message: `${note} ${whyAmbiguous(result, exact.length, form)}`.trim() };
}

/** The likeliest hit has 0.24 or more where a word of the text is one of its name, and 0.08 or less where only a part of a word or a source's own word speaks for it. */
const leastConfidence = 0.1;
const mostAskedAfter = 3;

/** What is like a text in so little that saying which is meant helps nobody. */
function far(missed: Missed, note: string, lent: Resolving): Resolution {
  const { candidates = [], reference, readAs, outcomes } = missed;
  const told = missing({ reference, readAs, outcomes }, isOffIn(lent));
  const meant = `Did you mean ${candidates.slice(0, mostAskedAfter).map(({ model }) => model.id).join(", ")}?`;
  const message = told.outcome === "NOT_FOUND" ? `${note} No model that is known here has a name like it; look at the spelling, or search for a part of the name.` : `${told.message ?? ""}`;
  return { ...told, candidates, message: `${message} ${meant}`.trim() };
}

function candidatesOf(result: SearchResult, whole: ReadonlySet<string>, form: TextForm | undefined): readonly Candidate[] {
  const best = result.hits[0]?.score ?? 0;
  const words = result.hitsAreOfCorrection === true ? `it is found by "${result.didYouMean}"` : "its name holds these words";
  const candidates = result.hits.map(({ model, score }): Candidate => {
    const isWhole = whole.has(model.id);
    const confidence = confidenceOf(isWhole, whole.size, relativeTo(best, score)) * (form === undefined || isOf(form, model) ? 1 : 0.6);
    return { model, readAs: form?.readAs ?? "name", confidence: Math.round(confidence * 1000) / 1000, reason: isWhole ? "its whole name is this text" : words, ...(isWhole && { whole: true }) };
  });
  return candidates.toSorted((left, right) => right.confidence - left.confidence);
}

function whyAmbiguous(result: SearchResult, wholeNames: number, form: TextForm | undefined): string {
  if (wholeNames > 1) return `${wholeNames} models have this name; give an id of one of the candidates.`;
  if (wholeNames === 1) return form?.vague === true ? "Such a name leaves out what tells models apart, so a model that is called the same may be another one." : "One model has this name and another publisher; the candidates hold its words.";
  if (result.hitsAreOfCorrection === true) return `No model has this name or all of its words; the candidates are those of "${result.didYouMean}".`;
  return "No model has exactly this name; the candidates hold its words.";
}

/** What the text was read as, and what the source of its origin says of it, where one is here. */
function noteOf({ readAs, origin }: TextForm, { readAs: read, outcomes }: Pick<Missed, "readAs" | "outcomes">, lent: Resolving): string {
  if (origin === undefined) return `Read as ${readAs}.`;
  const here = lent.freshness.sources.filter((source) => origin.kinds.includes(lent.ask.registry.find(source)?.kind ?? ""));
  if (here.length === 0) return `Read as ${readAs}; no source for ${origin.title} is configured here.`;
  // Silence is no knowledge.
  const isSilent = outcomes.some(({ source, status }) => status !== "OK" && here.includes(source));
  return `Read as ${readAs}; the source for ${origin.title} ${read.length === 0 ? "does not read it in this form" : isSilent ? "was not asked, or did not answer" : "knows no such model"}.`;
}

/** A text that nobody reads is not recognized where no name like it is known; one that was read is not found. */
function nothing(missed: Missed, { form, note, isRead }: { readonly form: TextForm | undefined; readonly note: string; readonly isRead: boolean }, lent: Resolving): Resolution {
  const told = missing(missed, isOffIn(lent));
  if (form === undefined || told.outcome !== "NOT_FOUND") return told;
  return { ...told, outcome: isRead ? "NOT_FOUND" : "NOT_RECOGNIZED", message: `${note} No model that is known here has a name like it; look at the spelling, or search for a part of the name.` };
}

/** Whether a model may be of the publisher that a text states, by what places call it (`meta`, `meta-llama`). */
function isOf({ owner }: TextForm, model: StoredModel | undefined): boolean {
  const publisher = model?.publisher;
  if (owner === undefined || publisher === undefined) return true;
  return [publisher.id, publisher.name].some((text) => text !== undefined && isCalled(owner, text));
}

/** Of the best score, which is 0 or less where nothing but a source's own word speaks for the hits. */
function relativeTo(best: number, score: number): number {
  return best > 0 ? score / best : 0;
}

/** Whole names first, then by how well the words fit; never above 0.9, since it is a guess. */
function confidenceOf(whole: boolean, wholeNames: number, relative: number): number {
  const base = whole ? 0.5 + 0.4 / wholeNames : 0.1 + 0.3 / (1 + wholeNames);
  return Math.min(0.9, base * Math.max(0.2, relative));
}
