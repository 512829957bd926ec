import { Link } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { ResolveManyPage } from "../../generated/resolve-page.ts";
import type { ResolveManyPageQuery } from "../../generated/types.ts";
import { counted } from "../../format/numbers.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Mark } from "../../parts/mark.tsx";
import { AnswerProblem } from "../../parts/problem.tsx";
import { paths } from "../../paths.ts";
import { resolutionOutcomes } from "../../words/resolution.ts";
import { ModelName } from "./model-line.tsx";
import styles from "./resolve-page.module.css";

type Row = NonNullable<ResolveManyPageQuery["resolveMany"]>[number];

/** What became of several texts, one row each. */
export function ManyResolutions({ references }: { readonly references: readonly string[] }): React.JSX.Element {
  const { data, isCurrent, error, again } = useAnswer(ResolveManyPage, { references });
  if (error !== undefined) return <AnswerProblem error={error} again={again} />;
  if (data === undefined || !isCurrent) return <Loading what={counted(references.length, "reference")} lines={references.length * 2} />;
  const rows = data.resolveMany ?? [];
  const resolved = rows.flatMap(({ outcome, reference }) => (outcome === "RESOLVED" ? [reference] : []));
  return (
    <>
      <p role="status">{counted(resolved.length, "reference")} of {references.length} {resolved.length === 1 ? "means" : "mean"} exactly one model.</p>
      <div className={styles.next}>
        {resolved.length >= 2 && <Link className="button" to={paths.compare(resolved.slice(0, 8))}>Compare {resolved.length > 8 ? "the first 8" : `these ${resolved.length}`}</Link>}
        {resolved.length >= 1 && <Link className="button" to={paths.pins(resolved.slice(0, 50))}>Pin {resolved.length > 50 ? "the first 50" : counted(resolved.length, "model")}</Link>}
      </div>
      <ul className={styles.rows}>
        {rows.map((row, at) => <li key={`${at} ${row.reference}`} className="card"><Resolved row={row} /></li>)}
      </ul>
    </>
  );
}

function Resolved({ row: { reference, outcome, model, message, candidates } }: { readonly row: Row }): React.JSX.Element {
  const { label, note, tone } = resolutionOutcomes[outcome];
  return (
    <>
      <div className={styles.candidateHead}>
        <Link to={paths.resolve(reference)}><code><Foreign text={reference} maxLength={120} /></code></Link>
        <Mark tone={tone} title={note}>{label}</Mark>
      </div>
      {outcome === "RESOLVED" && model !== null && <p><ModelName model={model} /></p>}
      {message !== null && <p className="small"><Foreign text={message} maxLength={400} /></p>}
      {outcome === "AMBIGUOUS" && candidates.length > 0 && <p className="small">Could be: {candidates.map(({ model: { id } }, at) => <span key={`${at} ${id}`}>{at > 0 && ", "}<Link to={paths.model(id)}><Foreign text={id} /></Link></span>)}</p>}
    </>
  );
}
