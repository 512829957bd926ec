import { useState } from "react";
import { Link } from "react-router";
import type { Answer } from "../../client/use-answer.ts";
import type { PolicyEditorQuery } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { AnswerProblem } from "../../parts/problem.tsx";
import { RuleResults } from "../../parts/rule-results.tsx";
import { paths } from "../../paths.ts";
import { decisionSentence } from "../../words/decision-sentence.ts";
import { decisionOutcomes } from "../../words/policies.ts";
import styles from "./policy-editor.module.css";

export interface PreviewProps {
  readonly reference: string;
  readonly onReference: (reference: string) => void;
  readonly answer: Answer<PolicyEditorQuery>;
  /** Why the endpoint is not asked at the moment. */
  readonly held: string | undefined;
  /** For the address of the report. */
  readonly param: string | undefined;
}

/** What the policy decides for one model, by what is stored: nothing is checked for it. */
export function Preview({ reference, onReference, answer, held, param }: PreviewProps): React.JSX.Element {
  const [text, setText] = useState(reference);
  return (
    <div className="stack">
      <form className={styles.ask} onSubmit={(event) => {
        event.preventDefault();
        onReference(text.trim());
      }}>
        <label htmlFor="preview-reference">Model, by anything that names it</label>
        <div className="row"><input id="preview-reference" value={text} maxLength={1_024} spellCheck={false} autoComplete="off" placeholder="hf:openai/whisper-large-v3" onChange={({ target }) => setText(target.value)} /><button type="submit">Try it</button></div>
      </form>
      <div aria-busy={answer.isAsking}>
        {reference === "" && <p className="muted">Name a model to see what this policy decides for it. Only stored findings are read, so nobody is asked to check anything.</p>}
        {reference !== "" && held !== undefined && <p role="status">{held}</p>}
        {reference !== "" && held === undefined && answer.error !== undefined && <AnswerProblem error={answer.error} again={answer.again} />}
        {reference !== "" && answer.data?.resolve !== undefined && answer.data.resolve !== null && <Result resolution={answer.data.resolve} isOld={held !== undefined || !answer.isCurrent} param={param} onReference={(next) => { setText(next); onReference(next); }} />}
      </div>
    </div>
  );
}

interface ResultProps {
  readonly resolution: NonNullable<PolicyEditorQuery["resolve"]>;
  readonly isOld: boolean;
  readonly param: string | undefined;
  readonly onReference: (reference: string) => void;
}

function Result({ resolution: { model, message, candidates }, isOld, param, onReference }: ResultProps): React.JSX.Element {
  if (model === null) {
    return (
      <div className="stack">
        <p>{message === null ? "This does not lead to one model." : <Foreign text={message} maxLength={400} />}</p>
        {candidates.length > 0 && <ul className="plain">{candidates.map(({ model: each, reason }) => <li key={each.id}><button type="button" className="small" onClick={() => onReference(each.id)}><Foreign text={each.id} maxLength={120} /></button> <span className="small muted"><Foreign text={reason} maxLength={160} /></span></li>)}</ul>}
      </div>
    );
  }
  const { trust, before } = model;
  if (trust === null) return <p>The endpoint made no report of <Foreign text={model.name} maxLength={120} /> by this policy.</p>;
  const { label, tone } = decisionOutcomes[trust.decision.outcome];
  const changed = before === null ? [] : trust.decision.rules.filter(({ rule, outcome }) => before.decision.rules.some((each) => each.rule.key === rule.key && each.outcome !== outcome));
  return (
    <div className="stack">
      <p role="status" className={styles.result}><Mark tone={tone}>{label}</Mark> {decisionSentence(trust.decision.outcome, trust.decision.rules)}{isOld && <span className="muted"> (of the policy before the last change)</span>}</p>
      <p className="small">
        <Foreign text={model.name} maxLength={120} />: {trust.assessedAt === null ? "not assessed yet, so much is unknown." : "by stored findings."}{" "}
        {before !== null && <>Under <Foreign text={before.decision.policy.title} maxLength={120} />: {decisionOutcomes[before.decision.outcome].label.toLowerCase()}{changed.length > 0 && `, and ${changed.length === 1 ? "1 rule of the same key has" : `${changed.length} rules of the same keys have`} another outcome there`}. </>}
        <Link to={paths.trust(model.id, param === undefined ? {} : { policy: param })}>Its trust report under this policy</Link>
      </p>
      <RuleResults rules={trust.decision.rules} linksToClaims={false} />
    </div>
  );
}
