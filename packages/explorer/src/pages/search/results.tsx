import { useEffect, useState } from "react";
import { count, counted } from "../../format/numbers.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { AnswerProblem, Problem } from "../../parts/problem.tsx";
import { SourceOutcomes } from "../../parts/source-outcomes.tsx";
import { holdsCredential } from "../../shell/credential.ts";
import { isReference } from "../../shell/is-reference.ts";
import { sorts } from "../../words/search.ts";
import { AskedSources, foundId } from "./asked-sources.tsx";
import { HitsAwaited } from "./awaited.tsx";
import type { Chip } from "./chips.ts";
import { hasConditions } from "./filter-state.ts";
import type { SearchState } from "./filter-state.ts";
import { spellingOf } from "./hit-words.ts";
import { HitList } from "./hits.tsx";
import { KeyHelp } from "./key-help.tsx";
import { LevelHelp } from "./level-help.tsx";
import { NoHits } from "./no-hits.tsx";
import { ReadAs } from "./read-as.tsx";
import styles from "./search-page.module.css";
import { SortChoice } from "./sort-choice.tsx";
import { EmptyCatalog, Start } from "./start.tsx";
import { longestText } from "./use-hits.ts";
import type { Hits } from "./use-hits.ts";
import { useWide } from "./use-wide.ts";
import { wordReadings } from "./word-readings.ts";

export interface ResultsProps {
  readonly state: SearchState;
  readonly chips: readonly Chip[];
  readonly hits: Hits;
  readonly isSearchable: boolean;
  readonly onChange: (change: Partial<SearchState>) => void;
}

/** What was found, how it came, and what to do where nothing was. */
export function Results({ state, chips, hits, isSearchable, onChange }: ResultsProps): React.JSX.Element | null {
  const { answer: { data, error, again }, areOfNow, edges, outcomes, asked } = hits;
  const search = data?.search ?? undefined;
  const isWide = useWide();
  const text = state.text.trim();
  if (!isSearchable) return <NotAsked state={state} onChange={onChange} />;
  if (search === undefined) return error === undefined ? <HitsAwaited /> : <AnswerProblem error={error} again={again} />;
  const { didYouMean } = search;
  const { count: totalCount, isExact: totalCountIsExact } = hits.total;
  const isStart = text === "" && !hasConditions(state);
  const total = `${totalCountIsExact ? "" : "at least "}${counted(totalCount, "model")}`;
  if (isStart && areOfNow && totalCount === 0) return <EmptyCatalog sources={data?.sources ?? []} />;
  return (
    <>
      {error !== undefined && <AnswerProblem error={error} again={again} />}
      {isStart && data?.sources !== undefined && <Start total={totalCount} isExact={totalCountIsExact} sources={data.sources} />}
      <div className={styles.bar}>
        <h2 id={foundId} tabIndex={-1} className={styles.total}>{titleOf(state, { isStart, total, totalCount, isOld: !areOfNow })}</h2>
        <span className={styles.waiting}>{!areOfNow && <span className={styles.late}>Searching; these are the hits of before.</span>}</span>
        <SortChoice state={state} onChange={onChange} />
      </div>
      {asked === undefined ? <Told text={areOfNow ? `${total} found` : ""} /> : <AskedSources asked={asked} outcomes={outcomes ?? []} total={total} onStop={() => onChange({ live: false })} />}
      {didYouMean !== null && text !== "" && <Spelling typed={text} meant={didYouMean} meaning={spellingOf({ totalCount: search.totalCount, edges: search.edges, sort: state.sort })} onChange={onChange} />}
      {edges.length > 0 ? (
        <div className={areOfNow ? undefined : styles.old} aria-busy={asked?.isAsking === true}>
          <ReadAs readings={wordReadings(edges.slice(0, hits.addedAt), text)} text={text} isLittle={areOfNow && search.totalCount < 5} onChange={onChange} />
          {isWide && <LevelHelp />}
          <HitList hits={hits} sort={state.sort} label={`${count(edges.length)} of ${total}`} />
        </div>
      ) : asked?.isAsking === true ? <HitsAwaited /> : <NoHits state={state} chips={chips} facets={hits.areCounted ? (hits.facets ?? []) : []} onChange={onChange} />}
      {asked?.error !== undefined && <AnswerProblem error={asked.error} again={asked.again} />}
      {/* While hits may still be added, nothing stands below them that they would move. */}
      {asked?.isAsking !== true && (
        <div className={styles.foot}>
          {outcomes !== undefined && <SourceOutcomes outcomes={outcomes} />}
          <p className="small muted">What is shown of trust was found earlier: a search checks nothing. A model's page and trust report check anew.</p>
          {!isWide && edges.length > 0 && <LevelHelp />}
          <KeyHelp />
        </div>
      )}
    </>
  );
}

/** What stands above the hits. Those of a reference hold its letters, and need not be what it names. */
function titleOf(state: SearchState, { isStart, total, totalCount, isOld }: { readonly isStart: boolean; readonly total: string; readonly totalCount: number; readonly isOld: boolean }): string {
  const { text, sort } = state;
  if (isStart) return sort === "RELEVANCE" ? "Most used, as their sources count" : `Models by ${sorts[sort].label}`;
  if (isOld || !isReference(text)) return total;
  return `By words, ${total} ${totalCount === 1 ? "holds" : "hold"} this text${hasConditions(state) ? " under these conditions" : ""}; look it up to see what it names exactly`;
}

/** Why a text is not searched for. */
function NotAsked({ state, onChange }: Pick<ResultsProps, "state" | "onChange">): React.JSX.Element {
  if (holdsCredential(state.text)) return <Problem title="Nothing was asked" tone="caution"><p>The text holds what looks like an access token.</p></Problem>;
  if (state.text.trim().length > longestText) return <Problem title="Too long for a search" tone="plain"><p>Words are searched for up to {longestText} letters. A longer text can be looked up: press Enter.</p></Problem>;
  return (
    <>
      <div className={styles.bar}><SortChoice state={state} onChange={onChange} /></div>
      <Problem title="By which benchmark?" tone="plain"><p>Name it as evaluations do, such as MMLU. Results were made with settings that may differ.</p></Problem>
    </>
  );
}

interface SpellingProps {
  readonly typed: string;
  readonly meant: string;
  readonly meaning: ReturnType<typeof spellingOf>;
  readonly onChange: (change: Partial<SearchState>) => void;
}

function Spelling({ typed, meant, meaning, onChange }: SpellingProps): React.JSX.Element {
  const link = <button type="button" className={styles.meant} onClick={() => onChange({ text: meant })}><Foreign text={meant} maxLength={120} /></button>;
  return (
    <p className={styles.spelling}>
      {meaning === "corrected" ? <>Nothing has all of these words: “<Foreign text={typed} maxLength={120} />”. Shown: hits of {link}</>
        : meaning === "suggested" ? <>Did you mean {link}?</>
        : <>Little or nothing has all of these words. Did you mean {link}? Where nothing has them all, these are its hits.</>}
    </p>
  );
}

/** Says it to a screen reader once it has stayed for a moment, not at each key. */
function Told({ text }: { readonly text: string }): React.JSX.Element {
  const [told, setTold] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setTold(text), 900);
    return () => clearTimeout(timer);
  }, [text]);
  return <p role="status" className="only-heard">{told}</p>;
}
