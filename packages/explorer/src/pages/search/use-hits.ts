import { useCallback, useMemo, useState } from "react";
import type { CombinedError } from "@urql/core";
import { client } from "../../client/client.ts";
import { useAnswer } from "../../client/use-answer.ts";
import type { Answer } from "../../client/use-answer.ts";
import { SearchPage } from "../../generated/search-page.ts";
import type { FacetInput, SearchPageFacetFragment, SearchPageHitFragment, SearchPageQuery, SearchPageQueryVariables, SourceOutcomeRowFragment } from "../../generated/types.ts";
import { filterOf, hasConditions } from "./filter-state.ts";
import type { SearchState } from "./filter-state.ts";
import { withKnownTrust } from "./known-trust.ts";

export interface Hits {
  readonly answer: Answer<SearchPageQuery>;
  /** Whether the hits are those of the present words and conditions, counted or not. */
  readonly areOfNow: boolean;
  readonly edges: readonly SearchPageHitFragment[];
  /** Counted last: of these hits or, while words are typed, of those before; `undefined` while nothing was counted yet. */
  readonly facets: readonly SearchPageFacetFragment[] | undefined;
  /** How the sources fared in the search that was counted last. */
  readonly outcomes: readonly SourceOutcomeRowFragment[] | undefined;
  /** Whether the sources are being asked at this moment. */
  readonly isAskingSources: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly moreError: CombinedError | undefined;
  readonly more: () => void;
}

export interface HitsOptions {
  /** What is counted beside the hits, in the same request. */
  readonly facets: readonly FacetInput[];
  readonly isSearchable: boolean;
  /** Whether the next key may come any moment. */
  readonly isTyping: boolean;
}

/** Longest text that the endpoint searches for. */
export const longestText = 500;

/** What a search costs most is left for the moment in which nobody types. */
const whileTyping = { withFacets: false, withTrust: false } as const;

/**
 * The hits of a search, in one request. While words are typed the hits alone are asked for; once they rest, the same search comes with its counts, its
 * sources and what was found about trust, and nothing moves.
 */
export function useHits(state: SearchState, { facets, isSearchable, isTyping }: HitsOptions): Hits {
  const variables = useMemo(() => variablesOf(state, facets), [state, facets]);
  const answer = useAnswer(SearchPage, isSearchable ? { ...variables, ...(isTyping && { ...whileTyping, facets: [] }) } : undefined);
  const search = answer.data?.search ?? undefined;
  const question = useMemo(() => JSON.stringify({ ...variables, facets: [] }), [variables]);
  const [answered, setAnswered] = useState("");
  if (answer.isCurrent && answered !== question) setAnswered(question);
  const areOfNow = answer.isCurrent || answered === question;
  const [counted, setCounted] = useState(search);
  if (search?.facets !== undefined && search !== counted) setCounted(search);

  const [later, setLater] = useState<Later>(nothingLater);
  const isOfThese = later.first === search;
  const last = isOfThese && later.pageInfo !== undefined ? later.pageInfo : search?.pageInfo;
  const more = useCallback(() => {
    const after = last?.endCursor;
    if (after === undefined || after === null) return;
    setLater((before) => ({ ...(before.first === search ? before : nothingLater), first: search, isAsking: true, error: undefined }));
    void client.query(SearchPage, { ...variables, live: false, after, facets: [], withFacets: false, withSources: false }).toPromise().then(({ data, error }) => {
      setLater((before) => {
        if (before.first !== search) return before;
        const page = data?.search;
        if (page === undefined || page === null) return { ...before, isAsking: false, error };
        return { first: search, edges: [...before.edges, ...page.edges], pageInfo: page.pageInfo, isAsking: false, error: undefined };
      });
    });
  }, [last, search, variables]);
  const edges = useMemo(() => [...withKnownTrust(search?.edges ?? [], counted?.edges ?? []), ...(isOfThese ? later.edges : [])], [search, counted, isOfThese, later]);
  return {
    answer, areOfNow, edges, more,
    facets: counted === undefined ? undefined : (counted.facets ?? []),
    outcomes: counted?.sources,
    isAskingSources: state.live && !areOfNow,
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
  const { text, sort, reverse, benchmark, live } = state;
  return {
    text: text.trim(), ...(filter !== undefined && { filter }), sort, reverse: reverse && sort !== "RELEVANCE", ...(sort === "BENCHMARK" && { benchmark: benchmark.trim() }),
    live, facets: [...facets], withFacets: true, withTrust: true, withSources: text.trim() === "" && !hasConditions(state),
  };
}
