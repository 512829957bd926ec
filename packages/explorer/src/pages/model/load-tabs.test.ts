import { expect, it } from "vitest";
import type { LoadLine } from "../../load-lines/load-line.ts";
import { byLibrary } from "./load-tabs.ts";

const line = (library: string, code: string, sourceId?: string): LoadLine => ({ library, language: "shell", code, pinned: false, ...(sourceId !== undefined && { sourceId }) });

it("puts the lines of one library together, each once, with the source that they load from", () => {
  const lines = [line("vLLM", "vllm serve a", "hf"), line("Ollama", "ollama pull a:q4", "ollama"), line("Ollama", "ollama pull a:q8", "ollama"), line("Ollama", "ollama pull a:q4", "mirror"), line("Elsewhere", "a")];
  const tabs = byLibrary(lines, (id) => (id === "hf" ? "The Hub" : id));
  expect(tabs.map(({ library, lines: of }) => [library, of.map(({ code, from }) => [code, from])])).toEqual([
    ["vLLM", [["vllm serve a", "The Hub"]]],
    ["Ollama", [["ollama pull a:q4", "ollama"], ["ollama pull a:q8", "ollama"]]],
    ["Elsewhere", [["a", undefined]]],
  ]);
});

it("gives no tab without a line", () => {
  expect(byLibrary([], String)).toEqual([]);
});
