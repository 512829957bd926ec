import { expect, it } from "vitest";
import { sameAs } from "./same-as.ts";
import type { Side } from "./same-as.ts";

const resolved = (id: string): Side => ({ outcome: "RESOLVED", model: { id }, candidates: [] });
const several = (...ids: string[]): Side => ({ outcome: "AMBIGUOUS", model: null, candidates: ids.map((id) => ({ model: { id } })) });
const missing: Side = { outcome: "UNREACHABLE", model: { id: "a" }, candidates: [] };

it("says the same of one id alone", () => {
  expect(sameAs(resolved("a"), resolved("a"))).toEqual({ answer: "same" });
  expect(sameAs(resolved("a"), resolved("b"))).toEqual({ answer: "not known to be the same" });
});

it("tells which of several belong to the model, also none", () => {
  expect(sameAs(several("a", "b", "a"), resolved("a"))).toEqual({ answer: "some of several", places: [0, 2] });
  expect(sameAs(several("a", "b"), resolved("c"))).toEqual({ answer: "some of several", places: [] });
});

it("says nothing where one means no single model, whatever is stored of it", () => {
  expect(sameAs(resolved("a"), missing)).toEqual({ answer: "cannot be said", unclear: "second" });
  expect(sameAs(resolved("a"), several("a"))).toEqual({ answer: "cannot be said", unclear: "second" });
  expect(sameAs(missing, resolved("a"))).toEqual({ answer: "cannot be said", unclear: "first" });
});
