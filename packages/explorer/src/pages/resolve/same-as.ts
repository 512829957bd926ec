import type { ResolutionOutcome } from "../../generated/types.ts";

/** One of two texts that are held against each other, as it was read. */
export interface Side {
  readonly outcome: ResolutionOutcome;
  readonly model: { readonly id: string } | null;
  readonly candidates: readonly { readonly model: { readonly id: string } }[];
}

/** What is known of whether two texts mean the same model. */
export type SameAs =
  | { readonly answer: "same" }
  | { readonly answer: "not known to be the same" }
  /** The first text fits several; those at `places` belong to the second's model. */
  | { readonly answer: "some of several"; readonly places: readonly number[] }
  /** One of them means no single model here. */
  | { readonly answer: "cannot be said"; readonly unclear: "first" | "second" };

/** Holds two readings against each other; two ids that differ are never called two different models for certain. */
export function sameAs(first: Side, second: Side): SameAs {
  if (second.outcome !== "RESOLVED" || second.model === null) return { answer: "cannot be said", unclear: "second" };
  const { id } = second.model;
  if (first.outcome === "AMBIGUOUS") return { answer: "some of several", places: first.candidates.flatMap(({ model }, place) => (model.id === id ? [place] : [])) };
  if (first.outcome !== "RESOLVED" || first.model === null) return { answer: "cannot be said", unclear: "first" };
  return { answer: first.model.id === id ? "same" : "not known to be the same" };
}
