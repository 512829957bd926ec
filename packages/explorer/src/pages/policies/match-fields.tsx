import type { ClaimMatchInput } from "../../generated/types.ts";
import type { PolicyProblem } from "../../policy/read-rules.ts";
import { wholeDuration } from "../../policy/rule-sentence.ts";
import { policyBounds, ruleValues } from "../../policy/rule-values.ts";
import { claimKinds, issuerTypes } from "../../words/claims.ts";
import { claimEffects, claimStatuses } from "../../words/trust.ts";
import { compact, fieldId, problemAt } from "./edit-rules.ts";
import { Choices, Field, Lines } from "./field.tsx";
import styles from "./policy-editor.module.css";

export interface MatchFieldsProps {
  /** `rules[0].test.require`. */
  readonly path: string;
  readonly match: ClaimMatchInput;
  readonly problems: readonly PolicyProblem[];
  readonly onChange: (match: ClaimMatchInput) => void;
}

/** The conditions that a claim must meet: all of them, each by any of its values. */
export function MatchFields({ path, match, problems, onChange }: MatchFieldsProps): React.JSX.Element {
  const change = (part: Partial<ClaimMatchInput>): void => onChange(compact({ ...match, ...part }));
  const problem = problems.find((each) => each.path === path)?.sentence;
  const shared = { problems };
  return (
    <div id={fieldId(path)} tabIndex={-1} role="group" aria-label="Conditions of a claim" className={styles.match}>
      {problem !== undefined && <p className={styles.wrong}>{problem}</p>}
      <Choices {...shared} path={`${path}.kinds`} label="Kinds" values={ruleValues.kinds} words={claimKinds} chosen={match.kinds ?? []} onChange={(kinds) => change({ kinds })} />
      <div className={styles.three}>
        <Choices {...shared} path={`${path}.statuses`} label="Status" values={ruleValues.statuses} words={claimStatuses} chosen={match.statuses ?? []} onChange={(statuses) => change({ statuses })} />
        <Choices {...shared} path={`${path}.effects`} label="Effect" values={ruleValues.effects} words={claimEffects} chosen={match.effects ?? []} onChange={(effects) => change({ effects })} />
        <Choices {...shared} path={`${path}.issuerTypes`} label="Type of issuer" values={ruleValues.issuerTypes} words={issuerTypes} chosen={match.issuerTypes ?? []} onChange={(types) => change({ issuerTypes: types })} />
      </div>
      <details open={[match.issuers, match.methods, match.maxAgeSeconds, match.atLeast].some((value) => value !== undefined && value !== null) || ["issuers", "methods", "maxAgeSeconds", "atLeast"].some((name) => problemAt(problems, `${path}.${name}`) !== undefined)}>
        <summary>Issuers by key, methods, age, number</summary>
        <div className={styles.two}>
          <Lines {...shared} path={`${path}.issuers`} label="Issuers" hint="One key a line, such as a source id or an account. None: whoever it is." lines={match.issuers ?? []} onChange={(issuers) => change({ issuers })} />
          <Lines {...shared} path={`${path}.methods`} label="Methods" hint="One a line with its version, such as digest.compare/1. None: however it was found." lines={match.methods ?? []} onChange={(methods) => change({ methods })} />
          <Whole {...shared} path={`${path}.maxAgeSeconds`} label="Oldest, in seconds" hint={typeof match.maxAgeSeconds === "number" && match.maxAgeSeconds >= 0 ? `${wholeDuration(match.maxAgeSeconds)}; lets claims of that age count that are out of date.` : "Empty: whatever its age, unless it is out of date."} value={match.maxAgeSeconds} most={policyBounds.maxAgeSeconds} least={0} onChange={(maxAgeSeconds) => change({ maxAgeSeconds })} />
          <Whole {...shared} path={`${path}.atLeast`} label="By how many different issuers" hint="Empty: one is enough." value={match.atLeast} least={1} most={policyBounds.atLeast} onChange={(atLeast) => change({ atLeast })} />
        </div>
      </details>
    </div>
  );
}

interface WholeProps {
  readonly path: string;
  readonly label: string;
  readonly hint: string;
  readonly problems: readonly PolicyProblem[];
  readonly value: number | null | undefined;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number | null) => void;
}

function Whole({ path, label, hint, problems, value, least, most, onChange }: WholeProps): React.JSX.Element {
  return (
    <Field path={path} label={label} problems={problems} hint={hint}>
      {(control) => <input {...control} type="number" inputMode="numeric" min={least} max={most} step={1} value={value ?? ""} onChange={({ target }) => onChange(target.value === "" || Number.isNaN(target.valueAsNumber) ? null : target.valueAsNumber)} />}
    </Field>
  );
}
