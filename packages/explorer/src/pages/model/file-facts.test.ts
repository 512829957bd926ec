import { expect, test } from "vitest";
import { fileFacts } from "./file-facts.ts";

test("adds what is known, and counts what is not", () => {
  expect(fileFacts([
    { path: "a", role: "WEIGHTS", sizeBytes: 10, digest: "sha256:aa" },
    { path: "b", role: "WEIGHTS", sizeBytes: null, digest: null },
    { path: "c", role: "CODE", sizeBytes: 0, digest: null },
  ])).toEqual({ bytes: 10, withoutSize: 1, weights: 2, weightsWithoutDigest: ["b"] });
});

test("knows no size where none is stated", () => {
  expect(fileFacts([{ path: "b", role: "OTHER", sizeBytes: null, digest: null }])).toEqual({ bytes: undefined, withoutSize: 1, weights: 0, weightsWithoutDigest: [] });
});
