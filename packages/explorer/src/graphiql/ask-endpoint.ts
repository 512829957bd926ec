import type { GraphiQLProps } from "graphiql";
import { operationToRun } from "./operation-to-run.ts";

/** Sends what the editor holds to this gateway, by POST, with the headers that a person has written there. */
export const askEndpoint: GraphiQLProps["fetcher"] = async ({ query, variables, operationName }, options) => {
  const headers = { ...options?.headers, "content-type": "application/json", accept: "application/graphql-response+json, application/json" };
  const answer = await fetch("/graphql", { method: "POST", headers, body: JSON.stringify({ query, variables, operationName: operationToRun(query, operationName) }) });
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    // Something between this page and the gateway has answered.
    return { errors: [{ message: `The answer with status ${answer.status} is not JSON: ${text.slice(0, 200)}` }] };
  }
};
