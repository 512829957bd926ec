import type { ChangeKind } from "../generated/types.ts";
import type { Word } from "./outcomes.ts";

/** What a row of the log of changes tells. */
export const changeKinds: Readonly<Record<ChangeKind, Word>> = {
  LISTED: { label: "listed", note: "A source lists it, for the first time or again.", tone: "plain" },
  UPDATED: { label: "changed", note: "Values of a listing changed, or the id of its model.", tone: "plain" },
  GONE: { label: "gone", note: "A source no longer has it, or gave its name to another one.", tone: "caution" },
  RENAMED: { label: "renamed", note: "The same one has another name at its source.", tone: "plain" },
  MERGED: { label: "joined", note: "A listing came to a model, or a row of another source that says something of it.", tone: "plain" },
  SPLIT: { label: "left", note: "A listing, or a row of another source, left a model.", tone: "plain" },
  WEIGHTS: { label: "weights changed", note: "Files of weights are not those of before.", tone: "caution" },
  LICENSE: { label: "licence changed", note: "The declared licence changed.", tone: "caution" },
  ACCESS: { label: "access changed", note: "Who can get the files changed.", tone: "caution" },
  PRICE: { label: "price changed", note: "A price changed.", tone: "plain" },
  FINDING: { label: "finding changed", note: "Status or effect of a finding changed; of one about a source also the state that it tells.", tone: "caution" },
  HELD_BACK: { label: "harvest waits", note: "A harvest waits for its operator.", tone: "caution" },
};
