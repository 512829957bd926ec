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

it("names the lines of one library by what differs, and a single one not at all", () => {
  const named = (code: string, variant?: string, sourceId = "ollama"): LoadLine => ({ ...line("Ollama", code, sourceId), ...(variant !== undefined && { variant }) });
  const names = (lines: readonly LoadLine[]) => byLibrary(lines, (id) => `Library ${id}`).flatMap((tab) => tab.lines.map(({ name }) => name));
  expect(names([named("ollama pull a:q4", "a:q4")])).toEqual([undefined]);
  expect(names([named("ollama pull a:q4", "a:q4"), named("ollama pull a:q8", "a:q8")])).toEqual(["a:q4", "a:q8"]);
  expect(names([named("pull x/a", "a", "one"), named("pull y/a", "a", "two"), named("pull b", "b", "two")])).toEqual(["a at Library one", "a at Library two", "b"]);
  expect(names([named("pull a", "a"), named("fetch a", "a"), named("get")])).toEqual(["pull a", "fetch a", "get"]);
});

it("gives no tab without a line", () => {
  expect(byLibrary([], String)).toEqual([]);
});
