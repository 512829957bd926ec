import type { DecisionRowFragment, PolicyChoiceFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { PolicyPicker } from "../../parts/policy-picker.tsx";
import { byOutcome, ruleAnchor } from "../../parts/rule-results.tsx";
import { counted } from "../../format/numbers.ts";
import type { ChosenPolicy } from "../../policy/policy-param.ts";
import { decisionOutcomes, ruleOutcomes, unknownTreatment } from "../../words/policies.ts";
import { decisionSentence } from "../../words/decision-sentence.ts";
import styles from "./trust-page.module.css";

export interface DecisionCardProps {
  readonly decision: DecisionRowFragment;
  readonly assessedAt: string | null;
  readonly policies: readonly PolicyChoiceFragment[];
  readonly policy: ChosenPolicy | undefined;
  readonly isAsking: boolean;
  readonly onPolicy: (policy: ChosenPolicy) => void;
}

/** Most rules that are named as reasons; all stand below. */
const mostReasons = 4;

/** The decision in words, under which policy, how long it holds, and what it comes from. */
export function DecisionCard({ decision, assessedAt, policies, policy, isAsking, onPolicy }: DecisionCardProps): React.JSX.Element {
  const { outcome, rules, validUntil, exceptions } = decision;
  const { label, note, tone } = decisionOutcomes[outcome];
  const reasons = byOutcome(rules).filter((result) => (result.outcome === "FAIL" || result.outcome === "UNKNOWN") && result.rule.severity !== "INFO" && result.exception === null);
  return (
    <section className={`card ${styles.decision}`} aria-labelledby="decision">
      <h2 id="decision" className={styles.outcome}><Mark tone={tone}>{label}</Mark></h2>
      <p role="status" className="only-heard">{isAsking ? "" : `Decision: ${label}`}</p>
      <p title={note}>{decisionSentence(outcome, rules)}</p>
      {reasons.length > 0 && (
        <div>
          <h3 className={styles.reasonsHead}>Because of</h3>
          <ul className={`plain ${styles.reasons}`}>
            {reasons.slice(0, mostReasons).map(({ rule, outcome: each }) => <li key={rule.key}><Mark tone={ruleOutcomes[each].tone}>{ruleOutcomes[each].label}</Mark> <span><a href={`#${ruleAnchor(rule.key)}`}>{each === "UNKNOWN" && "whether this holds: "}<Foreign text={rule.title} maxLength={160} /></a>{each === "UNKNOWN" && unknownTreatment(rule) !== undefined && <span className="muted"> ({unknownTreatment(rule)})</span>}</span></li>)}
          </ul>
          {reasons.length > mostReasons && <p className="small"><a href="#rules">and {counted(reasons.length - mostReasons, "more rule")}</a></p>}
        </div>
      )}
      {exceptions.length > 0 && <p className="small"><Mark tone="caution">rests on {counted(exceptions.length, "exception")}</Mark> of the operator; each stands with its <a href="#rules">rule</a>.</p>}
      <PolicyPicker policies={policies} value={policy} onChange={onPolicy} />
      {policy?.kind === "own" && <p className="small muted">This policy is nobody's but yours: it is in the address or in this browser, its name for the endpoint is its digest, and exceptions of the operator do not count for it.</p>}
      <dl className={styles.times}>
        <div><dt>Newest finding</dt><dd>{assessedAt === null ? "none: not assessed yet" : <Moment at={assessedAt} to="minute" withAge />}</dd></div>
        <div><dt>Holds until</dt><dd>{validUntil === null ? "nothing that it rests on has an end" : <><Moment at={validUntil} to="minute" withAge />, then it must be made anew</>}</dd></div>
      </dl>
    </section>
  );
}
