import { listing, overlay, SourceError } from "@modeldex/plugin-kit";
import type { ListingRecord, OverlayRecord, ReferenceReading, Source } from "@modeldex/plugin-kit";
import { huggingFace } from "@modeldex/source-hf";
import { scriptedSource } from "./scripted-source.ts";

/**
 * Sources that stand for the origins that `resolve` knows ids of: ids, tags and 12-digit Ollama ids as the services have them (OpenRouter 2026-08-01,
 * ollama.com 2026-08-21, LiteLLM's price map 2026-08-21, the Hub); digests beyond 12 digits, commits, offers of the Hub and `acme` are synthetic.
 */
export interface Origins {
  readonly sources: readonly Source[];
  /** What was asked, such as `hf get a/b`. */
  readonly calls: string[];
  /** From now on a source fails. */
  fail(source: string): void;
}

export const commit = "9216db5781bf21249d130ec9da846c4624c16137";
export const llamaDigest = `sha256:46e0c10c039e${"0".repeat(52)}`;
export const imageDigest = `sha256:${"5e".repeat(32)}`;

const hub = (id: string) => [{ reference: `https://huggingface.co/${id}`, relation: "HOSTED" as const, statement: `It names ${id}.` }];
const model = (nativeId: string, more: Partial<ListingRecord> = {}): ListingRecord => {
  const [owner, name = nativeId] = nativeId.split("/");
  return listing({ nativeId, name, publisher: { name: owner ?? nativeId, id: owner ?? nativeId }, ...more });
};
const row = (nativeId: string, more: Partial<OverlayRecord> = {}): OverlayRecord => overlay({ nativeId, ...more });
const reads = (nativeId: string, readAs: string, certain: boolean, revision?: string): readonly ReferenceReading[] => [{ ref: { nativeId, ...(revision !== undefined && { revision }) }, readAs, certain }];

const records = {
  hf: [
    model("Qwen/Qwen3-32B", { revision: commit }), model("meta-llama/Llama-3.1-8B-Instruct"), model("meta-llama/Llama-3.1-8B"), model("meta-llama/Llama-3.3-70B-Instruct"),
    model("deepseek-ai/DeepSeek-V3"), model("deepseek-ai/DeepSeek-V3.2"), model("openai/whisper-large-v3"), model("BAAI/bge-m3"), model("google/gemma-2b-it"),
    model("mistralai/Mistral-7B-Instruct-v0.2"), model("bartowski/Llama-3.2-3B-Instruct-GGUF"), model("stabilityai/stable-diffusion-2-1"), model("meta-llama/Meta-Llama-3-8B-Instruct"),
    model("deepseek-ai/DeepSeek-R1", { offers: [{ provider: "novita", callAs: "deepseek-r1-turbo" }] }),
    model("deepseek-ai/DeepSeek-R1-0528", { offers: [{ provider: "baseten", callAs: "deepseek-r1-turbo" }, { provider: "sambanova", callAs: "DeepSeek-R1-0528" }] }),
    model("acme/lantern-7b"), model("acme/lantern-7b-instruct"),
  ],
  openrouter: [
    model("qwen/qwen3-32b", { links: hub("Qwen/Qwen3-32B") }), model("deepseek/deepseek-chat"), model("meta-llama/llama-3.1-8b-instruct", { links: hub("meta-llama/Llama-3.1-8B-Instruct") }),
    model("anthropic/claude-sonnet-4.5", { movingAliases: ["~anthropic/claude-sonnet-latest"] }), model("openai/gpt-4o-2024-08-06", { movingAliases: ["openai/gpt-4o"] }),
  ],
  ollama: [
    model("llama3.1:8b-instruct-q4_K_M", { name: "llama3.1:8b-instruct-q4_K_M", revision: llamaDigest, movingAliases: ["llama3.1:8b", "llama3.1:latest"], aliases: [`llama3.1@${llamaDigest}`] }),
    model("qwen3:32b-q4_K_M", { name: "qwen3:32b-q4_K_M", revision: `sha256:030ee887880f${"1".repeat(52)}`, movingAliases: ["qwen3:32b"] }),
  ],
  oci: [model("docker.io/ai/llama3.1:8B-Q4_K_M", { name: "llama3.1", revision: imageDigest, movingAliases: ["docker.io/ai/llama3.1:latest"], aliases: [`docker.io/ai/llama3.1@${imageDigest}`] })],
} as const satisfies Record<string, readonly ListingRecord[]>;

/** Had by id alone: nothing lists them. */
const later = { openrouter: [model("mistralai/mistral-small-3.2-24b-instruct")], ollama: [model("qwq:32b", { name: "qwq:32b" })], hf: [model("Qwen/QwQ-32B")], oci: [model("localhost:5000/acme/tiny:1", { name: "tiny", revision: `sha256:${"7a".repeat(32)}` })] } as const;

