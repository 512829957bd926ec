import type { ResolveAnswer } from "./documents.ts";
import { counted, outcomeLines, plain, saysName, table } from "./print.ts";

type Listings = NonNullable<ResolveAnswer["resolve"]["model"]>["listings"];
type ListingRow = Listings["nodes"][number];

const waysOfLinks: Readonly<Record<string, string>> = {
  LEADING: "which gives the id", OPERATOR_RULE: "by the operator's rules", SAME_DIGEST: "by digest", EXPLICIT_REFERENCE: "by reference", NAME_AND_PUBLISHER: "by name",
};
const shownParts = 6;

export function resolutionText({ outcome, model, listing, revision, message, readAs, candidates, sources }: ResolveAnswer["resolve"]): string {
  // A model has the key of its leading listing as its id; where another one was named, the revision is of that one.
  const named = model === null || listing === null || listing.key === model.id ? undefined : listing.key;
  const at = revision === null ? "" : ` at ${plain(revision)}`;
  return [
    `${outcome.toLowerCase().replace("_", " ")}${readAs.length === 0 ? "" : ` (read as ${readAs.join(", ")})`}`,
    ...(message === null ? [] : [plain(message)]),
    ...(model === null ? [] : [`model ${plain(model.id)}${saysName(model) ? "" : ` "${plain(model.name)}"`}${named === undefined ? at : ""}`, ...(named === undefined ? [] : [`listing ${plain(named)}${at}`]), ...listingLines(model.listings)]),
    ...(candidates.length === 0 ? [] : [table(candidates.map(({ model: candidate, confidence, reason }) => [candidate.id, ...(candidates.every((each) => saysName(each.model)) ? [] : [candidate.name]), confidence.toFixed(2), reason]), { whole: 0 })]),
    ...outcomeLines(sources),
  ].join("\n");
}

/** The listings of a model, one a line; those of one source that are joined in one way, of which tags differ and little else, are one line with the sentence about the first. */
function listingLines({ totalCount, nodes }: Listings): readonly string[] {
  const groups = Map.groupBy(nodes, ({ source, link, state }) => `${source.id} ${link.kind} ${state}`);
  const more = totalCount - nodes.length;
  return [...[...groups.values()].map((group) => `  ${group.length === 1 ? oneLine(group) : groupLine(group)}`), ...(more > 0 ? [`  and ${counted(more, "further listing")}`] : [])];
}

function oneLine(group: readonly ListingRow[]): string {
  return group.map(({ key, state, fetchedAt, link }) => `${plain(key)}  ${state.toLowerCase()}, facts of ${fetchedAt.slice(0, 10)}  ${plain(link.statement)}`).join("");
}

function groupLine(group: readonly ListingRow[]): string {
  const [first] = group;
  if (first === undefined) return "";
  const parts = partsOf(group);
  const days = group.map(({ fetchedAt }) => fetchedAt.slice(0, 10)).toSorted();
  const [from, to] = [days[0] ?? "", days.at(-1) ?? ""];
  const told = `${parts.slice(0, shownParts).map(plain).join(", ")}${parts.length > shownParts ? ", …" : ""}`;
  return `${plain(first.source.id)}: ${counted(group.length, "listing")} (${told}), ${first.state.toLowerCase()}, facts of ${from === to ? from : `${from} to ${to}`}, ${waysOfLinks[first.link.kind] ?? first.link.kind.toLowerCase()}: ${plain(first.link.statement)}`;
}

/** What tells listings of one source apart: their precisions where each has another, else what follows the part of the key that all have. */
function partsOf(group: readonly ListingRow[]): readonly string[] {
  const precisions = group.map((listing) => listing.precisions.join("+"));
  if (precisions.every((text) => text !== "") && new Set(precisions).size === group.length) return precisions;
  const keys = group.map(({ key }) => key);
  const [shortest = ""] = keys.toSorted((left, right) => left.length - right.length);
  let end = shortest.length;
  while (end > 0 && !(keys.every((key) => key.startsWith(shortest.slice(0, end))) && /[:/@-]$/.test(shortest.slice(0, end)))) end -= 1;
  return keys.map((key) => key.slice(end));
}
