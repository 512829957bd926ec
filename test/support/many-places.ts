import { listing, overlay } from "@modeldex/plugin-kit";
import type { ListingRecord, OverlayRecord, Source } from "@modeldex/plugin-kit";

/**
 * Places that list the same models in their own ways. Ids, tags and references are those of the Hub, OpenRouter, Ollama and LiteLLM in August 2026; digests,
 * the registry that is open to all and its entries are synthetic.
 */
export interface Places {
  readonly sources: readonly Source[];
  /** From now on a place shows its rows of that state. */
  turn(source: string, state: number): void;
}

type Row = { readonly listings: readonly ListingRecord[]; readonly overlays?: readonly OverlayRecord[] };

/** @param states rows of every place, one for each state. */
export function manyPlaces(): Places {
  const shown = new Map<string, number>();
  const place = (id: string, naming: "curated" | "namespaced" | "open", states: readonly Row[], forms: readonly RegExp[] = []): Source => ({
    id, naming, ...(id === "hf" && { accounts: "huggingface" as const }), kind: id, title: id, homepage: `https://${id}.example`, contract: 1, listing: "full", removals: "trusted",
    list: async () => {
      const { listings, overlays = [] } = states[shown.get(id) ?? 0] ?? { listings: [] };
      return { records: listings, overlays };
    },
    parseReference: (text) => forms.flatMap((form) => form.exec(text)?.[1] ?? []).map((nativeId) => ({ ref: { nativeId }, readAs: `${id} address`, certain: true })),
  });
  return {
    sources: [
      place("hf", "namespaced", hub, [/^https:\/\/huggingface\.co\/([\w.-]+\/[\w.-]+)$/]), place("registry", "open", registry), place("ollama", "curated", ollama, [/^https:\/\/ollama\.com\/library\/([\w.:-]+)$/]),
      place("mirror", "namespaced", mirror), place("openrouter", "curated", openRouter, [/^https:\/\/openrouter\.ai\/([\w.-]+\/[\w.-]+)$/]), place("lab", "curated", lab), place("litellm", "curated", prices),
    ],
    turn: (source, state) => void shown.set(source, state),
  };
}

/** What the operator says. */
export const operatorRules = {
  same: [["hf:deepseek-ai/DeepSeek-V3-0324", "openrouter:deepseek/deepseek-chat-v3-0324"]],
  different: [["hf:Qwen/Qwen3-8B", "mirror:Qwen/Qwen3-8B"], ["hf:google/gemma-3-4b-it", "ollama:gemma3:4b-it-q4_K_M"]],
} as const;

const weights = (letter: string): Partial<ListingRecord> => ({ artifacts: [{ path: "model.safetensors", sizeBytes: 2 ** 31, digest: `sha256:${letter.repeat(64)}` }] });
const named = (nativeId: string): ListingRecord => listing({ nativeId, name: nativeId.slice(nativeId.lastIndexOf("/") + 1), publisher: nativeId.includes("/") ? { name: nativeId.split("/")[0] ?? "" } : undefined });
const with_ = (nativeId: string, more: Partial<ListingRecord>): ListingRecord => ({ ...named(nativeId), ...more });
const refersTo = (reference: string): Partial<ListingRecord> => ({ links: [{ reference, relation: "HOSTED", statement: `It names ${reference}.` }], offers: [{ provider: "p", usdPerMillionInputTokens: 0.1 }] });
const atHub = (id: string): Partial<ListingRecord> => refersTo(`https://huggingface.co/${id}`);

