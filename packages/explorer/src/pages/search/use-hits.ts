import { useCallback, useMemo, useState } from "react";
import type { CombinedError } from "@urql/core";
import { client } from "../../client/client.ts";
import { useAnswer } from "../../client/use-answer.ts";
import type { Answer } from "../../client/use-answer.ts";
import { SearchPage } from "../../generated/search-page.ts";
import type { FacetInput, SearchPageFacetFragment, SearchPageHitFragment, SearchPageOutcomeFragment, SearchPageQuery, SearchPageQueryVariables } from "../../generated/types.ts";
import { filterOf, hasConditions } from "./filter-state.ts";
import type { SearchState } from "./filter-state.ts";
import { withKnownTrust } from "./known-trust.ts";
import { arrange, showsSame } from "./live-hits.ts";

/** What is known of the sources that are asked for the words, besides what is stored. */
export interface Asked {
  readonly isAsking: boolean;
  /** Why asking them failed as a whole. */
  readonly error: CombinedError | undefined;
  /** Whether they gave what does not stand in its place yet, since what is read stays where it is. */
  readonly isHeld: boolean;
  /** How many models they gave beside those that are stored. */
  readonly added: number;
  readonly again: () => void;
  /** Puts all that they gave in its place. */
  readonly order: () => void;
}

