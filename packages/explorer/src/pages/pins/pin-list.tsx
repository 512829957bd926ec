import { useRef, useState } from "react";
import type { RefObject } from "react";
import { Link, useNavigate } from "react-router";
import { act } from "../../client/action.ts";
import { counted } from "../../format/numbers.ts";
import { MakePins } from "../../generated/pins-page.ts";
import type { PinsPageResultFragment, PolicyChoiceFragment } from "../../generated/types.ts";
import { ChosenPolicyPicker } from "../../parts/chosen-policy-picker.tsx";
import { Section } from "../../parts/section.tsx";
import { useKeptFocus } from "../../parts/use-kept-focus.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { paths } from "../../paths.ts";
import { policyInput, policyParam } from "../../policy/policy-param.ts";
import { usePolicyOfAddress } from "../../policy/use-policy.ts";
import { pinList } from "../../state/pin-list.ts";
import { useList } from "../../state/stored-list.ts";
import { AddPins } from "./add-pins.tsx";
import { Downloads } from "./downloads.tsx";
import { inParts, pinParts } from "./in-parts.ts";
import { keepMade, useMadePins } from "./made-pins.ts";
import { PinRow } from "./pin-row.tsx";
import { Progress } from "./progress.tsx";
import { StorageNotice } from "./storage-notice.tsx";
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
  const { policy, named } = usePolicyOfAddress();
  const kept = useList(pinList);
  const made = useMadePins();
  const { run, start, stop } = useRun();
  const [removed, setRemoved] = useState<{ readonly reference: string; readonly place: number }>();
  const [came, setCame] = useState<readonly PinsPageResultFragment[]>([]);
  const [heading, undo, list] = [useRef<HTMLHeadingElement>(null), useRef<HTMLButtonElement>(null), useRef<HTMLUListElement>(null)];
  // What takes the focus when the button that had it goes: what the press of it led to.
  const next = useRef<RefObject<HTMLElement | null>>(list);
  const focus = useKeptFocus(() => next.current.current);
  const isShared = shared.length > 0;
  const references = (isShared ? shared : kept).slice(0, mostPins);
  const change = (changed: readonly string[], to: RefObject<HTMLElement | null> = list): void => {
    next.current = to;
    if (isShared) void navigate(paths.pins(changed, named === undefined ? {} : { policy: policyParam(named) }), { preventScrollReset: true });
    else pinList.change(changed);
  };
  const make = (wanted: readonly string[]): void => {
    if (run.isRunning) return;
    next.current = heading;
    setCame([]);
    start({
      parts: inParts(wanted, pinParts),
      ask: async (part) => act(MakePins, { references: [...part], policy: policyInput(policy) }),
      take: ({ pin }) => {
        keepMade(pin ?? []);
        setCame((before) => [...before, ...(pin ?? [])]);
      },
    });
  };
  const rows = references.map((reference) => ({ reference, result: made.get(reference) }));
  const pins = rows.flatMap(({ result }) => result?.pin ?? []);
  const untried = rows.filter(({ result }) => result === undefined).map(({ reference }) => reference);
  const failed = rows.filter(({ result }) => result?.pin === null).map(({ reference }) => reference);
  const remove = (reference: string): void => {
    setRemoved({ reference, place: references.indexOf(reference) });
    change(references.filter((each) => each !== reference), undo);
  };
  return (
    <div {...focus}><Section id="list" title={isShared ? "The shared list" : "Your list"} aside={counted(references.length, "model")}>
      {!isShared && <StorageNotice references={references} />}
      <AddPins references={references} change={change} />
      {isShared && <p><button type="button" onClick={() => { pinList.change([...kept, ...shared]); void navigate(paths.pins()); }}>Keep this list in this browser</button>{shared.length > mostPins && ` The address names ${shared.length}; the first ${mostPins} are here.`}</p>}
      {references.length === 0 && <p>Nothing is on it: nothing was put there, or the storage of this browser was cleared. Add what you ship above, or choose “Put on the pin list” where you <Link to={paths.resolve()}>look a model up</Link>. A pin is made of anything that can be looked up.</p>}
      {references.length > 0 && (
        <>
          <div className={styles.controls}>
            <ChosenPolicyPicker policies={policies} />
            {untried.length > 0 && <button type="button" className="primary" aria-disabled={run.isRunning} onClick={() => make(untried)}>{untried.length === references.length ? `Make ${counted(untried.length, "pin")}` : `Make what is not made yet (${untried.length})`}</button>}
            {failed.length > 0 && <button type="button" aria-disabled={run.isRunning} onClick={() => make(failed)}>Try again what has no pin ({failed.length})</button>}
            {untried.length < references.length && <button type="button" aria-disabled={run.isRunning} onClick={() => make(references)}>Make all anew</button>}
            {!isShared && <Link className="small" to={paths.pins(rows.map(({ reference, result }) => pinnedReference(result) ?? reference))}>This list as a link{pins.length > 0 && ", at the pinned revisions"}</Link>}
          </div>
          <Progress run={run} stop={stop} title="Result of pinning" heading={heading} verb="pinned" counts={countsOf(came)} goOn={() => make(untried.length > 0 ? untried : references)} />
          <Downloads documents={pins.map(({ document }) => document)} missing={references.length - pins.length} />
        </>
      )}
      <p role="status" className={styles.undo}>{removed !== undefined && <>Taken off the list: <code><Foreign text={removed.reference} maxLength={80} /></code> <button ref={undo} type="button" className="small" onClick={() => { change(references.toSpliced(removed.place, 0, removed.reference)); setRemoved(undefined); }}>Undo</button></>}</p>
      <ul ref={list} tabIndex={-1} aria-label="What is on the list" className={styles.rows}>
        {rows.map(({ reference, result }) => <li key={reference} className="card"><PinRow reference={reference} result={result} remove={() => remove(reference)} replace={(other) => change([...new Set(references.map((each) => (each === reference ? other : each)))])} /></li>)}
      </ul>
    </Section></div>
  );
}

/** What was pinned, so that who opens it pins the same state. */
function pinnedReference(result: PinsPageResultFragment | undefined): string | undefined {
  const pin = result?.pin ?? undefined;
  return pin === undefined ? undefined : `${pin.listing.key}@${pin.revision}`;
}

/** `2 pinned, 1 without a pin`. */
function countsOf(results: readonly PinsPageResultFragment[]): string {
  const pinned = results.filter(({ pin }) => pin !== null).length;
  const parts = [pinned > 0 && `${pinned} pinned`, results.length > pinned && `${results.length - pinned} without a pin`];
  return parts.filter((part) => part !== false).join(", ");
}
