import type { ValueOrigin } from "../generated/types.ts";

/** How a number of parameters is known. */
export const valueOrigins: Readonly<Record<ValueOrigin, string>> = {
  WEIGHTS: "read from the header of the weights",
  STATED: "stated by its source",
  NAME: "read off the name",
};
