import type { FoundListing, LineageRelation } from "@modeldex/plugin-kit";
import type { ClaimOf } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { commit, listing, now, tools, verdict } from "../../test/subjects.ts";
import type { TrustListing } from "../trust-claim.ts";
import { lineage } from "./lineage.ts";

const purl = (id: string) => `pkg:huggingface/${id}`;
const from = (id: string, relation: LineageRelation = "FINETUNE") => ({ reference: purl(id), relation });
const weighed = (total: number, origin: "WEIGHTS" | "NAME" = "WEIGHTS") => ({ total, origin });
const found = (id: string, record: Partial<TrustListing["record"]> = {}, naming: TrustListing["naming"] = "namespaced"): FoundListing => ({ status: "FOUND", listing: listing(`hf:${id}`, record, naming) });
const none: FoundListing = { status: "NONE", because: "the source hf has no base/one, or does not show it" };
const away: FoundListing = { status: "NOT_KNOWN", unknownReason: "SOURCE_UNAVAILABLE", because: "the source is down" };

const derived = (record: Partial<TrustListing["record"]>, naming: TrustListing["naming"] = "namespaced"): TrustListing => listing("hf:a/b", { revision: commit, ...record }, naming);
const run = (subject: TrustListing, bases: Readonly<Record<string, FoundListing>>) =>
  lineage.verify({ subject: { listing: subject, others: [] } }, tools({}, { found: Object.fromEntries(Object.entries(bases).map(([id, base]) => [purl(id), base])) }));

const sized = (relation: LineageRelation, own: ReturnType<typeof weighed>): TrustListing => derived({ lineage: [from("base/one", relation)], parameters: own });
const eight = { "base/one": found("base/one", { parameters: weighed(8_030_261_248) }) };

const cases: readonly (readonly [string, TrustListing, Readonly<Record<string, FoundListing>>, string])[] = [
  ["a base that exists", derived({ lineage: [from("base/one")] }), { "base/one": found("base/one") }, "ASSERTED NEUTRAL"],
  ["twin: a base that its source does not have", derived({ lineage: [from("base/one")] }), { "base/one": none }, "ASSERTED CAUTION"],
  ["a base that could not be looked up", derived({ lineage: [from("base/one")] }), { "base/one": away }, "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"],
  ["one of two bases that could not be looked up", derived({ lineage: [from("base/one"), from("base/two")] }), { "base/one": found("base/one"), "base/two": away }, "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"],
  ["no base", derived({ lineage: [] }), {}, "NOT_APPLICABLE NEUTRAL"],
  ["nothing said of bases", derived({}), {}, "NOT_APPLICABLE NEUTRAL"],
  ["itself", derived({ lineage: [from("a/b")] }), { "a/b": found("a/b") }, "FAILED CAUTION"],
  ["a base made from it", derived({ lineage: [from("base/one")] }), { "base/one": found("base/one", { lineage: [from("a/b")] }), "a/b": found("a/b") }, "FAILED CAUTION"],
  ["twin: a base made from another", derived({ lineage: [from("base/one")] }), { "base/one": found("base/one", { lineage: [from("a/c")] }), "a/c": found("a/c") }, "ASSERTED NEUTRAL"],
  [
    "ancestors that go round without it", derived({ lineage: [from("base/one")] }),
    { "base/one": found("base/one", { lineage: [from("base/two")] }), "base/two": found("base/two", { lineage: [from("base/one")] }) }, "ASSERTED NEUTRAL",
  ],
  [
    "a circle through a record that anybody may write", derived({ lineage: [from("base/one")] }),
    { "base/one": found("base/one", { lineage: [from("a/b")] }, "open"), "a/b": found("a/b") }, "ASSERTED NEUTRAL",
  ],
  ["as many parameters as its base", sized("FINETUNE", weighed(8_030_261_248)), eight, "ASSERTED NEUTRAL"],
  ["twin: a quarter as many", sized("FINETUNE", weighed(2_007_565_312)), eight, "FAILED CAUTION"],
  ["a quantization three times as large", sized("QUANTIZED", weighed(24_090_783_744)), eight, "FAILED CAUTION"],
  ["twin: by the count of a name", sized("QUANTIZED", weighed(24_090_783_744, "NAME")), eight, "ASSERTED NEUTRAL"],
  ["a half more, as with an encoder", sized("FINETUNE", weighed(12_045_391_872)), eight, "ASSERTED NEUTRAL"],
  ["an adapter, which is small", sized("ADAPTER", weighed(20_000_000)), eight, "ASSERTED NEUTRAL"],
  ["a distillation", sized("DISTILLED", weighed(1_000_000_000)), eight, "ASSERTED NEUTRAL"],
  ["a merge of layers", sized("MERGE", weighed(20_000_000_000)), eight, "ASSERTED NEUTRAL"],
  ["a count that anybody may write", sized("FINETUNE", weighed(2_007_565_312)), { "base/one": found("base/one", { parameters: weighed(8_030_261_248) }, "open") }, "ASSERTED NEUTRAL"],
];

