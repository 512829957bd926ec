import { useEffect, useRef, useState } from "react";
import type { PolicyRuleInput } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import type { PolicyProblem } from "../../policy/read-rules.ts";
import { ruleSentence } from "../../policy/rule-sentence.ts";
import { policyBounds } from "../../policy/rule-values.ts";
import { severities } from "../../words/policies.ts";
import { moved, newRule, replaced, without } from "./edit-rules.ts";
import styles from "./policy-editor.module.css";
import { RuleFields } from "./rule-fields.tsx";

export interface RuleListProps {
  readonly rules: readonly PolicyRuleInput[];
  readonly problems: readonly PolicyProblem[];
  readonly onChange: (rules: readonly PolicyRuleInput[]) => void;
}

/** The rules in their order: added, removed and moved by buttons; one is open at a time. */
export function RuleList({ rules, problems, onChange }: RuleListProps): React.JSX.Element {
  const [said, setSaid] = useState("");
  const [focused, setFocused] = useState<string | undefined>(undefined);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focused === undefined) return;
    list.current?.querySelector<HTMLElement>(`#${focused}`)?.focus();
    setFocused(undefined);
  }, [focused]);
  const move = (index: number, by: -1 | 1): void => {
    const to = index + by;
    onChange(moved(rules, index, by));
    setSaid(`Rule moved to place ${to + 1} of ${rules.length}.`);
    // At an end the button that was pressed is off, so the other takes the focus.
    const isEnd = by === -1 ? to === 0 : to === rules.length - 1;
    setFocused(`${(by === -1) !== isEnd ? "up" : "down"}-${to}`);
  };
  const remove = (index: number): void => {
    onChange(without(rules, index));
    setSaid(`Rule ${index + 1} removed; ${rules.length - 1} left.`);
    setFocused(rules.length === 1 ? "add-rule" : `summary-${Math.min(index, rules.length - 2)}`);
  };
  const add = (): void => {
    onChange([...rules, newRule(rules)]);
    setSaid(`Rule ${rules.length + 1} added.`);
    setFocused(`summary-${rules.length}`);
  };
  return (
    <div ref={list} className="stack">
      <p role="status" className="only-heard">{said}</p>
      {rules.length === 0 && <p>There is no rule yet.</p>}
      <ol className={`plain ${styles.rules}`}>
        {rules.map((rule, index) => {
          const path = `rules[${index}]`;
          const wrong = problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`)).length;
          const name = rule.title ?? rule.key;
          return (
            <li key={index} className={styles.item}>
              <details name="rule" className={styles.rule}>
                <summary id={`summary-${index}`}>
                  <span className={styles.ruleHead}><strong>{index + 1}. <Foreign text={name === "" ? "(without a key)" : name} maxLength={160} /></strong> <Mark tone={severities[rule.severity].tone}>{severities[rule.severity].label}</Mark>{wrong > 0 && <> <Mark tone="bad">{wrong === 1 ? "1 mistake" : `${wrong} mistakes`}</Mark></>}</span>
                  <span className="small muted"><Foreign text={ruleSentence(rule)} maxLength={400} /></span>
                </summary>
                <RuleFields path={path} rule={rule} problems={problems} onChange={(next) => onChange(replaced(rules, index, next))} />
              </details>
              <div className={styles.moves}>
                <button id={`up-${index}`} type="button" className="small" disabled={index === 0} aria-label={`Move rule ${index + 1} up`} onClick={() => move(index, -1)}>↑</button>
                <button id={`down-${index}`} type="button" className="small" disabled={index === rules.length - 1} aria-label={`Move rule ${index + 1} down`} onClick={() => move(index, 1)}>↓</button>
                <button type="button" className="small" aria-label={`Remove rule ${index + 1}`} onClick={() => remove(index)}>Remove</button>
              </div>
            </li>
          );
        })}
      </ol>
      <div><button id="add-rule" type="button" disabled={rules.length >= policyBounds.rules} onClick={add}>Add a rule</button></div>
    </div>
  );
}
