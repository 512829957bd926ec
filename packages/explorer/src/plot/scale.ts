/** Maps values to places on a picture. */
export interface Scale {
  readonly kind: "linear" | "log";
  /** The first and the last value that it shows. */
  readonly domain: readonly [number, number];
  /** Round values within the domain, from the smallest. */
  readonly ticks: readonly number[];
  /** The place of a value. */
  readonly at: (value: number) => number;
}

export interface ScaleOptions {
  /** Places of the first and the last value of the domain. */
  readonly range: readonly [number, number];
  /** About how many ticks there may be. @default 6 */
  readonly mostTicks?: number;
  /** Shows exactly these values, such as 0 to 100 for percentages. */
  readonly domain?: readonly [number, number];
}

/** From this ratio of the largest value to the smallest on, a scale is logarithmic. */
const logFrom = 20;

/** A scale that holds all values, with round ends: logarithmic where they are positive and far apart. `values` has at least one. */
export function scaleOf(values: readonly number[], options: ScaleOptions): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return options.domain === undefined && least > 0 && most / least >= logFrom ? logScale(least, most, options) : linearScale(least, most, options);
}

function linearScale(least: number, most: number, { range, mostTicks = 6, domain }: ScaleOptions): Scale {
  const spread = most - least;
  const [from, to] = domain ?? (spread === 0 ? [least - Math.max(Math.abs(least) * 0.1, 1e-9), most + Math.max(Math.abs(most) * 0.1, 1e-9)] : [least - spread * 0.05, most + spread * 0.05]);
  const step = niceStep((to - from) / Math.max(1, mostTicks - 1));
  // Nothing that is never negative gets a negative end.
  const first = domain === undefined ? Math.max(Math.floor(from / step) * step, least >= 0 ? 0 : Number.NEGATIVE_INFINITY) : from;
  const last = domain === undefined ? Math.ceil(to / step) * step : to;
  const ticks = Array.from({ length: Math.floor((last - first) / step + 1e-9) + 1 }, (_, index) => clean(first + index * step));
  return { kind: "linear", domain: [clean(first), clean(last)], ticks, at: (value) => place((value - first) / (last - first), range) };
}

function logScale(least: number, most: number, { range, mostTicks = 6 }: ScaleOptions): Scale {
  const all = roundLogs(Math.floor(Math.log10(least)) - 1, Math.ceil(Math.log10(most)) + 1);
  const first = all.findLast((value) => value < least) ?? least;
  const last = all.find((value) => value > most) ?? most;
  const within = all.filter((value) => value >= first && value <= last);
  const powers = within.filter((value) => Number.isInteger(Math.log10(value)));
  const ticks = within.length <= mostTicks ? within : every(powers.length >= 2 ? powers : within, mostTicks);
  return { kind: "log", domain: [first, last], ticks, at: (value) => place((Math.log10(value) - Math.log10(first)) / (Math.log10(last) - Math.log10(first)), range) };
}

function roundLogs(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => [1, 2, 5].map((digit) => clean(digit * 10 ** (from + index)))).flat();
}

function every(values: readonly number[], most: number): readonly number[] {
  const step = Math.ceil(values.length / most);
  return values.filter((_, index) => index % step === 0);
}

function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  return clean(([1, 2, 5, 10].find((digit) => digit * power >= raw) ?? 10) * power);
}

/** Without the tail that binary fractions leave. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}

function place(part: number, [from, to]: readonly [number, number]): number {
  return from + part * (to - from);
}
