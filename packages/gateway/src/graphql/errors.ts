import { GraphQLError } from "graphql";

/** Codes of `errors[]`, each with what it means. Trouble of a source is never here: it is data (`SourceOutcome`). */
export const errorCodes = {
  BAD_USER_INPUT: "An argument cannot be used; `argument` names it where it is one of ours.",
  INTERNAL_SERVER_ERROR: "A fault of the gateway; the log has it under `requestId`.",
  BAD_REQUEST: "The HTTP request is none that GraphQL over HTTP knows.",
  GRAPHQL_PARSE_FAILED: "The document is not GraphQL.",
  GRAPHQL_VALIDATION_FAILED: "The document does not fit the schema.",
  OPERATION_RESOLUTION_FAILURE: "The operation that was named is not in the document.",
  PERSISTED_QUERY_NOT_FOUND: "The hash of a query is not known; send the query with it.",
  PERSISTED_QUERY_NOT_SUPPORTED: "Hashes of queries are not taken here.",
} as const satisfies Record<string, string>;

/** An argument that cannot be used. The message says what it is and what would be right. */
export function badInput(argument: string, message: string, cause?: unknown): GraphQLError {
  return new GraphQLError(`\`${argument}\` ${message}`, { extensions: { code: "BAD_USER_INPUT", argument }, ...(cause instanceof Error && { originalError: cause }) });
}
