import type { Source } from "@modeldex/plugin-kit";
import type { SourceId } from "@modeldex/schema";
import { expect, it } from "vitest";
import { createCache } from "../cache/cache.ts";
import { memoryTier } from "../cache/memory-tier.ts";
import { silentLogger } from "../observe/log.ts";
import { createAsker } from "./ask.ts";
import { measuredAsker } from "./measured-asker.ts";
import { createRegistry } from "./registry.ts";

const id = "test" as SourceId;
const source: Source = {
  id, kind: "test", title: "Test", homepage: "https://test.example", contract: 1,
  get: async ({ refs }) => refs.map(() => undefined),
  search: async () => [],
  lookup: async () => [],
  about: async () => [],
  publisher: async () => undefined,
  list: async () => ({}),
  readFile: async () => undefined,
};

it("notes every method by which a source can be asked", async () => {
  const noted: string[] = [];
  const asker = createAsker({ registry: createRegistry([source]), cache: createCache({ tiers: [memoryTier()], log: silentLogger }), log: silentLogger });
  const ask = measuredAsker(asker, { sourceCall: ({ method, outcome }) => void noted.push(`${method} ${outcome}`) });
  try {
    await ask.get(id, { nativeId: "a" });
    await ask.search(id, { text: "a", filter: {}, limit: 1 });
    await ask.lookup(id, "a");
    await ask.about(id);
    await ask.publisher(id, "a");
    await ask.list(id, { limit: 1 });
    await ask.readFile(id, { ref: { nativeId: "a" }, path: "a" });
    expect(noted).toEqual(["get OK", "search OK", "lookup OK", "about OK", "publisher OK", "list OK", "readFile OK"]);
  } finally {
    await ask.close();
  }
});
