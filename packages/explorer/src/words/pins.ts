import type { DriftKind, PinOutcome, RuleSeverity } from "../generated/types.ts";
import type { Word } from "./outcomes.ts";

/** What became of a pin that was held against the present. */
export const pinOutcomes: Readonly<Record<PinOutcome, Word>> = {
  DRIFTED: { label: "drifted", note: "Something is not as it was pinned.", tone: "bad" },
  UNREACHABLE: { label: "not known", note: "It could not be found out. That is no drift: nothing is known to be wrong.", tone: "unknown" },
  INVALID: { label: "no valid pin", note: "The entry is no pin, was changed since it was made, or was made by a newer version.", tone: "caution" },
  UNCHANGED: { label: "unchanged", note: "All that can be told is as it was pinned.", tone: "plain" },
};

export interface DriftWord {
  readonly label: string;
  /** What a person can do about it. */
  readonly remedy: string;
}

/** Kinds of drift, the worst first. */
export const driftKinds: Readonly<Record<DriftKind, DriftWord>> = {
  IDENTITY_CHANGED: { label: "another has the name", remedy: "Do not take what the name gives now for what was pinned. Look who has it, and pin again only if that is whom you mean." },
  WEIGHTS_CHANGED_SAME_REF: { label: "other weights under the same reference", remedy: "Load by the pinned revision, not by the reference. Look at the new weights before you pin them." },
  PIN_UNAVAILABLE: { label: "the pinned state cannot be had", remedy: "Keep the copy that you have, or look for the same digests at another listing." },
  CODE_CHANGED: { label: "code or chat template differs", remedy: "Read what differs before it runs; until then load by the pinned revision." },
  CONTROL_CHANGED: { label: "others can change the entry, or by other code", remedy: "Look who can change it now, and whether you accept that." },
  SIGNATURE_CHANGED: { label: "signatures differ", remedy: "Look who signs now, and whether you expect that signer." },
  LICENSE_CHANGED: { label: "the licence differs", remedy: "Read the terms of now. Which terms hold for the pinned revision is for you to find out." },
  ACCESS_CHANGED: { label: "access differs", remedy: "See that whoever loads it still can." },
  CONFIG_CHANGED: { label: "configuration or tokenizer differs", remedy: "Load by the pinned revision, or look at the difference and pin again." },
  METADATA_ONLY: { label: "only documentation, tags or the name", remedy: "Nothing needs to be done; pin again to take it over." },
  NEW_REVISION_AVAILABLE: { label: "there is a newer revision", remedy: "Nothing needs to be done; pin again when you want the newer one." },
};

/** How much a drift weighs. */
export const driftSeverities: Readonly<Record<RuleSeverity, Word>> = {
  BLOCK: { label: "blocks", note: "The pin can no longer be trusted.", tone: "bad" },
  WARN: { label: "warns", note: "Somebody should look at it.", tone: "caution" },
  INFO: { label: "news", note: "For your information.", tone: "plain" },
};
