import type { Access, ListingState } from "../generated/types.ts";
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
