import { type ListingKey, type ListingRecord, type ListingRelation, linkKinds, type SourceId } from "@modeldex/schema";
import type { StoredLink } from "../stored.ts";
import type { Edge, IdentityFacts, PairRules } from "./facts.ts";
import { edgesBetween } from "./edges.ts";
import { usualPackaging } from "./names.ts";
import { Unions } from "./unions.ts";
import { compareText } from "../text-order.ts";

/** Listings that are one model. */
export interface Group {
  readonly leading: ListingKey;
  /** Every listing with what joins it, by key. */
  readonly links: ReadonlyMap<ListingKey, StoredLink>;
}

export interface Identity {
  readonly groups: readonly Group[];
  /** What speaks for pairs that are in different groups. */
  readonly candidates: readonly Edge[];
}

/**
 * Sorts listings into models. A pure function of its arguments: neither the order of the listings nor earlier results matter.
 *
 * Two listings join through a third, but never through one of an open registry: such a one is attached to at most one model, by the
 * strongest link and then the smallest key. Where an operator's `different` would be broken, or names be put together that contradict each other, the
 * weaker link gives way.
 */
export function groupListings(listings: readonly IdentityFacts[], rules: PairRules, sourceOrder: readonly SourceId[]): Identity {
  const sorted = [...listings].sort((left, right) => compareText(left.key, right.key));
  const edges = [...edgesBetween(sorted, rules)].sort(strongestFirst);
  const different = new Set(rules.different.flatMap(([left, right]) => [`${left} ${right}`, `${right} ${left}`]));
  const unions = new Unions(sorted, different);
  const open = new Set(sorted.filter(({ naming }) => naming === "open").map(({ key }) => key));
  const joining = edges.filter(({ joins }) => joins);

  for (const edge of joining) if (!open.has(edge.first) && !open.has(edge.second)) unions.join(edge);
  const neighbours = neighboursOf(joining);
  const leaders = new Set<ListingKey>();
  for (const key of open) attach(key, { neighbours: neighbours.get(key) ?? [], unions, open, leaders });

  const byKey = new Map(sorted.map((listing) => [listing.key, listing]));
  const groups = unions.all().map((keys) => {
    const members = [...keys].flatMap((key) => byKey.get(key) ?? []);
    return describe(members, (key) => (neighbours.get(key) ?? []).filter(({ other }) => keys.has(other)), sourceOrder);
  });
  return { groups, candidates: edges.filter(({ first, second }) => !unions.areOne(first, second)).map(separate) };
}

/** An edge from the side of one listing. */
interface Neighbour {
  readonly edge: Edge;
  readonly other: ListingKey;
}

function neighboursOf(edges: readonly Edge[]): ReadonlyMap<ListingKey, readonly Neighbour[]> {
  const neighbours = new Map<ListingKey, Neighbour[]>();
  const add = (key: ListingKey, neighbour: Neighbour): void => {
    const known = neighbours.get(key);
    if (known === undefined) neighbours.set(key, [neighbour]);
    else known.push(neighbour);
  };
  for (const edge of edges) {
    add(edge.first, { edge, other: edge.second });
    add(edge.second, { edge, other: edge.first });
  }
  return neighbours;
}

interface Attaching {
  readonly neighbours: readonly Neighbour[];
  readonly unions: Unions;
  readonly open: ReadonlySet<ListingKey>;
  /** Open listings that lead a model of open listings. */
  readonly leaders: Set<ListingKey>;
}

/** Attaches one open listing; without any that is not open, to the open one with the smallest key that shares a link with it. */
function attach(key: ListingKey, { neighbours, unions, open, leaders }: Attaching): void {
  const sorted = [...neighbours].sort((left, right) => strength(left.edge) - strength(right.edge) || compareText(left.other, right.other));
  const vouched = sorted.filter(({ other }) => !open.has(other));
  const eligible = vouched.length > 0 ? vouched : sorted.filter(({ other }) => leaders.has(other));
  if (!eligible.some(({ edge, other }) => unions.join({ first: other, second: key, kind: edge.kind }))) leaders.add(key);
}

type Within = (key: ListingKey) => readonly Neighbour[];

function describe(members: readonly IdentityFacts[], within: Within, sourceOrder: readonly SourceId[]): Group {
  const leading = chooseLeading(members, within, sourceOrder);
  const links = new Map(members.map((member) => [member.key, member === leading ? leadingLink(member) : strongestLink(member, leading.key, within(member.key))]));
  return { leading: leading.key, links };
}

