import type { OutcomeOrigin, OutcomeStatus, SourceErrorCode } from "../generated/types.ts";
import type { Tone } from "../parts/mark.tsx";

export interface Word {
  readonly label: string;
  /** What it means, in one sentence. */
  readonly note: string;
  readonly tone: Tone;
}

/** How one source fared for an answer. */
export const outcomeStatuses: Readonly<Record<OutcomeStatus, Word>> = {
  OK: { label: "answered", note: "It gave its part.", tone: "good" },
  PARTIAL: { label: "answered in part", note: "Some of it came in time.", tone: "caution" },
  FAILED: { label: "failed", note: "It gave nothing.", tone: "bad" },
  SKIPPED: { label: "not asked", note: "It cannot answer this, was not chosen, or is switched off.", tone: "unknown" },
};

/** Where a source's part of an answer came from. */
export const outcomeOrigins: Readonly<Record<OutcomeOrigin, string>> = {
  CATALOG: "from what is stored here",
  LIVE: "asked just now",
  CACHE: "an answer that was kept for a while",
  STALE: "older than this source's facts should be",
};

/** Why a source failed, or was not asked, as the beginning of an explanation. */
export const sourceErrors: Readonly<Record<SourceErrorCode, string>> = {
  TIMEOUT: "It did not answer in time.",
  UNREACHABLE: "It cannot be reached, or says that it is in trouble.",
  RATE_LIMITED: "It allows no request at the moment.",
  UNAUTHORIZED: "It refuses this gateway's credentials; whoever runs the gateway can set them.",
  BAD_RESPONSE: "It answered something that it does not document.",
  UNSUPPORTED: "It cannot do this.",
  CIRCUIT_OPEN: "It failed repeatedly and is left alone for a while.",
};
