import { describe, expect, test } from "vitest";
import { parseName, readingsOf } from "./names.ts";
import { daemonAddress } from "./options.ts";

const digest = `sha256:${"ab".repeat(32)}`;

test.each([
  ["llama3.1", { base: "llama3.1", tag: "latest", model: "llama3.1" }],
  ["library/llama3.1:8b", { base: "llama3.1", tag: "8b", model: "llama3.1" }],
  ["registry.ollama.ai/library/llama3.1:8b", { base: "llama3.1", tag: "8b", model: "llama3.1" }],
  ["ada/tiny:q8_0", { base: "ada/tiny", tag: "q8_0", model: "tiny", namespace: "ada" }],
  ["hf.co/bartowski/X-GGUF:Q4_K_M", { base: "hf.co/bartowski/X-GGUF", tag: "Q4_K_M", model: "X-GGUF", namespace: "bartowski", host: "hf.co" }],
  ["models.example:5000/library/a", { base: "models.example:5000/library/a", tag: "latest", model: "a", namespace: "library", host: "models.example:5000" }],
  ["a/b/c", undefined], ["a/b/c/d", undefined], ["a b", undefined], ["", undefined], [":8b", undefined], ["a:", undefined], ["a:b:c", undefined], ["../a", undefined], ["a".repeat(600), undefined],
])("reads the name %s", (text, expected) => {
  expect(parseName(text)).toEqual(expected);
});

describe("readings", () => {
  const certain = (nativeId: string, readAs: string, more = {}) => [{ ref: { nativeId, ...more }, readAs, certain: true }];
  const guessed = (nativeId: string, readAs = "Ollama name", more = {}) => [{ ref: { nativeId }, readAs, certain: false, ...more }];
  test.each([
    ["llama3.1:8b", guessed("llama3.1:8b")],
    [" llama3.1:latest ", guessed("llama3.1")],
    ["ada/tiny:q8_0", guessed("ada/tiny:q8_0")],
    // The form of an id of the Hub: a namesake here counts only where that finds nothing.
    ["ada/tiny", guessed("ada/tiny", "Ollama name", { beside: true })],
    ["ollama run llama3.1:8b", certain("llama3.1:8b", "Ollama name")],
    ["ollama pull  ada/tiny", certain("ada/tiny", "Ollama name")],
    ["ollama://library/llama3.1", certain("llama3.1", "Ollama name")],
    ["https://ollama.com/library/llama3.1:8b-instruct-q4_K_M", certain("llama3.1:8b-instruct-q4_K_M", "Ollama name")],
    ["ollama.com/ada/tiny/", certain("ada/tiny", "Ollama name")],
    ["registry.ollama.ai/library/llama3.1:8b", certain("llama3.1:8b", "Ollama name")],
    [`llama3.1@${digest}`, guessed(`llama3.1@${digest}`)],
    [`ollama://llama3.1:8b@${digest}`, certain("llama3.1:8b", "Ollama name", { revision: digest })],
    ["46e0c10c039e", guessed("46e0c10c039e", "Ollama id")],
    ["hf.co/bartowski/X-GGUF:Q4_K_M", guessed("hf.co/bartowski/X-GGUF:Q4_K_M", "Ollama name", { beside: true })],
    ["ollama run hf.co/bartowski/X-GGUF", guessed("hf.co/bartowski/X-GGUF", "Ollama name", { beside: true })],
    ["https://ollama.com/search", []], ["https://ollama.com/blog/tools", []], ["https://ollama.com/a/b/c", []], ["https://huggingface.co/ada/tiny", []],
    ["https://user:secret@ollama.com/library/a", []], [digest, []], ["ab".repeat(32), []], ["0x" + "ab".repeat(20), []], ["12.5", []], ["two words", []], ["hf:google/gemma", []],
  ])("of %s", (text, expected) => {
    expect(readingsOf(text)).toEqual(expected);
  });
});

test.each([
  ["127.0.0.1", "http://127.0.0.1:11434"], ["models.example", "http://models.example:11434"], ["models.example:8080", "http://models.example:8080"], [":8080", "http://127.0.0.1:8080"],
  ["0.0.0.0", "http://127.0.0.1:11434"], ["[::]:9000", "http://127.0.0.1:9000"], ["[::1]", "http://[::1]:11434"], ["http://models.example", "http://models.example"],
  ["https://models.example/", "https://models.example"], ["https://models.example:8443", "https://models.example:8443"], [" 127.0.0.1:1 ", "http://127.0.0.1:1"], ["", "http://127.0.0.1:11434"],
  ["ftp://models.example", undefined], ["models.example/path", undefined], ["::1", undefined], ["http://user:secret@models.example", undefined], ["models.example:port", undefined],
])("reads OLLAMA_HOST=%s as the command does", (text, expected) => {
  expect(daemonAddress(text)).toBe(expected);
});
