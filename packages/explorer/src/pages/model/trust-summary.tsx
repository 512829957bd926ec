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
import { decisionOutcomes } from "../../words/policies.ts";
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
            The next level lacks:
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
  const unknown = rules.filter(({ outcome }) => outcome === "UNKNOWN");
  if (failed.length + unknown.length === 0) return <p className="small">All {rules.length} rules that apply pass.</p>;
  return (
    <>
      {failed.length > 0 && <ul className={styles.reasons}>{failed.map(({ rule, explanation }) => <li key={rule.key}><strong>Fails: <Foreign text={rule.title} /></strong> <span className="small"><Foreign text={explanation} maxLength={300} /></span></li>)}</ul>}
      {unknown.length > 0 && <p className="small">{counted(unknown.length, "rule")} of {rules.length} cannot be told: {unknown.slice(0, 3).map(({ rule }, place) => <span key={rule.key}>{place > 0 && "; "}<Foreign text={lowerFirst(rule.title)} /></span>)}{unknown.length > 3 && `; and ${unknown.length - 3} more`}.</p>}
    </>
  );
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
