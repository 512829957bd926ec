import { useEffect } from "react";
import { useParams, useSearchParams } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { ModelPage } from "../../generated/model-page.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Loading } from "../../parts/loading.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { AnswerProblem, Problem } from "../../parts/problem.tsx";
import { idOf } from "../../paths.ts";
import { fitsAddress, policyInput } from "../../policy/policy-param.ts";
import { usePolicyOfAddress } from "../../policy/use-policy.ts";
import { memoryVariables, readMemoryInputs } from "./memory-inputs.ts";
import { ModelView } from "./model-view.tsx";
import { UnknownModel } from "./unknown-model.tsx";

/** Everything that is known of one model. Its address is `/model/<id>`, and good with any id that leads to it. */
export function ModelPageView(): React.JSX.Element {
  const { "*": splat } = useParams();
  const [query] = useSearchParams();
  const id = idOf(splat, query);
  const memory = memoryVariables(readMemoryInputs(query));
  const { policy: named, problem, choose } = usePolicyOfAddress();
  const isTooLong = named !== undefined && !fitsAddress(named);
  const policy = isTooLong ? undefined : named;
  const asked = id === undefined ? undefined : { id, policy: policyInput(policy), ...memory };
  const { data, error, isAsking, isCurrent, again } = useAnswer(ModelPage, asked);
  const model = data?.model ?? undefined;
  useEffect(() => {
    // The section that the address points to was not there when the page was opened.
    if (model !== undefined && location.hash !== "") document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [model?.id]);
  if (id === undefined || asked === undefined) return <UnknownModel />;
  // An answer to another id is not shown under this one.
  const isOfThisId = isCurrent || (model !== undefined && (model.id === id || model.aliases.includes(id) || model.listings.nodes.some(({ key }) => key === id)));
  if (data === undefined || !isOfThisId) {
    return (
      <>
        <PageHead title={id} heading={<Foreign text={id} maxLength={200} />} />
        {error === undefined ? <Loading what="the model" lines={24} /> : <AnswerProblem error={error} again={again} />}
      </>
    );
  }
  if (model === undefined) {
    return error === undefined ? <UnknownModel id={id} /> : <><PageHead title={id} heading={<Foreign text={id} maxLength={200} />} /><AnswerProblem error={error} again={again} /></>;
  }
  return (
    <>
      {problem !== undefined && <Problem title="The policy of this address cannot be read" tone="caution"><p>{problem} What follows is decided by the usual policy.</p></Problem>}
      {isTooLong && <Problem title="The policy of this address is too long" tone="caution"><p>What follows is decided by the usual policy.</p></Problem>}
      {error !== undefined && <><AnswerProblem error={error} again={again} />{policy !== undefined && <p><button type="button" onClick={() => choose(undefined)}>Decide by the usual policy</button></p>}</>}
      <ModelView id={id} answer={{ ...data, model }} asked={asked} isAsking={isAsking} policy={policy} onPolicy={choose} onAgain={again} />
    </>
  );
}