/** The listing that gives the model its id: where the weights come from, then by the configuration's order, age, use and key. */
function chooseLeading(members: readonly IdentityFacts[], within: Within, sourceOrder: readonly SourceId[]): IdentityFacts {
  const refers = ({ key }: IdentityFacts): boolean => within(key).some(({ edge }) => edge.kind === "EXPLICIT_REFERENCE" && edge.first === key);
  const referring = new Set(members.filter(refers).map(({ key }) => key));
  const order = new Map<string, number>(sourceOrder.map((source, place) => [source, place]));
  const placeOf = (source: string): number => order.get(source) ?? sourceOrder.length;
  const [leading] = [...members].sort(
    (left, right) =>
      Number(left.naming === "open") - Number(right.naming === "open") ||
      Number(left.isGone) - Number(right.isGone) ||
      Number(referring.has(left.key)) - Number(referring.has(right.key)) ||
      placeOf(left.source) - placeOf(right.source) ||
      compareText(left.createdAt ?? "9999", right.createdAt ?? "9999") ||
      right.bucket - left.bucket ||
      compareText(left.key, right.key),
  );
  if (leading === undefined) throw new RangeError("A model has at least one listing");
  return leading;
}

/** The link of a listing that gives its model the id; also of one that is alone. */
export function leadingLink(facts: Pick<IdentityFacts, "key" | "naming" | "hasFiles" | "hasOffers">): StoredLink {
  const relation: ListingRelation = facts.naming === "open" ? "REGISTERED" : facts.hasFiles ? "SAME_WEIGHTS" : facts.hasOffers ? "HOSTED" : "UNKNOWN";
  return { kind: "LEADING", relation, statement: leadingStatement(facts.key), evidence: [] };
}

export function leadingStatement(key: string): string {
  return `${key} gives the model its id.`;
}

/** What a listing holds, as far as its record says. */
export function holdings(record: ListingRecord): { readonly hasFiles: boolean; readonly hasOffers: boolean } {
  const hasFiles = (record.artifacts?.length ?? 0) > 0 || (record.formats?.length ?? 0) > 0;
  return { hasFiles, hasOffers: (record.offers?.length ?? 0) > 0 };
}

function strongestLink(member: IdentityFacts, leading: ListingKey, within: readonly Neighbour[]): StoredLink {
  // What another listing says of this one is that listing's link.
  const isOfOther = ({ edge: { kind, second } }: Neighbour): number => Number(kind === "EXPLICIT_REFERENCE" && second === member.key);
  const [edge] = [...within]
    .sort((left, right) => isOfOther(left) - isOfOther(right) || strength(left.edge) - strength(right.edge) || Number(right.other === leading) - Number(left.other === leading) || compareText(left.other, right.other))
    .map((neighbour) => neighbour.edge);
  if (edge === undefined) throw new RangeError(`${member.key} is in a model without a link`);
  const { kind, statement, evidence } = edge;
  return { kind, relation: member.naming === "open" ? "REGISTERED" : relationOf(edge, member), statement, evidence };
}

/** The relation is told from the side of `first`; of the other side it says something only when the bytes are equal, or where it follows from what that side is. */
function relationOf(edge: Edge, { key, signature, hasFiles, hasOffers }: IdentityFacts): ListingRelation {
  if (edge.kind === "OPERATOR_RULE" || edge.kind === "NAME_AND_PUBLISHER") {
    const isRepackaged = signature.packaging.some((word) => !usualPackaging.has(word));
    return hasOffers && !hasFiles ? "HOSTED" : isRepackaged ? "QUANTIZED" : "UNKNOWN";
  }
  return edge.first === key || edge.relation === "SAME_WEIGHTS" ? edge.relation : "UNKNOWN";
}

/** An edge that would have joined, and did not because of another rule, says so. */
function separate(edge: Edge): Edge {
  return edge.joins ? { ...edge, joins: false, statement: `${edge.statement} Another link or the operator's configuration keeps them apart.` } : edge;
}

function strength(edge: Edge): number {
  return linkKinds.indexOf(edge.kind);
}

function strongestFirst(left: Edge, right: Edge): number {
  return strength(left) - strength(right) || compareText(left.first, right.first) || compareText(left.second, right.second) || compareText(left.statement, right.statement);
}
