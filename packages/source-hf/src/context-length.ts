import { asCount, asRecord } from "@modeldex/plugin-kit";
import type { Payload } from "./payload.ts";

const topFields = ["max_position_embeddings"];
const nestedConfigurations = ["text_config", "llm_config", "language_config"];
const laterFields = ["n_positions", "max_seq_len", "seq_length", "model_max_length"];

/** Numbers from here on mean "no limit was written", as tokenizers do with 1e30. */
const noLimit = 1e9;

/** Tokens that the header of a GGUF file states (`gguf.context_length`). */
export function contextOfGguf(payload: Payload): number | undefined {
  return tokens(asRecord(payload["gguf"])?.["context_length"]);
}

/**
 * Tokens that a `config.json` states: `max_position_embeddings`, the same of the text part of a multimodal model, then the older names.
 *
 * Positions stretched by `rope_scaling` are those of the stretched model where its maker wrote them so; nothing is multiplied here.
 */
export function contextOfConfiguration(configuration: Payload): number | undefined {
  const nested = nestedConfigurations.map((name) => asRecord(configuration[name]) ?? {});
  return firstOf(configuration, topFields) ?? nested.map((part) => firstOf(part, topFields)).find((found) => found !== undefined) ?? firstOf(configuration, laterFields);
}

function firstOf(configuration: Payload, names: readonly string[]): number | undefined {
  return names.map((name) => tokens(configuration[name])).find((found) => found !== undefined);
}

function tokens(value: unknown): number | undefined {
  const count = asCount(value);
  return count !== undefined && count > 0 && count < noLimit ? count : undefined;
}
