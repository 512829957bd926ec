import type { FastifyInstance } from "fastify";

interface Refusal {
  readonly errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/**
 * Completes what the GraphQL server answers to requests that it refuses as a whole.
 *
 * Each error gets the request's id. Where the answer is `application/json`, a well-formed request is answered with 200 whatever became of it, as
 * GraphQL over HTTP wants it: with that type, a 400 may come from anybody on the way. With `application/graphql-response+json` the status stays.
 */
export function completeRefusals(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply, payload) => {
    if (reply.statusCode < 400 || typeof payload !== "string" || !payload.startsWith('{"errors"')) return payload;
    const { errors, ...rest } = JSON.parse(payload) as Refusal;
    const isLegacy = String(reply.getHeader("content-type")).startsWith("application/json");
    const wellFormed = errors.every(({ extensions }) => extensions?.["code"] !== "BAD_REQUEST");
    if (reply.statusCode === 400 && isLegacy && wellFormed) void reply.code(200);
    return `${JSON.stringify({ errors: errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId: request.id } })), ...rest })}\n`;
  });
}
