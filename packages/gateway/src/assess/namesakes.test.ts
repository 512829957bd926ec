import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteCatalog, type Catalog } from "@modeldex/catalog";
import { parseListingKey, type ListingKey, type ListingRecord, type Naming } from "@modeldex/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { namesakesOf } from "./namesakes.ts";
import { shownListing } from "./subject.ts";

const registry = { find: () => undefined };

function write(key: string, record: Partial<ListingRecord>, naming: Naming = "namespaced") {
  const id = parseListingKey(key);
  if (id === undefined) throw new Error(`${key} is no key`);
  const { source, nativeId } = id;
  return { source, naming, fetchedAt: "2026-03-01T00:00:00Z", linkTargets: [], onDemand: [], record: { nativeId, name: nativeId.slice(nativeId.lastIndexOf("/") + 1), ...record } };
}

/** Stored models, and their downloads; the publisher is the first part of the path. */
const stored: Readonly<Record<string, number>> = {
  "hf:meta-llama/Llama-3.1-8B": 5_000_000, "hf:meta-llama/Llama-3.2-8B": 900_000, "hf:meta-llama/Llama-3.1-70B": 800_000, "hf:meta-llama/Llama-3.1-8B-Instruct": 7_000_000,
  "hf:meta-Ilama/Llama-3.1-8B": 12, "hf:copy/llama3.1-8b": 40, "hf:a/IIama-3.1-8B": 3, "hf:a/Lllama-3.1-8B": 3, "hf:a/Llama-3.1-8B-official": 3, "hf:a/Llama-3.1-8B-chat": 3,
  "hf:mistralai/Mistral-7B-v0.3": 2_000_000, "hf:b/Mistrall-7B-v0.3": 5, "hf:b/Mistra1-7B-v0.3": 5, "hf:b/Mistral-7B-v0.2": 5, "hf:mistralai/Mistral-7B-v0.3-hf": 10,
  "hf:openai/whisper": 1_000_000, "hf:c/whisperr": 2, "hf:c/wisper": 2, "hf:c/vvhisper": 2, "hf:c/whistle": 2,
  "hf:google/bert-base-cased": 3_000_000, "hf:d/bert-base-cassed": 2, "hf:d/bert-base-based": 2, "hf:google/bert-base-uncased": 4_000_000,
  ...Object.fromEntries(Array.from({ length: 5 }, (_, place) => [`hf:e/based-${String(place)}`, 1])),
};

describe("namesakes", () => {
  let folder: string;
  let catalog: Catalog;
  let queries = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "modeldex-namesakes-"));
    catalog = await openSqliteCatalog({ path: join(folder, "catalog.sqlite") });
    await catalog.applyListings(Object.entries(stored).map(([key, downloads30d]) => write(key, { publisher: { name: key.slice(3, key.indexOf("/")) }, popularity: { downloads30d } })));
    await catalog.applyListings([write("chain:eip155:1:0xabc/1", { name: "Llama-3.1-8B", publisher: { name: "0xabc" } }, "open")]);
  });
  afterAll(async () => {
    await catalog.close();
    await rm(folder, { recursive: true, force: true });
  });

  const namesakes = async (key: string): Promise<string> => {
    const [listing] = await catalog.listings([key as ListingKey]);
    if (listing === undefined) throw new Error(`${key} is not stored`);
    queries = 0;
    const counted = <Args extends readonly unknown[], Answer>(method: (...given: Args) => Promise<Answer>) => async (...given: Args): Promise<Answer> => {
      queries += 1;
      return method(...given);
    };
    const loan = { catalog: { searchWindow: counted(catalog.searchWindow), listings: counted(catalog.listings), tokenCounts: counted(catalog.tokenCounts) }, ask: { registry } };
    return (await namesakesOf(shownListing(listing, registry), loan)).map((found) => `${found.likeness} ${found.listing.key}`).join(", ");
  };

  const llama = "hf:meta-llama/Llama-3.1-8B";
  const mistral = "hf:mistralai/Mistral-7B-v0.3";
  const cases: readonly (readonly [key: string, expected: string])[] = [
    ["hf:meta-Ilama/Llama-3.1-8B", `EQUAL ${llama}, EQUAL hf:copy/llama3.1-8b, SIMILAR hf:a/Llama-3.1-8B-official`],
    ["hf:copy/llama3.1-8b", `EQUAL ${llama}, EQUAL hf:meta-Ilama/Llama-3.1-8B, SIMILAR hf:a/Llama-3.1-8B-official`],
    ["hf:a/IIama-3.1-8B", `SIMILAR ${llama}, SIMILAR hf:copy/llama3.1-8b, SIMILAR hf:meta-Ilama/Llama-3.1-8B`],
    ["hf:a/Lllama-3.1-8B", `SIMILAR ${llama}, SIMILAR hf:copy/llama3.1-8b, SIMILAR hf:meta-Ilama/Llama-3.1-8B`],
    ["hf:a/Llama-3.1-8B-official", `SIMILAR ${llama}, SIMILAR hf:copy/llama3.1-8b, SIMILAR hf:meta-Ilama/Llama-3.1-8B`],
    ["hf:a/Llama-3.1-8B-chat", ""],
    ["hf:b/Mistrall-7B-v0.3", `SIMILAR ${mistral}`],
    ["hf:b/Mistra1-7B-v0.3", `SIMILAR ${mistral}, SIMILAR hf:mistralai/Mistral-7B-v0.3-hf`],
    ["hf:b/Mistral-7B-v0.2", ""],
    ["hf:c/whisperr", "SIMILAR hf:openai/whisper"],
    ["hf:c/wisper", "SIMILAR hf:openai/whisper"],
    ["hf:c/vvhisper", "SIMILAR hf:openai/whisper"],
    ["hf:c/whistle", ""],
    ["hf:d/bert-base-cassed", "SIMILAR hf:google/bert-base-cased"],
    ["hf:google/bert-base-uncased", ""],
    ["chain:eip155:1:0xabc/1", `EQUAL ${llama}, EQUAL hf:copy/llama3.1-8b, EQUAL hf:meta-Ilama/Llama-3.1-8B, SIMILAR hf:a/Llama-3.1-8B-official`],
  ];
  it.each(cases)("of %s", async (key, expected) => {
    expect(await namesakes(key)).toBe(expected);
    expect(queries).toBeLessThanOrEqual(8);
  });

  it("are never records that anybody may write, nor of the same publisher", async () => {
    expect(await namesakes(llama)).not.toMatch(/chain:|hf:meta-llama/);
    expect(await namesakes(mistral)).not.toContain("hf:mistralai");
  });

  it("of a name without letters or digits are none", async () => {
    expect(await namesakesOf({ key: "hf:a/x", sourceKind: "hub", naming: "namespaced", record: { nativeId: "a/x", name: "—" } }, { catalog, ask: { registry } })).toEqual([]);
  });
});
