import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { PageHead } from "../../parts/page-head.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { paths } from "../../paths.ts";
import { holdsCredential } from "../../shell/credential.ts";
import { ActiveChips } from "./active-chips.tsx";
import { chipsOf, valueWords } from "./chips.ts";
import { facetInputs, opensLater } from "./facet-fields.ts";
import type { OpenFacets } from "./facet-fields.ts";
import { FacetPlace } from "./facet-place.tsx";
import type { ChoiceKey } from "./filter-fields.ts";
import { withoutConditions } from "./filter-state.ts";
import { focusFirstHit } from "./hits.tsx";
import { leftOut } from "./left-out.ts";
import { LeftOutLine } from "./left-out-line.tsx";
import { Results } from "./results.tsx";
import { SearchBox } from "./search-box.tsx";
import styles from "./search-page.module.css";
import { longestText, useHits } from "./use-hits.ts";
import { useSearchState } from "./use-search-state.ts";

/** The first page: one box for words and for anything that was copied, conditions, hits. */
export function SearchPageView(): React.JSX.Element {
  const { state, problems, isTyping, type, leave, change } = useSearchState();
  const navigate = useNavigate();
  const [open, setOpen] = useState<OpenFacets>(() => ({ later: opensLater(state), whole: [] }));
  const facets = useMemo(() => facetInputs(open, { choices: state.choices, ranges: state.ranges }), [open, state.choices, state.ranges]);
  const text = state.text.trim();
  const isSearchable = text.length <= longestText && !holdsCredential(text) && (state.sort !== "BENCHMARK" || state.benchmark !== "");
  const hits = useHits(state, { facets, isSearchable, isTyping });
  const total = hits.answer.data?.search === undefined ? undefined : hits.total.count;
  const { outcomes } = hits;
  const nameOf = useMemo(() => {
    const titles = new Map((outcomes ?? []).map(({ source }) => [source.id, source.title]));
    return (key: ChoiceKey, value: string): string => (key === "source" ? (titles.get(value) ?? value) : valueWords(key, value));
  }, [outcomes]);
  const chips = useMemo(() => chipsOf(state, nameOf), [state, nameOf]);
  const { choices, ranges, possessions, scans } = state;
  // The same while only words change, so that the conditions are not made again at each key.
  const conditions = useMemo(() => ({ choices, ranges, possessions, scans }), [choices, ranges, possessions, scans]);
  const commit = (typed: string): void => {
    // The same words again: the sources are asked again.
    if (hits.asked !== undefined && typed === text) hits.asked.again();
    else change({ text: typed, live: typed !== "" });
  };
  const lookUp = (typed: string): void => {
    leave();
    void navigate(paths.resolve(typed));
  };
  return (
    <>
      <div className={styles.top}>
        <PageHead title={text === "" ? "Search" : `${text} · Search`} heading="Find a model" />
        <label htmlFor="find">Words, or anything you copied<span className={styles.forms}>: id, address, digest, command</span></label>
      </div>
      <SearchBox text={state.text} isLive={state.live && text !== ""} onType={type} onCommit={commit} onStored={() => change({ live: false })} onLookUp={lookUp} onDown={focusFirstHit} />
      {problems.length > 0 && (
        <div className={styles.problems}><Problem title="Part of this address says nothing here, and was left out" tone="caution">
          <ul>{problems.map((problem) => <li key={problem}><Foreign text={problem} maxLength={200} /></li>)}</ul>
        </Problem></div>
      )}
      <div className={styles.columns}>
        <FacetPlace total={total} state={conditions} facets={hits.facets} isSearched={isSearchable && hits.answer.error === undefined} open={open} onOpen={setOpen} nameOf={nameOf} onChange={change} chosen={chips.length} />
        <section className={styles.main} aria-label="Models" aria-busy={!hits.areOfNow && hits.answer.isAsking}>
          <ActiveChips chips={chips} onChange={change} onClear={() => change(withoutConditions(state))} />
          <LeftOutLine left={leftOut(state, hits.facets ?? [])} areCounted={hits.areCounted} onChange={change} />
          <Results state={state} chips={chips} hits={hits} isSearchable={isSearchable} onChange={change} />
        </section>
      </div>
    </>
  );
}
