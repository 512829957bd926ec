import { expect, test } from "vitest";
import { type MergedListing, mergeModel, popularityAsOf, publisherId } from "./merge-model.ts";
import { key, sample } from "./testing/samples.ts";

function listing(text: string, fields: Parameters<typeof sample>[1] = {}, state: MergedListing["state"] = "LISTED"): MergedListing {
  const { source, naming, record } = sample(text, fields);
  return { key: key(text), source, naming, record, state };
}

test("the leading listing's values stand, and the others fill gaps in their order", () => {
  const merged = mergeModel([
    listing("hf:a/b", { task: "x", languages: [], popularity: { likes: 1 } }),
    listing("or:b", { task: "y", description: "first", languages: ["en"], contextTokens: 8, popularity: { likes: 9 } }),
    listing("zz:b", { description: "second", architecture: "llama", license: { stated: "mit" } }),
  ]);
  expect(merged).toEqual({
    id: "hf:a/b", name: "b", leading: "hf:a/b", listingCount: 3, sources: ["hf", "or", "zz"], task: "x", description: "first", architecture: "llama", contextTokens: 8,
    license: { spdx: "MIT", name: "MIT License", class: "PERMISSIVE" }, languages: [], capabilities: [], libraries: [], formats: [], precisions: [], tags: [],
    popularity: { likes: 1 }, state: "LISTED", statedBy: { description: "or:b", contextTokens: "or:b", architecture: "zz:b", license: "zz:b" },
  });
});

test("it was first published when the leading listing says, else at the earliest that another says", () => {
  const packed = listing("oci:b", { createdAt: "2026-03-01T12:00:00Z" });
  const served = listing("or:b", { createdAt: "2025-01-23T20:12:49Z" });
  const dated = (first: MergedListing) => [mergeModel([first, packed, served])].map(({ createdAt, statedBy }) => [createdAt, statedBy["createdAt"]]);
  expect([dated(listing("hf:a/b")), dated(listing("hf:a/b", { createdAt: "2026-05-01T00:00:00Z" }))]).toEqual([[["2025-01-23T20:12:49Z", "or:b"]], [["2026-05-01T00:00:00Z", undefined]]]);
});

test("an open registry adds nothing, unless nobody else lists the model", () => {
  const open = listing("chain:1", { naming: "open", description: "mine", license: { stated: "mit" }, popularity: { downloads30d: 10 ** 9 }, tags: ["free"] });
  const own = listing("hf:a/b");
  expect(mergeModel([own, open])).toEqual({ ...mergeModel([own]), listingCount: 2, sources: ["hf", "chain"] });
  expect(mergeModel([open])).toMatchObject({ description: "mine", tags: ["free"], license: { class: "PERMISSIVE" } });
});

test("what is gone adds nothing while another lists the model", () => {
  const gone = listing("or:b", { description: "old" }, "GONE");
  expect(mergeModel([listing("hf:a/b"), gone])).not.toHaveProperty("description");
  expect(mergeModel([gone])).toMatchObject({ description: "old", state: "GONE", sources: [] });
});

test("popularity is the leading source's", () => {
  const merged = mergeModel([listing("hf:a/b"), listing("or:b", { popularity: { likes: 9 } }), listing("hf:c/b", { popularity: { likes: 2 } })]);
  expect([merged.popularity, merged.statedBy]).toEqual([{ likes: 2 }, { popularity: "hf:c/b" }]);
});

test("counts are as old as their record says, else as its fetch", () => {
  const counted = (popularity: MergedListing["record"]["popularity"]) => popularityAsOf(mergeModel([listing("hf:a/b", popularity && { popularity })]), "2026-03-05T00:00:00Z");
  expect([counted({ likes: 1, asOf: "2026-01-02T00:00:00Z" }), counted({ likes: 1, asOf: "2026-04-01T00:00:00Z" }), counted({ likes: 1 }), counted(undefined)]).toEqual([
    "2026-01-02T00:00:00Z", "2026-04-01T00:00:00Z", "2026-03-05T00:00:00Z", "2026-03-05T00:00:00Z",
  ]);
});

test("a publisher is the same in any case, by id before name", () => {
  expect([publisherId({ name: "Meta", id: "Meta-Llama" }), publisherId({ name: "ACME" })]).toEqual(["publisher:meta-llama", "publisher:acme"]);
});
