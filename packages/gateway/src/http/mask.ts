import type { ApolloServerPlugin } from "@apollo/server";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError } from "graphql";
import type { GraphQLFormattedError, GraphQLSchema } from "graphql";
import { errorCodes } from "../graphql/errors.ts";
import type { ErrorCode } from "../graphql/errors.ts";
import type { GraphContext } from "../graphql/context.ts";
import { limitExceeded } from "../graphql/limits.ts";
import type { Limits } from "../graphql/limits.ts";
import { plainValue } from "../graphql/plain-values.ts";
import { ClientGone } from "../observe/client-gone.ts";
import type { Logger } from "../observe/log.ts";
import { plainRefusal, plainSyntax } from "./plain-messages.ts";
import { RequestDeadlineError } from "./request-deadline.ts";

/**
 * Lets through the errors that callers can mend, some of them in plainer words; of any other it says only that there was one, and the log has it.
 *
 * @returns what Apollo calls for each error that leaves.
 */
export function maskErrors(limits: Limits, schema: GraphQLSchema): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
    const code = extensions["code"];
    const cause = unwrapResolverError(error);
    if (cause instanceof RequestDeadlineError) {
      return { ...formatted, message: cause.message, extensions: { code: "LIMIT_EXCEEDED" satisfies ErrorCode, limit: "requestDeadlineMs", most: cause.deadlineMs } };
    }
    if (code === "GRAPHQL_PARSE_FAILED" && tooManyTokens.test(formatted.message)) {
      return limitExceeded("tokens", limits.tokens, `The document has more than ${limits.tokens.toLocaleString("en-US")} words and signs, which is the most that is read here. Write what is repeated as a fragment, or ask in several requests.`).toJSON();
    }
    const refusal = plainRefusal(formatted.message);
    if (refusal !== undefined) return { ...formatted, message: refusal, extensions: { ...extensions, code: "BAD_REQUEST" satisfies ErrorCode } };
    if (typeof code === "string" && code in errorCodes && code !== "INTERNAL_SERVER_ERROR") return plain({ ...formatted, extensions }, error, schema);
    return { ...formatted, message: masked, extensions: { code: "INTERNAL_SERVER_ERROR" satisfies ErrorCode } };
  };
}

function plain(formatted: GraphQLFormattedError, error: unknown, schema: GraphQLSchema): GraphQLFormattedError {
  switch (formatted.extensions?.["code"]) {
    case "GRAPHQL_PARSE_FAILED": return { ...formatted, message: plainSyntax(formatted.message) };
    case "GRAPHQL_VALIDATION_FAILED": case "BAD_USER_INPUT": {
      const value = error instanceof GraphQLError ? plainValue(formatted.message, error.nodes, schema) : undefined;
      if (value === undefined) return formatted;
      return { ...formatted, message: value.message, extensions: { ...formatted.extensions, ...(value.argument !== undefined && { argument: value.argument }) } };
    }
    default: return formatted;
  }
}

/** What is said of a fault of ours. */
export const masked = "The gateway failed at this field; its log has the cause under the request id.";

const tooManyTokens = /Document contains more tha[tn] \d+ tokens/;

/** Gives each error the request's id, and writes unexpected ones to the log with their causes. */
export function errorReports(log: Logger): ApolloServerPlugin<GraphContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue }) => {
        for (const error of errors) {
          const cause = unwrapResolverError(error);
          if (cause instanceof RequestDeadlineError) log.warn("a request was not answered in time", { requestId: contextValue.requestId, path: error.path?.join("."), deadlineMs: cause.deadlineMs });
          else if (!(cause instanceof GraphQLError || cause instanceof ClientGone)) log.error("a resolver failed", { requestId: contextValue.requestId, path: error.path?.join("."), error: cause });
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
