import { corrections } from "./corrections.ts";
import { neighbourPairs } from "./negatives.ts";
import { pairKey, type Pair } from "./pair.ts";
import { readPairs, statedPairs } from "./positives.ts";
import type { Recorded } from "./recorded.ts";

/** A name that says "the newest": what it means today is not in it. */
const moving = /[-:]latest$/;

/**
 * Draws the labelled pairs, each once: stated, read, and nearest neighbours, with the corrections of a person who read all of them.
 *
 * @throws {Error} when a correction speaks of a pair that is not drawn.
 */
export function drawPairs(recorded: Recorded): readonly Pair[] {
  const unused = new Set(corrections.keys());
  const corrected = (pairs: readonly Pair[]): readonly Pair[] =>
    pairs.filter(({ left, right }) => !moving.test(left.nativeId) && !moving.test(right.nativeId)).flatMap((pair) => {
      const correction = corrections.get(pairKey(pair));
      unused.delete(pairKey(pair));
      if (correction === undefined) return [pair];
      return correction.label === "LEFT OUT" ? [] : [{ ...pair, label: correction.label }];
    });
  const positives = corrected([...statedPairs(recorded), ...readPairs(recorded)]);
  const pairs = [...positives, ...corrected(neighbourPairs(recorded, positives))];
  if (unused.size > 0) throw new Error(`Corrections of pairs that are not drawn: ${[...unused].join("; ")}`);
  return [...new Map(pairs.map((pair) => [pairKey(pair), pair])).values()];
}
