import type { DecisionRowFragment, ExceptionRowFragment } from "../generated/types.ts";
import { counted } from "../format/numbers.ts";
import { asksForDepth } from "../words/asks-for-depth.ts";
import { ruleOutcomes, severities, unknownTreatment } from "../words/policies.ts";
import { claimAnchor } from "./claim-anchor.ts";
import { ClaimMarks } from "./claim-view.tsx";
import { Foreign } from "./foreign.tsx";
import { LookFurther } from "./look-further.tsx";
import { Mark } from "./mark.tsx";
import { Moment } from "./moment.tsx";
import { Opening } from "./opening.tsx";
import styles from "./rule-results.module.css";
import { useNarrow } from "./use-narrow.ts";

export type RuleResultRow = DecisionRowFragment["rules"][number];

const order = ["FAIL", "UNKNOWN", "PASS", "SKIPPED"] as const;

/** Rules that fail first, then unknown ones, those that pass, and those that do not apply; each by weight, as the policy has them. */
export function byOutcome(rules: readonly RuleResultRow[]): readonly RuleResultRow[] {
  const weight = { BLOCK: 0, WARN: 1, INFO: 2 } as const;
  return rules.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome) || weight[a.rule.severity] - weight[b.rule.severity]);
}

/** The anchor of a rule on a page with one decision. */
export function ruleAnchor(key: string): string {
  return `rule-${key.replaceAll(/[^A-Za-z0-9.-]/g, "-")}`;
}

export interface RuleResultsProps {
  readonly rules: readonly RuleResultRow[];
  /** Whether the claims stand on the same page, to be linked to. @default true */
  readonly linksToClaims?: boolean;
}

/** What became of each rule: why, what would make it pass, the exception that stands, and the claims that decided it. */
export function RuleResults({ rules, linksToClaims = true }: RuleResultsProps): React.JSX.Element {
  const sorted = byOutcome(rules);
  const decisive = sorted.filter(({ outcome, exception }) => outcome === "FAIL" || outcome === "UNKNOWN" || exception !== null);
  const others = sorted.filter((result) => !decisive.includes(result));
  const most = useNarrow() ? 2 : 6;
  // One more alone takes no more room than what would open it.
  const shown = decisive.length > most + 1 ? decisive.slice(0, most) : decisive;
  const folded = [decisive.slice(shown.length), others].filter((those) => those.length > 0);
  if (shown.length === 0) return <RuleList rules={others} linksToClaims={linksToClaims} />;
  return (
    <div className={styles.results}>
      <RuleList rules={shown} linksToClaims={linksToClaims} />
      {folded.map((those) => (
        <Opening key={those[0]?.rule.key} summary={rulesInWords(those)} holds={those.map(({ rule }) => ruleAnchor(rule.key))}>
          <RuleList rules={those} linksToClaims={linksToClaims} />
        </Opening>
      ))}
    </div>
  );
}

function RuleList({ rules, linksToClaims }: Required<RuleResultsProps>): React.JSX.Element {
  return (
    <ul className={`plain ${styles.rules}`}>
      {rules.map((result) => <li key={result.rule.key} id={ruleAnchor(result.rule.key)} className={styles.rule}><RuleResult result={result} linksToClaims={linksToClaims} /></li>)}
    </ul>
  );
}

/** For one rule and for several; those that fail or are unknown stand below others of the kind. */
const foldWords: Readonly<Record<(typeof order)[number], readonly [one: string, many: string]>> = {
  FAIL: ["more rule fails", "more rules fail"], UNKNOWN: ["more rule is unknown", "more rules are unknown"], PASS: ["rule passes", "rules pass"], SKIPPED: ["rule does not apply", "rules do not apply"],
};

/** What became of folded rules: `2 more rules fail, 1 more rule is unknown`. */
export function rulesInWords(rules: readonly Pick<RuleResultRow, "outcome">[]): string {
  return order.flatMap((outcome) => {
    const number = rules.filter((result) => result.outcome === outcome).length;
    const [one, many] = foldWords[outcome];
    return number === 0 ? [] : [counted(number, one, many)];
  }).join(", ");
}

function RuleResult({ result: { rule, outcome, explanation, remedy, exception, because }, linksToClaims }: { readonly result: RuleResultRow; readonly linksToClaims: boolean }): React.JSX.Element {
  const treatment = outcome === "UNKNOWN" && exception === null ? unknownTreatment(rule) : undefined;
  return (
    <>
      <div><Mark tone={ruleOutcomes[outcome].tone} title={ruleOutcomes[outcome].note}>{ruleOutcomes[outcome].label}</Mark></div>
      <div className={styles.body}>
        <h3 className={styles.title}><Foreign text={rule.title} maxLength={200} /> <span className="small muted" title={severities[rule.severity].note}>{severities[rule.severity].label}</span> <code className="small muted">{rule.key}</code></h3>
        {outcome === "UNKNOWN" && <p className="small">It is not known whether this holds{treatment !== undefined && `, and ${treatment}`}.</p>}
        <p><Foreign text={explanation} maxLength={700} /></p>
        {remedy !== null && <p className={styles.remedy}><span className="only-heard">What would make it pass: </span><Foreign text={remedy} maxLength={700} /></p>}
        {outcome === "UNKNOWN" && asksForDepth(explanation, remedy) && <div><LookFurther /></div>}
        {exception !== null && <ExceptionText exception={exception} outcome={ruleOutcomes[outcome].label} />}
        {because.length > 0 && (
          <details className="small">
            <summary>{because.length === 1 ? "The claim that decided it" : `The ${because.length === 20 ? "first 20" : because.length} claims that decided it`}</summary>
            <ul className={`plain ${styles.because}`}>
              {because.map((claim) => {
                const line = <><ClaimMarks claim={claim} /> <Foreign text={claim.statement} maxLength={240} /></>;
                return <li key={claim.id}>{linksToClaims ? <a href={`#${claimAnchor(claim.id)}`}>{line}</a> : <span>{line}</span>}</li>;
              })}
            </ul>
          </details>
        )}
      </div>
    </>
  );
}

/** An exception of the operator, with who answers for it and until when. */
export function ExceptionText({ exception: { reason, by, until, subject }, outcome }: { readonly exception: ExceptionRowFragment; readonly outcome?: string }): React.JSX.Element {
  return (
    <p className={styles.exception}>
      {outcome !== undefined && <>It still {outcome === "unknown" ? "is unknown" : outcome}, but that does not count for the decision: </>}
      exception of the operator for <code><Foreign text={subject} maxLength={200} /></code>. “<Foreign text={reason} maxLength={500} />” <Foreign text={by} maxLength={120} /> answers for it, until <Moment at={until} to="minute" />.
    </p>
  );
}
