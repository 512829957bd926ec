import { expect, it } from "vitest";
import type { ResolveAnswer, SearchAnswer } from "./documents.ts";
import { comparisonText, resolutionText, searchText } from "./print.ts";

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
  const answer: ResolveAnswer["resolve"] = { reference: "x", outcome: "AMBIGUOUS", readAs: [], revision: null, message: null, model: null, sources: [], candidates: [7, 8].map((key) => ({ confidence: 0.25, reason: "fits", model: { id: `${registry}/${key}`, name: "credit-scorer" } })) };
  expect(resolutionText(answer)).toBe(`ambiguous\n${registry}/7  credit-scorer  0.25  fits\n${registry}/8  credit-scorer  0.25  fits`);
  expect(resolutionText({ ...answer, outcome: "RESOLVED", candidates: [], model: { id: `${registry}/7`, name: "credit-scorer", listings: { nodes: [] } } })).toBe(`resolved\nmodel ${registry}/7 "credit-scorer"`);
});

it("cuts the ids over a comparison in their middle, so that two entries of one registry differ", () => {
  const models = ["a", "b"].map((digit) => ({ id: `${registry}/0x${digit.repeat(64)}`, name: "credit-scorer" }));
  const [heads] = comparisonText({ models, unresolved: [], rows: [] }).split("\n");
  expect(heads?.trim().split(/ +/)).toEqual(["a", "b"].map((digit) => `onchain:eip155:31337:0x5…${digit.repeat(23)}`));
});
