import { ConfigError } from "./config.ts";

/** An object with no other members than these. @throws {ConfigError} */
export function objectOf(value: unknown, option: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new ConfigError(`${option} must be an object with some of ${known.join(", ")}.`);
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) throw new ConfigError(`${option}.${name} is not an option; there are ${known.join(", ")}.`);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** A whole number within bounds, or `undefined` where none is given. @throws {ConfigError} */
export function numberOf(value: unknown, option: string, least: number, most?: number): number | undefined {
  if (value === undefined) return undefined;
  const fits = typeof value === "number" && Number.isInteger(value) && value >= least && value <= (most ?? Number.MAX_SAFE_INTEGER);
  if (!fits) throw new ConfigError(`${option} is ${shown(value)}; write a whole number ${most === undefined ? (least === 0 ? "of 0 or more" : "above 0") : `from ${least} to ${most}`}.`);
  return value;
}

/** A value as it would be written. */
export function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
