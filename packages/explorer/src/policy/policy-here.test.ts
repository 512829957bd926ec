import { describe, expect, it } from "vitest";
import { addressFor, everywhereOf, keptFor, policyHere } from "./policy-here.ts";
import { defaultPolicy, mostPolicyLetters, policyParam } from "./policy-param.ts";
import type { ChosenPolicy } from "./policy-param.ts";

const strict: ChosenPolicy = { kind: "gateway", id: "production-strict" };
const usual: ChosenPolicy = { kind: "gateway", id: defaultPolicy };
const own: ChosenPolicy = { kind: "own", title: "Mine", rules: [] };

describe("the policy that is used everywhere", () => {
  it.each([strict, own])("comes back as it was kept: %j", (policy) => expect(everywhereOf(keptFor(policy))).toEqual(policy));
  it("is the usual one when nothing is kept, and nothing is kept of the usual one", () => {
    expect([keptFor(undefined), keptFor(usual), everywhereOf([]), everywhereOf([defaultPolicy])]).toEqual([[], [], undefined, undefined]);
  });
  it("is the usual one when what is kept cannot be read, or is too long to ask about", () => {
    const long = policyParam({ kind: "own", title: "Long", rules: [{ key: "a", severity: "BLOCK", test: { level: "PINNED" }, explanation: "x".repeat(mostPolicyLetters) }] });
    expect([everywhereOf(["~cut"]), everywhereOf([long])]).toEqual([undefined, undefined]);
  });
});

describe("the policy of a page", () => {
  it("is that of its address, then the one that is used everywhere, then the usual one", () => {
    expect([policyHere("production-strict", own), policyHere(null, own), policyHere("", own), policyHere(null, undefined)]).toEqual([strict, own, own, undefined]);
  });
  it("is the usual one when the address cannot be read, whatever is used everywhere", () => expect(policyHere("~cut", own)).toBeUndefined());
  it("stands in the address only where it is another than without a word", () => {
    expect([addressFor(undefined, undefined), addressFor(usual, undefined), addressFor(own, own), addressFor(strict, undefined)]).toEqual([undefined, undefined, undefined, "production-strict"]);
    expect([addressFor(undefined, own), addressFor(usual, own), addressFor(strict, own)]).toEqual([defaultPolicy, defaultPolicy, "production-strict"]);
  });
  it.each([[usual, own], [strict, own], [own, strict], [usual, undefined]] as const)("decides as chosen once it is in the address: %j beside %j", (chosen, everywhere) => {
    expect(policyHere(addressFor(chosen, everywhere) ?? null, everywhere) ?? usual).toEqual(chosen);
  });
});
