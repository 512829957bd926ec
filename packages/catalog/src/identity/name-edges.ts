import type { ListingKey } from "@modeldex/schema";
import { compareText } from "../text-order.ts";
import type { Edge, IdentityFacts } from "./facts.ts";
import { usualPackaging } from "./names.ts";
import { isBare, isSilent, type NameSignature, saysMore, signatureText, stemText } from "./signature.ts";

/** Candidates by a similar name that are kept for one listing and source. */
const mostCandidates = 3;

/**
 * What the names of listings of different sources say: an equal signature from one publisher joins, where a source's operator gives the names and
 * exactly one listing fits; whatever is less is a candidate. The order of the listings does not matter.
 *
 * @param referring edges by explicit references; what refers to another listing needs no name, and joins none by it
 */
export function nameEdges(listings: readonly IdentityFacts[], referring: readonly Edge[]): readonly Edge[] {
  const named = listings.filter(({ joinsByName, signature }) => joinsByName && signatureText(signature) !== "" && !signature.isMoving);
  const referred = new Set(referring.filter(({ joins }) => joins).map(({ first }) => first));
  const edges = new Map<string, Edge>();
  for (const group of Map.groupBy(named, ({ signature }) => stemText(signature)).values()) {
    const curated = group.filter(({ naming }) => naming === "curated");
    for (const listing of curated) {
      for (const others of Map.groupBy(group.filter(({ source }) => source !== listing.source), ({ source }) => source).values()) {
        for (const edge of edgesToSource(listing, others, { group, referred })) keep(edges, edge);
      }
    }
  }
  return [...edges.values()];
}

/** Where an overlay belongs by its name: the listings of each source that it fits, in no order; empty when one of them may be another model. */
export function nameFits(overlay: IdentityFacts, listings: readonly IdentityFacts[]): readonly Edge[] {
  const wanted = signatureText(overlay.signature);
  if (overlay.naming !== "curated" || wanted === "" || overlay.signature.isMoving) return [];
  const group = listings.filter(({ joinsByName, signature, isGone }) => joinsByName && !isGone && !signature.isMoving && stemText(signature) === stemText(overlay.signature));
  const bySource = [...Map.groupBy(group, ({ source }) => source).values()];
  return bySource.flatMap((others) => edgesToSource(overlay, others, { group: [...group, overlay], referred: new Set() })).filter(({ joins }) => joins);
}

interface Around {
  /** Listings of the same family, size and publisher, over all sources. */
  readonly group: readonly IdentityFacts[];
  /** Listings that name another one themselves. */
  readonly referred: ReadonlySet<ListingKey>;
}

function edgesToSource(listing: IdentityFacts, others: readonly IdentityFacts[], around: Around): readonly Edge[] {
  const wanted = signatureText(listing.signature);
  const fits = others.filter(({ signature }) => signatureText(signature) === wanted);
  if (fits.length === 0) return bases(listing, others, around) ?? similar(listing, others);
  const picked = pick(listing, fits);
  if (picked === undefined) return fits.length > mostCandidates ? [] : fits.map((fit) => candidate(listing, fit, fits.length === 1 ? `${fit.key} is another packaging` : `${fits.length} listings of ${fit.source} have this name`));
  const against = doubt(listing, picked, around);
  return against === undefined ? [edge(listing, picked)] : [candidate(listing, picked, against)];
}

/**
 * A name that says base beside a bare one whose publisher has others that are trained further and none that is called base: `qwen2.5:7b-base` and
 * `Qwen2.5-7B`, beside which stands `Qwen2.5-7B-Instruct`. `undefined` where that is not so.
 */
function bases(listing: IdentityFacts, others: readonly IdentityFacts[], around: Around): readonly Edge[] | undefined {
  const { signature } = listing;
  if (signature.training.join(" ") !== "base") return undefined;
  const bare = signatureText({ ...signature, training: [] });
  const fits = others.filter((each) => signatureText(each.signature) === bare);
  const own = others.filter((each) => sameVersions(each.signature, signature));
  const picked = pick(listing, fits);
  const isBase = own.some(({ signature: { training } }) => training.some((word) => word === "instruct" || word === "chat")) && !own.some(({ signature: { training } }) => training.includes("base"));
  if (picked === undefined || !isBase) return undefined;
  const against = doubt(listing, picked, { ...around, group: around.group.filter(({ source }) => source !== picked.source) });
  const statement = `${listing.key} is named “${signature.spoken}”, and the base model can only be ${picked.key}: others of its publisher are trained further, and none is called base`;
  return [{ ...between(listing, picked), statement: `${statement}${against === undefined ? "" : `, but ${against}`}.`, joins: against === undefined }];
}

