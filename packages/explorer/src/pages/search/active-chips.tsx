import { Foreign } from "../../parts/foreign.tsx";
import type { Chip } from "./chips.ts";
import type { SearchState } from "./filter-state.ts";
import styles from "./active-chips.module.css";

export interface ActiveChipsProps {
  readonly chips: readonly Chip[];
  readonly onChange: (change: Partial<SearchState>) => void;
  readonly onClear: () => void;
}

/** Each condition with a way to take it away, and one to turn it round. */
export function ActiveChips({ chips, onChange, onClear }: ActiveChipsProps): React.JSX.Element | null {
  if (chips.length === 0) return null;
  return (
    <ul className={`plain ${styles.chips}`} aria-label="Conditions">
      {chips.map(({ id, field, value, without, turned }) => (
        <li key={id} className={`chip ${styles.chip}`}>
          <span className={styles.text}>{field}: <Foreign text={value} maxLength={60} /></span>
          {turned !== undefined && <button type="button" className={`${styles.button} ${styles.turn}`} onClick={() => onChange(turned.to)}>{turned.does}<span className="only-heard">, {field}: <Foreign text={value} maxLength={60} /></span></button>}
          <button type="button" className={styles.button} title="Take it away" onClick={() => onChange(without)}><span className="only-heard">Take away {field}: <Foreign text={value} maxLength={60} /></span><span aria-hidden="true">✕</span></button>
        </li>
      ))}
      <li><button type="button" className="quiet small" onClick={onClear}>Clear all</button></li>
    </ul>
  );
}
