import type { NameWord } from "./name-words.ts";

/** Words of a sentence that narrow nothing down in a search for models. */
const fillers: ReadonlySet<string> = new Set(["model", "models", "parameter", "parameters", "params", "a", "an", "the", "for", "of", "in", "with", "and", "that", "which", "best", "good"]);

/** Whether a word says nothing by itself: one of a sentence, between spaces. In a name (`my-model`) the same word is a part of it. */
export function isFiller(words: readonly NameWord[], place: number): boolean {
  const [word, next] = [words[place], words[place + 1]];
  return word !== undefined && fillers.has(word.text) && standsApart(word, place === 0) && (next === undefined || standsApart(next, false));
}

function standsApart({ gap }: NameWord, isFirst: boolean): boolean {
  return isFirst ? gap.trim() === "" : /\s/.test(gap);
}
