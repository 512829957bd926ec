import type { SubjectListing } from "@modeldex/plugin-kit";

/** The id of the source that gave a listing. */
export function sourceOf({ key }: Pick<SubjectListing, "key">): string {
  return key.slice(0, key.indexOf(":"));
}

/**
 * Whether two listings must be taken to come from one operator: their sources are of one kind, and nothing shows that they stand at different hosts,
 * such as a mirror beside its origin's own address. Records do not say who operates a source, so two hosts of one kind count as two operators.
 */
export function sameOperator(left: SubjectListing, right: SubjectListing): boolean {
  if (sourceOf(left) === sourceOf(right)) return true;
  if (left.sourceKind !== right.sourceKind) return false;
  const [one, other] = [hostOf(left.record.url), hostOf(right.record.url)];
  return one === undefined || other === undefined || one === other;
}

/**
 * Whether another listing is somebody else's: both name their publishers, and differently, in a source where everybody has names of their own. Whoever copies
 * one file of a model has a listing of it there, and may put anything beside that file.
 */
export function isElses(other: SubjectListing, listing: SubjectListing): boolean {
  if (other.naming !== "namespaced") return false;
  const [theirs, own] = [other, listing].map(({ record: { publisher } }) => [publisher?.name, publisher?.id].flatMap((text) => text?.toLowerCase() ?? []));
  return theirs !== undefined && own !== undefined && theirs.length > 0 && own.length > 0 && !theirs.some((text) => own.includes(text));
}

/** Host of an http or https address, in lower case; `undefined` when it is none. */
export function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, host } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? host : undefined;
}
