import type { ListingKey } from "@modeldex/schema";
import type { Edge, FactDigest, FactReference, IdentityFacts, PairRules } from "./facts.ts";
import { contradiction, lastSegment, packagingDiffers, unsaid } from "./names.ts";
import { nameEdges } from "./name-edges.ts";
import { compareText } from "../text-order.ts";

/** Listings of one digest that are each held against all others; beyond that many, the rest is held against these. */
const comparedPerDigest = 32;

/**
 * What speaks for pairs of these listings being the same model: the operator's rules, equal bytes, explicit references, names. The order of the
 * listings does not matter.
 */
export function edgesBetween(listings: readonly IdentityFacts[], rules: PairRules): readonly Edge[] {
  const byKey = new Map(listings.map((listing) => [listing.key, listing]));
  const referring = referenceEdges(byKey);
  return [...ruleEdges(byKey, rules), ...digestEdges(listings), ...referring, ...nameEdges(listings, referring)];
}

function ruleEdges(byKey: ReadonlyMap<ListingKey, IdentityFacts>, rules: PairRules): readonly Edge[] {
  return rules.same.flatMap(([left, right]) => {
    const [first, second] = [byKey.get(left), byKey.get(right)];
    if (first === undefined || second === undefined || first === second) return [];
    const statement = `The operator's configuration says that ${left} and ${right} are the same model.`;
    return [{ first: left, second: right, kind: "OPERATOR_RULE", relation: packagingDiffers(first.name, second.name) ? "QUANTIZED" : "UNKNOWN", statement, joins: true, evidence: [] }];
  });
}

function digestEdges(listings: readonly IdentityFacts[]): readonly Edge[] {
  const holders = new Map<string, { readonly listing: IdentityFacts; readonly digest: FactDigest }[]>();
  for (const listing of listings) {
    for (const digest of new Map(listing.digests.map((each) => [each.digest, each])).values()) {
      holders.set(digest.digest, [...(holders.get(digest.digest) ?? []), { listing, digest }]);
    }
  }
  const edges = new Map<string, Edge>();
  for (const [, group] of [...holders].sort(([left], [right]) => compareText(left, right))) {
    const sorted = group.sort((left, right) => vouchOrder(left.listing, right.listing));
    for (const [place, left] of sorted.slice(0, comparedPerDigest).entries()) {
      for (const right of sorted.slice(place + 1)) {
        const pair = `${left.listing.key} ${right.listing.key}`;
        if ((left.digest.isWeights || right.digest.isWeights) && !edges.has(pair)) edges.set(pair, digestEdge(left, right));
      }
    }
  }
  return [...edges.values()];
}

type Holder = { readonly listing: IdentityFacts; readonly digest: FactDigest };

function digestEdge(left: Holder, right: Holder): Edge {
  const against = contradiction(lastSegment(left.listing.name), lastSegment(right.listing.name)) ?? otherBytes(left.listing, right.listing);
  const statement = `Both hold the same file of weights, ${left.digest.digest}`;
  const retrievedAt = left.listing.fetchedAt > right.listing.fetchedAt ? left.listing.fetchedAt : right.listing.fetchedAt;
  const digest = left.digest.digest as `sha256:${string}`;
  return {
    first: right.listing.key,
    second: left.listing.key,
    kind: "SAME_DIGEST",
    relation: "SAME_WEIGHTS",
    statement: against === undefined ? `${statement}.` : `${statement}, but ${against}.`,
    joins: against === undefined,
    evidence: [{ kind: "digest", left: digest, leftFrom: place(left), right: digest, rightFrom: place(right), retrievedAt }],
  };
}

/** Two listings that share one file and differ in another of the same path are different models with a common part. */
function otherBytes(left: IdentityFacts, right: IdentityFacts): string | undefined {
  const ours = new Map(left.digests.filter(({ path }) => path !== "").map((each) => [each.path, each.digest]));
  const other = right.digests.find(({ path, digest }) => ours.has(path) && ours.get(path) !== digest);
  return other === undefined ? undefined : `their ${other.path} differ`;
}

