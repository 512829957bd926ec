import type { AnyVariables, CombinedError, TypedDocumentNode } from "@urql/core";
import { useEffect, useState } from "react";
import { useAnswer } from "./use-answer.ts";

/** One page of a list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next page begins; `undefined` when this is the last one. */
  readonly next: string | undefined;
}

export interface MorePagesOptions<Row, Data, Variables extends AnyVariables> {
  /** The page that is there already. */
  readonly first: Page<Row>;
  /** The operation that gives further pages. */
  readonly document: TypedDocumentNode<Data, Variables>;
  readonly variablesAt: (cursor: string) => Variables;
  /** Reads a page off an answer; `undefined` where it has none. */
  readonly pageOf: (data: Data) => Page<Row> | undefined;
}

/** A list that is read page by page. */
export interface MorePages<Row> {
  /** Rows of all pages that were read. */
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  /** Whether the first page was not all of it. */
  readonly isPaged: boolean;
  readonly isAsking: boolean;
  readonly error: CombinedError | undefined;
  readonly showMore: () => void;
}

/** Reads a list page by page, each when a person asks for it. Give the component a `key` where the list can become another one. */
export function useMorePages<Row, Data, Variables extends AnyVariables>({ first, document, variablesAt, pageOf }: MorePagesOptions<Row, Data, Variables>): MorePages<Row> {
  const [pages, setPages] = useState<readonly Page<Row>[]>([]);
  const [asked, setAsked] = useState<string>();
  const { data, isCurrent, error, isAsking, again } = useAnswer(document, asked === undefined ? undefined : variablesAt(asked));
  const cursor = (pages.at(-1) ?? first).next;
  useEffect(() => {
    if (asked === undefined || data === undefined || !isCurrent) return;
    const page = pageOf(data) ?? { rows: [], next: undefined };
    setPages((before) => [...before, page]);
    setAsked(undefined);
  }, [asked, data, isCurrent, pageOf]);
  const showMore = (): void => {
    if (asked === undefined) setAsked(cursor);
    else if (error !== undefined) again();
  };
  return { rows: [...first.rows, ...pages.flatMap(({ rows }) => rows)], hasMore: cursor !== undefined, isPaged: first.next !== undefined, isAsking, error, showMore };
}
