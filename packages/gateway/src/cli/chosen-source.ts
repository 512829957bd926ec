import { CommandError } from "./report.ts";

/** The source that was named, or all that list. @throws {CommandError} when it is not among those that list. */
export function chosen(source: string | undefined, able: readonly string[]): readonly string[] {
  if (source === undefined) return able;
  if (!able.includes(source)) throw new CommandError(`"${source}" is not a source that can be harvested; there are ${able.join(", ") || "none"}.`);
  return [source];
}
