import { expect, it } from "vitest";
import { licenseOfTexts } from "./license-titles.ts";
import { statedWeights } from "./stated-weights.ts";

it.each([
  [{ format: "gguf", family: "llama", size: "8.0B", quantization: "Q4_0" }, { formats: ["GGUF"], architecture: "llama", parameters: { total: 8_000_000_000, origin: "STATED" }, precisions: ["Q4_0"] }],
  [{ format: "safetensors", family: "minimaxm2", size: "8.03 B", quantization: "FP8" }, { formats: ["SAFETENSORS"], architecture: "minimaxm2", parameters: { total: 8_030_000_000, origin: "STATED" }, precisions: ["FP8"] }],
  [{ format: "tarball", family: "unknown", size: "0B", quantization: "Unknown" }, {}],
  [{ format: "", family: "", size: "many", quantization: 4 }, {}],
  [{}, {}],
])("reads %j", (words, expected) => {
  expect(statedWeights(words)).toStrictEqual(expected);
});

it.each<[readonly (string | undefined)[], string | undefined]>([
  [["                                 Apache License\n                           Version 2.0, January 2004\n\n   TERMS AND CONDITIONS\n"], "Apache License Version 2.0"],
  [["LLAMA 3.1 COMMUNITY LICENSE AGREEMENT\nLlama 3.1 Version Release Date: July 23, 2024\n\nTerms.\n"], "LLAMA 3.1 COMMUNITY LICENSE AGREEMENT"],
  [["# MIT License\n\nPermission is hereby granted", "Apache License\nVersion 2.0, January 2004"], "MIT License AND Apache License Version 2.0"],
  [["MIT License\n", "Terms of our own\n"], undefined], [["MIT License\n", undefined], undefined], [[], undefined], [["a\n".repeat(50) + "MIT License"], undefined],
])("takes the licence of %j from its titles", (texts, stated) => {
  expect(licenseOfTexts(texts)).toEqual(stated === undefined ? undefined : { stated });
});