function referenceEdges(byKey: ReadonlyMap<ListingKey, IdentityFacts>): readonly Edge[] {
  return [...byKey.values()].flatMap((listing) => edgesFrom(listing, byKey));
}

/** What one row refers to among these listings. A row that refers to several listings of one source is sure of none of them. */
export function edgesFrom(listing: IdentityFacts, byKey: ReadonlyMap<ListingKey, IdentityFacts>): readonly Edge[] {
  const edges = listing.references.flatMap((reference) => referenceEdge(listing, reference, byKey.get(reference.target)));
  const perSource = new Map<string, Set<ListingKey>>();
  for (const edge of edges) {
    const source = byKey.get(edge.second)?.source ?? "";
    perSource.set(source, (perSource.get(source) ?? new Set()).add(edge.second));
  }
  return edges.map((edge) => {
    const targets = perSource.get(byKey.get(edge.second)?.source ?? "");
    if (!edge.joins || targets === undefined || targets.size < 2) return edge;
    return { ...edge, joins: false, statement: `${edge.statement} It refers to ${targets.size} listings of that source, so none of them is sure.` };
  });
}

function referenceEdge(listing: IdentityFacts, reference: FactReference, target: IdentityFacts | undefined): readonly Edge[] {
  if (target === undefined || target === listing) return [];
  const missing = leastUnsaid(listing, target);
  const against = isForeign(listing, target) ? `nobody but whoever wrote it says that it is what another account published` : missing.length === 0 ? undefined : `its name says ${missing.map((word) => `“${word}”`).join(", ")}, which ${target.key} does not say`;
  const silent = reference.relation === "UNKNOWN" || reference.relation === "SAME_WEIGHTS";
  return [
    {
      first: listing.key,
      second: target.key,
      kind: "EXPLICIT_REFERENCE",
      relation: silent && packagingDiffers(listing.name, target.name) ? "QUANTIZED" : reference.relation,
      statement: against === undefined ? reference.statement : `${reference.statement} But ${against}.`,
      joins: against === undefined,
      evidence: listing.url === undefined ? [] : [{ kind: "document", url: listing.url, retrievedAt: listing.fetchedAt }],
    },
  ];
}

/** By its name, or by what its id calls it, if that says less: a catalog of one's own has house names, and a service shows other words than its id. */
function leastUnsaid(listing: IdentityFacts, target: IdentityFacts): readonly string[] {
  const byName = unsaid(listing, target);
  const byId = listing.idName === undefined ? byName : unsaid({ ...listing, name: listing.idName }, target);
  return byId.length < byName.length ? byId : byName;
}

/**
 * Where everybody names what is theirs, that it is what somebody else published is said by nobody but its author. Owners are held against each other
 * within one source; elsewhere an account of that name is another one, but for an id that is a path on the Hub, as Ollama has for what it pulls from there.
 */
function isForeign(listing: IdentityFacts, target: IdentityFacts): boolean {
  if (listing.naming !== "namespaced") return false;
  if (listing.source === target.source) return listing.owner === "" || listing.owner.toLowerCase() !== target.owner.toLowerCase();
  const [, host, path] = /^([^/]+)\/([^:@]+)/.exec(listing.nativeId) ?? [];
  const isOnHub = target.naming === "namespaced" && target.joinsByName && (host === "hf.co" || host === "huggingface.co");
  return !isOnHub || path?.toLowerCase() !== target.nativeId.toLowerCase();
}

function place({ listing, digest }: Holder): string {
  return digest.path === "" ? listing.key : `${listing.key} ${digest.path}`;
}

/** Listings whose names somebody vouches for come first, so that no number of open entries pushes one out. */
function vouchOrder(left: IdentityFacts, right: IdentityFacts): number {
  return Number(left.naming === "open") - Number(right.naming === "open") || compareText(left.key, right.key);
}
