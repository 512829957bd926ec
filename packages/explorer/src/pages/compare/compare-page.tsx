import { useSearchParams } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { ComparePage } from "../../generated/compare-page.ts";
import { Loading } from "../../parts/loading.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { AnswerProblem } from "../../parts/problem.tsx";
import { parsePolicyParam, policyInput } from "../../policy/policy-param.ts";
import { AddReferences } from "./add-references.tsx";
import { mostReferences, referencesOf } from "./columns.ts";
import { Compared } from "./compared.tsx";
import { NothingChosen } from "./nothing-chosen.tsx";
import { OneChosen } from "./one-chosen.tsx";
import styles from "./compare-page.module.css";

/** Up to eight models side by side; what is compared, by which policy, and what is shown stands in the address. */
export function ComparePageView(): React.JSX.Element {
  const [query] = useSearchParams();
  const all = referencesOf(query);
  const references = all.slice(0, mostReferences);
  const [first] = references;
  return (
    <div className={styles.page}>
      <PageHead title={references.length === 0 ? "Compare" : `Compare ${references.join(", ")}`} heading="Compare" />
      <AddReferences references={references} />
      {all.length > mostReferences && <p className="muted">Eight is the most that stand side by side: the address names {all.length}, and the first eight are compared.</p>}
      {first === undefined ? <NothingChosen /> : references.length === 1 ? <OneChosen reference={first} /> : <Several references={references} />}
    </div>
  );
}

function Several({ references }: { readonly references: readonly string[] }): React.JSX.Element {
  const [query] = useSearchParams();
  const policy = query.get("policy");
  const { data, isCurrent, error, isAsking, again } = useAnswer(ComparePage, { references, policy: policyInput(parsePolicyParam(policy)) });
  if (error !== undefined) return <AnswerProblem error={error} again={again} />;
  const comparison = data?.compare ?? undefined;
  if (data === undefined || comparison === undefined) return <Loading what={`${references.length} models; their sources may be asked for details`} lines={14} />;
  return (
    <div aria-busy={isAsking}>
      {!isCurrent && <p role="status" className="muted">Asking anew; what follows is of the question before.</p>}
      <Compared comparison={comparison} policies={data.policies} references={references} />
    </div>
  );
}
