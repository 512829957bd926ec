import type { LinkKind, ListingRelation, ResolutionOutcome } from "../generated/types.ts";
import type { Word } from "./outcomes.ts";

/** What became of a text that was pasted. */
export const resolutionOutcomes: Readonly<Record<ResolutionOutcome, Word>> = {
  RESOLVED: { label: "one model is meant", note: "Exactly one model is meant.", tone: "accent" },
  AMBIGUOUS: { label: "several could be meant", note: "More than one model could be meant. Nothing was chosen; choose below.", tone: "caution" },
  NOT_FOUND: { label: "not found", note: "Every source that could know it, and was asked, answered no.", tone: "plain" },
  NOT_RECOGNIZED: { label: "not read", note: "No source of this gateway reads such text.", tone: "plain" },
  UNREACHABLE: { label: "not known: a source is silent", note: "A source that could know it did not answer. This does not say that it does not exist.", tone: "caution" },
};

/** What joins a listing to its model. */
export const linkKinds: Readonly<Record<LinkKind, Word>> = {
  LEADING: { label: "leading listing", note: "It gives the model its id.", tone: "plain" },
  OPERATOR_RULE: { label: "joined by a rule of the operator", note: "Whoever operates this gateway says that both are the same model.", tone: "plain" },
  SAME_DIGEST: { label: "joined by equal weights", note: "Both hold a file of weights with the same sha256.", tone: "accent" },
  EXPLICIT_REFERENCE: { label: "joined by its own reference", note: "It names the other, and the two names do not contradict each other.", tone: "plain" },
  NAME_AND_PUBLISHER: { label: "joined by name and publisher", note: "Both have the same name and publisher, at sources whose operators keep the names.", tone: "plain" },
};

/** What a listing holds of its model. */
export const listingRelations: Readonly<Record<ListingRelation, Word>> = {
  SAME_WEIGHTS: { label: "the same weights", note: "It lists the same bytes.", tone: "plain" },
  QUANTIZED: { label: "a quantization", note: "It lists a quantization of the model.", tone: "plain" },
  HOSTED: { label: "a service", note: "A service that is said to run it. Nothing proves that it runs these weights.", tone: "plain" },
  REGISTERED: { label: "a registration", note: "A registration in a registry where anybody may write. It holds no files, and adds nothing to what the model is said to be.", tone: "caution" },
  UNKNOWN: { label: "relation not known", note: "What it holds of the model is not known.", tone: "unknown" },
};

/** How sure a reading is among those of one text, with the number behind the word. */
export function confidenceWord(confidence: number): string {
  const word = confidence >= 0.8 ? "most likely of these readings" : confidence >= 0.4 ? "likely among these readings" : confidence >= 0.1 ? "possible" : "unlikely";
  return `${word} (${confidence.toFixed(2)} of 1)`;
}
