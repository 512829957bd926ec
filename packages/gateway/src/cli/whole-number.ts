import { CommandError } from "./report.ts";

/** @throws {CommandError} unless the text is a whole number from 1 to `most`. */
export function wholeNumber(flag: string, text: string, most: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most) throw new CommandError(`${flag} is "${text}"; write a number from 1 to ${most}.`);
  return number;
}
