import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { artifact, dockerModel, ollamaModel, weights, type Artifact } from "../../packages/source-oci/src/fixtures/artifacts.ts";
import { startLocalChain, type LocalChain } from "../../packages/source-onchain/src/testing/local-chain.ts";
import { startDockerRegistry, type DockerRegistry } from "./docker-registry.ts";
import { names } from "./four-models.ts";

const { llama, qwen, distill, whisper } = names;

/** Two registries of artifacts. */
export interface PackedModels {
  /** Stands for the one in which Docker gives the names. */
  readonly docker: DockerRegistry;
  /** Stands for the registry of a company. */
  readonly packed: DockerRegistry;
  /** What stands for each host, which has another port in each run. */
  readonly hosts: Readonly<Record<string, string>>;
}

/** Starts both and pushes models. The order of their hosts, by which listings are sorted, is the same in each run. */
export async function startPackedModels(): Promise<PackedModels> {
  const [docker, packed] = (await Promise.all([startDockerRegistry(), startDockerRegistry()])).toSorted((left, right) => (left.url < right.url ? -1 : 1));
  if (docker === undefined || packed === undefined) throw new Error("two registries were started");
  await Promise.all([pushDockerModels(docker), pushPacks(packed)]);
  return { docker, packed, hosts: { [new URL(docker.url).host]: "docker.example", [new URL(packed.url).host]: "registry.example" } };
}

/** A chain on which entries name the models. @param sha256 of `model.safetensors` of Llama as the Hub states it: 64 hex digits */
export async function startEntries(sha256: string): Promise<LocalChain> {
  const chain = await startLocalChain();
  await writeEntries(chain, sha256);
  return chain;
}

/** Writes files with sha256 into one registry, agents with a model into another. Whoever may write there may write anything. @param sha256 as for {@link startEntries} */
export async function writeEntries(chain: LocalChain, sha256: string): Promise<void> {
  await chain.registerFile({ repo: llama, file: "model.safetensors", sha256: `0x${sha256}` });
  await chain.registerFile({ repo: qwen, file: "model-00001-of-00017.safetensors", sha256: `0x${createHash("sha256").update("synthetic").digest("hex")}` });
  await chain.registerAgent({ uri: "https://agents.example/none.json" });
  await chain.registerAgent({ uri: "https://agents.example/reasoner.json", model: `pkg:huggingface/${distill}` });
  await chain.registerAgent({ uri: "https://agents.example/listener.json", model: `https://huggingface.co/${whisper}` });
  await chain.mine(70);
}

/** A company's own catalog; synthetic but for the models that it names. @returns its path. */
export async function writeCatalog(folder: string): Promise<string> {
  const path = join(folder, "models.yaml");
  await writeFile(path, `models:
  - id: acme/llama-3.1-8b-instruct
    license: Llama 3.1 Community License
    sameAs: [pkg:huggingface/${llama}]
    offers:
      - { provider: Acme Inference, callAs: llama-8b, inputPrice: 0.02, outputPrice: 0.02, contextLength: 32768, precision: fp8 }
  - id: acme/qwen3-32b-awq
    publisher: Acme
    license: Apache-2.0
    precisions: [AWQ]
    sameAs: [{ reference: pkg:huggingface/${qwen}, relation: quantized }]
  - id: acme/reasoner
    name: DeepSeek-R1-Distill-Llama-70B
    license: MIT
    sameAs: [https://huggingface.co/${distill}]
    offers:
      - { provider: Acme Inference, callAs: reasoner, inputPrice: 0.9, outputPrice: 0.9 }
  - id: acme/dictation
    name: Acme Dictation
    license: Apache-2.0
    task: automatic-speech-recognition
    sameAs: [pkg:huggingface/${whisper}]
  - id: acme/ward-dictation
    name: Acme Ward Dictation
    license: proprietary
    task: automatic-speech-recognition
    baseModels: [{ reference: pkg:huggingface/${whisper}, relation: finetune }]
`);
  return path;
}

