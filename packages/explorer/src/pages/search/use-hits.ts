import { useCallback, useEffect, useMemo, useState } from "react";
import type { CombinedError } from "@urql/core";
import { client } from "../../client/client.ts";
import { useAnswer } from "../../client/use-answer.ts";
import type { Answer } from "../../client/use-answer.ts";
import { SearchPage } from "../../generated/search-page.ts";
import type { FacetInput, SearchPageHitFragment, SearchPageQuery, SearchPageQueryVariables } from "../../generated/types.ts";
import { filterOf, hasConditions } from "./filter-state.ts";
import type { SearchState } from "./filter-state.ts";

export interface Hits {
  readonly answer: Answer<SearchPageQuery>;
  readonly edges: readonly SearchPageHitFragment[];
  /** Whether the sources are being asked at this moment. */
  readonly isAskingSources: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly moreError: CombinedError | undefined;
  readonly more: () => void;
}

/** Longest text that the endpoint searches for. */
export const longestText = 500;

/**
 * The hits of a search. What the catalog has comes at once; with `live` the sources are asked next, and until they have answered the hits stay.
 *
 * @param facets what is counted beside the hits, in the same request.
 */
export function useHits(state: SearchState, facets: readonly FacetInput[], isSearchable: boolean): Hits {
  const variables = useMemo(() => variablesOf(state, facets), [state, facets]);
  const key = JSON.stringify(variables);
  const [shownKey, setShownKey] = useState("");
  // The address of a live search was opened: first what is stored, which takes no time.
  const asksLive = state.live && shownKey === key;
  const answer = useAnswer(SearchPage, isSearchable ? { ...variables, live: asksLive } : undefined);
  useEffect(() => {
    if (answer.isCurrent && state.live) setShownKey(key);
  }, [answer.isCurrent, state.live, key]);

  const search = answer.data?.search;
  const [later, setLater] = useState<Later>(nothingLater);
  const isOfThese = later.first === search;
  const last = isOfThese && later.pageInfo !== undefined ? later.pageInfo : search?.pageInfo;
  const more = useCallback(() => {
    const after = last?.endCursor;
    if (after === undefined || after === null) return;
    setLater((before) => ({ ...(before.first === search ? before : nothingLater), first: search, isAsking: true, error: undefined }));
    void client.query(SearchPage, { ...variables, live: false, after, facets: [], isFirst: false, withSources: false }).toPromise().then(({ data, error }) => {
      setLater((before) => {
        if (before.first !== search) return before;
        const page = data?.search;
        if (page === undefined || page === null) return { ...before, isAsking: false, error };
        return { first: search, edges: [...before.edges, ...page.edges], pageInfo: page.pageInfo, isAsking: false, error: undefined };
      });
    });
  }, [last, search, variables]);
  const edges = useMemo(() => [...(search?.edges ?? []), ...(isOfThese ? later.edges : [])], [search, isOfThese, later]);
  return {
    answer, edges, more,
    isAskingSources: asksLive && answer.isAsking,
    hasMore: last?.hasNextPage === true,
    isLoadingMore: isOfThese && later.isAsking,
    moreError: isOfThese ? later.error : undefined,
  };
}

interface Later {
  /** The first page that these go on from. */
  readonly first: SearchPageQuery["search"] | undefined;
  readonly edges: readonly SearchPageHitFragment[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } | undefined;
  readonly isAsking: boolean;
  readonly error: CombinedError | undefined;
}

const nothingLater: Later = { first: undefined, edges: [], pageInfo: undefined, isAsking: false, error: undefined };

function variablesOf(state: SearchState, facets: readonly FacetInput[]): SearchPageQueryVariables {
  const filter = filterOf(state);
  const { text, sort, reverse, benchmark } = state;
  return {
    text: text.trim(), ...(filter !== undefined && { filter }), sort, reverse, ...(sort === "BENCHMARK" && { benchmark: benchmark.trim() }),
    facets: [...facets], isFirst: true, withSources: text.trim() === "" && !hasConditions(state),
  };
}
