import { useMorePages } from "../../client/use-more-pages.ts";
import type { Page } from "../../client/use-more-pages.ts";
import { count, counted } from "../../format/numbers.ts";
import { ModelEvaluationsMore } from "../../generated/evaluations-section.ts";
import type { ModelEvaluationsMoreQuery, ModelPageEvaluationFragment, ModelPageEvaluationPageFragment, ModelPageEvaluationsFragment } from "../../generated/types.ts";
import { FoldButton, useFold } from "../../parts/fold.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import table from "../../parts/facts-table.module.css";
import { Moment } from "../../parts/moment.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { Outside } from "../../parts/outside.tsx";
import { Section } from "../../parts/section.tsx";
import { evaluationAuthors } from "../../words/evaluations.ts";
import { byBenchmark, reporters } from "./evaluation-groups.ts";

/** Results that somebody reported of a model, by benchmark. */
export function EvaluationsSection({ model }: { readonly model: ModelPageEvaluationsFragment }): React.JSX.Element {
  const { evaluations, id } = model;
  const total = evaluations?.totalCount ?? undefined;
  return (
    <Section id="evaluations" title="Evaluations" folds aside={total === undefined ? undefined : counted(total, "reported result")}>
      {evaluations === null ? <p className="muted">No listing of this model says whether results were reported, or its source could not be asked.</p>
        : evaluations.nodes.length === 0 ? <p className="muted">No results are reported by its sources.</p>
          : <Results key={id} id={id} page={evaluations} />}
    </Section>
  );
}

/** Results that are shown before somebody asks for more. */
const mostAtFirst = 8;

function Results({ id, page }: { readonly id: string; readonly page: ModelPageEvaluationPageFragment }): React.JSX.Element {
  const pages = useMorePages({ first: pageOf(page), document: ModelEvaluationsMore, variablesAt: (after) => ({ id, after }), pageOf: moreOf });
  // In the order of the table, so that the first are the first of it.
  const fold = useFold(byBenchmark(pages.rows).flatMap(({ comparable }) => comparable.flatMap(({ results }) => results)), mostAtFirst);
  return (
    <div className="stack">
      <p>Reported, not measured here. Two results can be held against each other only where benchmark, metric and settings are equal.</p>
      <p>Who reports {pages.hasMore ? "those that were read" : "them"}: {reporters(pages.rows).map(({ author, at, results }, place) => <span key={`${author} ${at}`}>{place > 0 && "; "}{evaluationAuthors[author]} ({count(results)}, at {at})</span>)}.</p>
      <table className={table.table} ref={(made) => { fold.list.current = made; }}>
        <caption className="only-heard">Reported results by benchmark</caption>
        <thead><tr><th scope="col">Metric</th><th scope="col">Settings</th><th scope="col" className={table.number}>As reported</th><th scope="col">Reported by</th><th scope="col">Date</th><th scope="col">Listed at</th></tr></thead>
        {byBenchmark(fold.shown).map(({ benchmark, comparable }) => (
          <tbody key={benchmark}>
            <tr className={table.group}><th scope="rowgroup" colSpan={6}><Foreign text={benchmark} /></th></tr>
            {comparable.flatMap(({ results }) => results).map((result, place) => <Row key={place} result={result} />)}
          </tbody>
        ))}
      </table>
      {fold.shown.length < fold.total ? <FoldButton fold={fold} what={pages.hasMore ? "first results" : "results"} /> : <MoreButton pages={pages} what="results" total={page.totalCount ?? undefined} />}
    </div>
  );
}

function Row({ result: { metric, settings, text, unit, date, source, author, url } }: { readonly result: ModelPageEvaluationFragment }): React.JSX.Element {
  return (
    <tr>
      <td data-label="Metric">{stated(metric)}</td>
      <td data-label="Settings">{stated(settings)}</td>
      <td data-label="As reported" className={table.number}><strong><Foreign text={text} /></strong>{unit !== null && !text.trim().endsWith(unit) && <> <Foreign text={unit} /></>}</td>
      <td data-label="Reported by">{evaluationAuthors[author]}</td>
      <td data-label="Date">{date === null ? stated(null) : <Moment at={date} />}</td>
      <td data-label="Listed at"><Outside href={url}>{source.title}</Outside></td>
    </tr>
  );
}

function stated(text: string | null): React.JSX.Element {
  return text === null || text === "" ? <span className="muted">not stated</span> : <Foreign text={text} />;
}

function pageOf({ nodes, pageInfo }: ModelPageEvaluationPageFragment): Page<ModelPageEvaluationFragment> {
  return { rows: nodes, next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined };
}

function moreOf({ model }: ModelEvaluationsMoreQuery): Page<ModelPageEvaluationFragment> | undefined {
  const evaluations = model?.evaluations;
  return evaluations === undefined || evaluations === null ? undefined : pageOf(evaluations);
}
