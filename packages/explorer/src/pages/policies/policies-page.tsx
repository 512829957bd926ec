import { useRef } from "react";
import { Link } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { PoliciesPage } from "../../generated/policies-page.ts";
import type { PolicyRowFragment } from "../../generated/types.ts";
import { Digest } from "../../parts/copy.tsx";
import { EverywhereButton } from "../../parts/everywhere-button.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Mark } from "../../parts/mark.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { titleOf } from "../../parts/policy-picker.tsx";
import { AnswerProblem } from "../../parts/problem.tsx";
import { SaveButton } from "../../parts/save-button.tsx";
import { Section } from "../../parts/section.tsx";
import { useKeptFocus } from "../../parts/use-kept-focus.ts";
import { paths } from "../../paths.ts";
import { policyFile } from "../../policy/policy-file.ts";
import { defaultPolicy, policyParam } from "../../policy/policy-param.ts";
import { readRules } from "../../policy/read-rules.ts";
import { usePolicyEverywhere } from "../../policy/use-policy.ts";
import { OwnPolicies } from "./own-policies.tsx";
import styles from "./policies-page.module.css";
import { PolicyCard } from "./policy-card.tsx";

const noVariables = {};

/** All policies: those of the gateway, and one's own in this browser. */
export function PoliciesPageView(): React.JSX.Element {
  const { data, error, again } = useAnswer(PoliciesPage, noVariables);
  const everywhere = usePolicyEverywhere();
  const said = useRef<HTMLParagraphElement>(null);
  const focus = useKeptFocus(() => said.current);
  return (
    <div {...focus}>
      <PageHead title="Policies">
        <p className={styles.lead}>A policy is a list of rules about what is known of a model. Each decision names the rules and the claims that made it. An unknown never passes a rule that blocks.</p>
        <p ref={said} tabIndex={-1} role="status" className={styles.lead}>{everywhere === undefined ? "The usual policy decides on each page whose address names no other." : <><strong><Foreign text={titleOf(everywhere, data?.policies ?? [])} maxLength={160} /></strong> is used everywhere here: in this browser it decides on each page whose address names no other.</>}</p>
        {everywhere !== undefined && <div className="row"><EverywhereButton policy={everywhere} /></div>}
      </PageHead>
      <Section id="own" title="Your own" aside="Kept in this browser, and nowhere else."><OwnPolicies /></Section>
      <Section id="gateway" title="Of this gateway">
        {error !== undefined && <AnswerProblem error={error} again={again} />}
        {data === undefined && error === undefined && <Loading what="the policies" lines={12} />}
        {data !== undefined && <div className="stack">{data.policies.map((policy) => <GatewayPolicy key={policy.id} policy={policy} />)}</div>}
      </Section>
    </div>
  );
}

function GatewayPolicy({ policy: { id, title, version, digest, rules } }: { readonly policy: PolicyRowFragment }): React.JSX.Element {
  const definitions = rules.map(({ definition }) => definition);
  const copy = policyParam({ kind: "own", title: `${title} (my copy)`, rules: readRules(definitions).rules });
  return (
    <PolicyCard
      id={`policy-${id.replaceAll(/[^A-Za-z0-9.-]/g, "-")}`}
      title={title}
      definitions={definitions}
      facts={<>
        {id === defaultPolicy && <Mark tone="accent">decides when none is chosen</Mark>}
        <span>Id <code><Foreign text={id} maxLength={100} /></code></span>
        <span>Version <Foreign text={version} maxLength={40} /></span>
        <span>Rules <Digest value={digest} what={`the digest of the rules of ${id}`} /></span>
      </>}
      actions={<>
        <EverywhereButton policy={{ kind: "gateway", id }} title={title} />
        <Link className="button small" to={paths.policy(copy)}>Edit a copy<span className="only-heard"> of <Foreign text={title} /></span></Link>
        <SaveButton name={`policy-${id}.json`} text={policyFile({ title, rules: definitions })}>Download as JSON</SaveButton>
      </>}
    />
  );
}
