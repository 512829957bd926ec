import { expect, it } from "vitest";
import { modelReference } from "./model-reference.ts";

it.each([
  ["https://huggingface.co/acme/tiny", "0e9e39f2", "pkg:huggingface/acme/tiny@0e9e39f2"],
  ["https://www.huggingface.co/acme/tiny/", "v1.0", "pkg:huggingface/acme/tiny@v1.0"],
  ["https://huggingface.co/acme/tiny", undefined, "https://huggingface.co/acme/tiny"],
  ["https://huggingface.co/acme/tiny", "a b", "https://huggingface.co/acme/tiny"],
  ["https://huggingface.co/datasets/acme/tiny", "v1", "https://huggingface.co/datasets/acme/tiny"],
  ["https://modelscope.cn/models/acme/tiny", "v1", "https://modelscope.cn/models/acme/tiny"],
])("%s at %s", (url, revision, reference) => {
  expect(modelReference(url, revision)).toBe(reference);
});
