import type { CombinedError } from "@urql/core";

export interface Explanation {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly requestId?: string;
}

/** Why a question was not answered, and what a person can do: in words, from the codes of the endpoint and of HTTP. */
export function explain(error: Pick<CombinedError, "networkError" | "graphQLErrors" | "response">): Explanation {
  const status = statusOf(error.response);
  if (status === 401 || status === 403) return { title: "You have no access to this endpoint", sentences: [`It answered with status ${status}. Sign in where this endpoint is served, or ask whoever runs it; what this page showed before stays as it was.`] };
  if (status === 429) return { title: "Too many requests", sentences: ["The endpoint, or what stands before it, asks to wait. Try again in a minute."] };
  if (error.graphQLErrors.length > 0) {
    const codes = error.graphQLErrors.map(({ extensions }) => String(extensions["code"]));
    const requestId = error.graphQLErrors.map(({ extensions }) => extensions["requestId"]).find((id) => typeof id === "string");
    const areLate = error.graphQLErrors.every(({ extensions }) => extensions["limit"] === "requestDeadlineMs");
    return {
      title: areLate ? "The endpoint did not answer in time" : codes.every((code) => code === "INTERNAL_SERVER_ERROR") ? "The endpoint failed at this" : "The endpoint did not take this question",
      sentences: [...new Set(error.graphQLErrors.map(({ message }) => message))],
      ...(requestId !== undefined && { requestId }),
    };
  }
  if (status !== undefined && status >= 500) return { title: "The endpoint does not work at the moment", sentences: [`It answered with status ${status}. Try again soon; if it stays so, whoever runs it finds the cause in its log.`] };
  return { title: "The endpoint cannot be reached", sentences: ["No answer came. See whether the gateway runs and the network is there; the question is asked again when it is found."] };
}

function statusOf(response: unknown): number | undefined {
  return typeof response === "object" && response !== null && "status" in response && typeof response.status === "number" ? response.status : undefined;
}
