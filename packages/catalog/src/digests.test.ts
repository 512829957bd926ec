import { expect, test } from "vitest";
import { digestsOf } from "./digests.ts";
import { sample, sha256 } from "./testing/samples.ts";

const digest = sha256("a");

test.each([
  ["a file of weights", { path: "model.safetensors", sizeBytes: 2_000_000 }, 2],
  ["one of unknown size", { path: "model.gguf" }, 2],
  ["a pointer to one", { path: "model.safetensors", sizeBytes: 135 }, 0],
  ["a file that the source says is weights", { path: "blob", role: "WEIGHTS" }, 2],
  ["a file with a format of weights", { path: "blob", format: "ONNX" }, 2],
  ["a file that the source says is none", { path: "model.bin", role: "OTHER" }, 0],
  ["a tokenizer", { path: "tokenizer.json", sizeBytes: 9_000_000 }, 0],
  ["the state of an optimizer", { path: "checkpoint-1/optimizer.pt", sizeBytes: 9_000_000 }, 0],
] as const)("%s", (_name, artifact, joins) => {
  expect(digestsOf(sample("hf:a/b", { artifacts: [{ ...artifact, digest }] }).record)).toEqual([{ digest, path: artifact.path, joins }]);
});

test("digests of other kinds are found by and join nothing", () => {
  const { record } = sample("hf:a/b", { artifacts: [{ path: "w.gguf", otherDigests: ["git-sha1:ABC0", "cid:bafyUPPER"] }] });
  expect(digestsOf(record)).toEqual([
    { digest: "git-sha1:abc0", path: "w.gguf", joins: 0 },
    { digest: "cid:bafyUPPER", path: "w.gguf", joins: 0 },
  ]);
});

test("a claimed digest of no file joins silently, one of a file as the file does", () => {
  const claim = (path?: string) => ({ kind: "CONTENT_DIGEST" as const, statement: "s", evidence: [], facts: { digest, ...(path !== undefined && { path }) } });
  const joins = (path?: string): readonly number[] => digestsOf(sample("hf:a/b", { claims: [claim(path)] }).record).map((each) => each.joins);
  expect([joins(), joins("w.gguf"), joins("readme.md")]).toEqual([[1], [2], [0]]);
});
