import { expect, it } from "vitest";
import type { SearchPageHitFragment } from "../../generated/types.ts";
import { withKnownTrust } from "./known-trust.ts";

const base = {
  name: "m", publisher: null, task: null, parameters: null, contextLength: null, license: { spdx: null, name: null, class: "UNKNOWN" }, languages: [], formats: [],
  popularity: { downloads30d: null, downloadsAllTime: null, asOf: null }, listings: { totalCount: 0, nodes: [] }, offers: { totalCount: 0, nodes: [] },
} as const;
const trust = { level: "PINNED", systemLevel: "NAMED", assessedAt: "2026-05-12T00:00:00Z", claims: { totalCount: 0, nodes: [] } } as const;
const hit = (id: string, found?: typeof trust | null): SearchPageHitFragment => ({ score: 1, why: [], node: { ...base, id, ...(found !== undefined && { trust: found }) } });

it("keeps what was found of a model that was among the hits before, and never takes it for another's or for newer news", () => {
  const before = [hit("a", trust), hit("b", null), hit("c", trust)];
  const shown = withKnownTrust([hit("c", null), hit("a"), hit("d")], before);
  expect(shown.map(({ node }) => [node.id, node.trust])).toEqual([["c", null], ["a", trust], ["d", undefined]]);
});