const rows: readonly OverlayRecord[] = [
  row("groq/qwen/qwen3-32b", { links: hub("Qwen/Qwen3-32B"), offers: [{ provider: "groq", callAs: "qwen/qwen3-32b", usdPerMillionInputTokens: 0.29 }] }),
  row("us.meta.llama3-3-70b-instruct-v1:0", { links: hub("meta-llama/Llama-3.3-70B-Instruct") }),
  row("fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct", { links: hub("meta-llama/Llama-3.1-8B-Instruct"), offers: [{ provider: "fireworks_ai", callAs: "accounts/fireworks/models/llama-v3p1-8b-instruct" }] }),
  row("deepseek/deepseek-chat", { links: hub("deepseek-ai/DeepSeek-V3.2") }),
  row("groq/whisper-large-v3", { links: hub("openai/whisper-large-v3"), offers: [{ provider: "groq", callAs: "whisper-large-v3" }] }),
  row("cloudflare/@cf/mistral/mistral-7b-instruct-v0.1", { name: "mistral-7b-instruct-v0.1" }),
];

export function origins(): Origins {
  const calls: string[] = [];
  const failing = new Set<string>();
  const { parseReference: readHub } = huggingFace();
  const source = (id: keyof typeof records, kind: string, more: Partial<Source>): Source => {
    const { search: _, ...plain } = scriptedSource(id, []);
    const known: readonly ListingRecord[] = [...records[id], ...later[id]];
    const find = (asked: string) => known.find(({ nativeId, aliases = [], movingAliases = [] }) => [nativeId, ...aliases, ...movingAliases].includes(asked));
    return {
      ...plain, kind, list: async () => ({ records: records[id] }),
      get: async ({ refs }) => {
        calls.push(...refs.map(({ nativeId }) => `${id} get ${nativeId}`));
        if (failing.has(id)) throw new SourceError("UNREACHABLE", "It is away.");
        return refs.map(({ nativeId, revision }) => (revision === undefined || revision === find(nativeId)?.revision ? find(nativeId) : undefined));
      },
      ...more,
    };
  };
  return {
    calls,
    fail: (id) => void failing.add(id),
    sources: [
      source("hf", "huggingface", { parseReference: (text) => readHub?.(text) ?? [] }),
      source("ollama", "ollama", {
        naming: "curated",
        parseReference: (text) => {
          const name = /^(?:registry\.ollama\.ai\/)?(?:library\/)?([\w.-]+)(?::([\w.-]+)|(@sha256:[0-9a-f]{64}))?$/.exec(text);
          return name === null ? [] : reads(`${name[1]}${name[3] ?? `:${name[2] ?? "latest"}`}`, "Ollama name", text.startsWith("registry.ollama.ai/"));
        },
        lookup: async (text) => {
          calls.push(`ollama lookup ${text}`);
          const digits = text.replace(/^sha256:/, "");
          return /^[0-9a-f]{12,64}$/.test(digits) ? records.ollama.filter(({ revision }) => revision?.startsWith(`sha256:${digits}`)) : [];
        },
      }),
      source("oci", "oci", {
        parseReference: (text) => {
          const image = /^(?:oci:\/\/)?((?:[\w-]+(?:\.[\w-]+)+(?::\d+)?|localhost:\d+)\/[\w./-]+)(?::([\w.-]+)|(@sha256:[0-9a-f]{64}))?$/.exec(text);
          return image === null || /^(?:hf\.co|huggingface\.co|registry\.ollama\.ai|ollama\.com|openrouter\.ai|hf-mirror\.com)\//.test(text) ? [] : reads(`${image[1]}${image[3] ?? `:${image[2] ?? "latest"}`}`, "OCI reference", true);
        },
      }),
      source("openrouter", "openrouter", {
        naming: "curated",
        parseReference: (text) => {
          const page = /^https:\/\/openrouter\.ai\/([\w.-]+\/[\w.-]+)(?::\w+)?$/.exec(text)?.[1];
          if (page !== undefined) return reads(page, "OpenRouter URL", true);
          const id = /^(~?[\w.-]+\/[\w.-]+)(?::(?:free|extended|thinking))?$/.exec(text)?.[1];
          return id === undefined ? [] : reads(id, "OpenRouter id", id.startsWith("~"));
        },
      }),
      { id: "litellm", kind: "litellm", title: "LiteLLM", homepage: "https://litellm.example", contract: 1, listing: "full", naming: "curated", list: async () => ({ overlays: rows }) },
    ],
  };
}
