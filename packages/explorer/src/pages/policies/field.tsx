import type { ReactNode } from "react";
import { fieldId, linesOf, problemAt } from "./edit-rules.ts";
import type { PolicyProblem } from "../../policy/read-rules.ts";
import styles from "./policy-editor.module.css";

/** What connects a control with its label, its hint and what is wrong with it. */
export interface Control {
  readonly id: string;
  readonly "aria-invalid"?: true;
  readonly "aria-describedby"?: string;
}

export interface FieldProps {
  readonly path: string;
  readonly label: string;
  readonly problems: readonly PolicyProblem[];
  readonly hint?: ReactNode;
  readonly children: (control: Control) => ReactNode;
}

/** A labelled control with what is wrong at its path. */
export function Field({ path, label, problems, hint, children }: FieldProps): React.JSX.Element {
  const id = fieldId(path);
  const problem = problemAt(problems, path);
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(problem === undefined ? [] : [`${id}-problem`])].join(" ");
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, ...(problem !== undefined && { "aria-invalid": true as const }), ...(described !== "" && { "aria-describedby": described }) })}
      {hint !== undefined && <p id={`${id}-hint`} className="small muted">{hint}</p>}
      {problem !== undefined && <p id={`${id}-problem`} className={styles.wrong}>{problem}</p>}
    </div>
  );
}

export interface ChoicesProps<Value extends string> {
  readonly path: string;
  readonly label: string;
  readonly problems: readonly PolicyProblem[];
  readonly values: readonly Value[];
  readonly words: Readonly<Record<Value, { readonly label: string; readonly note: string }>>;
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: readonly Value[]) => void;
}

/** Values of an enumeration of which any may be chosen; none of them means: whatever it is. */
export function Choices<Value extends string>({ path, label, problems, values, words, chosen, onChange }: ChoicesProps<Value>): React.JSX.Element {
  const id = fieldId(path);
  const problem = problemAt(problems, path);
  return (
    <fieldset id={id} tabIndex={-1} className={styles.choices} aria-describedby={problem === undefined ? undefined : `${id}-problem`}>
      <legend>{label} <span className="muted">{chosen.length === 0 ? "any" : `${chosen.length} chosen`}</span></legend>
      <div className={styles.boxes}>
        {values.map((value) => (
          <label key={value} title={words[value].note}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={({ target }) => onChange(target.checked ? values.filter((each) => each === value || chosen.includes(each)) : chosen.filter((each) => each !== value))} />
            {words[value].label}
          </label>
        ))}
      </div>
      {problem !== undefined && <p id={`${id}-problem`} className={styles.wrong}>{problem}</p>}
    </fieldset>
  );
}

export interface LinesProps {
  readonly path: string;
  readonly label: string;
  readonly hint: string;
  readonly problems: readonly PolicyProblem[];
  readonly lines: readonly string[];
  readonly onChange: (lines: readonly string[]) => void;
}

/** Texts, one a line. What is typed stays as it is until the field is left. */
export function Lines({ path, label, hint, problems, lines, onChange }: LinesProps): React.JSX.Element {
  return (
    <Field path={path} label={label} problems={problems} hint={hint}>
      {(control) => <textarea {...control} key={lines.join("\n")} rows={2} defaultValue={lines.join("\n")} spellCheck={false} onBlur={({ target }) => {
        const next = linesOf(target.value);
        if (next.join("\n") !== lines.join("\n")) onChange(next);
      }} />}
    </Field>
  );
}
