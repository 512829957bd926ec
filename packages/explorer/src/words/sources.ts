import type { SourceCapability, SourceState } from "../generated/types.ts";
import type { Word } from "./outcomes.ts";

/** How a source does, as this gateway sees it. */
export const sourceStates: Readonly<Record<SourceState, Word>> = {
  OK: { label: "answers", note: "It answers.", tone: "good" },
  DEGRADED: { label: "fails at times", note: "It answers, but not always.", tone: "caution" },
  DOWN: { label: "does not answer", note: "It does not answer. What is stored of it here is still shown.", tone: "bad" },
  DISABLED: { label: "switched off here", note: "Whoever runs this gateway has switched it off: it is not asked. What is stored of it is still shown.", tone: "unknown" },
  NEVER_ASKED: { label: "never asked", note: "It has not been asked since this gateway was set up.", tone: "unknown" },
};

export interface CapabilityWord {
  readonly label: string;
  /** What it means for a reader when the adapter can. */
  readonly can: string;
  /** What it means for a reader when it cannot. */
  readonly cannot: string;
}

/** What an adapter can do, in the order in which it is told. */
export const sourceCapabilities: Readonly<Record<SourceCapability, CapabilityWord>> = {
  SEARCH: { label: "search by words", can: "A search can ask it directly, and finds what is new there.", cannot: "A search finds its entries only as of the last look." },
  LIST: { label: "list its models", can: "A harvest reads its whole list.", cannot: "It gives no list: only what was looked up once, or is listed elsewhere, is known of it." },
  GET: { label: "give one by its id", can: "An entry can be looked up by its id, and asked again.", cannot: "One entry alone cannot be asked again." },
  READ_FILE: { label: "read files", can: "Checks can read files there.", cannot: "No file can be read there for a check." },
  PARSE_REFERENCE: { label: "read references", can: "Addresses and names in its form are understood when pasted.", cannot: "Addresses in its form are not understood when pasted." },
  LOOKUP: { label: "find by hash or transaction", can: "Entries are found by what is no id, such as a transaction or the hash of a file.", cannot: "Entries are found by their id alone." },
};
