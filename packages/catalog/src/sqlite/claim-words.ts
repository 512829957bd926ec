import { claimEffects, claimKinds, claimStatuses, type ClaimEffect, type ClaimKind, type ClaimStatus } from "@modeldex/schema";
import type { ClaimPredicate } from "../query.ts";
import type { ListColumn } from "./column-kinds.ts";

/** One word of the column of claims: "<kind> <status> <effect>". */
export interface ClaimWord {
  readonly kind: ClaimKind;
  readonly status: ClaimStatus;
  readonly effect: ClaimEffect;
}

/** Reads a word; `undefined` for one of a version that knew other values. */
export function claimWord(text: string): ClaimWord | undefined {
  const [kindText, statusText, effectText] = text.split(" ");
  const kind = claimKinds.find((each) => each === kindText);
  const status = claimStatuses.find((each) => each === statusText);
  const effect = claimEffects.find((each) => each === effectText);
  return kind === undefined || status === undefined || effect === undefined ? undefined : { kind, status, effect };
}

/** What stands for a kind that nobody has checked. */
export const unchecked = { status: "UNKNOWN", effect: "NEUTRAL" } as const satisfies Omit<ClaimWord, "kind">;

/** Whether the model with this number has a claim as the predicate wants it; one of the kind that nobody has checked is UNKNOWN and NEUTRAL. */
export function hasClaim(column: ListColumn, { kind, statuses, effects }: ClaimPredicate): (seq: number) => boolean {
  const isWanted = ({ status, effect }: Omit<ClaimWord, "kind">): boolean => (statuses?.includes(status) ?? true) && (effects?.includes(effect) ?? true);
  const ofKind = new Uint8Array(column.wordCount);
  const wanted = new Uint8Array(column.wordCount);
  for (let code = 0; code < column.wordCount; code += 1) {
    const word = claimWord(column.textOf(code));
    if (word?.kind !== kind) continue;
    ofKind[code] = 1;
    if (isWanted(word)) wanted[code] = 1;
  }
  const withoutAny = isWanted(unchecked);
  const { codes } = column;
  return (seq) => {
    let isChecked = false;
    for (let place = column.start(seq), end = column.end(seq); place < end; place += 1) {
      const code = codes[place] ?? 0;
      if (wanted[code] === 1) return true;
      if (ofKind[code] === 1) isChecked = true;
    }
    return withoutAny && !isChecked;
  };
}
