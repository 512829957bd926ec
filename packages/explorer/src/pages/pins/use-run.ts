import type { CombinedError } from "@urql/core";
import { useEffect, useRef, useState } from "react";
import type { Acted } from "../../client/action.ts";

/** How far a run over several parts is. */
export interface Run {
  readonly done: number;
  readonly total: number;
  readonly isRunning: boolean;
  /** Why it ended before its end; what was done stays. */
  readonly error: CombinedError | undefined;
  readonly isStopped: boolean;
}

export interface Parts<Part, Data> {
  readonly parts: readonly (readonly Part[])[];
  readonly ask: (part: readonly Part[]) => Promise<Acted<Data>>;
  readonly take: (data: Data, part: readonly Part[]) => void;
}

const idle: Run = { done: 0, total: 0, isRunning: false, error: undefined, isStopped: false };

export interface Runner {
  readonly run: Run;
  /** Does nothing while a run is under way. */
  readonly start: <Part, Data>(parts: Parts<Part, Data>) => void;
  readonly stop: () => void;
  /** Ends it and shows nothing of it: it was about something else. */
  readonly forget: () => void;
}

/** Asks part after part, never two at once; it ends at the first failure, when it is stopped, or when the page is left. */
export function useRun(): Runner {
  const [run, setRun] = useState(idle);
  const current = useRef(0);
  useEffect(() => () => void (current.current += 1), []);
  const start = <Part, Data>({ parts, ask, take }: Parts<Part, Data>): void => {
    if (run.isRunning) return;
    current.current += 1;
    const own = current.current;
    const total = parts.reduce((sum, { length }) => sum + length, 0);
    setRun({ ...idle, total, isRunning: true });
    const go = async (): Promise<void> => {
      let done = 0;
      for (const part of parts) {
        const acted = await ask(part);
        if (current.current !== own) return;
        if (acted.status === "FAILED") return setRun({ ...idle, done, total, error: acted.error });
        take(acted.data, part);
        done += part.length;
        setRun({ ...idle, done, total, isRunning: done < total });
      }
    };
    void go();
  };
  const stop = (): void => {
    current.current += 1;
    setRun((before) => ({ ...before, isRunning: false, isStopped: true }));
  };
  const forget = (): void => {
    current.current += 1;
    setRun(idle);
  };
  return { run, start, stop, forget };
}
