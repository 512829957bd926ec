/** The streams and surroundings of the command. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
}
