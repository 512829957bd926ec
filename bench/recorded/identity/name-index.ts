import { nameTokens } from "../../../packages/schema/src/index.ts";
import { keyOf, last, type Named } from "./pair.ts";

/** Listings by the tokens of their last segment. */
export interface NameIndex {
  readonly entries: readonly { readonly listing: Named; readonly tokens: ReadonlySet<string> }[];
  readonly places: ReadonlyMap<string, readonly number[]>;
}

export function nameIndex(listings: readonly Named[]): NameIndex {
  const entries = listings.map((listing) => ({ listing, tokens: tokensOf(listing) }));
  const places = new Map<string, number[]>();
  for (const [place, { tokens }] of entries.entries()) {
    for (const token of tokens) {
      const known = places.get(token);
      if (known === undefined) places.set(token, [place]);
      else known.push(place);
    }
  }
  return { entries, places };
}

/** The listings with the most tokens in common (shared over all), then the smallest key; at least half are shared. */
export function nearest({ entries, places }: NameIndex, listing: Named, count: number): readonly Named[] {
  const tokens = tokensOf(listing);
  const shared = new Map<number, number>();
  for (const token of tokens) for (const place of places.get(token) ?? []) shared.set(place, (shared.get(place) ?? 0) + 1);
  return [...shared]
    .flatMap(([place, common]) => {
      const entry = entries[place];
      return entry === undefined ? [] : [{ listing: entry.listing, likeness: common / (tokens.size + entry.tokens.size - common) }];
    })
    .filter(({ likeness }) => likeness >= 0.5)
    .sort((left, right) => right.likeness - left.likeness || (keyOf(left.listing) < keyOf(right.listing) ? -1 : 1))
    .slice(0, count)
    .map((each) => each.listing);
}

/** Without words of packaging: `Q4_K_M` and `GGUF` tell no models apart. */
function tokensOf({ nativeId }: Named): ReadonlySet<string> {
  return new Set(nameTokens(last(nativeId).replace(/\b(?:q\d\w*|gguf|fp8|fp16|bf16|awq|gptq)\b/gi, " ").replace(/(?<=\d)p(?=\d)/g, ".").replace(/(?<![a-z])v(?=\d)/gi, "")));
}
