import { gql } from "@urql/core";
import type { AnyVariables, TypedDocumentNode } from "@urql/core";

const hashes = new Map<string, string>();

/**
 * One operation of the explorer, with the types of its answer and of its variables.
 *
 * @param hash sha256 of the text, by which a gateway that knows it is asked.
 * @param text the document, letter by letter as the client sends it.
 */
export function operation<Data, Variables extends AnyVariables>(hash: string, text: string): TypedDocumentNode<Data, Variables> {
  hashes.set(text, hash);
  return gql<Data, Variables>(text);
}

/** The sha256 of an operation by its text; an empty text for one that is not of the explorer. */
export function hashOf(text: string): string {
  return hashes.get(text) ?? "";
}
