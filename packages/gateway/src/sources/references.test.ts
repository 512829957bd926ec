import type { ReferenceReading, Source } from "@modeldex/plugin-kit";
import type { SourceId } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { silentLogger } from "../observe/log.ts";
import { createReferences } from "./references.ts";
import { createRegistry } from "./registry.ts";

const source = (id: string, parseReference?: (text: string) => unknown, more: Partial<Source> = {}): Source => ({
  id, kind: id, title: id, homepage: "https://x.example", contract: 1, search: async () => [],
  ...(parseReference && { parseReference: parseReference as Source["parseReference"] & {} }), ...more,
});
const reading = (nativeId: string, certain = false): ReferenceReading => ({ ref: { nativeId }, readAs: "a test", certain });
const over = (...sources: Source[]) => createReferences({ registry: createRegistry(sources), log: silentLogger });
const hf = source("hf", (text) => (text.startsWith("pkg:huggingface/") ? [reading(text.slice(16), true)] : /^\w+\/\w+$/.test(text) ? [reading(text)] : []));

describe("read", () => {
  it("gives the readings of every source, in their order", () => {
    const other = source("other", (text) => [reading(`${text}:latest`)]);
    expect(over(hf, source("none"), other).read("a/b")).toEqual([{ source: "hf", reading: reading("a/b") }, { source: "other", reading: reading("a/b:latest") }]);
  });

  it("lets a source that throws, or reads nonsense, harm only itself", () => {
    const bad = [
      source("throws", () => { throw new Error("trap"); }),
      source("promises", async () => [reading("x")]),
      source("garbage", () => [null, 7, {}, { ref: { nativeId: "" }, readAs: "r", certain: true }, { ref: { nativeId: "ok", more: 1 }, readAs: "r\n", certain: false, more: 1 }, { ref: { nativeId: "x" }, readAs: "r", certain: "yes" }]),
      source("many", () => Array.from({ length: 1_000 }, (_value, index) => reading(`m${index}`))),
    ];
    const readings = over(...bad, hf).read("a/b");
    expect(readings.filter(({ source: of }) => of !== "many")).toEqual([{ source: "garbage", reading: { ref: { nativeId: "ok" }, readAs: "r", certain: false } }, { source: "hf", reading: reading("a/b") }]);
    expect(readings.filter(({ source: of }) => of === "many")).toHaveLength(20);
  });

  it("reads nothing in an empty or overlong text", () => {
    let asked = 0;
    const references = over(source("counts", () => (asked += 1, [])));
    expect([...references.read(""), ...references.read("x".repeat(1_025))]).toEqual([]);
    expect(asked).toBe(0);
  });

  it("leaves out for a minute a source that took long three times in a row", () => {
    let time = 0;
    let asked = 0;
    const slow = source("slow", () => (asked += 1, time += 200, [reading("s")]));
    const references = createReferences({ registry: createRegistry([slow, hf]), log: silentLogger, elapsed: () => time });
    for (let round = 0; round < 5; round += 1) expect(references.read("a/b").at(-1)?.source).toBe("hf");
    expect(asked).toBe(3);
    time += 60_000;
    references.read("a/b");
    expect(asked).toBe(4);
  });
});

describe("linkTargets and toWrite", () => {
  const link = (reference: string) => ({ reference, relation: "SAME_WEIGHTS" as const, statement: "s" });

  it("take the first certain reading, or the only one, and nothing where several could be meant", () => {
    const other = source("other", (text) => (text === "x/y" || text.startsWith("pkg:") ? [reading("elsewhere")] : []));
    const references = over(other, hf);
    const record = { nativeId: "n", name: "n", links: ["pkg:huggingface/a/b", "c/d", "x/y", "unknown text"].map(link) };
    expect(references.linkTargets(record)).toEqual([{ reference: "pkg:huggingface/a/b", target: "hf:a/b" }, { reference: "c/d", target: "hf:c/d" }]);
  });

  it("write a record with its naming, time, targets and the fields on demand", () => {
    const open = source("open", undefined, { naming: "open", get: async () => [], onDemand: ["artifacts"] });
    const references = over(open, hf);
    const record = { nativeId: "n", name: "n", links: [link("a/b")], lineage: [{ reference: "c/d", relation: "MERGE" as const }, { reference: "unknown text", relation: "MERGE" as const }] };
    expect(references.toWrite("open" as SourceId, record, "2026-01-01T00:00:00Z")).toEqual({
      source: "open", naming: "open", record, fetchedAt: "2026-01-01T00:00:00Z", linkTargets: [{ reference: "a/b", target: "hf:a/b" }],
      lineageTargets: [{ reference: "c/d", target: "hf:c/d" }], onDemand: ["artifacts"],
    });
    expect(references.key("hf" as SourceId, "a/b")).toBe("hf:a/b");
  });
});
