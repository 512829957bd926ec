import { describe, expect, it } from "vitest";
import type { ComparePageModelFragment, ComparePageResolutionFragment, ComparePageRowFragment, RowVerdict } from "../../generated/types.ts";
import { columnsOf, exchanged, referencesOf, sameModelColumns } from "./columns.ts";
import { comparisonCsv, comparisonMarkdown } from "./export-table.ts";
import { priceAndSize } from "./price-size.ts";
import { resultsOf } from "./results.ts";
import { emptyText, foldedGroups, groupsOf, hiddenText, leaderWord } from "./rows.ts";

type Cell = ComparePageRowFragment["cells"][number];

const cell = (value: unknown, more: Partial<Cell> = {}): Cell => ({ value, text: value === null ? "unknown" : JSON.stringify(value).replaceAll("\"", ""), known: value !== null, origin: null, asOf: null, conflicting: false, statedBy: [], ...more });
const row = (attribute: string, verdict: RowVerdict, values: readonly unknown[], more: Partial<ComparePageRowFragment> = {}): ComparePageRowFragment =>
  ({ attribute, label: attribute, group: "CAPABILITY", unit: null, better: null, verdict, leaders: [], note: null, cells: values.map((value) => cell(value)), ...more });
const model = (id: string): ComparePageModelFragment => ({ id, name: id, publisher: null });
const resolution = (reference: string, found: string | null): ComparePageResolutionFragment =>
  ({ reference, outcome: found === null ? "AMBIGUOUS" : "RESOLVED", readAs: [], revision: null, message: null, model: found === null ? null : model(found), listing: null, candidates: [] });

describe("columns", () => {
  it("are the references with a model, each with the place that its reference has in the address", () => {
    const columns = columnsOf([resolution("a", "hf:a"), resolution("?", null), resolution("b", "hf:b"), resolution("a@1", "hf:a")], [model("hf:a"), model("hf:b"), model("hf:a")]);
    expect(columns.map(({ letter, place, model: { id } }) => [letter, place, id])).toEqual([["A", 0, "hf:a"], ["B", 2, "hf:b"], ["C", 3, "hf:a"]]);
    expect(sameModelColumns(columns).map((same) => same.map(({ letter }) => letter))).toEqual([["A", "C"]]);
  });

  it("come from the address in its order, and move within it", () => {
    expect(referencesOf(new URLSearchParams("ref=b&ref=&ref=+a+&all=1&ref=b"))).toEqual(["b", "a", "b"]);
    expect(exchanged(["a", "b", "c"], 2, 1)).toEqual(["a", "c", "b"]);
    expect(exchanged(["a", "?", "c"], 0, 2)).toEqual(["c", "?", "a"]);
    expect([exchanged(["a", "b"], 1, 2), exchanged(["a", "b"], 0, -1)]).toEqual([["a", "b"], ["a", "b"]]);
  });
});

describe("rows", () => {
  const rows = [
    row("name", "DIFFERENT", ["x", "y"], { group: "IDENTITY" }), row("task", "SAME", ["t", "t"], { group: "IDENTITY" }), row("downloads", "NOT_COMPARABLE", [1, 2], { group: "POPULARITY" }),
    row("context", "PARTLY_UNKNOWN", [1, null]), row("languages", "UNKNOWN", [null, null]), row("level", "DIFFERENT", ["a", "b"], { group: "TRUST" }),
  ];

  it("stand by group in the reader's order; what is only partly known is no difference", () => {
    const short = (only: boolean) => groupsOf(rows, only).map(({ group, rows: shown, hidden }) => [group, shown.map(({ attribute }) => attribute), hidden]);
    expect(short(false)).toEqual([["TRUST", ["level"], 0], ["CAPABILITY", ["context", "languages"], 0], ["IDENTITY", ["name", "task"], 0], ["POPULARITY", ["downloads"], 0]]);
    expect(short(true)).toEqual([["TRUST", ["level"], 0], ["CAPABILITY", [], 2], ["IDENTITY", ["name"], 1], ["POPULARITY", ["downloads"], 0]]);
  });

  it("say why they are hidden", () => {
    expect(hiddenText(rows)).toBe("1 in which all are the same, 1 in which the known values are the same and some are not known, 1 in which nothing is known");
    expect(hiddenText(rows.slice(0, 1))).toBeUndefined();
  });

  it("fold by groups that an address names, and by no other word", () => {
    expect([...foldedGroups("COST,TRUST,toString")]).toEqual(["TRUST", "COST"]);
    expect([...foldedGroups(null)]).toEqual([]);
  });
});

