import { expect, it } from "vitest";
import { linkKinds, listingRelations } from "../../words/resolution.ts";
import { sameModel } from "./same-model.ts";
import type { LinkFacts } from "./same-model.ts";

const kinds = Object.keys(linkKinds) as LinkFacts["kind"][];
const relations = Object.keys(listingRelations) as LinkFacts["relation"][];
const all = kinds.flatMap((kind) => relations.flatMap((relation) => [true, false].map((hasCandidates) => ({ kind, relation, hasCandidates }))));

it("says of each registration that it tells who registered it, and of nothing else", () => {
  const saying = all.filter((facts) => sameModel(facts).sentences.some((sentence) => sentence.includes("says who registered it, not that what it says is true")));
  expect(saying).toEqual(all.filter(({ relation }) => relation === "REGISTERED"));
  expect(saying.every((facts) => sameModel(facts).isRegistration)).toBe(true);
});

it("never answers a registration, a service or a joining by name with yes", () => {
  const yes = all.filter((facts) => sameModel(facts).short.startsWith("Yes"));
  expect(new Set(yes.map(({ kind }) => kind))).toEqual(new Set(["LEADING", "SAME_DIGEST"]));
  expect(yes.some(({ relation }) => relation === "REGISTERED")).toBe(false);
});

it("tells a candidate from an entry that stands alone", () => {
  expect(sameModel({ kind: "LEADING", relation: "REGISTERED", hasCandidates: true }).short).toBe("Not established.");
  expect(sameModel({ kind: "LEADING", relation: "REGISTERED", hasCandidates: false }).short).toBe("Not known: the entry stands alone.");
});
