import type { ModelPageAskedFragment } from "../../generated/types.ts";
import { accesses, listingStates } from "../../words/listings.ts";

/** What became of asking a source again for one listing. */
export type WhatCame =
  | { readonly kind: "NOTHING_NEWER" }
  /** `changes` are phrases, such as `licence: MIT, before Apache-2.0`; empty when nothing that is compared differs. */
  | { readonly kind: "ANEW"; readonly fetchedAt: string; readonly changes: readonly string[] };

/** What is held against each other, in words. */
export const comparedFields = "name, revision, licence, access and state";

/** Holds what was stored of a listing against what came. `now` is `undefined` where the listing no longer is one of the model. */
export function whatCame(before: ModelPageAskedFragment, now: ModelPageAskedFragment | undefined): WhatCame {
  if (now === undefined || Date.parse(now.fetchedAt) <= Date.parse(before.fetchedAt)) return { kind: "NOTHING_NEWER" };
  const [old, come] = [wordsOf(before), wordsOf(now)];
  return { kind: "ANEW", fetchedAt: now.fetchedAt, changes: old.flatMap(([name, was], place) => (come[place]?.[1] === was ? [] : [`${name}: ${come[place]?.[1] ?? ""}, before ${was}`])) };
}

function wordsOf({ name, revision, license, access, state }: ModelPageAskedFragment): readonly (readonly [name: string, text: string])[] {
  return [
    ["name", name], ["revision", revision ?? "none known"], ["licence", license.name ?? license.spdx ?? "not stated"],
    ["access", accesses[access].label], ["state", listingStates[state].label],
  ];
}
