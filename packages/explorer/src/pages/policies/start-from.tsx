import type { PolicyRowFragment } from "../../generated/types.ts";
import { counted } from "../../format/numbers.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Problem } from "../../parts/problem.tsx";
import type { PolicyDraft } from "../../policy/policy-file.ts";
import { parsePolicyParam } from "../../policy/policy-param.ts";
import { readRules } from "../../policy/read-rules.ts";
import { ownPolicies } from "../../state/own-policies.ts";
import { useList } from "../../state/stored-list.ts";

export interface StartFromProps {
  readonly policies: readonly PolicyRowFragment[];
  /** The policy of the gateway that the address names. */
  readonly id: string | undefined;
  readonly onBegin: (draft: PolicyDraft, from?: string) => void;
}

/** What to begin a policy with: a copy of any, or nothing. */
export function StartFrom({ policies, id, onBegin }: StartFromProps): React.JSX.Element {
  const kept = useList(ownPolicies);
  const named = policies.find((policy) => policy.id === id);
  const copy = (policy: PolicyRowFragment): void => onBegin({ title: `${policy.title} (my copy)`, rules: readRules(policy.rules.map(({ definition }) => definition)).rules }, policy.id);
  return (
    <div className="stack">
      {id !== undefined && named === undefined && <Problem title="This gateway has no such policy" tone="caution"><p>The address names <code><Foreign text={id} maxLength={120} /></code>.</p></Problem>}
      {named !== undefined && <p>Policies of the gateway are changed by whoever runs it; what you edit is a copy. <button type="button" className="primary" onClick={() => copy(named)}>Edit a copy of <Foreign text={named.title} maxLength={120} /></button></p>}
      <h2>{named === undefined ? "Begin with" : "Or begin with"}</h2>
      <ul className="plain stack">
        <li><button type="button" onClick={() => onBegin({ title: "My policy", rules: [] })}>No rules</button></li>
        {policies.filter((policy) => policy !== named).map((policy) => <li key={policy.id}><button type="button" onClick={() => copy(policy)}>A copy of <Foreign text={policy.title} maxLength={120} /></button> <span className="small muted">{counted(policy.rules.length, "rule")}</span></li>)}
        {kept.map((text) => {
          const policy = parsePolicyParam(text);
          return policy?.kind === "own" ? <li key={text}><button type="button" onClick={() => onBegin({ title: `${policy.title} (copy)`, rules: policy.rules })}>A copy of your own <Foreign text={policy.title} maxLength={120} /></button></li> : null;
        })}
      </ul>
    </div>
  );
}
