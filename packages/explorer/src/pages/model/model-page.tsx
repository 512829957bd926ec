import { useParams, useSearchParams } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { ModelPage } from "../../generated/model-page.ts";
import { Loading } from "../../parts/loading.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { AnswerProblem } from "../../parts/problem.tsx";
import { idOf } from "../../paths.ts";
import { parsePolicyParam, policyInput } from "../../policy/policy-param.ts";
import { memoryVariables, readMemoryInputs } from "./memory-inputs.ts";
import { ModelView } from "./model-view.tsx";
import { UnknownModel } from "./unknown-model.tsx";

/** Everything that is known of one model. Its address is `/model/<id>`, and good with any id that leads to it. */
export function ModelPageView(): React.JSX.Element {
  const { "*": splat } = useParams();
  const [query] = useSearchParams();
  const id = idOf(splat, query);
  const memory = memoryVariables(readMemoryInputs(query));
  const policy = parsePolicyParam(query.get("policy"));
  const { data, error, isAsking, isCurrent, again } = useAnswer(ModelPage, id === undefined ? undefined : { id, policy: policyInput(policy), ...memory });
  if (id === undefined) return <UnknownModel />;
  const model = data?.model ?? undefined;
  // An answer to another id is not shown under this one.
  const isOfThisId = isCurrent || (model !== undefined && (model.id === id || model.aliases.includes(id) || model.listings.nodes.some(({ key }) => key === id)));
  if (data === undefined || !isOfThisId) {
    return (
      <>
        <PageHead title={id} heading={<span className="mono">{id}</span>} />
        {error === undefined ? <Loading what="the model" lines={24} /> : <AnswerProblem error={error} again={again} />}
      </>
    );
  }
  if (model === undefined) {
    return error === undefined ? <UnknownModel id={id} /> : <><PageHead title={id} heading={<span className="mono">{id}</span>} /><AnswerProblem error={error} again={again} /></>;
  }
  return (
    <>
      {error !== undefined && <AnswerProblem error={error} again={again} />}
      <ModelView id={id} answer={{ ...data, model }} isAsking={isAsking} />
    </>
  );
}
