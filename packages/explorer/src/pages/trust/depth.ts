import type { TrustDepth } from "../../generated/types.ts";

/** The query of an address that asks to look so far, all else the same. */
export function withDepth(query: URLSearchParams, depth: TrustDepth): string {
  const next = new URLSearchParams(query);
  if (depth === "STANDARD") next.delete("depth");
  else next.set("depth", depth.toLowerCase());
  return `?${next.toString()}`;
}

export const allDepths: readonly TrustDepth[] = ["CACHED", "STANDARD", "DEEP"];

/** How far an address asks to look, in any case; the usual look when it names none. */
export function depthOf(text: string | null): TrustDepth {
  return allDepths.find((depth) => depth === text?.toUpperCase()) ?? "STANDARD";
}
