import { encodeAbiParameters, type AbiParameter } from "viem";
import { ExpressionError } from "./expression-error.ts";
import { valueAt } from "./expression.ts";
import { keyArgument, type KeyForm } from "./key.ts";
import type { ReadArgument } from "./registry.ts";
import { transformed } from "./transforms.ts";
import { typeName } from "./value-types.ts";

/**
 * Reads a fixed argument of a view from the text of a mapping.
 *
 * @throws {ExpressionError} the text is no value of the type.
 */
export function fixedArgument(text: string, parameter: AbiParameter): string | bigint | boolean {
  const { type } = parameter;
  const value = valueOf(text, type);
  try {
    if (value !== undefined) {
      encodeAbiParameters([{ type }], [value]);
      return value;
    }
  } catch {
    // Out of range, or of another length: said below in words of the mapping.
  }
  throw new ExpressionError(`"${text}" is no ${typeName(parameter)}`);
}

/**
 * The value of an argument of a view for one key, ready to be encoded.
 *
 * @param args - decoded arguments of the newest event that made or changed the entry and has the path.
 * @returns `undefined` when the events do not give it.
 */
export function readArgumentValue(argument: ReadArgument, { key, keyForm, args }: { readonly key: string; readonly keyForm: KeyForm; readonly args?: unknown }): unknown {
  switch (argument.kind) {
    case "fixed":
      return argument.value;
    case "key":
      return argument.transforms.length === 0 ? keyArgument(key, keyForm) : argument.transforms.reduce<unknown>((value, transform) => transformed(value, transform), key);
    case "args":
      return valueAt(argument.path, { args, key });
    default:
      return argument satisfies never;
  }
}

function valueOf(text: string, type: string): string | bigint | boolean | undefined {
  if (type === "string") return text;
  if (/^u?int\d*$/.test(type)) return /^-?\d{1,78}$/.test(text) ? BigInt(text) : undefined;
  if (type === "bool") return text === "true" || text === "false" ? text === "true" : undefined;
  return type === "address" || /^bytes\d*$/.test(type) ? text : undefined;
}
