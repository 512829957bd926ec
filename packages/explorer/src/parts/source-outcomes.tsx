import { Link } from "react-router";
import { counted, duration } from "../format/numbers.ts";
import type { SourceOutcomeRowFragment } from "../generated/types.ts";
import { paths } from "../paths.ts";
import { outcomeOrigins, outcomeWord, sourceErrors } from "../words/outcomes.ts";
import { Foreign } from "./foreign.tsx";
import { Mark } from "./mark.tsx";
import { Moment } from "./moment.tsx";
import styles from "./source-outcomes.module.css";

/** How each source fared for an answer: one line, all of it on request. Opens by itself when one failed. */
export function SourceOutcomes({ outcomes }: { readonly outcomes: readonly SourceOutcomeRowFragment[] }): React.JSX.Element {
  const failed = outcomes.filter(({ status }) => status === "FAILED" || status === "PARTIAL");
  const stale = outcomes.filter(({ origin }) => origin === "STALE");
  const answered = outcomes.filter(({ status, origin }) => status === "OK" && origin === "LIVE");
  const read = outcomes.filter(({ status, origin }) => status === "OK" && (origin === "CATALOG" || origin === "CACHE"));
  const skipped = outcomes.filter(({ status }) => status === "SKIPPED");
  return (
    <details className={styles.outcomes} open={failed.length > 0}>
      <summary>
        {counted(outcomes.length, "source")}: {[
          ...(answered.length > 0 ? [`${answered.length} answered just now`] : []),
          ...(read.length > 0 ? [`${read.length} read from what is stored here`] : []),
          ...(skipped.length > 0 ? [`${skipped.length} not asked`] : []),
        ].join(", ")}
        {failed.length > 0 && <> <Mark tone="bad">{failed.length} failed: {failed.map(({ source }) => source.title).join(", ")}</Mark></>}
        {stale.length > 0 && <> <Mark tone="caution">{stale.length} with old facts</Mark></>}
      </summary>
      <ul className="plain">
        {outcomes.map((outcome) => <li key={outcome.source.id}><Outcome outcome={outcome} /></li>)}
      </ul>
    </details>
  );
}

function Outcome({ outcome }: { readonly outcome: SourceOutcomeRowFragment }): React.JSX.Element {
  const { source, status, origin, asOf, code, message, retryAfterMs, count } = outcome;
  const word = outcomeWord(outcome);
  return (
    <div className={styles.outcome}>
      <Link to={paths.source(source.id)}>{source.title}</Link>
      <Mark tone={word.tone} title={word.note}>{word.label}</Mark>
      <span className="small">
        {counted(count, "entry", "entries")}
        {origin !== null && status !== "OK" && <>, {outcomeOrigins[origin]}</>}
        {asOf !== null && <>, facts of <Moment at={asOf} /></>}
        {code !== null && <>. {sourceErrors[code]}</>}
        {message !== null && <> <span className="muted"><Foreign text={message} maxLength={300} /></span></>}
        {retryAfterMs !== null && retryAfterMs > 0 && <> It may be asked again in {duration(Math.ceil(retryAfterMs / 1000))}.</>}
      </span>
    </div>
  );
}