describe("LINEAGE", () => {
  it.each(cases)("%s", async (_name, subject, bases, expected) => {
    expect(verdict(await run(subject, bases))).toBe(expected);
  });

  it("says what was checked and what is only stated, for a day", async () => {
    const subject = derived({ lineage: [from("base/one", "QUANTIZED")], parameters: weighed(8_030_261_248), architecture: "llama" });
    const base = found("base/one", { parameters: weighed(8_030_261_248), architecture: "Llama", url: "https://hub.example/base/one" });
    expect(await run(subject, { "base/one": base })).toEqual([{
      kind: "LINEAGE", statement: "It says that it was made from hf:base/one, which exists; that it was is only stated.", status: "ASSERTED", effect: "NEUTRAL", method: "lineage.records/1",
      checks: [
        { key: "exists:hf:base/one", status: "VERIFIED", statement: "hf:base/one exists." },
        { key: "no-cycle", status: "VERIFIED", statement: "It is not among its own ancestors, by the records of the one ancestor that is stated." },
        { key: "consistent:hf:base/one", status: "VERIFIED", statement: "The counts fit: it has 8.03 billion parameters and hf:base/one has 8.03 billion; the architecture of both is llama." },
        { key: "revision:hf:base/one", status: "UNKNOWN", statement: "It names no immutable revision of its base, so that it is not said from which state of it this was made." },
      ],
      evidence: [{ kind: "document", url: "https://hub.example/base/one" }],
      expiresAt: new Date(now.getTime() + 86_400_000).toISOString(),
    }]);
  });

  it.each([
    ["both counts", sized("QUANTIZED", weighed(2_007_565_312)), eight, "It is called a quantization of hf:base/one, but it has 2.01 billion parameters and hf:base/one has 8.03 billion."],
    [
      "the circle", derived({ lineage: [from("base/one")] }), { "base/one": found("base/one", { lineage: [from("a/b")] }), "a/b": found("a/b") },
      "It is said to be made from itself: hf:a/b is made from hf:base/one is made from hf:a/b.",
    ],
    ["the base that is gone", derived({ lineage: [from("base/one")] }), { "base/one": none }, "It names a base that its source does not have, or does not show: pkg:huggingface/base/one."],
  ] as const)("names %s", async (_name, subject, bases, statement) => {
    expect((await run(subject, bases))[0]?.statement).toBe(statement);
  });

  it("tells a base at a commit from one by its name alone", async () => {
    const pinned = `${purl("base/one")}@${commit}`;
    const checks = async (reference: string) => {
      const lent = tools({}, { found: { [reference]: found("base/one") } });
      const [finding] = await lineage.verify({ subject: { listing: derived({ lineage: [{ reference, relation: "FINETUNE" }] }), others: [] } }, lent);
      return finding?.checks?.find(({ key }) => key.startsWith("revision:"))?.status;
    };
    expect([await checks(pinned), await checks(`${purl("base/one")}@main`), await checks(purl("base/one"))]).toEqual(["VERIFIED", "UNKNOWN", "UNKNOWN"]);
  });

  it("asks for direct bases alone, at most five, and follows their bases through what is stored", async () => {
    const asked: string[] = [];
    const bases = ["one", "two", "three", "four", "five", "six"].map((name) => from(`base/${name}`, "MERGE"));
    const lent = {
      ...tools(),
      find: async (reference: string, { ask = true } = {}): Promise<FoundListing> => {
        asked.push(`${ask ? "asks" : "looks"} ${reference.slice(purl("").length)}`);
        return found(reference.slice(purl("").length), reference.endsWith("one") ? { lineage: [from("root/one"), from("root/two")] } : {});
      },
    };
    const [finding] = await lineage.verify({ subject: { listing: derived({ lineage: bases }), others: [] } }, lent);
    expect([finding?.status, asked]).toEqual(["ASSERTED", ["asks base/one", "asks base/two", "asks base/three", "asks base/four", "asks base/five", "looks root/one", "looks root/two", "looks root/one", "looks root/two"]]);
  });

  it("says that it does not know all ancestors where one is not stored, or the line is long", async () => {
    const cycleOf = async (bases: Readonly<Record<string, FoundListing>>) => (await run(derived({ lineage: [from("base/0")] }), bases))[0]?.checks?.find(({ key }) => key === "no-cycle");
    const line = (length: number) => Object.fromEntries(Array.from({ length }, (_, index) => [`base/${String(index)}`, found(`base/${String(index)}`, index + 1 < length ? { lineage: [from(`base/${String(index + 1)}`)] } : {})]));
    expect([(await cycleOf(line(8)))?.status, (await cycleOf(line(9)))?.status, await cycleOf({ "base/0": found("base/0", { lineage: [from("base/1")] }) })]).toEqual([
      "VERIFIED", "UNKNOWN", { key: "no-cycle", status: "UNKNOWN", statement: "It is not among its own ancestors as far as the one ancestor that is known here; others are not stored." },
    ]);
  });

  it("keeps what a source states of it beside", async () => {
    const claim: ClaimOf<"LINEAGE"> = { kind: "LINEAGE", statement: "The publisher calls it a finetune of base/one.", evidence: [] };
    expect(verdict(await lineage.verify({ subject: { listing: derived({}), others: [] }, claim }, tools()))).toBe("ASSERTED NEUTRAL");
  });
});
