import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listing } from "@modeldex/plugin-kit";
import type { Source } from "@modeldex/plugin-kit";
import { catalogFile } from "@modeldex/source-file";
import { huggingFace } from "@modeldex/source-hf";
import { liteLlm } from "@modeldex/source-litellm";
import { ollama } from "@modeldex/source-ollama";
import { erc8004, fabstir, onchain } from "@modeldex/source-onchain";
import { openRouter } from "@modeldex/source-openrouter";
import { hubModels, names, startServices } from "./four-models.ts";
import { startEntries, writeCatalog, writeRules } from "./four-places.ts";
import { startGateway } from "./gateway.ts";
import type { TestGateway } from "./gateway.ts";
import { hubDigest, startHub, wellKnown } from "./hub.ts";
import type { HubModel, TestHub } from "./hub.ts";

/** A gateway with models of every kind that the pages show: from a Hub, services, a chain, a catalog file, and a registry whose texts mean harm. */
export interface ExplorerWorld {
  readonly url: string;
  readonly gateway: TestGateway;
  readonly hub: TestHub;
  close(): Promise<void>;
}

/** Texts that somebody might write into a registry to deceive, or to break a page. */
export const hostileTexts = {
  script: "<script>window.harmed=1</script>",
  markup: "<img src=x onerror=\"window.harmed=1\"><b>bold</b><a href=\"javascript:window.harmed=1\">x</a>",
  override: "llama\u202Efs.gguf\u202C",
  lookAlike: "m\u0435ta-llam\u0430",
  invisible: "Lla\u200Bma\u2060-3.1",
  marks: `Z${"\u0301".repeat(5_000)}algo`,
  emoji: "👩‍👩‍👧‍👦🏳️‍🌈🦙 llama",
  long: "a".repeat(100_000),
} as const;

/** Another result of the Hub's kind of evaluations, lineage and files: synthetic. */
const madeFromOthers: readonly HubModel[] = [
  { id: "acme/llama-8b-ward", task: "text-generation", library: "transformers", license: "llama3.1", downloads: 1_200, parameters: 8_030_261_248, tags: [`base_model:${names.llama}`, `base_model:finetune:${names.llama}`] },
  { id: "acme/embed-small", task: "sentence-similarity", library: "sentence-transformers", license: "mit", downloads: 90_000, parameters: 118_000_000, languages: ["multilingual"], scan: { scansDone: true, filesWithIssues: [] } },
  { id: "acme/embed-flagged", task: "sentence-similarity", library: "sentence-transformers", license: "mit", downloads: 80_000, parameters: 118_000_000, languages: ["multilingual"], files: ["pytorch_model.bin", "config.json"], scan: { scansDone: true, filesWithIssues: [{ path: "pytorch_model.bin", level: "unsafe" }] } },
];

/** A registry of somebody who means harm, and beside it a laboratory that reports results. */
function laboratory(): Source {
  const models = Object.entries(hostileTexts).map(([kind, text]) => listing({
    nativeId: `hostile/${kind}`, name: text.slice(0, 400), publisher: { name: text.slice(0, 400) }, description: `hostile ${text}`.slice(0, 16_000), task: "text-generation", tags: [text.slice(0, 200)], languages: ["en"], createdAt: "2026-01-01T00:00:00Z",
    license: { stated: text.slice(0, 200), name: text.slice(0, 200), url: "javascript:window.harmed=1" }, offers: [{ provider: text.slice(0, 200), callAs: text.slice(0, 200), usdPerMillionInputTokens: 1, usdPerMillionOutputTokens: 2 }],
    evaluations: [{ benchmark: text.slice(0, 200), author: "COMMUNITY", value: 1, settings: text.slice(0, 200) }],
    artifacts: [{ path: `${text.slice(0, 100)}.safetensors`, sizeBytes: 1_000, digest: `sha256:${"a".repeat(64)}` }], revision: "1".repeat(40),
  }));
  const measured = [names.llama, names.qwen].map((id, index) => listing({
    nativeId: `measured/${id}`, name: id.slice(id.indexOf("/") + 1), links: [{ reference: `pkg:huggingface/${id}`, relation: "SAME_WEIGHTS", statement: `It names ${id}.` }], contextTokens: index === 0 ? 128_000 : 40_960,
    evaluations: [
      { benchmark: "MMLU", metric: "accuracy", value: 69.4 + index * 10, unit: "%", settings: "5-shot", author: "INDEPENDENT", date: "2026-02-01T00:00:00Z" },
      { benchmark: "GSM8K", metric: "exact match", value: 84.5 + index, unit: "%", settings: "8-shot", author: "INDEPENDENT", date: "2026-02-01T00:00:00Z" },
      { benchmark: "IFEval", metric: "accuracy", value: 0.8 + index / 100, author: "PUBLISHER" },
    ],
  }));
  return { id: "lab", kind: "laboratory", title: "Laboratory", homepage: "https://lab.example", contract: 1, listing: "full", naming: "curated", list: async () => ({ records: [...models, ...measured] }) };
}

/** Starts it all and harvests it. */
export async function startExplorerWorld(): Promise<ExplorerWorld> {
  const folder = await mkdtemp(join(tmpdir(), "modeldex-explorer-"));
  const known = new Set(hubModels.map(({ id }) => id));
  const [hub, services, chain] = await Promise.all([
    startHub([...hubModels, ...wellKnown.filter(({ id }) => !known.has(id)), ...madeFromOthers]), startServices(), startEntries(hubDigest(names.llama, "model.safetensors")),
  ]);
  const sources = [
    huggingFace({ endpoint: hub.url }),
    onchain({
      chains: [{ chainId: chain.chainId, rpc: [chain.url] }],
      registries: [fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 0 }), erc8004({ chainId: chain.chainId, address: chain.agents, startBlock: 0, modelMetadataKey: "model" })],
    }),
    catalogFile({ from: await writeCatalog(folder) }),
    ollama({ library: `${services.url}/library.json`, registry: services.url }),
    openRouter({ endpoint: services.url }),
    liteLlm({ endpoint: services.url }),
    laboratory(),
  ];
  const gateway = await startGateway({ sources, identity: { file: await writeRules(folder) }, backgroundDetails: false, backgroundAssessments: false });
  for (const { id } of sources) {
    const { status } = await gateway.gateway.harvest(id, { all: true, signal: AbortSignal.timeout(60_000) });
    if (status !== "DONE") throw new Error(`The harvest of ${id} ended as ${status}.`);
  }
  return {
    url: gateway.url, gateway, hub,
    close: async () => {
      await gateway.close();
      await Promise.all([hub.close(), services.close(), chain.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
