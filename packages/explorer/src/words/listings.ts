import type { Access, LinkKind, ListingRelation, ListingState } from "../generated/types.ts";
import type { Word } from "./outcomes.ts";

/** Who can get the files. */
export const accesses: Readonly<Record<Access, Word>> = {
  OPEN: { label: "open", note: "Anybody can get the files.", tone: "plain" },
  GATED: { label: "gated", note: "Whoever is let in gets the files: terms must be accepted, or somebody decides.", tone: "caution" },
  PRIVATE: { label: "private", note: "Members only get the files.", tone: "caution" },
  DISABLED: { label: "disabled", note: "Nobody gets the files: the source has switched it off.", tone: "bad" },
  UNKNOWN: { label: "access not stated", note: "The source does not say who can get the files.", tone: "unknown" },
};

/** Whether a source still has a listing. */
export const listingStates: Readonly<Record<ListingState, Word>> = {
  LISTED: { label: "listed", note: "The source has it, and it can be chosen.", tone: "plain" },
  DEPRECATED: { label: "deprecated", note: "The source says that it should no longer be chosen.", tone: "caution" },
  GONE: { label: "gone", note: "The source no longer has it.", tone: "bad" },
};

/** Why a listing belongs to its model. */
export const linkKinds: Readonly<Record<LinkKind, Word>> = {
  LEADING: { label: "gives the id", note: "This listing gives the model its id.", tone: "accent" },
  OPERATOR_RULE: { label: "operator's rule", note: "The operator of this gateway says that they are the same.", tone: "plain" },
  SAME_DIGEST: { label: "same digest", note: "Both hold a file of weights with the same sha256.", tone: "plain" },
  EXPLICIT_REFERENCE: { label: "names the other", note: "It names the other, and the names do not contradict.", tone: "plain" },
  NAME_AND_PUBLISHER: { label: "same name and publisher", note: "Same name and publisher, at sources whose operators keep the names.", tone: "plain" },
};

/** What a listing holds of its model. */
export const listingRelations: Readonly<Record<ListingRelation, string>> = {
  SAME_WEIGHTS: "the same weights",
  QUANTIZED: "a quantization of it",
  HOSTED: "a service that says it runs it",
  REGISTERED: "a registration, without files",
  UNKNOWN: "not known what it holds of it",
};