export interface Hits {
  /** The answer that is shown; where the sources gave more, this is what is stored. */
  readonly answer: Answer<SearchPageQuery>;
  /** Whether the hits are those of the present words and conditions, counted or not. */
  readonly areOfNow: boolean;
  readonly edges: readonly SearchPageHitFragment[];
  /** From which place on hits were added behind those that are read. */
  readonly addedAt: number | undefined;
  /** How many there are, with those that were added. */
  readonly total: { readonly count: number; readonly isExact: boolean };
  /** Counted last: of these hits or, while words are typed, of those before; `undefined` while nothing was counted yet. */
  readonly facets: readonly SearchPageFacetFragment[] | undefined;
  /** Whether the facets are of these hits. */
  readonly areCounted: boolean;
  /** How the sources fared in the search that was counted last. */
  readonly outcomes: readonly SearchPageOutcomeFragment[] | undefined;
  /** The sources that are asked now; `undefined` where only what is stored is searched. */
  readonly asked: Asked | undefined;
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

type Search = NonNullable<SearchPageQuery["search"]>;

/** Longest text that the endpoint searches for. */
export const longestText = 500;

/** What a search costs most is left for the moment in which nobody types. */
const whileTyping = { withFacets: false, withTrust: false } as const;

/**
 * The hits of a search. While words are typed the hits alone are asked for; once they rest, the same search comes with its counts, its sources and what was
 * found about trust, and nothing moves. Sources are asked by a request of its own, so that what is stored is there at once and stays where it is.
 */
export function useHits(state: SearchState, { facets, isSearchable, isTyping }: HitsOptions): Hits {
  const variables = useMemo(() => variablesOf(state, facets), [state, facets]);
  const question = useMemo(() => JSON.stringify({ ...variables, facets: [] }), [variables]);
  const isLive = isSearchable && state.live && !isTyping && state.text.trim() !== "";
  const stored = useSearch(isSearchable ? { ...variables, ...(isTyping && { ...whileTyping, facets: [] }) } : undefined, question);
  const live = useSearch(isLive ? { ...variables, live: true } : undefined, question);
  const late = isLive && live.isOfNow ? live.search : undefined;

  // Which search was read before its sources answered, and which was put in order since.
  const [read, setRead] = useState("");
  const [ordered, setOrdered] = useState("");
  const isRead = stored.isOfNow && stored.search !== undefined && stored.search.edges.length > 0;
  if (isLive && isRead && late === undefined && read !== question) setRead(question);
  const isSame = useMemo(() => stored.search !== undefined && late !== undefined && showsSame(stored.search, late), [stored.search, late]);
  const isHeld = late !== undefined && isRead && read === question && ordered !== question && !isSame;
  const shown = late === undefined || isHeld ? stored : live;
  const search = shown.search;
  const [counted, setCounted] = useState(search);
  if (search?.facets !== undefined && search !== counted) setCounted(search);

  const pages = usePages({ first: late ?? stored.search, beside: stored.search, variables });
  const { edges, addedAt } = useMemo(() => {
    const known = [...withKnownTrust(search?.edges ?? [], counted?.edges ?? []), ...pages.after(search)];
    return arrange(known, isHeld ? [...late.edges, ...pages.after(late)] : []);
  }, [search, counted, isHeld, late, pages]);
  const order = useCallback(() => setOrdered(question), [question]);
  const newest = late ?? search;
  return {
    answer: shown.answer, edges, addedAt,
    areOfNow: shown.isOfNow,
    total: { count: newest?.totalCount ?? 0, isExact: newest?.totalCountIsExact ?? true },
    facets: counted === undefined ? undefined : (counted.facets ?? []),
    areCounted: shown.isOfNow && counted === search,
    outcomes: (late ?? counted)?.sources,
    asked: isLive ? { isAsking: live.answer.isAsking, error: live.answer.error, isHeld, added: isHeld ? countAdded(stored.search, late) : 0, again: live.answer.again, order } : undefined,
    hasMore: pages.hasMore, isLoadingMore: pages.isLoading, moreError: pages.error, more: pages.more,
  };
}

interface Searched {
  readonly answer: Answer<SearchPageQuery>;
  readonly search: Search | undefined;
  /** Whether it answers the present words and conditions, counted or not. */
  readonly isOfNow: boolean;
}

function useSearch(variables: SearchPageQueryVariables | undefined, question: string): Searched {
  const answer = useAnswer(SearchPage, variables);
  const [answered, setAnswered] = useState("");
  if (answer.isCurrent && answered !== question) setAnswered(question);
  return { answer, search: answer.data?.search ?? undefined, isOfNow: answer.isCurrent || answered === question };
}

/** The sources may know more than stands on a first page. */
function countAdded(stored: Search | undefined, late: Search): number {
  const known = new Set(stored?.edges.map(({ node }) => node.id));
  return Math.max(late.totalCount - (stored?.totalCount ?? 0), stored?.pageInfo.hasNextPage === true ? 0 : late.edges.filter(({ node }) => !known.has(node.id)).length);
}

interface Pages {
  /** What was read behind the first page of a search. */
  readonly after: (first: Search | undefined) => readonly SearchPageHitFragment[];
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly error: CombinedError | undefined;
  readonly more: () => void;
}

type Page = Pick<Search, "edges" | "pageInfo"> & { readonly first: Search };

/** Further pages of a search, each when it is asked for; those that were read behind the search that is shown beside it are kept. */
function usePages({ first, beside, variables }: { readonly first: Search | undefined; readonly beside: Search | undefined; readonly variables: SearchPageQueryVariables }): Pages {
  const [pages, setPages] = useState<readonly Page[]>([]);
  const [asked, setAsked] = useState<{ readonly first: Search; readonly error?: CombinedError | undefined }>();
  const last = pages.findLast((page) => page.first === first)?.pageInfo ?? first?.pageInfo;
  const more = useCallback(() => {
    const after = last?.endCursor;
    if (first === undefined || after === undefined || after === null) return;
    setAsked({ first });
    void client.query(SearchPage, { ...variables, after, facets: [], withFacets: false, withSources: false }).toPromise().then(({ data, error }) => {
      const page = data?.search;
      const isThere = page !== undefined && page !== null;
      setAsked((before) => (before?.first !== first ? before : isThere ? undefined : { first, error }));
      if (isThere) setPages((before) => [...before.filter((each) => each.first === first || each.first === beside), { first, edges: page.edges, pageInfo: page.pageInfo }]);
    });
  }, [first, beside, last, variables]);
  return useMemo(() => ({
    more,
    after: (search) => pages.filter((page) => page.first === search).flatMap(({ edges }) => edges),
    hasMore: last?.hasNextPage === true,
    isLoading: asked?.first === first && asked !== undefined && asked.error === undefined,
    error: asked?.first === first ? asked?.error : undefined,
  }), [more, pages, last, asked, first]);
}

function variablesOf(state: SearchState, facets: readonly FacetInput[]): SearchPageQueryVariables {
  const filter = filterOf(state);
  const { text, sort, reverse, benchmark } = state;
  return {
    text: text.trim(), ...(filter !== undefined && { filter }), sort, reverse: reverse && sort !== "RELEVANCE", ...(sort === "BENCHMARK" && { benchmark: benchmark.trim() }),
    live: false, facets: [...facets], withFacets: true, withTrust: true, withSources: text.trim() === "" && !hasConditions(state),
  };
}
