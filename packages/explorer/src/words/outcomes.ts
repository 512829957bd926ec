import type { OutcomeOrigin, OutcomeStatus, SourceErrorCode } from "../generated/types.ts";
import type { Tone } from "../parts/mark.tsx";

export interface Word {
  readonly label: string;
  /** What it means, in one sentence. */
  readonly note: string;
  readonly tone: Tone;
}

const statuses: Readonly<Record<OutcomeStatus, Word>> = {
  OK: { label: "took part", note: "It gave its part.", tone: "plain" },
  PARTIAL: { label: "answered in part", note: "Some of it came in time.", tone: "caution" },
  FAILED: { label: "failed", note: "It gave nothing.", tone: "bad" },
  SKIPPED: { label: "not asked", note: "It cannot answer this, was not chosen, or is switched off.", tone: "unknown" },
};

const origins: Readonly<Record<OutcomeOrigin, Word>> = {
  LIVE: { label: "answered just now", note: "It was asked for this answer.", tone: "good" },
  CACHE: { label: "read from a kept answer", note: "An answer of the source that was kept here for a while; it was not asked now.", tone: "plain" },
  CATALOG: { label: "read from what is stored here", note: "It was not asked now; what is stored is within the time that its facts are taken to hold.", tone: "plain" },
  STALE: { label: "read from old facts", note: "Older than its facts are taken to hold, since nothing newer could be had.", tone: "caution" },
};

/** How one source fared for an answer. Only one that was asked for it has answered. */
export function outcomeWord({ status, origin }: { readonly status: OutcomeStatus; readonly origin: OutcomeOrigin | null }): Word {
  return status === "OK" && origin !== null ? origins[origin] : statuses[status];
}

/** Where the part of a source that failed came from all the same, as the end of a sentence. */
export const outcomeOrigins: Readonly<Record<OutcomeOrigin, string>> = {
  CATALOG: "from what is stored here",
  LIVE: "of just now",
  CACHE: "from an answer that was kept",
  STALE: "older than its facts are taken to hold",
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
