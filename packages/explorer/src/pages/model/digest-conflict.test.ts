import { expect, it } from "vitest";
import { digestConflict, otherContradictions } from "./digest-conflict.ts";
import type { DigestClaim } from "./digest-conflict.ts";

const claim: DigestClaim = {
  kind: "CROSS_SOURCE_DIGEST_MATCH", status: "FAILED", subject: { listing: { key: "hf:acme/tiny" } },
  checks: [{ key: "file:acme/tiny", status: "UNKNOWN" }, { key: "oci:registry.example/packs/tiny:bf16", status: "FAILED" }, { key: "onchain:eip155:1:0xab/0x1", status: "VERIFIED" }],
};

it("digestConflict names the listings that state other bytes", () => {
  expect(digestConflict(claim)).toEqual({ own: "hf:acme/tiny", others: ["oci:registry.example/packs/tiny:bf16"] });
});

it.each<[string, Partial<DigestClaim>]>([
  ["holds", { status: "VERIFIED" }],
  ["is of another kind", { kind: "THIRD_PARTY_SCAN" }],
  ["is about no listing", { subject: { listing: null } }],
  ["failed by something else than another listing", { kind: "CONTENT_DIGEST", checks: [{ key: "sha256", status: "FAILED" }] }],
  ["names no other listing", { checks: [{ key: "hf:acme/tiny", status: "FAILED" }] }],
])("digestConflict is none where the claim %s", (_, changed) => expect(digestConflict({ ...claim, ...changed })).toBeUndefined());

it("otherContradictions leaves out what a claim beside it says", () => {
  const contradictions = [{ note: "a", claims: [{ id: "1" }, { id: "2" }] }, { note: "b", claims: [{ id: "3" }] }, { note: "c", claims: [{ id: "4" }] }];
  expect(otherContradictions(contradictions, [{ id: "2", statement: "x" }, { id: "9", statement: "b" }]).map(({ note }) => note)).toEqual(["c"]);
});
