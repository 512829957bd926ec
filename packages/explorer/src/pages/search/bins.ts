/**
 * The ends of a bin of a histogram, as an address has them.
 *
 * @param value `100000000..999999999`, or two times with `..` between them.
 */
export function binOf(value: string, isDay: boolean): { readonly min: string; readonly max: string } | undefined {
  const [min = "", max = "", ...rest] = value.split("..");
  if (rest.length > 0) return undefined;
  if (isDay) return isTime(min) && isTime(max) ? { min: min.slice(0, 10), max: max.slice(0, 10) } : undefined;
  return isNumber(min) && isNumber(max) ? { min: String(Number(min)), max: String(Number(max)) } : undefined;
}

function isNumber(text: string): boolean {
  return text !== "" && Number.isFinite(Number(text));
}

function isTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T/.test(text);
}
