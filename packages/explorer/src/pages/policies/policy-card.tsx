import type { ReactNode } from "react";
import { counted } from "../../format/numbers.ts";
import type { RuleSeverity } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { readDefinition } from "../../policy/read-rules.ts";
import { ruleSentence, unknownSentence } from "../../policy/rule-sentence.ts";
import { severities } from "../../words/policies.ts";
import styles from "./policies-page.module.css";

export interface PolicyCardProps {
  readonly id: string;
  readonly title: string;
  /** Rules in the shape of `PolicyRuleInput`; a rule in another form is shown as data. */
  readonly definitions: readonly unknown[];
  /** Beside the title, such as version and digest. */
  readonly facts: ReactNode;
  readonly actions: ReactNode;
}

/** A policy with its rules in sentences, and as data one step away. */
export function PolicyCard({ id, title, definitions, facts, actions }: PolicyCardProps): React.JSX.Element {
  return (
    <article id={id} className={`card ${styles.policy}`} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}><Foreign text={title} maxLength={160} /></h3>
      <div className={styles.facts}><span>{weights(definitions)}</span>{facts}</div>
      <div className="row">{actions}</div>
      <details>
        <summary>Its {counted(definitions.length, "rule")} in sentences</summary>
        <ol className={styles.rules}>{definitions.map((definition, index) => <li key={index}><RuleText definition={definition} /></li>)}</ol>
        <details className={styles.data}>
          <summary>The rules as data</summary>
          <pre tabIndex={0} role="group" aria-label={`The rules of ${title} as JSON`}><code><Foreign text={JSON.stringify(definitions, undefined, 2)} maxLength={60_000} multiline /></code></pre>
        </details>
      </details>
    </article>
  );
}

function RuleText({ definition }: { readonly definition: unknown }): React.JSX.Element {
  const rule = readDefinition(definition);
  if (rule === undefined) return <>A rule in a form that is not known here: <code><Foreign text={JSON.stringify(definition)} maxLength={300} multiline /></code></>;
  const title = rule.title ?? rule.key;
  return (
    <div className={styles.rule}>
      <p><strong><Foreign text={title} maxLength={200} /></strong> <Mark tone={severities[rule.severity].tone} title={severities[rule.severity].note}>{severities[rule.severity].label}</Mark>{title !== rule.key && <> <code className="small muted"><Foreign text={rule.key} maxLength={70} /></code></>}</p>
      <p><Foreign text={ruleSentence(rule)} maxLength={1_500} /> <span className="muted">{unknownSentence(rule)}</span></p>
      {typeof rule.explanation === "string" && <p className="small muted">Why: <Foreign text={rule.explanation} maxLength={500} /></p>}
      {typeof rule.remedy === "string" && <p className="small muted">Where it does not pass: <Foreign text={rule.remedy} maxLength={500} /></p>}
    </div>
  );
}

/** `9 rules block, 3 warn, 1 informs`. */
function weights(definitions: readonly unknown[]): string {
  const rules = definitions.map(readDefinition);
  const words: readonly (readonly [RuleSeverity, string, string])[] = [["BLOCK", "blocks", "block"], ["WARN", "warns", "warn"], ["INFO", "informs", "inform"]];
  const parts = words.map(([severity, one, many]) => {
    const number = rules.filter((rule) => rule?.severity === severity).length;
    return { number, verb: number === 1 ? one : many };
  }).filter(({ number }) => number > 0);
  if (parts.length === 0) return "no rules";
  return parts.map(({ number, verb }, index) => (index === 0 ? `${counted(number, "rule")} ${verb}` : `${number} ${verb}`)).join(", ");
}
