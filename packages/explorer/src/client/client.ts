import { cacheExchange, Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { watchedFetch } from "./connection.ts";
import { hashOf } from "./operation.ts";

/** How pages read: operations by their hash and by GET; with their text only where the gateway does not know them. What a button asks goes by `act`. */
export const client = new Client({
  url: "/graphql",
  exchanges: [
    cacheExchange,
    persistedExchange({ preferGetForPersistedQueries: "force", generateHash: async (text) => hashOf(text) }),
    fetchExchange,
  ],
  fetch: watchedFetch,
  preferGetMethod: false,
});
