import type { StoredListing } from "@modeldex/catalog";
import { listingKey } from "@modeldex/schema";
import type { ListingRecord, SourceId } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { conflictsOf, isContested } from "./conflicts.ts";

interface Draft extends Partial<Pick<StoredListing, "naming" | "state">> {
  readonly relation?: StoredListing["link"]["relation"];
}

function listing(source: string, record: Partial<ListingRecord>, { naming = "namespaced", state = "LISTED", relation = "HOSTED" }: Draft = {}): StoredListing {
  return {
    key: listingKey(source, "a/b"), source: source as SourceId, naming, state, record: { nativeId: "a/b", name: "b", ...record },
    link: { kind: source === "hf" ? "LEADING" : "EXPLICIT_REFERENCE", relation, statement: "", evidence: [] },
  } as unknown as StoredListing;
}

const told = (...listings: readonly StoredListing[]) => conflictsOf(listings).map(({ field, positions }) => ({ field, positions: positions.map(({ value, listings: by }) => [value, by.map(({ source }) => source)]) }));

describe("conflicts", () => {
  it("tell each value with those who state it, that of the leading listing first", () => {
    const found = told(listing("hf", { task: "text-generation", contextTokens: 131_072, license: { stated: "mit" } }), listing("or", { contextTokens: 32_768, task: "Text-Generation" }), listing("md", { contextTokens: 131_072, license: { stated: "apache-2.0" } }));
    expect(found).toEqual([
      { field: "license", positions: [[{ spdx: "MIT", name: "MIT License", class: "PERMISSIVE" }, ["hf"]], [{ spdx: "Apache-2.0", name: "Apache License 2.0", class: "PERMISSIVE" }, ["md"]]] },
      { field: "contextLength", positions: [[131_072, ["hf", "md"]], [32_768, ["or"]]] },
    ]);
  });

  it("are none where something is unknown, written in another way, rounded, or read off a name", () => {
    const counted = (total: number, origin: "WEIGHTS" | "STATED" | "NAME") => ({ parameters: { total, origin } });
    expect(told(
      listing("hf", { ...counted(8_030_261_248, "WEIGHTS"), architecture: "llama", license: { stated: "llama3.1" } }),
      listing("or", { ...counted(8_000_000_000, "STATED"), architecture: "LlamaForCausalLM", license: { stated: "Llama3.1", url: "https://x.example/license" } }),
      listing("ol", counted(405e9, "NAME")), listing("md", {}),
    )).toEqual([]);
    expect(told(listing("hf", counted(8_030_261_248, "WEIGHTS")), listing("or", counted(70e9, "STATED")))).toHaveLength(1);
    expect(told(listing("hf", counted(8_030_261_248, "WEIGHTS")), listing("ol", counted(2e9, "WEIGHTS"), { relation: "QUANTIZED" }))).toEqual([]);
  });

  it("are not made by entries that anybody may write, nor by what is gone", () => {
    const own = listing("hf", { license: { stated: "mit" } });
    expect(told(own, listing("chain", { license: { stated: "apache-2.0" } }, { naming: "open" }), listing("old", { license: { stated: "gpl-3.0" } }, { state: "GONE" }))).toEqual([]);
    expect(isContested([own, listing("or", { license: { stated: "apache-2.0" } })], "license")).toBe(true);
  });

  it("tell other bytes at one path, where both say that they hold the same weights", () => {
    const files = (letter: string, path = "w.gguf") => ({ artifacts: [{ path, digest: `sha256:${letter.repeat(64)}` as const }, { path: "README.md", digest: `sha256:${letter.repeat(64)}` as const }] });
    expect(told(listing("hf", files("a")), listing("ms", files("b"), { relation: "SAME_WEIGHTS" }), listing("ol", files("c"), { relation: "QUANTIZED" }))).toEqual([
      { field: "artifacts", positions: [[{ path: "w.gguf", digest: `sha256:${"a".repeat(64)}` }, ["hf"]], [{ path: "w.gguf", digest: `sha256:${"b".repeat(64)}` }, ["ms"]]] },
    ]);
    expect(told(listing("hf", files("a")), listing("ms", files("b", "v.gguf"), { relation: "SAME_WEIGHTS" }))).toEqual([]);
  });
});
