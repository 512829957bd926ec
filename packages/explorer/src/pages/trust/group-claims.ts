import type { ClaimEffect, ClaimKind, ClaimStatus, Verifiability } from "../../generated/types.ts";

/** What a claim is grouped and filtered by. */
export interface GroupedClaim {
  readonly kind: ClaimKind;
  readonly status: ClaimStatus;
  readonly effect: ClaimEffect;
  readonly verifiability: Verifiability;
  /** Present: a row beside the listing states it. */
  readonly statedBy: unknown;
}

export type GroupName = "against" | "caution" | "unknown" | "verified" | "stated" | "declared" | "inapplicable" | "beside";

/** The groups in the order in which they are read. */
export const groups: readonly { readonly name: GroupName; readonly title: string; readonly note: string }[] = [
  { name: "against", title: "Speaks against it", note: "What undermines trust, and what was checked and contradicted." },
  { name: "caution", title: "Should be looked at", note: "Somebody should look at these before going on." },
  { name: "unknown", title: "Not known", note: "Not checked, or not checkable. None of these counts as passed." },
  { name: "verified", title: "Checked here", note: "This gateway checked the evidence. A verified fact need not be a good one; the second mark says which." },
  { name: "stated", title: "Stated, and not checked here", note: "Somebody says so, and is named." },
  { name: "declared", title: "Can only be stated", note: "No check can show these: what it was trained on, results that are reported, what an endpoint runs. No check is missing here." },
  { name: "inapplicable", title: "Does not apply", note: "These kinds of check do not apply to this subject, and are in no count." },
  { name: "beside", title: "Said beside the listing", note: "What rows of other sources say about it. No level, count or conflict rests on these, and no rule but one that names their issuer." },
];

/** The group that a claim is read in. What another source says beside the listing stands apart, whatever it says. */
export function groupOf({ status, effect, verifiability, statedBy }: Omit<GroupedClaim, "kind">): GroupName {
  if (statedBy !== null) return "beside";
  if (effect === "UNDERMINES" || status === "FAILED") return "against";
  if (effect === "CAUTION") return "caution";
  if (status === "NOT_APPLICABLE") return "inapplicable";
  if (verifiability === "DECLARATIVE") return "declared";
  if (status === "UNKNOWN") return "unknown";
  return status === "VERIFIED" ? "verified" : "stated";
}

/** Claims by group, without empty groups; within one they keep their order. */
export function grouped<Claim extends Omit<GroupedClaim, "kind">>(claims: readonly Claim[]): readonly { readonly name: GroupName; readonly title: string; readonly note: string; readonly claims: readonly Claim[] }[] {
  return groups.map((group) => ({ ...group, claims: claims.filter((claim) => groupOf(claim) === group.name) })).filter((group) => group.claims.length > 0);
}

/** The filters of the address; absent: all. */
export interface ClaimFilter {
  readonly kind?: ClaimKind;
  readonly status?: ClaimStatus;
  readonly effect?: ClaimEffect;
}

type ClaimValues = Pick<GroupedClaim, keyof ClaimFilter>;

/** Whether a claim meets all filters. */
export function meets({ kind, status, effect }: ClaimValues, filter: ClaimFilter): boolean {
  return (filter.kind === undefined || filter.kind === kind) && (filter.status === undefined || filter.status === status) && (filter.effect === undefined || filter.effect === effect);
}

/** How many claims have each value of one field, under the other filters; values that none has are left out. */
export function countsOf<Field extends keyof ClaimFilter>(claims: readonly ClaimValues[], field: Field, filter: ClaimFilter): ReadonlyMap<ClaimValues[Field], number> {
  const counts = new Map<ClaimValues[Field], number>();
  const { [field]: _own, ...others } = filter;
  for (const claim of claims) if (meets(claim, others)) counts.set(claim[field], (counts.get(claim[field]) ?? 0) + 1);
  return counts;
}

/** The filters that an address names, in any case; what is no value is left out. */
export function filterOf(query: URLSearchParams, values: { readonly kinds: readonly ClaimKind[]; readonly statuses: readonly ClaimStatus[]; readonly effects: readonly ClaimEffect[] }): ClaimFilter {
  const one = <Value extends string>(name: string, allowed: readonly Value[]): Value | undefined => allowed.find((value) => value === query.get(name)?.toUpperCase());
  const [kind, status, effect] = [one("kind", values.kinds), one("status", values.statuses), one("effect", values.effects)];
  return { ...(kind !== undefined && { kind }), ...(status !== undefined && { status }), ...(effect !== undefined && { effect }) };
}
