import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import type { ListingWrite } from "../listing-write.ts";
import type { ImportedOverlay } from "../overlay.ts";
import { id, key, Random, sample, type SampleWrite, source, weights } from "./samples.ts";

const offer = [{ provider: "Somebody" }];

/** One of the Hub, whose owners name their own entries. */
function hub(owner: string, name: string, fields: SampleWrite = {}): ListingWrite {
  return sample(`hf:${owner}/${name}`, { naming: "namespaced", task: "text-generation", publisher: { name: owner }, formats: ["SAFETENSORS"], ...fields });
}

/** One of a library whose operator names the entries and states no publisher. */
function library(tag: string, fields: SampleWrite = {}): ListingWrite {
  return sample(`ollama:${tag}`, { naming: "curated", name: tag, formats: ["GGUF"], ...fields });
}

/** A service whose operator names the models. */
function service(slug: string, fields: SampleWrite = {}): ListingWrite {
  return sample(`or:${slug}`, { naming: "curated", offers: offer, ...fields });
}

/** A row of prices. */
function row(nativeId: string, name: string, { at = "2026-03-01T00:00:00Z", ...fields }: Partial<ImportedOverlay["record"]> & { readonly at?: string } = {}): ImportedOverlay {
  return { source: source("prices"), naming: "curated", fetchedAt: at, firstSeenAt: at, record: { nativeId, name, offers: offer, ...fields }, linkTargets: [] };
}

