/**
 * A name out of a foreign file, fit for a sentence: at most so many letters, and nothing that acts on a terminal or turns the writing round.
 *
 * @example
 * foreignText("os\u001b[2J") // "os\\u001b[2J"
 */
export function foreignText(text: string, most = 100): string {
  const short = text.length > most ? `${text.slice(0, most)}…` : text;
  return short.toWellFormed().replaceAll(/[\0-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same in quotes, so that it is seen where it begins and ends. */
export function quoted(text: string): string {
  return `"${foreignText(text).replaceAll("\"", "\\\"")}"`;
}
