import type { ApolloServerPlugin } from "@apollo/server";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError } from "graphql";
import type { GraphQLFormattedError } from "graphql";
import { errorCodes } from "../graphql/errors.ts";
import type { GraphContext } from "../graphql/context.ts";
import type { Logger } from "../observe/log.ts";

/** Lets through the errors that callers can mend; of any other it says only that there was one, and the log has it. */
export function maskedError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
  const { code } = extensions;
  if (typeof code === "string" && code in errorCodes && code !== "INTERNAL_SERVER_ERROR") return { ...formatted, extensions };
  return { ...formatted, message: "The gateway failed at this field; its log has the cause under the request id.", extensions: { code: "INTERNAL_SERVER_ERROR" } };
}

/** Gives each error the request's id, and writes unexpected ones to the log with their causes. */
export function errorReports(log: Logger): ApolloServerPlugin<GraphContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue }) => {
        for (const error of errors) {
          const cause = unwrapResolverError(error);
          if (!(cause instanceof GraphQLError)) log.error("a resolver failed", { requestId: contextValue.requestId, path: error.path?.join("."), error: cause });
        }
      },
      willSendResponse: async ({ response, contextValue }) => {
        if (response.body.kind !== "single") return;
        const result = response.body.singleResult;
        if (result.errors === undefined) return;
        response.body.singleResult = { ...result, errors: result.errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId: contextValue.requestId } })) };
      },
    }),
  };
}