/** Listings and overlays that join by what they are called, and those that only look so. */
export function nameSuite(openEmpty: () => Promise<Catalog>, orders: number): void {
  const hubSources = [source("hf")];
  const open = async (): Promise<Catalog> => {
    const catalog = await openEmpty();
    await catalog.setIdentityRules({ same: [], different: [], sourceOrder: [], hubSources });
    return catalog;
  };
  const modelsOf = async (catalog: Catalog, keys: readonly string[]): Promise<readonly unknown[]> => (await catalog.models(keys)).map((model) => model?.id);
  const linkOf = async (catalog: Catalog, text: string) => (await catalog.listings([key(text)]))[0]?.link;
  const candidatesOf = async (catalog: Catalog, model: string): Promise<readonly string[]> => ((await catalog.candidateListingsOf([id(model)]))[0] ?? []).map(({ listing, statement }) => `${listing.key}: ${statement}`);

  describe("a name", () => {
    test("that an operator gave joins the one listing of another source that says the same, and tells packaging and service", async () => {
      const catalog = await open();
      await catalog.applyListings([library("llama3.1:8b-instruct-q4_K_M"), library("llama3.1:8b-instruct-fp16"), service("meta-llama/llama-3.1-8b-instruct", { publisher: { name: "Meta", id: "meta-llama" } })]);
      await catalog.applyListings([hub("meta-llama", "Llama-3.1-8B-Instruct"), hub("bartowski", "Llama-3.1-8B-Instruct"), hub("meta-llama", "Llama-3.1-8B")]);
      const model = "hf:meta-llama/Llama-3.1-8B-Instruct";
      expect(await modelsOf(catalog, ["ollama:llama3.1:8b-instruct-q4_K_M", "ollama:llama3.1:8b-instruct-fp16", "or:meta-llama/llama-3.1-8b-instruct", "hf:bartowski/Llama-3.1-8B-Instruct", "hf:meta-llama/Llama-3.1-8B"]))
        .toEqual([model, model, model, "hf:bartowski/Llama-3.1-8B-Instruct", "hf:meta-llama/Llama-3.1-8B"]);
      expect(await linkOf(catalog, "ollama:llama3.1:8b-instruct-q4_K_M")).toEqual({
        kind: "NAME_AND_PUBLISHER", relation: "QUANTIZED", evidence: [],
        statement: "ollama:llama3.1:8b-instruct-q4_K_M and hf:meta-llama/Llama-3.1-8B-Instruct are both named “llama 3.1 8b instruct” and of the family of “meta-llama”, since ollama states no publisher.",
      });
      expect(await linkOf(catalog, "or:meta-llama/llama-3.1-8b-instruct")).toMatchObject({ kind: "NAME_AND_PUBLISHER", relation: "HOSTED" });
      const merged = (await catalog.changes(0, 50)).filter(({ kind, after }) => kind === "MERGED" && JSON.stringify(after).includes(model)).map(({ listing }) => listing);
      expect(new Set(merged)).toEqual(new Set(["ollama:llama3.1:8b-instruct-fp16", "ollama:llama3.1:8b-instruct-q4_K_M", "or:meta-llama/llama-3.1-8b-instruct"]));
    });

    test("joins nothing where nobody vouches for it, or within one source", async () => {
      const catalog = await open();
      await catalog.applyListings([
        hub("meta-llama", "Llama-3.1-8B-Instruct"), hub("meta", "Llama-3.1-8B-Instruct"), sample("other:meta-llama/Llama-3.1-8B-Instruct"),
        sample("chain:7", { naming: "open", name: "Llama-3.1-8B-Instruct", publisher: { name: "meta-llama" } }),
      ]);
      expect((await catalog.models(["hf:meta-llama/Llama-3.1-8B-Instruct", "hf:meta/Llama-3.1-8B-Instruct", "other:meta-llama/Llama-3.1-8B-Instruct", "chain:7"])).map((model) => model?.listingCount)).toEqual([1, 1, 1, 1]);
    });

    test("that leaves the training open is a candidate beside open weights, unless nobody asks for it there", async () => {
      const catalog = await open();
      await catalog.applyListings([
        library("llama3.1:8b"), hub("meta-llama", "Llama-3.1-8B"), library("bge-m3:567m"), hub("BAAI", "bge-m3-567m", { task: "feature-extraction" }),
        sample("or:qwen/qwen3-32b", { naming: "curated", offers: offer }), sample("host:qwen3-32b", { naming: "curated", offers: offer }),
      ]);
      expect(await modelsOf(catalog, ["ollama:llama3.1:8b", "ollama:bge-m3:567m", "host:qwen3-32b"])).toEqual(["ollama:llama3.1:8b", "hf:BAAI/bge-m3-567m", "host:qwen3-32b"]);
      expect((await catalog.models(["or:qwen/qwen3-32b"]))[0]?.listingCount).toBe(2);
      expect(await candidatesOf(catalog, "hf:meta-llama/Llama-3.1-8B")).toEqual([
        "ollama:llama3.1:8b: ollama:llama3.1:8b and hf:meta-llama/Llama-3.1-8B are both named “llama 3.1 8b” and of the family of “meta-llama”, since ollama states no publisher, but the name does not say which training or state of the family it means.",
      ]);
    });

    test("is a candidate once a longer one of the same publisher may be meant, also when that comes later or is renamed", async () => {
      const catalog = await open();
      const longer = hub("mistralai", "Mistral-Small-24B-Instruct-2501", { stableId: "s1" });
      await catalog.applyListings([library("mistral-small:24b-instruct"), hub("mistralai", "Mistral-Small-24B-Instruct")]);
      expect(await modelsOf(catalog, ["ollama:mistral-small:24b-instruct"])).toEqual(["hf:mistralai/Mistral-Small-24B-Instruct"]);
      await catalog.applyListings([longer]);
      expect(await modelsOf(catalog, ["ollama:mistral-small:24b-instruct"])).toEqual(["ollama:mistral-small:24b-instruct"]);
      expect(await candidatesOf(catalog, "hf:mistralai/Mistral-Small-24B-Instruct")).toEqual([expect.stringContaining("but it may mean hf:mistralai/Mistral-Small-24B-Instruct-2501 as well.")]);
      await catalog.applyListings([{ ...longer, fetchedAt: "2026-03-02T00:00:00Z", record: { ...longer.record, nativeId: "mistralai/Other-24B", name: "Other-24B" } }]);
      expect(await modelsOf(catalog, ["ollama:mistral-small:24b-instruct"])).toEqual(["hf:mistralai/Mistral-Small-24B-Instruct"]);
    });

    test("joins none of several, the plain weights before packagings of them, and none beside an own reference", async () => {
      const catalog = await open();
      await catalog.applyListings([
        library("qwen2.5:7b-instruct-q4_K_M"), hub("Qwen", "Qwen2.5-7B-Instruct"), hub("Qwen", "Qwen2.5-7B-Instruct-AWQ"), hub("Qwen", "Qwen2.5-7B-Instruct-GGUF"),
        library("gemma3:4b-it-q4_K_M"), hub("google", "gemma-3-4b-it"), hub("google", "Gemma3-4B-it"),
        service("mistralai/ministral-8b-instruct", { refersTo: { ref: "hf:mistralai/Ministral-8B-Instruct-2410" } }), hub("mistralai", "Ministral-8B-Instruct-2410"),
      ]);
      expect(await modelsOf(catalog, ["ollama:qwen2.5:7b-instruct-q4_K_M", "ollama:gemma3:4b-it-q4_K_M"])).toEqual(["hf:Qwen/Qwen2.5-7B-Instruct", "ollama:gemma3:4b-it-q4_K_M"]);
      expect((await catalog.models(["hf:Qwen/Qwen2.5-7B-Instruct-AWQ"]))[0]?.listingCount).toBe(1);
      expect((await candidatesOf(catalog, "ollama:gemma3:4b-it-q4_K_M")).map((each) => each.slice(0, each.indexOf(": ")))).toEqual(["hf:google/Gemma3-4B-it", "hf:google/gemma-3-4b-it"]);
    });

    test("never puts two listings of one source together, nor names that contradict", async () => {
      const catalog = await open();
      // The service names the old path, the library fits the new one: both of one source.
      await catalog.applyListings([
        hub("meta-llama", "Llama-3.1-8B-Instruct"), hub("meta-llama", "Llama-3.1-8B-Instruct-hf-original", { name: "Old" }),
        service("meta-llama/llama-3.1-8b-instruct", { refersTo: { ref: "hf:meta-llama/Llama-3.1-8B-Instruct-hf-original" }, publisher: { name: "meta-llama" } }), library("llama3.1:8b-instruct-q4_K_M"),
        hub("a", "base-70b", { artifacts: [weights("w.gguf", "a")] }), sample("mirror:model", { artifacts: [weights("w.gguf", "a"), weights("v.gguf", "b")] }), hub("a", "base-8b", { artifacts: [weights("v.gguf", "b")] }),
      ]);
      const models = await modelsOf(catalog, ["hf:meta-llama/Llama-3.1-8B-Instruct", "hf:meta-llama/Llama-3.1-8B-Instruct-hf-original", "hf:a/base-70b", "hf:a/base-8b"]);
      expect(new Set(models).size).toBe(4);
    });

    test("that says base joins the bare one of a publisher whose others are trained further", async () => {
      const catalog = await open();
      await catalog.applyListings([library("qwen2.5-coder:7b-base-q8_0"), library("llama2:7b-text-q4_0"), library("qwen3:8b-base"), hub("Qwen", "Qwen2.5-Coder-7B"), hub("meta-llama", "Llama-2-7b-hf"), hub("Qwen", "Qwen3-8B"), hub("Qwen", "Qwen3-8B-Base")]);
      expect(await modelsOf(catalog, ["ollama:qwen2.5-coder:7b-base-q8_0", "ollama:llama2:7b-text-q4_0"])).toEqual(["ollama:qwen2.5-coder:7b-base-q8_0", "ollama:llama2:7b-text-q4_0"]);
      await catalog.applyListings([hub("Qwen", "Qwen2.5-Coder-7B-Instruct"), hub("meta-llama", "Llama-2-7b-chat-hf")]);
      expect(await modelsOf(catalog, ["ollama:qwen2.5-coder:7b-base-q8_0", "ollama:llama2:7b-text-q4_0", "ollama:qwen3:8b-base"])).toEqual(["hf:Qwen/Qwen2.5-Coder-7B", "hf:meta-llama/Llama-2-7b-hf", "hf:Qwen/Qwen3-8B-Base"]);
      expect((await linkOf(catalog, "ollama:qwen2.5-coder:7b-base-q8_0"))?.statement).toBe("ollama:qwen2.5-coder:7b-base-q8_0 is named “qwen 2.5 coder 7b base”, and the base model can only be hf:Qwen/Qwen2.5-Coder-7B: others of its publisher are trained further, and none is called base.");
    });

    test("tells of each packaging why it belongs, and of the one that the others refer to too", async () => {
      const catalog = await open();
      const refersTo = { "https://ollama.com/library/llama3.1:8b-instruct-fp16": "ollama:llama3.1:8b-instruct-fp16" };
      await catalog.applyListings([library("llama3.1:8b-instruct-fp16"), library("llama3.1:8b-instruct-q4_0", { refersTo }), hub("meta-llama", "Llama-3.1-8B-Instruct")]);
      const links = await Promise.all(["ollama:llama3.1:8b-instruct-fp16", "ollama:llama3.1:8b-instruct-q4_0"].map((text) => linkOf(catalog, text)));
      expect(links.map((link) => [link?.kind, link?.statement.slice(0, 40)])).toEqual([["NAME_AND_PUBLISHER", "ollama:llama3.1:8b-instruct-fp16 and hf:"], ["EXPLICIT_REFERENCE", "ollama:llama3.1:8b-instruct-q4_0 names h"]]);
      expect(await modelsOf(catalog, ["ollama:llama3.1:8b-instruct-q4_0"])).toEqual(["hf:meta-llama/Llama-3.1-8B-Instruct"]);
    });

    test("of a repackaging by somebody else in the same source joins nothing, whatever it refers to", async () => {
      const catalog = await open();
      await catalog.applyListings([
        hub("meta-llama", "Llama-3.1-8B-Instruct"), hub("bartowski", "Llama-3.1-8B-Instruct-GGUF", { refersTo: { ref: "hf:meta-llama/Llama-3.1-8B-Instruct" } }),
        hub("meta-llama", "Llama-3.1-8B-Instruct-AWQ", { refersTo: { ref: "hf:meta-llama/Llama-3.1-8B-Instruct" } }),
      ]);
      expect(await modelsOf(catalog, ["hf:bartowski/Llama-3.1-8B-Instruct-GGUF", "hf:meta-llama/Llama-3.1-8B-Instruct-AWQ"])).toEqual(["hf:bartowski/Llama-3.1-8B-Instruct-GGUF", "hf:meta-llama/Llama-3.1-8B-Instruct"]);
      expect(await candidatesOf(catalog, "hf:meta-llama/Llama-3.1-8B-Instruct")).toEqual([expect.stringContaining("But nobody but whoever wrote it says that it is what another account published.")]);
    });

    test("of an overlay leads to the model that it names, to none where it could mean two, and follows when that changes", async () => {
      const catalog = await open();
      await catalog.importOverlays([row("azure/gpt-4o", "gpt-4o"), row("f/llama", "llama-v3p1-8b-instruct"), row("g/qwen", "qwen3-32b"), row("t/latest", "chatgpt-4o-latest"), row("x/y", "unheard-of-7b-instruct")]);
      const unmatched = async () => (await catalog.coverage(source("prices"))).overlaysUnmatched;
      expect(await unmatched()).toBe(5);
      await catalog.applyListings([service("openai/gpt-4o", { publisher: { name: "OpenAI", id: "openai" } }), service("openai/gpt-4o-2024-08-06", { publisher: { name: "OpenAI", id: "openai" } }), hub("meta-llama", "Llama-3.1-8B-Instruct"), hub("Qwen", "Qwen3-32B")]);
      expect(await unmatched()).toBe(3);
      expect((await catalog.overlaysOf([id("or:openai/gpt-4o"), id("hf:meta-llama/Llama-3.1-8B-Instruct")])).map((each) => each.map(({ key: own }) => own))).toEqual([["prices:azure/gpt-4o"], ["prices:f/llama"]]);
      await catalog.applyListings([hub("meta-llama", "Llama-3.1-8B-Instruct", { name: "Renamed", fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect(await unmatched()).toBe(4);
    });

    test("makes the same models, candidates and matches in whatever order things come, also again after changes", async () => {
      const random = new Random(11);
      const outcomes = new Set<string>();
      for (let round = 0; round < orders; round += 1) {
        const catalog = await open();
        const writes = random.shuffled(entangled());
        const overlays = random.shuffled([row("azure/gpt-4o", "gpt-4o"), row("f/llama", "llama-v3p1-8b-instruct"), row("m/small", "mistral-small-24b-instruct"), row("q", "qwen2.5-7b-instruct")]);
        const cut = random.below(writes.length);
        await catalog.setIdentityRules({ same: [], different: [[key("ollama:llama3.1:8b-instruct-q8_0"), key("hf:meta-llama/Llama-3.1-8B-Instruct")]], sourceOrder: [source("hf"), source("ollama"), source("or")], hubSources });
        // One comes under another name first, and is what it is only in the end.
        const [first] = writes;
        if (first !== undefined) await catalog.applyListings([{ ...first, record: { ...first.record, name: "Llama-3.1-8B-Instruct-2501" }, fetchedAt: "2026-02-01T00:00:00Z" }]);
        await catalog.applyListings(writes.slice(0, cut));
        await catalog.importOverlays(overlays);
        await catalog.applyListings(writes.slice(cut));
        const keys = entangled().map(({ source: from, record }) => key(`${from}:${record.nativeId}`));
        const models = await catalog.models(keys);
        const candidates = await catalog.candidateListingsOf(models.map((model) => model?.id ?? id("")));
        const matched = await catalog.overlaysOf([...new Set(models.map((model) => model?.id ?? id("")))].sort());
        outcomes.add(JSON.stringify([
          models.map((model) => model?.id), (await catalog.listings(keys)).map((listing) => listing?.link),
          candidates.map((each) => each.map(({ listing, statement }) => [listing.key, statement])), matched.map((each) => each.map(({ key: own, listing, statement }) => [own, listing, statement])),
        ]));
      }
      expect([...outcomes]).toHaveLength(1);
    });
  });
}

/** Names that fit, fit twice, say less, say more, and contradict. */
function entangled(): readonly ListingWrite[] {
  return [
    hub("meta-llama", "Llama-3.1-8B-Instruct"), hub("meta-llama", "Llama-3.1-8B"), hub("meta-llama", "Meta-Llama-3.1-8B-Instruct"), hub("bartowski", "Llama-3.1-8B-Instruct-GGUF"),
    library("llama3.1:8b-instruct-q4_K_M"), library("llama3.1:8b-instruct-q8_0"), library("llama3.1:8b"), service("meta-llama/llama-3.1-8b-instruct"),
    hub("mistralai", "Mistral-Small-24B-Instruct"), hub("mistralai", "Mistral-Small-24B-Instruct-2501"), library("mistral-small:24b-instruct-2501-q4_K_M"), service("mistralai/mistral-small-24b-instruct"),
    hub("Qwen", "Qwen2.5-7B-Instruct"), hub("Qwen", "Qwen2.5-7B-Instruct-AWQ"), service("qwen/qwen-2.5-7b-instruct"), service("qwen/qwen2.5-7b-instruct"), library("qwen2.5:7b-instruct-q4_K_M"),
    service("openai/gpt-4o"), service("openai/gpt-4o-2024-08-06"), sample("host:gpt-4o", { naming: "curated", offers: offer }), sample("chain:1", { naming: "open", name: "Llama-3.1-8B-Instruct" }),
  ];
}
