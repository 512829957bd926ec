import type { StoredListing, StoredModel } from "@modeldex/catalog";
import type { Naming } from "@modeldex/schema";
import type { SourceOutcome } from "../sources/outcome.ts";
import type { Locating } from "./locate.ts";
import type { Candidate, Resolution } from "./resolution.ts";

/** What looked something up by a text that is no id. */
export const lookedUp = "looked up by its source";

/** A listing that a text leads to, and in which way. */
export interface Hit {
  readonly listing: StoredListing;
  /** The revision that was named, in its immutable form. */
  readonly revision?: string;
  readonly readAs: string;
  readonly file?: NonNullable<Resolution["file"]>;
  /** The id by which its source was asked. */
  readonly asked?: string;
  /** It is no id of the listing: what somebody says of it has this name. Why that leads there, for a person. */
  readonly because?: string;
}

/**
 * RESOLVED where all hits are listings of one model, else AMBIGUOUS: by how well the name is kept and how the text was read, a whole id before a
 * name that moves or is used elsewhere, curated before anybody's. The confidences of all add up to 1.
 */
export async function chosen(reference: string, hits: readonly Hit[], sources: readonly SourceOutcome[], lent: Pick<Locating, "catalog">): Promise<Resolution> {
  const models = await lent.catalog.models(hits.map(({ listing }) => listing.model));
  const distinct = new Map<string, { readonly model: StoredModel; readonly hits: Hit[] }>();
  hits.forEach((hit, position) => {
    const model = models[position];
    if (model === undefined) return;
    const known = distinct.get(model.id);
    if (known === undefined) distinct.set(model.id, { model, hits: [hit] });
    else known.hits.push(hit);
  });
  const readAs = unique(hits.map(({ readAs: how }) => how));
  const [only] = distinct.values();
  const hit = only?.hits[0];
  if (only !== undefined && hit !== undefined && distinct.size === 1) {
    const { listing, file, revision = listing.record.revision } = hit;
    const ids = only.hits.filter(({ because }) => because === undefined);
    const moves = ids.length > 0 && ids.every(isMoving) ? movesOn(hit) : undefined;
    return { reference, outcome: "RESOLVED", model: only.model, listing, readAs, candidates: [], sources, ...(revision !== undefined && { revision }), ...(file && { file }), ...(moves !== undefined && { message: moves }) };
  }
  const ranked = [...distinct.values()].map(({ model, hits: own }) => ({ model, hit: best(own), weight: weightOf(best(own)), readAs: unique(own.map(({ readAs: how }) => how)) })).toSorted((left, right) => right.weight - left.weight);
  const sum = ranked.reduce((total, { weight }) => total + weight, 0);
  const candidates = ranked.map(({ model, hit: way, weight, readAs: ways }): Candidate => ({
    model, listing: way.listing, confidence: Math.round((weight / sum) * 1000) / 1000, readAs: ways.join(", "), reason: reasonOf(way),
  }));
  return { reference, outcome: "AMBIGUOUS", readAs, candidates, sources, message: `The text fits ${distinct.size} models; give one of their ids.` };
}

/** Whether the text is a name of the listing that may lead elsewhere tomorrow, and no other name of it. */
function isMoving({ asked, listing: { record } }: Hit): boolean {
  if (asked === undefined) return false;
  const [text, same] = [asked.toLowerCase(), (each: string): boolean => each.toLowerCase() === asked.toLowerCase()];
  return record.nativeId.toLowerCase() !== text && !(record.aliases ?? []).some(same) && (record.movingAliases ?? []).some(same);
}

function movesOn({ asked, listing }: Hit): string {
  const at = listing.record.revision === undefined ? listing.key : `${listing.key} at ${listing.record.revision}`;
  return `${asked} is a tag that may lead elsewhere tomorrow; it leads to ${at} now.`;
}

function best(hits: readonly Hit[]): Hit {
  return hits.reduce((first, next) => (weightOf(next) > weightOf(first) ? next : first));
}

const weightOfNaming = { curated: 1, namespaced: 0.8, open: 0.2 } as const satisfies Record<Naming, number>;

function weightOf(hit: Hit): number {
  const { asked, because, listing } = hit;
  const isFolded = asked !== undefined && asked !== listing.record.nativeId;
  const way = because !== undefined ? 0.7 : isMoving(hit) ? 0.8 : isFolded ? 0.9 : 1;
  return weightOfNaming[listing.naming] * way;
}

function reasonOf(hit: Hit): string {
  const { file, readAs, listing, because, asked } = hit;
  if (because !== undefined) return because;
  if (file !== undefined && "digest" in file) return "it has a file with this digest";
  if (isMoving(hit)) return `${asked} leads to it at ${listing.source} now, and may lead elsewhere tomorrow`;
  return readAs === lookedUp ? `${listing.source} finds it by this text` : `${listing.source} has a model of this name`;
}

export function unique<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}
