import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { act } from "../../client/action.ts";
import { counted } from "../../format/numbers.ts";
import { MakePins } from "../../generated/pins-page.ts";
import type { PolicyChoiceFragment } from "../../generated/types.ts";
import { ChosenPolicyPicker } from "../../parts/chosen-policy-picker.tsx";
import { Section } from "../../parts/section.tsx";
import { useParam } from "../../parts/use-param.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { paths } from "../../paths.ts";
import { parsePolicyParam, policyInput } from "../../policy/policy-param.ts";
import { pinList } from "../../state/pin-list.ts";
import { useList } from "../../state/stored-list.ts";
import { AddPins } from "./add-pins.tsx";
import { Downloads } from "./downloads.tsx";
import { inParts, pinParts } from "./in-parts.ts";
import { keepMade, useMadePins } from "./made-pins.ts";
import { PinRow } from "./pin-row.tsx";
import { Progress } from "./progress.tsx";
import { useRun } from "./use-run.ts";
import styles from "./pins-page.module.css";

export interface PinListProps {
  /** A list that the address names; empty for the list of this browser. */
  readonly shared: readonly string[];
  readonly policies: readonly PolicyChoiceFragment[];
}

/** The endpoint pins so many; more would be another list. */
export const mostPins = 50;

/** References to pin, the pins that were made of them, and the files of those. */
export function PinList({ shared, policies }: PinListProps): React.JSX.Element {
  const navigate = useNavigate();
  const [param] = useParam("policy");
  const kept = useList(pinList);
  const made = useMadePins();
  const { run, start, stop } = useRun();
  const [removed, setRemoved] = useState<{ readonly reference: string; readonly place: number }>();
  const isShared = shared.length > 0;
  const references = (isShared ? shared : kept).slice(0, mostPins);
  const change = (next: readonly string[]): void => {
    if (isShared) void navigate(paths.pins(next, param === null ? {} : { policy: param }), { preventScrollReset: true });
    else pinList.change(next);
  };
  const make = (wanted: readonly string[]): void => start({
    parts: inParts(wanted, pinParts),
    ask: async (part) => act(MakePins, { references: [...part], policy: policyInput(parsePolicyParam(param)) }),
    take: ({ pin }) => keepMade(pin ?? []),
  });
  const rows = references.map((reference) => ({ reference, result: made.get(reference) }));
  const pins = rows.flatMap(({ result }) => result?.pin ?? []);
  const untried = rows.filter(({ result }) => result === undefined).map(({ reference }) => reference);
  const failed = rows.filter(({ result }) => result?.pin === null).map(({ reference }) => reference);
  const remove = (reference: string): void => {
    setRemoved({ reference, place: references.indexOf(reference) });
    change(references.filter((each) => each !== reference));
  };
  return (
    <Section id="list" title={isShared ? "The shared list" : "Your list"} aside={counted(references.length, "model")}>
      <AddPins references={references} change={change} />
      {isShared && <p><button type="button" onClick={() => { pinList.change([...kept, ...shared]); void navigate(paths.pins()); }}>Keep this list in this browser</button>{shared.length > mostPins && ` The address names ${shared.length}; the first ${mostPins} are here.`}</p>}
      {references.length === 0 && <p>Nothing is on it yet. Add what you ship above, or choose “Put on the pin list” where you <Link to={paths.resolve()}>look a model up</Link>. A pin is made of anything that can be looked up.</p>}
      {references.length > 0 && (
        <>
          <div className={styles.controls}>
            <ChosenPolicyPicker policies={policies} />
            {untried.length > 0 && <button type="button" className="primary" disabled={run.isRunning} onClick={() => make(untried)}>{untried.length === references.length ? `Make ${counted(untried.length, "pin")}` : `Make what is not made yet (${untried.length})`}</button>}
            {failed.length > 0 && <button type="button" disabled={run.isRunning} onClick={() => make(failed)}>Try again what has no pin ({failed.length})</button>}
            {untried.length < references.length && <button type="button" disabled={run.isRunning} onClick={() => make(references)}>Make all anew</button>}
            {!isShared && <Link className="small" to={paths.pins(references)}>This list as a link</Link>}
          </div>
          <Progress run={run} stop={stop} verb="pinned" goOn={() => make(untried.length > 0 ? untried : references)} />
          <Downloads documents={pins.map(({ document }) => document)} missing={references.length - pins.length} />
        </>
      )}
      <p role="status" className={styles.undo}>{removed !== undefined && <>Taken off the list: <code><Foreign text={removed.reference} maxLength={80} /></code> <button type="button" className="small" onClick={() => { change(references.toSpliced(removed.place, 0, removed.reference)); setRemoved(undefined); }}>Undo</button></>}</p>
      <ul className={styles.rows}>
        {rows.map(({ reference, result }) => <li key={reference} className="card"><PinRow reference={reference} result={result} remove={() => remove(reference)} replace={(other) => change([...new Set(references.map((each) => (each === reference ? other : each)))])} /></li>)}
      </ul>
    </Section>
  );
}
