import { trainingSaid } from "@modeldex/catalog";
import { isNamesake } from "./same-model.ts";
import type { KnownModel } from "./same-model.ts";

/** Tasks of models that answer in words. In names of others `it` is Italian. */
const answering: ReadonlySet<string> = new Set(["text-generation", "image-text-to-text", "audio-text-to-text", "video-text-to-text", "any-to-any"]);

/** Whether a model was trained further to answer, by its name or by that of what it was made from. */
export function isTuned({ model, bases }: KnownModel): boolean {
  if (!answering.has(model.task ?? "")) return false;
  const said = trainingSaid(model.name);
  return said === "TUNED" || (said === undefined && bases.some(({ relation, model: id, reference }) => relation === "FINETUNE" && trainingSaid(id ?? reference) === "UNTUNED"));
}

/**
 * Whether a model only completes text: by its name, or because it says nothing of training where a namesake of its publisher says that it was tuned.
 *
 * @param tuned models whose names say so
 */
export function isUntuned({ model }: KnownModel, tuned: readonly KnownModel[]): boolean {
  const said = trainingSaid(model.name);
  return said === "UNTUNED" || (said === undefined && tuned.some((other) => isNamesake(model, other.model)));
}
