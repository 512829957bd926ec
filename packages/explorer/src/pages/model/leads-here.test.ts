import { expect, it } from "vitest";
import { leadsHere } from "./leads-here.ts";

const model = { id: "hf:acme/new", listings: { nodes: [{ key: "hf:acme/new", source: { title: "Hub" } }, { key: "ollama:new", source: { title: "Ollama" } }] } };
const renamed = { kind: "RENAMED", at: "2026-01-02T00:00:00Z", statement: "hf:acme/old is now hf:acme/new" };

it.each([
  ["hf:acme/new", { kind: "own" }],
  ["ollama:new", { kind: "listing", source: "Ollama" }],
  ["hf:acme/old", { kind: "other", change: renamed }],
  ["hf:acme/older", { kind: "other", change: undefined }],
])("says how %s leads to the model", (asked, way) => {
  expect(leadsHere(asked, model, [{ kind: "LISTED", at: "2026-01-01T00:00:00Z", statement: "hf:acme/old is listed" }, renamed])).toEqual(way);
});