const hubIds = [
  "meta-llama/Llama-3.1-8B", "meta-llama/Llama-3.1-70B-Instruct", "meta-llama/Llama-3.3-70B-Instruct", "Qwen/Qwen3-4B", "Qwen/Qwen3-4B-Instruct-2507", "Qwen/Qwen2.5-7B-Instruct", "Qwen/Qwen2.5-Coder-32B",
  "Qwen/Qwen2.5-Coder-32B-Instruct", "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-R1-0528", "deepseek-ai/DeepSeek-R1-Distill-Qwen-32B", "deepseek-ai/DeepSeek-V3", "deepseek-ai/DeepSeek-V3-0324",
  "google/gemma-3-4b-it", "google/gemma-3-4b-pt", "mistralai/Mistral-Nemo-Instruct-2407", "mistralai/Mixtral-8x7B-Instruct-v0.1", "mistralai/Ministral-3-3B-Instruct-2512", "LiquidAI/LFM2-2.6B",
  "nvidia/Llama-3_3-Nemotron-Super-49B-v1_5", "FuseAI/FuseO1-DeepSeekR1-QwQ-SkyT1-32B-Preview", "openai/gpt-oss-20b", "unsloth/Qwen3-4B-Thinking-2507-GGUF", "Qwen/Qwen3-235B-A22B-Instruct-2507",
];
const hubRest = [
  with_("meta-llama/Llama-3.1-8B-Instruct", { aliases: ["meta-llama/Meta-Llama-3.1-8B-Instruct"], stableId: "llama", ...weights("1") }), with_("unsloth/Llama-3.1-8B-Instruct", weights("1")),
  with_("Qwen/Qwen3-32B", weights("2")), with_("Qwen/Qwen3-8B", weights("3")), with_("openai/whisper-large-v3", weights("4")), with_("Qwen/Qwen1.5-72B", weights("5")),
];
const hub: readonly Row[] = [
  { listings: [...hubIds.map(named), ...hubRest, named("Qwen/Qwen3-4B-Thinking-2507"), named("openai/whisper-large-v2")] },
  // One is renamed, one is gone, one has other bytes, and two are new.
  {
    listings: [
      ...hubIds.filter((id) => id !== "Qwen/Qwen2.5-Coder-32B").map(named), ...hubRest.filter(({ nativeId }) => !/Qwen3-32B|Llama-3.1-8B-Instruct$/.test(nativeId)), with_("Qwen/Qwen3-32B", weights("6")),
      with_("meta-llama/Llama-3.1-8B-Instruct-HF", { aliases: ["meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Meta-Llama-3.1-8B-Instruct"], stableId: "llama", ...weights("1") }), with_("unsloth/Llama-3.1-8B-Instruct", weights("1")),
      named("Qwen/Qwen3-4B-Thinking-2507"), named("openai/whisper-large-v2"), named("mistralai/Mixtral-8x22B-Instruct-v0.1"), named("openai/gpt-oss-120b"),
    ],
  },
];

const tag = (nativeId: string, movingAliases: readonly string[] = [], more: Partial<ListingRecord> = {}): ListingRecord => listing({ nativeId, name: nativeId, movingAliases: movingAliases.length === 0 ? undefined : [...movingAliases], ...more });
const ollamaRest = [
  tag("llama3.1:8b-instruct-q4_K_M", ["llama3.1:8b", "llama3.1"]), tag("gemma3:4b-it-q4_K_M", ["gemma3:4b", "gemma3"]), tag("deepseek-r1:32b-qwen-distill-q4_K_M", ["deepseek-r1:32b"]), tag("qwen3:32b-q4_K_M", ["qwen3:32b"]),
  tag("mixtral:8x7b-instruct-v0.1-q4_0", ["mixtral:8x7b"]), tag("qwen2.5:7b-instruct-q4_K_M", ["qwen2.5:7b"]), tag("qwen2.5-coder:32b-instruct-q4_K_M", ["qwen2.5-coder:32b"]), tag("qwen:110b-text-v1.5-q4_0", [], weights("5")),
  tag("qwen3:235b-a22b-instruct-2507-q4_K_M", ["qwen3:235b-instruct"]), tag("qwen3:235b-a22b-fp8"),
];
const ollama: readonly Row[] = [
  { listings: [...ollamaRest, tag("qwen3:4b-instruct-2507-q4_K_M", ["qwen3:4b-instruct"]), tag("qwen3:4b-thinking-2507-q4_K_M", ["qwen3:4b"])] },
  // The short tag has moved, and a tag is new.
  { listings: [...ollamaRest, tag("qwen3:4b-instruct-2507-q4_K_M", ["qwen3:4b", "qwen3:4b-instruct"]), tag("qwen3:4b-thinking-2507-q4_K_M"), tag("mixtral:8x22b-instruct-v0.1-q4_0", ["mixtral:8x22b"])] },
];

const mirror: readonly Row[] = [
  { listings: [with_("Qwen/Qwen3-32B", weights("2")), with_("Qwen/Qwen3-8B", weights("3")), with_("openai-mirror/whisper-large-v3", weights("4")), named("LLM-Research/Meta-Llama-3.1-8B-Instruct")] },
  { listings: [with_("Qwen/Qwen3-32B", weights("6")), with_("Qwen/Qwen3-8B", weights("3")), with_("LLM-Research/Meta-Llama-3.1-8B-Instruct", weights("1"))] },
];

