import { GraphQLError } from "graphql";

/**
 * Codes of `errors[]`, each with what it means. Trouble of a source is never here: it is data (`SourceOutcome`).
 * GraphQL's own `GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`, `PERSISTED_QUERY_NOT_FOUND` and `OPERATION_RESOLUTION_FAILURE` come besides.
 */
export const errorCodes = {
  BAD_USER_INPUT: "An argument cannot be used; `argument` names it.",
  LIMIT_EXCEEDED: "The request asks for more than the endpoint gives at once.",
  INTERNAL_SERVER_ERROR: "A fault of the gateway; the log has it under `requestId`.",
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof errorCodes;

/** An argument that cannot be used. The message says what it is and what would be right. */
export function badInput(argument: string, message: string, cause?: unknown): GraphQLError {
  return new GraphQLError(`\`${argument}\` ${message}`, { extensions: { code: "BAD_USER_INPUT", argument }, ...(cause instanceof Error && { originalError: cause }) });
}
