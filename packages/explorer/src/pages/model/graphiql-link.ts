import { stringifyDocument } from "@urql/core";
import type { AnyVariables, TypedDocumentNode } from "@urql/core";

/** Address of GraphiQL with one operation and its variables, ready to run. They stand after `#`, since a long address would be refused. */
export function graphiqlLink<Data, Variables extends AnyVariables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): string {
  return `/graphiql#${new URLSearchParams({ query: stringifyDocument(document), variables: JSON.stringify(variables, undefined, 2) }).toString()}`;
}
