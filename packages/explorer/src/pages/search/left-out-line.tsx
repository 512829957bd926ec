import { counted } from "../../format/numbers.ts";
import type { SearchState } from "./filter-state.ts";
import type { LeftOut } from "./left-out.ts";
import styles from "./active-chips.module.css";

export interface LeftOutLineProps {
  readonly left: readonly LeftOut[];
  /** Whether the counts are those of this search; until then there stands a sign of the same height. */
  readonly areCounted: boolean;
  readonly onChange: (change: Partial<SearchState>) => void;
}

/** Below the chips: how many models they leave out because their value is not known, or that this is not counted. */
export function LeftOutLine({ left, areCounted, onChange }: LeftOutLineProps): React.JSX.Element | null {
  if (left.length === 0) return null;
  const some = areCounted ? left.filter(({ isCounted, count }) => isCounted && count !== 0) : [];
  const others = left.filter(({ isCounted }) => !isCounted).map(({ field }) => field).join(", ");
  return (
    <p className={styles.left} title={some.length > 1 ? "Each among the models that meet everything else" : undefined}>
      {some.length > 0 ? <>Left out, since it is not known: {some.map(({ field, count, shown }, at) => (
        <span key={field}>{at > 0 && ", "}{field} of {count === undefined ? "… models" : counted(count, "model")}{shown !== undefined && count !== undefined && <> (<button type="button" className={styles.shown} onClick={() => onChange(shown)}>show {count === 1 ? "it" : "them"}<span className="only-heard">: {field} not known</span></button>)</>}</span>
      ))}.</>
        : left.every(({ isCounted }) => !isCounted) ? "" : areCounted ? "No model is left out because a value is not known." : "Counting the models that are left out because a value is not known …"}
      {others !== "" && ` ${others}: models of which it is not known are left out, uncounted.`}
    </p>
  );
}
