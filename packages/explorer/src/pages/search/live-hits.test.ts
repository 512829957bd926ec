import { expect, it } from "vitest";
import type { SearchPageHitFragment, SearchPageOutcomeFragment } from "../../generated/types.ts";
import { arrange, askable, showsSame, unanswered } from "./live-hits.ts";

const hit = (id: string, draft: object = {}) => ({ score: 1, why: [], node: { id, name: id }, ...draft }) as unknown as SearchPageHitFragment;
const outcome = (title: string, capabilities: readonly string[], draft: object = {}) => ({ source: { id: title, title, capabilities }, status: "OK", message: null, ...draft }) as unknown as SearchPageOutcomeFragment;

it("leaves what is read in its place, and puts each new hit behind it once", () => {
  const [a, b, c, d] = [hit("a"), hit("b"), hit("c"), hit("d")];
  expect(arrange([a, b], [c, hit("b", { score: 9 }), d, c])).toEqual({ edges: [a, b, c, d], addedAt: 2 });
  expect(arrange([a, b], [b, a])).toEqual({ edges: [a, b], addedAt: undefined });
  expect(arrange([a, b], [])).toEqual({ edges: [a, b], addedAt: undefined });
});

it("takes two answers for the same only where nobody would see a difference", () => {
  const stored = { totalCount: 2, edges: [hit("a"), hit("b")] };
  expect(showsSame(stored, { totalCount: 2, edges: [hit("a", { score: 2 }), hit("b", { node: { id: "b", name: "b", trust: null } })] })).toBe(true);
  expect(showsSame(stored, { totalCount: 3, edges: stored.edges })).toBe(false);
  expect(showsSame(stored, { totalCount: 2, edges: [hit("b"), hit("a")] })).toBe(false);
  expect(showsSame(stored, { totalCount: 2, edges: [hit("a"), hit("b", { node: { id: "b", name: "B" } })] })).toBe(false);
});

it("names the sources that words are sent to", () => {
  expect(askable([
    outcome("Hub", ["GET", "SEARCH"]), outcome("File", ["LIST"]), outcome("Rest", ["SEARCH"], { status: "SKIPPED", message: "live search is off for this request" }),
    outcome("Off", ["SEARCH"], { message: "not asked: live search is off for this source" }), outcome("Other", ["SEARCH"], { status: "SKIPPED", message: "not chosen by the filter" }),
  ])).toEqual(["Hub", "Rest"]);
  expect(unanswered([{ status: "OK" }, { status: "FAILED" }, { status: "SKIPPED" }])).toBe(1);
});
