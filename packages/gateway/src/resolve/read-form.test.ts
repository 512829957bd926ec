import { expect, test } from "vitest";
import { readForm } from "./read-form.ts";
import type { TextForm } from "./text-form.ts";

const digits = "ab".repeat(32);

/** Text as it is pasted; what it is; where it comes from; the name in it, the likeliest spelling first. */
const forms: readonly (readonly [text: string, readAs: string, origin: string | undefined, names: readonly string[], more?: Partial<TextForm>])[] = [
  ["us.meta.llama3-3-70b-instruct-v1:0", "Amazon Bedrock model id", "Amazon Bedrock", ["llama3.3-70b-instruct", "llama3-3-70b-instruct"], { owner: "meta" }],
  ["meta.llama3-1-8b-instruct-v1:0", "Amazon Bedrock model id", "Amazon Bedrock", ["llama3.1-8b-instruct", "llama3-1-8b-instruct"], { owner: "meta" }],
  ["bedrock/us-east-1/anthropic.claude-3-5-sonnet-20240620-v1:0", "Amazon Bedrock model id", "Amazon Bedrock", ["claude-3.5-sonnet-20240620", "claude-3-5-sonnet-20240620"], { owner: "anthropic" }],
  ["bedrock/converse/us.anthropic.claude-3-7-sonnet-20250219-v1:0", "Amazon Bedrock model id", "Amazon Bedrock", ["claude-3.7-sonnet-20250219", "claude-3-7-sonnet-20250219"], { owner: "anthropic" }],
  ["arn:aws:bedrock:us-east-1::foundation-model/mistral.mistral-7b-instruct-v0:2", "Amazon Bedrock model id", "Amazon Bedrock", ["mistral-7b-instruct-v0.2"], { owner: "mistral" }],
  ["arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.deepseek.r1-v1:0", "Amazon Bedrock model id", "Amazon Bedrock", ["deepseek-r1"], { owner: "deepseek" }],
  ["qwen.qwen3-32b-v1:0", "Amazon Bedrock model id", "Amazon Bedrock", ["qwen3-32b"], { owner: "qwen" }],
  ["mistral.mistral-large-2402-v1:0", "Amazon Bedrock model id", "Amazon Bedrock", ["mistral-large-2402"], { owner: "mistral" }],
  ["accounts/fireworks/models/llama-v3p1-8b-instruct", "Fireworks model id", "Fireworks", ["llama-v3.1-8b-instruct", "llama-3.1-8b-instruct", "llama-v3p1-8b-instruct"]],
  ["fireworks_ai/accounts/fireworks/models/qwen3-32b", "Fireworks model id", "Fireworks", ["qwen3-32b"]],
  ["@cf/meta/llama-3.1-8b-instruct", "Cloudflare Workers AI id", "Cloudflare Workers AI", ["llama-3.1-8b-instruct"], { owner: "meta" }],
  ["cloudflare/@cf/qwen/qwen2.5-coder-32b-instruct", "Cloudflare Workers AI id", "Cloudflare Workers AI", ["qwen2.5-coder-32b-instruct"], { owner: "qwen" }],
  ["projects/my-project/locations/us-central1/publishers/meta/models/llama-3.1-8b-instruct-maas", "Vertex AI publisher model", "Google Vertex AI", ["llama-3.1-8b-instruct"], { owner: "meta" }],
  ["publishers/google/models/gemini-2.0-flash", "Vertex AI publisher model", "Google Vertex AI", ["gemini-2.0-flash"], { owner: "google" }],
  ["vertex_ai/mistral-large@2411-001", "Vertex AI model id", "Google Vertex AI", ["mistral-large"]],
  ["vertex_ai/meta/llama-3.1-8b-instruct-maas", "Vertex AI model id", "Google Vertex AI", ["llama-3.1-8b-instruct"]],
  ["models:/fraud-detector/3", "MLflow model", "MLflow", ["fraud-detector"], { vague: true }],
  ["models:/fraud-detector@champion", "MLflow model", "MLflow", ["fraud-detector"], { vague: true }],
  ["models:/prod.ml.churn/7", "MLflow model", "MLflow", ["prod.ml.churn"], { vague: true }],
  ["stability-ai/sdxl:7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc", "Replicate version", "Replicate", ["sdxl"], { owner: "stability-ai" }],
  ["https://replicate.com/meta/meta-llama-3-8b-instruct", "Replicate URL", "Replicate", ["meta-llama-3-8b-instruct"], { owner: "meta" }],
  ["https://modelscope.cn/models/Qwen/Qwen3-32B", "ModelScope URL", "ModelScope", ["Qwen3-32B"], { owner: "Qwen" }],
  ["https://www.modelscope.cn/models/Qwen/Qwen3-32B/summary", "ModelScope URL", "ModelScope", ["Qwen3-32B"], { owner: "Qwen" }],
  ["https://civitai.com/models/215485/some-lora?modelVersionId=242807", "Civitai URL", "Civitai", ["some-lora"]],
  ["urn:air:sdxl:lora:civitai:215485@242807", "AIR of Civitai", "Civitai", []],
  ["urn:air:sd1:model:huggingface:stabilityai/stable-diffusion-2-1", "AIR of Hugging Face", "Hugging Face", ["stable-diffusion-2-1"], { owner: "stabilityai", reference: "stabilityai/stable-diffusion-2-1" }],
  ["google/gemma/transformers/2b-it", "Kaggle handle", "Kaggle", ["gemma-2b-it"], { owner: "google" }],
  ["https://www.kaggle.com/models/google/gemma/transformers/2b-it/3", "Kaggle URL", "Kaggle", ["gemma-2b-it"], { owner: "google" }],
  ["azureml://registries/azureml-meta/models/Meta-Llama-3.1-8B-Instruct/versions/4", "Azure ML address", "Azure AI Foundry", ["Meta-Llama-3.1-8B-Instruct"], { owner: "meta" }],
  ["azureml://registries/azure-openai/models/gpt-4o/labels/latest", "Azure ML address", "Azure AI Foundry", ["gpt-4o"], { owner: "openai", vague: true }],
  ["https://ai.azure.com/explore/models/Meta-Llama-3.1-8B-Instruct/version/4/registry/azureml-meta", "Azure AI Foundry URL", "Azure AI Foundry", ["Meta-Llama-3.1-8B-Instruct"]],
  ["https://catalog.ngc.nvidia.com/orgs/nim/teams/meta/containers/llama-3.1-8b-instruct", "NVIDIA NGC URL", "NVIDIA NGC", ["llama-3.1-8b-instruct"]],
  ["https://build.nvidia.com/meta/llama-3_1-8b-instruct", "NVIDIA NIM URL", "NVIDIA NGC", ["llama-3.1-8b-instruct", "llama-3_1-8b-instruct"], { owner: "meta" }],
  ["nvcr.io/nim/meta/llama-3.1-8b-instruct:latest", "NVIDIA NGC container", "OCI registries", ["llama-3.1-8b-instruct"], { reference: "oci://nvcr.io/nim/meta/llama-3.1-8b-instruct:latest", vague: true }],
  ["nvidia_nim/meta/llama-3.1-8b-instruct", "id at NVIDIA NIM", "NVIDIA NIM", ["llama-3.1-8b-instruct"], { owner: "meta" }],
  ["https://github.com/marketplace/models/azureml-meta/Meta-Llama-3-1-8B-Instruct", "GitHub Models URL", "GitHub Models", ["Meta-Llama-3.1-8B-Instruct", "Meta-Llama-3-1-8B-Instruct"], { owner: "meta" }],
  ["pkg:huggingface/Qwen/Qwen3-32B@abc", "package URL", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen" }],
  ["pkg:mlflow/creditfraud@3?repository_url=https://adb-1.azuredatabricks.net/api/2.0/mlflow", "package URL", "MLflow", ["creditfraud"], { reference: "models:/creditfraud/3", vague: true }],
  [`pkg:oci/llama3.1@sha256%3A${digits}?repository_url=docker.io/ai/llama3.1&tag=8B-Q4_K_M`, "package URL", "OCI registries", ["llama3.1 8B-Q4_K_M"], { reference: `oci://docker.io/ai/llama3.1@sha256:${digits}`, vague: true }],
  ["pkg:docker/ai/llama3.1@8B-Q4_K_M", "package URL", "OCI registries", ["llama3.1 8B-Q4_K_M"], { reference: "oci://docker.io/ai/llama3.1:8B-Q4_K_M", vague: true }],
  ["hf://Qwen/Qwen3-32B", "hf:// address", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen" }],
  ["https://hf-mirror.com/Qwen/Qwen3-32B/tree/main", "URL of a mirror of Hugging Face", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen", reference: "https://huggingface.co/Qwen/Qwen3-32B/tree/main" }],
  ["ollama run llama3.1:8b", "command of Ollama", "Ollama", ["llama3.1 8b"], { reference: "llama3.1:8b", vague: true }],
  ["ollama pull hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M", "command of Ollama", "Hugging Face", ["Llama-3.2-3B-Instruct-GGUF"], { reference: "hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M" }],
  ["$ ollama run qwen3 \"hello\"", "command of Ollama", "Ollama", ["qwen3"], { reference: "qwen3", vague: true }],
  ["docker model run ai/llama3.1:8B-Q4_K_M", "command of Docker", "OCI registries", ["llama3.1 8B-Q4_K_M"], { reference: "oci://docker.io/ai/llama3.1:8B-Q4_K_M", vague: true }],
  ["docker pull ghcr.io/acme/tiny:1.0", "command of Docker", "OCI registries", ["tiny 1.0"], { reference: "oci://ghcr.io/acme/tiny:1.0", vague: true }],
  ["docker run --gpus all vllm/vllm-openai:latest --model Qwen/Qwen3-32B", "command that serves a model", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen", reference: "Qwen/Qwen3-32B" }],
  ["lms get qwen/qwen3-32b", "command of LM Studio", "LM Studio", ["qwen3-32b"], { owner: "qwen" }],
  ["huggingface-cli download Qwen/Qwen3-32B --local-dir x", "command of Hugging Face", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen", reference: "Qwen/Qwen3-32B" }],
  ["hf download Qwen/Qwen3-32B --revision abc123", "command of Hugging Face", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen", reference: "Qwen/Qwen3-32B@abc123" }],
  ["git clone https://huggingface.co/Qwen/Qwen3-32B", "command of git", undefined, ["Qwen3-32B"], { reference: "https://huggingface.co/Qwen/Qwen3-32B" }],
  ["llama-server -hf ggml-org/gemma-3-4b-it-GGUF:Q4_K_M", "command of llama.cpp", "Hugging Face", ["gemma-3-4b-it-GGUF"], { owner: "ggml-org", reference: "hf.co/ggml-org/gemma-3-4b-it-GGUF:Q4_K_M" }],
  ["$ HF_TOKEN=secret VLLM_PORT=8000 vllm serve Qwen/Qwen3-32B", "command of vLLM", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen", reference: "Qwen/Qwen3-32B" }],
  ["vllm serve \"Qwen/Qwen3-32B\"", "command of vLLM", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen", reference: "Qwen/Qwen3-32B" }],
  ["AutoModelForCausalLM.from_pretrained(\"Qwen/Qwen3-32B\", revision=\"abc123\")", "call of from_pretrained in Python", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen", reference: "Qwen/Qwen3-32B@abc123" }],
  ["pipe = pipeline(\"text-generation\", model=\"Qwen/Qwen3-32B\")", "call of pipeline in Python", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen", reference: "Qwen/Qwen3-32B" }],
  ["SentenceTransformer('BAAI/bge-m3')", "call of SentenceTransformer in Python", "Hugging Face", ["bge-m3"], { owner: "BAAI", reference: "BAAI/bge-m3" }],
  ["mlflow.pyfunc.load_model(\"models:/fraud-detector/3\")", "call of load_model in Python", undefined, ["3"], { reference: "models:/fraud-detector/3" }],
  ["replicate.run(\"meta/meta-llama-3-8b-instruct\", input={})", "call of run in Python", "Replicate", ["meta-llama-3-8b-instruct"], { owner: "meta" }],
  ["kagglehub.model_download(\"google/gemma/transformers/2b-it\")", "Kaggle handle", "Kaggle", ["gemma-2b-it"], { owner: "google" }],
  ["litellm.completion(model=\"groq/qwen/qwen3-32b\", messages=[])", "call of completion in Python", undefined, ["qwen3-32b"], { reference: "groq/qwen/qwen3-32b" }],
  ["from modelscope import snapshot_download; snapshot_download(\"Qwen/Qwen3-32B\")", "ModelScope id", "ModelScope", ["Qwen3-32B"], { owner: "Qwen" }],
  ["llama3.1:8b", "name and tag of Ollama", "Ollama", ["llama3.1 8b"], { vague: true }],
  ["library/llama3.1:8b-instruct-q4_K_M", "name and tag of Ollama", "Ollama", ["llama3.1 8b-instruct-q4-K-M"], { vague: true }],
  ["registry.ollama.ai/library/llama3.1:8b", "name of Ollama's registry", "Ollama", ["llama3.1 8b"], { reference: "llama3.1:8b", vague: true }],
  ["https://ollama.com/library/llama3.1:8b", "Ollama URL", "Ollama", ["llama3.1 8b"], { reference: "llama3.1:8b", vague: true }],
  ["https://ollama.com/library/llama3.1/tags", "Ollama URL", "Ollama", ["llama3.1"], { reference: "llama3.1", vague: true }],
  ["https://registry.ollama.ai/v2/library/llama3.1/manifests/8b", "Ollama URL", "Ollama", ["llama3.1 8b"], { reference: "llama3.1:8b", vague: true }],
  ["oci://registry.example/acme/tiny:1", "reference of an OCI registry", "OCI registries", ["tiny 1"], { reference: "oci://registry.example/acme/tiny:1", vague: true }],
  ["docker.io/ai/llama3.1:8B-Q4_K_M", "reference of an OCI registry", "OCI registries", ["llama3.1 8B-Q4_K_M"], { reference: "oci://docker.io/ai/llama3.1:8B-Q4_K_M", vague: true }],
  [`localhost:5000/acme/tiny@sha256:${digits}`, "reference of an OCI registry", "OCI registries", ["tiny"], { reference: `oci://localhost:5000/acme/tiny@sha256:${digits}`, vague: true }],
  ["https://hub.docker.com/r/ai/llama3.1", "Docker Hub URL", "OCI registries", ["llama3.1"], { reference: "oci://docker.io/ai/llama3.1", vague: true }],
  ["qwen/qwen3-32b:free", "OpenRouter id", "OpenRouter", ["qwen3-32b"], { owner: "qwen" }],
  ["~anthropic/claude-sonnet-latest", "OpenRouter id", "OpenRouter", ["claude-sonnet-latest"], { owner: "anthropic", vague: true }],
  ["https://openrouter.ai/qwen/qwen3-32b:free", "OpenRouter URL", "OpenRouter", ["qwen3-32b"], { owner: "qwen", reference: "qwen/qwen3-32b:free" }],
  ["openrouter/deepseek/deepseek-chat", "LiteLLM key for OpenRouter", "OpenRouter", ["deepseek-chat"], { owner: "deepseek", reference: "deepseek/deepseek-chat" }],
  ["groq/whisper-large-v3", "id at Groq", "Groq", ["whisper-large-v3"]],
  ["groq/qwen/qwen3-32b", "id at Groq", "Groq", ["qwen3-32b"], { owner: "qwen" }],
  ["deepinfra/Qwen/Qwen3-32B", "id at DeepInfra", "DeepInfra", ["Qwen3-32B"], { owner: "Qwen" }],
  ["openai:gpt-4o", "id at OpenAI", "OpenAI", ["gpt-4o"], { owner: "OpenAI" }],
  ["ollama/llama3.1", "LiteLLM key for Ollama", "Ollama", ["llama3.1"], { reference: "llama3.1", vague: true }],
  ["https://lmstudio.ai/models/qwen/qwen3-32b", "LM Studio URL", "LM Studio", ["qwen3-32b"], { owner: "qwen" }],
  ["https://artificialanalysis.ai/models/llama-3-1-instruct-8b", "Artificial Analysis URL", "Artificial Analysis", ["llama-3.1-instruct-8b", "llama-3-1-instruct-8b"]],
  ["https://console.groq.com/docs/model/qwen/qwen3-32b", "Groq URL", "Groq", ["qwen3-32b"]],
  ["https://huggingface.co/Qwen/Qwen3-32B", "Hugging Face URL", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen", reference: "https://huggingface.co/Qwen/Qwen3-32B" }],
  ["bedrock/us.meta.llama3-3-70b-instruct-v1:0", "Amazon Bedrock model id", "Amazon Bedrock", ["llama3.3-70b-instruct", "llama3-3-70b-instruct"], { owner: "meta" }],
  ["hf_hub_download(repo_id=\"Qwen/Qwen3-32B\", filename=\"config.json\")", "call of hf_hub_download in Python", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen", reference: "Qwen/Qwen3-32B" }],
  ["azureml:Meta-Llama-3.1-8B-Instruct:4", "Azure ML model", "Azure AI Foundry", ["Meta-Llama-3.1-8B-Instruct"]],
  ["oras pull ghcr.io/acme/tiny:1.0", "command that pulls from a registry", "OCI registries", ["tiny 1.0"], { reference: "oci://ghcr.io/acme/tiny:1.0", vague: true }],
  ["ngc://nim/meta/llama-3.1-8b-instruct:1.0", "NVIDIA NGC address", "NVIDIA NGC", ["llama-3.1-8b-instruct"]],
  ["https://quay.io/repository/acme/tiny", "Quay URL", "OCI registries", ["tiny"], { reference: "oci://quay.io/acme/tiny", vague: true }],
  ["hf-mirror.com/Qwen/Qwen3-32B", "URL of a mirror of Hugging Face", "Hugging Face", ["Qwen3-32B"], { owner: "Qwen", reference: "https://huggingface.co/Qwen/Qwen3-32B" }],
  ["pkg:generic/acme/tiny@1", "package URL of type generic", undefined, ["tiny"], { owner: "acme", vague: true }],
  ["https://fireworks.ai/models/fireworks/llama-v3p1-8b-instruct", "Fireworks URL", "Fireworks", ["llama-v3.1-8b-instruct", "llama-3.1-8b-instruct", "llama-v3p1-8b-instruct"]],
  ["https://developers.cloudflare.com/workers-ai/models/llama-3.1-8b-instruct/", "Cloudflare URL", "Cloudflare Workers AI", ["llama-3.1-8b-instruct"]],
  ["mistral.mistral-7b-instruct-v0:2", "Amazon Bedrock model id", "Amazon Bedrock", ["mistral-7b-instruct-v0.2"], { owner: "mistral" }],
  ["meta/meta-llama-3-8b-instruct:5a6809ca6288247d06daf6365557e5e429063f32a21146b2a807c682652136b8", "Replicate version", "Replicate", ["meta-llama-3-8b-instruct"], { owner: "meta" }],
];

test.each(forms.map(([text, readAs, title, names, more = {}]) => ({ text, readAs, title, names, more })))("reads $text as $readAs", ({ text, readAs, title, names, more }) => {
  const form = readForm(text);
  expect(form && { ...form, origin: form.origin?.title }).toEqual({ readAs, origin: title, names, ...more });
});

test.each([
  "llama 3.1 8b", "Qwen/Qwen3-32B", "gpt2", "file:acme/x", "xyz:foo/bar", "https://huggingface.co/datasets/squad/squad", "eip155:1:0x1a9d91521c85bD252Ac848806Ff5096bBb9ACDb2", "sha256:00", "https://example.com/x", "ft:gpt-4o-mini-2024-07-18:org::id", "AutoModel.from_pretrained(\"./local-folder\")",
])("leaves %s to others", (text) => {
  expect(readForm(text)).toBeUndefined();
});

test("is asked about many forms", () => {
  expect(new Set(forms.map(([text]) => text)).size).toBeGreaterThanOrEqual(60);
});

test("reads any text in time, and never as more than it says", () => {
  const parts = ["ollama run ", "from_pretrained(\"", "us.meta.", "accounts/x/models/", "https://", "models:/", "urn:air:", "@cf/", "pkg:oci/", ":", "/", "-v1:0", "%", "\"", " --model ", "a".repeat(200), "1-1-1-1-1-", "..", "\u202e", "🦙"];
  let seed = 7;
  const next = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  for (let round = 0; round < 5_000; round += 1) {
    const text = Array.from({ length: 1 + next(6) }, () => parts[next(parts.length)]).join("").slice(0, 1_024);
    for (const name of readForm(text)?.names ?? []) expect(name.length).toBeLessThanOrEqual(text.length + 20);
  }
});
