import type { ListingKey } from "@modeldex/schema";
import { describe, expect, test } from "vitest";
import type { Catalog, IdentityRules } from "../catalog.ts";
import type { ListingWrite } from "../listing-write.ts";
import { id, key, Random, sample, sha256, source, weights } from "./samples.ts";

/** Listings that are the same model, and those that only look so. */
export function identitySuite(open: () => Promise<Catalog>, orders: number): void {
  describe("identity", () => {
    test("joins equal bytes, and the values of the leading listing stand", async () => {
      const catalog = await open();
      await catalog.setIdentityRules({ same: [], different: [], sourceOrder: [source("hf"), source("mirror")] });
      await catalog.applyListings([sample("mirror:whisper", { description: "from the mirror", task: "x", artifacts: [weights("model.bin", "a")] })]);
      await catalog.applyListings([sample("hf:openai/whisper", { task: "y", artifacts: [weights("model.safetensors", "a")] })]);
      const [model] = await catalog.models(["mirror:whisper"]);
      expect(model).toMatchObject({ id: "hf:openai/whisper", task: "y", description: "from the mirror", listingCount: 2, sources: ["hf", "mirror"], statedBy: { description: "mirror:whisper" } });
      const [listings] = await catalog.listingsOf([id("hf:openai/whisper")]);
      expect(listings?.map(({ key: each, link }) => [each, link.kind, link.relation])).toEqual([
        ["hf:openai/whisper", "LEADING", "SAME_WEIGHTS"],
        ["mirror:whisper", "SAME_DIGEST", "SAME_WEIGHTS"],
      ]);
      expect(listings?.[1]?.link.evidence).toEqual([
        { kind: "digest", left: sha256("a"), leftFrom: "hf:openai/whisper model.safetensors", right: sha256("a"), rightFrom: "mirror:whisper model.bin", retrievedAt: "2026-03-01T00:00:00Z" },
      ]);
      expect(await catalog.aliasesOf([id("hf:openai/whisper")])).toEqual([["mirror:whisper"]]);
      const merged = (await catalog.changes(0, 10)).filter(({ kind }) => kind === "MERGED");
      expect(merged.map(({ listing, model: to, before, after }) => ({ listing, to, before, after }))).toEqual([
        { listing: "mirror:whisper", to: "hf:openai/whisper", before: { model: "mirror:whisper" }, after: { model: "hf:openai/whisper", link: "SAME_DIGEST" } },
      ]);
    });

    test("does not join small files, files that are no weights, or names that contradict", async () => {
      const catalog = await open();
      const pointer = { path: "model.safetensors", sizeBytes: 135, digest: sha256("a") };
      const tokenizer = { path: "tokenizer.json", sizeBytes: 9_000_000, digest: sha256("b") };
      await catalog.applyListings([
        sample("hf:a/one", { artifacts: [pointer, tokenizer] }),
        sample("or:one", { artifacts: [pointer, tokenizer] }),
        sample("ollama:qwen:72b-text", { artifacts: [weights("w.gguf", "c")] }),
        sample("other:qwen:110b-text", { artifacts: [weights("w.gguf", "c")] }),
      ]);
      expect((await catalog.models(["hf:a/one", "or:one", "ollama:qwen:72b-text", "other:qwen:110b-text"])).map((model) => model?.listingCount)).toEqual([1, 1, 1, 1]);
      const [candidates] = await catalog.candidateListingsOf([id("ollama:qwen:72b-text")]);
      expect(candidates?.map(({ listing, statement, link }) => ({ key: listing.key, statement, kind: link.kind }))).toEqual([
        { key: "other:qwen:110b-text", kind: "SAME_DIGEST", statement: `Both hold the same file of weights, ${sha256("c")}, but the names differ in size: 72000000000 parameters and 110000000000 parameters.` },
      ]);
      expect((await catalog.listingsByDigest([sha256("b"), sha256("c"), sha256("d")])).map((found) => found.map(({ key: each }) => each))).toEqual([
        ["hf:a/one", "or:one"], ["ollama:qwen:72b-text", "other:qwen:110b-text"], [],
      ]);
    });

    test("joins an explicit reference that the names do not contradict, also when the target comes later", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("or:meta/llama-3.1-8b-instruct", { refersTo: { "pkg:huggingface/meta-llama/Llama-3.1-8B-Instruct": "hf:meta-llama/Llama-3.1-8B-Instruct" } }),
        sample("or:liquid/lfm-2.2-6b", { refersTo: { "pkg:huggingface/LiquidAI/LFM2-2.6B": "hf:LiquidAI/LFM2-2.6B" } }),
      ]);
      await catalog.applyListings([sample("hf:meta-llama/Llama-3.1-8B-Instruct"), sample("hf:LiquidAI/LFM2-2.6B")]);
      expect((await catalog.models(["or:meta/llama-3.1-8b-instruct", "or:liquid/lfm-2.2-6b"])).map((model) => model?.id)).toEqual(["hf:meta-llama/Llama-3.1-8B-Instruct", "or:liquid/lfm-2.2-6b"]);
      expect((await catalog.listings([key("or:meta/llama-3.1-8b-instruct")]))[0]?.link).toMatchObject({ kind: "EXPLICIT_REFERENCE", relation: "HOSTED" });
      expect((await catalog.candidateListingsOf([id("hf:LiquidAI/LFM2-2.6B")]))[0]?.map(({ listing }) => listing.key)).toEqual(["or:liquid/lfm-2.2-6b"]);
    });

    test("gives a listing its own model again when what joined it is gone, and both ids still lead somewhere", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/w", { artifacts: [weights("w.gguf", "a")] }), sample("zz:w", { artifacts: [weights("w.gguf", "a")] })]);
      expect((await catalog.models(["zz:w"]))[0]?.id).toBe("hf:a/w");
      await catalog.applyListings([sample("zz:w", { fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect((await catalog.models(["zz:w", "hf:a/w"])).map((model) => [model?.id, model?.listingCount])).toEqual([["zz:w", 1], ["hf:a/w", 1]]);
      expect((await catalog.changes(0, 20)).filter(({ kind }) => kind === "SPLIT").map(({ listing, model, before }) => ({ listing, model, before }))).toEqual([
        { listing: "zz:w", model: "zz:w", before: { model: "hf:a/w" } },
      ]);
    });

    test("obeys the operator, who may join and part, and takes it back", async () => {
      const catalog = await open();
      const rules = (same: IdentityRules["same"], different: IdentityRules["different"]): IdentityRules => ({ same, different, sourceOrder: [] });
      await catalog.applyListings([sample("hf:a/x"), sample("or:y"), sample("aa:w", { artifacts: [weights("w.gguf", "a")] }), sample("bb:w", { artifacts: [weights("w.gguf", "a")] })]);
      await catalog.setIdentityRules(rules([[key("or:y"), key("hf:a/x")]], [[key("bb:w"), key("aa:w")]]));
      expect((await catalog.models(["or:y", "bb:w"])).map((model) => model?.id)).toEqual(["hf:a/x", "bb:w"]);
      expect((await catalog.listings([key("or:y")]))[0]?.link.kind).toBe("OPERATOR_RULE");
      expect((await catalog.candidateListingsOf([id("aa:w")]))[0]?.map(({ listing }) => listing.key)).toEqual(["bb:w"]);
      await catalog.setIdentityRules(rules([], []));
      expect((await catalog.models(["or:y", "bb:w"])).map((model) => model?.id)).toEqual(["or:y", "aa:w"]);
      await expect(catalog.setIdentityRules(rules([["no key" as ListingKey, key("hf:a/x")]], []))).rejects.toThrow(/"no key", which is no listing key/);
    });

    test("lets an entry of an open registry change nothing of a model, and never bridge two", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:meta/llama", { task: "t", license: { stated: "mit" }, artifacts: [weights("a.gguf", "a")] }),
        sample("hf:qwen/qwen", { artifacts: [weights("b.gguf", "b")] }),
      ]);
      const before = (await catalog.models(["hf:meta/llama"]))[0];
      await catalog.applyListings([
        sample("chain:1", {
          naming: "open", name: "anything", description: "mine", license: { stated: "gpl-3.0" }, popularity: { downloads30d: 10 ** 9 }, artifacts: [weights("a.gguf", "a"), weights("b.gguf", "b")],
        }),
      ]);
      expect((await catalog.models(["hf:meta/llama", "hf:qwen/qwen", "chain:1"])).map((model) => [model?.id, model?.listingCount])).toEqual([["hf:meta/llama", 2], ["hf:qwen/qwen", 1], ["hf:meta/llama", 2]]);
      expect((await catalog.models(["hf:meta/llama"]))[0]).toEqual({ ...before, listingCount: 2, sources: ["hf", "chain"] });
      expect((await catalog.listings([key("chain:1")]))[0]?.link).toMatchObject({ kind: "SAME_DIGEST", relation: "REGISTERED" });
      await catalog.markGone([key("hf:meta/llama")], "2026-03-03T00:00:00Z");
      expect((await catalog.models(["chain:1"]))[0]).toMatchObject({ id: "hf:meta/llama", state: "GONE" });
    });

    test("makes the same models and links in whatever order things come", async () => {
      const random = new Random(7);
      const writes = entangled();
      const outcomes = new Set<string>();
      for (let round = 0; round < orders; round += 1) {
        const catalog = await open();
        const rules: IdentityRules = { same: [[key("or:n"), key("aa:n")]], different: [[key("bb:z"), key("aa:z")]], sourceOrder: [source("hf"), source("or")] };
        const shuffled = random.shuffled(writes);
        const cuts = [0, random.below(writes.length), writes.length].sort((left, right) => left - right);
        for (const [place, cut] of cuts.entries()) {
          if (place === 1) await catalog.setIdentityRules(rules);
          await catalog.applyListings(shuffled.slice(cut, cuts[place + 1] ?? cut));
        }
        const keys = writes.map(({ source: from, record }) => key(`${from}:${record.nativeId}`));
        const listings = await catalog.listings(keys);
        const models = await catalog.models(keys);
        const candidates = await catalog.candidateListingsOf(models.map((model) => model?.id ?? id("")));
        outcomes.add(JSON.stringify([listings.map((listing) => [listing?.model, listing?.link]), models, candidates.map((each) => each.map(({ listing, statement }) => [listing.key, statement]))]));
      }
      expect(outcomes.size).toBe(1);
    });
  });
}

