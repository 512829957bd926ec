import type { TrustDepth } from "../../generated/types.ts";

export const allDepths: readonly TrustDepth[] = ["CACHED", "STANDARD", "DEEP"];

/** How far an address asks to look, in any case; the usual look when it names none. */
export function depthOf(text: string | null): TrustDepth {
  return allDepths.find((depth) => depth === text?.toUpperCase()) ?? "STANDARD";
}
