import type { SourceFactsFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { sourceStates } from "../../words/sources.ts";

/** The state of a source in words, since when, and what is wrong. */
export function SourceStateLine({ source: { status } }: { readonly source: Pick<SourceFactsFragment, "status"> }): React.JSX.Element {
  const { state, message, lastSuccessAt, lastErrorAt } = status;
  const { label, note, tone } = sourceStates[state];
  return (
    <p className="small">
      <Mark tone={tone} title={note}>{label}</Mark>{" "}
      {lastSuccessAt !== null ? <>last answer <Moment at={lastSuccessAt} to="minute" withAge /></> : state !== "NEVER_ASKED" && "no answer of it is known yet"}
      {(state === "DOWN" || state === "DEGRADED") && lastErrorAt !== null && <>; last failure <Moment at={lastErrorAt} to="minute" withAge /></>}
      {message !== null && <>. <Foreign text={message} maxLength={300} /></>}
    </p>
  );
}
