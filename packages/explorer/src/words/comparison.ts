import type { BetterWhen, ComparisonGroup, EvaluationAuthor, RowVerdict, ValueOrigin } from "../generated/types.ts";
import type { Word } from "./outcomes.ts";

/** Groups of rows, in the order in which a reader weighs them. */
export const comparisonGroups: Readonly<Record<ComparisonGroup, string>> = {
  TRUST: "Trust",
  LICENSE: "Licence and access",
  CAPABILITY: "What it can do",
  COST: "Cost of calling it",
  EVALUATION: "Reported results",
  ARTIFACTS: "Files and memory",
  IDENTITY: "Who made it, and when",
  POPULARITY: "Use",
};

/** What the cells of a row say together. */
export const rowVerdicts: Readonly<Record<RowVerdict, Word>> = {
  SAME: { label: "the same", note: "All values are known and equal.", tone: "plain" },
  DIFFERENT: { label: "differs", note: "Known values differ.", tone: "accent" },
  PARTLY_UNKNOWN: { label: "partly unknown", note: "The known values are equal, and some are unknown.", tone: "unknown" },
  UNKNOWN: { label: "unknown", note: "No value is known.", tone: "unknown" },
  NOT_COMPARABLE: { label: "not comparable", note: "Measured or counted in different ways, so nobody leads.", tone: "caution" },
};

/** What a leader of a row is called. */
export const leaderWords: Readonly<Record<BetterWhen, string>> = { HIGHER: "highest", LOWER: "lowest" };

/** How a value is known. */
export const valueOrigins: Readonly<Record<ValueOrigin, string>> = {
  WEIGHTS: "read from the weights",
  STATED: "stated by its source",
  NAME: "read off the name",
};

/** Who reports a result. */
export const evaluationAuthors: Readonly<Record<EvaluationAuthor, string>> = {
  PUBLISHER: "the publisher of the model",
  COMMUNITY: "somebody who uses the registry",
  SOURCE: "the registry, which ran it",
  INDEPENDENT: "a third party with its own name to it",
};
