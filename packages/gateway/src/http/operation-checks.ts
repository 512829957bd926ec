import type { ApolloServerPlugin } from "@apollo/server";
import { GraphQLError } from "graphql";
import type { GraphQLSchema, OperationDefinitionNode } from "graphql";
import type { GraphContext } from "../graphql/context.ts";
import { beyondLimits } from "../graphql/limits.ts";
import type { Limits } from "../graphql/limits.ts";
import { createMeasuring } from "../graphql/measure.ts";

/**
 * Refuses operations before they run: those whose kind the schema has not, and those beyond the limits. These are no rules of validation: how much a
 * list can hold may come by a variable, and documents that were validated once are not validated again.
 */
export function operationChecks(limits: Limits): ApolloServerPlugin<GraphContext> {
  const measure = createMeasuring();
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request }) => {
        if (operation === undefined) return;
        const refusal = withoutRoot(schema, operation) ?? beyondLimits(measure({ schema, document, operation, variables: request.variables ?? {} }), limits);
        if (refusal === undefined) return;
        refusal.extensions["http"] = { status: 400 };
        throw refusal;
      },
    }),
  };
}

/** Validation lets an operation through whose kind the schema has not. */
function withoutRoot(schema: GraphQLSchema, { operation }: OperationDefinitionNode): GraphQLError | undefined {
  if ((schema.getRootType(operation) ?? undefined) !== undefined) return undefined;
  return new GraphQLError(`The document asks for a ${operation}, which the schema has not; write a query.`, { extensions: { code: "GRAPHQL_VALIDATION_FAILED" } });
}
