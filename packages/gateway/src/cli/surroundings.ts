/** The streams and surroundings of the command. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
  /** Program and first arguments that start this command again. */
  readonly self: readonly string[];
  /** What was written behind them. */
  readonly words: readonly string[];
}