/** What names cannot say: that a tag of Ollama without a variant is the hybrid model of April 2025. @returns the path of the rules. */
export async function writeRules(folder: string): Promise<string> {
  const path = join(folder, "identity.yaml");
  await writeFile(path, `same:\n  - [hf:${qwen}, ollama:qwen3:32b-q4_K_M, ollama:qwen3:32b-q8_0, ollama:qwen3:32b-fp16]\n`);
  return path;
}

/** Models as Docker packs them in `ai/`. Names, tags, sizes and quantizations are those of its cards; every byte and digest is synthetic. */
async function pushDockerModels(registry: DockerRegistry): Promise<void> {
  await registry.push("ai/llama3.1", "8B-Q4_K_M", dockerModel("IQ2_XXS/Q4_K_M"));
  await registry.push("ai/llama3.1", "latest", dockerModel("IQ2_XXS/Q4_K_M"));
  await registry.push("ai/llama3.1", "8B-F16", dockerModel("F16"));
  await registry.push("ai/deepseek-r1-distill-llama", "70B-Q4_K_M", packedForDocker({ quantization: "IQ2_XXS/Q4_K_M", parameters: "70.55 B", size: "39.59 GiB", context: 131_072 }));
}

/** Synthetic but for the models that are named. */
async function pushPacks(registry: DockerRegistry): Promise<void> {
  await registry.push("packs/llama-3.1-8b-instruct", "bf16", pack({ id: llama, vendor: "Meta", license: "LLAMA-3.1", size: "8b", precision: "bf16" }));
  await registry.push("packs/qwen3-32b", "awq", pack({ id: qwen, vendor: "Qwen", license: "Apache-2.0", size: "32b", precision: "int4", quantization: "awq" }));
  await registry.push("packs/deepseek-r1-distill-llama-70b", "bf16", pack({ id: distill, vendor: "DeepSeek", license: "MIT", size: "70b", precision: "bf16" }));
  await registry.push("packs/whisper-large-v3", "f16", pack({ id: whisper, vendor: "OpenAI", license: "Apache-2.0", size: "1.5b", precision: "f16" }));
  // A model of somebody's own that was made from one of the four.
  await registry.push("packs/ward-notes", "v2", pack({ id: whisper, name: "ward-notes", vendor: "Acme", license: "Apache-2.0", size: "1.5b", precision: "f16" }));
  await registry.push("mirror/llama3.1", "8b-instruct-q4_0", ollamaModel);
}

interface Packed {
  /** Of the Hub. */
  readonly id: string;
  readonly vendor: string;
  readonly license: string;
  readonly size: string;
  readonly precision: string;
  /** @default that of the id */
  readonly name?: string;
  readonly quantization?: string;
}

function pack({ id, vendor, license, size, precision, name = id.slice(id.indexOf("/") + 1), quantization }: Packed): Artifact {
  return artifact({
    configType: "application/vnd.cncf.model.config.v1+json",
    config: {
      descriptor: { createdAt: "2026-03-01T12:00:00Z", name, vendor, licenses: [license], sourceURL: `https://huggingface.co/${id}` },
      modelfs: { type: "layers", diffIds: [] },
      config: { architecture: "transformer", format: "safetensors", paramSize: size, precision, ...(quantization !== undefined && { quantization }) },
    },
    layers: [{ type: "application/vnd.cncf.model.weight.v1.raw", bytes: weights(`${name} ${precision}`), path: "model.safetensors" }],
    more: { artifactType: "application/vnd.cncf.model.manifest.v1+json" },
  });
}

function packedForDocker({ quantization, parameters, size, context }: { readonly quantization: string; readonly parameters: string; readonly size: string; readonly context: number }): Artifact {
  return artifact({
    configType: "application/vnd.docker.ai.model.config.v0.1+json",
    config: { config: { format: "gguf", quantization, parameters, architecture: "llama", size, gguf: { "llama.context_length": String(context) } }, descriptor: { created: "2025-04-01T09:30:00Z" }, rootfs: { type: "rootfs", diff_ids: [] } },
    layers: [{ type: "application/vnd.docker.ai.gguf.v3", bytes: weights(`${parameters} ${quantization}`) }],
  });
}
