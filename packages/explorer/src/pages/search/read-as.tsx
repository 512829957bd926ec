import { Foreign } from "../../parts/foreign.tsx";
import type { SearchState } from "./filter-state.ts";
import styles from "./search-page.module.css";
import { textWithout } from "./word-readings.ts";
import type { WordReading } from "./word-readings.ts";

export interface ReadAsProps {
  readonly readings: readonly WordReading[];
  readonly text: string;
  /** Whether so little was found that the words are offered to be taken away. */
  readonly isLittle: boolean;
  readonly onChange: (change: Partial<SearchState>) => void;
}

/** How words of the search were read as conditions, and what that leaves out. */
export function ReadAs({ readings, text, isLittle, onChange }: ReadAsProps): React.JSX.Element | null {
  if (readings.length === 0) return null;
  const ways = isLittle ? readings.flatMap(({ words }) => {
    const rest = textWithout(text, words);
    return rest === undefined ? [] : [{ words, rest }];
  }) : [];
  return (
    <div className={styles.readings}>
      <p>Read as: {readings.map(({ words, as }, at) => <span key={words}>{at > 0 && " · "}<span title={`“${words}”`}><Foreign text={as} maxLength={120} /></span></span>)}. Models of which that is not known are left out, unless they hold the words themselves; how many is not counted.</p>
      {ways.length > 0 && (
        <p className="row"><span aria-hidden="true">Search without</span>{ways.map(({ words, rest }) => <button key={words} type="button" className="small" onClick={() => onChange({ text: rest })}><span className="only-heard">Search without </span><span>“<Foreign text={words} maxLength={60} />”</span></button>)}</p>
      )}
    </div>
  );
}
