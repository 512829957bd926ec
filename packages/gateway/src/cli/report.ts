import { CommanderError } from "commander";
import { ConfigError } from "../config/config.ts";

/** Exit codes of the command. */
export const exitCodes = {
  /** Done, and something was found. */
  ok: 0,
  /** A fault of the gateway. */
  failed: 1,
  /** Wrong arguments or configuration; the message says what to write. */
  usage: 2,
  /** Nothing was found, or the reference did not resolve. */
  notFound: 3,
  /** A source failed, or another process holds its harvest. */
  sourceTrouble: 4,
  /** The policy denies. */
  denied: 5,
} as const;

/** Something that a person can mend; printed without a stack. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Prints what went wrong: one line for what a person can mend, the stack for a fault of ours. @returns the exit code. */
export function reportFailure(error: unknown, err: NodeJS.WritableStream): number {
  // Commander has printed what was wrong, or what was asked for, already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof CommandError) {
    err.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof ConfigError || isStartError(error)) {
    err.write(`${error.message}\n`);
    return exitCodes.usage;
  }
  err.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.failed;
}

/** Errors of options and sources that stop a start; known by name, since adapters may bring their own copy of the kit. */
function isStartError(error: unknown): error is Error {
  return error instanceof Error && ["OptionsError", "SourceConfigurationError", "CatalogVersionError", "CatalogFileError"].includes(error.name);
}
