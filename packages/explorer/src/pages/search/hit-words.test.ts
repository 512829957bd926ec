import { expect, it } from "vitest";
import { againstWords, firstOf, priceWords, spellingOf, whySentence } from "./hit-words.ts";

const offer = { provider: "p", source: { title: "S" }, asOf: "2026-05-12T00:00:00Z" };
const undermining = { kind: "THIRD_PARTY_SCAN", effect: "UNDERMINES", status: "ASSERTED" } as const;
const cautious = { ...undermining, effect: "CAUTION" } as const;

it.each([
  [{ name: "use", value: 5, note: "607450 downloads in 30 days" }, { downloads30d: 607_450, downloadsAllTime: null }, "Use: 607,450 downloads in 30 days."],
  [{ name: "use", value: 5, note: "100 downloads in 30 days" }, { downloads30d: null, downloadsAllTime: 1_200 }, "Use: a twelfth of its 1,200 downloads in all, since those of 30 days are not known."],
  [{ name: "exact name", value: 2, note: "the text is its whole name" }, { downloads30d: null, downloadsAllTime: null }, "Exact name: the text is its whole name."],
  [{ name: "odd", value: 2, note: null }, { downloads30d: null, downloadsAllTime: null }, "Odd."],
])("says why: %j", (signal, popularity, sentence) => {
  expect(whySentence(signal, popularity)).toBe(sentence);
});

it.each([
  [{ totalCount: 0, nodes: [] }, "no service known here"],
  [{ totalCount: 2, nodes: [{ ...offer, inputPrice: null, outputPrice: null }] }, "2 services; price not known, or not sold by token"],
  [{ totalCount: 1, nodes: [{ ...offer, inputPrice: 0, outputPrice: 0 }] }, "$0.00 in, $0.00 out per million tokens, the cheapest output of 1 service"],
  [{ totalCount: 3, nodes: [{ ...offer, inputPrice: 0.02, outputPrice: null }] }, "$0.02 in per million tokens, the cheapest output of 3 services"],
])("says the price of %j", (offers, text) => {
  expect(priceWords(offers).text).toBe(text);
});

it.each([
  [{ totalCount: 0, nodes: [] }, undefined],
  [{ totalCount: 1, nodes: [undermining] }, { text: "1 finding speaks against it", about: "scans by others", isAgainst: true }],
  [{ totalCount: 4, nodes: [undermining, undermining, cautious] }, { text: "2 findings speak against it, 2 findings to look at", about: "scans by others", isAgainst: true }],
  [{ totalCount: 2, nodes: [cautious, { ...cautious, kind: "AVAILABILITY" as const }] }, { text: "2 findings to look at", about: "scans by others, availability", isAgainst: false }],
  [{ totalCount: 9, nodes: [undermining, undermining] }, { text: "at least 2 findings speak against it, 9 with those to be looked at", about: "scans by others", isAgainst: true }],
])("counts what speaks against it in %j", (claims, words) => {
  expect(againstWords(claims)).toEqual(words);
});

it.each([[[], ""], [["a"], "a"], [["a", "b", "c"], "a, b, c"], [["a", "b", "c", "d"], "a, b and 2 more"]])("shortens %j", (values, text) => {
  expect(firstOf(values, 2)).toBe(text);
});

const ranked = { why: [{ name: "use", value: 1, note: null }] };
const open = { why: [{ name: "anybody may register", value: -60, note: null }] };

it.each([
  ["corrected", 5, [ranked, ranked, ranked, ranked, ranked], "RELEVANCE"], ["either", 6, [ranked, open], "RELEVANCE"], ["either", 3, [ranked], "RELEVANCE"], ["either", 9, [ranked], "NAME"], ["suggested", 0, [], "RELEVANCE"],
] as const)("takes the hits for %s, of %d", (meaning, totalCount, edges, sort) => {
  expect(spellingOf({ totalCount, edges, sort })).toBe(meaning);
});
