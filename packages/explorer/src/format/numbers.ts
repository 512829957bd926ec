const grouped = new Intl.NumberFormat("en-US");
const price = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 6 });

/** `8,030,261,248`. */
export function count(value: number): string {
  return grouped.format(value);
}

/** Three digits and a unit: `8.03 B` for 8,030,261,248. */
export function short(value: number): string {
  for (const [unit, size] of [["T", 1e12], ["B", 1e9], ["M", 1e6], ["K", 1e3]] as const) {
    if (Math.abs(value) >= size * 0.9995) return `${threeDigits(value / size)} ${unit}`;
  }
  return threeDigits(value);
}

/** Bytes in binary units: `4.58 GiB`. */
export function bytes(value: number): string {
  for (const [unit, power] of [["TiB", 4], ["GiB", 3], ["MiB", 2], ["KiB", 1]] as const) {
    if (value >= 1024 ** power) return `${threeDigits(value / 1024 ** power)} ${unit}`;
  }
  return `${count(value)} bytes`;
}

/** Tokens: `131,072 tokens`. */
export function tokens(value: number): string {
  return `${count(value)} tokens`;
}

/** US dollars: `$0.02`, `$0.000125`. */
export function usd(value: number): string {
  return `$${price.format(value)}`;
}

/** A length of time in its largest unit: `3 days`. */
export function duration(seconds: number): string {
  for (const [unit, size] of [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3_600], ["minute", 60]] as const) {
    const whole = Math.floor(seconds / size);
    if (whole >= 1) return `${whole} ${unit}${whole === 1 ? "" : "s"}`;
  }
  return `${Math.max(0, Math.round(seconds))} seconds`;
}

/** `1 listing`, `2 listings`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

function threeDigits(value: number): string {
  const digits = Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2;
  return grouped.format(Number(value.toFixed(digits)));
}