/** The one that is meant among listings of one name: the weights as they were published, else the same packaging. */
function pick(listing: IdentityFacts, fits: readonly IdentityFacts[]): IdentityFacts | undefined {
  const equal = fits.filter(({ signature }) => packagingOf(signature) === packagingOf(listing.signature));
  const plain = fits.filter(({ signature }) => signature.packaging.every((word) => usualPackaging.has(word)));
  const [only, another] = equal.length > 0 ? equal : plain;
  return another === undefined ? only : undefined;
}

/** Why an equal name is not enough. */
function doubt(listing: IdentityFacts, fit: IdentityFacts, { group, referred }: Around): string | undefined {
  if (referred.has(listing.key)) return `${listing.key} names another listing itself`;
  const areServices = isService(listing) && isService(fit);
  const twin = group.find((each) => each !== listing && each.source === listing.source && sameName(each, listing));
  if (twin !== undefined) return `${twin.key} has the same name`;
  // A service that no weights are named for is what its name says.
  if (areServices && !listing.namesOthers && !fit.namesOthers) return undefined;
  if (areServices && isBare(listing.signature)) return "such a name means whatever is newest";
  if (!areServices && isSilent(listing.signature) && fit.generatesText !== false) return "the name does not say which training or state of the family it means";
  const sibling = group.find((each) => each.source === fit.source && saysMore(each.signature, fit.signature));
  return sibling === undefined ? undefined : `it may mean ${sibling.key} as well`;
}

/** Equal also in packaging. */
function sameName(left: IdentityFacts, right: IdentityFacts): boolean {
  return signatureText(left.signature) === signatureText(right.signature) && packagingOf(left.signature) === packagingOf(right.signature);
}

/** Whether it can be called, and holds no weights. */
function isService({ hasFiles, hasOffers }: IdentityFacts): boolean {
  return hasOffers && !hasFiles;
}

/** Listings of one family and size of which one says all that the other says, and more: whoever knows may join them. */
function similar(listing: IdentityFacts, others: readonly IdentityFacts[]): readonly Edge[] {
  const near = others.filter(({ signature }) => sameVersions(signature, listing.signature) && (saysMore(signature, listing.signature) || saysMore(listing.signature, signature)));
  const sorted = near.toSorted((left, right) => packagingOf(left.signature).length - packagingOf(right.signature).length || right.bucket - left.bucket || compareText(left.key, right.key));
  return sorted.slice(0, mostCandidates).map((each) => candidate(listing, each, "one of the names says more than the other"));
}

function sameVersions(left: NameSignature, right: NameSignature): boolean {
  return JSON.stringify(left.versions) === JSON.stringify(right.versions);
}

function edge(listing: IdentityFacts, fit: IdentityFacts): Edge {
  return { ...between(listing, fit), statement: `${sentence(listing, fit)}.`, joins: true };
}

function candidate(listing: IdentityFacts, fit: IdentityFacts, against: string): Edge {
  const said = signatureText(listing.signature) === signatureText(fit.signature) ? sentence(listing, fit) : `“${listing.signature.spoken}” and “${fit.signature.spoken}” are names of one family, size and publisher`;
  return { ...between(listing, fit), statement: `${said}, but ${against}.`, joins: false };
}

/** The listing that holds other packaging, or no files, stands first: the relation is told from its side. */
function between(listing: IdentityFacts, fit: IdentityFacts): Omit<Edge, "statement" | "joins"> {
  const relation = !listing.hasFiles && listing.hasOffers ? "HOSTED" : packagingOf(listing.signature) !== packagingOf(fit.signature) ? "QUANTIZED" : "UNKNOWN";
  return { first: listing.key, second: fit.key, kind: "NAME_AND_PUBLISHER", relation, evidence: [] };
}

function sentence(listing: IdentityFacts, fit: IdentityFacts): string {
  const publisher = listing.signature.publisher ?? "";
  const whose = listing.statesPublisher ? `published by “${publisher}”` : `of the family of “${publisher}”, since ${listing.source} states no publisher`;
  return `${listing.key} and ${fit.key} are both named “${listing.signature.spoken}” and ${whose}`;
}

function packagingOf({ packaging }: NameSignature): string {
  return packaging.join(" ");
}

/** One edge for a pair: what joins counts before what does not, then the smaller key first. */
function keep(edges: Map<string, Edge>, edge: Edge): void {
  const pair = [edge.first, edge.second].sort(compareText).join(" ");
  const known = edges.get(pair);
  const isBetter = known === undefined || Number(known.joins) - Number(edge.joins) < 0 || (known.joins === edge.joins && compareText(edge.first, known.first) < 0);
  if (isBetter) edges.set(pair, edge);
}
