import type { ChangeKind, Namesake, SubjectChange, SubjectHistory } from "@modeldex/plugin-kit";
import type { ListingRecord, Naming } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { listing, now, tools, verdict } from "../../test/subjects.ts";
import { namespaceContinuity } from "./namespace-continuity.ts";

const change = (kind: ChangeKind, at: string, before?: unknown, after?: unknown): SubjectChange => ({ kind, at, statement: "", ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) });
const history = (firstSeenAt: string, ...changes: readonly SubjectChange[]): SubjectHistory => ({ firstSeenAt, changes });
const long = history("2026-05-01T00:00:00Z");
const ofPublisher = (before: object, after: object): SubjectHistory => history("2026-05-01T00:00:00Z", change("UPDATED", "2026-10-02T00:00:00Z", { publisher: before }, { publisher: after }));
const renamed = (before: string, after: string, more: object = {}): SubjectHistory => history("2026-05-01T00:00:00Z", change("RENAMED", "2026-10-02T00:00:00Z", { key: before }, { key: after, ...more }));
const registered = (owner: string) => [{ kind: "ONCHAIN_REGISTRATION", statement: "", facts: { registry: "eip155:1:0xabc", key: "1", owner }, evidence: [] }] as const;
const [alice, bob] = [`0x${"a1".repeat(20)}`, `0x${"b0".repeat(20)}`] as const;

const namesake = (key: string, downloads30d: number, likeness: Namesake["likeness"] = "EQUAL"): Namesake => {
  const [, path = ""] = key.split(":");
  const [publisher = "", name = ""] = path.split("/");
  return { likeness, listing: listing(key, { name, publisher: { name: publisher }, popularity: { downloads30d }, url: `https://hub.example/${path}` }) };
};
const famous = namesake("hf:meta-llama/Llama-3.1-8B", 5_000_000);
const madeAt = (createdAt: string): Namesake => ({ ...famous, listing: { ...famous.listing, record: { ...famous.listing.record, createdAt } } });
const lookAlike: Partial<ListingRecord> = { publisher: { name: "meta-Ilama" }, createdAt: "2026-02-01T00:00:00Z" };

interface Given {
  readonly record?: Partial<ListingRecord>;
  readonly naming?: Naming;
  readonly history?: SubjectHistory;
  readonly namesakes?: readonly Namesake[];
}

async function findings({ record = {}, naming = "namespaced", history: seen, namesakes = [] }: Given) {
  const subject = listing("hf:acme/tiny", { name: "Llama-3.1-8B", publisher: { name: "acme" }, popularity: { downloads30d: 100 }, stableId: "1", ...record }, naming);
  const found = Object.fromEntries(namesakes.map(({ listing: each }) => [each.key, { status: "FOUND", listing: each } as const]));
  return namespaceContinuity.verify({ subject: { listing: subject, others: [], ...(seen === undefined ? {} : { history: seen }) } }, tools({}, { namesakes, found }));
}

