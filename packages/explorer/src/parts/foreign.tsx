import { inspectText } from "../foreign-text/inspect-text.ts";
import { markText } from "../foreign-text/segments.ts";
import type { MarkSegment, TextSegment, TextWarning } from "../foreign-text/segments.ts";
import { lengthWorthCutting } from "../foreign-text/worth-cutting.ts";
import styles from "./foreign.module.css";

export interface ForeignProps {
  /** Anything that a source, a publisher or a contract wrote. */
  readonly text: string;
  /** How much of it is shown, in UTF-16 code units; then stands how much is left out. A few more than that are shown. @default 200 */
  readonly maxLength?: number;
  /** Keeps line breaks. @default false */
  readonly multiline?: boolean;
}

/**
 * Foreign text: never HTML, held apart from the direction of the text around it. What turns that direction or cannot be seen is named instead of shown,
 * and words with letters that are taken for others say so. Each foreign text on a page goes through this; it holds nothing that can be clicked, so it may stand in a link.
 */
export function Foreign({ text, maxLength = 200, multiline = false }: ForeignProps): React.JSX.Element {
  const { segments, warnings } = inspectText(text, { maxLength: lengthWorthCutting(text, maxLength), multiline });
  return (
    <>
      <bdi className={multiline ? styles.lines : styles.text}>{segments.map(shown)}</bdi>
      <LookAlikes warnings={warnings} />
    </>
  );
}

/** A foreign text for a title, which is text alone: what would deceive is named in it too. */
export function foreignTitle(text: string): string {
  return inspectText(text, { maxLength: 400 }).segments.map((segment) => (segment.kind === "text" ? segment.text : `[${markText(segment)}]`)).join("");
}

function shown(segment: TextSegment, index: number): React.JSX.Element {
  return segment.kind === "text" ? <span key={index}>{segment.text}</span> : <CharacterMark key={index} mark={segment} />;
}

function CharacterMark({ mark }: { readonly mark: MarkSegment }): React.JSX.Element {
  return <span className={mark.reason === "CUT" ? styles.cut : styles.character} dir="ltr">{markText(mark)}</span>;
}

function LookAlikes({ warnings }: { readonly warnings: readonly TextWarning[] }): React.JSX.Element | null {
  const letters = warnings.flatMap((warning) => (warning.kind === "MIXED_SCRIPTS" || warning.kind === "LOOKS_LATIN" ? warning.letters : []));
  if (letters.length === 0) return null;
  const [first] = letters;
  const others = new Set(letters.map(({ codePoint }) => codePoint)).size - 1;
  return (
    <>
      {" "}
      <span className={styles.character} title={warnings.map(({ message }) => message).join(" ")}>
        look-alike letters: {first?.script} {first?.codePoint} looks like “{first?.looksLike}”{others > 0 && ` and ${others} more`}
      </span>
    </>
  );
}
