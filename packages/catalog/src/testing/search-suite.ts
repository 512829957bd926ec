import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import type { CatalogQuery, ModelFilter, SearchSort, SearchWindow, SortedPosition } from "../query.ts";
import { sortKeys } from "../query.ts";
import { id, key, query, Random, randomSample, sample, sha256, source, weights } from "./samples.ts";

/** What is found by words, ids and names, and in which windows. */
export function searchSuite(open: () => Promise<Catalog>): void {
  describe("searching", () => {
    test("finds every spelling of a name, in every script", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:meta-llama/Llama-3.1-8B-Instruct"), sample("hf:BAAI/bge-m3"), sample("hf:openai-community/gpt2"), sample("hf:Qwen/Qwen2.5-Coder-7B"),
        sample("hf:x/通义千问"), sample("hf:x/Ёлка-ру"), sample("hf:x/हिन्दी-bert"), sample("hf:x/한국어-bert"),
      ]);
      const found = async (text: string): Promise<readonly string[]> => (await walk(catalog, query(text))).toSorted();
      expect(await found("llama3.1")).toEqual(["hf:meta-llama/Llama-3.1-8B-Instruct"]);
      expect(await found("llama 3 instruct 8B")).toEqual(["hf:meta-llama/Llama-3.1-8B-Instruct"]);
      expect(await found("bgem3")).toEqual(["hf:BAAI/bge-m3"]);
      expect(await found("gpt-2")).toEqual(["hf:openai-community/gpt2"]);
      expect(await found("qwen 2.5 coder 7b")).toEqual(["hf:Qwen/Qwen2.5-Coder-7B"]);
      expect(await found("千问")).toEqual(["hf:x/通义千问"]);
      expect(await found("ёлка")).toEqual(["hf:x/Ёлка-ру"]);
      expect(await found("हिन्दी")).toEqual(["hf:x/हिन्दी-bert"]);
      expect(await found("한국어 bert")).toEqual(["hf:x/한국어-bert"]);
      expect(await found('llama" OR name:"bge')).toEqual([]);
      expect(await found("no such thing")).toEqual([]);
    });

    test("says how each hit was found", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:openai/whisper-large-v3"), sample("hf:copy/whisper-large-v3"), sample("hf:x/whisper-large-v3-turbo", { aliases: ["x/former"] }),
        sample("hf:y/speech", { tags: ["whisper", "large", "v3"] }), sample("hf:z/live"),
      ]);
      const streams = async (asked: CatalogQuery): Promise<Record<string, readonly string[]>> =>
        Object.fromEntries((await catalog.searchWindow(asked)).hits.map(({ model, streams: found }) => [model.id, found]));
      expect(await streams(query("Whisper Large V3", {}, ["hf:z/live"]))).toEqual({
        "hf:openai/whisper-large-v3": ["exact-name", "name", "all"],
        "hf:copy/whisper-large-v3": ["exact-name", "name", "all"],
        "hf:x/whisper-large-v3-turbo": ["name", "all"],
        "hf:y/speech": ["all"],
        "hf:z/live": ["extra"],
      });
      expect((await streams(query(" OpenAI/whisper-large-V3 ")))["hf:openai/whisper-large-v3"]).toEqual(["exact-id", "exact-name", "name", "all"]);
      expect(await streams(query("HF:x/FORMER"))).toEqual({ "hf:x/whisper-large-v3-turbo": ["exact-id"] });
      expect(await streams(query("x/former", { tasks: ["none"] }))).toEqual({});
    });

    test("leaves out words about licence and region, and gives the tokens of names", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:acme/tiny-bert", { publisher: { name: "Acme Labs" }, tags: ["license:llama3.1", "region:us", "dense"] })]);
      expect([await walk(catalog, query("llama")), await walk(catalog, query("us")), await walk(catalog, query("dense labs"))]).toEqual([[], [], ["hf:acme/tiny-bert"]]);
      expect((await catalog.searchWindow(query("bert"))).hits[0]?.nameTokens.toSorted()).toEqual(["acme", "bert", "labs", "tiny"]);
      expect(await catalog.tokenCounts(["bert", "dense", "llama"])).toEqual(new Map([["bert", 1], ["dense", 1], ["llama", 0]]));
      expect(await catalog.matchesWords(query("tiny dense").words, [id("hf:acme/tiny-bert"), id("hf:no/thing")])).toEqual([true, false]);
      expect(await catalog.matchesWords(query("llama").words, [id("hf:acme/tiny-bert")])).toEqual([false]);
    });

    test("does not find a model by what a stranger registered of it", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:meta/llama", { artifacts: [weights("a.gguf", "a")] }),
        sample("chain:openai/gpt-5", { naming: "open", name: "gpt-5", tags: ["free"], artifacts: [weights("a.gguf", "a")] }),
      ]);
      expect([await walk(catalog, query("gpt-5")), await walk(catalog, query("openai/gpt-5")), await walk(catalog, query("free"))]).toEqual([[], [], []]);
      expect([await walk(catalog, query("chain:openai/gpt-5")), (await catalog.listingsByDigest([sha256("a")]))[0]?.length]).toEqual([["hf:meta/llama"], 2]);
    });

    test("follows names and words when they change", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/alpha", { tags: ["one"], popularity: { downloads30d: 5 } })]);
      expect(await walk(catalog, query("alpha one"))).toEqual(["hf:a/alpha"]);
      await catalog.applyListings([sample("hf:a/alpha", { tags: ["two"], popularity: { downloads30d: 5_000_000 }, fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect([await walk(catalog, query("alpha one")), await walk(catalog, query("alpha two"))]).toEqual([[], ["hf:a/alpha"]]);
      expect((await catalog.count(query("", { downloads30d: { min: 5_000_000 } }))).count).toBe(1);
      await catalog.applyListings([sample("hf:a/alpha", { tags: ["three"], popularity: { downloads30d: 5_000_000 }, fetchedAt: "2026-03-03T00:00:00Z" })]);
      expect([await walk(catalog, query("alpha two")), await walk(catalog, query("alpha three"))]).toEqual([[], ["hf:a/alpha"]]);
      await catalog.markGone([key("hf:a/alpha")], "2026-03-04T00:00:00Z");
      expect([await walk(catalog, query("alpha")), await walk(catalog, query("alpha", { states: ["GONE"] })), await walk(catalog, query("alpha", { all: [{ states: ["GONE"] }] }))]).toEqual([
        [], ["hf:a/alpha"], ["hf:a/alpha"],
      ]);
    });
  });

  describe("windows", () => {
    test("give every hit once, as many as are counted, for any query and filter", async () => {
      const catalog = await open();
      const random = new Random(11);
      const writes = Array.from({ length: 1_500 }, (_, place) => randomSample(random, place));
      await catalog.applyListings(writes);
      for (const [text, filter] of [["", {}], ["llama", {}], ["llama 7b", { tasks: ["TEXT-generation"] }], ["", { licenses: ["mit"], not: { languages: ["de"] } }], ["chat", {}], ["7b", {}], ["qwen large", {}]] as const) {
        for (const extra of [[], ["hf:none/none", ...writes.slice(0, 30).map(({ record }) => `hf:${record.nativeId}`)]]) {
          const asked = query(text, filter, extra);
          const ids = await walk(catalog, asked);
          expect(new Set(ids).size).toBe(ids.length);
          expect(await catalog.count(asked)).toEqual({ count: ids.length, exact: true });
        }
      }
      expect((await catalog.count(query(""))).count).toBe(1_500);
    });

    test("begin with the exact name, however little it is used, and give it once", async () => {
      const catalog = await open();
      const popular = Array.from({ length: 450 }, (_, place) => sample(`hf:many/alpha-${place}`, { popularity: { downloads30d: 1_000_000 + place } }));
      await catalog.applyListings([...popular, sample("hf:few/alpha")]);
      const asked = query("alpha");
      const { hits } = await catalog.searchWindow(asked);
      expect(hits.find(({ model }) => model.id === "hf:few/alpha")?.streams).toEqual(["exact-name"]);
      const ids = await walk(catalog, asked);
      expect([ids.length, new Set(ids).size, (await catalog.count(asked)).count]).toEqual([451, 451, 451]);
    });

    test("reach every hit that was there at the first, exactly once, while others come in", async () => {
      for (const [seed, text, filter] of [[1, "", {}], [2, "llama", {}], [3, "7b", { licenseClasses: ["PERMISSIVE"] }], [4, "7b", {}]] as const) {
        const catalog = await open();
        const random = new Random(seed);
        let place = 0;
        const more = (count: number): Promise<unknown> => catalog.applyListings(Array.from({ length: count }, () => randomSample(random, (place += 1))));
        await more(1_800);
        const [some] = await catalog.searchWindow(query("vision")).then(({ hits }) => hits);
        const asked = query(text, filter, [some?.model.id ?? ""]);
        const before = new Set(await walk(catalog, asked));
        const reached: string[] = [];
        let page = await catalog.searchWindow(asked);
        let windows = 0;
        for (;;) {
          await more(60);
          windows += 1;
          // A page is read again when somebody goes on from it; it must be as it was.
          const again = await catalog.searchWindow(asked, JSON.parse(JSON.stringify(page.window)) as SearchWindow);
          expect(again.hits.map(({ model }) => model.id)).toEqual(expect.arrayContaining(page.hits.map(({ model }) => model.id)));
          reached.push(...again.hits.map(({ model }) => model.id));
          if (again.next === undefined) break;
          page = await catalog.searchWindow(asked, again.next);
        }
        expect(new Set(reached).size).toBe(reached.length);
        expect([...before].filter((each) => !reached.includes(each))).toEqual([]);
        expect(windows).toBeGreaterThan(1);
      }
    });

    test("refuse what they never gave", async () => {
      const catalog = await open();
      await catalog.applyListings(Array.from({ length: 300 }, (_, place) => sample(`hf:a/m${place}`)));
      const { next } = await catalog.searchWindow(query(""));
      const good = next ?? {};
      const wrong = [Number.NaN, Number.POSITIVE_INFINITY, -1, 1.5, 1e300, "1", null, {}];
      const hostile: unknown[] = [null, [], "x", {}, { ...good, more: 1 }];
      for (const name of Object.keys(good)) {
        const { [name]: _left, ...without } = good;
        hostile.push(without, ...wrong.map((value) => ({ ...good, [name]: value })));
      }
      for (const window of hostile) {
        await expect(catalog.searchWindow(query(""), window as SearchWindow), JSON.stringify(window)).rejects.toMatchObject({ name: "CatalogInputError", message: expect.stringMatching(/window/) });
      }
      expect((await catalog.searchWindow(query(""), good)).hits).toHaveLength(100);
    });
  });

  describe("sorting", () => {
    test("puts the largest first, names ascending, the unknown last, and ties by id", async () => {
      const catalog = await open();
      const downloads = { b: 5, a: 5, c: 0, e: 9 };
      await catalog.applyListings([sample("hf:x/d"), ...Object.entries(downloads).map(([name, downloads30d]) => sample(`hf:x/${name}`, { popularity: { downloads30d } }))]);
      const ids = async (sort: SearchSort): Promise<readonly string[]> => (await catalog.searchSorted(query(""), sort, 10)).hits.map(({ model }) => model.id.slice(5));
      expect(await ids({ key: "DOWNLOADS", reverse: false })).toEqual(["e", "a", "b", "c", "d"]);
      expect(await ids({ key: "DOWNLOADS", reverse: true })).toEqual(["c", "a", "b", "e", "d"]);
      expect(await ids({ key: "NAME", reverse: false })).toEqual(["a", "b", "c", "d", "e"]);
      expect(await ids({ key: "NAME", reverse: true })).toEqual(["e", "d", "c", "b", "a"]);
    });

    test("pages through every hit once, by every key", async () => {
      const catalog = await open();
      const random = new Random(5);
      await catalog.applyListings(Array.from({ length: 400 }, (_, place) => randomSample(random, place)));
      const asked = query("", { not: { tasks: ["feature-extraction"] } });
      const all = (await walk(catalog, asked)).toSorted();
      for (const sortKey of sortKeys) {
        for (const reverse of [false, true]) {
          const whole = (await catalog.searchSorted(asked, { key: sortKey, reverse, benchmark: "mmlu" }, 1_000)).hits.map(({ model }) => model.id);
          const paged: string[] = [];
          let after: SortedPosition | undefined;
          for (let more = true; more; ) {
            const page = await catalog.searchSorted(asked, { key: sortKey, reverse, benchmark: "mmlu" }, 37, after);
            paged.push(...page.hits.map(({ model }) => model.id));
            after = JSON.parse(JSON.stringify(page.hits.at(-1)?.position)) as SortedPosition;
            more = page.hasMore;
          }
          expect(paged).toEqual(whole);
          expect(paged.toSorted()).toEqual(all);
        }
      }
    });

    test("refuses positions and sizes that it never gave", async () => {
      const catalog = await open();
      const sort = { key: "LIKES", reverse: false } as const;
      for (const after of [{}, { value: "x", id: "y" }, { value: Number.NaN, id: "y" }, { value: 1 }, { value: 1, id: 2 }]) {
        await expect(catalog.searchSorted(query(""), sort, 5, after as SortedPosition)).rejects.toMatchObject({ name: "CatalogInputError", message: expect.stringContaining("sorted by LIKES") });
      }
      await expect(catalog.searchSorted(query(""), sort, -1)).rejects.toMatchObject({ name: "CatalogInputError" });
      await expect(catalog.searchSorted(query(""), sort, 1e9)).rejects.toMatchObject({ name: "CatalogInputError" });
    });
  });

  describe("filtering", () => {
    test("holds every condition, any value of a list, and nothing of the unknown", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:acme/a", { publisher: { name: "ACME" }, license: { stated: "mit AND apache-2.0" }, parameters: { total: 7, origin: "STATED" }, access: "OPEN", task: "x", languages: ["EN"], modalities: { input: ["text", "image"], output: ["text"] } }),
        sample("hf:acme/b", { license: { stated: "my own" }, parameters: { total: 8, origin: "STATED" }, deprecated: true, createdAt: "2024-02-01T00:00:00Z", tags: ["Chat"] }),
        sample("or:c", { naming: "curated", capabilities: ["tools"], precisions: ["BF16"], popularity: { downloads30d: 0 } }),
      ]);
      const found = async (filter: ModelFilter): Promise<string> => (await walk(catalog, query("", filter))).map((each) => each.at(-1) ?? "").toSorted((left, right) => (left < right ? -1 : 1)).join("");
      expect(await found({})).toBe("abc");
      expect(await found({ sources: ["or", "zz"] })).toBe("c");
      expect(await found({ publishers: ["publisher:Acme"] })).toBe("a");
      expect(await found({ licenses: ["apache-2.0"] })).toBe("a");
      expect(await found({ licenseClasses: ["PERMISSIVE"] })).toBe("a");
      expect(await found({ licenseClasses: ["UNKNOWN"] })).toBe("bc");
      expect(await found({ not: { licenses: ["MIT"] } })).toBe("bc");
      expect(await found({ parameters: { min: 7, max: 8 } })).toBe("ab");
      expect(await found({ parameters: { min: 7.5 } })).toBe("b");
      expect(await found({ not: { parameters: { max: 7 } } })).toBe("bc");
      expect(await found({ downloads30d: { max: 0 } })).toBe("c");
      expect(await found({ createdAt: { min: Date.parse("2024-02-01T00:00:00Z"), max: Date.parse("2024-02-01T00:00:00Z") } })).toBe("b");
      expect(await found({ access: ["UNKNOWN"] })).toBe("bc");
      expect(await found({ access: ["OPEN", "GATED"] })).toBe("a");
      expect(await found({ states: ["DEPRECATED"] })).toBe("b");
      expect(await found({ inputModalities: ["IMAGE"], languages: ["en"], tasks: ["x"] })).toBe("a");
      expect(await found({ tags: ["chat"] })).toBe("b");
      expect(await found({ capabilities: ["tools"], precisions: ["bf16"] })).toBe("c");
      expect(await found({ any: [{ tags: ["chat"] }, { all: [{ sources: ["or"] }, { not: { tasks: ["x"] } }] }] })).toBe("bc");
      expect(await found({ any: [] })).toBe("");
      expect(await found({ tasks: [] })).toBe("");
      expect(await found({ sources: ["hf"], all: [{ parameters: { max: 7 } }, { not: { states: ["DEPRECATED"] } }] })).toBe("a");
    });

    test("forgets a model that became part of another", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("aa:w", { task: "x", tags: ["only-a"] }), sample("bb:w", { task: "x" })]);
      expect((await catalog.count(query("", { tasks: ["x"] }))).count).toBe(2);
      const joined = { artifacts: [weights("w.gguf", "a")], task: "x", fetchedAt: "2026-03-02T00:00:00Z" };
      await catalog.applyListings([sample("aa:w", { ...joined, tags: ["only-a"] }), sample("bb:w", joined)]);
      expect((await catalog.count(query("", { tasks: ["x"] }))).count).toBe(1);
      expect([await walk(catalog, query("only a")), await walk(catalog, query("w"))]).toEqual([["aa:w"], ["aa:w"]]);
      expect((await catalog.searchSorted(query(""), { key: "NAME", reverse: false }, 10)).hits.map(({ model }) => model.id)).toEqual(["aa:w"]);
    });

    test("counts only sources that list it now", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/w", { artifacts: [weights("w.gguf", "a")] }), sample("zz:w", { artifacts: [weights("w.gguf", "a")] })]);
      await catalog.markGone([key("zz:w")], "2026-03-02T00:00:00Z");
      expect((await catalog.models(["zz:w"]))[0]?.sources).toEqual([source("hf")]);
      expect([(await catalog.count(query("", { sources: ["zz"] }))).count, (await catalog.count(query("", { sources: ["hf"] }))).count]).toEqual([0, 1]);
    });
  });
}

/** Ids of all hits, window by window. */
export async function walk(catalog: Catalog, asked: CatalogQuery): Promise<string[]> {
  const ids: string[] = [];
  let page = await catalog.searchWindow(asked);
  for (;;) {
    ids.push(...page.hits.map(({ model }) => model.id));
    if (page.next === undefined) return ids;
    page = await catalog.searchWindow(asked, page.next);
  }
}
