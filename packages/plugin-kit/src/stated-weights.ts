import type { ListingRecord, WeightFormat } from "@modeldex/schema";
import type { Draft } from "./drafts.ts";
import { asRoundedCount, asString } from "./unknown-values.ts";

/** Words of a configuration or of a list of installed models. Empty ones, `unknown` and values of another kind say nothing. */
export interface WeightWords {
  /** `gguf`, `safetensors` */
  readonly format?: unknown;
  /** `llama` */
  readonly family?: unknown;
  /** `8.0B`, `8.03 B` */
  readonly size?: unknown;
  /** `Q4_K_M` */
  readonly quantization?: unknown;
}

/**
 * What GGUF-style words say of weights, as fields of a record: Ollama's daemon and configurations have them, and artifacts of Docker Model Runner.
 *
 * @example
 * statedWeights({ format: "gguf", family: "llama", size: "8.0B", quantization: "unknown" })
 * // { architecture: "llama", formats: ["GGUF"], parameters: { total: 8000000000, origin: "STATED" } }
 */
export function statedWeights({ format, family, size, quantization }: WeightWords): Pick<Draft<ListingRecord>, "architecture" | "formats" | "parameters" | "precisions"> {
  const [architecture, precision, total] = [said(family), said(quantization), asRoundedCount(size) ?? 0];
  const known = formats.get(said(format)?.toLowerCase() ?? "");
  return {
    ...(architecture !== undefined && { architecture }),
    ...(known !== undefined && { formats: [known] }),
    ...(total > 0 && { parameters: { total, origin: "STATED" } }),
    ...(precision !== undefined && { precisions: [precision] }),
  };
}

const formats: ReadonlyMap<string, WeightFormat> = new Map([["gguf", "GGUF"], ["safetensors", "SAFETENSORS"]]);

function said(word: unknown): string | undefined {
  const text = asString(word);
  return text?.toLowerCase() === "unknown" ? undefined : text;
}
