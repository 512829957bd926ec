import type { ComparePageEvaluationFragment, ComparePageRowFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Moment } from "../../parts/moment.tsx";
import { useWidth } from "../../plot/use-width.ts";
import { evaluationAuthors } from "../../words/comparison.ts";
import type { Column } from "./columns.ts";
import { ResultStrip } from "./result-strip.tsx";
import { resultsOf } from "./results.ts";
import type { DrawnBenchmark } from "./results.ts";
import styles from "./plots.module.css";

export interface ResultsPlotProps {
  readonly rows: readonly ComparePageRowFragment[];
  readonly columns: readonly Column[];
  /** Of each column, in their order. */
  readonly evaluations: readonly (readonly ComparePageEvaluationFragment[])[];
}

/** The most benchmarks that are drawn at once. */
const mostAtOnce = 10;

/** Reported results, one line for each benchmark, with the same numbers as a table; what cannot be drawn is named. */
export function ResultsPlot({ rows, columns, evaluations }: ResultsPlotProps): React.JSX.Element {
  const { drawn, notComparable, alone } = resultsOf(rows, evaluations);
  const { ref, width } = useWidth(640);
  const [first, more] = [drawn.slice(0, mostAtOnce), drawn.slice(mostAtOnce)];
  return (
    <>
      {drawn.length === 0 && <p>No benchmark is known here of which two of these models have a comparable number.</p>}
      {drawn.length > 0 && (
        <>
          <p className="small muted">Each line has its own scale. {columns.map(({ letter, model }, at) => <span key={letter}>{at > 0 && ", "}<span className={styles.letter}>{letter}</span> <Foreign text={model.name} maxLength={60} /></span>)}. A filled mark: reported by somebody other than the publisher; a hollow one: by the publisher, or it is not known by whom. Nobody ran these again here.</p>
          <div ref={ref}>
            {first.map((benchmark) => <ResultStrip key={benchmark.label} benchmark={benchmark} columns={columns} width={width} />)}
            {more.length > 0 && <details><summary>{more.length} more benchmarks</summary>{more.map((benchmark) => <ResultStrip key={benchmark.label} benchmark={benchmark} columns={columns} width={width} />)}</details>}
          </div>
          <details className={styles.asTable}><summary>The same numbers as a table</summary><ResultTable drawn={drawn} columns={columns} /></details>
        </>
      )}
      {notComparable.length > 0 && <><p>Not drawn, since measured in different ways:</p><ul>{notComparable.map(({ label, note }) => <li key={label}><Foreign text={label} />{note !== null && <span className="muted">: <Foreign text={note} maxLength={240} /></span>}</li>)}</ul></>}
      {alone.length > 0 && <p className="small">Known as a number of one model only: {alone.slice(0, 20).map((label, at) => <span key={label}>{at > 0 && ", "}<Foreign text={label} maxLength={60} /></span>)}{alone.length > 20 && `, and ${alone.length - 20} more`}.</p>}
    </>
  );
}

function ResultTable({ drawn, columns }: { readonly drawn: readonly DrawnBenchmark[]; readonly columns: readonly Column[] }): React.JSX.Element {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Reported results as a table, which scrolls">
      <table>
        <caption className="only-heard">Reported results</caption>
        <thead><tr><th scope="col">Benchmark</th><th scope="col">Model</th><th scope="col">Result</th><th scope="col">Reported by</th><th scope="col">Date</th></tr></thead>
        <tbody>
          {drawn.flatMap(({ label, unit, results }) => results.map(({ column, text, author, date, source }) => (
            <tr key={`${label} ${column}`}>
              <th scope="row"><Foreign text={label} maxLength={80} /></th>
              <td>{columns[column]?.letter} <Foreign text={columns[column]?.model.name ?? ""} maxLength={60} /></td>
              <td><Foreign text={text} maxLength={120} />{unit !== undefined && !text.includes(unit) && ` ${unit}`}</td>
              <td>{author === undefined ? "not known" : evaluationAuthors[author]}{source !== undefined && `, at ${source}`}</td>
              <td>{date === null ? "not stated" : <Moment at={date} />}</td>
            </tr>
          )))}
        </tbody>
      </table>
    </div>
  );
}
