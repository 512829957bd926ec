import { expect, it } from "vitest";
import type { ResolveAnswer, SearchAnswer } from "./documents.ts";
import { comparisonText, searchText } from "./print.ts";
import { resolutionText } from "./resolution-text.ts";

const registry = "onchain:eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3";
const node = (id: string, name: string): SearchAnswer["search"]["nodes"][number] =>
  ({ id, name, task: null, parameters: null, license: { spdx: null, class: "UNKNOWN" }, popularity: { downloads30d: null, asOf: null } });
const search = (...nodes: SearchAnswer["search"]["nodes"]): SearchAnswer["search"] =>
  ({ totalCount: nodes.length, totalCountIsExact: true, didYouMean: null, pageInfo: { hasNextPage: false, endCursor: null }, nodes, sources: [] });

it("gives every id whole, so that two of one registry differ, with names where ids do not have them", () => {
  const lines = searchText(search(node(`${registry}/7`, "credit-scorer"), node(`${registry}/8`, `a\u001b[31m${"b".repeat(60)}`))).split("\n");
  expect(lines[0]).toMatch(/^MODEL +NAME +TASK/);
  expect(lines[1]).toMatch(new RegExp(`^${registry}/7  credit-scorer `));
  expect(lines[2]).toMatch(new RegExp(String.raw`^${registry}/8  a \[31mb{41}…  -`));
});

it("has no column of names where the ids have them", () => {
  expect(searchText(search(node("hf:openai/whisper-large-v3", "Whisper-Large-v3"))).split("\n")[0]).toMatch(/^MODEL +TASK/);
});

it("tells candidates apart, and names what was resolved", () => {
  const answer: ResolveAnswer["resolve"] = { reference: "x", outcome: "AMBIGUOUS", readAs: [], revision: null, message: null, model: null, listing: null, sources: [], candidates: [7, 8].map((key) => ({ confidence: 0.25, reason: "fits", model: { id: `${registry}/${key}`, name: "credit-scorer" } })) };
  expect(resolutionText(answer)).toBe(`ambiguous\n${registry}/7  credit-scorer  0.25  fits\n${registry}/8  credit-scorer  0.25  fits`);
  expect(resolutionText({ ...answer, outcome: "RESOLVED", candidates: [], model: { id: `${registry}/7`, name: "credit-scorer", listings: { totalCount: 0, nodes: [] } } })).toBe(`resolved\nmodel ${registry}/7 "credit-scorer"`);
});

it("cuts the ids over a comparison in their middle, so that two entries of one registry differ", () => {
  const models = ["a", "b"].map((digit) => ({ id: `${registry}/0x${digit.repeat(64)}`, name: "credit-scorer" }));
  const [heads] = comparisonText({ models, unresolved: [], rows: [] }).split("\n");
  expect(heads?.trim().split(/ +/)).toEqual(["a", "b"].map((digit) => `onchain:eip155:31337:0x5…${digit.repeat(23)}`));
});

it("names the unit of what is compared where the text does not have it, gives notes whole, and tells of rows that it leaves out", () => {
  const models = ["hf:a/one", "hf:b/two"].map((id) => ({ id, name: id }));
  const row = (label: string, unit: string | null, texts: readonly string[], note: string | null = null) => ({ label, unit, group: "COST", verdict: "DIFFERENT", leaders: [], note, cells: texts.map((text) => ({ text, known: true })) });
  const rows = [
    row("Price of input", "USD per million tokens", ["0.1 to 0.2 (3 of 4 offers)", "1"], "litellm tells 71000 of wandb for hf:a/one, more than 100 times the median of the other offers (0.12): not in the range"),
    row("Context length", "tokens", ["4,096", "8,192"]), row("Size of all weight files", "bytes", ["2 GB", "3 GB"]), row("Downloads in 30 days", "downloads", ["1", "2"]), row("Weight files", "files", ["1", "2"]), row("Licence", null, ["MIT", "GPL"]),
  ];
  expect(comparisonText({ models, unresolved: [], rows }, 3).split("\n").map((line) => line.replaceAll(/ {2,}/g, " | "))).toEqual([
    " | hf:a/one | hf:b/two",
    "Price of input (USD per million tokens) | 0.1 to 0.2 (3 of 4 offers) | 1 | litellm tells 71000 of wandb for hf:a/one, more than 100 times the median of the other offers (0.12): not in the range",
    "Context length (tokens) | 4,096 | 8,192", "Size of all weight files | 2 GB | 3 GB", "Downloads in 30 days | 1 | 2", "Weight files | 1 | 2", "Licence | MIT | GPL",
    "3 rows known of one only: --all shows them",
  ]);
  expect(comparisonText({ models: [...models, ...models], unresolved: [], rows: [] }, 1)).toMatch(/\n1 row known of some only: --all shows them$/);
  expect(comparisonText({ models, unresolved: [], rows: [] })).not.toContain("--all");
});

