import type { SearchPageHitFragment } from "../../generated/types.ts";

/** Words of a search that were also read as something that a model can be. */
export interface WordReading {
  /** As typed, such as `under 1b`. */
  readonly words: string;
  /** Such as `parameters below 1B`. */
  readonly as: string;
}

/** The readings that the hits tell, each once, in the order of the words. The endpoint tells them hit by hit, so no hits tell none. */
export function wordReadings(edges: readonly Pick<SearchPageHitFragment, "why">[], text: string): readonly WordReading[] {
  const readings = new Map<string, WordReading>();
  for (const { why } of edges) {
    for (const { name, note } of why) {
      const groups = name === "read as" ? /^`(?<words>[^`]+)` read as (?<as>.+?)(?:, one of its \d+)?$/.exec(note ?? "")?.groups : undefined;
      if (groups !== undefined) readings.set(groups["words"] ?? "", { words: groups["words"] ?? "", as: groups["as"] ?? "" });
    }
  }
  const typed = text.toLowerCase();
  const place = ({ words }: WordReading): number => typed.indexOf(words.toLowerCase());
  return [...readings.values()].toSorted((left, right) => place(left) - place(right));
}

/** The text without some of its words; `undefined` when it does not hold them one after another, or holds nothing else. */
export function textWithout(text: string, words: string): string | undefined {
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  if (at === -1) return undefined;
  const rest = `${text.slice(0, at)} ${text.slice(at + words.length)}`.replaceAll(/\s+/g, " ").trim();
  return rest === "" ? undefined : rest;
}
