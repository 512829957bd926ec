import { LeaseLostError } from "../catalog.ts";
import { CatalogBusyError, CatalogFileError, CatalogInputError } from "../errors.ts";
import type { PortableError } from "./writer-messages.ts";

/** Errors that keep their class on the way between processes. */
const classes: Readonly<Record<string, new (message: string) => Error>> = {
  LeaseLostError, CatalogBusyError, CatalogFileError, CatalogInputError, TypeError, RangeError, SyntaxError,
};

/** Causes that are taken along. */
const maxCauses = 5;
/** Members of system and database errors that say what happened. */
const fieldNames = ["code", "errcode", "errstr", "errno", "syscall", "path"];

/** Writes an error as plain data. */
export function packError(error: unknown, depth = 0): PortableError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), fields: {} };
  const fields = fieldNames.flatMap((name) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" || typeof value === "number" ? [[name, value] as const] : [];
  });
  return {
    name: error.name,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    fields: Object.fromEntries(fields),
    ...(error.cause !== undefined && depth < maxCauses && { cause: packError(error.cause, depth + 1) }),
  };
}

/** Makes the error again, of its class, with the stack of where it happened. */
export function unpackError({ name, message, stack, fields, cause }: PortableError): Error {
  const error = new (classes[name] ?? Error)(message);
  if (error.name !== name) error.name = name;
  if (stack !== undefined) error.stack = stack;
  Object.assign(error, fields);
  if (cause !== undefined) error.cause = unpackError(cause);
  return error;
}
