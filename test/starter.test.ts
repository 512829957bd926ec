import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isLanguageCode, weightFormats } from "@modeldex/schema";
import { describe, expect, it } from "vitest";

import { mergeFacts, byPopularity } from "../scripts/starter/facts.ts";
import { measuredParameters, statedContext } from "../scripts/starter/figures.ts";
import { presentName, underPresentNames } from "../scripts/starter/renames.ts";
import { coverage, formatStarter, parseStarter } from "../scripts/starter/starter-file.ts";

const text = readFileSync(new URL("../packages/gateway/starter/models.jsonl", import.meta.url), "utf8");
const { header, lines, body } = parseStarter(text);
const records = lines.map((line) => line.record);

describe("the starter catalog in the repository", () => {
  it("has the number of records and the digest that its header states", () => {
    expect(header).toEqual({
      format: "modeldex.starter/1",
      sourceKind: "huggingface",
      madeAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      records: lines.length,
      digest: `sha256:${createHash("sha256").update(body).digest("hex")}`,
    });
  });

  it("holds between 2,000 and 5,000 models in at most 2 MB", () => {
    expect(lines.length).toBeGreaterThanOrEqual(2_000);
    expect(lines.length).toBeLessThanOrEqual(5_000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_000_000);
  });

  it("is written as the script writes it, in order of popularity", () => {
    expect(formatStarter(lines.toSorted(byPopularity), header.madeAt)).toBe(text);
  });

  it("has the models that people ask for first", () => {
    const ids = new Set(records.map(({ nativeId }) => nativeId));
    const wanted = [
      "openai/whisper-large-v3", "meta-llama/Llama-3.1-8B-Instruct", "Qwen/Qwen2.5-Coder-7B-Instruct", "BAAI/bge-m3", "google-bert/bert-base-uncased",
      "Maltehb/danish-bert-botxo", "deepseek-ai/DeepSeek-R1", "sentence-transformers/all-MiniLM-L6-v2", "stabilityai/stable-diffusion-xl-base-1.0",
    ];
    expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
  });

  it("names each model once, also when case is ignored, and no model twice by a former name", () => {
    const names = records.flatMap(({ nativeId, aliases = [] }) => [nativeId, ...aliases]).map((name) => name.toLowerCase());
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("has no repository under a former name beside its present one: that is its alias", () => {
    const ids = new Set(records.map(({ nativeId }) => nativeId));
    expect([...ids].filter((id) => ids.has(presentName(id) ?? ""))).toEqual([]);
    const aliases = Object.fromEntries(records.flatMap(({ nativeId, aliases: names = [] }) => names.map((name) => [name, nativeId])));
    const renamed = ["Meta-Llama-3.1-8B", "Meta-Llama-3.1-8B-Instruct", "Meta-Llama-3.1-70B", "Meta-Llama-3.1-70B-Instruct"].map((name) => `meta-llama/${name}`);
    expect(renamed.map((id) => aliases[id])).toEqual(renamed.map((id) => id.replace("Meta-", "")));
    expect(Object.keys(aliases).filter((name) => presentName(name) !== undefined && presentName(name) !== aliases[name])).toEqual([]);
  });

  it("says name, publisher and address of each as its id does", () => {
    expect(records.filter(({ nativeId, name, publisher, url }) => nativeId !== `${publisher?.name}/${name}` || url !== `https://huggingface.co/${nativeId}`)).toEqual([]);
  });

  it("leaves out what is not known instead of writing null, an empty text, an empty list or a count of 0 parameters", () => {
    const empty = (value: unknown): boolean => value === null || value === "" || (typeof value === "object" && value !== null && (Object.keys(value).length === 0 || Object.values(value).some(empty)));
    expect(lines.filter(empty)).toEqual([]);
    expect(records.filter(({ parameters, contextTokens }) => (parameters?.total ?? 1) <= 0 || (contextTokens ?? 1) <= 0)).toEqual([]);
  });

  it("says tasks by their ids, and nothing where there is none", () => {
    expect([...new Set(records.flatMap(({ task }) => task ?? []))].filter((task) => !/^[a-z0-9]+(?:-[a-z0-9]+)+$|^(?:conversational|translation|summarization)$/.test(task))).toEqual([]);
  });

  it("holds facts only: no descriptions, texts of cards or other fields", () => {
    const fields = new Set(records.flatMap((record) => Object.keys(record)));
    const known = [
      "nativeId", "name", "publisher", "url", "aliases", "revision", "updatedAt", "access", "task", "architecture", "parameters", "contextTokens", "license",
      "languages", "libraries", "createdAt", "formats", "popularity",
    ];
    expect([...fields].filter((field) => !known.includes(field))).toEqual([]);
  });

  it("dates every line, and nothing lies after the day the facts were taken", () => {
    const moment = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
    const wrong = lines.filter(({ asOf, record }) => {
      const dates = [asOf, record.createdAt, record.updatedAt].filter((date) => date !== undefined);
      return dates.some((date) => !moment.test(date) || Number.isNaN(Date.parse(date)) || date > header.madeAt);
    });
    expect(wrong).toEqual([]);
    expect(lines.map(({ asOf }) => asOf).toSorted().at(-1)).toBe(header.madeAt);
  });

  it("dates the counts of every line that has some, not before its oldest fact, and no line before its repository was made", () => {
    expect(lines.filter(({ asOf, record: { popularity } }) => popularity !== undefined && !(popularity.asOf !== undefined && popularity.asOf >= asOf && popularity.asOf <= header.madeAt))).toEqual([]);
    expect(lines.filter(({ asOf, record: { createdAt } }) => createdAt !== undefined && createdAt > asOf)).toEqual([]);
    expect(lines.some(({ asOf, record: { popularity } }) => popularity?.asOf !== undefined && popularity.asOf > asOf)).toBe(true);
  });

  it("uses the vocabulary for commits, counts, formats and languages", () => {
    const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
    expect(records.filter(({ revision = "0".repeat(40) }) => !/^[0-9a-f]{40}$/.test(revision))).toEqual([]);
    const counts = ({ asOf: _asOf, ...rest }: Partial<NonNullable<(typeof records)[number]["popularity"]>> = {}): readonly number[] => Object.values(rest);
    expect(records.filter(({ popularity }) => !counts(popularity).every(isCount))).toEqual([]);
    expect(records.filter(({ parameters, contextTokens }) => !isCount(parameters?.total ?? 0) || !isCount(contextTokens ?? 0))).toEqual([]);
    expect(records.flatMap(({ formats = [] }) => formats).filter((format) => !weightFormats.includes(format))).toEqual([]);
    expect(records.flatMap(({ languages = [] }) => languages).filter((code) => !isLanguageCode(code) && code !== "multilingual" && code !== "code")).toEqual([]);
  });

  it("leaves out the day that the Hub gives for every older repository", () => {
    expect(records.filter(({ createdAt }) => createdAt?.startsWith("2022-03-02T23:29"))).toEqual([]);
  });

  it("covers what the README states: downloads, likes, tasks, licences, parameters and context lengths of a third and more", () => {
    const share = Object.fromEntries(coverage(lines).map((row) => [row.field, row.share]));
    const least = { "downloads (30 days)": 0.8, likes: 0.6, task: 0.4, library: 0.4, licence: 0.35, parameters: 0.4, "context length": 0.3, "created at": 0.3 };
    expect(Object.entries(least).filter(([field, atLeast]) => (share[field] ?? 0) < atLeast)).toEqual([]);
  });
});

describe("facts of several lists", () => {
  it("takes the newest value of each field and is dated by the oldest that it took", () => {
    const merged = mergeFacts([
      { id: "acme/brick", asOf: "2024-05-01T00:00:00Z", known: { license: { stated: "mit" }, popularity: { likes: 1 }, revision: "a".repeat(40) } },
      { id: "acme/brick", asOf: "2026-05-01T00:00:00Z", known: { task: "fill-mask", popularity: { downloads30d: 7 } } },
      { id: "acme/brick", asOf: "2026-01-01T00:00:00Z", known: { task: "text-generation", popularity: { downloads30d: 5, likes: 3 } } },
    ]);
    expect(merged).toEqual({
      asOf: "2024-05-01T00:00:00Z",
      record: {
        nativeId: "acme/brick",
        name: "brick",
        publisher: { name: "acme" },
        url: "https://huggingface.co/acme/brick",
        task: "fill-mask",
        license: { stated: "mit" },
        popularity: { downloads30d: 7, likes: 3, asOf: "2026-01-01T00:00:00Z" },
      },
    });
  });

  it("does not give an old commit, an old date or old counts to newer facts", () => {
    const merged = mergeFacts([
      { id: "acme/brick", asOf: "2026-05-01T00:00:00Z", known: { popularity: { downloads30d: 7 } } },
      { id: "acme/brick", asOf: "2022-05-01T00:00:00Z", known: { revision: "a".repeat(40), updatedAt: "2022-01-01T00:00:00Z", formats: ["PICKLE"], popularity: { likes: 3 } } },
    ]);
    expect(merged).toEqual({
      asOf: "2026-05-01T00:00:00Z",
      record: { nativeId: "acme/brick", name: "brick", publisher: { name: "acme" }, url: "https://huggingface.co/acme/brick", popularity: { downloads30d: 7, asOf: "2026-05-01T00:00:00Z" } },
    });
  });

  it("leaves out what is older than the repository, and a day of creation that its own list contradicts", () => {
    const recreated = mergeFacts([
      { id: "acme/brick", asOf: "2026-05-01T00:00:00Z", known: { createdAt: "2025-03-01T00:00:00Z", popularity: { downloads30d: 7 } } },
      { id: "acme/brick", asOf: "2025-02-28T00:00:00Z", known: { license: { stated: "mit" }, popularity: { likes: 3 } } },
    ]);
    const contradicted = mergeFacts([{ id: "acme/brick", asOf: "2024-05-01T00:00:00Z", known: { createdAt: "2024-05-02T00:00:00Z", task: "fill-mask" } }]);
    const record = { nativeId: "acme/brick", name: "brick", publisher: { name: "acme" }, url: "https://huggingface.co/acme/brick" };
    expect([recreated, contradicted]).toEqual([
      { asOf: "2026-05-01T00:00:00Z", record: { ...record, createdAt: "2025-03-01T00:00:00Z", popularity: { downloads30d: 7, asOf: "2026-05-01T00:00:00Z" } } },
      { asOf: "2024-05-01T00:00:00Z", record: { ...record, task: "fill-mask" } },
    ]);
  });
});

describe("renamed repositories", () => {
  const fact = (id: string, asOf: string, known = {}) => ({ id, asOf, known });

  it("are one under the present name where the lists have both, whose date no former name makes older", () => {
    const given = [fact("meta-llama/Meta-Llama-3.1-8B", "2024-07-23T00:00:00Z", { popularity: { likes: 1 } }), fact("meta-llama/Llama-3.1-8B", "2026-05-12T00:00:00Z", { task: "text-generation" })];
    const { facts, formerNames } = underPresentNames(given);
    expect([facts.map(({ id }) => id), [...formerNames]]).toEqual([["meta-llama/Llama-3.1-8B", "meta-llama/Llama-3.1-8B"], [["meta-llama/Llama-3.1-8B", ["meta-llama/Meta-Llama-3.1-8B"]]]]);
    expect(mergeFacts(facts.slice(1), formerNames.get("meta-llama/Llama-3.1-8B"))).toEqual({
      asOf: "2026-05-12T00:00:00Z",
      record: {
        nativeId: "meta-llama/Llama-3.1-8B", name: "Llama-3.1-8B", publisher: { name: "meta-llama" }, url: "https://huggingface.co/meta-llama/Llama-3.1-8B", task: "text-generation",
        aliases: ["meta-llama/Meta-Llama-3.1-8B"],
      },
    });
  });

  it("stay as they are where the lists have the former name alone, or nothing was renamed", () => {
    const given = [fact("CohereForAI/aya-23-35B", "2024-06-12T00:00:00Z"), fact("meta-llama/Meta-Llama-3-8B", "2024-06-12T00:00:00Z"), fact("meta-llama/Llama-3-8B", "2024-06-12T00:00:00Z")];
    const { facts, formerNames } = underPresentNames(given);
    expect([facts, formerNames.size]).toEqual([given, 0]);
  });
});

describe("sizes of the llmfit list", () => {
  const row = { id: "acme/brick-7b", layers: 32, hiddenSize: 4096, vocabularySize: 32_000, architecture: "mistral", format: "gguf" };

  it.each([
    ["the total of the headers", { parameters: 7_241_732_096 }, 7_241_732_096],
    ["an estimate by the list's formula", { parameters: 6_036_652_032 }, undefined],
    ["a round number", { parameters: 7_000_000_000 }, undefined],
    ["a count over packed numbers", { id: "acme/brick-7b-AWQ", parameters: 1_241_732_096 }, undefined],
    ["nothing", { parameters: 0 }, undefined],
  ])("reads %s", (_what, part, expected) => {
    expect(measuredParameters({ ...row, ...part })).toBe(expected);
  });

  it.each([
    ["a configuration's length", { contextTokens: 32_768 }, 32_768],
    ["the value for an unread configuration", { contextTokens: 4_096, layers: undefined }, undefined],
    ["4,096 where the family writes it", { contextTokens: 4_096, architecture: "llama" }, 4_096],
    ["a product with the rope factor", { contextTokens: 1_048_576, architecture: "llama" }, undefined],
    ["the length of a toy", { contextTokens: 7 }, undefined],
  ])("reads %s", (_what, part, expected) => {
    expect(statedContext({ ...row, ...part })).toBe(expected);
  });
});
