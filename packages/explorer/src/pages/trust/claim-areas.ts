import type { ClaimEffect, ClaimKind } from "../../generated/types.ts";
import { count, counted } from "../../format/numbers.ts";
import type { GroupedClaim } from "./group-claims.ts";

/** The claims of one kind, within a group. */
export interface ClaimArea<Claim> {
  readonly kind: ClaimKind;
  /** In the order of the answer: never empty. */
  readonly claims: readonly Claim[];
}

/** Claims by kind; kinds and claims in the order of the answer. */
export function byKind<Claim extends Pick<GroupedClaim, "kind">>(claims: readonly Claim[]): readonly ClaimArea<Claim>[] {
  return [...Map.groupBy(claims, ({ kind }) => kind)].map(([kind, those]) => ({ kind, claims: those }));
}

/** Of one and of several claims, what speaks against it first. */
const effectWords: readonly (readonly [effect: ClaimEffect, one: string, many: string])[] = [
  ["UNDERMINES", "speaks against it", "speak against it"], ["CAUTION", "to be looked at", "to be looked at"], ["NEUTRAL", "neutral", "neutral"], ["SUPPORTS", "speaks for it", "speak for it"],
];

/** How many there are, and how many have which effect: `3 claims: 1 to be looked at, 2 neutral`. */
export function effectsInWords(claims: readonly Pick<GroupedClaim, "effect">[]): string {
  const parts = effectWords.flatMap(([effect, one, many]) => {
    const number = claims.filter((claim) => claim.effect === effect).length;
    if (number === 0) return [];
    const words = number === 1 ? one : many;
    return [claims.length === 1 ? words : `${count(number)} ${words}`];
  });
  return `${counted(claims.length, "claim")}: ${parts.join(", ")}`;
}
