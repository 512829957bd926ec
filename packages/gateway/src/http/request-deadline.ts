/** The reason why work for a request ends: it took as long as one may. What was under way is not at fault. */
export class RequestDeadlineError extends Error {
  /** By this name a verifier's failure is told to be one of time. */
  override readonly name = "TimeoutError";
  readonly deadlineMs: number;

  constructor(deadlineMs: number) {
    const seconds = (deadlineMs / 1_000).toLocaleString("en-US");
    super(`This was not answered within ${seconds} s, which is the longest that a request may take here. Ask again: what was stored meanwhile is not asked for anew. Or ask for less at once.`);
    this.deadlineMs = deadlineMs;
  }
}
