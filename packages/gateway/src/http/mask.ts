import type { ApolloServerPlugin } from "@apollo/server";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError } from "graphql";
import type { GraphQLFormattedError } from "graphql";
import { errorCodes } from "../graphql/errors.ts";
import type { ErrorCode } from "../graphql/errors.ts";
import type { GraphContext } from "../graphql/context.ts";
import { limitExceeded } from "../graphql/limits.ts";
import type { Limits } from "../graphql/limits.ts";
import type { Logger } from "../observe/log.ts";

/**
 * Lets through the errors that callers can mend, some of them in plainer words; of any other it says only that there was one, and the log has it.
 *
 * @returns what Apollo calls for each error that leaves.
 */
export function maskErrors(limits: Limits): (formatted: GraphQLFormattedError) => GraphQLFormattedError {
  return (formatted) => {
    const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
    const code = extensions["code"];
    if (code === "GRAPHQL_PARSE_FAILED" && tooManyTokens.test(formatted.message)) {
      return limitExceeded("tokens", limits.tokens, `The document has more than ${limits.tokens.toLocaleString("en-US")} words and signs, which is the most that is read here. Write what is repeated as a fragment, or ask in several requests.`).toJSON();
    }
    const plain = plainer[formatted.message];
    if (plain !== undefined) return { ...formatted, message: plain, extensions: { ...extensions, code: "BAD_REQUEST" satisfies ErrorCode } };
    if (typeof code === "string" && code in errorCodes && code !== "INTERNAL_SERVER_ERROR") return { ...formatted, extensions };
    return { ...formatted, message: masked, extensions: { code: "INTERNAL_SERVER_ERROR" satisfies ErrorCode } };
  };
}

/** What is said of a fault of ours. */
export const masked = "The gateway failed at this field; its log has the cause under the request id.";

const tooManyTokens = /Document contains more tha[tn] \d+ tokens/;

/** Sentences of the server below that do not say what would be right, or hide a caller's mistake under the code of a fault. */
const plainer: Readonly<Record<string, string>> = {
  "POST body missing, invalid Content-Type, or JSON object has no keys.": 'The body must be a JSON object with `query`, such as {"query": "{ sources { id } }"}.',
  "GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.": "`query` is missing or empty; write an operation such as { sources { id } }, or name one by `extensions.persistedQuery`.",
  "GraphQL queries must be strings.": "`query` must be a text with a GraphQL document.",
  "Operation batching disabled.": "The body is a list; send one operation in each request.",
  "provided sha does not match query": "`extensions.persistedQuery.sha256Hash` is not the hash of `query`; write its SHA-256 as 64 lower-case hexadecimal digits.",
  "Unsupported persisted query version": "`extensions.persistedQuery.version` must be 1.",
};

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
