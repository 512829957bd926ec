import type { Judge, Judged } from "./judges.ts";
import { isHard, natureOfPair, pairKey, type Pair, type PairNature } from "./pair.ts";

export interface Outcome {
  readonly pair: Pair;
  readonly judged: Judged;
}

/** How a judge fared over some pairs. Silence joins nothing, so it counts as no answer of SAME. */
export interface Score {
  readonly asked: number;
  readonly precision: number;
  readonly joined: number;
  readonly falselyJoined: readonly Outcome[];
  readonly easy: Recall;
  readonly hard: Recall;
  /** Hard positives by what the names say. */
  readonly hardOf: Readonly<Record<PairNature, Recall>>;
  readonly negatives: { readonly count: number; readonly silent: number };
}

export interface Recall {
  readonly count: number;
  readonly same: number;
  readonly silent: number;
  readonly missed: readonly Outcome[];
}

export function scoreOf(judge: Judge, pairs: readonly Pair[]): Score {
  const asked = pairs.flatMap((pair): readonly Outcome[] => {
    const judged = judge.judge(pair);
    return judged === undefined ? [] : [{ pair, judged }];
  });
  const joined = asked.filter(({ judged }) => judged.verdict === "SAME");
  const falselyJoined = joined.filter(({ pair }) => pair.label !== "SAME");
  const positives = asked.filter(({ pair }) => pair.label === "SAME");
  const hard = positives.filter(({ pair }) => isHard(pair));
  const negatives = asked.filter(({ pair }) => pair.label !== "SAME");
  const ofNature = (nature: PairNature): Recall => recall(hard.filter(({ pair }) => natureOfPair(pair) === nature));
  return {
    asked: asked.length,
    precision: joined.length === 0 ? 1 : 1 - falselyJoined.length / joined.length,
    joined: joined.length,
    falselyJoined,
    easy: recall(positives.filter(({ pair }) => !isHard(pair))),
    hard: recall(hard),
    hardOf: { TELLING: ofNature("TELLING"), BARE: ofNature("BARE"), SILENT: ofNature("SILENT"), CONTRADICTS: ofNature("CONTRADICTS") },
    negatives: { count: negatives.length, silent: negatives.filter(({ judged }) => judged.verdict === "SILENT").length },
  };
}

export function share({ count, same }: Pick<Recall, "count" | "same">): number {
  return count === 0 ? 1 : same / count;
}

/** One line for each error, for a person. */
export function errorLines({ falselyJoined, easy, hard }: Score): readonly string[] {
  const line = (what: string) => ({ pair, judged }: Outcome): string => `  ${what.padEnd(18)} ${pairKey(pair)}  [${pair.drawnBy}; names say: ${natureOfPair(pair).toLowerCase()}] ${judged.verdict}: ${judged.statement}`;
  return [...falselyJoined.map(line("falsely joined")), ...[...easy.missed, ...hard.missed].map(line("not joined"))];
}

function recall(positives: readonly Outcome[]): Recall {
  return {
    count: positives.length,
    same: positives.filter(({ judged }) => judged.verdict === "SAME").length,
    silent: positives.filter(({ judged }) => judged.verdict === "SILENT").length,
    missed: positives.filter(({ judged }) => judged.verdict !== "SAME"),
  };
}
