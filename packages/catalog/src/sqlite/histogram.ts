/** decimal: 1, 2, 5, 10 …; price: the same, of millionths of a dollar; binary: powers of two; calendar: months and years, of milliseconds since 1970. */
export type BinScale = "decimal" | "price" | "binary" | "calendar";

/** Whole numbers from `min` to `max`, both included. */
export interface Bin {
  readonly min: number;
  readonly max: number;
  readonly label: string;
  readonly count: number;
}

/**
 * Counts whole numbers (from 0, or any in a calendar) in at most `first` bins with round borders: the finest division that needs no more bins
 * than that. Bins without a value are left out; every value is in exactly one.
 */
export function histogram(values: readonly number[], scale: BinScale, first: number): readonly Bin[] {
  if (first === 0 || values.length === 0) return [];
  const [finest, ...coarser] = steps[scale];
  let counts = countByStart(values.map((value) => [value, 1]), finest);
  let used = finest;
  for (const step of coarser) {
    if (counts.size <= first) break;
    // Every border of a division is one of the finer one before it, so the values need not be looked at again.
    counts = countByStart(counts, step);
    used = step;
  }
  if (counts.size <= first) return [...counts].sort(([left], [right]) => left - right).map(([min, count]) => binOf(min, count, used));
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

function countByStart(counted: Iterable<readonly [number, number]>, step: Step): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [value, count] of counted) {
    const start = step.start(value);
    counts.set(start, (counts.get(start) ?? 0) + count);
  }
  return counts;
}

function binOf(min: number, count: number, step: Step): Bin {
  const next = step.next(min);
  return { min, max: next - 1, label: step.label(min, next), count };
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

/** Most dates fall on few days, and looking a day up is faster than reading a date. */
function rememberDays(step: Step): Step {
  const starts = new Map<number, number>();
  return {
    ...step,
    start: (value) => {
      const day = Math.floor(value / 86_400_000);
      let start = starts.get(day);
      if (start === undefined) {
        if (starts.size >= 20_000) starts.clear();
        start = step.start(value);
        starts.set(day, start);
      }
      return start;
    },
  };
}

function calendarLabel(from: number, last: number, months: number): string {
  const [begin, end] = [new Date(from), new Date(last)];
  const [year, lastYear] = [begin.getUTCFullYear(), end.getUTCFullYear()];
  if (months === 1) return `${year}-${String(begin.getUTCMonth() + 1).padStart(2, "0")}`;
  if (months === 3) return `${year} Q${Math.floor(begin.getUTCMonth() / 3) + 1}`;
  if (months === 6) return `${year} H${Math.floor(begin.getUTCMonth() / 6) + 1}`;
  return year === lastYear ? `${year}` : `${year} – ${lastYear}`;
}

function priceStep(step: Step): Step {
  return { ...step, label: (start, end) => (start === 0 ? "free" : `${dollars(start)} – ${dollars(end)}`) };
}

function dollars(millionths: number): string {
  return `$${Number((millionths / 1e6).toPrecision(12))}`;
}

type Steps = readonly [Step, ...Step[]];

const decimalSteps: Steps = [
  decimalStep([1, 2, 3, 5, 7], 1), decimalStep([1, 2, 5], 1), decimalStep([1, 5], 1), decimalStep([1], 1), decimalStep([1], 2), decimalStep([1], 4), decimalStep([1], 8),
];
const [finestDecimal, ...coarserDecimal] = decimalSteps;

const steps = {
  decimal: decimalSteps,
  price: [priceStep(finestDecimal), ...coarserDecimal.map(priceStep)],
  binary: [binaryStep(1), binaryStep(2), binaryStep(4), binaryStep(8), binaryStep(16)],
  calendar: [rememberDays(calendarStep(1)), calendarStep(3), calendarStep(6), calendarStep(12), calendarStep(60), calendarStep(120)],
} satisfies Record<BinScale, Steps>;

/** The one bin that is left when every division has too many. */
function labelOf(scale: BinScale, min: number, max: number): string {
  if (scale === "calendar") return calendarLabel(min, max, 12);
  if (scale === "price") return `${dollars(min)} – ${dollars(max)}`;
  const thousand = scale === "binary" ? 1024 : 1000;
  return `${shortNumber(min, thousand)} – ${shortNumber(max, thousand)}`;
}

function shortNumber(value: number, thousand: 1000 | 1024): string {
  const units = ["", "K", "M", "B", "T", "Q"];
  let [rest, unit] = [value, 0];
  while (rest >= thousand && unit < units.length - 1) [rest, unit] = [rest / thousand, unit + 1];
  return `${Number(rest.toFixed(1))}${units[unit]}`;
}
