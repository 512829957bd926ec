/** Characters that are printed beyond a limit instead of being counted: telling that so few are left out takes no less room. */
const mostBeyond = 60;

/** The length to cut a text at: its own where what goes beyond the limit is not worth a cut, at most half of the limit. */
export function lengthWorthCutting(text: string, maxLength: number): number {
  return text.length <= maxLength + Math.min(mostBeyond, Math.floor(maxLength / 2)) ? Math.max(text.length, maxLength) : maxLength;
}
