import type { Evaluation } from "@modeldex/plugin-kit";
import type { ClaimOf } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { commit, listing, tools, verdict } from "../../test/subjects.ts";
import type { TrustListing } from "../trust-claim.ts";
import { evaluationResult } from "./evaluation-result.ts";
import { sameValue } from "./reported-values.ts";

const result = (more: Partial<Evaluation> = {}): Evaluation => ({ benchmark: "MMLU", metric: "accuracy", author: "PUBLISHER", value: 63.5, ...more });
const reported = (...evaluations: readonly Evaluation[]): TrustListing => listing("hf:a/b", { revision: commit, url: "https://hub.example/a/b", evaluations });
const run = (subject: TrustListing, others: readonly TrustListing[] = []) => evaluationResult.verify({ subject: { listing: subject, others } }, tools());

const cases: readonly (readonly [string, TrustListing, string])[] = [
  ["one result", reported(result()), "ASSERTED NEUTRAL"],
  ["a result of the source's own", reported(result({ author: "SOURCE" })), "ASSERTED NEUTRAL"],
  ["no results", reported(), "NOT_APPLICABLE NEUTRAL"],
  ["results that nobody asked for", listing("hf:a/b", { revision: commit }), "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
  ["an accuracy of 100", reported(result({ value: 100 })), "ASSERTED NEUTRAL"],
  ["twin: an accuracy of 130", reported(result({ value: 130 })), "ASSERTED NEUTRAL; FAILED CAUTION"],
  ["a negative accuracy", reported(result({ value: -0.2 })), "ASSERTED NEUTRAL; FAILED CAUTION"],
  ["a negative correlation", reported(result({ metric: "cos_sim_pearson", value: -0.2 })), "ASSERTED NEUTRAL"],
  ["an error rate above 100", reported(result({ metric: "wer", value: 130 })), "ASSERTED NEUTRAL"],
  ["a negative error rate", reported(result({ metric: "wer", value: -1 })), "ASSERTED NEUTRAL; FAILED CAUTION"],
  ["a metric that is not known", reported(result({ metric: "elo", value: 1_300 })), "ASSERTED NEUTRAL"],
  ["another unit than percent", reported(result({ unit: "of 200", value: 130 })), "ASSERTED NEUTRAL"],
  ["a text for a value", reported(result({ value: undefined as never, text: "130 ± 2" })), "ASSERTED NEUTRAL"],
  ["two reporters of one value", reported(result(), result({ author: "COMMUNITY" })), "ASSERTED NEUTRAL"],
  ["twin: two reporters of two values", reported(result(), result({ author: "COMMUNITY", value: 61.2 })), "ASSERTED NEUTRAL; ASSERTED CAUTION"],
  ["twin: under other settings", reported(result(), result({ author: "COMMUNITY", value: 61.2, settings: "5-shot" })), "ASSERTED NEUTRAL"],
  ["twin: by another metric", reported(result(), result({ author: "COMMUNITY", value: 61.2, metric: "f1" })), "ASSERTED NEUTRAL"],
  ["twin: by one reporter", reported(result(), result({ value: 61.2 })), "ASSERTED NEUTRAL"],
  ["a reporter of several values, whose settings are not told", reported(result(), result({ value: 61.2 }), result({ author: "COMMUNITY", value: 59 })), "ASSERTED NEUTRAL"],
  ["a share and its percentage", reported(result({ value: 0.635 }), result({ author: "COMMUNITY" })), "ASSERTED NEUTRAL"],
  ["spelled otherwise", reported(result({ settings: "5-shot, CoT" }), result({ benchmark: "mmlu", metric: "Accuracy", settings: "5 shot CoT", author: "COMMUNITY", value: 61.2 })), "ASSERTED NEUTRAL; ASSERTED CAUTION"],
];

describe("EVALUATION_RESULT", () => {
  it.each(cases)("%s", async (_name, subject, expected) => {
    expect(verdict(await run(subject))).toBe(expected);
  });

  it.each([["Acme", "ASSERTED NEUTRAL; ASSERTED CAUTION"], ["thief", "ASSERTED NEUTRAL"]])("holds what is reported elsewhere against it by %s", async (name, expected) => {
    const own = listing("hf:a/b", { publisher: { name: "acme" }, evaluations: [result()] });
    expect(verdict(await run(own, [listing("hub:x/b", { publisher: { name }, evaluations: [result({ value: 20 })] })]))).toBe(expected);
  });

  it("says who reports, and what a reader would need to repeat it", async () => {
    const subject = reported(
      result({ settings: "5-shot", url: "https://bench.example/1", date: "2026-01-01T00:00:00Z" }), result({ benchmark: "GSM8K", settings: "8-shot" }), result({ benchmark: "ARC", author: "SOURCE", settings: "25-shot" }),
    );
    expect(await run(subject)).toEqual([{
      kind: "EVALUATION_RESULT", statement: "3 results are reported by its publisher (2) and the source (1): all with settings, 1 with a date, 1 with a source.", status: "ASSERTED", effect: "NEUTRAL",
      method: "evaluation.reported/1", evidence: [{ kind: "document", url: "https://bench.example/1" }],
    }]);
  });

  it.each([
    ["one", [result({ value: 130 })], "MMLU, accuracy is reported as 130, and accuracy lies between 0 and 100."],
    ["several", [result({ value: 130, settings: "5-shot" }), result({ value: -1 })], "MMLU, accuracy (5-shot) is reported as 130, and accuracy lies between 0 and 100. So it is with 1 more."],
    ["an error rate", [result({ metric: "WER", value: -3 })], "MMLU, WER is reported as -3, and WER is never below 0."],
  ] as const)("names an impossible value: %s", async (_name, evaluations, statement) => {
    expect((await run(reported(...evaluations)))[1]?.statement).toBe(statement);
  });

  it("holds results of the model's other listings against its own, except those that anybody may write", async () => {
    const other = (naming: TrustListing["naming"]) => listing("router:a", { evaluations: [result({ author: "INDEPENDENT", value: 51, url: "https://router.example" })] }, naming);
    const found = await run(reported(result()), [other("curated")]);
    expect([found[1], (await run(reported(result()), [other("open")])).length]).toEqual([{
      kind: "EVALUATION_RESULT", statement: "MMLU, accuracy is 63.5 as its publisher reports it, and 51 as independent reporters at router:a does.", status: "ASSERTED", effect: "CAUTION",
      method: "evaluation.reported/1", evidence: [{ kind: "document", url: "https://router.example" }],
    }, 1]);
  });

  it("shows five contradictions, and counts the rest", async () => {
    const many = Array.from({ length: 8 }, (_, index) => [result({ benchmark: `B${String(index)}` }), result({ benchmark: `B${String(index)}`, author: "COMMUNITY", value: 1 })]).flat();
    const found = await run(reported(...many));
    expect([found.length, found.at(-1)?.statement]).toEqual([6, "B4, accuracy is 63.5 as its publisher reports it, and 1 as its community does. 3 more results are reported differently."]);
  });

  it("keeps what a source states of it asserted", async () => {
    const claim: ClaimOf<"EVALUATION_RESULT"> = { kind: "EVALUATION_RESULT", statement: "It is the best.", evidence: [] };
    expect(verdict(await evaluationResult.verify({ subject: { listing: reported(), others: [] }, claim }, tools()))).toBe("ASSERTED NEUTRAL");
  });

  it.each([
    [63.5, 63.46, true], [63.5, 63.44, false], [63.5, 63.6, false], [0.635, 63.5, true], [63.46, 0.635, true], [0.6, 63.5, true], [0.6, 66, false], [1, 63.5, false], [87, 87.4, true], [87, 88, false], [0, 0, true], [1e-7, 2e-7, false], [1, 100, true],
  ])("takes %d and %d for the same result: %s", (left, right, same) => {
    expect([sameValue(left, right), sameValue(right, left)]).toEqual([same, same]);
  });
});
