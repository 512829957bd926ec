import { describe, expect, it } from "vitest";
import { readPasted, wholeDigest, withoutCredentials } from "./pasted.ts";

const token = `hf_${"aB3".repeat(12)}`;

describe("what was pasted", () => {
  it.each([
    ["one line is one reference", "  openai/whisper-large-v3 ", ["openai/whisper-large-v3"]],
    ["lines are references of their own, each once", "a/b\n\nc/d\r\na/b", ["a/b", "c/d"]],
    ["a call over several lines is one", 'pipe = pipeline(\n  model="a/b",\n)', ['pipe = pipeline(\nmodel="a/b",\n)']],
    ["a command over several lines is one", "vllm serve \\\n a/b", ["vllm serve \\\na/b"]],
    ["nothing is nothing", " \n ", []],
  ])("%s", (_, text, references) => {
    expect(readPasted(text)).toEqual({ references, withheld: false, problem: undefined });
  });

  it("takes credentials out before anything is asked or stands in an address", () => {
    expect(readPasted(`curl -H "Authorization: Bearer ${token}" a/b`)).toEqual({ references: ['curl -H "Authorization: Bearer ***" a/b'], withheld: true, problem: undefined });
    expect(withoutCredentials("sk-llama-3-8b-instruct-finetuned-for-everybody")).toEqual({ kept: "sk-llama-3-8b-instruct-finetuned-for-everybody", withheld: false });
  });

  it("says what is too long or too many", () => {
    expect(readPasted("x".repeat(1025)).problem).toBe(`A reference has at most 1024 characters; “${"x".repeat(30)}…” has 1025.`);
    expect(readPasted("x".repeat(1024)).problem).toBeUndefined();
    expect(readPasted(Array.from({ length: 101 }, (_, at) => `a/${at}`).join("\n")).problem).toBe("These are 101 lines; at most 100 are looked up at once.");
  });
});

it.each([
  ["A".repeat(64), `sha256:${"a".repeat(64)}`],
  ["b".repeat(40), `git-sha1:${"b".repeat(40)}`],
  [`sha256:${"c".repeat(64)}`, `sha256:${"c".repeat(64)}`],
  [`sha512:${"c".repeat(128)}`, undefined],
  ["abc", undefined],
])("reads %s as a whole digest or as none", (text, digest) => {
  expect(wholeDigest(text)).toBe(digest);
});
