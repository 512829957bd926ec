import type { RefObject } from "react";
import { AnswerProblem } from "../../parts/problem.tsx";
import type { Run } from "./use-run.ts";
import styles from "./pins-page.module.css";

export interface ProgressProps {
  readonly run: Run;
  readonly stop: () => void;
  /** `Result of the check`; it takes the focus when the button that had it goes. */
  readonly title: string;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  /** What was done of each: `pinned`, `checked`. */
  readonly verb: string;
  /** What came of them: `2 unchanged, 1 drifted`; empty while nothing did. */
  readonly counts: string;
  /** Goes on with what is left. */
  readonly goOn: () => void;
}

/** How far a run is; its end is told once, with its counts. */
export function Progress({ run: { done, total, isRunning, error, isStopped }, stop, title, heading, verb, counts, goOn }: ProgressProps): React.JSX.Element | null {
  if (total === 0) return null;
  const end = `${isStopped ? "Stopped: " : ""}${done} of ${total} asked${counts === "" ? "" : `: ${counts}`}.`;
  return (
    <div className={styles.progress}>
      <h3 ref={heading} tabIndex={-1}>{title}</h3>
      {isRunning && <div className="row"><progress value={done} max={total} aria-label={`How many are ${verb}`} /> <span className="small">{done} of {total} {verb}, {total - done} left; their sources are being asked</span> <button type="button" className="small" onClick={stop}>Stop</button></div>}
      <p role="status">{!isRunning && <strong>{end}</strong>}</p>
      {error !== undefined && <AnswerProblem error={error} again={goOn} />}
      {isStopped && <p><button type="button" className="small" onClick={goOn}>Go on</button></p>}
    </div>
  );
}
