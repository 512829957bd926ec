import type { ApolloServerPlugin } from "@apollo/server";
import type { GraphContext } from "../graphql/context.ts";
import { beyondLimits } from "../graphql/limits.ts";
import type { Limits } from "../graphql/limits.ts";
import { createMeasuring } from "../graphql/measure.ts";

/**
 * Refuses operations beyond the limits before they run. Not a rule of validation: what a list can hold may come by a variable, and documents
 * that were validated once are not validated again.
 */
export function operationLimits(limits: Limits): ApolloServerPlugin<GraphContext> {
  const measure = createMeasuring();
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request }) => {
        if (operation === undefined) return;
        const refusal = beyondLimits(measure({ schema, document, operation, variables: request.variables ?? {} }), limits);
        if (refusal === undefined) return;
        refusal.extensions["http"] = { status: 400 };
        throw refusal;
      },
    }),
  };
}
