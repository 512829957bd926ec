import { expect, it } from "vitest";
import type { ClaimEffect, ClaimKind } from "../../generated/types.ts";
import { byKind, effectsInWords } from "./claim-areas.ts";

const claim = (kind: ClaimKind, effect: ClaimEffect) => ({ kind, effect });

it("puts claims of one kind together, in their order", () => {
  const [scan, lineage, other] = [claim("THIRD_PARTY_SCAN", "NEUTRAL"), claim("LINEAGE", "NEUTRAL"), claim("THIRD_PARTY_SCAN", "CAUTION")];
  expect(byKind([scan, lineage, other])).toEqual([{ kind: "THIRD_PARTY_SCAN", claims: [scan, other] }, { kind: "LINEAGE", claims: [lineage] }]);
  expect(byKind([])).toEqual([]);
});

it.each<[readonly ClaimEffect[], string]>([
  [["SUPPORTS"], "1 claim: speaks for it"],
  [["SUPPORTS", "NEUTRAL", "CAUTION", "NEUTRAL"], "4 claims: 1 to be looked at, 2 neutral, 1 speaks for it"],
  [["UNDERMINES", "UNDERMINES"], "2 claims: 2 speak against it"],
])("says of %j: %s", (effects, words) => expect(effectsInWords(effects.map((effect) => claim("LINEAGE", effect)))).toBe(words));
