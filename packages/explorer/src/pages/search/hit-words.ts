import { count, counted, usd } from "../../format/numbers.ts";
import type { SearchPageHitFragment } from "../../generated/types.ts";
import { claimKinds } from "../../words/claims.ts";

type Node = SearchPageHitFragment["node"];
type Signal = SearchPageHitFragment["why"][number];

/** The name of the signal that a model is listed only where anybody may write. */
export const anybodyMayWrite = "anybody may register";

/** A reason of a hit as a sentence; may hold foreign text. */
export function whySentence({ name, note }: Signal, { downloads30d, downloadsAllTime }: Pick<Node["popularity"], "downloads30d" | "downloadsAllTime">): string {
  if (name === "use" && downloads30d === null) return downloadsAllTime === null ? "Use: its source gives no number of downloads." : `Use: a twelfth of its ${count(downloadsAllTime)} downloads in all, since those of 30 days are not known.`;
  if (name === "use" && downloads30d !== null) return `Use: ${count(downloads30d)} downloads in 30 days.`;
  const begun = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  return note === null ? `${begun}.` : `${begun}: ${note}${/[.!?]$/.test(note) ? "" : "."}`;
}

/** What is known of its price. */
export function priceWords({ totalCount, nodes }: Node["offers"]): { readonly text: string; readonly isKnown: boolean } {
  const offer = nodes[0];
  if (offer === undefined) return { text: "no service known here", isKnown: false };
  const { inputPrice, outputPrice } = offer;
  const services = counted(totalCount, "service");
  if (inputPrice === null && outputPrice === null) return { text: `${services}; price not known, or not sold by token`, isKnown: false };
  const parts = [...(inputPrice === null ? [] : [`${usd(inputPrice)} in`]), ...(outputPrice === null ? [] : [`${usd(outputPrice)} out`])];
  return { text: `${parts.join(", ")} per million tokens, the cheapest output of ${services}`, isKnown: true };
}

export interface AgainstWords {
  readonly text: string;
  /** What the findings are about, the first of them. */
  readonly about: string;
  readonly isAgainst: boolean;
}

/** How many findings speak against a model or ask to be looked at; `undefined` when none is known. */
export function againstWords({ totalCount, nodes }: NonNullable<Node["trust"]>["claims"]): AgainstWords | undefined {
  if (totalCount === 0) return undefined;
  const against = nodes.filter(({ effect }) => effect === "UNDERMINES").length;
  // Those that speak against it come first: behind a page of them there may be more.
  const isWhole = nodes.length >= totalCount || against < nodes.length;
  const caution = totalCount - against;
  const about = firstOf([...new Set(nodes.map(({ kind }) => claimKinds[kind].label.toLowerCase()))], 1);
  if (!isWhole) return { text: `at least ${against} findings speak against it, ${totalCount} with those to be looked at`, about, isAgainst: true };
  const parts = [
    ...(against === 0 ? [] : [`${counted(against, "finding")} ${against === 1 ? "speaks" : "speak"} against it`]),
    ...(caution === 0 ? [] : [`${counted(caution, "finding")} to look at`]),
  ];
  return { text: parts.join(", "), about, isAgainst: against > 0 };
}

/** The first values of a list, and how many more there are. */
export function firstOf(values: readonly string[], most: number): string {
  // One more takes as much room as saying that there is one more.
  if (values.length <= most + 1) return values.join(", ");
  return `${values.slice(0, most).join(", ")} and ${values.length - most} more`;
}

/** How the endpoint's `didYouMean` is meant. It does not say whether the hits are those of the correction; often that can be told. */
export function spellingOf({ totalCount, edges, sort }: { readonly totalCount: number; readonly edges: readonly Pick<SearchPageHitFragment, "why">[]; readonly sort: string }): "corrected" | "suggested" | "either" {
  // A text that finds five models or more is corrected only where nothing but open registries has it; those stand last, and are marked where hits are ranked.
  if (totalCount === 0) return "suggested";
  const isRanked = sort === "RELEVANCE";
  if (isRanked && totalCount >= 5 && edges.slice(0, 5).every(({ why }) => why.every(({ name }) => name !== anybodyMayWrite))) return "corrected";
  return "either";
}
