import { Link } from "react-router";
import { counted } from "../../format/numbers.ts";
import type { SearchPageFacetFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Problem } from "../../parts/problem.tsx";
import { paths } from "../../paths.ts";
import type { Chip } from "./chips.ts";
import type { SearchState } from "./filter-state.ts";
import { countWithout } from "./left-out.ts";
import { textWithout } from "./word-readings.ts";
import styles from "./search-page.module.css";

export interface NoHitsProps {
  readonly state: SearchState;
  readonly chips: readonly Chip[];
  /** Those of this search; they tell how many models there are without a condition. */
  readonly facets: readonly SearchPageFacetFragment[];
  readonly onChange: (change: Partial<SearchState>) => void;
}

/** Nothing was found: what can be loosened, and where else to look. It never says that something does not exist. */
export function NoHits({ state, chips, facets, onChange }: NoHitsProps): React.JSX.Element {
  const text = state.text.trim();
  const includesGone = state.choices.some(({ key }) => key === "state");
  return (
    <Problem title="Nothing known here meets this" tone="plain">
      {text !== "" && <p>{chips.length > 0 ? "No model stored here has all the words of" : "No model stored here, and no near spelling, has all the words of"} “<Foreign text={text} maxLength={120} />”{chips.length > 0 && " and meets all conditions"}.</p>}
      {text.includes(" ") && <p>Words such as “permissive”, “multilingual” or “under 1b” are read as conditions, too, and leave out models of which that is not known; how many is not counted. Fewer words find more.</p>}
      <ul className={`plain ${styles.ways}`}>
        {chips.map((chip) => <Without key={chip.id} chip={chip} count={countWithout(state, chip, facets)} onChange={onChange} />)}
        {wordsOf(text).map((word) => <li key={word}><button type="button" className="small" onClick={() => onChange({ text: textWithout(text, word) ?? "", live: false })}><span>Search without the word “<Foreign text={word} maxLength={60} />”</span></button></li>)}
        {text !== "" && !state.live && <li><button type="button" className="small" onClick={() => onChange({ live: true })}>Also ask the sources that can search</button></li>}
        {text !== "" && <li><Link to={paths.resolve(text)}>Look up what this text names</Link></li>}
        {!includesGone && <li><button type="button" className="small" onClick={() => onChange({ choices: [...state.choices, ...(["LISTED", "DEPRECATED", "GONE"] as const).map((value) => ({ key: "state" as const, value, isNot: false }))] })}>Also search what is gone from its source</button></li>}
      </ul>
    </Problem>
  );
}

/** The words that can be left out one at a time; none of a single one, or of a whole sentence. */
function wordsOf(text: string): readonly string[] {
  const words = [...new Set(text.split(/\s+/).filter((word) => word !== ""))];
  return words.length > 1 && words.length <= 10 ? words : [];
}

/** How many models there are then stands beside it where it was counted. */
function Without({ chip: { field, value, without }, count, onChange }: { readonly chip: Chip; readonly count: number | undefined; readonly onChange: NoHitsProps["onChange"] }): React.JSX.Element {
  return (
    <li className="row">
      <button type="button" className="small" onClick={() => onChange(without)}><span>Search without {field}: <Foreign text={value} maxLength={60} /></span>{count !== undefined && <span className="only-heard">, {counted(count, "model")}</span>}</button>
      <span className="small muted" aria-hidden="true">{count === undefined ? "not counted" : counted(count, "model")}</span>
    </li>
  );
}