const offered = { offers: [{ provider: "p", usdPerMillionInputTokens: 0.1 }] } as const;
const openRouterRest = [
  with_("meta-llama/llama-3.1-8b-instruct", atHub("meta-llama/Meta-Llama-3.1-8B-Instruct")), with_("qwen/qwen3-32b", atHub("Qwen/Qwen3-32B")), with_("deepseek/deepseek-r1", atHub("deepseek-ai/DeepSeek-R1")),
  with_("deepseek/deepseek-r1-0528", offered), with_("deepseek/deepseek-chat-v3-0324", offered), with_("aion-labs/aion-1.0-mini", atHub("FuseAI/FuseO1-DeepSeekR1-QwQ-SkyT1-32B-Preview")),
  with_("liquid/lfm-2.2-6b", atHub("LiquidAI/LFM2-2.6B")), with_("google/gemma-3-4b-it", offered), with_("nvidia/llama-3.3-nemotron-super-49b-v1.5", offered), with_("qwen/qwen-2.5-coder-32b-instruct", offered),
  with_("mistralai/ministral-3b-2512", atHub("mistralai/Ministral-3-3B-Instruct-2512")), with_("openai/gpt-4o-2024-08-06", offered), with_("openai/gpt-4o-2024-05-13", offered), with_("openai/gpt-oss-20b", offered),
];
const openRouter: readonly Row[] = [
  { listings: [...openRouterRest, with_("anthropic/claude-sonnet-4.5", { ...offered, movingAliases: ["~anthropic/claude-sonnet-latest"] }), with_("mistralai/mistral-nemo", atHub("mistralai/Mistral-Nemo-Instruct-2407")), with_("deepseek/deepseek-chat", atHub("deepseek-ai/DeepSeek-V3"))] },
  // The alias and a reference lead elsewhere, and one reference is withdrawn.
  { listings: [...openRouterRest, with_("anthropic/claude-sonnet-4.5", offered), with_("anthropic/claude-sonnet-5", { ...offered, movingAliases: ["~anthropic/claude-sonnet-latest"] }), with_("mistralai/mistral-nemo", offered), with_("deepseek/deepseek-chat", atHub("deepseek-ai/DeepSeek-V3-0324"))] },
];

const lab: readonly Row[] = [
  { listings: [with_("openai/gpt-4o-2024-08-06", {}), with_("anthropic/claude-sonnet-4-5", {}), with_("anthropic/claude-sonnet-5", {}), with_("deepseek/deepseek-r1-0528", {}), with_("qwen/qwen3-235b-a22b-instruct-2507-fp8", {})] },
  { listings: [with_("openai/gpt-4o-2024-08-06", {}), with_("anthropic/claude-sonnet-4-5", {}), with_("deepseek/deepseek-r1-0528", atHub("deepseek-ai/DeepSeek-R1-0528")), with_("qwen/qwen3-235b-a22b-instruct-2507-fp8", {})] },
];

const entry = (nativeId: string, more: Partial<ListingRecord>): ListingRecord => ({ nativeId, name: `#${nativeId}`, registrant: "eip155:1:0x00000000000000000000000000000000000000aa", ...more });
const registry: readonly Row[] = [
  { listings: [entry("1", weights("4")), entry("2", weights("4")), entry("3", atHub("Qwen/Qwen3-32B")), entry("4", weights("7")), entry("5", weights("7"))] },
  { listings: [entry("1", weights("1")), entry("2", weights("4")), entry("3", atHub("openai/whisper-large-v2")), entry("5", weights("7"))] },
];

const price = (nativeId: string, name: string, publisher?: string, reference?: string): OverlayRecord =>
  overlay({ nativeId, name, publisher: publisher === undefined ? undefined : { name: publisher }, links: reference === undefined ? undefined : [{ reference, relation: "HOSTED", statement: `The key names ${reference}.` }], offers: [{ provider: nativeId, usdPerMillionInputTokens: 0.2 }] });
const pricesRest = [
  price("deepinfra/meta-llama/Meta-Llama-3.1-8B-Instruct", "Meta-Llama-3.1-8B-Instruct", "meta-llama", "https://huggingface.co/meta-llama/Meta-Llama-3.1-8B-Instruct"),
  price("us.meta.llama3-1-8b-instruct-v1:0", "llama3-1-8b-instruct", "meta"), price("fireworks_ai/accounts/fireworks/models/qwen3-32b", "qwen3-32b"), price("gpt-4o-2024-08-06", "gpt-4o-2024-08-06", "openai"),
  price("fireworks_ai/accounts/fireworks/models/llama-v3p3-70b-instruct", "llama-v3p3-70b-instruct"), price("nebius/Qwen/Qwen2.5-Coder-7B", "Qwen2.5-Coder-7B", "Qwen", "https://huggingface.co/Qwen/Qwen2.5-Coder-7B"),
];
const prices: readonly Row[] = [
  { listings: [], overlays: [...pricesRest, price("deepseek.r1-v1:0", "deepseek-r1", "deepseek")] },
  { listings: [], overlays: [...pricesRest, price("deepseek.r1-v1:0", "deepseek-r1-0528", "deepseek"), price("groq/openai/gpt-oss-120b", "gpt-oss-120b", "openai", "https://huggingface.co/openai/gpt-oss-120b")] },
];
