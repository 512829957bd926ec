import { describe, expect, test } from "vitest";
import { byExplicitness, tagsByDigest } from "./explicit-tags.ts";

const mostExplicit = (tags: readonly string[]) => tags.toSorted(byExplicitness)[0];

/** Tags that shared a manifest in Ollama's library on 2026-08-21, the one that is chosen first; then some of repositories of OCI registries. */
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
  ["8B-Q4_K_M", "latest", "8B", "stable"],
  ["1.2.3", "1.2", "1", "main"],
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



describe("tags by their digests", () => {
  test("are one group for each, without repetition, whatever their order", () => {
    const tagged = [["70b", "two"], ["latest", "one"], ["8b", "one"], ["8b-instruct-q4_K_M", "one"], ["8b", "one"]] as const;
    expect([...tagsByDigest(tagged)]).toEqual([["two", ["70b"]], ["one", ["8b-instruct-q4_K_M", "8b", "latest"]]]);
    expect(tagsByDigest(tagged.toReversed())).toEqual(tagsByDigest(tagged));
    expect(tagsByDigest([])).toEqual(new Map());
  });
});

function permutations(tags: readonly string[]): readonly (readonly string[])[] {
  return tags.length < 2 ? [tags] : tags.flatMap((first, at) => permutations(tags.toSpliced(at, 1)).map((rest) => [first, ...rest])).slice(0, 200);
}
