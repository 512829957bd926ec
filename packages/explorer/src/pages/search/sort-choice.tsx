import { useEffect, useState } from "react";
import { sorts } from "../../words/search.ts";
import type { SearchState } from "./filter-state.ts";
import { readState } from "./filter-state.ts";
import styles from "./search-page.module.css";

const order = ["RELEVANCE", "DOWNLOADS", "LIKES", "TRENDING", "CREATED", "UPDATED", "PARAMETERS", "CONTEXT_LENGTH", "INPUT_PRICE", "OUTPUT_PRICE", "NAME", "BENCHMARK"] as const;

/** What comes first. */
export function SortChoice({ state, onChange }: { readonly state: SearchState; readonly onChange: (change: Partial<SearchState>) => void }): React.JSX.Element {
  const { text, sort, reverse, benchmark } = state;
  const [name, setName] = useState(benchmark);
  useEffect(() => setName(benchmark), [benchmark]);
  const take = (): void => {
    if (name.trim() !== benchmark) onChange({ benchmark: name.trim() });
  };
  return (
    <div className={styles.sort}>
      <label>
        Sort by{" "}
        <select value={sort} onChange={({ target }) => onChange({ sort: readState(new URLSearchParams({ sort: target.value })).state.sort, reverse: false })}>
          {order.map((each) => <option key={each} value={each}>{each === "RELEVANCE" && text.trim() === "" ? "most used" : sorts[each].label}</option>)}
        </select>
      </label>
      {sort !== "RELEVANCE" && (
        <button type="button" className="small" title={`Turn round: ${sorts[sort][reverse ? "first" : "turned"]}`} onClick={() => onChange({ reverse: !reverse })}>
          <span aria-hidden="true">⇅</span> {sorts[sort][reverse ? "turned" : "first"]}<span className="only-heard">, turn round</span>
        </button>
      )}
      {sort === "BENCHMARK" && <label>Benchmark <input value={name} placeholder="MMLU" autoComplete="off" onChange={({ target }) => setName(target.value)} onBlur={take} onKeyDown={({ key }) => key === "Enter" && take()} /></label>}
    </div>
  );
}
