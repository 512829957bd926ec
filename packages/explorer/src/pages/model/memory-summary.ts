/** What of an estimate a summary counts. */
export interface CountedEstimate {
  readonly fits: boolean | null;
  readonly contextBytes: number | null;
  readonly assumptions: readonly string[];
}

const notCounted = "room for the context is not counted, because it is not known here what a token takes";

/**
 * How many ways fit. What cannot be told is never counted among those that do not fit: `18 of 18 fit in 24 GiB by their weights alone; room for the
 * context is not counted, because …`, `3 fit in 24 GiB, 5 do not, 10 cannot be told`.
 *
 * @param room such as `24 GiB`.
 */
export function memorySummary(estimates: readonly CountedEstimate[], room: string): string {
  const total = estimates.length;
  const fit = estimates.filter(({ fits }) => fits === true).length;
  const not = estimates.filter(({ fits }) => fits === false).length;
  const open = estimates.filter(({ fits }) => fits === null);
  // An estimate is open only when its lower bound fits.
  const byWeights = open.filter(({ contextBytes }) => contextBytes === null).length;
  if (total === 0) return "";
  if (open.length === 0) return `${fit} of ${total} ${fit === 1 ? "fits" : "fit"} in ${room}`;
  if (byWeights === total) return `${total} of ${total} ${total === 1 ? "fits" : "fit"} in ${room} by ${total === 1 ? "its" : "their"} weights alone; ${notCounted}`;
  const parts = [
    ...(fit > 0 ? [`${fit} ${fit === 1 ? "fits" : "fit"} in ${room}`] : []),
    ...(not > 0 ? [fit > 0 ? `${not} ${not === 1 ? "does" : "do"} not` : `${not} ${not === 1 ? "does" : "do"} not fit in ${room}`] : []),
    `${open.length} cannot be told`,
  ];
  if (byWeights === 0) return parts.join(", ");
  const whose = byWeights === open.length ? `${byWeights === 1 ? "its" : "their"} weights alone fit` : `of these, ${byWeights} ${byWeights === 1 ? "fits" : "fit"} by ${byWeights === 1 ? "its" : "their"} weights alone`;
  return `${parts.join(", ")}: ${whose}; ${notCounted}`;
}

/** Where the number of tokens changes nothing, or not everything: a sentence; `undefined` where it counts for each way. */
export function contextEffect(estimates: readonly CountedEstimate[]): string | undefined {
  const counted = estimates.filter(({ contextBytes }) => contextBytes !== null).length;
  if (estimates.length === 0 || counted === estimates.length) return undefined;
  if (counted === 0) return "The context to count changes nothing here: what a token takes is not known for this model, so the sizes are those of weights and runtime alone.";
  return `The context counts for ${counted} of ${estimates.length} ways; what a token takes is not known for the others, which are weights and runtime alone.`;
}

/** Sentences that are assumed of each estimate; of a single one, none is apart. */
export function sharedAssumptions(estimates: readonly CountedEstimate[]): readonly string[] {
  const [first, ...others] = estimates;
  if (first === undefined || others.length === 0) return [];
  return first.assumptions.filter((sentence) => others.every(({ assumptions }) => assumptions.includes(sentence)));
}
