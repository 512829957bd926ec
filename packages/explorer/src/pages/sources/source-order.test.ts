import { expect, test } from "vitest";
import { isInTrouble, ordered, orderOf } from "./source-order.ts";
import type { SourceOrder } from "./source-order.ts";

const sources = [
  source("b", "OK", 5, 10), source("a", "NEVER_ASKED", 0, null), source("d", "DOWN", 9, 99), source("c", "OK", 7, null, "too few"), source("e", "DEGRADED", 9, 10),
];

test.each<[SourceOrder, string]>([["configured", "badce"], ["trouble", "decab"], ["listings", "decba"], ["lag", "dbeac"], ["title", "abcde"]])("orders %s as %s", (order, titles) => {
  expect(ordered(sources, order).map(({ title }) => title).join("")).toBe(titles);
});

test("puts those first that do not answer where no order is named, or an unknown one", () => {
  expect([null, "", "toString", "lag"].map(orderOf)).toEqual(["trouble", "trouble", "trouble", "lag"]);
});

test("a harvest that waits is trouble, a source that was never asked is not", () => {
  expect(sources.filter(isInTrouble).map(({ title }) => title)).toEqual(["d", "c", "e"]);
});

function source(title: string, state: "OK" | "NEVER_ASKED" | "DOWN" | "DEGRADED", listings: number, lagSeconds: number | null, heldBackBecause: string | null = null) {
  return { title, status: { state }, coverage: { listings, lagSeconds, running: heldBackBecause === null ? null : { heldBackBecause } } };
}
