import type { Label } from "./pair.ts";

export interface Correction {
  readonly label: Label | "LEFT OUT";
  readonly reason: string;
}

/**
 * What a person who read all pairs found otherwise than the rule that drew them, by the pair's key. A pair is left out where neither names nor what is
 * recorded say what it is. It names pairs of the half that is held out as well: whoever works on the rules does not read it.
 */
export const corrections: ReadonlyMap<string, Correction> = new Map<string, Correction>([
  // Links that OpenRouter states.
  ["openrouter:aion-labs/aion-1.0-mini = hf:FuseAI/FuseO1-DeepSeekR1-QwQ-SkyT1-32B-Preview", { label: "DIFFERENT", reason: "the link names the model that it was made from" }],
  ["openrouter:minimax/minimax-01 = hf:MiniMaxAI/MiniMax-Text-01", { label: "LEFT OUT", reason: "what is served consists of Text-01 and VL-01; whether that is Text-01 is a matter of taste" }],
  // Weights that models.dev states.
  ["models-dev:stepfun/step-3.5-flash-2603 = hf:stepfun-ai/Step-3.5-Flash", { label: "DIFFERENT", reason: "a later version, of March 2026" }],
  ["models-dev:xiaomi/mimo-v2.5-pro-ultraspeed = hf:XiaomiMiMo/MiMo-V2.5-Pro-FP4-DFlash", { label: "LEFT OUT", reason: "named after a way of serving" }],
  ["models-dev:zhipuai/glm-4.7-flashx = hf:zai-org/GLM-4.7-Flash", { label: "DIFFERENT", reason: "another product of the same maker" }],
  ["models-dev:moonshotai/kimi-k2-thinking-turbo = hf:moonshotai/Kimi-K2-Thinking", { label: "LEFT OUT", reason: "named after a way of serving" }],
  ["models-dev:moonshotai/kimi-k2.7-code-highspeed = hf:moonshotai/Kimi-K2.7-Code", { label: "LEFT OUT", reason: "named after a way of serving" }],
  ["models-dev:minimax/MiniMax-M2.7-highspeed = hf:MiniMaxAI/MiniMax-M2.7", { label: "LEFT OUT", reason: "named after a way of serving" }],
  ["models-dev:minimax/MiniMax-M2.5-highspeed = hf:MiniMaxAI/MiniMax-M2.5", { label: "LEFT OUT", reason: "named after a way of serving" }],
  ["models-dev:deepseek/deepseek-chat = hf:deepseek-ai/DeepSeek-V3.2", { label: "LEFT OUT", reason: "a moving name of the maker's service" }],
  ["models-dev:deepseek/deepseek-reasoner = hf:deepseek-ai/DeepSeek-V3.2", { label: "LEFT OUT", reason: "a moving name of the maker's service" }],
  // `base_model` of models.dev, which means that facts are inherited.
  ["models-dev/neon:claude-sonnet-4 = models-dev:anthropic/claude-sonnet-4-5-20250929", { label: "DIFFERENT", reason: "Sonnet 4 is not Sonnet 4.5" }],
  ["models-dev/routing-run:route/mimo-v2.5 = models-dev:xiaomi/mimo-v2.5-pro", { label: "DIFFERENT", reason: "not the Pro" }],
  ["models-dev/umans-ai-coding-plan:umans-coder = models-dev:moonshotai/kimi-k2.7-code", { label: "LEFT OUT", reason: "a name of the host's own, which may lead elsewhere tomorrow" }],
  ["models-dev/umans-ai-coding-plan:umans-flash = models-dev:alibaba/qwen3.6-35b-a3b", { label: "LEFT OUT", reason: "a name of the host's own, which may lead elsewhere tomorrow" }],
  ["models-dev/chutes:google/gemma-4-31B-turbo-TEE = models-dev:google/gemma-4-31b-it", { label: "LEFT OUT", reason: "turbo: what was done to it is not said" }],
  ["models-dev/inceptron:moonshotai/Kimi-K2.6-Fast = models-dev:moonshotai/kimi-k2.6", { label: "LEFT OUT", reason: "named after a way of serving" }],
  ["models-dev/routing-run:route/mistral-small-2503 = models-dev:mistral/mistral-small-2603", { label: "DIFFERENT", reason: "a year lies between them" }],
  ["models-dev/cloudflare-workers-ai:@cf/deepseek-ai/deepseek-r1-distill-qwen-32b = models-dev:deepseek/deepseek-r1", { label: "DIFFERENT", reason: "a distillation" }],
  ["models-dev/databricks:databricks-gemini-3-1-pro = models-dev:google/gemini-3.1-pro-preview-customtools", { label: "LEFT OUT", reason: "only the row says that it is the one for custom tools" }],
  ["models-dev/auriko:minimax-m2-7-highspeed = models-dev:minimax/MiniMax-M2.7", { label: "LEFT OUT", reason: "named after a way of serving" }],
  // `weights_url` of Replicate, which also names what a program works with.
  ...["bytedance/sdxl-lightning-4step = hf:ByteDance/SDXL-Lightning", "bytedance/hyper-flux-8step = hf:ByteDance/Hyper-SD", "bytedance/hyper-flux-16step = hf:ByteDance/Hyper-SD"]
    .map((key) => [`replicate:${key}`, { label: "LEFT OUT", reason: "one of several files there" }] as const),
  ...[
    "lucataco/remove-bg = hf:Carve/tracer_b7", "lucataco/flux-dev-lora = hf:black-forest-labs/FLUX.1-dev", "lucataco/flux-dev-multi-lora = hf:black-forest-labs/FLUX.1-dev",
    "lucataco/flux-schnell-lora = hf:black-forest-labs/FLUX.1-schnell", "ostris/flux-dev-lora-trainer = hf:black-forest-labs/FLUX.1-dev", "lucataco/illusion-diffusion-hq = hf:SG161222/Realistic_Vision_V5.1_noVAE",
    "black-forest-labs/flux-schnell-lora = hf:black-forest-labs/FLUX.1-schnell", "black-forest-labs/flux-dev-lora = hf:black-forest-labs/FLUX.1-dev", "xlabs-ai/flux-dev-controlnet = hf:XLabs-AI/flux-controlnet-collections",
    "fofr/expression-editor = hf:KwaiVGI/LivePortrait", "lucataco/ai-toolkit = hf:black-forest-labs/FLUX.1-dev", "fofr/flux-dev-layers = hf:black-forest-labs/FLUX.1-dev",
  ].map((key) => [`replicate:${key}`, { label: "DIFFERENT", reason: "a program that works with it" }] as const),
  ...[
    "lucataco/realistic-vision-v5.1 = hf:SG161222/Realistic_Vision_V5.1_noVAE", "chenxwh/cogvlm2-video = hf:THUDM/cogvlm2-video-llama3-chat", "zsxkib/molmo-7b = hf:allenai/Molmo-7B-D-0924",
    "jyoung105/playground-v2.5 = hf:playgroundai/playground-v2.5-1024px-aesthetic", "zsxkib/mmaudio = hf:hkchengrex/MMAudio", "jaaari/kokoro-82m = hf:hexgrad/Kokoro-82M",
    "lucataco/ollama-nemotron-70b = hf:nvidia/Llama-3.1-Nemotron-70B-Instruct", "zsxkib/pyramid-flow = hf:rain1011/pyramid-flow-sd3",
    "zsxkib/flux-dev-inpainting-controlnet = hf:alimama-creative/FLUX.1-dev-Controlnet-Inpainting-Alpha",
  ].map((key) => [`replicate:${key}`, { label: "DERIVED", reason: "packed by somebody who did not make it" }] as const),
  ...["datacte/proteus-v0.3 = hf:dataautogpt3/ProteusV0.3", "x-lance/f5-tts = hf:SWivid/F5-TTS", "vectorspacelab/omnigen = hf:Shitao/OmniGen-v1"]
    .map((key) => [`replicate:${key}`, { label: "LEFT OUT", reason: "by another account; whether it is the maker's is not recorded" }] as const),
  // Cards of Docker.
  ["docker:ai/smolvlm:500M = hf:HuggingFaceTB/SmolVLM2-500M-Video-Instruct", { label: "DIFFERENT", reason: "the card compares with it" }],
  // Spellings of clouds, tags of Ollama and Docker beside the nearest id of the Hub.
  ...["fireworks_ai/accounts/fireworks/models/deepseek-coder-1b-base = hf:deepseek-ai/deepseek-coder-1.3b-base", "fireworks_ai/accounts/fireworks/models/qwen2p5-coder-32b-instruct-64k = hf:Qwen/Qwen2.5-Coder-32B-Instruct", "qwen.qwen3-vl-235b-a22b = hf:Qwen/Qwen3-VL-235B-A22B-Instruct", "fireworks_ai/accounts/fireworks/models/mistral-7b = hf:mistralai/Mistral-7B-v0.1"]
    .map((key) => [`litellm:${key}`, { label: "LEFT OUT", reason: "likely the same; nothing recorded says so" }] as const),
  ...[
    "litellm:fireworks_ai/accounts/fireworks/models/qwen3-coder-480b-instruct-bf16 = hf:Qwen/Qwen3-Coder-480B-A35B-Instruct", "litellm:qwen.qwen3-coder-480b-a35b-v1:0 = hf:Qwen/Qwen3-Coder-480B-A35B-Instruct",
    "litellm:nvidia.nemotron-nano-3-30b = hf:nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16",
    "ollama:qwen:4b-text-v1.5-q4_0 = hf:Qwen/Qwen1.5-4B", "ollama:qwen:110b-text-v1.5-q4_0 = hf:Qwen/Qwen1.5-110B", "ollama:qwen:0.5b-text-v1.5-q4_0 = hf:Qwen/Qwen1.5-0.5B",
    "ollama:deepseek-v4-flash:0731-cloud = hf:deepseek-ai/DeepSeek-V4-Flash-0731", "ollama:bge-m3:567m-fp16 = hf:BAAI/bge-m3", "ollama:phi4:14b-q4_K_M = hf:microsoft/phi-4",
    "ollama:qwen2.5-coder:0.5b-base-q8_0 = hf:Qwen/Qwen2.5-Coder-0.5B", "docker:ai/granite-4.0-micro:3B-Q4_K_M = hf:ibm-granite/granite-4.0-micro", "docker:ai/nomic-embed-text-v1.5:137M-F16 = hf:nomic-ai/nomic-embed-text-v1.5",
  ].map((key) => [key, { label: "SAME", reason: "the only model of that name and size, or of that training" }] as const),
  ["ollama:qwen3.8:27b-mtp-q4_K_M = hf:Qwen/Qwen3.8-27B", { label: "LEFT OUT", reason: "with layers that predict further tokens; whether that is another model is a matter of taste" }],
  ...[
    "llama3.1:8B-F16 = hf:meta-llama/Llama-3.1-8B", "gemma3:270M-F16 = hf:google/gemma-3-270m",
    "qwen2.5:0.5B-F16 = hf:Qwen/Qwen2.5-0.5B", "qwen2.5:3B-Q4_K_M = hf:Qwen/Qwen2.5-3B",
  ].map((key) => [`docker:ai/${key}`, { label: "DIFFERENT", reason: "the tag is the tuned model and does not say so; this is the base" }] as const),
  ...["qwen3-vl:8B-Q8_K_XL = hf:Qwen/Qwen3-VL-8B-Instruct", "qwen3-vl:32B-Q8_K_XL = hf:Qwen/Qwen3-VL-32B-Instruct", "qwen3-vl:2B-BF16 = hf:Qwen/Qwen3-VL-2B-Instruct", "qwen3-vl:4B-UD-Q4_K_XL = hf:Qwen/Qwen3-VL-4B-Instruct", "gemma3-qat:4B = hf:google/gemma-3-4b-it", "gemma3-qat:12B-Q4_K_M = hf:google/gemma-3-12b-it"]
    .map((key) => [`docker:ai/${key}`, { label: "LEFT OUT", reason: "the tag does not say which of two trainings it is, or comes from other weights" }] as const),
]);
