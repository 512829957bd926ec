import { describe, expect, test } from "vitest";
import { key, source } from "../testing/samples.ts";
import type { ListingRecord, Naming } from "@modeldex/schema";
import type { IdentityFacts } from "./facts.ts";
import { groupListings } from "./groups.ts";
import { nameGiver, signatureOfRecord, statedPublishers } from "./listing-name.ts";

const order = ["hf", "onchain", "opengradient", "file", "ollama", "oci", "openrouter", "litellm"].map(source);

function listing(text: string, naming: Naming, { refersTo = [], files = true, offers = false, ...record }: Omit<Partial<ListingRecord>, "offers"> & { refersTo?: readonly string[]; files?: boolean; offers?: boolean } = {}): IdentityFacts {
  const id = text.slice(text.indexOf(":") + 1);
  const full = { nativeId: id, name: id, ...record };
  return {
    key: key(text), source: text.slice(0, text.indexOf(":")), nativeId: id, name: full.name, naming, isGone: false, bucket: 0, fetchedAt: "2026-01-01T00:00:00Z",
    publisher: `${record.publisher?.name ?? ""} ${record.publisher?.id ?? ""} ${id.includes("/") ? (id.split("/")[0] ?? "") : ""}`,
    hasFiles: files, hasOffers: offers, digests: [], signature: signatureOfRecord(full, nameGiver(naming, text.startsWith("hf:"))), joinsByName: naming === "curated" || text.startsWith("hf:"), owner: statedPublishers(full)[0] ?? "", statesPublisher: statedPublishers(full).length > 0, namesOthers: refersTo.length > 0,
    references: refersTo.map((target) => ({ reference: `pkg:${target}`, target: key(target), relation: "UNKNOWN", statement: `It names ${target}.` })),
  };
}

function groups(...listings: readonly IdentityFacts[]): readonly string[] {
  return groupListings(listings, { same: [], different: [] }, order).groups.map(({ leading, links }) => [leading, ...[...links.keys()].filter((each) => each !== leading).sort()].join(" + ")).sort();
}

const meta = listing("hf:meta-llama/Llama-3.1-8B-Instruct", "namespaced");
const library = listing("ollama:llama3.1:8b-instruct-q4_K_M", "curated", { name: "llama3.1:8b-instruct-q4_K_M" });
const gemma = listing("openrouter:google/gemma-3-27b-it", "curated", { files: false, offers: true });
const grok = listing("openrouter:x-ai/grok-4-0709", "curated", { files: false, offers: true });
const gpt = listing("openrouter:openai/gpt-4o-2024-08-06", "curated", { files: false, offers: true });

describe("whoever may write somewhere", () => {
  test.each<readonly [string, readonly IdentityFacts[], readonly string[]]>([
    ["an account of the Hub that is called like a vendor takes the id of a service's model",
      [grok, listing("hf:x-ai/grok-4-0709", "namespaced")], ["hf:x-ai/grok-4-0709", "openrouter:x-ai/grok-4-0709"]],
    ["an account of the Hub that is called like a vendor joins its model in place of the true one",
      [library, listing("hf:meta/Llama-3.1-8B-Instruct", "namespaced")], ["hf:meta/Llama-3.1-8B-Instruct", library.key]],
    ["an account of the Hub that is called like a vendor parts what is joined",
      [meta, library, listing("hf:meta-ai/Llama-3.1-8B-Instruct", "namespaced")], ["hf:meta-ai/Llama-3.1-8B-Instruct", `${meta.key} + ${library.key}`]],
    ["an account of Ollama that is called like a vendor joins a service's model, and leads it",
      [gemma, listing("ollama:google/gemma3:27b-it-fp16", "namespaced", { name: "gemma3:27b-it-fp16", publisher: { name: "google" } })], ["ollama:google/gemma3:27b-it-fp16", gemma.key]],
    ["an account of Ollama that is called like a vendor parts what is joined",
      [meta, library, listing("ollama:meta/llama3.1:8b-instruct-q4_K_M", "namespaced", { name: "llama3.1:8b-instruct-q4_K_M", publisher: { name: "meta" } })], [`${meta.key} + ${library.key}`, "ollama:meta/llama3.1:8b-instruct-q4_K_M"]],
    ["an artifact of a registry whose configuration states a vendor joins",
      [meta, gpt, library, listing("oci:docker.io/evil/anything:1", "namespaced", { name: "Llama 3.1 8B Instruct", publisher: { name: "Meta" } })], [`${meta.key} + ${library.key}`, "oci:docker.io/evil/anything:1", gpt.key]],
    ["an artifact of a registry whose configuration states a vendor takes the id",
      [gpt, listing("oci:docker.io/evil/anything:1", "namespaced", { name: "GPT-4o-2024-08-06", publisher: { name: "OpenAI" } })], ["oci:docker.io/evil/anything:1", gpt.key]],
    ["an artifact of a registry that names a source joins",
      [meta, listing("oci:docker.io/evil/llama:8b", "namespaced", { name: "Llama 3.1 8B Instruct", publisher: { name: "evil" }, refersTo: ["hf:meta-llama/Llama-3.1-8B-Instruct"] })], [meta.key, "oci:docker.io/evil/llama:8b"]],
    ["an artifact of a registry that names a source by a bare number joins",
      [meta, listing("oci:docker.io/evil/llama:8b", "namespaced", { name: "1", publisher: { name: "evil" }, refersTo: ["hf:meta-llama/Llama-3.1-8B-Instruct"] })], [meta.key, "oci:docker.io/evil/llama:8b"]],
    ["an artifact that states the vendor and names a source joins",
      [meta, listing("oci:docker.io/evil/llama:8b", "namespaced", { name: "Llama 3.1 8B Instruct", publisher: { name: "meta-llama" }, refersTo: [meta.key] })], [meta.key, "oci:docker.io/evil/llama:8b"]],
    ["an account elsewhere that is called like the vendor and names a source joins",
      [meta, listing("oci:docker.io/meta-llama/llama:8b", "namespaced", { name: "llama", publisher: { name: "meta-llama" }, refersTo: [meta.key] })], [meta.key, "oci:docker.io/meta-llama/llama:8b"]],
    ["a path of the Hub that leads to another account joins",
      [meta, listing("ollama:hf.co/evil/Llama-3.1-8B-Instruct:Q4_K_M", "namespaced", { name: "Llama-3.1-8B-Instruct:Q4_K_M", publisher: { name: "meta-llama" }, refersTo: [meta.key] })], [meta.key, "ollama:hf.co/evil/Llama-3.1-8B-Instruct:Q4_K_M"]],
    ["what a daemon pulled from the Hub does not part the library's",
      [meta, library, listing("ollama:hf.co/meta-llama/Llama-3.1-8B-Instruct:Q4_K_M", "namespaced", { name: "Llama-3.1-8B-Instruct:Q4_K_M", publisher: { name: "meta-llama" }, refersTo: [meta.key] })], [`${meta.key} + ollama:hf.co/meta-llama/Llama-3.1-8B-Instruct:Q4_K_M + ${library.key}`]],
  ])("%s", (_name, listings, expected) => {
    expect(groups(...listings)).toEqual([...expected].sort());
  });
});
