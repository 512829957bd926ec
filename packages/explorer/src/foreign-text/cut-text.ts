/** A text within its length, and how many characters (code points) it has beyond. */
export interface CutText {
  readonly kept: string;
  /** 0 when the text is whole. */
  readonly leftOut: number;
}

/**
 * Cuts a text between two characters as a person counts them, such as an emoji with all its parts. A single one that is longer than the whole is cut
 * between code points.
 *
 * @param maxLength in UTF-16 code units; below 1 nothing is kept.
 */
export function cutText(text: string, maxLength: number): CutText {
  if (text.length <= maxLength) return { kept: text, leftOut: 0 };
  const end = Math.max(0, Math.floor(maxLength));
  // What comes long after cannot move the boundary, and a megabyte is not looked through for it.
  const start = segmenterOf().segment(text.slice(0, end + 64)).containing(end)?.index ?? end;
  const at = start === 0 ? betweenCodePoints(text, end) : start;
  return { kept: text.slice(0, at), leftOut: countCodePoints(text, at) };
}

let segmenter: Intl.Segmenter | undefined;

function segmenterOf(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter;
}

function betweenCodePoints(text: string, at: number): number {
  return at > 0 && isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at)) ? at - 1 : at;
}

function countCodePoints(text: string, from: number): number {
  let count = 0;
  for (let at = from; at < text.length; at += 1) {
    if (!isLow(text.charCodeAt(at)) || at === from || !isHigh(text.charCodeAt(at - 1))) count += 1;
  }
  return count;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
