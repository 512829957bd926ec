import type { Verifier } from "@modeldex/plugin-kit";
import { sourceStatement } from "../trust-claim.ts";

/**
 * Kinds of claims that plugins bring. Nobody here knows what they mean, so they stay the word of who states them. A plugin that checks its kind is a verifier
 * of EXTENSION with that `kindUri`: its claims are then given to it alone.
 */
export const extension: Verifier<"EXTENSION"> = {
  id: "extension/1",
  kind: "EXTENSION",
  depth: "STANDARD",
  needs: "records",
  reads: ["claims"],
  inspects: false,
  verify: async ({ claim }) => {
    if (claim === undefined) return [];
    const { statement, evidence, validAt } = claim;
    return [{ kind: "EXTENSION", method: sourceStatement, statement, status: "ASSERTED", effect: "NEUTRAL", evidence, ...(validAt === undefined ? {} : { validAt }) }];
  },
};
