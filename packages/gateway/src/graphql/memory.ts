import type { StoredListing } from "@modeldex/catalog";
import { memoryOf, usualContextTokens } from "../compare/memory.ts";
import type { MemoryEstimate } from "../compare/memory.ts";
import { badInput } from "./errors.ts";
import { pageSize } from "./pages.ts";

export interface MemoryArguments {
  readonly contextLength?: number | null;
  readonly fitsIn?: number | null;
  readonly first?: number | null;
}

const mostTokens = 100_000_000;

interface MemoryGround {
  /** Of one model, the leading one first. */
  readonly listings: readonly StoredListing[];
  /** Of the model that it is a packaging of. */
  readonly packagedFrom: readonly StoredListing[];
}

/** Estimates of all listings of a model, or of one of them. */
export function memoryFields({ listings, packagedFrom }: MemoryGround, { contextLength, fitsIn, first }: MemoryArguments, only?: StoredListing["key"]): readonly MemoryEstimate[] {
  const contextTokens = contextLength ?? usualContextTokens;
  if (contextTokens < 1 || contextTokens > mostTokens) throw badInput("contextLength", `is ${contextTokens}; write a number of tokens from 1 to 100000000.`);
  if (typeof fitsIn === "number" && fitsIn < 1) throw badInput("fitsIn", `is ${fitsIn}; write a number of bytes from 1 on, such as 25769803776 for 24 GiB.`);
  const found = memoryOf(listings, { contextTokens, packagedFrom, ...(typeof fitsIn === "number" && { fitsIn }) });
  return (only === undefined ? found : found.filter(({ listing }) => listing.key === only)).slice(0, pageSize(first, 20));
}

export const memoryResolvers = {
  MemoryEstimate: { contextLength: ({ contextTokens }: MemoryEstimate) => contextTokens },
};
