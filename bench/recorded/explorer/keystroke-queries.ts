/** What people type: families with sizes, ids, tasks, languages, tools, a slip of the finger, another script. Together more than 200 keys. */
export const typedQueries = [
  "llama 3.1 8b instruct", "qwen2.5-coder 7b", "bge m3", "whisper large v3", "mistral 7b gguf", "danish bert", "all-MiniLM-L6-v2", "deepseek r1 distill", "gemma 2 9b it", "stable diffusion xl",
  "roberta base squad", "distilbret sentiment", "multilingual e5 small", "google/flan-t5-base", "wav2vec2 xlsr german", "客服", "clip vit b32", "granite embedding",
] as const;

/** A pseudo-random number in [0, 1) from a seed, the same in each run. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
