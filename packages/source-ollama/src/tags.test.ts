import { describe, expect, test } from "vitest";
import { countOf, mostExplicit, tokensOf } from "./tags.ts";

/** Tags that shared a manifest in the library on 2026-08-21, the one that is chosen first. */
const shared: readonly (readonly string[])[] = [
  ["8b-instruct-q4_K_M", "latest", "8b"],
  ["30b-a3b-thinking-2507-q4_K_M", "30b", "30b-a3b", "30b-thinking"],
  ["7b-instruct-v0.3-q4_K_M", "latest", "v0.3", "7b", "7b-instruct"],
  ["8x22b-instruct-v0.1-q4_0", "v0.1", "8x22b", "8x22b-instruct", "v0.1-instruct"],
  ["3.8b-mini-128k-instruct-q4_0", "latest", "instruct", "mini", "3.8b", "3.8b-instruct", "mini-128k"],
  ["335m-v1-fp16", "latest", "v1", "335m"],
  ["e2b-nvfp4", "e2b-mlx"],
  ["0.8b-mxfp8", "0.8b-mlx"],
  ["30b-nvfp4-dflash", "30b-mlx"],
  ["30b-a3b-nvfp4", "30b-a3b-mlx", "30b-mlx"],
  ["7b-a1b-h", "tiny-h"],
  ["3b", "micro"],
  ["20b", "latest"],
  ["397b-cloud", "cloud"],
  ["0813-cloud", "cloud"],
  ["110b-text-v1.5-q4_0", "72b-text"],
  ["latest"],
];

describe("the most explicit of several tags", () => {
  test.each(shared.map((tags) => [tags[0], tags] as const))("is %s", (expected, tags) => {
    expect(permutations(tags).map(mostExplicit)).toEqual(permutations(tags).map(() => expected));
  });

  test("is the same for every order and number of repetitions, whatever the tags are", () => {
    const words = ["latest", "8b", "v1", "q4_0", "q4_k_m", "instruct", "b", "a", "fp16", "30b-a3b"];
    for (let seed = 1; seed <= 500; seed += 1) {
      const tags = Array.from({ length: 4 }, (_, at) => [words[(seed * 7 + at * 3) % words.length], words[(seed * 3 + at * at) % words.length]].join("-"));
      expect(new Set([...permutations(tags), [...tags, ...tags]].map(mostExplicit)).size, tags.join(" ")).toBe(1);
    }
  });

  test("is decided by letters where nothing else tells two apart", () => {
    expect([mostExplicit(["7b-beta", "7b-abcd"]), mostExplicit(["7b-abcd", "7b-beta"])]).toEqual(["7b-abcd", "7b-abcd"]);
  });
});

test.each([["118.7M", 118_700_000], ["35M", 35_000_000], ["8.0B", 8_000_000_000], ["334M", 334_000_000], ["512", 512], ["12.3K", 12_300], ["many", undefined], ["1.2.3M", undefined], ["-5M", undefined], [undefined, undefined]])(
  "reads the number %s", (text, expected) => {
    expect(countOf(text)).toBe(expected);
  },
);

// Windows of known models, as the site writes them: 131,072 and 40,960 are multiples of 1,024, 128,000 and 1,024,000 as well; 200,000 and 1,000,000 are not.
test.each([["128K", 131_072], ["40K", 40_960], ["125K", 128_000], ["1000K", 1_024_000], ["195K", 199_680], ["976K", 999_424], ["1M", 1_048_576], ["10M", 10_485_760], ["512", 512], ["0K", undefined], ["4.9GB", undefined], [undefined, undefined]])(
  "reads the context window %s", (text, expected) => {
    expect(tokensOf(text)).toBe(expected);
  },
);

function permutations(tags: readonly string[]): readonly (readonly string[])[] {
  return tags.length < 2 ? [tags] : tags.flatMap((first, at) => permutations(tags.toSpliced(at, 1)).map((rest) => [first, ...rest])).slice(0, 200);
}
