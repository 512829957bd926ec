import { expect, it } from "vitest";
import { emptyState, filterOf, readEnd, readState, writeState } from "./filter-state.ts";

it.each([
  ["q=llama+8b&live=1", undefined],
  ["license=PERMISSIVE&language=multilingual&max-params=1000000000", { licenseClasses: ["PERMISSIVE"], languages: ["multilingual"], parameters: { max: 1_000_000_000 } }],
  ["task=text-generation&task=summarization&not-format=PICKLE&not-format=OTHER", { tasks: ["text-generation", "summarization"], all: [{ not: { formats: ["PICKLE"] } }, { not: { formats: ["OTHER"] } }] }],
  ["min-context=128000&max-price=0.5&min-created=2026-01-31&max-created=2026-02-01", { contextLength: { min: 128_000 }, inputPrice: { max: 0.5 }, createdAt: { from: "2026-01-31T00:00:00.000Z", to: "2026-02-01T23:59:59.999Z" } }],
  ["scans=no-finding", { all: [{ not: { trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] }] } }] }],
  ["scans=scanned", { trust: [{ kind: "THIRD_PARTY_SCAN", statuses: ["VERIFIED", "ASSERTED"] }], all: [{ not: { trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] }] } }] }],
  ["status=CONTENT_DIGEST+VERIFIED&effect=THIRD_PARTY_SCAN+SUPPORTS&scans=scanned", {
    trust: [{ kind: "CONTENT_DIGEST", statuses: ["VERIFIED"] }, { kind: "THIRD_PARTY_SCAN", effects: ["SUPPORTS"] }, { kind: "THIRD_PARTY_SCAN", statuses: ["VERIFIED", "ASSERTED"] }],
    all: [{ not: { trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] }] } }],
  }],
  ["max-params=1b&not-max-params=500M&scans=finding", { parameters: { max: 1_000_000_000 }, trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] }], all: [{ not: { parameters: { max: 500_000_000 } } }] }],
  ["scans=not-scanned", { all: [{ any: [{ not: { trust: [{ kind: "THIRD_PARTY_SCAN", statuses: ["VERIFIED", "ASSERTED"] }] } }, { trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] }] }] }] }],
  ["has=offer&not-has=card&state=GONE&base=hf%3Aorg%2Fname&trust=INSPECTED&system=PINNABLE", { hasOffer: true, hasCard: false, states: ["GONE"], baseModels: ["hf:org/name"], trustLevels: ["INSPECTED"], systemTrustLevels: ["PINNABLE"] }],
  ["sort=input-price&reverse=1&benchmark=", undefined],
])("reads %s as a filter", (address, filter) => {
  const { state, problems } = readState(new URLSearchParams(address));
  expect([filterOf(state), problems]).toEqual([filter, []]);
});

it.each([
  [""], ["q=llama+8b&live=1"], ["q=%F0%9F%A6%99+%26+%3D"], ["license=PERMISSIVE&not-license=COPYLEFT&max-params=1000000000"], ["status=CONTENT_DIGEST+VERIFIED&not-effect=THIRD_PARTY_SCAN+CAUTION"],
  ["max-context=4096&not-min-params=500000000&not-max-params=1000000000&scans=not-scanned"],
  ["min-price=0.5&max-price=2&min-updated=2026-05-12&has=weights&not-has=offer&scans=scanned&sort=benchmark&reverse=1&benchmark=MMLU"],
])("writes what it has read: %s", (address) => {
  expect(writeState(readState(new URLSearchParams(address)).state).toString()).toBe(address);
});

it.each([
  ["license=permissive", "license=PERMISSIVE"], ["max-params=1b&min-params=500M", "min-params=500000000&max-params=1000000000"], ["task=a&task=a", "task=a"], ["sort=DOWNLOADS", "sort=downloads"], ["sort=relevance", ""],
])("takes %s for %s", (address, written) => {
  const { state, problems } = readState(new URLSearchParams(address));
  expect([writeState(state).toString(), problems]).toEqual([written, []]);
});

it.each([
  ["colour=red", '"colour" is no condition of this page.'],
  ["not-q=x", '"not-q" is no condition of this page.'],
  ["min-colour=1", '"min-colour" is no condition of this page.'],
  ["__proto__=x", '"__proto__" is no condition of this page.'],
  ["license=cheap", 'license says "cheap", which is no value of "Licence".'],
  ["status=CONTENT_DIGEST", 'status says "CONTENT_DIGEST", which is no value of "Claim, how it is known".'],
  ["task=", 'task says "", which is no value of "Task".'],
  ["max-params=1Q", 'max-params says "1Q"; write such as 500M, 8B.'],
  ["max-params=0.5", 'max-params says "0.5"; write such as 500M, 8B.'],
  ["min-created=2026-13-01", 'min-created says "2026-13-01"; write such as 2026-05-12.'],
  ["min-params=8b&max-params=1b", "min-params is above max-params, so that nothing could lie between."],
  ["has=wings", 'has says "wings"; it can say offer, weights, card.'],
  ["scans=clean", 'scans says "clean"; it can say no-finding, scanned, finding, not-scanned.'],
  ["sort=beauty", 'sort says "beauty", which is no order of this page.'],
  ["live=yes", 'live says "yes"; 1 is all that it can say.'],
])("names what it does not understand in %s", (address, problem) => {
  expect(readState(new URLSearchParams(address))).toEqual({ state: emptyState, problems: [problem] });
});

it.each([["params", "8b", "8000000000"], ["price", "0.02", "0.02"], ["created", "2026-05-12", "2026-05-12"], ["params", "many", undefined], ["updated", "yesterday", undefined]] as const)("reads an end of %s from %j as %j", (key, text, end) => {
  expect(readEnd(key, text)).toBe(end);
});
