import { Link } from "react-router";
import { Foreign } from "../../parts/foreign.tsx";
import { Problem } from "../../parts/problem.tsx";
import { paths } from "../../paths.ts";
import type { Chip } from "./chips.ts";
import type { SearchState } from "./filter-state.ts";
import styles from "./search-page.module.css";

export interface NoHitsProps {
  readonly state: SearchState;
  readonly chips: readonly Chip[];
  readonly onChange: (change: Partial<SearchState>) => void;
}

/** Nothing was found: what can be loosened, and where else to look. It never says that something does not exist. */
export function NoHits({ state, chips, onChange }: NoHitsProps): React.JSX.Element {
  const text = state.text.trim();
  const includesGone = state.choices.some(({ key }) => key === "state");
  return (
    <Problem title="Nothing known here meets this" tone="plain">
      {text !== "" && <p>{chips.length > 0 ? "No model stored here has all the words of" : "No model stored here, and no near spelling, has all the words of"} “<Foreign text={text} maxLength={120} />”{chips.length > 0 && " and meets all conditions"}.</p>}
      {text.includes(" ") && <p>Words such as “permissive”, “multilingual” or “under 1b” are read as conditions, too, and leave out models of which that is not known. Fewer words find more.</p>}
      <ul className={`plain ${styles.ways}`}>
        {chips.map(({ id, field, value, without }) => <li key={id}><button type="button" className="small" onClick={() => onChange(without)}>Search without {field}: <Foreign text={value} maxLength={60} /></button></li>)}
        {text !== "" && !state.live && <li><button type="button" className="small" onClick={() => onChange({ live: true })}>Also ask the sources that can search</button></li>}
        {text !== "" && <li><Link to={paths.resolve(text)}>Look up what this text names</Link></li>}
        {!includesGone && <li><button type="button" className="small" onClick={() => onChange({ choices: [...state.choices, ...(["LISTED", "DEPRECATED", "GONE"] as const).map((value) => ({ key: "state" as const, value, isNot: false }))] })}>Also search what is gone from its source</button></li>}
      </ul>
    </Problem>
  );
}