/** Listings that share files, refer to each other in a chain, contradict each other, and are open. */
function entangled(): readonly ListingWrite[] {
  const file = (letter: string) => [weights(`${letter}.gguf`, letter)];
  return [
    sample("hf:meta/llama-8b", { artifacts: file("a"), createdAt: "2024-01-01T00:00:00Z" }),
    sample("hf:copy/llama-8b", { artifacts: file("a"), createdAt: "2024-06-01T00:00:00Z" }),
    sample("or:llama-8b", { refersTo: { r1: "hf:copy/llama-8b" } }),
    sample("or:llama-70b", { refersTo: { r2: "hf:meta/llama-8b" } }),
    sample("mirror:llama-8b", { artifacts: [...file("a"), ...file("e")] }),
    sample("chain:9", { naming: "open", artifacts: [...file("a"), ...file("z")] }),
    sample("chain:2", { naming: "open", artifacts: file("q") }),
    sample("chain:1", { naming: "open", artifacts: [...file("q"), ...file("p")] }),
    sample("chain:3", { naming: "open", artifacts: file("p") }),
    sample("aa:z", { artifacts: file("z") }),
    sample("bb:z", { artifacts: file("z") }),
    sample("cc:z", { artifacts: file("z") }),
    sample("aa:n", { task: "t" }),
    sample("or:n", { description: "d", refersTo: { r3: "hf:late/n" } }),
    sample("hf:late/n", { popularity: { downloads30d: 5 } }),
    sample("hf:late/n-70b", { artifacts: file("e") }),
  ];
}
