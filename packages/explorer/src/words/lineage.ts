import type { LineageRelation } from "../generated/types.ts";

export interface LineageWord {
  /** Before the name of a base: `finetuned from`. */
  readonly from: string;
  /** One such model, on a line of the picture. */
  readonly one: string;
  /** Heading over those that were made so. */
  readonly many: string;
  /** In a sentence: `more finetunes`. */
  readonly noun: string;
  readonly note: string;
}

/** How a model came from its base, as a source states it. */
export const lineageRelations: Readonly<Record<LineageRelation, LineageWord>> = {
  QUANTIZED: { from: "quantized from", one: "quantized", many: "Quantized", noun: "quantized versions", note: "The same weights in fewer bits." },
  FINETUNE: { from: "finetuned from", one: "finetune", many: "Finetunes", noun: "finetunes", note: "Trained further." },
  ADAPTER: { from: "an adapter of", one: "adapter", many: "Adapters", noun: "adapters", note: "Weights that are added to those of the base, such as LoRA." },
  MERGE: { from: "merged from", one: "merge", many: "Merges", noun: "merges", note: "Weights of several models combined." },
  DISTILLED: { from: "distilled from", one: "distilled", many: "Distilled", noun: "distilled models", note: "Trained to answer as the base does." },
  CONVERTED: { from: "converted from", one: "converted", many: "Converted", noun: "converted copies", note: "The same weights in another format." },
  UNKNOWN: { from: "made from", one: "way not stated", many: "Made in a way that is not stated", noun: "of those", note: "The source does not say how." },
};
