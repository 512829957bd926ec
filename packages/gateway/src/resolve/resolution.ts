import type { StoredListing, StoredModel } from "@modeldex/catalog";
import type { ResolutionOutcome } from "@modeldex/schema";
import type { SourceOutcome } from "../sources/outcome.ts";

/** How one text was understood. */
export interface Resolution {
  /** As it was given. */
  readonly reference: string;
  readonly outcome: ResolutionOutcome;
  readonly model?: StoredModel;
  /** The exact listing that was named. */
  readonly listing?: StoredListing;
  /** The revision that was named, else that of the listing. */
  readonly revision?: string;
  /** The file that was named: its path within the listing, or its digest. */
  readonly file?: { readonly path: string } | { readonly digest: string };
  /** Its source was asked for the fields that it fills only on demand. */
  readonly detailed?: true;
  readonly readAs: readonly string[];
  /** What was resolved in place of the text: the reference that a command or an address of another place holds. */
  readonly read?: string;
  /** Ranked, the best first. */
  readonly candidates: readonly Candidate[];
  /** When not RESOLVED: what is wrong, and what would be right. When RESOLVED: that the name moves, or that it was found by its name alone. */
  readonly message?: string;
  readonly sources: readonly SourceOutcome[];
}

export interface Candidate {
  readonly model: StoredModel;
  readonly listing?: StoredListing;
  /** From 0 to 1. */
  readonly confidence: number;
  readonly reason: string;
  readonly readAs: string;
  /** Its whole name is the text, or the name in it. */
  readonly whole?: true;
}
