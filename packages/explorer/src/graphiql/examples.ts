import type { Example } from "./example.ts";
import { compare, lookUp, search } from "./examples-of-choosing.ts";
import { adapters, pins, sources, trust } from "./examples-of-trust.ts";

export interface ExampleGroup {
  /** What somebody wants to do. */
  readonly use: string;
  readonly examples: readonly Example[];
}

/** The examples by what somebody wants to do, in the order in which they are shown. */
export const examples: readonly ExampleGroup[] = [
  { use: "Search", examples: search },
  { use: "Look up", examples: lookUp },
  { use: "Compare", examples: compare },
  { use: "Trust", examples: trust },
  { use: "Pins", examples: pins },
  { use: "Sources and changes", examples: sources },
  { use: "Writing an adapter", examples: adapters },
];

/** What the editor holds when nothing else was chosen. */
export const firstQuery = `# Queries to begin from are in the tab Examples of the side bar. Ctrl-Enter runs one.
query FirstQuestion {
  search(text: "whisper large v3", first: 3) {
    totalCount
    nodes { id name license { spdx class } popularity { downloads30d asOf } }
    sources { source { id } status origin asOf message }
  }
}
`;
