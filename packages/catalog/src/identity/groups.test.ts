import { describe, expect, test } from "vitest";
import { key, Random, sha256, source } from "../testing/samples.ts";
import type { IdentityFacts, PairRules } from "./facts.ts";
import { groupListings } from "./groups.ts";
import { nameGiver, signatureOfRecord } from "./listing-name.ts";

const none: PairRules = { same: [], different: [] };

function facts(text: string, fields: Partial<Omit<IdentityFacts, "digests" | "references" | "signature">> & { readonly files?: string; readonly refersTo?: readonly string[] } = {}): IdentityFacts {
  const { files = "", refersTo = [], ...rest } = fields;
  const id = text.slice(text.indexOf(":") + 1);
  return {
    key: key(text), source: text.slice(0, text.indexOf(":")), nativeId: id, name: id, publisher: "", naming: "namespaced", isGone: false, bucket: 0,
    fetchedAt: "2026-01-01T00:00:00Z", hasFiles: true, hasOffers: false,
    digests: [...files].map((letter) => ({ digest: sha256(letter), path: `${letter}.gguf`, isWeights: true })),
    owner: "acme", joinsByName: rest.naming !== "open", signature: signatureOfRecord({ nativeId: id, name: rest.name ?? id }, nameGiver(rest.naming ?? "namespaced", true)), statesPublisher: false, namesOthers: refersTo.length > 0,
    references: refersTo.map((target) => ({ reference: `pkg:${target}`, target: key(target), relation: "HOSTED", statement: `It names ${target}.` })),
    ...rest,
  };
}

function groups(listings: readonly IdentityFacts[], rules = none, order: readonly string[] = []): readonly string[] {
  const { groups: found } = groupListings(listings, rules, order.map(source));
  return found.map(({ leading, links }) => [leading, ...[...links.keys()].filter((each) => each !== leading).sort()].join(" + ")).sort();
}

describe("the leading listing", () => {
  const cases: readonly (readonly [string, readonly IdentityFacts[], string])[] = [
    ["is not of an open registry", [facts("aa:m", { files: "a", naming: "open" }), facts("zz:m", { files: "a" })], "zz:m + aa:m"],
    ["is not gone", [facts("aa:m", { files: "a", isGone: true }), facts("zz:m", { files: "a" })], "zz:m + aa:m"],
    ["does not refer to another", [facts("aa:m", { refersTo: ["zz:m"], naming: "curated" }), facts("zz:m")], "zz:m + aa:m"],
    ["is the first in the configuration's order", [facts("aa:m", { files: "a" }), facts("hf:m", { files: "a", createdAt: "2026-01-01T00:00:00Z" })], "hf:m + aa:m"],
    ["is the oldest", [facts("aa:m", { files: "a", createdAt: "2025-01-01T00:00:00Z" }), facts("aa:x/m", { files: "a", createdAt: "2024-01-01T00:00:00Z" })], "aa:x/m + aa:m"],
    ["is the most used", [facts("aa:m", { files: "a" }), facts("aa:x/m", { files: "a", bucket: 5 })], "aa:x/m + aa:m"],
    ["has the smallest key", [facts("bb:m", { files: "a" }), facts("aa:m", { files: "a" })], "aa:m + bb:m"],
  ];
  test.each(cases)("%s", (_name, listings, expected) => {
    expect(groups(listings, none, ["hf"])).toEqual([expected]);
    expect(groups(listings.toReversed(), none, ["hf"])).toEqual([expected]);
  });
});

