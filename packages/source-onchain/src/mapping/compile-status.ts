import { possibleTexts, resolvePath, lastTransform, type Place } from "./compile-expression.ts";
import { ExpressionError } from "./expression-error.ts";
import { parseExpression } from "./expression.ts";
import { checkUse } from "./field-types.ts";
import type { EntryStatus } from "./mapping.ts";
import type { StatusValue } from "./registry.ts";

/**
 * A status by what a value says.
 *
 * @throws {ExpressionError} also where the value can never have a text of the table.
 */
export function compileStatusTable(
  { from, table }: { readonly from: string; readonly table: Readonly<Record<string, EntryStatus>> },
  place: Place,
): Exclude<StatusValue, string> {
  const parsed = parseExpression(from);
  if (parsed.kind !== "path") throw new ExpressionError(`"${from}" is no path; write one such as args.state`);
  const resolved = resolvePath(parsed.path, place);
  checkUse(resolved, "text");
  const possible = possibleTexts(resolved);
  const never = possible === undefined ? undefined : Object.keys(table).find((text) => !possible.includes(text));
  if (never !== undefined) throw new ExpressionError(`the table has "${never}", which ${lastTransform(resolved)} never gives; it gives ${possible?.join(", ")}`);
  return { from: { kind: "path", path: resolved.path }, table: new Map(Object.entries(table)) };
}