describe("plots", () => {
  it("draw comparable results with two numbers, and name the others", () => {
    const reported = [{ benchmark: "mmlu", metric: "accuracy", value: 69.4, text: "69.4", unit: "%", settings: "5-shot", date: null, author: "PUBLISHER" as const, url: null, source: { id: "lab", title: "Lab" } }];
    const evaluation = { group: "EVALUATION" as const };
    expect(resultsOf([
      row("MMLU", "DIFFERENT", [69.4, 79.4, null], evaluation), row("GSM8K", "NOT_COMPARABLE", [1, 2, null], { ...evaluation, note: "measured differently" }),
      row("IFEval", "PARTLY_UNKNOWN", [0.8, null, null], evaluation), row("Elo", "UNKNOWN", [null, null, null], evaluation), row("context", "DIFFERENT", [1, 2, 3]),
    ], [reported, [], []])).toEqual({
      drawn: [{ label: "MMLU", measure: undefined, unit: undefined, without: [2], results: [{ column: 0, value: 69.4, text: "69.4", author: "PUBLISHER", date: null, source: "Lab" }, { column: 1, value: 79.4, text: "79.4", author: undefined, date: null, source: undefined }] }],
      notComparable: [{ label: "GSM8K", note: "measured differently" }],
      alone: ["IFEval"],
    });
  });

  it("give a model without price or size no place, and never 0", () => {
    const rows = [row("parameters.total", "DIFFERENT", [8e9, null, 7e9, null]), row("offers.outputPrice", "DIFFERENT", [0.1, 0, null, null])];
    expect(priceAndSize(rows, "output")).toEqual({
      points: [{ column: 0, parameters: 8e9, parametersText: "8000000000", price: 0.1, priceText: "0.1" }],
      missing: [{ column: 1, lacks: "size", known: "0" }, { column: 2, lacks: "price", known: "7000000000" }, { column: 3, lacks: "both", known: undefined }],
    });
    expect(priceAndSize(rows, "input").points).toEqual([]);
  });
});

describe("a comparison to take along", () => {
  const columns = columnsOf([resolution("a", "hf:a"), resolution("b", "hf:b|x")], [model("hf:a"), model("hf:b|x")]);
  const rows = [row("contextLength", "DIFFERENT", [], { label: "Context length", unit: "tokens", better: "HIGHER", leaders: [1], cells: [cell(null), cell(4096, { text: "=4,096", asOf: "2026-11-02T10:00:00Z", statedBy: [{ id: "hf", title: "Hub, the" }], conflicting: true })] })];

  it("is CSV that no spreadsheet runs", () => {
    expect(comparisonCsv(columns, rows)).toBe('group,attribute,unit,verdict,note,hf:a,hf:a: stated by,hf:a: as of,hf:b|x,hf:b|x: stated by,hf:b|x: as of\r\nWhat it can do,Context length,tokens,differs,,not known,,,"\'=4,096 [highest] [listings disagree]","Hub, the",2026-11-02T10:00:00Z\r\n');
  });

  it("is a Markdown table in which foreign text is no markup", () => {
    expect(comparisonMarkdown(columns, rows)).toBe(String.raw`|  | hf:a | hf:b\|x |
| --- | --- | --- |
| Context length (tokens) | not known | =4,096 \[highest\] \[listings disagree\] (2026-11-02) |
`);
  });
});

describe("leaderWord", () => {
  it("marks quality and cost, and no count of claims or use", () => {
    expect(leaderWord(row("contextLength", "DIFFERENT", [1, 2], { better: "HIGHER", leaders: [1] }), 1)).toBe("highest");
    expect(leaderWord(row("offers.inputPrice", "DIFFERENT", [1, 2], { group: "COST", better: "LOWER", leaders: [0] }), 0)).toBe("lowest");
    expect(leaderWord(row("contextLength", "DIFFERENT", [1, 2], { better: "HIGHER", leaders: [1] }), 0)).toBeUndefined();
    expect(leaderWord(row("trust.verified", "DIFFERENT", [1, 2], { group: "TRUST", unit: "claims", better: "HIGHER", leaders: [1] }), 1)).toBeUndefined();
    expect(leaderWord(row("popularity.likes", "DIFFERENT", [1, 2], { group: "POPULARITY", better: "HIGHER", leaders: [1] }), 1)).toBeUndefined();
  });
});

it("emptyText does not take what is not known for equal", () => {
  expect(emptyText([row("a", "SAME", [1, 1]), row("b", "SAME", [2, 2])])).toBe("all the same");
  expect(emptyText([row("a", "UNKNOWN", [null, null]), row("b", "PARTLY_UNKNOWN", [2, null])])).toBe("nothing comparable");
  expect(emptyText([row("a", "SAME", [1, 1]), row("b", "UNKNOWN", [null, null])])).toBe("what can be compared is the same");
});
