import type { ApolloServerPlugin } from "@apollo/server";
import type { FastifyInstance } from "fastify";
import type { GraphContext } from "../graphql/context.ts";
import { ClientGone } from "../observe/client-gone.ts";
import type { Recorders } from "../observe/recorders.ts";

/** Notes how long each operation took, and the codes of its errors. A name counts only when the operation was found, since anybody can send any. */
export function operationMetrics({ operation: note }: Pick<Recorders, "operation">): ApolloServerPlugin<GraphContext> {
  return {
    requestDidStart: async () => {
      const began = performance.now();
      return {
        willSendResponse: async ({ operation, response, contextValue }) => {
          // What was left undone for somebody who has gone is no failure.
          if (contextValue.signal.reason instanceof ClientGone) return;
          const errors = response.body.kind === "single" ? (response.body.singleResult.errors ?? []) : [];
          const name = operation?.name?.value;
          note({
            elapsedMs: performance.now() - began, codes: errors.map(({ extensions }) => String(extensions?.["code"])), cached: response.http.headers.get("x-modeldex-cache") === "hit",
            ...(name !== undefined && { name }),
          });
        },
      };
    },
  };
}

/** Notes each request by its route, and serves what was noted at `/metrics`. */
export function addMetrics(app: FastifyInstance, { request: note }: Pick<Recorders, "request">, text: () => Promise<string>): void {
  app.addHook("onResponse", async (request, reply) => note({ route: request.routeOptions.url ?? "none", method: request.method, status: reply.statusCode }));
  app.get("/metrics", async (_request, reply) => reply.type("text/plain; version=0.0.4; charset=utf-8").header("cache-control", "no-store").send(await text()));
}
