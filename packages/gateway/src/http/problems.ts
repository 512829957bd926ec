import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ErrorCode } from "../graphql/errors.ts";
import type { Limits } from "../graphql/limits.ts";
import type { Logger } from "../observe/log.ts";
import { masked } from "./mask.ts";

/** A request that is refused before GraphQL sees it. */
export interface Problem {
  readonly status: number;
  readonly code: ErrorCode;
  /** What is wrong, and what would be right. */
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Answers with a problem in the shape of every other error: `{ errors: [{ message, extensions: { code, requestId } }] }`. */
export function sendProblem(reply: FastifyReply, { status, code, message, extensions }: Problem): FastifyReply {
  return reply.code(status).type("application/json; charset=utf-8").send(JSON.stringify({ errors: [{ message, extensions: { code, ...extensions, requestId: reply.request.id } }] }));
}

/** Answers what fastify refuses before it has found a route. */
export function badAddress(error: FastifyError, _request: unknown, reply: FastifyReply): void {
  void reply.header("x-request-id", reply.request.id);
  sendProblem(reply, { status: 400, code: "BAD_REQUEST", message: error.code === "FST_ERR_BAD_URL" ? badPath : `${error.message.replace(/\.$/, "")}.` });
}

export interface ProblemReports {
  readonly log: Logger;
  /** Answers a person, where there is a page that does; a program gets the problem. */
  readonly noSuchPage: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;
}

/** Gives everything that goes wrong outside GraphQL the shape of its errors. */
export function reportProblems(app: FastifyInstance, limits: Limits, { log, noSuchPage }: ProblemReports): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error, limits);
    if (problem.status >= 500) log.error("a request failed", { requestId: request.id, error });
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request, reply) => noSuchPage(request, reply) ?? sendProblem(reply, {
    status: 404, code: "BAD_REQUEST", message: `There is nothing at ${request.method} ${request.url.split("?", 1)[0] ?? "/"}; GraphQL is at /graphql, a page to try it at /graphiql.`,
  }));
}

const badPath = "The path of the address cannot be read; write it with percent-encoding in UTF-8.";

function problemOf(error: FastifyError, limits: Limits): Problem {
  const bad = (message: string, status = 400): Problem => ({ status, code: "BAD_REQUEST", message });
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE": {
      const most = limits.bodyBytes;
      return { status: 413, code: "LIMIT_EXCEEDED", message: `The body has more than ${most.toLocaleString("en-US")} bytes, which is the most that is read here; send less in one request.`, extensions: { limit: "bodyBytes", most } };
    }
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH": return bad("The Content-Length header is not the length of the body.");
    default: {
      const status = error.statusCode ?? 500;
      return status < 500 ? bad(`${error.message.replace(/\.$/, "")}.`, status) : { status, code: "INTERNAL_SERVER_ERROR", message: masked };
    }
  }
}
