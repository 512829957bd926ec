import { expect, test } from "vitest";
import { parameterTokens, propertyTokens } from "./property-tokens.ts";
import { queryWords } from "./tokens.ts";

const nothing = { languages: [], license: { class: "UNKNOWN" }, formats: [], precisions: [] } as const;

/** Whether the only word of a query means a model with these properties. */
function means(text: string, properties: Partial<Parameters<typeof propertyTokens>[0]>): boolean {
  const held = propertyTokens({ ...nothing, ...properties });
  const words = queryWords(text);
  return words.length === 1 && words[0]?.reading?.tokens.some((token) => held.includes(token)) === true;
}

const sized = (total: number) => ({ parameters: { total } });

test.each<[string, Parameters<typeof means>[1]]>([
  ["8b", sized(8_030_261_248)], ["8B", sized(7_500_000_000)], ["8 billion", sized(8_000_000_000)], ["70b", sized(70_553_706_496)], ["0.6b", sized(596_049_920)], ["135m", sized(134_515_008)],
  ["under 1b", sized(999_999_999)], ["<7b", sized(1)], ["<= 7b", sized(6_738_415_616)], ["below 1.5b", sized(1_499_999_999)], ["over 70b", sized(70_553_706_496)], [">100b", sized(1_000_000_000_000)],
  ["up to 8b", sized(8_030_261_248)], ["at most 8b", sized(600_000_000)], ["max 7b", sized(7_241_732_096)], ["no more than 1 billion", sized(1_100_048_384)], ["less than 8b", sized(7_900_000_000)], ["at least 7b", sized(6_738_415_616)], [">= 7b", sized(70_553_706_496)],
  ["german", { languages: ["de"] }], ["norwegian", { languages: ["nb"] }], ["multilingual", { languages: ["multilingual"] }], ["multilingual", { languages: ["en", "de", "fr", "es", "it"] }],
  ["speech recognition", { task: "automatic-speech-recognition" }], ["asr", { task: "automatic-speech-recognition" }], ["embedding", { task: "sentence-similarity" }], ["object detection", { task: "object-detection" }],
  ["image-text-to-text", { task: "image-text-to-text" }], ["zero shot", { task: "zero-shot-image-classification" }],
  ["mit", { license: { spdx: "MIT", class: "PERMISSIVE" } }], ["apache 2.0", { license: { spdx: "Apache-2.0 AND MIT", class: "PERMISSIVE" } }], ["gpl", { license: { spdx: "GPL-3.0-only", class: "COPYLEFT" } }],
  ["permissive", { license: { class: "PERMISSIVE" } }], ["permissively licensed", { license: { class: "PERMISSIVE" } }], ["non-commercial", { license: { class: "NON_COMMERCIAL" } }],
  ["gguf", { formats: ["GGUF"] }], ["safetensors", { formats: ["SAFETENSORS"] }], ["q4_k_m", { precisions: ["Q4_K_M"] }], ["q4", { precisions: ["Q4_K_M"] }], ["4-bit", { precisions: ["4bit"] }], ["fp8", { precisions: ["FP8"] }],
])("%j means %j", (text, properties) => {
  expect(means(text, properties)).toBe(true);
});

test.each<[string, Parameters<typeof means>[1]]>([
  ["8b", sized(7_499_999_999)], ["8b", sized(8_500_000_000)], ["under 1b", sized(1_000_000_000)], ["<7b", sized(7_000_000_000)], ["over 70b", sized(69_000_000_000)], ["8x7b", sized(7_000_000_000)], ["8", sized(8_000_000_000)],
  ["up to 8b", sized(9_000_000_000)], ["at least 7b", sized(6_000_000_000)], ["more than 7b", sized(6_738_415_616)],
  ["de", { languages: ["de"] }], ["it", { languages: ["it"] }], ["german", { languages: ["da"] }], ["multilingual", { languages: ["en", "de", "fr", "es"] }], ["text", { task: "text-generation" }], ["gpl", { license: { spdx: "LGPL-3.0", class: "COPYLEFT" } }],
  ["other", { formats: ["OTHER"] }], ["fp8", { precisions: ["FP16"] }], ["constructor", { languages: ["constructor"] }], ["llama", { task: "llama" }], ["8b", {}],
])("%j does not mean %j", (text, properties) => {
  expect(means(text, properties)).toBe(false);
});

test("words that mean something together stay words too", () => {
  const words = queryWords("whisper speech-recognition under 1b mit");
  expect(words.map(({ text, alternatives, reading }) => [text, alternatives, reading?.as])).toEqual([
    ["whisper", [["whisper"]], undefined],
    ["speech-recognition", [["speech", "recognition"]], "the task automatic-speech-recognition"],
    ["under 1b", [["under", "1b"]], "parameters below 1B"],
    ["mit", [["mit"]], "a licence of the family MIT"],
  ]);
  expect(queryWords("chat up to 8b").at(-1)?.reading?.as).toBe("parameters up to 8B");
});

test("every number of parameters has exactly one token of a range that it is in, and none of another", () => {
  let state = 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const round = (): number => (10 + next(90)) * 10 ** (5 + next(8));
  for (let turn = 0; turn < 2_000; turn += 1) {
    const [from, below] = [next(5) === 0 ? 0 : round(), round()].sort((left, right) => left - right) as [number, number];
    if (below <= 1_000_000) continue;
    const total = [from, below, below - 1, Math.max(1, from - 1), 1 + next(10 ** (1 + next(13)))][next(5)] ?? 1;
    const tokens = parameterTokens(from, below);
    const held = propertyTokens({ ...nothing, ...sized(total) });
    expect(tokens.filter((token) => held.includes(token)).length, `${total} in ${from} to ${below}`).toBe(total >= Math.max(from, 1) && total < below ? 1 : 0);
  }
});

test("no text that anybody writes gives such a token", () => {
  expect(queryWords("\ue000lde lde").flatMap(({ alternatives }) => alternatives)).toEqual([["lde"]]);
});
