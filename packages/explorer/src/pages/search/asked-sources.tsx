import { useEffect, useState } from "react";
import { counted } from "../../format/numbers.ts";
import type { SearchPageOutcomeFragment } from "../../generated/types.ts";
import { firstOf } from "./hit-words.ts";
import { askable, unanswered } from "./live-hits.ts";
import styles from "./search-page.module.css";
import type { Asked } from "./use-hits.ts";

export interface AskedSourcesProps {
  readonly asked: Asked;
  /** How the sources fared: in the search of what is stored while they are asked, and for the words once they answered. */
  readonly outcomes: readonly SearchPageOutcomeFragment[];
  /** Such as `12 models`. */
  readonly total: string;
  /** Leaves what is stored. */
  readonly onStop: () => void;
}

/** The heading above the hits, to which the focus goes when a button here has done its work. */
export const foundId = "found";

/** Longer than most sources take: what is there at once needs no word. */
const quietMs = 1_000;

/** Says which sources are waited for, and then what came of it. Its room is kept from the moment in which they are asked. */
export function AskedSources({ asked, outcomes, total, onStop }: AskedSourcesProps): React.JSX.Element {
  const isLate = useLater(asked.isAsking);
  const isWaiting = asked.isAsking && isLate;
  const then = (act: () => void) => (): void => {
    document.getElementById(foundId)?.focus({ preventScroll: true });
    act();
  };
  return (
    <div className={styles.asked}>
      <p role="status">{asked.isAsking ? (isWaiting ? waitingWords(askable(outcomes)) : "") : answeredWords(asked, outcomes, total)}</p>
      {isWaiting && <button type="button" className="small" onClick={then(onStop)}>Stop waiting</button>}
      {!asked.isAsking && asked.isHeld && <button type="button" className="small" onClick={then(asked.order)}>Put all in order</button>}
    </div>
  );
}

function waitingWords(titles: readonly string[]): string {
  const whom = titles.length === 0 ? "Asking the sources that can search." : `Asking ${counted(titles.length, "source")}: ${firstOf(titles, 3)}.`;
  return `${whom} What stands here is stored already.`;
}

function answeredWords({ error, isHeld, added }: Asked, outcomes: readonly SearchPageOutcomeFragment[], total: string): string {
  if (error !== undefined) return "Asking the sources failed. What stands here is stored already.";
  const silent = unanswered(outcomes);
  const but = silent === 0 ? "" : ` ${counted(silent, "source")} did not answer.`;
  if (!isHeld) return `${total} found, with what the sources gave.${but}`;
  if (added > 0) return `The sources added ${counted(added, "model")}; the conditions do not count ${added === 1 ? "it" : "them"} yet.${but}`;
  return `The sources gave newer facts, or another order.${but}`;
}

/** Whether something has gone on for a while. */
function useLater(isGoingOn: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!isGoingOn) return undefined;
    const timer = setTimeout(() => setLate(true), quietMs);
    return () => clearTimeout(timer);
  }, [isGoingOn]);
  return isLate;
}
