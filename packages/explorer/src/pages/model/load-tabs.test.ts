import { expect, it } from "vitest";
import type { LoadLine } from "../../load-lines/load-line.ts";
import { named } from "./load-tabs.ts";

const line = (library: string, sourceId?: string): LoadLine => ({ library, language: "python", code: library, pinned: false, ...(sourceId !== undefined && { sourceId }) });

it.each([
  [[line("Transformers", "hf"), line("vLLM", "hf")], ["Transformers", "vLLM"]],
  [[line("ORAS", "oci"), line("ORAS", "acme")], ["ORAS (Docker Hub)", "ORAS (acme)"]],
  [[line("llama.cpp", "hf"), line("llama.cpp", "hf"), line("llama.cpp", "hf")], ["llama.cpp", "llama.cpp 2", "llama.cpp 3"]],
  [[line("Acme"), line("Acme")], ["Acme", "Acme 2"]],
])("gives each line a name of its own", (lines, names) => {
  const tabs = named(lines, (id) => (id === "oci" ? "Docker Hub" : id));
  expect(tabs.map(({ name }) => name)).toEqual(names);
  expect(tabs.map((tab) => tab.line)).toEqual(lines);
});
