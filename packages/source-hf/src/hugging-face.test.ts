import { sourceSuite } from "@modeldex/plugin-kit/testing";
import { endpoint, gpt2, gpt2Beside, gpt2Configuration, gpt2Whole, llama, llamaGguf } from "./fixtures/hub-answers.ts";
import { listAddress, modelAddress, newestAddress, nextPage } from "./fixtures/hub-requests.ts";
import { huggingFace } from "./hugging-face.ts";

const cursor = "eyIkb3IiOlt7fV19";
const missing = { status: 404, headers: { "x-error-code": "RepoNotFound" }, json: { error: "Repository not found" } };

for (const [harvest, sort] of [[undefined, "downloads"], ["all", "createdAt"]] as const) sourceSuite({
  source: () => huggingFace({ token: "hf_secretOfTheSuite", harvest, private: ["acme"] }),
  secrets: ["hf_secretOfTheSuite"],
  exchanges: [
    { url: newestAddress(), json: [{ _id: llama._id, id: llama.id, lastModified: llama.lastModified }] },
    { url: listAddress({ sort, limit: "100" }), headers: nextPage(cursor), json: [llama, llamaGguf] },
    { url: listAddress({ sort, limit: "100", cursor }), json: [gpt2] },
    { url: listAddress({ sort: "createdAt", author: "acme", limit: "100" }), json: [{ ...gpt2, _id: "600000000000000000000001", id: "acme/private", private: true }] },
    { url: listAddress({ sort: "lastModified", limit: "100" }), json: [llama, gpt2] },
    { url: listAddress({ sort: "downloads", limit: "20" }, [["search", "gpt"], ["search", "2"]]), json: [gpt2] },
    { url: modelAddress(gpt2.id, "lean"), json: gpt2 },
    { url: modelAddress(gpt2.id, "whole"), json: gpt2Whole },
    { url: modelAddress(gpt2.id, "beside"), json: gpt2Beside },
    { url: modelAddress("modeldex-suite/no-such-model", "lean"), ...missing },
    { url: `${endpoint}/${gpt2.id}/resolve/${gpt2.sha}/config.json`, json: gpt2Configuration },
    { url: `${endpoint}/${gpt2.id}/resolve/main/config.json`, status: 206, headers: { "content-range": "bytes 2-5/99" }, text: "arch" },
  ],
  examples: {
    known: [gpt2.id],
    search: "gpt2",
    file: { ref: { nativeId: gpt2.id }, path: "config.json", range: { start: 2, end: 5 } },
    references: {
      "https://huggingface.co/google/gemma-3-4b-it": "google/gemma-3-4b-it",
      "hf://google/gemma-3-4b-it@main": "google/gemma-3-4b-it",
      "hf.co/bartowski/gemma-2-9b-it-GGUF:Q4_K_M": "bartowski/gemma-2-9b-it-GGUF",
      "pkg:huggingface/google/gemma-3-4b-it@005ad3404e59d6023443cb575daa05336842228a": "google/gemma-3-4b-it",
      "google/gemma-3-4b-it": "google/gemma-3-4b-it",
    },
    foreign: ["https://huggingface.co/datasets/squad", "https://github.com/huggingface/transformers", "pkg:npm/react@19.0.0"],
  },
});
