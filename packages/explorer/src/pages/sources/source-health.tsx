import { counted } from "../../format/numbers.ts";
import type { SourceFactsFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { sourceStates } from "../../words/sources.ts";
import styles from "./source-page.module.css";

/** How a source answers this gateway. */
export function SourceHealth({ source: { status } }: { readonly source: SourceFactsFragment }): React.JSX.Element {
  const { state, message, lastSuccessAt, lastErrorAt, requestsLeft, resetsAt } = status;
  return (
    <Section id="health" title="Health">
      <dl className={styles.terms}>
        <div><dt>State</dt><dd>{sourceStates[state].note}{message !== null && <> <Foreign text={message} maxLength={600} /></>}</dd></div>
        <div><dt>Last answer</dt><dd>{lastSuccessAt === null ? "none is known" : <Moment at={lastSuccessAt} to="second" withAge />}</dd></div>
        <div><dt>Last failure</dt><dd>{lastErrorAt === null ? "none is known" : <Moment at={lastErrorAt} to="second" withAge />}</dd></div>
        <div><dt>Requests left</dt><dd>{requestsLeft === null ? "no budget is known" : <>{counted(requestsLeft, "request")} left{resetsAt !== null && <>; full again <Moment at={resetsAt} to="minute" withAge /></>}</>}</dd></div>
      </dl>
    </Section>
  );
}
