import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import type { ListingWrite } from "../listing-write.ts";
import type { CatalogQuery, SearchWindow } from "../query.ts";
import { sortKeys } from "../query.ts";
import { query, Random, randomSample, sample, weights } from "./samples.ts";
import { walk } from "./search-suite.ts";

/** That what anybody may write stands behind everything else, and is found. */
export function openSearchSuite(open: () => Promise<Catalog>): void {
  const flood = (name: (place: number) => string, count = 300, fields: Parameters<typeof sample>[1] = {}): readonly ListingWrite[] =>
    Array.from({ length: count }, (_, place) => sample(`chain:${name(place)}`, { naming: "open", registrant: `account-${place % 5}`, ...fields }));
  const ids = async (catalog: Catalog, asked: CatalogQuery): Promise<readonly string[]> => (await catalog.searchWindow(asked)).hits.map(({ model }) => model.id);

  describe("models that are listed only where anybody may write", () => {
    test("say so, and count for nothing that they state of their use", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("chain:a", { naming: "open", popularity: { downloads30d: 1e9 }, evaluations: [{ benchmark: "MMLU", author: "PUBLISHER", value: 100 }] }),
        sample("chain:b", { naming: "open", artifacts: [weights("w.gguf", "a")] }), sample("hf:x/b", { artifacts: [weights("w.gguf", "a")] }),
      ]);
      const [alone, joined] = await catalog.models(["chain:a", "chain:b"]);
      expect([alone?.anybodyMayWrite, alone?.popularity, joined?.id, joined?.anybodyMayWrite]).toEqual([true, undefined, "hf:x/b", undefined]);
      expect((await catalog.benchmark("mmlu")).isReported).toBe(false);
      expect([(await catalog.count(query("", { anybodyMayWrite: true }))).count, await walk(catalog, query("", { anybodyMayWrite: false }))]).toEqual([1, ["hf:x/b"]]);
    });

    test("leave the first window to others, however many there are and whatever they say", async () => {
      const catalog = await open();
      await catalog.applyListings(flood((place) => `llama-3.1-8b-instruct-${place}`, 300, { popularity: { downloads30d: 1e9 } }));
      await catalog.applyListings(Array.from({ length: 250 }, (_, place) => sample(`hf:x/llama-3.1-8b-instruct-n${place}`)));
      for (const asked of [query("llama 3.1 8b"), query("")]) {
        expect((await ids(catalog, asked)).filter((each) => each.startsWith("chain:"))).toEqual([]);
        expect((await walk(catalog, asked)).slice(-300).every((each) => each.startsWith("chain:"))).toBe(true);
      }
      expect([(await walk(catalog, query("llama 3.1 8b"))).length, (await catalog.count(query("llama 3.1 8b"))).count]).toEqual([550, 550]);
    });

    test("come last in every order by a value, and pages go on from one to the other", async () => {
      const catalog = await open();
      const random = new Random(3);
      const writes = Array.from({ length: 60 }, (_, place) => randomSample(random, place));
      await catalog.applyListings(writes.map((write, place) => (place % 3 === 0 ? { ...write, source: "chain" as ListingWrite["source"], naming: "open" } : write)));
      for (const sortKey of sortKeys) {
        for (const reverse of [false, true]) {
          const sort = { key: sortKey, reverse, benchmark: "mmlu" };
          const whole = (await catalog.searchSorted(query(""), sort, 100)).hits.map(({ model }) => model.id as string);
          expect([whole.length, whole.slice(-20).every((each) => each.startsWith("chain:"))]).toEqual([(await catalog.count(query(""))).count, true]);
          const paged: string[] = [];
          for (let page = await catalog.searchSorted(query(""), sort, 7); ; page = await catalog.searchSorted(query(""), sort, 7, page.hits.at(-1)?.position)) {
            paged.push(...page.hits.map(({ model }) => model.id));
            if (!page.hasMore) break;
          }
          expect(paged).toEqual(whole);
        }
      }
    });

    test("take no id that others may mean, and keep one that nobody else could", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:openai/whisper-large"), sample("hf:x/bertscore-base"),
        ...["whisper", "openai/whisper-large", "bertscor", "eip155:1:0xabc/7"].map((name) => sample(`chain:${name}`, { naming: "open", registrant: "a" })),
      ]);
      const streams = async (text: string, of: string) => (await catalog.searchWindow(query(text))).hits.find(({ model }) => model.id === `chain:${of}`)?.streams.includes("exact-id");
      expect([await streams("whisper", "whisper"), await streams("openai/whisper-large", "openai/whisper-large"), await streams("bertscor", "bertscor")]).toEqual([false, false, false]);
      expect([await streams("eip155:1:0xabc/7", "eip155:1:0xabc/7"), await streams("chain:whisper", "whisper")]).toEqual([true, true]);
    });

    test("hide no part of a name, no correction and no completion", async () => {
      const catalog = await open();
      const honest = [sample("hf:x/whisper-large", { popularity: { downloads30d: 5 } }), sample("hf:y/my-bertscore"), sample("hf:z/instruct-8b")];
      await catalog.applyListings(honest);
      const asked = async () => ({
        part: (await ids(catalog, query("bertscor"))).filter((each) => each.startsWith("hf:")),
        corrected: [...(await catalog.nearestTokens(["whispr", "instrct"]))],
        counted: [...(await catalog.tokenCounts(["whisper", "whispr"]))],
        completed: (await catalog.suggest("whis", 1))[0],
      });
      const before = await asked();
      expect(before).toEqual({
        part: ["hf:y/my-bertscore"], corrected: [["whispr", "whisper"], ["instrct", "instruct"]], counted: [["whisper", 1], ["whispr", 0]],
        completed: { text: "whisper-large", model: "hf:x/whisper-large" },
      });
      await catalog.applyListings([...flood((place) => `bertscor-${place}`), ...flood((place) => `whispr instrct ${place}`), ...flood((place) => `copy-${place}`, 100, { name: "whisper-large" })]);
      expect(await asked()).toEqual(before);
      expect((await catalog.suggest("whis", 3)).slice(0, 1)).toEqual([before.completed]);
      expect((await catalog.suggest("whispr", 1)).length).toBe(1);
    });

    test("are found by the beginning of what they say, and not by all of it", async () => {
      const catalog = await open();
      const many = Array.from({ length: 500 }, (_, place) => `word${place}`).join(" ");
      await catalog.applyListings([sample("chain:agent", { naming: "open", description: many })]);
      expect([await ids(catalog, query("word3")), await ids(catalog, query("word400"))]).toEqual([["chain:agent"], []]);
    });

    test("are reached with all others, each once, as many as are counted, also beside parts of names and while others come in", async () => {
      for (const [seed, text] of [[1, ""], [2, "llama"], [3, "xbert"], [4, "bert xx"]] as const) {
        const catalog = await open();
        const random = new Random(seed);
        let place = 0;
        const more = (count: number): Promise<unknown> =>
          catalog.applyListings(
            Array.from({ length: count }, () => {
              place += 1;
              const name = random.pick(["llama", "xbert", `axbert${place}`, "bert-xx", `nothing${place}`]);
              const isOpen = random.oneIn(2);
              return isOpen
                ? sample(`chain:${name}-${place}`, { naming: "open", registrant: `a${place % 40}`, ...(random.oneIn(2) && { tags: ["xbert", "llama"] }) })
                : sample(`hf:a/${name === "xbert" || name === "bert-xx" ? `z${place}` : name}-${place}`);
            }),
          );
        await more(1_500);
        const asked = query(text);
        const before = await walk(catalog, asked);
        expect((await catalog.count(asked)).count).toBe(before.length);
        expect(new Set(before).size).toBe(before.length);
        const reached: string[] = [];
        for (let page = await catalog.searchWindow(asked); ; ) {
          await more(20);
          const again = await catalog.searchWindow(asked, JSON.parse(JSON.stringify(page.window)) as SearchWindow);
          reached.push(...again.hits.map(({ model }) => model.id));
          if (again.next === undefined) break;
          page = await catalog.searchWindow(asked, again.next);
        }
        expect(new Set(reached).size).toBe(reached.length);
        expect(before.filter((each) => !reached.includes(each))).toEqual([]);
      }
    });
  });
}
