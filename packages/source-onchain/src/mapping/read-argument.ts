import { encodeAbiParameters, type AbiParameter } from "viem";
import { ExpressionError } from "./expression-error.ts";
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

function valueOf(text: string, type: string): string | bigint | boolean | undefined {
  if (type === "string") return text;
  if (/^u?int\d*$/.test(type)) return /^-?\d{1,78}$/.test(text) ? BigInt(text) : undefined;
  if (type === "bool") return text === "true" || text === "false" ? text === "true" : undefined;
  return type === "address" || /^bytes\d*$/.test(type) ? text : undefined;
}
