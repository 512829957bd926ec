/** One word of a query: any one of the alternatives, each all of its tokens. */
export interface QueryWord {
  readonly text: string;
  readonly alternatives: readonly (readonly string[])[];
}
