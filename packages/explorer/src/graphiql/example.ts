/** One query to begin from. A test runs each over HTTP and demands data without errors. */
export interface Example {
  readonly title: string;
  /** What it shows, in one sentence. */
  readonly sentence: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Models that the examples ask about. */
export const whisper = "hf:openai/whisper-large-v3";
export const llama = "hf:meta-llama/Llama-3.1-8B-Instruct";
