import { AnswerProblem } from "../../parts/problem.tsx";
import type { Run } from "./use-run.ts";
import styles from "./pins-page.module.css";

export interface ProgressProps {
  readonly run: Run;
  readonly stop: () => void;
  /** What was done of each: `pinned`, `checked`. */
  readonly verb: string;
  /** Goes on with what is left. */
  readonly goOn: () => void;
}

/** How far a run is; its end is told once. */
export function Progress({ run: { done, total, isRunning, error, isStopped }, stop, verb, goOn }: ProgressProps): React.JSX.Element | null {
  if (total === 0) return null;
  return (
    <div className={styles.progress}>
      {isRunning && <><progress value={done} max={total} aria-label={`How many are ${verb}`} /> <span className="small">{done} of {total} {verb}, {total - done} left; their sources are being asked</span> <button type="button" className="small" onClick={stop}>Stop</button></>}
      {error !== undefined && <AnswerProblem error={error} again={goOn} />}
      {isStopped && <p>Stopped: {done} of {total} {verb}. <button type="button" className="small" onClick={goOn}>Go on</button></p>}
      <p role="status" className={isRunning ? "only-heard" : "small"}>{!isRunning && !isStopped && error === undefined ? `${done} of ${total} asked; what came of each stands below.` : ""}</p>
    </div>
  );
}
