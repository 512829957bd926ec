import type { ResolvedPath } from "./abi-values.ts";
import { lastTransform, possibleTexts, resolvePath, type Place } from "./compile-expression.ts";
import { ExpressionError } from "./expression-error.ts";
import { parseExpression } from "./expression.ts";
import { checkUse } from "./field-types.ts";
import type { EntryStatus } from "./mapping.ts";
import type { StatusValue } from "./registry.ts";
import { isOf, unknownType } from "./value-types.ts";

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
  checkTexts(resolved, Object.keys(table));
  return { from: { kind: "path", path: resolved.path }, table: new Map(Object.entries(table)) };
}

/**
 * Whether a value can have each of some texts.
 *
 * @throws {ExpressionError} it never has one of them.
 */
export function checkTexts(resolved: ResolvedPath, texts: readonly string[]): void {
  const possible = possibleTexts(resolved);
  const never = possible === undefined ? undefined : texts.find((text) => !possible.includes(text));
  if (never !== undefined) throw new ExpressionError(`${lastTransform(resolved)} is never "${never}"; it is one of ${possible?.join(", ")}`);
  const { type } = resolved.type;
  const word = type !== unknownType && isOf(type, "integer") ? texts.find((text) => !/^-?\d+$/.test(text)) : undefined;
  if (word !== undefined) throw new ExpressionError(`${resolved.path.text} is ${type} and never "${word}"; write digits, or "${resolved.path.text} | enum:<table>"`);
}
