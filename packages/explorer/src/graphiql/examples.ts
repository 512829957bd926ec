import type { Example } from "./example.ts";
import { conditions, decided } from "./examples-of-choosing.ts";
import { pins } from "./examples-of-shipping.ts";
import { frontends, own, registries } from "./examples-of-sources.ts";

export interface ExampleGroup {
  /** What somebody comes for. */
  readonly use: string;
  readonly examples: readonly Example[];
}

/** The examples by what people come for, in the order of the six uses at the head of `docs/explorer.md`. */
export const examples: readonly ExampleGroup[] = [
  { use: "I have half decided on a model", examples: decided },
  { use: "Models that meet conditions", examples: conditions },
  { use: "Pin what we ship", examples: pins },
  { use: "We keep models of our own", examples: own },
  { use: "I know another registry", examples: registries },
  { use: "My frontend needs this", examples: frontends },
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
