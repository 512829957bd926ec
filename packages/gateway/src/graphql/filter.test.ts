import type { SourceId } from "@modeldex/schema";
import { expect, it } from "vitest";
import { filterInput, filterOf } from "./filter.ts";
import type { FilterGround } from "./filter.ts";

const ground: FilterGround = { sourceIds: ["hf", "onchain"], read: (text) => (/^[^/:]+\/[^/:]+$/.test(text) ? [{ source: "hf" as SourceId, reading: { ref: { nativeId: text }, readAs: "id", certain: false } }] : []) };
const nested = (depth: number): Record<string, unknown> => (depth === 0 ? { tags: ["x"] } : { all: [nested(depth - 1)] });

it("reads every kind of member, and takes null as left out", () => {
  const input = { sources: ["hf"], tasks: null, parameters: { min: 1, max: null }, createdAt: { from: "2026-01-01T00:00:00.000Z", to: null }, any: [{ tags: ["a"] }], not: { tags: ["b"] } };
  expect(filterOf(input, ground)).toEqual({ sources: ["hf"], parameters: { min: 1 }, createdAt: { min: Date.UTC(2026, 0, 1) }, any: [{ tags: ["a"] }], not: { tags: ["b"] } });
});

it("reads answers and prices", () => {
  expect(filterOf({ hasCard: true, hasOffer: false, hasWeights: null, inputPrice: { max: 0.5 }, outputPrice: { min: 0, max: null }, baseModels: ["hf:a/b"] }, ground)).toEqual({
    hasCard: true, hasOffer: false, inputPrice: { max: 0.5 }, outputPrice: { min: 0 }, baseModels: ["hf:a/b"],
  });
});

it("reads languages by name, licences in every spelling, and base models as sources do", () => {
  expect(filterOf({ languages: ["English", "pt-BR", "code"], licenses: ["apache 2", "LicenseRef-own"], baseModels: ["Qwen/Qwen2.5-7B", "hf:a/b", "nosuch"] }, ground)).toEqual({
    languages: ["en", "eng", "pt-br", "code"], licenses: ["Apache-2.0", "LicenseRef-own"], baseModels: ["Qwen/Qwen2.5-7B", "hf:Qwen/Qwen2.5-7B", "hf:a/b", "nosuch"],
  });
});

it("reads what was found", () => {
  const input = { trust: [{ kind: "THIRD_PARTY_SCAN", statuses: null, effects: ["UNDERMINES"] }], trustLevels: ["PINNED"], not: { systemTrustLevels: ["OPAQUE"] } };
  const filter = filterOf(input, ground);
  expect(filter).toEqual({ trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] }], trustLevels: ["PINNED"], not: { systemTrustLevels: ["OPAQUE"] } });
  expect(filterOf(filterInput(filter), ground)).toEqual(filter);
});

it("writes a filter back in the shape of the input", () => {
  const filter = filterOf({ createdAt: { from: "2026-01-01T00:00:00.000Z", to: "2026-02-01T00:00:00.000Z" }, tags: ["x"] }, ground);
  expect(filterOf(filterInput(filter), ground)).toEqual(filter);
});

it.each([
  ["an unknown source", { sources: ["hub"] }, '`filter.sources` has "hub"; the sources here are hf, onchain.'],
  ["what is no language", { not: { languages: ["klingonese"] } }, '`filter.not.languages` has "klingonese", which is no language that is known here; write ISO 639 codes such as `en`, or `multilingual`, or `code`.'],
  ["what is no licence", { licenses: ["apache"] }, '`filter.licenses` has "apache", which names no licence; write an SPDX id such as `Apache-2.0` or `LicenseRef-…`, or filter by `licenseClasses`.'],
  ["several licences in one", { licenses: ["MIT OR Apache-2.0"] }, '`filter.licenses` has "MIT OR Apache-2.0", which names several licences; write each as a value of its own.'],
  ["an empty list", { any: [{ tags: [] }] }, "`filter.any[0].tags` is an empty list, which nothing can meet; leave it out."],
  ["a range turned round", { parameters: { min: 2, max: 1 } }, "`filter.parameters` has `min` above `max`; turn them round."],
  ["an empty range", { not: { createdAt: {} } }, "`filter.not.createdAt` has neither `from` nor `to`; give one of them, or leave the range out."],
  ["a claim of which nothing is asked", { any: [{ trust: [{ kind: "LINEAGE", statuses: null }] }] }, "`filter.any[0].trust[0]` has neither `statuses` nor `effects`, so that every model meets it; give one of them."],
  ["a claim with no status", { trust: [{ kind: "LINEAGE", statuses: [] }] }, "`filter.trust[0].statuses` is an empty list, which nothing can meet; leave it out."],
  ["too many values", { tags: Array.from({ length: 101 }, (_, n) => `t${n}`) }, "`filter.tags` has 101 values; at most 100 are read."],
  ["nesting that is too deep", nested(6), "`filter.all[0].all[0].all[0].all[0].all[0].all[0]` nests deeper than 5; write the conditions side by side."],
])("refuses %s", (_, input, message) => {
  expect(() => filterOf(input, ground)).toThrow(expect.objectContaining({ message, extensions: expect.objectContaining({ code: "BAD_USER_INPUT" }) }));
});

it("takes nesting of five", () => {
  expect(filterOf(nested(5), ground)).toEqual(nested(5));
});
