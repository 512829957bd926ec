import { listing } from "@modeldex/plugin-kit";
import type { ListingRecord, Source } from "@modeldex/plugin-kit";
import { expect, it } from "vitest";
import { emptyFolder, removeFolder } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";

function shelf(id: string, naming: "curated" | "namespaced", record: ListingRecord, more: Partial<Source> = {}): Source {
  return { id, naming, contract: 1, kind: "scripted", title: id, homepage: "https://scripted.example", listing: "full", list: async () => ({ records: [record] }), ...more };
}

/** Ids of the Hub, Ollama and OpenRouter in August 2026. */
const hub = shelf("hf", "namespaced", listing({ nativeId: "Qwen/Qwen3-32B", name: "Qwen3-32B", formats: ["SAFETENSORS"], task: "text-generation" }), {
  accounts: "huggingface",
  parseReference: (text) => (text === "https://huggingface.co/Qwen/Qwen3-32B" ? [{ ref: { nativeId: "Qwen/Qwen3-32B" }, readAs: "Hugging Face URL", certain: true }] : []),
});
const library = shelf("ollama", "curated", listing({ nativeId: "qwen3:32b-q4_K_M", name: "qwen3:32b-q4_K_M", formats: ["GGUF"] }));
const router = shelf("openrouter", "curated", listing({
  nativeId: "acme/lantern-qwen3-32b", name: "lantern-qwen3-32b", url: "https://router.example/lantern", offers: [{ provider: "p" }],
  links: [{ reference: "https://huggingface.co/Qwen/Qwen3-32B", relation: "HOSTED", statement: "It names Qwen/Qwen3-32B." }],
}));
const question = '{ model(id: "hf:Qwen/Qwen3-32B") { candidateListings { listing { key } link { kind relation evidence { __typename } } } } }';

it("tells what would join each, and shows only those of sources that are configured", async () => {
  const dataDir = await emptyFolder();
  try {
    const all = await startGateway({ sources: [hub, library, router] }, { dataDir });
    for (const { id } of [hub, library, router]) await all.gateway.harvest(id, { all: true, signal: AbortSignal.timeout(10_000) });
    const { model } = await all.query(question);
    await all.close();
    expect(model.candidateListings.map(({ listing: { key }, link: { kind, relation, evidence } }: any) => [key, kind, relation, evidence.length])).toEqual([
      ["ollama:qwen3:32b-q4_K_M", "NAME_AND_PUBLISHER", "QUANTIZED", 0],
      ["openrouter:acme/lantern-qwen3-32b", "EXPLICIT_REFERENCE", "HOSTED", 1],
    ]);
    const fewer = await startGateway({ sources: [hub, router] }, { dataDir });
    const after = await fewer.query(question);
    await fewer.close();
    expect(after.model.candidateListings.map(({ listing: { key } }: any) => key)).toEqual(["openrouter:acme/lantern-qwen3-32b"]);
  } finally {
    await removeFolder(dataDir);
  }
});
