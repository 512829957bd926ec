import type { EvaluationAuthor } from "../generated/types.ts";

/** Who reports a result. */
export const evaluationAuthors: Readonly<Record<EvaluationAuthor, string>> = {
  PUBLISHER: "its publisher",
  COMMUNITY: "another user of the registry",
  SOURCE: "the registry, which ran it",
  INDEPENDENT: "a third party under its own name",
};
