import { CommanderError } from "commander";
import { ConfigError } from "../config/config.ts";
import { ImportError } from "../harvest/import-catalog.ts";
import { exitCodes } from "./exit-codes.ts";
import { StoppedError } from "./open-gateway.ts";

/** Something that a person can mend; printed without a stack. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.usage, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
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
  if (error instanceof StoppedError) {
    err.write(`${error.message}\n`);
    return exitCodes.stopped;
  }
  if (error instanceof ConfigError || error instanceof ImportError || isStartError(error)) {
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
