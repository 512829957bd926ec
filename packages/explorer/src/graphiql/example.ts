/** One query to begin from. A test runs each over HTTP and demands data without errors. */
export interface Example {
  readonly title: string;
  /** What it shows, in one sentence. */
  readonly sentence: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}
