/** Why something stands in a text as a mark. */
export type MarkReason =
  /** It turns the direction of writing. */
  | "DIRECTION"
  /** It is not seen, or only changes how its neighbour looks. */
  | "INVISIBLE"
  /** It steers a terminal or a printer. */
  | "CONTROL"
  /** Each system shows it as it likes. */
  | "PRIVATE_USE"
  /** Unicode as known here has no character there. */
  | "UNASSIGNED"
  /** Half of a character. */
  | "LONE_SURROGATE"
  /** More marks on one letter than are shown. */
  | "COMBINING_MARKS"
  /** The rest of a text that is too long. */
  | "CUT";

/** A part of a text that may be shown as it is, as text and never as HTML. */
export interface PlainSegment {
  readonly kind: "text";
  readonly text: string;
}

/** Something that is shown by its name instead of itself. */
export interface MarkSegment {
  readonly kind: "mark";
  readonly reason: MarkReason;
  /** Such as `U+202E`; absent for COMBINING_MARKS and CUT. */
  readonly codePoint?: string;
  /** Such as `right-to-left override`, `7 more combining marks`, `12,000 more characters`. */
  readonly label: string;
  /** How many characters it stands for: at least 1. */
  readonly count: number;
}

/** A part of a foreign text. */
export type TextSegment = PlainSegment | MarkSegment;

/** A letter that looks like one of another script. */
export interface LookAlikeLetter {
  readonly letter: string;
  /** Such as `U+0430`. */
  readonly codePoint: string;
  /** Such as `Cyrillic`, `fullwidth`, `mathematical`. */
  readonly script: string;
  /** What it looks like, such as `a`. */
  readonly looksLike: string;
  /** Script of that, such as `Latin`. */
  readonly looksLikeScript: string;
}

/** What a person should know about a text before trusting their eyes. */
export type TextWarning =
  | {
      readonly kind: MarkReason;
      /** One sentence without foreign text. */
      readonly message: string;
    }
  | {
      /** A word of several scripts that are taken for one another, or a whole word that reads as a Latin one. */
      readonly kind: "MIXED_SCRIPTS" | "LOOKS_LATIN";
      /** One sentence; it quotes the word, which may be written from right to left. */
      readonly message: string;
      /** The word, without anything invisible, at most 40 characters of it. */
      readonly word: string;
      readonly letters: readonly LookAlikeLetter[];
    }
  | {
      /** More words of the two kinds before than are told one by one. */
      readonly kind: "MORE_WORDS";
      readonly message: string;
    };

/**
 * A mark in words.
 *
 * @example
 * markText({ kind: "mark", reason: "INVISIBLE", codePoint: "U+200B", label: "zero width space", count: 3 })
 * // "U+200B zero width space × 3"
 */
export function markText({ codePoint, label, count }: MarkSegment): string {
  return codePoint === undefined ? label : `${codePoint} ${label}${count === 1 ? "" : ` × ${count}`}`;
}

/** `U+` and at least four hexadecimal digits. */
export function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
