import { recordedFetch, sourceSuite, testContext, type RecordedExchange } from "@modeldex/plugin-kit/testing";
import type { RecordField } from "@modeldex/plugin-kit";
import { describe, expect, test } from "vitest";
import { configuration, daemon, digests, library, libraryUrl, license, manifest, registry, shown, tags, weights } from "./fixtures/ollama-answers.ts";
import { ollama } from "./ollama.ts";
import type { OllamaOptions } from "./options.ts";

const blobs = `${registry}/v2/library/llama3.1/blobs`;
const registryAnswers: readonly RecordedExchange[] = [
  { url: `${registry}/v2/library/llama3.1/manifests/8b-instruct-q4_K_M`, text: manifest, headers: { "content-type": "text/plain" } },
  { url: `${registry}/v2/ada/lantern/manifests/latest`, text: manifest, headers: { "content-type": "text/plain" } },
  ...["library/llama3.1", "ada/lantern"].flatMap((name) => [
    { url: `${registry}/v2/${name}/blobs/${digests.configuration}`, text: configuration },
    { url: `${registry}/v2/${name}/blobs/${digests.license}`, text: license },
  ]),
  { url: `${blobs}/${digests.weights}`, text: weights },
  { url: `${registry}/v2/modeldex-suite/no-such-model/manifests/latest`, status: 404, json: { errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown", detail: {} }] } },
];
const exchanges: readonly RecordedExchange[] = [
  { url: libraryUrl, json: library },
  { url: `${daemon}/api/tags`, json: tags },
  { method: "POST", url: `${daemon}/api/show`, body: { model: "acme-support:7b" }, json: shown },
  ...registryAnswers,
];
const all: OllamaOptions = { library: libraryUrl, host: "127.0.0.1:11434" };
const everything = new Set(ollama().onDemand);
const llama = "llama3.1:8b-instruct-q4_K_M";
const foreign = ["https://huggingface.co/ada/tiny", "https://ollama.com/search", "two words"];
const references = { "ollama run llama3.1:8b": "llama3.1:8b", "https://ollama.com/library/llama3.1:8b/": "llama3.1:8b", [digests.manifest.slice(7, 19)]: digests.manifest.slice(7, 19) };

describe("with all three origins", () => {
  sourceSuite({
    source: () => ollama(all),
    exchanges,
    examples: { known: [llama, "llama3.1:8b", "acme-support:7b", "ada/lantern"], file: { ref: { nativeId: llama }, path: "model.gguf", range: { start: 5, end: 12 } }, references, foreign },
  });
});

describe("with the registry alone", () => {
  sourceSuite({ source: () => ollama(), exchanges: registryAnswers, examples: { known: ["ada/lantern"], file: { ref: { nativeId: llama }, path: "model.gguf", range: { start: 0, end: 3 } }, references, foreign } });
});

describe("with a daemon alone", () => {
  sourceSuite({
    source: () => ollama({ host: "127.0.0.1", registry: false }), exchanges,
    examples: { known: ["acme-support:7b"], unknown: "no-such-model", references, foreign },
  });
});

async function listed(options: OllamaOptions, answers = exchanges) {
  const context = testContext({ fetch: recordedFetch(answers).fetch });
  const page = await ollama(options).list?.({ limit: 100 }, context);
  return { page, drops: context.drops, records: page?.records ?? [], ids: page?.records?.map(({ nativeId, movingAliases }) => [nativeId, ...(movingAliases ?? [])]) };
}

async function got(nativeId: string, { options = all, answers = exchanges, need = everything as ReadonlySet<RecordField>, revision = undefined as string | undefined } = {}) {
  const [answer] = (await ollama(options).get?.({ refs: [{ nativeId, ...(revision !== undefined && { revision }) }], need }, testContext({ fetch: recordedFetch(answers).fetch }))) ?? [];
  return answer;
}

test("makes one listing of the tags that share a manifest, and of what is installed under any name", async () => {
  expect((await listed(all)).ids).toEqual([
    [llama, "llama3.1", "llama3.1:8b", "llama3.1:latest"],
    ["llama3.1:8b-text-q4_0"],
    ["mxbai-embed-large:335m-v1-fp16", "mxbai-embed-large", "mxbai-embed-large:latest", "my-embedder", "my-embedder:latest"],
    ["gemma4:cloud"],
    ["gemma4:e2b-nvfp4", "gemma4:e2b-mlx"],
    ["minimax-m2:cloud"],
    ["acme-support:7b"],
    ["ada/tiny", "ada/tiny:latest"],
    ["hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M"],
    // Its tag leads to other bytes in the library by now.
    [`llama3.1@sha256:${"12".repeat(32)}`],
  ]);
});

test("states what the index says of a tag, and the beginning of its digest", async () => {
  const { records } = await listed({ library: libraryUrl });
  expect(records.slice(0, 2)).toEqual([
    {
      nativeId: llama, name: llama, aliases: [digests.manifest.slice(7, 19)], movingAliases: ["llama3.1", "llama3.1:8b", "llama3.1:latest"],
      url: `https://ollama.com/library/${llama}`, access: "OPEN", description: "A family of models.", revision: digests.manifest.slice(0, 19), task: "text-generation",
      modalities: { input: ["text"], output: ["text"] }, capabilities: ["tools"], parameters: { total: 8_000_000_000, origin: "NAME" }, precisions: ["Q4_K_M"], contextTokens: 131_072,
      formats: ["GGUF"], tags: ["tools"], popularity: { downloadsAllTime: 118_700_000, asOf: "2026-08-21T22:59:06.406Z" },
      details: { statedSize: "4.9GB" },
    },
    expect.objectContaining({ nativeId: "llama3.1:8b-text-q4_0", precisions: ["Q4_0"] }),
  ]);
  // Weights that were not trained for conversation call no tools.
  expect(records[1]).not.toHaveProperty("capabilities");
});

test("keeps offers and files apart: what runs in a cloud has no weights here", async () => {
  const { records } = await listed(all);
  const cloud = records.filter(({ offers }) => offers !== undefined);
  expect(cloud.map(({ nativeId, offers, formats, precisions, access, contextTokens }) => ({ nativeId, offers, formats, precisions, access, contextTokens }))).toEqual([
    { nativeId: "gemma4:cloud", offers: [{ provider: "ollama.com", callAs: "gemma4:cloud", contextTokens: 262_144 }], contextTokens: 262_144 },
    { nativeId: "minimax-m2:cloud", offers: [{ provider: "ollama.com", callAs: "minimax-m2", precision: "FP8" }] },
  ]);
  expect(cloud[1]?.details).toEqual({ installedAs: ["minimax-m2:cloud"], installedAt: "2026-03-04T04:04:36.387Z" });
  expect(await got("gemma4:cloud")).not.toHaveProperty("artifacts");
});

test("states the format of weights only as far as it is known", async () => {
  const { records } = await listed(all);
  expect(records.filter(({ nativeId }) => /^(?:gemma4:e2b|acme|ada)/.test(nativeId)).map(({ nativeId, formats, precisions }) => [nativeId, formats, precisions])).toEqual([
    ["gemma4:e2b-nvfp4", ["MLX"], ["NVFP4"]], ["acme-support:7b", ["GGUF"], undefined], ["ada/tiny", ["GGUF"], ["Q8_0"]],
  ]);
});

test("tells what only this daemon has from what is public, and links what was pulled from the Hub", async () => {
  const { records } = await listed(all);
  const own = Object.fromEntries(records.slice(6).map(({ nativeId, name, publisher, access, url, links, revision }) => [nativeId, { name, publisher, access, url, links, revision }]));
  expect(own).toEqual({
    "acme-support:7b": { name: "acme-support:7b", access: "PRIVATE", revision: `sha256:${"ab".repeat(32)}` },
    "ada/tiny": { name: "tiny", publisher: { name: "ada", url: "https://ollama.com/ada" }, revision: `sha256:${"cd".repeat(32)}` },
    "hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M": {
      name: "Llama-3.2-3B-Instruct-GGUF:Q4_K_M", publisher: { name: "bartowski" }, revision: `sha256:${"ef".repeat(32)}`,
      links: [{ reference: "https://huggingface.co/bartowski/Llama-3.2-3B-Instruct-GGUF", relation: "SAME_WEIGHTS", statement: "Ollama pulled it from this repository of the Hugging Face Hub." }],
    },
    [`llama3.1@sha256:${"12".repeat(32)}`]: { name: "llama3.1:8b", revision: `sha256:${"12".repeat(32)}` },
  });
  // Without an index nobody knows which names are public.
  expect((await listed({ host: "127.0.0.1" })).records.find(({ nativeId }) => nativeId === "acme-support:7b")).not.toHaveProperty("access");
  const { naming } = ollama(all);
  expect(typeof naming === "function" && [llama, "acme-support:7b", "ada/tiny", "hf.co/a/b", `llama3.1@sha256:${"12".repeat(32)}`].map(naming)).toEqual(["curated", "curated", "namespaced", "namespaced", "namespaced"]);
});

test("adds what the registry says on demand: files by digest, claims with the manifest as evidence, the licence by its title", async () => {
  const url = `${registry}/v2/library/llama3.1/manifests/8b-instruct-q4_K_M`;
  const template = "sha256:8cf247399e57085e6b34c345ebea38c1aa3e2b25c8294eecb746dd7b01dd9079";
  const params = "sha256:56bb8bd477a519ffa694fc449c2413c6f0e1d3b1c88fa7e3c9d88d3ae49d4dcb";
  const record = await got("llama3.1");
  expect(record).toMatchObject({ nativeId: llama, revision: digests.manifest, architecture: "llama", license: { stated: "LLAMA 3.1 COMMUNITY LICENSE AGREEMENT" } });
  expect(record).toHaveProperty("aliases", [digests.manifest.slice(7, 19), `llama3.1@${digests.manifest}`]);
  expect(record).toHaveProperty("artifacts", [
    { path: "model.gguf", sizeBytes: weights.length, digest: digests.weights, url: `${blobs}/${digests.weights}`, role: "WEIGHTS", format: "GGUF", precision: "Q4_K_M" },
    { path: "template", sizeBytes: 1692, digest: template, url: `${blobs}/${template}` },
    { path: "LICENSE", sizeBytes: license.length, digest: digests.license, url: `${blobs}/${digests.license}` },
    { path: "params.json", sizeBytes: 96, digest: params, url: `${blobs}/${params}` },
  ]);
  const claims = record !== undefined && "claims" in record ? record.claims?.slice(0, 2) : undefined;
  expect(claims).toEqual([
    { kind: "CONTENT_DIGEST", statement: `The manifest has the sha256 ${digests.manifest}, over its bytes as the registry gives them.`, facts: { digest: digests.manifest, path: "manifest.json", reference: url }, evidence: [{ kind: "document", url, digest: digests.manifest }] },
    { kind: "CONTENT_DIGEST", statement: "The manifest names model.gguf by its sha256.", facts: { digest: digests.weights, path: "model.gguf", reference: `${blobs}/${digests.weights}` }, evidence: [{ kind: "document", url, pointer: "/layers/0/digest", digest: digests.manifest }] },
  ]);
});

test("asks the daemon alone about what only the daemon has", async () => {
  const { fetch, calls } = recordedFetch(exchanges);
  const [record] = (await ollama(all).get?.({ refs: [{ nativeId: "acme-support:7b" }], need: everything }, testContext({ fetch }))) ?? [];
  expect(record).toMatchObject({ architecture: "qwen2", contextTokens: 32_768, capabilities: ["tools", "reasoning"], license: { stated: "Apache License Version 2.0" }, artifacts: [{ path: "model.gguf", digest: `sha256:${"9a".repeat(32)}` }] });
  expect(calls.map(({ url }) => url)).toEqual([libraryUrl, `${daemon}/api/tags`, `${daemon}/api/show`]);
  expect(await ollama(all).readFile?.({ ref: { nativeId: "acme-support:7b" }, path: "model.gguf" }, testContext({ fetch: recordedFetch(exchanges.slice(0, 2)).fetch }))).toBeUndefined();
});

test("finds a model by the id that the command prints, by a digest under its name, and at the revision that was named", async () => {
  const none = { need: new Set<never>() };
  expect(await got(digests.manifest.slice(7, 19), none)).toMatchObject({ nativeId: llama });
  expect(await got(`mxbai-embed-large@sha256:${tags.models[0]?.digest}`, none)).toMatchObject({ nativeId: "mxbai-embed-large:335m-v1-fp16" });
  expect(await got(llama, { ...none, revision: digests.manifest })).toMatchObject({ revision: digests.manifest });
  expect([await got(llama, { ...none, revision: `sha256:${"0".repeat(64)}` }), await got(`llama3.1@${digests.manifest.slice(0, -1)}x`, none), await got("000000000000", none)]).toEqual([undefined, undefined, undefined]);
});

test("says where index and registry contradict each other, and which licence it is only when every text has a known title", async () => {
  const without = exchanges.filter(({ url }) => !url.includes("/manifests/8b"));
  const missing = [...without, { url: `${registry}/v2/library/llama3.1/manifests/8b-instruct-q4_K_M`, status: 404, json: {} }];
  expect(await got(llama, { answers: missing })).toMatchObject({ code: "BAD_RESPONSE", message: `registry.ollama.ai has nothing for ${llama}, and the index of the library ${digests.manifest.slice(7, 19)}: one of them is behind.` });
  const other = [...without, { url: `${registry}/v2/library/llama3.1/manifests/8b-instruct-q4_K_M`, text: manifest.replace("1692", "1693") }];
  expect(await got(llama, { answers: other })).toMatchObject({ code: "BAD_RESPONSE", message: expect.stringMatching(/^registry\.ollama\.ai has [0-9a-f]{12} for llama3\.1:8b-instruct-q4_K_M, and the index of the library [0-9a-f]{12}/) });
  const gone = exchanges.map((exchange) => (exchange.url.endsWith(digests.license) ? { url: exchange.url, status: 404 } : exchange));
  expect(await got(llama, { answers: gone })).not.toHaveProperty("license");
});

test("reads the index and the daemon together or not at all", async () => {
  const down = exchanges.map((exchange) => (exchange.url.endsWith("/api/tags") ? { url: exchange.url, status: 503 } : exchange));
  await expect(listed(all, down)).rejects.toMatchObject({ code: "UNREACHABLE" });
});

test("lists nothing again while nothing changed, for half of the time that it counts as fresh", async () => {
  const at = (hours: number, answers: readonly RecordedExchange[] = exchanges) => testContext({ fetch: recordedFetch(answers).fetch, now: new Date(Date.UTC(2026, 7, 22, hours)) });
  const { checkpoint = "" } = (await ollama(all).list?.({ limit: 100 }, at(0))) ?? {};
  const since = { limit: 100, since: checkpoint };
  expect(await ollama(all).list?.(since, at(2))).toEqual({ unchanged: true });
  expect(await ollama(all).list?.(since, at(4))).toMatchObject({ whole: true });
  const pulled = exchanges.map((exchange) => (exchange.url.endsWith("/api/tags") ? { ...exchange, json: { models: tags.models.slice(1) } } : exchange));
  expect(await ollama(all).list?.(since, at(2, pulled))).toMatchObject({ whole: true });
});

test("reads the other form of an index, which has one tag for each digest", async () => {
  // Tags of embeddinggemma and laguna-xs.2, 2026-07-15; the window of the latter is synthetic.
  const row = (name: string, size: string) => ({ href: `https://ollama.com/library/${name}`, name, input_types: ["Text"], updated_str: "10 months ago", update_date: "2025-09-15", context_window: "2K", context_window_num: 2000, size_str: size, size_num: 1 });
  const gallery = { embeddinggemma: { "85462619ee72": row("embeddinggemma:latest", "622MB"), "101341d65c2c": row("embeddinggemma:300m-qat-q4_0", "239MB"), "101341d65c2": row("embeddinggemma:short", "1MB") }, "laguna-xs.2": { d978dfa2896b: row("laguna-xs.2:mxfp8                    MLX", "36GB") } };
  const { records, drops } = await listed({ library: libraryUrl }, [{ url: libraryUrl, json: gallery }]);
  expect(records.map(({ nativeId, movingAliases, contextTokens, details }) => [nativeId, movingAliases, contextTokens, details?.["statedSize"]])).toEqual([["embeddinggemma", ["embeddinggemma:latest"], 2048, "622MB"], ["embeddinggemma:300m-qat-q4_0", [], 2048, "239MB"], ["laguna-xs.2:mxfp8", [], 2048, "36GB"]]);
  expect(records.map(({ formats }) => formats)).toEqual([["GGUF"], ["GGUF"], ["MLX"]]);
  expect(drops).toEqual([{ nativeId: "embeddinggemma:short", reason: "it has no name with a tag, or no id of 12 hex digits" }]);
});

test("says who runs the library, and that what is listed is not told by them", async () => {
  const claims = (await ollama(all).about?.(testContext())) ?? [];
  expect(claims.map(({ kind }) => kind)).toEqual(["SOURCE_OPERATOR", "REFERENCE_IMMUTABILITY", "CHANGE_HISTORY", "EXTENSION"]);
});

test("names the option that is wrong", () => {
  expect(() => ollama({ host: "a b" })).toThrow("ollama(): option host: must be a host, host:port or URL, such as 127.0.0.1:11434");
  expect(() => ollama({ library: "models.json" })).toThrow("ollama(): option library: must be an http or https URL, such as https://ollama-models.example/models.json");
  expect(() => ollama({ registry: false })).toThrow("ollama(): must name at least one of host, library and registry");
  expect(ollama({ registry: false, host: "0.0.0.0" }).baseAddresses).toEqual(["http://127.0.0.1:11434"]);
});

describe("what the daemon had", () => {
  const asks = async (options: Parameters<typeof ollama>[0], name: string): Promise<readonly string[]> => {
    const source = ollama(options);
    const asked: string[] = [];
    const context = (models: unknown) => {
      const lent = recordedFetch([{ url: libraryUrl, json: library }, { url: `${daemon}/api/tags`, json: models }]).fetch;
      return testContext({ fetch: async (input, init) => {
        const { url } = new Request(input, init);
        if (!url.startsWith(registry)) return await lent(input, init);
        asked.push(url);
        return new Response("", { status: 404 });
      } });
    };
    expect((await source.list?.({ limit: 100 }, context(tags)))?.records?.map(({ nativeId }) => nativeId)).toContain("acme-support:7b");
    expect(await source.get?.({ refs: [{ nativeId: name }], need: new Set() }, context({ models: [] }))).toEqual([undefined]);
    return asked;
  };

  test("is not asked of the registry when it is removed there, with an index and without", async () => {
    expect(await asks({ library: libraryUrl, host: "127.0.0.1:11434" }, "acme-support:7b")).toEqual([]);
    expect(await asks({ host: "127.0.0.1:11434" }, "acme-support:7b")).toEqual([]);
  });

  test("nor are names that the library does not have; those of accounts are", async () => {
    expect(await asks({ library: libraryUrl, host: "127.0.0.1:11434" }, "acme-legal:7b")).toEqual([]);
    expect(await asks({ library: libraryUrl, host: "127.0.0.1:11434" }, "acme/public:7b")).toEqual([`${registry}/v2/acme/public/manifests/7b`]);
  });
});
