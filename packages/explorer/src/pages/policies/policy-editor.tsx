import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { PolicyEditor } from "../../generated/policy-editor.ts";
import type { PolicyEditorQueryVariables } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Loading } from "../../parts/loading.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { AnswerProblem, Problem } from "../../parts/problem.tsx";
import { Section } from "../../parts/section.tsx";
import { checkRules, problemOfMessage } from "../../policy/check-rules.ts";
import type { PolicyDraft } from "../../policy/policy-file.ts";
import { defaultPolicy, parsePolicyParam, policyParam, policyProblem } from "../../policy/policy-param.ts";
import { readRules } from "../../policy/read-rules.ts";
import { DraftProblems } from "./draft-problems.tsx";
import { Field } from "./field.tsx";
import { JsonView } from "./json-view.tsx";
import styles from "./policy-editor.module.css";
import { Preview } from "./preview.tsx";
import { RuleList } from "./rule-list.tsx";
import { SaveBar } from "./save-bar.tsx";
import { StartFrom } from "./start-from.tsx";
import { useDraft } from "./use-draft.ts";
import { useQuiet } from "./use-quiet.ts";

/** Writes a policy: the address holds the draft, and the endpoint says what it decides. */
export function PolicyEditorView(): React.JSX.Element {
  const [query, setQuery] = useSearchParams();
  const { draft, change, policy, fits } = useDraft();
  const reference = query.get("model") ?? "";
  const isJson = query.get("view") === "json";
  const read = readRules(draft?.rules ?? []);
  const mistakes = draft === undefined ? [] : read.problems.length > 0 ? read.problems : checkRules(read.rules);
  const held = draft === undefined ? "Choose what to begin with first." : mistakes.length > 0 ? "Mend the mistakes first; the endpoint is asked then." : !fits ? "This policy is too long to be asked about." : undefined;
  const base = query.get("base") ?? defaultPolicy;
  const answer = useAnswer(PolicyEditor, useQuestion(reference, held, { rules: read.rules, base }));
  const chosen = parsePolicyParam(query.get("policy"));
  const problem = policyProblem(query.get("policy"));
  const set = (name: string, value: string): void => setQuery((before) => {
    const next = new URLSearchParams(before);
    if (value === "") next.delete(name);
    else next.set(name, value);
    return next;
  }, { preventScrollReset: true });
  const begin = (next: PolicyDraft, from?: string): void => {
    setQuery((before) => {
      const query_ = new URLSearchParams(before);
      query_.set("policy", policyParam({ kind: "own", title: next.title, rules: readRules(next.rules).rules }));
      if (from !== undefined) query_.set("base", from);
      return query_;
    });
  };
  const said = answer.error?.graphQLErrors.filter(({ extensions }) => extensions["code"] === "BAD_USER_INPUT").map(({ message }) => problemOfMessage(message)) ?? [];
  const problems = mistakes.length > 0 ? mistakes : held === undefined ? said : [];

  if (draft === undefined || policy === undefined) {
    return (
      <>
        <PageHead title="Write a policy" />
        {problem !== undefined && <Problem title="The policy of this address cannot be read" tone="caution"><p>{problem} Begin with another.</p></Problem>}
        {answer.error !== undefined && <AnswerProblem error={answer.error} again={answer.again} />}
        {answer.data === undefined ? answer.error === undefined && <Loading what="the policies" /> : <StartFrom policies={answer.data.policies} id={chosen?.kind === "gateway" ? chosen.id : undefined} onBegin={begin} />}
      </>
    );
  }
  return (
    <>
      <PageHead title={`Edit ${draft.title}`} heading={<>Edit <Foreign text={draft.title} maxLength={160} /></>}>
        <p className={styles.lead}>It is known to nobody else: it is in the address, and in this browser when you save it. The endpoint names it by its digest. Exceptions that the operator made never count for a policy that is given in place.</p>
      </PageHead>
      <SaveBar policy={policy} fits={fits} hasMistakes={problems.length > 0} onUpload={change} />
      <DraftProblems problems={problems} hasFields={!isJson && read.problems.length === 0} />
      <div className={styles.columns}>
        <Section id="rules" title="Rules" aside={<nav aria-label="View" className="row"><ViewLink view="" isCurrent={!isJson} query={query}>Fields</ViewLink><ViewLink view="json" isCurrent={isJson} query={query}>JSON</ViewLink></nav>}>
          {isJson
            ? <JsonView draft={draft} onChange={change} />
            : (
              <div className="stack">
                <Field path="title" label="Title of the policy" problems={problems}>{(control) => <input {...control} value={draft.title} maxLength={200} onChange={({ target }) => change({ ...draft, title: target.value })} />}</Field>
                {read.problems.length > 0
                  ? <p>The fields cannot show these rules until what is named above is mended. <ViewLink view="json" isCurrent={false} query={query}>Mend it as JSON</ViewLink></p>
                  : <RuleList rules={read.rules} problems={problems} onChange={(rules) => change({ ...draft, rules })} />}
              </div>
            )}
        </Section>
        <Section id="preview" title="What it decides"><Preview reference={reference} onReference={(next) => set("model", next)} answer={answer} held={held} param={fits ? policyParam(policy) : undefined} /></Section>
      </div>
    </>
  );
}

/** What is asked, after a person has paused; the last question stays while the draft cannot be asked about. */
function useQuestion(reference: string, held: string | undefined, { rules, base }: { readonly rules: ReturnType<typeof readRules>["rules"]; readonly base: string }): PolicyEditorQueryVariables {
  const asks = reference !== "" && held === undefined;
  const question: PolicyEditorQueryVariables = asks ? { reference, asks, policy: { rules: [...rules] }, base: { id: base } } : { reference: "", asks: false };
  const [last, setLast] = useState(question);
  const quiet = useQuiet(JSON.stringify(question), 500);
  if (quiet === JSON.stringify(question) && (asks || reference === "") && JSON.stringify(last) !== quiet) setLast(question);
  return last;
}

function ViewLink({ view, isCurrent, query, children }: { readonly view: string; readonly isCurrent: boolean; readonly query: URLSearchParams; readonly children: string }): React.JSX.Element {
  const next = new URLSearchParams(query);
  if (view === "") next.delete("view");
  else next.set("view", view);
  return <Link className="button small" aria-current={isCurrent ? "true" : undefined} preventScrollReset to={`?${next.toString()}`}>{children}</Link>;
}
