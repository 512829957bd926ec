import { useSearchParams } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { ComparePage } from "../../generated/compare-page.ts";
import { Loading } from "../../parts/loading.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { AnswerProblem, Problem } from "../../parts/problem.tsx";
import { useKeptFocus } from "../../parts/use-kept-focus.ts";
import { fitsAddress, policyInput } from "../../policy/policy-param.ts";
import { usePolicyOfAddress } from "../../policy/use-policy.ts";
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
  const focus = useKeptFocus(beginning);
  return (
    <div className={styles.page} {...focus}>
      <PageHead title={references.length === 0 ? "Compare" : `Compare ${references.join(", ")}`} heading="Compare" />
      <AddReferences references={references} />
      {all.length > mostReferences && <p className="muted">Eight is the most that stand side by side: the address names {all.length}, and the first eight are compared.</p>}
      {first === undefined ? <NothingChosen /> : references.length === 1 ? <OneChosen reference={first} /> : <Several references={references} />}
    </div>
  );
}

function Several({ references }: { readonly references: readonly string[] }): React.JSX.Element {
  const { policy: wanted, problem, choose } = usePolicyOfAddress();
  const isTooLong = wanted !== undefined && !fitsAddress(wanted);
  const policy = isTooLong ? undefined : wanted;
  const focus = useKeptFocus(beginning);
  const { data, isCurrent, error, isAsking, again } = useAnswer(ComparePage, { references, policy: policyInput(policy) });
  if (error !== undefined) return <><AnswerProblem error={error} again={again} />{policy !== undefined && <p><button type="button" onClick={() => choose(undefined)}>Decide by the usual policy</button></p>}</>;
  const comparison = data?.compare ?? undefined;
  if (data === undefined || comparison === undefined) return <Loading what={`${references.length} models; their sources may be asked for details`} lines={14} />;
  return (
    <div aria-busy={isAsking} {...focus}>
      {problem !== undefined && <Problem title="The policy of this address cannot be read" tone="caution"><p>{problem} What follows is decided by the usual policy.</p></Problem>}
      {isTooLong && <Problem title="The policy of this address is too long" tone="caution"><p>What follows is decided by the usual policy.</p></Problem>}
      {!isCurrent && <p role="status" className="muted">Asking anew; what follows is of the question before.</p>}
      <Compared comparison={comparison} policies={data.policies} />
    </div>
  );
}

/** Where a reader goes on when what had the focus is no longer compared. */
function beginning(): HTMLElement | null {
  return document.getElementById("main");
}
