import type { ListingRecord, Source } from "@modeldex/plugin-kit";
import type { SourceId } from "@modeldex/schema";
import { expect, it } from "vitest";
import { withPublisher, withStoredPublisher } from "./publisher-statement.ts";

const identity = { kind: "PUBLISHER_IDENTITY", statement: "Marked as verified.", facts: { publisher: "a", confirmedBy: "hub" }, evidence: [] } as const;
const lineage = { kind: "LINEAGE", statement: "Made from another.", evidence: [] } as const;
const record = (more: Partial<ListingRecord>): ListingRecord => ({ nativeId: "a/b", name: "b", publisher: { name: "a" }, ...more });
const apart: Partial<Source> = { publisher: async () => undefined };

it.each([
  ["is kept where the record comes without", record({ claims: [lineage] }), record({ claims: [identity] }), apart, [lineage, identity]],
  ["twin: is what the source says with the model, where it is not asked apart", record({ claims: [lineage] }), record({ claims: [identity] }), {}, [lineage]],
  ["is not of another publisher", record({ claims: [lineage] }), record({ publisher: { name: "c" }, claims: [identity] }), apart, [lineage]],
  ["gives way to what comes", record({ claims: [{ ...identity, statement: "Other." }] }), record({ claims: [identity] }), apart, [{ ...identity, statement: "Other." }]],
  ["stays away where no claims were asked for", record({}), record({ claims: [identity] }), apart, undefined],
] as const)("what is stored of a publisher %s", (_what, given, stored, methods, expected) => {
  const found = { ...methods, id: "hub", kind: "hub", title: "Hub", contract: 1 } as Source;
  expect(withStoredPublisher("hub" as SourceId, given, stored, { registry: { find: () => found } }).claims).toEqual(expected);
});

it.each([
  ["changes nothing where it only has its members in another order", { evidence: [], facts: { confirmedBy: "hub", publisher: "a" }, statement: identity.statement, kind: identity.kind } as const, true],
  ["twin: takes the place of what was said before", { ...identity, statement: "Other." }, false],
])("what a source says of a publisher %s", async (_what, said, isSame) => {
  const found = { ...apart, id: "hub", kind: "hub", title: "Hub", contract: 1 } as Source;
  const given = record({ claims: [lineage, identity] });
  const answer = { status: "OK", value: { claims: [said] }, origin: "LIVE", asOf: "2026-03-01T00:00:00Z", elapsedMs: 0 } as const;
  const answered = await withPublisher("hub" as SourceId, given, { registry: { find: () => found }, publisher: async () => answer }, {});
  expect(answered === given).toBe(isSame);
  expect(answered.claims).toEqual([lineage, said]);
});
