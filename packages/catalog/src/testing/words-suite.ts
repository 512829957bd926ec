import { facetFields, queryWords } from "@modeldex/schema";
import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import type { CatalogQuery, ModelFilter, SearchWindow } from "../query.ts";
import { query, Random, randomSample, sample, weights } from "./samples.ts";
import { walk } from "./search-suite.ts";

/** What words mean, parts of names, misspelt words and names that complete what was typed. */
export function wordsSuite(open: () => Promise<Catalog>): void {
  describe("words that mean something", () => {
    test("find models that are that, and all that are named so", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:a/bert-german"), sample("hf:a/gbert", { name: "gbert", languages: ["de"], tags: ["bert"] }), sample("hf:a/bert-danish", { languages: ["da"] }),
        sample("hf:b/chat-8b"), sample("hf:b/chat", { parameters: { total: 8_030_000_000, origin: "WEIGHTS" }, license: { stated: "mit" } }), sample("hf:b/chat-xl", { parameters: { total: 70e9, origin: "WEIGHTS" }, license: { stated: "gpl-3.0" } }),
        sample("hf:c/listen", { task: "automatic-speech-recognition", formats: ["GGUF"], precisions: ["Q4_K_M"] }),
      ]);
      const found = async (text: string, filter: ModelFilter = {}): Promise<string> => (await walk(catalog, query(text, filter))).map((each) => each.slice(5)).toSorted().join(" ");
      expect(await found("german bert")).toBe("bert-german gbert");
      expect(await found("chat 8b")).toBe("chat chat-8b");
      expect(await found("chat under 10b")).toBe("chat");
      expect(await found("chat >10b")).toBe("chat-xl");
      expect(await found("chat mit")).toBe("chat");
      expect(await found("copyleft chat")).toBe("chat-xl");
      expect([await found("speech recognition"), await found("gguf asr"), await found("q4_k_m")]).toEqual(["listen", "listen", "listen"]);
      // A filter still holds, and what a word means is no name.
      expect([await found("german bert", { languages: ["da"] }), await found("chat 8b", { licenses: ["MIT"] })]).toEqual(["", "chat"]);
      expect((await catalog.searchWindow(query("german bert"))).hits.find(({ model }) => model.name === "gbert")?.streams).toEqual(["all"]);
      expect(await catalog.matchesWords(queryWords("asr"), (await catalog.models(["hf:c/listen"])).map((model) => model?.id ?? ("" as never)))).toEqual([true]);
    });

    test("follow the model when it changes, and find descriptions in any script", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:x/m", { languages: ["de"], description: "中文语音识别模型，支持方言。" }), sample("hf:x/通义听写-大模型"), sample("hf:x/Русский-Диктор-v2")]);
      const found = async (text: string): Promise<readonly string[]> => walk(catalog, query(text));
      expect([await found("german m"), await found("语音识别"), await found("方言")]).toEqual([["hf:x/m"], ["hf:x/m"], ["hf:x/m"]]);
      expect([await found("义听写"), await found("听写"), await found("диктор"), await found("иктор")]).toEqual([["hf:x/通义听写-大模型"], ["hf:x/通义听写-大模型"], ["hf:x/Русский-Диктор-v2"], ["hf:x/Русский-Диктор-v2"]]);
      await catalog.applyListings([sample("hf:x/m", { languages: ["fr"], fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect([await found("german m"), await found("french m"), await found("方言")]).toEqual([[], ["hf:x/m"], []]);
    });

    test("lose no hit of the words alone, and count, page and divide exactly", async () => {
      const catalog = await open();
      const random = new Random(21);
      await catalog.applyListings(Array.from({ length: 900 }, (_, place) => randomSample(random, place)));
      for (const text of ["7b", "qwen 70b", "under 1b", "german llama", "chinese", "mit", "permissive 7b", "speech recognition danish", "gguf", "embedding bf16", "llama >7b apache"]) {
        for (const filter of [{}, { tasks: ["text-generation"] }, { not: { languages: ["de"] } }] satisfies readonly ModelFilter[]) {
          const asked = query(text, filter);
          const plain: CatalogQuery = { ...asked, words: asked.words.map(({ reading: _, ...word }) => word) };
          const ids = await walk(catalog, asked);
          expect(new Set(ids).size).toBe(ids.length);
          expect(await catalog.count(asked)).toEqual({ count: ids.length, exact: true });
          expect((await walk(catalog, plain)).filter((id) => !ids.includes(id))).toEqual([]);
          for (const { values } of await catalog.facets(asked, facetFields.map((field) => ({ field, first: 3 })))) {
            for (const { count, filter: chosen } of values) expect((await catalog.count(query(text, { all: [filter, chosen] }))).count, `${text} ${JSON.stringify(chosen)}`).toBeLessThanOrEqual(count);
          }
        }
      }
    });
  });

  describe("parts of names", () => {
    test("are found within and across words, where the words find little, and say so", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:someone/ner-danish-large"), sample("hf:x/xyz-ner-danish-large-v2"), sample("hf:y/DanishLargest"), sample("hf:m/bertscore-base"), sample("hf:m/Llama-3.1-8B-Instruct"),
        sample("hf:z/other", { artifacts: [weights("a.gguf", "a")] }), sample("chain:bertscoring", { naming: "open", artifacts: [weights("a.gguf", "a")] }),
      ]);
      const streams = async (text: string): Promise<Record<string, readonly string[]>> => Object.fromEntries((await catalog.searchWindow(query(text))).hits.map((hit) => [hit.model.id, hit.streams]));
      expect(await streams("danish-large")).toEqual({ "hf:someone/ner-danish-large": ["name", "all", "part"], "hf:x/xyz-ner-danish-large-v2": ["name", "all", "part"], "hf:y/DanishLargest": ["part"] });
      expect(await streams("bertscor")).toEqual({ "hf:m/bertscore-base": ["part"] });
      expect(await streams("lama-3.1-8b-instr")).toEqual({ "hf:m/Llama-3.1-8B-Instruct": ["part"] });
      expect(await streams("lama 3.1 8b instr")).toEqual({ "hf:m/Llama-3.1-8B-Instruct": ["part"] });
      expect([await streams("la"), await streams('"bertsc OR x'), await streams("bertscores")]).toEqual([{}, {}, {}]);
      await catalog.applyListings([sample("hf:m/bertscore-base", { name: "renamed", fetchedAt: "2026-03-02T00:00:00Z" }), sample("hf:m/bertscore-large")]);
      expect(Object.keys(await streams("bertscore-l"))).toEqual(["hf:m/bertscore-large"]);
    });

    test("are reached, each once, as many as are counted, while others come in", async () => {
      const catalog = await open();
      const random = new Random(31);
      let place = 0;
      const more = (count: number, name: (place: number) => string): Promise<unknown> =>
        catalog.applyListings(Array.from({ length: count }, () => ({ ...randomSample(random, (place += 1)), ...sample(`hf:p/${name(place)}`, { popularity: { downloads30d: random.below(10 ** random.below(7)) }, tags: random.oneIn(2) ? ["t1"] : [] }) })));
      await more(700, (at) => `xbertscorex${at}`);
      await more(3, (at) => `bertscor-${at}`);
      for (const filter of [{}, { tags: ["t1"] }]) {
        const asked = query("bertscor", filter);
        const before = await walk(catalog, asked);
        expect([new Set(before).size, await catalog.count(asked)]).toEqual([before.length, { count: before.length, exact: true }]);
        const reached: string[] = [];
        let page = await catalog.searchWindow(asked);
        for (;;) {
          // Also words come in, more than there may be for parts to be looked for.
          await more(40, (at) => (at % 2 === 0 ? `bertscor-${at}` : `ybertscory${at}`));
          const again = await catalog.searchWindow(asked, JSON.parse(JSON.stringify(page.window)) as SearchWindow);
          reached.push(...again.hits.map(({ model }) => model.id));
          if (again.next === undefined) break;
          page = await catalog.searchWindow(asked, again.next);
        }
        expect(new Set(reached).size).toBe(reached.length);
        expect(before.filter((id) => !reached.includes(id))).toEqual([]);
        const now = query("xbertscor", filter);
        expect((await catalog.count(now)).count).toBe((await walk(catalog, now)).length);
      }
    });
  });

  describe("spelling and completion", () => {
    test("gives the nearest word for those that no model has", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:openai/whisper-large"), sample("hf:openai/whisper-small"), sample("hf:x/whisker"), sample("hf:x/instruct-8b", { languages: ["de"] }), sample("hf:x/вопросы")]);
      expect([...(await catalog.nearestTokens(["whsiper", "whispr", "instrct", "largee", "whisper", "xyzzy", "8c", "вопрсы", "lde"]))]).toEqual([
        ["whsiper", "whisper"], ["whispr", "whisper"], ["instrct", "instruct"], ["largee", "large"], ["xyzzy", undefined], ["8c", undefined], ["вопрсы", "вопросы"], ["lde", undefined],
      ]);
    });

    test("completes the last word, the most used first, and names the model where there is one", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:meta-llama/Llama-3.1-8B-Instruct", { popularity: { downloads30d: 900 } }), sample("hf:copy/Llama-3.1-8B-Instruct", { popularity: { downloads30d: 5 } }),
        sample("hf:meta-llama/Llama-3.1-8B", { popularity: { downloads30d: 100 } }), sample("hf:x/codellama-8b", { popularity: { downloads30d: 5_000 } }), sample("hf:x/tune-llama", { popularity: { downloads30d: 9_000 } }),
        sample("hf:x/llama-gone"), sample("hf:x/通义千问"),
      ]);
      await catalog.markGone((await catalog.models(["hf:x/llama-gone"])).flatMap((model) => model?.leading ?? []), "2026-03-02T00:00:00Z");
      expect(await catalog.suggest("llam", 5)).toEqual([{ text: "Llama-3.1-8B-Instruct" }, { text: "Llama-3.1-8B", model: "hf:meta-llama/Llama-3.1-8B" }, { text: "tune-llama", model: "hf:x/tune-llama" }]);
      expect(await catalog.suggest("llama 3.1 8b ins", 5)).toEqual([{ text: "Llama-3.1-8B-Instruct" }]);
      expect(await catalog.suggest("meta-llama/ll", 5)).toEqual([{ text: "meta-llama/Llama-3.1-8B-Instruct", model: "hf:meta-llama/Llama-3.1-8B-Instruct" }, { text: "meta-llama/Llama-3.1-8B", model: "hf:meta-llama/Llama-3.1-8B" }]);
      expect(await catalog.suggest("llam ", 5)).toEqual([]);
      expect([await catalog.suggest("通义", 1), await catalog.suggest('"*', 5), await catalog.suggest("", 5)]).toEqual([[{ text: "通义千问", model: "hf:x/通义千问" }], [], []]);
      await expect(catalog.suggest("llama", 1e9)).rejects.toMatchObject({ name: "CatalogInputError" });
    });
  });

  describe("what models have", () => {
    test("is asked by filter: offers and prices, weights, a card", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:x/a", { offers: [{ provider: "p", usdPerMillionInputTokens: 0.15, usdPerMillionOutputTokens: 2 }, { provider: "q", usdPerMillionInputTokens: 0.2, usdPerMillionOutputTokens: 1 }], hasCard: true, formats: ["GGUF"] }),
        sample("hf:x/b", { offers: [{ provider: "p", usdPerMillionInputTokens: 0 }], hasCard: false, artifacts: [{ path: "README.md" }] }),
        sample("hf:x/c", { offers: [], artifacts: [{ path: "README.md" }], artifactCount: 3_000 }), sample("hf:x/d", { artifacts: [weights("w.safetensors", "a")] }), sample("hf:x/e", { formats: [] }),
      ]);
      const found = async (filter: ModelFilter): Promise<string> => (await walk(catalog, query("", filter))).map((each) => each.at(-1) ?? "").toSorted().join("");
      expect([await found({ hasOffer: true }), await found({ hasOffer: false }), await found({ not: { hasOffer: true } })]).toEqual(["ab", "c", "cde"]);
      expect([await found({ hasWeights: true }), await found({ hasWeights: false })]).toEqual(["ad", "be"]);
      expect([await found({ hasCard: true }), await found({ hasCard: false })]).toEqual(["a", "b"]);
      expect([await found({ inputPrice: { max: 0.15 } }), await found({ inputPrice: { min: 0.000_001, max: 0.15 } }), await found({ outputPrice: { max: 1 } }), await found({ inputPrice: { min: 0.16 } })]).toEqual(["ab", "a", "a", ""]);
      const [facet] = await catalog.facets(query("", { hasCard: true }), [{ field: "INPUT_PRICE", first: 5 }]);
      expect(facet?.values).toEqual([{ value: "0.1..0.199999", label: "$0.1 – $0.2", count: 1, filter: { inputPrice: { min: 0.1, max: 0.199_999 } } }]);
      expect((await catalog.searchSorted(query(""), { key: "INPUT_PRICE", reverse: false }, 3)).hits.map(({ model, position }) => [model.name, position.value])).toEqual([["b", 0], ["a", 0.15], ["c", null]]);
      expect((await catalog.models(["hf:x/a"]))[0]?.cheapest).toEqual({ usdPerMillionInputTokens: 0.15, usdPerMillionOutputTokens: 1 });
    });

    test("is sorted by a benchmark, by numbers that can be compared", async () => {
      const catalog = await open();
      const result = (value: number | undefined, more: object = {}) => ({ benchmark: "MMLU", metric: "acc", author: "PUBLISHER" as const, ...(value !== undefined && { value }), ...more });
      await catalog.applyListings([
        sample("hf:x/a", { evaluations: [result(70), result(60, { author: "INDEPENDENT" }), result(99, { benchmark: "GSM8K" })] }),
        sample("hf:x/b", { evaluations: [result(65, { benchmark: "mmlu", date: "2026-01-01T00:00:00Z" }), result(90, { date: "2025-01-01T00:00:00Z" })] }),
        sample("hf:x/c", { evaluations: [result(0.99, { metric: "f1" }), result(undefined, { text: "20 ± 1" })] }), sample("hf:x/d"),
      ]);
      const sorted = async (benchmark: string, reverse = false): Promise<readonly unknown[]> => (await catalog.searchSorted(query(""), { key: "BENCHMARK", benchmark, reverse }, 9)).hits.map(({ model, position }) => [model.name, position.value]);
      expect(await sorted(" Mmlu")).toEqual([["b", 65], ["a", 60], ["c", null], ["d", null]]);
      expect(await sorted("mmlu", true)).toEqual([["a", 60], ["b", 65], ["c", null], ["d", null]]);
      expect((await sorted("gsm8k"))[0]).toEqual(["a", 99]);
      await catalog.applyListings([sample("hf:x/b", { evaluations: [result(50)], fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect((await sorted("mmlu"))[0]).toEqual(["a", 60]);
      await expect(catalog.searchSorted(query(""), { key: "BENCHMARK", reverse: false }, 9)).rejects.toMatchObject({ name: "CatalogInputError" });
    });
  });
}
