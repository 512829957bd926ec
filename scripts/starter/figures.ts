/** What one row of the llmfit list says about the sizes of a model. */
export interface LlmfitSizes {
  readonly id: string;
  readonly parameters?: number | undefined;
  readonly contextTokens?: number | undefined;
  readonly layers?: number | undefined;
  readonly hiddenSize?: number | undefined;
  readonly vocabularySize?: number | undefined;
  readonly architecture?: string | undefined;
  /** The tool's own word: `gguf`, `awq`, `gptq`, `mlx`, `autoround`. */
  readonly format?: string | undefined;
}

/** Names of repositories whose files pack several numbers into one: the total of their headers is not the count of parameters. */
const packedName = /awq|gptq|autoround|bnb|mlx|gguf|exl2|quip|[0-9]-?bits?\b|int[0-9]|fp4|mxfp|w[0-9]a[0-9]+|-4b(?:it)?-dwq/i;
const packedFormats = new Set(["awq", "gptq", "mlx", "autoround"]);

/** Families that write 65,536 tokens only as the product with a rope factor (deepseek-coder: 16,384 x 4). */
const scaledAt65536 = new Set(["llama", "internlm2", "internvl", "internvl_chat"]);

/**
 * Count of parameters, when the row has the total of the weights' headers.
 *
 * The list fills gaps with estimates; they are recognized and left out:
 * round numbers, packed quantizations, and whatever equals `layers x (4 hidden² + 2 hidden x inner) + vocabulary x hidden`,
 * the list's formula, for some whole inner size. (True counts hold norms or biases besides and do not fit it.)
 */
export function measuredParameters(sizes: LlmfitSizes): number | undefined {
  const { parameters } = sizes;
  if (parameters === undefined || parameters === 0 || parameters % 100_000 === 0) return undefined;
  if (packedName.test(sizes.id) || packedFormats.has(sizes.format ?? "")) return undefined;
  return isEstimate(parameters, sizes) ? undefined : parameters;
}

/**
 * Context length, when the row has it from the model's configuration.
 *
 * The list writes 4,096 when it could not read the configuration, and multiplies by the rope factor where the configuration
 * already gives the scaled length (Llama 3.1: 131,072 x 8): figures above 400,000 are nearly all such products and are left out.
 */
export function statedContext(sizes: LlmfitSizes): number | undefined {
  const { contextTokens } = sizes;
  if (contextTokens === undefined || contextTokens < 128 || contextTokens > 400_000) return undefined;
  if (contextTokens === 4096 && !(sizes.layers !== undefined && writes4096.has(sizes.architecture ?? ""))) return undefined;
  if (contextTokens === 65_536 && scaledAt65536.has(sizes.architecture ?? "")) return undefined;
  return contextTokens;
}

/** Families whose configurations do say 4,096. */
const writes4096 = new Set(["llama", "llava", "phi3", "olmo2", "olmoe", "qwen2", "stablelm", "granite", "granitemoe", "nemotron", "baichuan", "bitnet", "deepseek", "solar", "phimoe"]);

function isEstimate(parameters: number, { layers, hiddenSize, vocabularySize }: LlmfitSizes): boolean {
  if (layers === undefined || hiddenSize === undefined || vocabularySize === undefined || layers === 0 || hiddenSize === 0) return false;
  // The list computes in floating point and cuts the result, so that an estimate may miss the formula by one or two.
  return [0, 1, 2].some((cut) => {
    const inner = ((parameters + cut - vocabularySize * hiddenSize) / layers - 4 * hiddenSize ** 2) / (2 * hiddenSize);
    return Number.isInteger(inner) && inner > 0;
  });
}
