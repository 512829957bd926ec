import type { DateTime, Finding, SourceClaim, SourceId } from "@modeldex/schema";

/** Findings of one run of verifiers over what a source states of itself. */
export interface SourceFindingsWrite {
  readonly source: SourceId;
  readonly observedAt: DateTime;
  readonly findings: readonly SourceFinding[];
  /** Ids of all checks that were run, or are no longer of use; earlier findings of these are replaced. */
  readonly checks: readonly string[];
}

export interface SourceFinding {
  /** Verifier, and the place of the claim that it looked at, if any; the same when the source states anew what it stated there. */
  readonly check: string;
  /** The claim that was looked at; absent: the source itself was. */
  readonly claim?: SourceClaim;
  readonly finding: Finding;
}

export interface StoredSourceFinding extends SourceFinding {
  readonly source: SourceId;
  readonly observedAt: DateTime;
}
