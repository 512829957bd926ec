import { judgeNames } from "../../../packages/catalog/src/index.ts";
import { nameTokens } from "../../../packages/schema/src/index.ts";
import { last, type Named, type Pair } from "./pair.ts";

export type Verdict = "SAME" | "SILENT" | "DIFFERENT";

export interface Judged {
  readonly verdict: Verdict;
  readonly statement: string;
}

/** Says of a pair whether it is one model. `undefined`: it cannot be asked about this pair. */
export interface Judge {
  readonly title: string;
  judge(pair: Pair): Judged | undefined;
}

/** The rules of the catalog, given names alone: no links, no digests. */
export function byNames(): Judge {
  return { title: "names alone", judge: ({ left, right }) => judgeNames(left, right) };
}

/** What anybody would try first. */
export const baselines: readonly Judge[] = [
  baseline("baseline: equal last path segment, lower case", ({ nativeId }) => last(nativeId).toLowerCase()),
  baseline("baseline: equal sets of name tokens", ({ nativeId }) => [...new Set(nameTokens(last(nativeId)))].sort().join(" ")),
];

function baseline(title: string, read: (listing: Named) => string): Judge {
  return {
    title,
    judge: ({ left, right }) => (read(left) === read(right) ? { verdict: "SAME", statement: "They read the same." } : { verdict: "DIFFERENT", statement: "They read differently." }),
  };
}
