/** A word as it stands in a text. */
export interface WrittenWord {
  /** As written, diacritics taken off. */
  readonly written: string;
  /** In lower case. */
  readonly text: string;
  /** What stands between the word before and this one. */
  readonly gap: string;
}

/** Scripts that are written without spaces, or with whole phrases between them. */
export const unspacedScripts = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}ー]+/gu;

/** Longest text that is read, in UTF-16 code units. */
const maxTextLength = 1024;

/** Letters and digits, with a dot inside where a digit follows: `3.1`, `flux.1`. */
const wordPattern = /[\p{L}\p{N}]+(?:\.(?=[0-9])[\p{L}\p{N}]+)*/gu;

/** Finds the words of a text: runs of letters and digits of one kind of script, in their order. Of a text that is too long only the beginning is read. */
export function writtenWords(text: string): WrittenWord[] {
  const plain = fold(text.length > maxTextLength ? text.slice(0, maxTextLength) : text);
  const words: WrittenWord[] = [];
  let end = 0;
  for (const match of plain.matchAll(wordPattern)) {
    const gap = plain.slice(end, match.index);
    end = match.index + match[0].length;
    if (hasOtherThanAscii(match[0])) words.push(...splitScripts(match[0], gap));
    else words.push(writtenWord(match[0], gap));
  }
  return words;
}

/** Whether a text needs more than the simple rules. */
export function hasOtherThanAscii(text: string): boolean {
  return /[^\0-\x7f]/.test(text);
}

/** One form for each letter: compatibility forms and diacritics are taken off. */
function fold(text: string): string {
  if (!hasOtherThanAscii(text)) return text;
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFKC").replace(/\p{M}/gu, "");
  return plain.length > maxTextLength ? plain.slice(0, maxTextLength) : plain;
}

function writtenWord(written: string, gap: string): WrittenWord {
  return { written, text: lower(written), gap };
}

function lower(text: string): string {
  const low = text.toLowerCase();
  return hasOtherThanAscii(low) ? low.replace(/\p{M}/gu, "").replace(/ς/g, "σ") : low;
}

/** Parts a word where a script without spaces meets another: `中文LLaMA2` is `中文` and `LLaMA2`. */
function splitScripts(word: string, gap: string): WrittenWord[] {
  const parts: WrittenWord[] = [];
  let end = 0;
  const push = (part: string): void => {
    const trimmed = part.startsWith(".") ? part.slice(1) : part;
    if (trimmed !== "") parts.push(writtenWord(trimmed, parts.length === 0 ? gap : ""));
  };
  for (const match of word.matchAll(unspacedScripts)) {
    push(word.slice(end, match.index));
    push(match[0]);
    end = match.index + match[0].length;
  }
  push(word.slice(end));
  return parts;
}
