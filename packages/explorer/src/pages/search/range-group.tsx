import { useEffect, useId, useState } from "react";
import { writtenQuantity } from "../../format/quantity.ts";
import { count } from "../../format/numbers.ts";
import type { SearchPageFacetFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { binOf } from "./bins.ts";
import { rangeFields } from "./filter-fields.ts";
import type { RangeField, RangeKey } from "./filter-fields.ts";
import { isOrdered, readEnd } from "./filter-state.ts";
import type { Range } from "./filter-state.ts";
import styles from "./facets.module.css";

export interface RangeGroupProps {
  readonly field: RangeKey;
  readonly facet: SearchPageFacetFragment | undefined;
  readonly ranges: readonly Range[];
  readonly onChange: (ranges: readonly Range[]) => void;
}

/** A field for each end, and bars of how many models lie where; a bar sets both ends. */
export function RangeGroup({ field, facet, ranges, onChange }: RangeGroupProps): React.JSX.Element {
  const own = ranges.find(({ key, isNot }) => key === field && isNot !== true);
  const definition: RangeField = rangeFields[field];
  const [least = "", greatest = least] = definition.example.split(", ");
  const [problem, setProblem] = useState("");
  const problemId = useId();
  const set = (min: string | undefined, max: string | undefined): void => {
    if (!isOrdered(field, min, max)) return setProblem("The least is above the most.");
    setProblem("");
    onChange([...ranges.filter(({ key, isNot }) => key !== field || isNot === true), ...(min === undefined && max === undefined ? [] : [{ key: field, ...(min !== undefined && { min }), ...(max !== undefined && { max }) }])]);
  };
  const read = (text: string, put: (end: string | undefined) => void): void => {
    if (text.trim() === "") return put(undefined);
    const end = readEnd(field, text.trim());
    if (end === undefined) setProblem(`"${text}" cannot be read; write such as ${definition.example}.`);
    else put(end);
  };
  const tallest = Math.max(1, ...(facet?.values ?? []).map((bin) => bin.count));
  return (
    <fieldset className={styles.group} aria-describedby={problemId}>
      <legend>{definition.label}{definition.often !== undefined && <span className="muted small"> (size)</span>}{definition.unit !== "" && <span className="muted small"> {definition.unit}</span>}</legend>
      <div className={styles.ends}>
        <End label={definition.ends === "day" ? "From" : "Least"} value={own?.min} field={definition} hint={least} onEnd={(text) => read(text, (min) => set(min, own?.max))} />
        <End label={definition.ends === "day" ? "Until" : "Most"} value={own?.max} field={definition} hint={greatest} onEnd={(text) => read(text, (max) => set(own?.min, max))} />
      </div>
      {definition.often !== undefined && (
        <div className={styles.often}>
          {definition.often.map((most) => {
            const end = readEnd(field, most);
            const isChosen = own !== undefined && own.min === undefined && own.max === end;
            return <button key={most} type="button" className="small" aria-pressed={isChosen} onClick={() => (isChosen ? set(undefined, undefined) : set(undefined, end))}>up to {most}</button>;
          })}
        </div>
      )}
      <p id={problemId} className={styles.problem} role="alert">{problem}</p>
      <ul className="plain">
        {(facet?.values ?? []).map((value) => {
          const bin = binOf(value.value, definition.ends === "day");
          const isChosen = bin !== undefined && own !== undefined && own.min === bin.min && own.max === bin.max;
          return (
            <li key={value.value}>
              <button type="button" className={styles.bin} aria-pressed={isChosen} disabled={bin === undefined} onClick={() => (isChosen ? set(undefined, undefined) : set(bin?.min, bin?.max))}>
                <span className={styles.bar} style={{ width: `${(100 * value.count) / tallest}%` }} aria-hidden="true" />
                <span className={styles.name}><Foreign text={value.label} maxLength={60} /></span>
                <span className={styles.count}><span className="only-heard">, </span>{facet?.countsAreExact === false && "≥ "}{count(value.count)}<span className="only-heard"> models</span></span>
              </button>
            </li>
          );
        })}
      </ul>
      {definition.facet !== undefined && facet?.values.length === 0 && <p className={styles.none}>Not known for any model of this result.</p>}
      {own !== undefined && <p className={styles.note}>Leaves out models of which this is not known.</p>}
    </fieldset>
  );
}

interface EndProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly field: RangeField;
  /** What can be written. */
  readonly hint: string;
  readonly onEnd: (text: string) => void;
}

/** Taken when the field is left, or by Enter. */
function End({ label, value, field, hint, onEnd }: EndProps): React.JSX.Element {
  const shown = value === undefined ? "" : field.ends === "day" ? value : writtenQuantity(Number(value));
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const take = (): void => {
    if (text !== shown) onEnd(text);
  };
  return (
    <label>
      <span>{label}<span className="only-heard"> of {field.label}</span></span>
      <input
        type={field.ends === "day" ? "date" : "text"} value={text} placeholder={hint} autoComplete="off"
        onChange={({ target }) => setText(target.value)} onBlur={take} onKeyDown={({ key }) => key === "Enter" && take()}
      />
    </label>
  );
}
