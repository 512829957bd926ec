import { Link } from "react-router";
import { counted } from "../../format/numbers.ts";
import type { ModelPageTrustFragment, PolicyChoiceFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { PolicyPicker } from "../../parts/policy-picker.tsx";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import { policyParam } from "../../policy/policy-param.ts";
import type { ChosenPolicy } from "../../policy/policy-param.ts";
import { decisionOutcomes, severities, unknownTreatment } from "../../words/policies.ts";
import { systemLevels, trustLevels } from "../../words/trust.ts";
import type { Word } from "../../words/outcomes.ts";
import styles from "./trust-summary.module.css";

export interface TrustSummaryProps {
  readonly id: string;
  readonly trust: ModelPageTrustFragment["trust"];
  readonly policies: readonly PolicyChoiceFragment[];
  /** `undefined`: the usual one. */
  readonly policy: ChosenPolicy | undefined;
  readonly onPolicy: (policy: ChosenPolicy | undefined) => void;
}

/** Levels, decision and counts as last found, with the way to the whole report. */
export function TrustSummary({ id, trust, policies, policy, onPolicy }: TrustSummaryProps): React.JSX.Element {
  const whole = paths.trust(id, policy === undefined ? {} : { policy: policyParam(policy) });
  if (trust === null) {
    return <Section id="trust" title="Trust"><p>Nothing is stored about this. <Link to={whole}>Open the trust report</Link>, which looks.</p></Section>;
  }
  const { decision, counts, assessedAt } = trust;
  const isAssessed = assessedAt !== null;
  return (
    <Section id="trust" title="Trust" aside={isAssessed ? <>as found by <Moment at={assessedAt} /></> : "not assessed yet"}>
      <div className={`card ${styles.card}`}>
        <div>
          <p className={styles.decision}>
            <Mark tone={decisionOutcomes[decision.outcome].tone} title={decisionOutcomes[decision.outcome].note}>{decisionOutcomes[decision.outcome].label}</Mark>
            <span>under <Foreign text={policy?.kind === "own" ? policy.title : decision.policy.title} /></span>
          </p>
          <Reasons decision={decision} />
          <PolicyPicker policies={policies} value={policy} onChange={onPolicy} label="Decide by" />
        </div>
        <dl className={styles.levels}>
          <Level term="Files" word={isAssessed ? trustLevels[trust.level] : notAssessed} missing={trust.missingForNext} />
          <Level term="System around it" word={isAssessed ? systemLevels[trust.systemLevel] : notAssessed} missing={trust.systemMissingForNext} />
          <div>
            <dt>Claims</dt>
            <dd>{isAssessed ? `${counted(counts.verified, "claim")} verified here · ${counts.asserted} asserted · ${counts.unknown} unknown · ${counts.failed} contradicted` : `${counted(counts.asserted, "claim")} asserted; nothing was checked here yet`}</dd>
          </div>
        </dl>
        <p className={styles.more}><Link className="button" to={whole}>Open the trust report</Link> <span className="small muted">{isAssessed ? "each claim down to its evidence" : "it makes the checks that are missing"}</span></p>
      </div>
    </Section>
  );
}

/** Sentences of what is missing that are shown here. */
const mostMissing = 3;

const notAssessed: Word = { label: "Not assessed yet", note: "No check of it is stored, so it has no level.", tone: "unknown" };

function Level({ term, word, missing }: { readonly term: string; readonly word: Word; readonly missing: readonly string[] }): React.JSX.Element {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <strong>{word.label}</strong> <span className="small muted">{word.note}</span>
        {missing.length > 0 && (
          <div className="small">
            What stands between it and the next level:
            <ul>
              {missing.slice(0, mostMissing).map((sentence) => <li key={sentence}><Foreign text={sentence} maxLength={400} /></li>)}
              {missing.length > mostMissing && <li>and {missing.length - mostMissing} more, in the trust report</li>}
            </ul>
          </div>
        )}
      </dd>
    </div>
  );
}

/** What decided, first the rules that fail, then those that nobody can tell. */
function Reasons({ decision: { rules } }: Pick<NonNullable<ModelPageTrustFragment["trust"]>, "decision">): React.JSX.Element | null {
  const failed = rules.filter(({ outcome }) => outcome === "FAIL");
  const unknown = rules.filter(({ outcome }) => outcome === "UNKNOWN").toSorted((one, other) => weight[one.rule.severity] - weight[other.rule.severity]);
  if (failed.length + unknown.length === 0) return <p className="small">All {rules.length} rules that apply pass.</p>;
  return (
    <>
      {failed.length > 0 && <ul className={styles.reasons}>{failed.map(({ rule, explanation }) => <li key={rule.key}><strong>Fails: <Foreign text={rule.title} /></strong> <span className="small"><Foreign text={explanation} maxLength={300} /></span></li>)}</ul>}
      {unknown.length > 0 && (
        <>
          <h3 className={styles.reasonsHead}>Cannot be told: {counted(unknown.length, "rule")} of {rules.length}</h3>
          <ul className={styles.reasons}>
            {unknown.slice(0, mostUnknown).map((result) => <UnknownRule key={result.rule.key} result={result} />)}
            {unknown.length > mostUnknown && <li className="small">and {unknown.length - mostUnknown} more, in the trust report</li>}
          </ul>
        </>
      )}
    </>
  );
}

type Result = NonNullable<ModelPageTrustFragment["trust"]>["decision"]["rules"][number];

const weight = { BLOCK: 0, WARN: 1, INFO: 2 } as const;

/** Rules that cannot be told and are named here. */
const mostUnknown = 5;

/** Its title says what the rule asks, not what was found: so the word stands before it. */
function UnknownRule({ result: { rule, exception } }: { readonly result: Result }): React.JSX.Element {
  const treatment = exception === null ? unknownTreatment(rule) : "an exception of the operator stands for it";
  return <li><Mark tone="unknown">unknown</Mark> <span>whether this holds: “<Foreign text={rule.title} />”</span> <span className="small muted">({severities[rule.severity].label}{treatment !== undefined && `; unknown, and ${treatment}`})</span></li>;
}
