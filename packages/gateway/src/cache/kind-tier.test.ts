import { expect, it } from "vitest";
import { createKindTiers } from "./kind-tier.ts";
import { memoryTier } from "./memory-tier.ts";
import { createResponseStore } from "./response-store.ts";
import type { Tier } from "./tier.ts";

const now = (): Date => new Date(0);
/** A tier that answers later, as Redis does. */
const later = (tier: Tier): Tier => ({ ...tier, name: "later", local: false, get: async (key) => tier.get(key) });

it("counts each kind in each tier by itself, over the same entries", async () => {
  const kinds = createKindTiers();
  const tiers = [memoryTier(), later(memoryTier())];
  const responses = createResponseStore(kinds.of("responses", tiers), now);
  const queries = createResponseStore(kinds.of("queries", tiers), now);
  expect(await responses.get("a")).toBeUndefined();
  responses.set("a", { one: 1 }, 1_000);
  expect([await responses.get("a"), await queries.get("a"), await queries.get("b")]).toEqual([{ one: 1 }, { one: 1 }, undefined]);
  expect(kinds.counters()).toEqual([
    { kind: "responses", tier: "memory", hits: 1, misses: 1, sets: 1, errors: 0 },
    { kind: "responses", tier: "later", hits: 0, misses: 1, sets: 1, errors: 0 },
    { kind: "queries", tier: "memory", hits: 1, misses: 1, sets: 0, errors: 0 },
    { kind: "queries", tier: "later", hits: 0, misses: 1, sets: 0, errors: 0 },
  ]);
});
