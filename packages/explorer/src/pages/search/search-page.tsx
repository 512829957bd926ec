import { useSearchParams } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { SearchPage } from "../../generated/search-page.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Loading } from "../../parts/loading.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { AnswerProblem } from "../../parts/problem.tsx";
import { SourceOutcomes } from "../../parts/source-outcomes.tsx";

export function SearchPageView(): React.JSX.Element {
  const [query, setQuery] = useSearchParams();
  const text = query.get("q") ?? "";
  const { data, error, isAsking, again } = useAnswer(SearchPage, { text, live: false });
  const search = data?.search;
  return (
    <>
      <PageHead title="Search" />
      <input type="search" aria-label="Search" value={text} onChange={({ target }) => setQuery(target.value === "" ? {} : { q: target.value }, { replace: true })} />
      {error !== undefined && <AnswerProblem error={error} again={again} />}
      {search === undefined || search === null ? isAsking && <Loading what="models" /> : (
        <>
          <SourceOutcomes outcomes={search.sources} />
          <ol>{search.edges.map(({ node }) => <li key={node.id}><Foreign text={node.name} /></li>)}</ol>
        </>
      )}
    </>
  );
}
