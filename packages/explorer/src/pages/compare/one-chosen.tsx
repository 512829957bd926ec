import { Link } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { CompareOnePage } from "../../generated/compare-page.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Loading } from "../../parts/loading.tsx";
import { AnswerProblem } from "../../parts/problem.tsx";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import { Unresolved } from "./unresolved.tsx";
import { useReferences } from "./use-references.ts";

/** One model alone: three others that a person weighing it should look at, to be held against it. */
export function OneChosen({ reference }: { readonly reference: string }): React.JSX.Element {
  const { change } = useReferences();
  const { data, isCurrent, error, again } = useAnswer(CompareOnePage, { reference });
  if (error !== undefined) return <AnswerProblem error={error} again={again} />;
  const resolve = data?.resolve ?? undefined;
  if (resolve === undefined || !isCurrent) return <Loading what="what it could be compared with" />;
  if (resolve.outcome !== "RESOLVED" || resolve.model === null) return <Unresolved unresolved={[{ resolution: resolve, place: 0 }]} />;
  const { model } = resolve;
  const alternatives = model.alternatives ?? [];
  return (
    <Section id="with" title="One model; a comparison needs two">
      <p><Link to={paths.model(model.id)}><Foreign text={model.name} /></Link> stands alone. {alternatives.length === 0 ? "No alternative to it is known here; add another model above." : "These were made for the same task, and are about as large:"}</p>
      <ul>
        {alternatives.map(({ model: other, reasons }) => (
          <li key={other.id}>
            <Link to={paths.compare([reference, other.id])}>with <Foreign text={other.name} /></Link>{other.publisher !== null && <> by <Foreign text={other.publisher.name} /></>} <span className="small muted">{reasons.map((reason, at) => <span key={reason}>{at > 0 && "; "}<Foreign text={reason} /></span>)}</span>
          </li>
        ))}
      </ul>
      {alternatives.length > 1 && <button type="button" onClick={() => change([reference, ...alternatives.map(({ model: { id } }) => id)])}>Compare with all {alternatives.length}</button>}
    </Section>
  );
}
