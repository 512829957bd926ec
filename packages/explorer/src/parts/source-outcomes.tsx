import { Link } from "react-router";
import { counted, duration } from "../format/numbers.ts";
import type { SourceOutcomeRowFragment } from "../generated/types.ts";
import { paths } from "../paths.ts";
import { outcomeStatuses, outcomeOrigins, sourceErrors } from "../words/outcomes.ts";
import { Foreign } from "./foreign.tsx";
import { Mark } from "./mark.tsx";
import { Moment } from "./moment.tsx";
import styles from "./source-outcomes.module.css";

/** How each source fared for an answer: one line, all of it on request. Opens by itself when one failed. */
export function SourceOutcomes({ outcomes }: { readonly outcomes: readonly SourceOutcomeRowFragment[] }): React.JSX.Element {
  const failed = outcomes.filter(({ status }) => status === "FAILED" || status === "PARTIAL");
  const stale = outcomes.filter(({ origin }) => origin === "STALE");
  const asked = outcomes.filter(({ status }) => status !== "SKIPPED");
  return (
    <details className={styles.outcomes} open={failed.length > 0}>
      <summary>
        {counted(asked.length, "source")} of {outcomes.length} took part
        {failed.length > 0 && <> · <Mark tone="bad">{counted(failed.length, "source")} failed: {failed.map(({ source }) => source.title).join(", ")}</Mark></>}
        {stale.length > 0 && <> · <Mark tone="caution">{counted(stale.length, "source")} with old facts</Mark></>}
      </summary>
      <ul className="plain">
        {outcomes.map((outcome) => <li key={outcome.source.id}><Outcome outcome={outcome} /></li>)}
      </ul>
    </details>
  );
}

function Outcome({ outcome }: { readonly outcome: SourceOutcomeRowFragment }): React.JSX.Element {
  const { source, status, origin, asOf, code, message, retryAfterMs, count } = outcome;
  return (
    <div className={styles.outcome}>
      <Link to={paths.source(source.id)}>{source.title}</Link>
      <Mark tone={outcomeStatuses[status].tone} title={outcomeStatuses[status].note}>{outcomeStatuses[status].label}</Mark>
      <span className="small">
        {counted(count, "entry", "entries")}
        {origin !== null && <>, {outcomeOrigins[origin]}</>}
        {asOf !== null && <>, facts of <Moment at={asOf} /></>}
        {code !== null && <>. {sourceErrors[code]}</>}
        {message !== null && <> <span className="muted"><Foreign text={message} maxLength={300} /></span></>}
        {retryAfterMs !== null && retryAfterMs > 0 && <> It may be asked again in {duration(Math.ceil(retryAfterMs / 1000))}.</>}
      </span>
    </div>
  );
}
