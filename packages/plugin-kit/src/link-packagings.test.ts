import { expect, test } from "vitest";
import { linkPackagings } from "./link-packagings.ts";

const row = (nativeId: string, more = {}) => ({ nativeId, name: nativeId, url: `https://shelf.example/${nativeId}`, ...more });

test("refers tags that differ by precision alone to the one of full precision, else to the first, in whatever order they come", () => {
  const rows = [row("a:8b-text-q4_0"), row("a:8b-text-fp16"), row("a:8b-text-q4_K_M"), row("a:8b-q4_0"), row("a:70b-text-q4_0"), row("b:q8_0"), row("b:q4_0"), row("a:8b-text-q5_0", { url: undefined })];
  const link = (nativeId: string) => [{ reference: `https://shelf.example/${nativeId}`, relation: "QUANTIZED", statement: `The shelf lists it as another packaging of ${nativeId}.` }];
  const expected = new Map([["a:8b-text-q4_0", link("a:8b-text-fp16")], ["a:8b-text-q4_K_M", link("a:8b-text-fp16")], ["b:q8_0", link("b:q4_0")]]);
  for (const given of [rows, rows.toReversed()]) {
    expect(linkPackagings(given, "The shelf")).toEqual(given.map((each) => (expected.has(each.nativeId) ? { ...each, links: expected.get(each.nativeId) } : each)));
  }
});

test("keeps the links that a record has", () => {
  const own = { reference: "pkg:huggingface/a/b", relation: "QUANTIZED", statement: "It says so." } as const;
  expect(linkPackagings([row("a:8b-fp16"), row("a:8b-q8_0", { links: [own] })], "X")[1]?.links).toEqual([own, { reference: "https://shelf.example/a:8b-fp16", relation: "QUANTIZED", statement: "X lists it as another packaging of a:8b-fp16." }]);
});
