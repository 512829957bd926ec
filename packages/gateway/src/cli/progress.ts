/** How far a long piece of work has come. */
export interface Progress {
  readonly done: number;
  /** Of how many; absent when nobody says. */
  readonly expected?: number;
}

/** One line that tells the progress of a long piece of work. */
export interface ProgressLine {
  show(progress: Progress): void;
  /** Removes what stands on the terminal. */
  end(): void;
}

export interface ProgressLineOptions {
  /** What is under way: a source, a file. */
  readonly label: string;
  readonly err: NodeJS.WritableStream;
  /** Milliseconds that pass. @default performance.now */
  readonly elapsed?: () => number;
}

/** On a terminal the line is written over. */
const terminalMs = 200;
const elsewhereMs = 10_000;

/** A line with count, rate and time left: written over on a terminal, and once in ten seconds elsewhere. The rate is that since the first call. */
export function progressLine({ label, err, elapsed = () => performance.now() }: ProgressLineOptions): ProgressLine {
  const terminal = "isTTY" in err && err.isTTY === true;
  let first: { readonly done: number; readonly at: number } | undefined;
  let shownAt = elapsed();
  let shown = false;
  return {
    show: ({ done, expected }) => {
      const at = elapsed();
      first ??= { done, at };
      if (at - shownAt < (terminal ? terminalMs : elsewhereMs)) return;
      shownAt = at;
      shown = true;
      const rate = at > first.at ? (1_000 * (done - first.done)) / (at - first.at) : 0;
      const parts = [`${label}: ${done}${expected === undefined ? "" : ` of ${expected}`}`, ...(rate > 0 ? [`${Math.round(rate)} a second`] : []), ...timeLeft(done, expected, rate)];
      err.write(terminal ? `\r${parts.join(", ")}\u001b[K` : `${parts.join(", ")}\n`);
    },
    end: () => {
      if (terminal && shown) err.write("\r\u001b[K");
    },
  };
}

function timeLeft(done: number, expected: number | undefined, rate: number): readonly string[] {
  if (expected === undefined || rate === 0 || expected < done) return [];
  const seconds = Math.round((expected - done) / rate);
  if (seconds < 90) return [`${seconds} s left`];
  const minutes = Math.round(seconds / 60);
  return [minutes < 90 ? `${minutes} min left` : `${Math.floor(minutes / 60)} h ${minutes % 60} min left`];
}
