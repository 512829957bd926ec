import type { ModelSort } from "../generated/types.ts";

/** Orders of hits: what it is called, and which end stands first before it is turned round. */
export const sorts: Readonly<Record<ModelSort, { readonly label: string; readonly first: string; readonly turned: string }>> = {
  RELEVANCE: { label: "best match", first: "best first", turned: "worst first" },
  DOWNLOADS: { label: "downloads in 30 days", first: "most first", turned: "fewest first" },
  LIKES: { label: "likes", first: "most first", turned: "fewest first" },
  TRENDING: { label: "rising at its source", first: "fastest first", turned: "slowest first" },
  CREATED: { label: "first published", first: "newest first", turned: "oldest first" },
  UPDATED: { label: "last changed", first: "newest first", turned: "oldest first" },
  PARAMETERS: { label: "number of parameters", first: "largest first", turned: "smallest first" },
  CONTEXT_LENGTH: { label: "context length", first: "longest first", turned: "shortest first" },
  INPUT_PRICE: { label: "lowest price of input", first: "cheapest first", turned: "dearest first" },
  OUTPUT_PRICE: { label: "lowest price of output", first: "cheapest first", turned: "dearest first" },
  NAME: { label: "name", first: "from A", turned: "from Z" },
  BENCHMARK: { label: "result in a benchmark", first: "highest first", turned: "lowest first" },
};
