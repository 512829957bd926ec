import type { SubjectSource } from "@modeldex/plugin-kit";
import type { SourceClaim } from "@modeldex/schema";
import { expect, it } from "vitest";
import { listing, tools, verdict } from "../../test/subjects.ts";
import { sourceOperator } from "./source-operator.ts";

type Operator = Extract<SourceClaim, { readonly kind: "SOURCE_OPERATOR" }>;

const source: SubjectSource = { id: "hub", title: "Hub", homepage: "https://hub.example", baseAddresses: ["https://api.hub.example:8443/v1"] };

function operated(operator: string, more: Partial<Operator> = {}): Operator {
  return { kind: "SOURCE_OPERATOR", statement: `${operator} operates it.`, facts: { operator }, evidence: [], ...more };
}

/** What is found about the first claim, or about the source where there is none. */
async function found(claims: readonly Operator[], of: SubjectSource | undefined = source) {
  const subject = { listing: listing("hub:", { claims }), others: [], ...(of === undefined ? {} : { source: of }) };
  const [claim] = claims;
  return await sourceOperator.verify({ subject, ...(claim === undefined ? {} : { claim }) }, tools());
}

const ofChain = { issuer: { type: "CHAIN", key: "eip155:1:0xaa" } } as const;

it.each<[string, readonly Operator[], string]>([
  ["one operator", [operated("Acme, Inc.")], "ASSERTED NEUTRAL"],
  ["the same one, in other letters", [operated("Acme, Inc."), operated("ACME,  inc. ")], "ASSERTED NEUTRAL"],
  ["two operators", [operated("Acme, Inc."), operated("Acme, Ind.")], "FAILED CAUTION"],
  ["operators of two contracts", [operated("Acme", ofChain), operated("Other", { issuer: { type: "CHAIN", key: "eip155:1:0xab" } })], "ASSERTED NEUTRAL"],
  ["two operators of one contract", [operated("Acme", ofChain), operated("Other", { issuer: { type: "OPERATOR", key: "eip155:1:0xaa" } })], "FAILED CAUTION"],
  ["a name, and the account that owns the contract", [operated("Acme", ofChain), operated("eip155:1:0xcc", ofChain)], "ASSERTED NEUTRAL"],
  ["two accounts that own one contract", [operated("eip155:1:0xcc", ofChain), operated("eip155:1:0xcd", ofChain)], "FAILED CAUTION"],
  ["nobody", [], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
])("of a source that names %s", async (_whom, claims, expected) => {
  expect(verdict(await found(claims))).toBe(expected);
});

it("keeps the source's words and its own method, so that nothing counts as checked", async () => {
  expect(await found([operated("Acme", { validAt: "2026-01-01T00:00:00Z" })])).toEqual([
    { kind: "SOURCE_OPERATOR", method: "source.statement/1", checks: [], statement: "Acme operates it.", status: "ASSERTED", effect: "NEUTRAL", evidence: [], validAt: "2026-01-01T00:00:00Z" },
  ]);
  expect((await found([operated("Acme"), operated("Other")]))[0]?.statement).toBe('The source names several operators of one thing: "Acme", "Other".');
  expect((await found([]))[0]?.statement).toBe("Nobody is named who operates Hub.");
});

it.each<[string, string, SubjectSource | undefined, readonly (readonly [string, string])[]]>([
  ["at its page", "https://hub.example/terms", source, [["VERIFIED", "The document that is named is at hub.example, where the source is asked too."]]],
  ["where it is asked", "https://api.hub.example/terms", source, [["VERIFIED", "The document that is named is at api.hub.example, where the source is asked too."]]],
  ["at a host that differs in one letter", "https://hub.exampla/terms", source, [["UNKNOWN", "The document that is named is at hub.exampla, and the source is asked at api.hub.example, hub.example."]]],
  ["of a listing's own statement", "https://hub.example/terms", undefined, []],
])("says whether the document is %s", async (_where, url, of, expected) => {
  const [finding] = of === undefined ? await sourceOperator.verify({ subject: { listing: listing("hub:a"), others: [] }, claim: operated("Acme", { evidence: [{ kind: "document", url }] }) }, tools()) : await found([operated("Acme", { evidence: [{ kind: "document", url }] })], of);
  expect(finding?.checks?.map(({ status, statement }) => [status, statement])).toEqual(expected);
});

it("has nothing to say of a listing without such a claim", async () => {
  expect(await sourceOperator.verify({ subject: { listing: listing("hub:a"), others: [] } }, tools())).toEqual([]);
});
