import { describe, expect, it } from "vitest";
import { clusterSlot } from "./cluster-slot.ts";
import { canonicalJson, responseKey, scopeOf, upstreamKey } from "./keys.ts";

describe("keys", () => {
  it("are equal for equal requests, whatever the order of members", () => {
    const left = upstreamKey("hf", "public", "search", { text: "a", limit: 1, filter: { tags: ["x"], tasks: undefined } });
    const right = upstreamKey("hf", "public", "search", { limit: 1, filter: { tags: ["x"] }, text: "a" });
    expect(left).toBe(right);
    expect(left).toMatch(/^modeldex:1:upstream:hf:public:search:[0-9a-f]{64}$/);
  });

  it("differ by source, scope, method and request", () => {
    const keys = [
      upstreamKey("hf", "public", "search", "a"), upstreamKey("hf2", "public", "search", "a"), upstreamKey("hf", "other", "search", "a"),
      upstreamKey("hf", "public", "lookup", "a"), upstreamKey("hf", "public", "search", "b"),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("of whole answers differ by generation, document, variables, operation and scope", () => {
    const base = { generation: "1", documentHash: "d" };
    const keys = [
      base, { ...base, generation: "2" }, { ...base, documentHash: "e" }, { ...base, variables: { a: 1 } }, { ...base, variables: { a: "1" } },
      { ...base, operation: "x" }, { ...base, scope: "me" },
    ].map(responseKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("write sets as sorted lists, and keep lists in order", () => {
    expect(canonicalJson({ b: new Set(["y", "x"]), a: [2, 1, undefined] })).toBe('{"a":[2,1,null],"b":["x","y"]}');
  });

  it("have another scope for other addresses and credentials", () => {
    expect(new Set([["a"], ["b"], ["a", "token"]].map(scopeOf)).size).toBe(3);
  });
});

describe("clusterSlot", () => {
  // The first is the check value of the Redis Cluster specification; the others are answers of CLUSTER KEYSLOT.
  it.each([["123456789", 12_739], ["foo", 12_182], ["{user1000}.following", 3_443], ["{user1000}.followers", 3_443], ["foo{}{bar}", 8_363]])("puts %s into slot %i", (key, slot) => {
    expect(clusterSlot(key)).toBe(slot);
  });
});
