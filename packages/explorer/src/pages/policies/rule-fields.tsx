import type { PolicyRuleInput, RuleTestInput } from "../../generated/types.ts";
import type { PolicyProblem } from "../../policy/read-rules.ts";
import { policyBounds, ruleValues, testKindOf, testKinds } from "../../policy/rule-values.ts";
import { unknownSentence } from "../../policy/rule-sentence.ts";
import { severities, unknownHandlings } from "../../words/policies.ts";
import { testKindWords } from "../../words/test-kinds.ts";
import { systemLevels, trustLevels } from "../../words/trust.ts";
import { compact, replaced, without, withTestKind } from "./edit-rules.ts";
import { Field } from "./field.tsx";
import { MatchFields } from "./match-fields.tsx";
import styles from "./policy-editor.module.css";

export interface RuleFieldsProps {
  /** `rules[0]`. */
  readonly path: string;
  readonly rule: PolicyRuleInput;
  readonly problems: readonly PolicyProblem[];
  readonly onChange: (rule: PolicyRuleInput) => void;
}

/** All fields of one rule. */
export function RuleFields({ path, rule, problems, onChange }: RuleFieldsProps): React.JSX.Element {
  const change = (part: Partial<PolicyRuleInput>): void => {
    const { key, severity, test, ...rest } = { ...rule, ...part };
    onChange({ key, severity, test, ...compact(rest) });
  };
  const kind = testKindOf(rule.test);
  return (
    <div className={styles.fields}>
      <div className={styles.two}>
        <Field path={`${path}.key`} label="Key" problems={problems} hint="Names the rule in answers. Letters, digits, dots, hyphens, underscores.">
          {(control) => <input {...control} value={rule.key} maxLength={64} spellCheck={false} onChange={({ target }) => change({ key: target.value })} />}
        </Field>
        <Field path={`${path}.title`} label="Title" problems={problems} hint="For people. Empty: the key.">
          {(control) => <input {...control} value={rule.title ?? ""} maxLength={policyBounds.textLength} onChange={({ target }) => change({ title: target.value })} />}
        </Field>
        <Field path={`${path}.severity`} label="Severity" problems={problems} hint={severities[rule.severity].note}>
          {(control) => <select {...control} value={rule.severity} onChange={({ target }) => change({ severity: ruleValues.severities.find((each) => each === target.value) ?? rule.severity })}>{ruleValues.severities.map((each) => <option key={each} value={each}>{severities[each].label}</option>)}</select>}
        </Field>
        <Field path={`${path}.onUnknown`} label="What is unknown makes of it" problems={problems} hint={unknownSentence(rule)}>
          {(control) => <select {...control} value={rule.onUnknown ?? "INDETERMINATE"} onChange={({ target }) => {
            const handling = ruleValues.unknownHandlings.find((each) => each === target.value);
            change({ onUnknown: handling === "INDETERMINATE" ? null : handling });
          }}>{ruleValues.unknownHandlings.map((each) => <option key={each} value={each}>{unknownHandlings[each].label}</option>)}</select>}
        </Field>
      </div>
      <Field path={`${path}.test`} label="Test" problems={problems} hint={testKindWords[kind].note}>
        {(control) => <select {...control} value={kind} onChange={({ target }) => change({ test: withTestKind(rule.test, testKinds.find((each) => each === target.value) ?? kind) })}>{testKinds.map((each) => <option key={each} value={each}>{testKindWords[each].label}</option>)}</select>}
      </Field>
      <TestFields path={`${path}.test`} test={rule.test} problems={problems} onChange={(test) => change({ test })} />
      <div className={styles.two}>
        <LongText path={`${path}.explanation`} label="Why it is required" value={rule.explanation} problems={problems} onChange={(explanation) => change({ explanation })} />
        <LongText path={`${path}.remedy`} label="What to do where it does not pass" value={rule.remedy} problems={problems} onChange={(remedy) => change({ remedy })} />
      </div>
    </div>
  );
}

interface TestFieldsProps {
  readonly path: string;
  readonly test: RuleTestInput;
  readonly problems: readonly PolicyProblem[];
  readonly onChange: (test: RuleTestInput) => void;
}

function TestFields({ path, test, problems, onChange }: TestFieldsProps): React.JSX.Element {
  if (test.require !== undefined) return <MatchFields path={`${path}.require`} match={test.require} problems={problems} onChange={(require) => onChange({ require })} />;
  if (test.forbid !== undefined) return <MatchFields path={`${path}.forbid`} match={test.forbid} problems={problems} onChange={(forbid) => onChange({ forbid })} />;
  if (test.level !== undefined) {
    const { level } = test;
    return (
      <Field path={`${path}.level`} label="Level of the files" problems={problems} hint={trustLevels[level].note}>
        {(control) => <select {...control} value={level} onChange={({ target }) => onChange({ level: ruleValues.levels.find((each) => each === target.value) ?? level })}>{ruleValues.levels.map((each) => <option key={each} value={each}>{trustLevels[each].label}</option>)}</select>}
      </Field>
    );
  }
  if (test.systemLevel !== undefined) {
    const { systemLevel } = test;
    return (
      <Field path={`${path}.systemLevel`} label="Level of the system" problems={problems} hint={systemLevels[systemLevel].note}>
        {(control) => <select {...control} value={systemLevel} onChange={({ target }) => onChange({ systemLevel: ruleValues.systemLevels.find((each) => each === target.value) ?? systemLevel })}>{ruleValues.systemLevels.map((each) => <option key={each} value={each}>{systemLevels[each].label}</option>)}</select>}
      </Field>
    );
  }
  const matches = test.anyOf;
  return (
    <div className="stack">
      {matches.map((match, index) => (
        <div key={index} className={styles.alternative}>
          <div className="row"><strong>Alternative {index + 1}</strong><button type="button" className="small" disabled={matches.length === 1} onClick={() => onChange({ anyOf: [...without(matches, index)] })}>Remove alternative {index + 1}</button></div>
          <MatchFields path={`${path}.anyOf[${index}]`} match={match} problems={problems} onChange={(next) => onChange({ anyOf: [...replaced(matches, index, next)] })} />
        </div>
      ))}
      <div><button type="button" className="small" disabled={matches.length >= policyBounds.anyOf} onClick={() => onChange({ anyOf: [...matches, { effects: ["SUPPORTS"] }] })}>Add an alternative</button></div>
    </div>
  );
}

function LongText({ path, label, value, problems, onChange }: { readonly path: string; readonly label: string; readonly value: string | null | undefined; readonly problems: readonly PolicyProblem[]; readonly onChange: (text: string) => void }): React.JSX.Element {
  return (
    <Field path={path} label={label} problems={problems}>
      {(control) => <textarea {...control} rows={2} value={value ?? ""} maxLength={policyBounds.textLength} onChange={({ target }) => onChange(target.value)} />}
    </Field>
  );
}
