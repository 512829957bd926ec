import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listing, overlay } from "@modeldex/plugin-kit";
import { nameTokens } from "@modeldex/schema";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { commit, imageDigest, llamaDigest, origins } from "./support/origins.ts";
import type { Origins } from "./support/origins.ts";

let world: Origins;
let modeldex: TestGateway;
beforeAll(async () => {
  world = origins();
  modeldex = await started(world);
});
afterAll(() => modeldex.close());

async function started({ sources }: Origins): Promise<TestGateway> {
  const gateway = await startGateway({ sources });
  for (const { id } of sources) expect(await gateway.gateway.harvest(id, { all: true, signal: AbortSignal.timeout(10_000) })).toMatchObject({ status: "DONE" });
  return gateway;
}

const fields = "outcome message readAs revision model { id } listing { key purl } artifact { path } candidates { model { id } listing { key } confidence reason readAs }";
const resolve = async (reference: string, at = modeldex): Promise<any> => (await at.query(`query($reference: String!) { resolve(reference: $reference) { ${fields} } }`, { reference })).resolve;

/** A version at Replicate. */
const version = "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc";
const named = (readAs: string) => [readAs, "name"];

/** Text; outcome; the model, or the first candidate; how it was read. */
const table: readonly (readonly [text: string, outcome: string, model: string | undefined, readAs: readonly string[]])[] = [
  ["Qwen/Qwen3-32B", "RESOLVED", "hf:Qwen/Qwen3-32B", ["Hugging Face id", "OpenRouter id", "id for calling it at groq"]],
  ["qwen/qwen3-32b", "RESOLVED", "hf:Qwen/Qwen3-32B", ["Hugging Face id", "OpenRouter id", "id for calling it at groq"]],
  [`Qwen/Qwen3-32B@${commit}`, "RESOLVED", "hf:Qwen/Qwen3-32B", ["Hugging Face id"]],
  ["https://huggingface.co/Qwen/Qwen3-32B", "RESOLVED", "hf:Qwen/Qwen3-32B", ["Hugging Face URL"]],
  ["https://hf.co/Qwen/Qwen3-32B/tree/main", "RESOLVED", "hf:Qwen/Qwen3-32B", ["Hugging Face URL"]],
  ["hf://Qwen/Qwen3-32B", "RESOLVED", "hf:Qwen/Qwen3-32B", ["hf:// address"]],
  ["hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M", "RESOLVED", "hf:bartowski/Llama-3.2-3B-Instruct-GGUF", ["Ollama name of a Hugging Face model"]],
  [`pkg:huggingface/Qwen/Qwen3-32B@${commit}`, "RESOLVED", "hf:Qwen/Qwen3-32B", ["package URL"]],
  ["https://hf-mirror.com/Qwen/Qwen3-32B", "RESOLVED", "hf:Qwen/Qwen3-32B", ["URL of a mirror of Hugging Face", "Hugging Face URL"]],
  ["hf-mirror.com/BAAI/bge-m3", "RESOLVED", "hf:BAAI/bge-m3", ["URL of a mirror of Hugging Face", "Hugging Face URL"]],
  ["listing:hf:BAAI/bge-m3", "RESOLVED", "hf:BAAI/bge-m3", ["key of a listing"]],
  ["hf:BAAI/bge-m3", "RESOLVED", "hf:BAAI/bge-m3", ["key of a listing"]],
  ["openrouter:qwen/qwen3-32b", "RESOLVED", "hf:Qwen/Qwen3-32B", ["key of a listing"]],
  ["litellm:groq/qwen/qwen3-32b", "RESOLVED", "hf:Qwen/Qwen3-32B", ["key of a listing"]],
  ["litellm:cloudflare/@cf/mistral/mistral-7b-instruct-v0.1", "NOT_FOUND", "hf:mistralai/Mistral-7B-Instruct-v0.2", named("key of a listing")],
  ["qwen/qwen3-32b:free", "RESOLVED", "hf:Qwen/Qwen3-32B", ["OpenRouter id"]],
  ["https://openrouter.ai/qwen/qwen3-32b", "RESOLVED", "hf:Qwen/Qwen3-32B", ["OpenRouter URL"]],
  ["https://openrouter.ai/qwen/qwen3-32b:free", "RESOLVED", "hf:Qwen/Qwen3-32B", ["OpenRouter URL"]],
  ["~anthropic/claude-sonnet-latest", "RESOLVED", "openrouter:anthropic/claude-sonnet-4.5", ["OpenRouter id"]],
  ["openai/gpt-4o", "RESOLVED", "openrouter:openai/gpt-4o-2024-08-06", ["OpenRouter id"]],
  ["deepseek/deepseek-chat", "AMBIGUOUS", "openrouter:deepseek/deepseek-chat", ["OpenRouter id", "LiteLLM key"]],
  ["openrouter/qwen/qwen3-32b", "RESOLVED", "hf:Qwen/Qwen3-32B", ["LiteLLM key for OpenRouter", "OpenRouter id"]],
  ["llama3.1:8b", "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["Ollama name"]],
  ["llama3.1", "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["Ollama name"]],
  ["llama3.1:8b-instruct-q4_K_M", "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["Ollama name"]],
  ["library/llama3.1:8b", "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["Ollama name"]],
  ["registry.ollama.ai/library/llama3.1:8b", "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["Ollama name"]],
  [`llama3.1@${llamaDigest}`, "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["Ollama name"]],
  ["46e0c10c039e", "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["looked up by its source"]],
  ["46E0C10C039E", "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["looked up by its source"]],
  [llamaDigest, "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["sha256 of a revision"]],
  [llamaDigest.slice(7), "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["sha256 of a revision"]],
  ["sha256:46e0c10c039e", "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["looked up by its source"]],
  ["sha256:46e0c1", "NOT_FOUND", undefined, ["Ollama name"]],
  ["000000000000", "NOT_FOUND", undefined, ["Hugging Face id", "Ollama name", "name"]],
  ["https://ollama.com/library/llama3.1:8b", "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["Ollama URL", "Ollama name"]],
  ["ollama/llama3.1", "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["LiteLLM key for Ollama", "Ollama name"]],
  ["ollama run llama3.1:8b", "RESOLVED", "ollama:llama3.1:8b-instruct-q4_K_M", ["command of Ollama", "Ollama name"]],
  ["ollama pull hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M", "RESOLVED", "hf:bartowski/Llama-3.2-3B-Instruct-GGUF", ["command of Ollama", "Ollama name of a Hugging Face model"]],
  ["qwen3:4b", "AMBIGUOUS", "hf:Qwen/Qwen3-32B", ["Ollama name", "name and tag of Ollama", "name"]],
  ["oci://docker.io/ai/llama3.1:8B-Q4_K_M", "RESOLVED", "oci:docker.io/ai/llama3.1:8B-Q4_K_M", ["OCI reference"]],
  ["docker.io/ai/llama3.1:8B-Q4_K_M", "RESOLVED", "oci:docker.io/ai/llama3.1:8B-Q4_K_M", ["OCI reference"]],
  ["docker.io/ai/llama3.1", "RESOLVED", "oci:docker.io/ai/llama3.1:8B-Q4_K_M", ["OCI reference"]],
  [`docker.io/ai/llama3.1@${imageDigest}`, "RESOLVED", "oci:docker.io/ai/llama3.1:8B-Q4_K_M", ["OCI reference"]],
  [imageDigest, "RESOLVED", "oci:docker.io/ai/llama3.1:8B-Q4_K_M", ["sha256 of a revision"]],
  [`pkg:oci/llama3.1@${encodeURIComponent(imageDigest)}?repository_url=docker.io/ai/llama3.1&tag=8B-Q4_K_M`, "RESOLVED", "oci:docker.io/ai/llama3.1:8B-Q4_K_M", ["package URL", "OCI reference"]],
  ["docker model run ai/llama3.1:8B-Q4_K_M", "RESOLVED", "oci:docker.io/ai/llama3.1:8B-Q4_K_M", ["command of Docker", "OCI reference"]],
  ["https://hub.docker.com/r/ai/llama3.1", "RESOLVED", "oci:docker.io/ai/llama3.1:8B-Q4_K_M", ["Docker Hub URL", "OCI reference"]],
  ["docker pull ghcr.io/acme/none:1", "NOT_FOUND", undefined, ["command of Docker", "OCI reference"]],
  ["groq/qwen/qwen3-32b", "RESOLVED", "hf:Qwen/Qwen3-32B", ["LiteLLM key"]],
  ["Groq/Qwen/Qwen3-32B", "RESOLVED", "hf:Qwen/Qwen3-32B", ["LiteLLM key"]],
  ["us.meta.llama3-3-70b-instruct-v1:0", "RESOLVED", "hf:meta-llama/Llama-3.3-70B-Instruct", ["LiteLLM key"]],
  ["meta.llama3-3-70b-instruct-v1:0", "RESOLVED", "hf:meta-llama/Llama-3.3-70B-Instruct", ["Ollama name", "Amazon Bedrock model id", "name"]],
  ["bedrock/us.meta.llama3-3-70b-instruct-v1:0", "RESOLVED", "hf:meta-llama/Llama-3.3-70B-Instruct", named("Amazon Bedrock model id")],
  ["arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-1-8b-instruct-v1:0", "RESOLVED", "hf:meta-llama/Llama-3.1-8B-Instruct", named("Amazon Bedrock model id")],
  ["accounts/fireworks/models/llama-v3p1-8b-instruct", "RESOLVED", "hf:meta-llama/Llama-3.1-8B-Instruct", ["id for calling it at fireworks_ai"]],
  ["fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct", "RESOLVED", "hf:meta-llama/Llama-3.1-8B-Instruct", ["LiteLLM key"]],
  ["accounts/fireworks/models/qwen3-32b", "RESOLVED", "hf:Qwen/Qwen3-32B", named("Fireworks model id")],
  ["whisper-large-v3", "RESOLVED", "hf:openai/whisper-large-v3", ["id for calling it at groq", "name"]],
  ["groq/whisper-large-v3", "RESOLVED", "hf:openai/whisper-large-v3", ["LiteLLM key"]],
  ["deepseek-r1-turbo", "AMBIGUOUS", "hf:deepseek-ai/DeepSeek-R1-0528", ["id for calling it at baseten", "id for calling it at novita"]],
  ["DeepSeek-R1-0528", "RESOLVED", "hf:deepseek-ai/DeepSeek-R1-0528", ["id for calling it at sambanova", "name"]],
  ["cloudflare/@cf/mistral/mistral-7b-instruct-v0.1", "NOT_FOUND", "hf:mistralai/Mistral-7B-Instruct-v0.2", named("LiteLLM key")],
  ["@cf/meta/llama-3.1-8b-instruct", "RESOLVED", "hf:meta-llama/Llama-3.1-8B-Instruct", named("Cloudflare Workers AI id")],
  ["mistral.mistral-7b-instruct-v0:2", "RESOLVED", "hf:mistralai/Mistral-7B-Instruct-v0.2", ["Ollama name", "Amazon Bedrock model id", "name"]],
  ["anthropic.claude-3-5-sonnet-20240620-v1:0", "AMBIGUOUS", "openrouter:anthropic/claude-sonnet-4.5", ["Ollama name", "Amazon Bedrock model id", "name"]],
  ["projects/p/locations/us-central1/publishers/meta/models/llama-3.3-70b-instruct-maas", "RESOLVED", "hf:meta-llama/Llama-3.3-70B-Instruct", named("Vertex AI publisher model")],
  ["models:/fraud/3", "NOT_RECOGNIZED", undefined, named("MLflow model")],
  ["models:/lantern-7b@champion", "AMBIGUOUS", "hf:acme/lantern-7b", named("MLflow model")],
  [`stability-ai/sdxl:${version}`, "NOT_RECOGNIZED", undefined, named("Replicate version")],
  [`meta/meta-llama-3-8b-instruct:${version}`, "RESOLVED", "hf:meta-llama/Meta-Llama-3-8B-Instruct", named("Replicate version")],
  ["https://modelscope.cn/models/Qwen/Qwen3-32B", "RESOLVED", "hf:Qwen/Qwen3-32B", named("ModelScope URL")],
  ["https://civitai.com/models/215485", "NOT_RECOGNIZED", undefined, ["Civitai URL"]],
  ["urn:air:sdxl:lora:civitai:215485@242807", "NOT_RECOGNIZED", undefined, ["AIR of Civitai"]],
  ["urn:air:sd2:model:huggingface:stabilityai/stable-diffusion-2-1", "RESOLVED", "hf:stabilityai/stable-diffusion-2-1", ["AIR of Hugging Face", "Hugging Face id"]],
  ["google/gemma/transformers/2b-it", "RESOLVED", "hf:google/gemma-2b-it", named("Kaggle handle")],
  ["https://www.kaggle.com/models/google/gemma/transformers/2b-it", "RESOLVED", "hf:google/gemma-2b-it", named("Kaggle URL")],
  ["azureml://registries/azureml-meta/models/Llama-3.3-70B-Instruct/versions/4", "RESOLVED", "hf:meta-llama/Llama-3.3-70B-Instruct", named("Azure ML address")],
  ["https://build.nvidia.com/meta/llama-3_1-8b-instruct", "RESOLVED", "hf:meta-llama/Llama-3.1-8B-Instruct", named("NVIDIA NIM URL")],
  ["https://github.com/marketplace/models/azureml-meta/Meta-Llama-3-8B-Instruct", "RESOLVED", "hf:meta-llama/Meta-Llama-3-8B-Instruct", named("GitHub Models URL")],
  ["pkg:mlflow/creditfraud@3", "NOT_RECOGNIZED", undefined, named("package URL")],
  ["lms get qwen/qwen3-32b", "RESOLVED", "hf:Qwen/Qwen3-32B", named("command of LM Studio")],
  ["huggingface-cli download Qwen/Qwen3-32B", "RESOLVED", "hf:Qwen/Qwen3-32B", ["command of Hugging Face", "Hugging Face id"]],
  [`hf download Qwen/Qwen3-32B --revision ${commit}`, "RESOLVED", "hf:Qwen/Qwen3-32B", ["command of Hugging Face", "Hugging Face id"]],
  ["hf download Qwen/Qwen3-32B --revision nosuch", "NOT_FOUND", "hf:Qwen/Qwen3-32B", ["command of Hugging Face", "Hugging Face id"]],
  ['AutoModel.from_pretrained("BAAI/bge-m3")', "RESOLVED", "hf:BAAI/bge-m3", ["call of from_pretrained in Python", "Hugging Face id"]],
  ['pipeline("automatic-speech-recognition", model="openai/whisper-large-v3")', "RESOLVED", "hf:openai/whisper-large-v3", ["call of pipeline in Python", "Hugging Face id"]],
  ['completion(model="groq/qwen/qwen3-32b")', "RESOLVED", "hf:Qwen/Qwen3-32B", ["call of completion in Python", "LiteLLM key"]],
  ["vllm serve Qwen/Qwen3-32B", "RESOLVED", "hf:Qwen/Qwen3-32B", ["command of vLLM", "Hugging Face id"]],
  ["git clone https://huggingface.co/Qwen/Qwen3-32B", "RESOLVED", "hf:Qwen/Qwen3-32B", ["command of git", "Hugging Face URL"]],
  ["qwen3 32b", "RESOLVED", "hf:Qwen/Qwen3-32B", ["name"]],
  ["lantern 7b", "RESOLVED", "hf:acme/lantern-7b", ["name"]],
  ["nothing at all like it", "NOT_FOUND", undefined, ["name"]],
  ["hispe:zz", "NOT_FOUND", "hf:openai/whisper-large-v3", ["Ollama name", "name and tag of Ollama", "name"]],
  ["nosuch/nosuch-9b", "NOT_FOUND", undefined, ["Hugging Face id", "OpenRouter id", "name"]],
  ["QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH", "NOT_FOUND", undefined, ["CID"]],
  ["xyz:foo/bar", "NOT_RECOGNIZED", undefined, []],
  ["https://example.com/x", "NOT_RECOGNIZED", undefined, []],
  ["0x1a9d91521c85bD252Ac848806Ff5096bBb9ACDb2", "NOT_FOUND", undefined, ["Ollama name"]],
];

describe("a text", () => {
  it.each(table)("%s is %s", async (text, outcome, model, readAs) => {
    const answer = await resolve(text);
    expect([answer.outcome, answer.model?.id ?? answer.candidates[0]?.model.id, answer.readAs]).toEqual([outcome, model, readAs]);
  });

  it("of at least 60 forms is tried", () => expect(new Set(table.map(([text]) => text)).size).toBeGreaterThanOrEqual(60));
});

describe("a text that several places know", () => {
  it("is ambiguous where they mean different models: ranked, each with how it was read, why, and how sure that is", async () => {
    expect(await resolve("deepseek/deepseek-chat")).toEqual({
      outcome: "AMBIGUOUS", readAs: ["OpenRouter id", "LiteLLM key"], message: "The text fits 2 models; give one of their ids.", revision: null, model: null, listing: null, artifact: null,
      candidates: [
        { model: { id: "openrouter:deepseek/deepseek-chat" }, listing: { key: "openrouter:deepseek/deepseek-chat" }, confidence: 0.641, reason: "openrouter has a model of this name", readAs: "OpenRouter id" },
        { model: { id: "hf:deepseek-ai/DeepSeek-V3.2" }, listing: { key: "hf:deepseek-ai/DeepSeek-V3.2" }, confidence: 0.359, reason: "the row deepseek/deepseek-chat of litellm belongs to it", readAs: "LiteLLM key" },
      ],
    });
    expect((await resolve("deepseek-r1-turbo")).candidates.map(({ model, confidence, reason }: any) => [model.id, confidence, reason])).toEqual([
      ["hf:deepseek-ai/DeepSeek-R1-0528", 0.5, "baseten calls it deepseek-r1-turbo, says hf"], ["hf:deepseek-ai/DeepSeek-R1", 0.5, "novita calls it deepseek-r1-turbo, says hf"],
    ]);
  });

  it("is one model where all of them mean it", async () => {
    expect(await resolve("qwen/qwen3-32b")).toEqual({
      outcome: "RESOLVED", readAs: ["Hugging Face id", "OpenRouter id", "id for calling it at groq"], message: null, revision: commit, artifact: null, candidates: [],
      model: { id: "hf:Qwen/Qwen3-32B" }, listing: { key: "hf:Qwen/Qwen3-32B", purl: `pkg:huggingface/Qwen/Qwen3-32B@${commit}` },
    });
  });
});

describe("what anybody may write", () => {
  const about = { kind: "scripted", homepage: "https://scripted.example", contract: 1, listing: "full" } as const;
  const refers = (nativeId: string) => [{ reference: `https://huggingface.co/${nativeId}`, relation: "HOSTED" as const, statement: `It names ${nativeId}.` }];
  const offer = (provider: string) => [{ provider, callAs: "whisper-large-v3" }];

  it("makes no id ambiguous that somebody vouches for, and leads where nobody else does", async () => {
    const rows = [overlay({ nativeId: "groq/whisper-large-v3", links: refers("BAAI/bge-m3"), offers: offer("groq") }), overlay({ nativeId: "chain/own", links: refers("BAAI/bge-m3") })];
    const own = origins();
    const gateway = await started({ ...own, sources: [...own.sources, { ...about, id: "chain", title: "Chain", naming: "open", list: async () => ({ overlays: rows }) }] });
    try {
      for (const text of ["groq/whisper-large-v3", "whisper-large-v3"]) expect(await resolve(text, gateway)).toMatchObject({ outcome: "RESOLVED", model: { id: "hf:openai/whisper-large-v3" } });
      expect(await resolve("chain/own", gateway)).toMatchObject({ outcome: "RESOLVED", model: { id: "hf:BAAI/bge-m3" }, readAs: ["Chain key"] });
    } finally {
      await gateway.close();
    }
  });

  it("does not keep a plain word from being the whole name of other models", async () => {
    const own = origins();
    const copy = listing({ nativeId: "copies/whisper-large-v3", name: "whisper-large-v3" });
    const gateway = await started({ ...own, sources: [...own.sources, { ...about, id: "shelf", title: "Shelf", list: async () => ({ records: [copy] }) }] });
    try {
      expect(await resolve("whisper-large-v3", gateway)).toMatchObject({
        outcome: "AMBIGUOUS", readAs: ["id for calling it at groq", "name"],
        candidates: [{ model: { id: "hf:openai/whisper-large-v3" }, readAs: "id for calling it at groq, name" }, { model: { id: "shelf:copies/whisper-large-v3" }, readAs: "name", reason: "its whole name is this text" }],
      });
    } finally {
      await gateway.close();
    }
  });
});

describe("a text that is like a name in a part of a word alone", () => {
  it("is not found, and says what may have been meant, instead of leaving it to the reader which of one it is", async () => {
    expect(await resolve("hispe:zz")).toEqual({
      outcome: "NOT_FOUND", readAs: ["Ollama name", "name and tag of Ollama", "name"], model: null, listing: null, revision: null, artifact: null,
      message: "Read as name and tag of Ollama; the source for Ollama knows no such model. No model that is known here has a name like it; look at the spelling, or search for a part of the name. Did you mean hf:openai/whisper-large-v3?",
      candidates: [{ model: { id: "hf:openai/whisper-large-v3" }, listing: null, confidence: 0.08, reason: expect.stringContaining("hispe"), readAs: "name and tag of Ollama" }],
    });
  });
});

describe("a name that moves", () => {
  it("leads to where it leads now, and says so", async () => {
    expect(await resolve("llama3.1:8b")).toMatchObject({
      outcome: "RESOLVED", listing: { key: "ollama:llama3.1:8b-instruct-q4_K_M" }, revision: llamaDigest,
      message: `llama3.1:8b is a tag that may lead elsewhere tomorrow; it leads to ollama:llama3.1:8b-instruct-q4_K_M at ${llamaDigest} now.`,
    });
    for (const fixed of ["llama3.1:8b-instruct-q4_K_M", `llama3.1@${llamaDigest}`, llamaDigest]) expect(await resolve(fixed)).toMatchObject({ outcome: "RESOLVED", revision: llamaDigest, message: null });
    expect((await resolve("~anthropic/claude-sonnet-latest")).message).toMatch(/^~anthropic\/claude-sonnet-latest is a tag that may lead elsewhere tomorrow/);
  });
});

describe("an id of a place that is not configured", () => {
  it("is told as what it is, whether its name finds one model, several or none", async () => {
    const messages = await Promise.all(["@cf/meta/llama-3.1-8b-instruct", "models:/lantern-7b@champion", "models:/fraud/3", "urn:air:sdxl:lora:civitai:215485@242807"].map(async (text) => (await resolve(text)).message));
    expect(messages).toEqual([
      "Read as Cloudflare Workers AI id; no source for Cloudflare Workers AI is configured here. It was found by its name alone, which no other model here has.",
      "Read as MLflow model; no source for MLflow is configured here. Such a name leaves out what tells models apart, so a model that is called the same may be another one.",
      "Read as MLflow model; no source for MLflow is configured here. No model that is known here has a name like it; look at the spelling, or search for a part of the name.",
      "Read as AIR of Civitai; no source for Civitai is configured here. It holds no name to look for.",
    ]);
  });

  it("resolves to no model of another publisher", async () => {
    expect(await resolve("@cf/acme/llama-3.1-8b-instruct")).toMatchObject({ outcome: "AMBIGUOUS", model: null, message: expect.stringContaining("One model has this name and another publisher"), candidates: expect.arrayContaining([expect.objectContaining({ model: { id: "hf:meta-llama/Llama-3.1-8B-Instruct" }, confidence: 0.54 })]) });
  });

  it("of Ollama is a name like others: what is called the same may be another model", async () => {
    const without = await startGateway({ sources: origins().sources.filter(({ id }) => id === "hf") });
    try {
      await without.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(10_000) });
      for (const text of ["llama3.1:8b", "ollama run llama3.1:8b", "https://ollama.com/library/llama3.1:8b"]) {
        expect(await resolve(text, without)).toMatchObject({ outcome: "AMBIGUOUS", model: null, message: expect.stringMatching(/^Read as .*Ollama.*; no source for Ollama is configured here\. Such a name leaves out/), candidates: [{ model: { id: "hf:meta-llama/Llama-3.1-8B" }, reason: "its whole name is this text" }, {}] });
      }
      expect(await resolve("oci://registry.example/acme/none", without)).toMatchObject({ outcome: "NOT_RECOGNIZED", message: expect.stringMatching(/^Read as reference of an OCI registry; no source for OCI registries is configured here\./) });
    } finally {
      await without.close();
    }
  });
});

describe("a row about a model that nobody lists", () => {
  it("is known, and is told with what is called like it", async () => {
    expect(await resolve("cloudflare/@cf/mistral/mistral-7b-instruct-v0.1")).toMatchObject({
      outcome: "NOT_FOUND", model: null, readAs: ["LiteLLM key", "name"], candidates: [{ model: { id: "hf:mistralai/Mistral-7B-Instruct-v0.2" } }],
      message: "litellm has a row cloudflare/@cf/mistral/mistral-7b-instruct-v0.1, which belongs to no model that is listed here; the candidates have words of its name.",
    });
  });
});

describe("what nothing lists and its source has", () => {
  it.each([
    ["mistralai/mistral-small-3.2-24b-instruct", "openrouter"], ["qwq:32b", "ollama"], ["Qwen/QwQ-32B", "hf"], ["localhost:5000/acme/tiny:1", "oci"],
  ])("%s is asked of %s once, kept, and found by search from then on", async (text, source) => {
    const own = origins();
    const gateway = await started(own);
    try {
      const key = `${source}:${text}`;
      for (const round of [1, 2]) {
        expect([round, await resolve(text, gateway)]).toEqual([round, expect.objectContaining({ outcome: "RESOLVED", model: { id: key } })]);
        expect(own.calls.filter((call) => call === `${source} get ${text}`)).toHaveLength(1);
      }
      const { search } = await gateway.query("query($text: String!) { search(text: $text, live: false) { nodes { id } } }", { text: text.replace(/^.*\//, "").replace(/:.*/, "") });
      expect(search.nodes.map(({ id }: any) => id)).toContain(key);
    } finally {
      await gateway.close();
    }
  });

  it("is unreachable while its source is away, and others answer for what is theirs", async () => {
    const own = origins();
    const gateway = await started(own);
    try {
      own.fail("openrouter");
      expect(await resolve("https://openrouter.ai/mistralai/mistral-small-3.2-24b-instruct", gateway)).toMatchObject({ outcome: "UNREACHABLE", readAs: ["OpenRouter URL"] });
      expect(await resolve("qwen/qwen3-32b", gateway)).toMatchObject({ outcome: "RESOLVED", model: { id: "hf:Qwen/Qwen3-32B" } });
    } finally {
      await gateway.close();
    }
  });
});

describe("a state that is named by its digest", () => {
  it("is found in bulk, and has a package URL that leads back", async () => {
    const { modelsByDigest } = await modeldex.query("query($digests: [Digest!]!) { modelsByDigest(digests: $digests) { models { nodes { id } } artifacts { totalCount } } }", { digests: [imageDigest, llamaDigest, `sha256:${"0".repeat(64)}`] });
    expect(modelsByDigest).toEqual([["oci:docker.io/ai/llama3.1:8B-Q4_K_M"], ["ollama:llama3.1:8b-instruct-q4_K_M"], []].map((ids) => ({ models: { nodes: ids.map((id) => ({ id })) }, artifacts: { totalCount: 0 } })));
    const { listing } = await resolve(imageDigest);
    expect(listing.purl).toBe(`pkg:oci/llama3.1@${encodeURIComponent(imageDigest)}?repository_url=docker.io%2Fai%2Fllama3.1&tag=8B-Q4_K_M`);
    expect(await resolve(listing.purl)).toMatchObject({ outcome: "RESOLVED", listing: { key: listing.key }, revision: imageDigest });
  });
});

describe("any text", () => {
  it("throws nothing, and resolves to no model that shares no word with it", async () => {
    let seed = 42;
    const next = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const signs = Array.from("/:@.-_~%#?&= \"'()0123456789abvQ🦙\u202e");
    const mutate = (text: string): string => {
      const letters = Array.from(text);
      for (let change = 1 + next(3); change > 0; change -= 1) {
        const at = next(letters.length + 1);
        letters.splice(at, next(3), ...(next(3) === 0 ? [] : [signs[next(signs.length)] ?? ""]));
      }
      return letters.join("");
    };
    const texts = Array.from({ length: 2_000 }, () => mutate(table[next(table.length)]?.[0] ?? "")).map((text) => text.slice(0, 1_024));
    const found: { readonly text: string; readonly answer: any }[] = [];
    for (let from = 0; from < texts.length; from += 50) {
      const references = texts.slice(from, from + 50);
      const { resolveMany } = await modeldex.query("query($references: [String!]!) { resolveMany(references: $references) { outcome readAs model { id name listings { nodes { nativeId name } } } candidates { confidence } } }", { references });
      references.forEach((text, place) => found.push({ text, answer: resolveMany[place] }));
    }
    expect(found).toHaveLength(2_000);
    const ofContent = (how: string): boolean => how.includes("sha256") || how === "looked up by its source";
    const strangers = found.filter(({ text, answer: { outcome, model, readAs } }) => {
      if (outcome !== "RESOLVED" || readAs.some(ofContent)) return false;
      const squeezed = text.toLowerCase().replace(/[^a-z0-9]/g, "");
      return ![model.name, ...model.listings.nodes.flatMap(({ nativeId, name }: any) => [nativeId, name])].flatMap(nameTokens).some((word) => word.length > 1 && squeezed.includes(word.replace(/(?<=\d)p(?=\d)/g, "")));
    });
    expect(strangers.map(({ text, answer }) => [text, answer.model.id, answer.readAs])).toEqual([]);
    expect(found.filter(({ answer: { outcome, candidates } }) => outcome === "AMBIGUOUS" && candidates.length === 0)).toEqual([]);
    expect(new Set(found.map(({ answer: { outcome } }) => outcome))).toEqual(new Set(["RESOLVED", "AMBIGUOUS", "NOT_FOUND", "NOT_RECOGNIZED"]));
  }, 120_000);
});
