import { setImmediate } from "node:timers/promises";

/** Work over foreign bytes that yields where it may be interrupted, about every millisecond, and returns its result. */
export type WorkInPieces<Result> = Generator<undefined, Result, undefined>;

/** Does work piece by piece; between two pieces everything else that waits has its turn, so that a hostile file does not hold the process. */
export async function inPieces<Result>(work: WorkInPieces<Result>): Promise<Result> {
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
    await setImmediate();
  }
}

/** Does work in one go, for what is short. */
export function atOnce<Result>(work: WorkInPieces<Result>): Result {
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
  }
}

/** Lets everything else that waits have its turn. */
export async function turnOfOthers(): Promise<void> {
  await setImmediate();
}
