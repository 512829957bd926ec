import { builtInVerifiers, publisherIdentity } from "@modeldex/trust";
import { expect, it } from "vitest";
import { verifiersOf } from "./verifiers.ts";

it("puts a configured verifier in the place of the built-in one with its id, and others behind", () => {
  const mine = { ...publisherIdentity(), id: "mine/1" };
  const identity = publisherIdentity({ anchors: [{ publisher: "acme", domains: ["acme.example"] }] });
  const builtIn = builtInVerifiers().map(({ id }) => id);
  const verifiers = verifiersOf([identity, mine]);
  expect([verifiers.map(({ id }) => id), verifiers.find(({ id }) => id === identity.id)?.baseAddresses]).toEqual([[...builtIn, "mine/1"], ["https://acme.example"]]);
});
