/** What an address puts into the editor: `/graphiql?query=…&variables=…`, or the same after `#`, which no server sees. */
export interface OpenedQuery {
  readonly query?: string;
  /** JSON, written out. */
  readonly variables?: string;
}

export function openedQuery({ search, hash }: { readonly search: string; readonly hash: string }): OpenedQuery {
  const parameters = [new URLSearchParams(hash.replace(/^#/, "")), new URLSearchParams(search)].find((each) => each.has("query"));
  const query = parameters?.get("query");
  if (query === undefined || query === null || query.trim() === "") return {};
  const variables = written(parameters?.get("variables"));
  return { query, ...(variables !== undefined && { variables }) };
}

function written(variables: string | null | undefined): string | undefined {
  if (variables === undefined || variables === null || variables.trim() === "") return undefined;
  try {
    return JSON.stringify(JSON.parse(variables), undefined, 2);
  } catch {
    // The editor marks the mistake.
    return variables;
  }
}
