export interface Example {
  readonly form: string;
  readonly references: readonly string[];
}

/** What people paste, by form; each is a link on the page. What of it this gateway reads depends on its sources. */
export const examples: readonly Example[] = [
  { form: "A name, in any spelling", references: ["llama3.1 8b", "whisper large v3"] },
  { form: "An id, with a revision or without", references: ["openai/whisper-large-v3", "hf:BAAI/bge-m3", "Qwen/Qwen3-8B@main"] },
  { form: "An address", references: ["https://huggingface.co/openai/whisper-large-v3", "https://ollama.com/library/llama3.1", "https://openrouter.ai/qwen/qwen3-32b"] },
  { form: "A package URL or an OCI reference", references: ["pkg:huggingface/openai/whisper-large-v3", "docker.io/ai/llama3.1:8B-Q4_K_M"] },
  { form: "A tag of Ollama, or its command", references: ["llama3.1:8b", "ollama run llama3.1:8b"] },
  { form: "A line of code or a command", references: ['from_pretrained("openai/whisper-large-v3")', "vllm serve Qwen/Qwen3-8B", "hf download BAAI/bge-m3"] },
  { form: "The id by which a provider calls it", references: ["accounts/fireworks/models/llama-v3p1-8b-instruct", "us.meta.llama3-3-70b-instruct-v1:0", "@cf/meta/llama-3.1-8b-instruct"] },
  { form: "The sha256 of a file, or another digest", references: ["sha256:248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707"] },
  { form: "A contract, an entry or a transaction on a chain", references: ["eip155:8453:0x8004A169FB4a3325136EB29fA0ceB6D2e539a432/1", "0x8004A169FB4a3325136EB29fA0ceB6D2e539a432"] },
];
