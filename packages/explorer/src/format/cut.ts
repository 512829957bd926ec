/** A text cut to a length by leaving out its middle: both ends of a name tell something. Whole characters only. */
export function cut(text: string, maxLength: number): string {
  const letters = Array.from(text);
  if (letters.length <= maxLength) return text;
  const tail = Math.floor((maxLength - 1) / 3);
  return `${letters.slice(0, maxLength - 1 - tail).join("")}…${tail === 0 ? "" : letters.slice(-tail).join("")}`;
}