it("says which listing was named where it is not the leading one, and gives those of one source that are joined in one way one line", () => {
  const row = (source: string, nativeId: string, kind: string, precisions: readonly string[] = [], day = "2026-08-21") => ({
    key: `${source}:${nativeId}`, url: null, state: "LISTED", fetchedAt: `${day}T00:00:00Z`, precisions, source: { id: source }, link: { kind, statement: `${nativeId} is it.` },
  });
  const tags = ["fp16", "q2_K", "q3_K_S", "q4_0", "q4_K_M", "q5_0", "q8_0"];
  const nodes = [
    row("hf", "meta-llama/Llama-3.1-8B-Instruct", "LEADING", ["BF16"]), ...tags.map((tag) => row("ollama", `llama3.1:8b-instruct-${tag}`, "NAME_AND_PUBLISHER", [tag.toUpperCase()])),
    row("oci", "docker.io/ai/llama3.1:8B-F16", "SAME_DIGEST"), row("oci", "docker.io/ai/llama3.1:8B-Q4_K_M", "SAME_DIGEST", [], "2026-08-22"), row("oci", "ghcr.io/x/llama:1", "EXPLICIT_REFERENCE"),
  ];
  const id = "hf:meta-llama/Llama-3.1-8B-Instruct";
  const answer: ResolveAnswer["resolve"] = {
    reference: "46e0c10c039e", outcome: "RESOLVED", readAs: ["looked up by its source"], revision: "sha256:46e0c10c039e", message: null, candidates: [], sources: [],
    model: { id, name: "Llama-3.1-8B-Instruct", listings: { totalCount: nodes.length + 2, nodes } }, listing: { key: "ollama:llama3.1:8b-instruct-q4_K_M" },
  };
  expect(resolutionText(answer).split("\n")).toEqual([
    "resolved (read as looked up by its source)", `model ${id}`, "listing ollama:llama3.1:8b-instruct-q4_K_M at sha256:46e0c10c039e",
    `  ${id}  listed, facts of 2026-08-21  meta-llama/Llama-3.1-8B-Instruct is it.`,
    "  ollama: 7 listings (FP16, Q2_K, Q3_K_S, Q4_0, Q4_K_M, Q5_0, …), listed, facts of 2026-08-21, by name: llama3.1:8b-instruct-fp16 is it.",
    "  oci: 2 listings (F16, Q4_K_M), listed, facts of 2026-08-21 to 2026-08-22, by digest: docker.io/ai/llama3.1:8B-F16 is it.",
    "  oci:ghcr.io/x/llama:1  listed, facts of 2026-08-21  ghcr.io/x/llama:1 is it.", "  and 2 further listings",
  ]);
  expect(resolutionText({ ...answer, revision: "abc", listing: { key: id } }).split("\n").slice(1, 3)).toEqual([`model ${id} at abc`, `  ${id}  listed, facts of 2026-08-21  meta-llama/Llama-3.1-8B-Instruct is it.`]);
  expect(resolutionText({ ...answer, revision: null }).split("\n").slice(1, 3)).toEqual([`model ${id}`, "listing ollama:llama3.1:8b-instruct-q4_K_M"]);
});
