import type { FormattedExecutionResult } from "graphql";

/** JSON of the data of answers that are kept in this process: a hit gives back the same object. */
const written = new WeakMap<object, string>();

/** Writes an answer as JSON; data that was written before is not written again. Nothing changes the data of an answer once it is complete. */
export function stringifyResult({ data, errors, extensions, ...rest }: FormattedExecutionResult): string {
  if (errors !== undefined || extensions !== undefined || data === undefined || data === null || Object.keys(rest).length > 0) {
    return `${JSON.stringify({ errors, data, extensions, ...rest })}\n`;
  }
  let json = written.get(data);
  if (json === undefined) {
    json = JSON.stringify(data);
    written.set(data, json);
  }
  return `{"data":${json}}\n`;
}
