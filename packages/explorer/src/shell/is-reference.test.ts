import { expect, it } from "vitest";
import { isReference } from "./is-reference.ts";

const hex = "0123456789abcdef".repeat(4);

it.each([
  "https://huggingface.co/openai/whisper-large-v3", "hf:openai/whisper-large-v3", "meta-llama/Llama-3.1-8B", "llama3.2:1b", "pkg:huggingface/Qwen/Qwen3-32B@abc", "hf.co/bartowski/X-GGUF:Q4_K_M",
  `sha256:${hex}`, hex, hex.slice(0, 40), "a80c4f17acd5", `0x${hex}`, `0x${hex.slice(0, 40)}`, "eip155:1:0x1a9d91521c85bD252Ac848806Ff5096bBb9ACDb2", `Qm${"a".repeat(44)}`, `bafybei${"a".repeat(52)}`,
  "ollama run llama3.1:8b", "$ ollama run qwen3 \"hello\"", "huggingface-cli download Qwen/Qwen3-32B --local-dir x", "hf download Qwen/Qwen3-32B", "git clone https://huggingface.co/Qwen/Qwen3-32B",
  "$ VLLM_PORT=8000 vllm serve Qwen/Qwen3-32B", "docker run --gpus all vllm/vllm-openai:latest --model Qwen/Qwen3-32B", "AutoModelForCausalLM.from_pretrained(\"Qwen/Qwen3-32B\", revision=\"abc123\")",
  "SentenceTransformer('BAAI/bge-m3')", "pipe = pipeline(\"text-generation\", model=\"Qwen/Qwen3-32B\")", "  meta-llama/Llama-3.1-8B  ",
])("takes %j for a reference", (text) => {
  expect(isReference(text)).toBe(true);
});

it.each([
  "", "llama", "llama 3.1 8b", "Llama-3.1-8B-Instruct", "gpt2", "multilingual embeddings under 1b", "text / image", "8b", "deadbeefcafe", "123456789012", "ollama", "ollama models", "docker", "what runs on 8 GB?", "whisper (large)", "日本語 モデル", "0x12", "c++",
])("takes %j for words", (text) => {
  expect(isReference(text)).toBe(false);
});
