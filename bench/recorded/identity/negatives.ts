import { nameIndex, nearest } from "./name-index.ts";
import { hub, keyOf, last, named, ollamaTag, openRouterRow, pairKey, rankOf, type Named, type Pair } from "./pair.ts";
import { renamed } from "./positives.ts";
import type { Recorded } from "./recorded.ts";
import { differences, natureOf, readStrictly } from "./strict-reader.ts";

/** So many pairs of each difference. */
const quota = 40;
const neighboursLookedAt = 25;

/**
 * The nearest neighbours by name of what the positives mean. A neighbour is labelled by what it says otherwise than the target: another size, version,
 * date, training, or other words; or it says the same under another publisher's name. What says the same under the same name, or only says less
 * in another source, is left out, since no rule can label it.
 */
export function neighbourPairs(recorded: Recorded, positives: readonly Pair[]): readonly Pair[] {
  const same = positives.filter(({ label, drawnBy }) => label === "SAME" && drawnBy !== "rename");
  const joined = new Set(same.flatMap((pair) => [pairKey(pair), pairKey({ left: pair.right, right: pair.left })]));
  const index = nameIndex([
    ...recorded.hubIds.map(hub), ...new Map(recorded.openRouter.map((row) => [row.id, openRouterRow(row)])).values(),
    ...recorded.ollama.filter(({ id }) => !/:(?:latest|.*(?:q[2-8]_|fp16))/.test(id)).map(({ id }) => ollamaTag(id)), ...recorded.modelsDev.labs.map(({ id, name }) => named("models-dev", id, name)),
  ]);
  const meant = Map.groupBy(same, ({ right }) => keyOf(right));
  const counts = new Map<string, number>();
  const pairs: Pair[] = [];
  for (const key of [...meant.keys()].sort((left, right) => (rankOf(left) < rankOf(right) ? -1 : 1))) {
    const group = meant.get(key) ?? [];
    const [first] = group;
    if (first === undefined) continue;
    const { left, right: target } = first;
    const seen = new Set<string>();
    for (const neighbour of nearest(index, target, neighboursLookedAt)) {
      if (keyOf(neighbour) === keyOf(left) || keyOf(neighbour) === key || joined.has(pairKey({ left, right: neighbour })) || neighbour.source === left.source) continue;
      const kind = differenceOf(target, neighbour);
      if (kind === undefined || seen.has(kind) || (counts.get(kind) ?? 0) >= quota) continue;
      seen.add(kind);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      pairs.push({ left, right: neighbour, label: kind === "publisher" ? "DERIVED" : "DIFFERENT", drawnBy: `neighbour: ${kind}` });
    }
  }
  return pairs;
}

function differenceOf(target: Named, neighbour: Named): string | undefined {
  const publishers = [target.publisher, neighbour.publisher];
  const [ours, theirs] = [readStrictly(last(target.nativeId), publishers), readStrictly(last(neighbour.nativeId), publishers)];
  const areBothOfTheHub = target.source === "hf" && neighbour.source === "hf";
  const [difference] = differences(ours, theirs);
  if (difference === undefined || natureOf(ours, theirs) === "SAYS") return areBothOfTheHub && !isOnePublisher(publishers) ? "publisher" : undefined;
  // Hosts write the same model with and without its date.
  return natureOf(ours, theirs) === "CONTRADICTS" || areBothOfTheHub || (target.source === neighbour.source && difference !== "dates") ? difference : undefined;
}

function isOnePublisher(publishers: readonly string[]): boolean {
  const [left = "", right = ""] = publishers.map((publisher) => publisher.toLowerCase());
  return left === right || renamed.some(([before, after]) => [before, after].map((name) => name.toLowerCase()).toSorted().join(" ") === [left, right].toSorted().join(" "));
}
