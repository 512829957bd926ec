import { expect, it } from "vitest";
import { conflictValue } from "./conflict-values.ts";

it.each([
  ["license", { spdx: "Apache-2.0", name: "Apache License 2.0", class: "PERMISSIVE" }, "Apache License 2.0 (Apache-2.0)"],
  ["license", { spdx: "MIT", name: null, class: "PERMISSIVE" }, "MIT"],
  ["license", { spdx: null, name: null, class: "UNKNOWN" }, '{"spdx":null,"name":null,"class":"UNKNOWN"}'],
  ["parameters", { total: 8_030_261_248, origin: "WEIGHTS" }, "8,030,261,248"],
  ["parameters", { total: 30_000_000_000, active: 3_000_000_000, origin: "STATED" }, "30,000,000,000, 3,000,000,000 used per token"],
  ["contextLength", 131_072, "131,072 tokens"],
  ["task", "text-generation", "text-generation"],
  ["offers", { provider: "Acme", callAs: "acme/7b", precision: "FP8", inputPrice: 0.1, outputPrice: null }, "Acme as acme/7b in FP8: $0.10 input per million tokens"],
  ["offers", { provider: "Acme", inputPrice: null, outputPrice: null }, "Acme: price not known"],
  ["offers", { provider: "Acme", inputPrice: 0, outputPrice: 0 }, "Acme: $0.00 input, $0.00 output per million tokens"],
  ["offers", { medianOfOthers: 4, outputPrice: 0.25 }, "the median of 4 other offers: $0.25 output per million tokens"],
  ["artifacts", { path: "model.safetensors", digest: "sha256:ab" }, "model.safetensors is sha256:ab"],
  ["something new", ["a", 1], '["a",1]'],
  ["something new", undefined, "not stated"],
])("shows a value of %s", (field, value, text) => {
  expect(conflictValue(field, value)).toBe(text);
});
