import { describe, expect, it } from "vitest";
import { parseHubReference } from "./references.ts";

const hub = "https://huggingface.co";
const commit = "005ad3404e59d6023443cb575daa05336842228a";

function read(text: string, endpoint = hub): string {
  const [reading] = parseHubReference(text, endpoint);
  if (reading === undefined) return "none";
  const { nativeId, revision, path } = reading.ref;
  return `${nativeId}${revision === undefined ? "" : `@${revision}`}${path === undefined ? "" : `#${path}`} ${reading.certain ? "certain" : "perhaps"}`;
}

describe("parseHubReference", () => {
  it.each([
    ["https://huggingface.co/google/gemma-3-4b-it", "google/gemma-3-4b-it certain"],
    ["http://www.huggingface.co/google/gemma-3-4b-it/", "google/gemma-3-4b-it certain"],
    ["  https://hf.co/google/gemma-3-4b-it?library=vllm#usage ", "google/gemma-3-4b-it certain"],
    ["https://huggingface.co/google/gemma-3-4b-it/tree/main", "google/gemma-3-4b-it certain"],
    ["https://huggingface.co/google/gemma-3-4b-it/tree/refs%2Fpr%2F7", "google/gemma-3-4b-it@refs/pr/7 certain"],
    [`https://huggingface.co/google/gemma-3-4b-it/blob/${commit}/onnx/model%201.onnx`, `google/gemma-3-4b-it@${commit}#onnx/model 1.onnx certain`],
    ["https://huggingface.co/google/gemma-3-4b-it/resolve/main/config.json?download=true", "google/gemma-3-4b-it#config.json certain"],
    [`https://huggingface.co/google/gemma-3-4b-it/commit/${commit}`, `google/gemma-3-4b-it@${commit} certain`],
    ["https://huggingface.co/google/gemma-3-4b-it/discussions/3", "google/gemma-3-4b-it certain"],
    ["https://huggingface.co/google/gemma-3-4b-it.git", "google/gemma-3-4b-it certain"],
    [`https://huggingface.co/api/models/google/gemma-3-4b-it/revision/${commit}`, `google/gemma-3-4b-it@${commit} certain`],
    ["https://huggingface.co/gpt2", "gpt2 certain"],
    ["huggingface.co/google/gemma-3-4b-it", "google/gemma-3-4b-it certain"],
    ["hf.co/bartowski/gemma-2-9b-it-GGUF:Q4_K_M", "bartowski/gemma-2-9b-it-GGUF certain"],
    ["hf://google/gemma-3-4b-it", "google/gemma-3-4b-it certain"],
    ["hf://google/gemma-3-4b-it@v1.0/config.json", "google/gemma-3-4b-it@v1.0#config.json certain"],
    [`pkg:huggingface/google/gemma-3-4b-it@${commit}`, `google/gemma-3-4b-it@${commit} certain`],
    ["pkg:huggingface/microsoft/deberta-v3-base?repository_url=https://huggingface.co", "microsoft/deberta-v3-base certain"],
    ["google/gemma-3-4b-it", "google/gemma-3-4b-it perhaps"],
    ["google/gemma-3-4b-it@main", "google/gemma-3-4b-it perhaps"],
    ["gpt2", "gpt2 perhaps"],
  ])("reads %s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    "", "two words", "https://huggingface.co/", "https://huggingface.co/datasets/squad", "https://huggingface.co/spaces/gradio/hello", "hf.co/spaces/gradio/hello:x",
    "https://huggingface.co/collections/google/gemma-3", "https://huggingface.co/papers/2407.21783", "https://huggingface.co/docs/hub/models",
    "datasets/squad", "spaces/gradio", "hf://datasets/squad/data.csv", "https://huggingface.co.example.org/google/gemma", "https://example.org/google/gemma",
    "https://user:pass@huggingface.co/google/gemma", "https://huggingface.co:8443/google/gemma", "ftp://huggingface.co/google/gemma",
    "https://huggingface.co/google/ge--mma", "google/..", "google/gemma.git", "google/gemma/extra", "-google/gemma", `google/${"x".repeat(96)}`,
    "https://huggingface.co/google/gemma/blob/main/..%2F..%2Fsecrets", "https://huggingface.co/google/gemma/tree/a..b", "google/gemma@", "google/gemma@a b",
    "pkg:huggingface/google/gemma@%zz", "pkg:huggingface/google/gemma?repository_url=https://example.org", "pkg:pypi/google/gemma", "sha256:00", "x".repeat(2000),
  ])("reads nothing in %j", (text) => {
    expect(parseHubReference(text, hub)).toEqual([]);
  });

  it("reads addresses of the configured endpoint, with its path and port", () => {
    const mirror = "http://127.0.0.1:8080/hub";
    expect(read("http://127.0.0.1:8080/hub/google/gemma-3-4b-it/tree/main", mirror)).toBe("google/gemma-3-4b-it certain");
    expect(read("127.0.0.1:8080/hub/google/gemma-3-4b-it", mirror)).toBe("google/gemma-3-4b-it certain");
    expect(read("http://127.0.0.1:8080/other/google/gemma-3-4b-it", mirror)).toBe("none");
    expect(read("http://127.0.0.1:9090/hub/google/gemma-3-4b-it", mirror)).toBe("none");
    expect(read("https://huggingface.co/google/gemma-3-4b-it", mirror)).toBe("google/gemma-3-4b-it certain");
  });

  it("says how it read the text", () => {
    expect(parseHubReference("hf.co/google/gemma-3-4b-it:Q4_K_M", hub)).toEqual([
      { ref: { nativeId: "google/gemma-3-4b-it" }, readAs: "Ollama name of a Hugging Face model", certain: true },
    ]);
  });
});
