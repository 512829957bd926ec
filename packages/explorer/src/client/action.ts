import { Client, CombinedError, fetchExchange } from "@urql/core";
import type { AnyVariables, TypedDocumentNode } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { watchedFetch } from "./connection.ts";
import { hashOf } from "./operation.ts";

/** By POST, since what is sent may be too long for an address, and without a cache, since what is asked is so at this moment. */
const actions = new Client({
  url: "/graphql",
  exchanges: [persistedExchange({ preferGetForPersistedQueries: false, generateHash: async (text) => hashOf(text) }), fetchExchange],
  fetch: watchedFetch,
  preferGetMethod: false,
});

export type Acted<Data> = { readonly status: "DONE"; readonly data: Data } | { readonly status: "FAILED"; readonly error: CombinedError };

/** Asks once, because somebody pressed a button. */
export async function act<Data, Variables extends AnyVariables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Acted<Data>> {
  const { data, error } = await actions.query(document, variables, { requestPolicy: "network-only" }).toPromise();
  if (error === undefined && data !== undefined && data !== null) return { status: "DONE", data };
  return { status: "FAILED", error: error ?? new CombinedError({ networkError: new Error("The endpoint gave neither an answer nor an error.") }) };
}
