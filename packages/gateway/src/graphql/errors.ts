import { GraphQLError } from "graphql";

/** Codes of `errors[]`, each with what it means. Trouble of a source is never here: it is data (`SourceOutcome`). `docs/errors.md` has the same table. */
export const errorCodes = {
  BAD_USER_INPUT: "An argument or variable cannot be used; `argument` names it where it is one of ours.",
  LIMIT_EXCEEDED: "The request asks for more than is answered here: `limit` names the limit, `most` is its value, `has` what the request has, where that is known.",
  INTERNAL_SERVER_ERROR: "A fault of the gateway; the log has it under `requestId`.",
  BAD_REQUEST: "The HTTP request is none that is answered here: its method, address, headers or body.",
  GRAPHQL_PARSE_FAILED: "The document is not GraphQL.",
  GRAPHQL_VALIDATION_FAILED: "The document does not fit the schema.",
  OPERATION_RESOLUTION_FAILURE: "The operation that was named is not in the document.",
  PERSISTED_QUERY_NOT_FOUND: "The hash of a query is not known; send the query with it.",
  PERSISTED_QUERY_NOT_SUPPORTED: "Hashes of queries are not taken here. This gateway takes them, and does not use the code.",
  UNAUTHENTICATED: "Who asks is not known. Not used yet: there is no login.",
  FORBIDDEN: "Who asks may not have this. Not used yet: there is no login.",
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof errorCodes;

/** An argument that cannot be used. The message says what it is and what would be right. */
export function badInput(argument: string, message: string, cause?: unknown): GraphQLError {
  return new GraphQLError(`\`${argument}\` ${message}`, { extensions: { code: "BAD_USER_INPUT", argument }, ...(cause instanceof Error && { originalError: cause }) });
}
