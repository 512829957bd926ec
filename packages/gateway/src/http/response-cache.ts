import type { ApolloServerPlugin, GraphQLRequestListener } from "@apollo/server";
import { responseKey } from "../cache/keys.ts";
import type { ResponseStore } from "../cache/response-store.ts";
import type { GraphContext } from "../graphql/context.ts";

/** How long a whole answer is served again, in milliseconds; a change of the catalog ends it earlier. */
const keptMs = 60_000;

/**
 * Serves whole answers again while the catalog's generation stays the same. Answers with errors, of a failing source, or about the state of this
 * moment are not kept.
 */
export function responseCache(store: ResponseStore, generation: () => Promise<string>): ApolloServerPlugin<GraphContext> {
  return {
    requestDidStart: async (): Promise<GraphQLRequestListener<GraphContext>> => {
      let key: string | undefined;
      let hit = false;
      return {
        responseForOperation: async ({ operation, queryHash, request, response }) => {
          if (operation?.operation !== "query" || queryHash === undefined || request.http?.headers.get("cache-control") === "no-cache") return null;
          const named = request.operationName;
          const asked = responseKey({ generation: await generation(), documentHash: queryHash, variables: request.variables ?? {}, ...(named && { operation: named }) });
          key = asked;
          const data = await store.get(asked);
          if (!isData(data)) return null;
          hit = true;
          response.http.headers.set("x-modeldex-cache", "hit");
          return { http: response.http, body: { kind: "single", singleResult: { data } } };
        },
        willSendResponse: async ({ response, contextValue }) => {
          if (key === undefined || hit || contextValue.volatile.yes || response.body.kind !== "single") return;
          const { data, errors } = response.body.singleResult;
          if (errors === undefined && isData(data)) store.set(key, data, keptMs);
        },
      };
    },
  };
}

function isData(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