describe("groups", () => {
  test("reach through a third listing, but never through one of an open registry", () => {
    const [left, right] = [facts("aa:m", { files: "a" }), facts("bb:m", { files: "b" })];
    expect(groups([left, facts("cc:m", { files: "ab" }), right])).toEqual(["aa:m + bb:m + cc:m"]);
    expect(groups([left, facts("cc:m", { files: "ab", naming: "open" }), right])).toEqual(["aa:m + cc:m", "bb:m"]);
  });

  test("of open listings alone form around the smallest key, not in a chain", () => {
    const open = (text: string, files: string): IdentityFacts => facts(text, { files, naming: "open" });
    expect(groups([open("c:1", "a"), open("c:2", "ab"), open("c:3", "b")])).toEqual(["c:1 + c:2", "c:3"]);
  });

  test("attach an open listing by its strongest link", () => {
    const open = facts("chain:m", { naming: "open", files: "b", refersTo: ["aa:m"] });
    expect(groups([facts("aa:m"), facts("bb:m", { files: "b" }), open])).toEqual(["aa:m", "bb:m + chain:m"]);
    expect(groups([facts("aa:m"), facts("bb:m", { files: "b" }), open], { same: [[key("aa:m"), key("chain:m")]], different: [] })).toEqual(["aa:m + chain:m", "bb:m"]);
  });

  test("never hold a pair that the operator keeps apart, also not through a third", () => {
    const rules: PairRules = { same: [], different: [[key("aa:m"), key("cc:m")]] };
    expect(groups([facts("aa:m", { files: "a" }), facts("bb:m", { files: "ac" }), facts("cc:m", { files: "c" })], rules)).toEqual(["aa:m + bb:m", "cc:m"]);
  });

  test("part where the same path holds other bytes", () => {
    const shard = (text: string, own: string): IdentityFacts => ({
      ...facts(text),
      digests: [{ digest: sha256("a"), path: "1.safetensors", isWeights: true }, { digest: sha256(own), path: "2.safetensors", isWeights: true }],
    });
    const { groups: found, candidates } = groupListings([shard("aa:base", "b"), shard("aa:tuned", "c")], none, []);
    expect(found).toHaveLength(2);
    expect(candidates.map(({ statement }) => statement)).toEqual([`Both hold the same file of weights, ${sha256("a")}, but their 2.safetensors differ.`]);
  });

  test("do not form where a reference means several listings of one source", () => {
    expect(groups([facts("or:m", { refersTo: ["hf:m", "hf:x/m"] }), facts("hf:m"), facts("hf:x/m")])).toEqual(["hf:m", "hf:x/m", "or:m"]);
  });

  test("do not form by a digest that neither side says is weights", () => {
    const silent = (text: string): IdentityFacts => ({ ...facts(text), digests: [{ digest: sha256("a"), path: "", isWeights: false }] });
    expect(groups([silent("aa:m"), silent("bb:m")])).toEqual(["aa:m", "bb:m"]);
    expect(groups([silent("aa:m"), facts("bb:m", { files: "a" })])).toEqual(["aa:m + bb:m"]);
  });

  test("are the same in any order, for any mixture", () => {
    const random = new Random(4);
    for (let round = 0; round < 200; round += 1) {
      const keys = Array.from({ length: 8 }, (_, place) => `${random.pick(["hf", "or", "zz"])}:m${place}`);
      const listings = keys.map((text) =>
        facts(text, {
          naming: random.oneIn(3) ? "open" : "namespaced", isGone: random.oneIn(6), name: random.pick(["m", "m-7b", "m-70b"]),
          files: random.pick(["", "a", "b", "ab", "bc", "c"]), refersTo: random.oneIn(3) ? [random.pick(keys)] : [],
        }),
      );
      const rules: PairRules = { same: [[key(random.pick(keys)), key(random.pick(keys))]], different: [[key(random.pick(keys)), key(random.pick(keys))]] };
      const expected = describeAll(listings, rules);
      for (let order = 0; order < 4; order += 1) expect(describeAll(random.shuffled(listings), rules)).toEqual(expected);
    }
  });
});

function describeAll(listings: readonly IdentityFacts[], rules: PairRules): unknown {
  const { groups: found, candidates } = groupListings(listings, rules, [source("hf")]);
  const links = found.flatMap(({ leading, links: each }) => [...each].map(([member, link]) => [member, leading, link] as const));
  return [links.sort(([left], [right]) => (left < right ? -1 : 1)), candidates.map((edge) => JSON.stringify(edge)).sort()];
}
