import { expect, test } from "vitest";
import { readForm } from "../resolve/read-form.ts";
import { packageUrl } from "./package-url.ts";

const digits = "3e".repeat(32);

test.each([
  ["huggingface", "Qwen/Qwen3-32B", "abc", "pkg:huggingface/Qwen/Qwen3-32B@abc"],
  ["huggingface", "gpt2", undefined, "pkg:huggingface/gpt2"],
  ["oci", "docker.io/ai/llama3.1:8B-Q4_K_M", `sha256:${digits}`, `pkg:oci/llama3.1@sha256%3A${digits}?repository_url=docker.io%2Fai%2Fllama3.1&tag=8B-Q4_K_M`],
  ["oci", `localhost:5000/acme/Tiny@sha256:${digits}`, `sha256:${digits}`, `pkg:oci/tiny@sha256%3A${digits}?repository_url=localhost%3A5000%2Facme%2FTiny`],
  ["oci", "localhost:5000/acme/tiny:1", undefined, undefined],
  ["oci", "tiny:1", `sha256:${digits}`, undefined],
  ["ollama", "llama3.1:8b", `sha256:${digits}`, undefined],
  [undefined, "a/b", "1", undefined],
])("of %s %s at %s is %s", (kind, nativeId, revision, expected) => {
  expect(packageUrl(kind, { nativeId, ...(revision !== undefined && { revision }) })).toBe(expected);
});

test("of an image is read back as that image", () => {
  const url = packageUrl("oci", { nativeId: "localhost:5000/acme/tiny:1", revision: `sha256:${digits}` });
  expect(readForm(url ?? "")).toMatchObject({ readAs: "package URL", reference: `oci://localhost:5000/acme/tiny@sha256:${digits}` });
});