const base = { reference: famous.listing.key, relation: "QUANTIZED" } as const;
const cases: readonly (readonly [name: string, given: Given, expected: string])[] = [
  ["known for half a year under one inner id", { history: long }, "VERIFIED SUPPORTS"],
  ["twin: known for a week", { history: history("2026-10-25T00:00:00Z") }, "VERIFIED NEUTRAL"],
  ["twin: without an inner id", { history: long, record: { stableId: undefined } as never }, "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["twin: without one, where the operator of the source keeps the names", { history: long, naming: "curated", record: { stableId: undefined } as never }, "NOT_APPLICABLE NEUTRAL"],
  ["twin: and another publisher since", { history: ofPublisher({ name: "alice" }, { name: "acme" }), naming: "curated", record: { stableId: undefined } as never }, "VERIFIED CAUTION"],
  ["twin: without a history", {}, "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  [
    "a path that was given to another model",
    { history: history("2026-09-01T00:00:00Z", change("LISTED", "2026-05-01T00:00:00Z"), change("GONE", "2026-09-01T00:00:00Z", { key: "hf:acme/tiny", stableId: "0" }), change("LISTED", "2026-09-01T00:00:00Z", undefined, { key: "hf:acme/tiny", stableId: "1" })) },
    "VERIFIED UNDERMINES",
  ],
  ["a path that was gone, and given to another model", { history: history("2026-09-01T00:00:00Z", change("GONE", "2026-08-01T00:00:00Z"), change("LISTED", "2026-09-01T00:00:00Z", undefined, { key: "hf:acme/tiny", stableId: "1" })) }, "VERIFIED UNDERMINES"],
  ["twin: a model that was gone, and came back", { history: history("2026-05-01T00:00:00Z", change("GONE", "2026-08-01T00:00:00Z"), change("LISTED", "2026-09-01T00:00:00Z")) }, "VERIFIED SUPPORTS"],
  ["another publisher under the same inner id", { history: ofPublisher({ name: "alice" }, { name: "acme" }) }, "VERIFIED CAUTION"],
  ["twin: the same publisher in another case", { history: ofPublisher({ name: "Acme" }, { name: "acme" }) }, "VERIFIED SUPPORTS"],
  ["twin: of which more is known", { history: ofPublisher({ name: "acme" }, { name: "acme", kind: "ORGANIZATION" }) }, "VERIFIED SUPPORTS"],
  ["twin: that shows another name", { history: ofPublisher({ id: "acme", name: "Acme" }, { id: "acme", name: "Acme Labs" }) }, "VERIFIED SUPPORTS"],
  [
    "another publisher of the model that had the name before",
    { history: history("2026-09-01T00:00:00Z", ...ofPublisher({ name: "x" }, { name: "y" }).changes, change("LISTED", "2026-10-03T00:00:00Z", undefined, { stableId: "1" })) }, "VERIFIED UNDERMINES",
  ],
  ["renamed within its namespace", { history: renamed("hf:acme/small", "hf:acme/tiny") }, "VERIFIED NEUTRAL"],
  ["twin: moved to another namespace", { history: renamed("hf:alice/tiny", "hf:acme/tiny") }, "VERIFIED CAUTION"],
  ["twin: where the first part of a path is nobody's", { naming: "curated", history: renamed("hf:alice/tiny", "hf:acme/tiny") }, "VERIFIED NEUTRAL"],
  ["renamed onto a name that another model had", { history: renamed("hf:acme/small", "hf:acme/tiny", { replaced: { stableId: "0" } }) }, "VERIFIED UNDERMINES"],
  ["twin: and moved to another namespace", { history: renamed("hf:alice/tiny", "hf:acme/tiny", { replaced: { stableId: "0" } }) }, "VERIFIED UNDERMINES; VERIFIED CAUTION"],
  ["another owner of an entry of a chain", { naming: "open", history: history("2026-05-01T00:00:00Z", change("UPDATED", "2026-10-02T00:00:00Z", { claims: registered(alice) }, { claims: registered(bob) })) }, "VERIFIED CAUTION"],
  ["an entry of a chain that was handed on before it was seen", { naming: "open", history: long, record: { registrant: `eip155:1:${alice}`, claims: registered(bob) } }, "ASSERTED CAUTION"],
  ["twin: its owner is who registered it", { naming: "open", history: long, record: { registrant: `eip155:1:${alice.toUpperCase().replace("X", "x")}`, claims: registered(alice) } }, "VERIFIED SUPPORTS"],
  ["the name of a far more used model", { history: long, namesakes: [famous] }, "VERIFIED CAUTION"],
  ["twin: used 99 times as much", { history: long, namesakes: [namesake("hf:meta-llama/Llama-3.1-8B", 9_999_00)], record: { popularity: { downloads30d: 10_100 } } }, "VERIFIED SUPPORTS"],
  ["twin: that few use either", { history: long, namesakes: [namesake("hf:meta-llama/Llama-3.1-8B", 9_999)], record: { popularity: { downloads30d: 1 } } }, "VERIFIED SUPPORTS"],
  ["twin: which it names as its base", { history: long, namesakes: [famous], record: { lineage: [base] } }, "VERIFIED SUPPORTS"],
  ["twin: which it says it is", { history: long, namesakes: [famous], record: { links: [{ ...base, statement: "It is that one." }] } }, "VERIFIED SUPPORTS"],
  ["twin: where it names another base", { history: long, namesakes: [famous], record: { lineage: [{ ...base, reference: "hf:other/base" }] } }, "VERIFIED CAUTION"],
  ["twin: a base of almost the same name, that it imitates", { history: long, namesakes: [{ ...famous, likeness: "SIMILAR" }], record: { name: "L1ama-3.1-8B", lineage: [base] } }, "VERIFIED CAUTION"],
  ["twin: where the operator of the source keeps the names", { history: long, naming: "curated", namesakes: [famous] }, "VERIFIED SUPPORTS"],
  ["twin: where its own use is not known", { history: long, namesakes: [famous], record: { popularity: undefined } as never }, "VERIFIED SUPPORTS"],
  ["twin: where anybody may write, its own use not known", { history: long, naming: "open", namesakes: [famous], record: { popularity: undefined } as never }, "VERIFIED CAUTION"],
  ["a publisher that is written to look like another, older one", { history: long, namesakes: [madeAt("2026-01-01T00:00:00Z")], record: lookAlike }, "VERIFIED UNDERMINES"],
  ["twin: which also names it as its base", { history: long, namesakes: [madeAt("2026-01-01T00:00:00Z")], record: { ...lookAlike, lineage: [base] } }, "VERIFIED UNDERMINES"],
  ["twin: beside one that is not known to be older", { history: long, namesakes: [famous, madeAt("2026-01-01T00:00:00Z")], record: lookAlike }, "VERIFIED UNDERMINES"],
  ["twin: one that is younger, and much used", { history: long, namesakes: [madeAt("2026-03-01T00:00:00Z")], record: lookAlike }, "VERIFIED CAUTION"],
  ["twin: one of the same time", { history: long, namesakes: [madeAt("2026-02-01T00:00:00Z")], record: lookAlike }, "VERIFIED CAUTION"],
  ["twin: one of which that is not known", { history: long, namesakes: [famous], record: lookAlike }, "VERIFIED CAUTION"],
  ["twin: that does not say when it was made itself", { history: long, namesakes: [madeAt("2026-01-01T00:00:00Z")], record: { publisher: { name: "meta-Ilama" } } }, "VERIFIED CAUTION"],
  ["twin: a publisher that only has a letter more", { history: long, namesakes: [famous], record: { publisher: { name: "meta-llamas" } } }, "VERIFIED CAUTION"],
  ["published an hour ago", { history: long, record: { createdAt: "2026-11-01T11:00:00Z" } }, "ASSERTED CAUTION"],
  ["published two days ago", { history: long, record: { createdAt: "2026-10-30T12:00:00Z" } }, "ASSERTED CAUTION"],
  ["twin: published three days ago", { history: long, record: { createdAt: "2026-10-29T12:00:00Z" } }, "VERIFIED SUPPORTS"],
  ["moved, new, and named like another", { history: renamed("hf:alice/tiny", "hf:acme/tiny"), namesakes: [famous], record: { createdAt: "2026-11-01T11:00:00Z" } }, "VERIFIED CAUTION; VERIFIED CAUTION; ASSERTED CAUTION"],
];

describe("NAMESPACE_CONTINUITY", () => {
  // There is no FAILED: a source states no facts about continuity that a history could contradict.
  it.each(cases)("%s", async (_name, given, expected) => {
    expect(verdict(await findings(given))).toBe(expected);
  });

  it("keeps a source's own word asserted", async () => {
    const claim = { kind: "NAMESPACE_CONTINUITY", statement: "It was always ours.", evidence: [] } as const;
    expect(verdict(await namespaceContinuity.verify({ subject: { listing: listing("hf:a/b"), others: [] }, claim }, tools()))).toBe("ASSERTED NEUTRAL");
  });

  it("says since when, and when it will be looked at otherwise", async () => {
    const statements = async (given: Given) => (await findings(given)).map(({ statement }) => statement);
    const reuse = history("2026-09-01T00:00:00Z", change("LISTED", "2026-09-01T00:00:00Z", undefined, { stableId: "1" }));
    const taken = renamed("hf:acme/small", "hf:acme/middle", { replaced: { stableId: "0" } });
    const twice = { ...taken, changes: [...taken.changes, change("RENAMED", "2026-10-03T00:00:00Z", { key: "hf:acme/middle" }, { key: "hf:acme/tiny" })] };
    expect([...(await statements({ history: reuse })), ...(await statements({ history: twice })), ...(await statements({ history: renamed("hf:alice/tiny", "hf:acme/tiny") })), ...(await statements({ history: long })), ...(await statements({ history: long, namesakes: [famous] }))]).toEqual([
      "The name hf:acme/tiny was given to another model on 2026-09-01: what was pinned under it before then is not this model.",
      "The name hf:acme/middle was given to another model on 2026-10-02: what was pinned under it before then is not this model.",
      "It changed hands on 2026-10-02: it was alice's, and is acme's since.",
      "The name has stood for the same inner id since this gateway first saw it on 2026-05-01.",
      'Its name "Llama-3.1-8B" is also that of hf:meta-llama/Llama-3.1-8B, which is another publisher\'s and is used more than 100 times as much.',
    ]);
    const [young] = await findings({ history: long, record: { createdAt: "2026-11-01T11:00:00Z" } });
    expect([young?.statement, young?.expiresAt, now.toISOString()]).toEqual([
      "It was first published less than a day ago, at 2026-11-01T11:00:00Z, as its source states: hardly anybody has looked at it.", "2026-11-02T11:00:00.000Z", "2026-11-01T12:00:00.000Z",
    ]);
  });
});
