import { markable } from "../foreign-text/marked-characters.ts";

/**
 * Whether a foreign text may stand in a line at all: short, and without what is not seen, steers a terminal or turns the direction of writing, so that
 * what is copied is what was read.
 */
export function isFitForCode(text: string): boolean {
  return text !== "" && text.length <= 1024 && !markable.test(text);
}

/**
 * A text as a word of a POSIX shell: bare where nothing in it means anything there, else in single quotes. A word that begins with `-` is still read as
 * an option by the command; see {@link operands}.
 *
 * @example
 * shellWord("it's $(here)")
 * // `'it'\''s $(here)'`
 */
export function shellWord(text: string): string {
  return /^[\w/.:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Words after the options of a command, none of which can be one. */
export function operands(...texts: readonly string[]): string {
  const words = texts.map(shellWord).join(" ");
  return texts.some((text) => text.startsWith("-")) ? `-- ${words}` : words;
}

/** A text as a string of Python; JSON's escapes mean the same there. */
export function pythonString(text: string): string {
  return JSON.stringify(text);
}

/** A text as a string of JavaScript. */
export function javascriptString(text: string): string {
  return JSON.stringify(text);
}

/** A name for a downloaded file, from the last part of its path: of letters, digits, `.`, `_` and `-` alone, and no option or hidden file. */
export function localName(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).replaceAll(/[^\w.-]+/g, "_").replace(/^[.-]+/, "");
  return name === "" ? "model" : name.slice(-200);
}
