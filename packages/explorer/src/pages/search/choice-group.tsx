import { count } from "../../format/numbers.ts";
import type { SearchPageFacetFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { choiceFields } from "./filter-fields.ts";
import type { ChoiceField, ChoiceKey } from "./filter-fields.ts";
import type { Choice } from "./filter-state.ts";
import styles from "./facets.module.css";

export interface ChoiceGroupProps {
  readonly field: ChoiceKey;
  readonly facet: SearchPageFacetFragment | undefined;
  readonly choices: readonly Choice[];
  readonly nameOf: (key: ChoiceKey, value: string) => string;
  readonly onChange: (choices: readonly Choice[]) => void;
  /** Asks for more values; without, all are there. */
  readonly onMore?: (() => void) | undefined;
}

/** The values of one field with how many models of the result have each; several that are chosen join. */
export function ChoiceGroup({ field, facet, choices, nameOf, onChange, onMore }: ChoiceGroupProps): React.JSX.Element {
  const own = choices.filter(({ key }) => key === field);
  const counted = facet?.values ?? [];
  const definition: ChoiceField = choiceFields[field];
  const known = definition.facet === undefined ? (definition.values ?? []) : counted.map(({ value }) => value);
  // What was chosen stays in sight, also where this result has none of it.
  const values = [...known, ...own.map(({ value }) => value).filter((value) => !known.includes(value))];
  const toggle = (value: string, isOn: boolean): void => onChange([...choices.filter((each) => each.key !== field || each.value !== value), ...(isOn ? [{ key: field, value, isNot: false }] : [])]);
  return (
    <fieldset className={styles.group}>
      <legend>{definition.label}</legend>
      {values.length === 0 && <p className={styles.none}>{emptyWords(field)}</p>}
      <ul className="plain">
        {values.map((value) => {
          const choice = own.find((each) => each.value === value);
          const found = counted.find((each) => each.value === value);
          const label = found !== undefined && field === "publisher" ? found.label : nameOf(field, value);
          return (
            <li key={value}>
              <label className={styles.value}>
                <input type="checkbox" checked={choice !== undefined && !choice.isNot} onChange={({ target }) => toggle(value, target.checked)} />
                <span className={styles.name}><Foreign text={label} maxLength={60} />{definition.noteOf?.(value) !== undefined && <span className="muted"> ({definition.noteOf(value)})</span>}{choice?.isNot === true && <span className="muted"> (left out)</span>}</span>
                {found !== undefined && <span className={styles.count}><span className="only-heard">, </span>{facet?.countsAreExact === false && "≥ "}{count(found.count)}<span className="only-heard"> models</span></span>}
              </label>
            </li>
          );
        })}
      </ul>
      {onMore !== undefined && <button type="button" className="quiet small" onClick={onMore}>More<span className="only-heard"> values of {definition.label}</span></button>}
    </fieldset>
  );
}

function emptyWords(field: ChoiceKey): string {
  return ["trust", "system", "status", "effect"].includes(field) ? "No model of this result has been assessed yet." : "Not stated for any model of this result.";
}
