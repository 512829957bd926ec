/** decimal: 1, 2, 5, 10 …; binary: powers of two; calendar: months and years, of milliseconds since 1970. */
export type BinScale = "decimal" | "binary" | "calendar";

/** Whole numbers from `min` to `max`, both included. */
export interface Bin {
  readonly min: number;
  readonly max: number;
  readonly label: string;
  readonly count: number;
}

/**
 * Counts whole numbers in at most `first` bins with round borders: the finest division that needs no more bins than that. Bins without a value
 * are left out; every value is in exactly one.
 */
export function histogram(values: readonly number[], scale: BinScale, first: number): readonly Bin[] {
  if (first === 0 || values.length === 0) return [];
  for (const step of steps[scale]) {
    const bins = countBins(values, step, first);
    if (bins !== undefined) return bins;
  }
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [min, max] = [Math.min(min, value), Math.max(max, value)];
  return [{ min, max, label: labelOf(scale, min, max), count: values.length }];
}

/** One division of all numbers. */
interface Step {
  /** First number of the bin that a number is in. */
  start(value: number): number;
  /** First number after a bin, by its first number. */
  next(start: number): number;
  label(start: number, end: number): string;
}

function countBins(values: readonly number[], step: Step, first: number): readonly Bin[] | undefined {
  const counts = new Map<number, number>();
  for (const value of values) {
    const start = step.start(value);
    counts.set(start, (counts.get(start) ?? 0) + 1);
    if (counts.size > first) return undefined;
  }
  return [...counts].sort(([left], [right]) => left - right).map(([min, count]) => {
    const next = step.next(min);
    return { min, max: next - 1, label: step.label(min, next), count };
  });
}

/** Borders at these multiples of every power of ten to the `decades`. */
function decimalStep(multiples: readonly number[], decades: number): Step {
  const unit = (value: number): number => 10 ** (Math.floor(exponentOf(value) / decades) * decades);
  return {
    start: (value) => {
      if (value < 1) return 0;
      const base = unit(value);
      return base * (multiples.findLast((multiple) => base * multiple <= value) ?? 1);
    },
    next: (start) => {
      if (start === 0) return 1;
      const base = unit(start);
      const next = multiples.find((multiple) => base * multiple > start);
      return next === undefined ? base * 10 ** decades : base * next;
    },
    label: (start, end) => (start === 0 ? "0" : `${shortNumber(start, 1000)} – ${shortNumber(end, 1000)}`),
  };
}

/** Exponent of the power of ten at or below a number; `Math.log10` alone is off by one at some of them. */
function exponentOf(value: number): number {
  const guess = Math.floor(Math.log10(value));
  return 10 ** (guess + 1) <= value ? guess + 1 : 10 ** guess > value ? guess - 1 : guess;
}

function binaryStep(bits: number): Step {
  const start = (value: number): number => {
    if (value < 1) return 0;
    let border = 1;
    while (border * 2 ** bits <= value) border *= 2 ** bits;
    return border;
  };
  return { start, next: (from) => (from === 0 ? 1 : from * 2 ** bits), label: (from, end) => (from === 0 ? "0" : `${shortNumber(from, 1024)} – ${shortNumber(end, 1024)}`) };
}

function calendarStep(months: number): Step {
  const border = (value: number, ahead: number): number => {
    const date = new Date(value);
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    return startOfMonth((Math.floor(month / months) + ahead) * months);
  };
  return { start: (value) => border(value, 0), next: (from) => border(from, 1), label: (from, end) => calendarLabel(from, end - 1, months) };
}

/** Milliseconds since 1970 of a month counted from the year 0. */
function startOfMonth(month: number): number {
  return new Date(0).setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
}

function calendarLabel(from: number, last: number, months: number): string {
  const [begin, end] = [new Date(from), new Date(last)];
  const [year, lastYear] = [begin.getUTCFullYear(), end.getUTCFullYear()];
  if (months === 1) return `${year}-${String(begin.getUTCMonth() + 1).padStart(2, "0")}`;
  if (months === 3) return `${year} Q${Math.floor(begin.getUTCMonth() / 3) + 1}`;
  if (months === 6) return `${year} H${Math.floor(begin.getUTCMonth() / 6) + 1}`;
  return year === lastYear ? `${year}` : `${year} – ${lastYear}`;
}

const steps = {
  decimal: [...[[1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]].map((multiples) => decimalStep(multiples, 1)), ...[2, 3, 4, 6].map((decades) => decimalStep([1], decades))],
  binary: [1, 2, 4, 8, 16].map(binaryStep),
  calendar: [1, 3, 6, 12, 24, 60, 120].map(calendarStep),
} satisfies Record<BinScale, readonly Step[]>;

/** The one bin that is left when every division has too many. */
function labelOf(scale: BinScale, min: number, max: number): string {
  if (scale === "calendar") return calendarLabel(min, max, 12);
  const thousand = scale === "binary" ? 1024 : 1000;
  return `${shortNumber(min, thousand)} – ${shortNumber(max, thousand)}`;
}

function shortNumber(value: number, thousand: 1000 | 1024): string {
  const units = ["", "K", "M", "B", "T", "Q"];
  let [rest, unit] = [value, 0];
  while (rest >= thousand && unit < units.length - 1) [rest, unit] = [rest / thousand, unit + 1];
  return `${Number(rest.toFixed(1))}${units[unit]}`;
}
