import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogFile } from "@modeldex/source-file";
import { huggingFace } from "@modeldex/source-hf";
import { liteLlm } from "@modeldex/source-litellm";
import { oci } from "@modeldex/source-oci";
import { ollama } from "@modeldex/source-ollama";
import { erc8004, fabstir, onchain } from "@modeldex/source-onchain";
import { openRouter } from "@modeldex/source-openrouter";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { facts } from "./support/answer-facts.ts";
import { dockerRegistryMissing } from "./support/docker-registry.ts";
import { hubModels, names, startServices } from "./support/four-models.ts";
import { startEntries, startPackedModels, writeCatalog, writeRules } from "./support/four-places.ts";
import { startGateway, type TestGateway } from "./support/gateway.ts";
import { hubDigest, startHub } from "./support/hub.ts";
import { question } from "./support/one-model-question.ts";

/** One question, answered from the Hub, a chain, a catalog file, Ollama, OCI registries, OpenRouter and LiteLLM through their adapters. */
describe.skipIf(dockerRegistryMissing !== undefined)(`four models that many places have${dockerRegistryMissing === undefined ? "" : ` (${dockerRegistryMissing})`}`, () => {
  const ends: (() => Promise<unknown>)[] = [];
  let modeldex: TestGateway;
  let found: any;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "modeldex-four-"));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const [hub, services, chain, { packed, docker, hosts }] = await Promise.all([startHub(hubModels), startServices(), startEntries(hubDigest(names.llama, "model.safetensors")), startPackedModels()]);
    ends.push(hub.close, services.close, chain.stop, packed.stop, docker.stop);
    const sources = [
      huggingFace({ endpoint: hub.url }),
      onchain({
        chains: [{ chainId: chain.chainId, rpc: [chain.url] }],
        registries: [fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 0 }), erc8004({ chainId: chain.chainId, address: chain.agents, startBlock: 0, modelMetadataKey: "model" })],
      }),
      catalogFile({ from: await writeCatalog(folder) }),
      ollama({ library: `${services.url}/library.json`, registry: services.url }),
      oci({ url: packed.url, curated: true }),
      oci({ id: "docker", url: docker.url, curated: true }),
      openRouter({ endpoint: services.url }),
      liteLlm({ endpoint: services.url }),
    ];
    modeldex = await startGateway({ sources, identity: { file: await writeRules(folder) }, backgroundDetails: false, backgroundAssessments: false }, { now: () => new Date("2026-11-26T12:00:00Z") });
    ends.push(() => modeldex.close());
    for (const { id } of sources) expect(await modeldex.gateway.harvest(id, { all: true, signal: AbortSignal.timeout(60_000) })).toMatchObject({ status: "DONE" });
    found = facts(await modeldex.query(question), hosts);
  }, 120_000);
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

  const modelOf = (name: string) => found[name].model ?? found[name];

  it("are found by the id that a provider is called by, an id in another case, a tag that moves, and a key", () => {
    const told = ["llama", "qwen", "distill"].map((name) => [found[name].outcome, found[name].listing.key, found[name].model.id, found[name].readAs, found[name].message]);
    expect([...told, found.whisper.id]).toMatchInlineSnapshot(`
      [
        [
          "RESOLVED",
          "hf:meta-llama/Llama-3.1-8B-Instruct",
          "hf:meta-llama/Llama-3.1-8B-Instruct",
          [
            "id for calling it at Fireworks AI",
            "id of Fireworks AI",
          ],
          undefined,
        ],
        [
          "RESOLVED",
          "hf:Qwen/Qwen3-32B",
          "hf:Qwen/Qwen3-32B",
          [
            "Hugging Face id",
            "OpenRouter author and slug",
            "id for calling it at Nebius",
            "id for calling it at Groq",
          ],
          undefined,
        ],
        [
          "RESOLVED",
          "ollama:deepseek-r1:70b-llama-distill-q4_K_M",
          "hf:deepseek-ai/DeepSeek-R1-Distill-Llama-70B",
          [
            "Ollama name",
          ],
          "deepseek-r1:70b is a tag that may lead elsewhere tomorrow; it leads to ollama:deepseek-r1:70b-llama-distill-q4_K_M at sha256:d37b54d01a76 now.",
        ],
        "hf:openai/whisper-large-v3",
      ]
    `);
  });

  it("are described by who has the weights", () => {
    expect(Object.keys(names).map((name) => {
      const { license, parameters, contextLength, architecture, formats, precisions, createdAt, task } = modelOf(name);
      return [name, license.spdx, parameters.total, contextLength, architecture, formats.join(), precisions.join(), createdAt, task].join(" ");
    })).toMatchInlineSnapshot(`
      [
        "llama LicenseRef-HF-llama3.1 8030261248 131072 llama SAFETENSORS BF16 2024-07-18T08:56:00Z text-generation",
        "qwen Apache-2.0 32762123264 40960 qwen3 SAFETENSORS BF16 2025-04-27T03:52:59Z text-generation",
        "distill MIT 70553706496 131072 llama SAFETENSORS BF16 2024-01-01T00:00:00Z text-generation",
        "whisper Apache-2.0 1543490560  whisper SAFETENSORS BF16 2023-11-07T18:41:14Z automatic-speech-recognition",
      ]
    `);
  });

  /** What it is, who says so, why, and in which precision. */
  const listings = (name: string) => modelOf(name).listings.nodes.map((line: string) => ["key", "precisions", "state", "link \\(kind", "relation"].map((field) => valueIn(line, field)).join(" "));

  it("are each one model, wherever they are listed", () => {
    expect(Object.fromEntries(Object.keys(names).map((name) => [name, listings(name)]))).toMatchInlineSnapshot(`
      {
        "distill": [
          "hf:deepseek-ai/DeepSeek-R1-Distill-Llama-70B (BF16) LISTED LEADING SAME_WEIGHTS",
          "docker:docker.example/ai/deepseek-r1-distill-llama:70B-Q4_K_M (Q4_K_M) LISTED NAME_AND_PUBLISHER QUANTIZED",
          "file:acme/reasoner - LISTED EXPLICIT_REFERENCE SAME_WEIGHTS",
          "oci:registry.example/packs/deepseek-r1-distill-llama-70b:bf16 (BF16) LISTED EXPLICIT_REFERENCE UNKNOWN",
          "ollama:deepseek-r1:70b-llama-distill-q4_K_M (Q4_K_M) LISTED NAME_AND_PUBLISHER QUANTIZED",
          "onchain:eip155:31337:0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512/1 - LISTED EXPLICIT_REFERENCE REGISTERED",
          "openrouter:deepseek/deepseek-r1-distill-llama-70b - LISTED EXPLICIT_REFERENCE HOSTED",
        ],
        "llama": [
          "hf:meta-llama/Llama-3.1-8B-Instruct (BF16) LISTED LEADING SAME_WEIGHTS",
          "file:acme/llama-3.1-8b-instruct - LISTED EXPLICIT_REFERENCE SAME_WEIGHTS",
          "oci:registry.example/mirror/llama3.1:8b-instruct-q4_0 (Q4_0) LISTED NAME_AND_PUBLISHER QUANTIZED",
          "oci:registry.example/packs/llama-3.1-8b-instruct:bf16 (BF16) LISTED EXPLICIT_REFERENCE UNKNOWN",
          "ollama:llama3.1:8b-instruct-q4_K_M (Q4_K_M) LISTED NAME_AND_PUBLISHER QUANTIZED",
          "onchain:eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/0x9f49c42aea21b06cd642d4e82dfbdaf8785332f9d89f3347383c51c609b9e708 - LISTED SAME_DIGEST REGISTERED",
          "openrouter:meta-llama/llama-3.1-8b-instruct - LISTED NAME_AND_PUBLISHER HOSTED",
        ],
        "qwen": [
          "hf:Qwen/Qwen3-32B (BF16) LISTED LEADING SAME_WEIGHTS",
          "file:acme/qwen3-32b-awq (AWQ) LISTED EXPLICIT_REFERENCE QUANTIZED",
          "oci:registry.example/packs/qwen3-32b:awq (AWQ, INT4) LISTED EXPLICIT_REFERENCE QUANTIZED",
          "ollama:qwen3:32b-q4_K_M (Q4_K_M) LISTED OPERATOR_RULE QUANTIZED",
          "ollama:qwen3:32b-q8_0 (Q8_0) LISTED OPERATOR_RULE QUANTIZED",
          "onchain:eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/0x8be8b033e740983331ac4bf702736bc59589383037609833924bc79b3dd9748f - LISTED EXPLICIT_REFERENCE REGISTERED",
          "openrouter:qwen/qwen3-32b - LISTED EXPLICIT_REFERENCE HOSTED",
        ],
        "whisper": [
          "hf:openai/whisper-large-v3 (BF16) LISTED LEADING SAME_WEIGHTS",
          "oci:registry.example/packs/whisper-large-v3:f16 (F16) LISTED EXPLICIT_REFERENCE UNKNOWN",
          "onchain:eip155:31337:0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512/2 - LISTED EXPLICIT_REFERENCE REGISTERED",
        ],
      }
    `);
  });

  it("have candidates that a person may join, and nothing else; nothing contradicts", () => {
    expect(Object.fromEntries(Object.keys(names).map((name) => [name, { candidates: modelOf(name).candidateListings ?? [], conflicts: modelOf(name).conflicts ?? [], derived: modelOf(name).lineage.derived.edges ?? [] }]))).toMatchInlineSnapshot(`
      {
        "distill": {
          "candidates": [],
          "conflicts": [],
          "derived": [],
        },
        "llama": {
          "candidates": [
            "listing (key docker:docker.example/ai/llama3.1:8B-F16, name llama3.1:8B-F16), link (kind NAME_AND_PUBLISHER, relation QUANTIZED, statement “llama 3.1 8b” and “llama 3.1 8b instruct” are names of one family, size and publisher, but one of the names says more than the other.)",
            "listing (key docker:docker.example/ai/llama3.1:8B-Q4_K_M, name llama3.1:8B-Q4_K_M), link (kind NAME_AND_PUBLISHER, relation QUANTIZED, statement “llama 3.1 8b” and “llama 3.1 8b instruct” are names of one family, size and publisher, but one of the names says more than the other.)",
          ],
          "conflicts": [],
          "derived": [],
        },
        "qwen": {
          "candidates": [
            "listing (key hf:Qwen/Qwen3-32B-AWQ, name Qwen3-32B-AWQ), link (kind NAME_AND_PUBLISHER, relation UNKNOWN, statement oci:registry.example/packs/qwen3-32b:awq and hf:Qwen/Qwen3-32B-AWQ are both named “qwen 3 32b” and published by “qwen”, but oci:registry.example/packs/qwen3-32b:awq names another listing itself.)",
          ],
          "conflicts": [],
          "derived": [
            "relation QUANTIZED, node (id hf:Qwen/Qwen3-32B-AWQ), statedBy (id hf)",
          ],
        },
        "whisper": {
          "candidates": [
            "listing (key file:acme/dictation, name Acme Dictation), link (kind EXPLICIT_REFERENCE, relation SAME_WEIGHTS, statement The catalog file says that this is the same model. But its name says “dictation”, which hf:openai/whisper-large-v3 does not say.)",
            "listing (key oci:registry.example/packs/ward-notes:v2, name ward-notes), link (kind EXPLICIT_REFERENCE, relation UNKNOWN, statement The artifact names https://huggingface.co/openai/whisper-large-v3 as its source. But its name says “ward”, “notes”, which hf:openai/whisper-large-v3 does not say.)",
          ],
          "conflicts": [],
          "derived": [
            "relation FINETUNE, node (id file:acme/ward-dictation), statedBy (id file)",
          ],
        },
      }
    `);
  });

  it("are offered, the cheapest first, what has ended last", () => {
    const offer = (line: string) => ["provider", "precision", "inputPrice", "outputPrice", "otherPrices", "contextLength", "endsAt", "id"].map((field) => valueIn(line, field)).join(" ");
    expect(Object.fromEntries(Object.keys(names).map((name) => [name, modelOf(name).offers.nodes.map(offer)]))).toMatchInlineSnapshot(`
      {
        "distill": [
          "Nscale - 0.375 0.375 - - - litellm",
          "OpenRouter - 0.8 0.8 - 8192 - openrouter",
          "Acme Inference - 0.9 0.9 - - - file",
          "Vercel AI Gateway - 0.75 0.99 - 131072 - litellm",
        ],
        "llama": [
          "Acme Inference FP8 0.02 0.02 - 32768 - file",
          "DeepInfra - 0.03 0.05 - 131072 - litellm",
          "OpenRouter - 0.05 0.08 - 131072 - openrouter",
          "Fireworks AI - 0.1 0.1 - 16384 - litellm",
          "Amazon Bedrock - 0.22 0.22 - 128000 - litellm",
          "Cloudflare Workers AI FP8 0.152 0.287 - 32000 - litellm",
          "Weights & Biases - - - - 128000 - litellm",
          "Azure AI Foundry - 0.3 0.61 - 128000 2026-06-13T00:00:00Z litellm",
        ],
        "qwen": [
          "OpenRouter - 0.08 0.28 - 131072 - openrouter",
          "Nebius - 0.1 0.3 - 32768 - litellm",
          "Nebius FP8 0.1 0.3 - 40960 - openrouter",
          "Novita FP8 0.1 0.45 - 40960 - litellm",
          "Groq - 0.29 0.59 - 131000 2026-07-17T00:00:00Z litellm",
        ],
        "whisper": [
          "Groq - - - (usd 0.00003083, per second of input) - - litellm",
        ],
      }
    `);
  });

  it("fit in 24 GiB, or not", () => {
    const memory = (line: string) => ["key", "precision", "bytes", "basis", "isLowerBound", "fits"].map((field) => valueIn(line, field)).join(" ");
    expect(Object.fromEntries(Object.keys(names).map((name) => [name, modelOf(name).memory.map(memory)]))).toMatchInlineSnapshot(`
      {
        "distill": [
          "docker:docker.example/ai/deepseek-r1-distill-llama:70B-Q4_K_M Q4_K_M 50434023415 PARAMETERS false false",
          "ollama:deepseek-r1:70b-llama-distill-q4_K_M Q4_K_M 50434023415 PARAMETERS false false",
          "oci:registry.example/packs/deepseek-r1-distill-llama-70b:bf16 BF16 156952790016 PARAMETERS false false",
          "hf:deepseek-ai/DeepSeek-R1-Distill-Llama-70B BF16 158170944308 PARAMETERS false false",
        ],
        "llama": [
          "oci:registry.example/mirror/llama3.1:8b-instruct-q4_0 Q4_0 4968724148 PARAMETERS true -",
          "ollama:llama3.1:8b-instruct-q4_K_M Q4_K_M 5404205216 PARAMETERS true -",
          "oci:registry.example/packs/llama-3.1-8b-instruct:bf16 BF16 17600000000 PARAMETERS true -",
          "hf:meta-llama/Llama-3.1-8B-Instruct BF16 17666574746 PARAMETERS true -",
        ],
        "qwen": [
          "file:acme/qwen3-32b-awq AWQ 20381399808 PARAMETERS true -",
          "oci:registry.example/packs/qwen3-32b:awq AWQ 20381399808 PARAMETERS true -",
          "ollama:qwen3:32b-q4_K_M Q4_K_M 24410485728 PARAMETERS false true",
          "ollama:qwen3:32b-q8_0 Q8_0 40656567412 PARAMETERS false false",
          "hf:Qwen/Qwen3-32B BF16 74438903194 PARAMETERS false false",
        ],
        "whisper": [
          "hf:openai/whisper-large-v3 BF16 2200000000 FILES true -",
          "oci:registry.example/packs/whisper-large-v3:f16 F16 3300000000 PARAMETERS true -",
        ],
      }
    `);
  });
});

/** The first value of a member in a line of facts; `-` where there is none. */
function valueIn(line: string, field: string): string {
  return new RegExp(`(?:^|[ (])${field} (\\([^)]*\\)|[^,)]*)`).exec(line)?.[1] ?? "-";
}
