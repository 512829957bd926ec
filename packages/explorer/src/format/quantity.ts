const units: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6, b: 1e9, g: 1e9, t: 1e12 };

/**
 * The number that a person writes: `1B`, `8b`, `500M`, `128k`, `1,000`, `0.5`.
 *
 * @returns `undefined` for what is no number that is at least 0.
 */
export function quantity(text: string): number | undefined {
  const found = /^(?<digits>\d{1,3}(?:,\d{3})+|\d+)?(?<fraction>\.\d+)?\s*(?<unit>[kmbgt]?)$/i.exec(text.trim());
  const { digits = "", fraction = "", unit = "" } = found?.groups ?? {};
  if (digits === "" && fraction === "") return undefined;
  const value = Number(`${digits.replaceAll(",", "")}${fraction}`) * (units[unit.toLowerCase()] ?? 1);
  // 0.1 * 1e9 and the like leave a rest beyond the sixth place.
  return value <= Number.MAX_SAFE_INTEGER ? Number(value.toFixed(6)) : undefined;
}

/** A number in the shortest form that `quantity` reads back: `1B`, `1.5M`, `131072`. */
export function writtenQuantity(value: number): string {
  for (const [unit, size] of [["T", 1e12], ["B", 1e9], ["M", 1e6], ["k", 1e3]] as const) {
    const text = `${value / size}${unit}`;
    if (value >= size && text.length < String(value).length && quantity(text) === value) return text;
  }
  return String(value);
}
