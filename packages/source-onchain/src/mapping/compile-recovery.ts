import type { AbiEvent, AbiFunction } from "viem";
import { formatAbiItem } from "viem/utils";
import { resolveArgument, resolveInput } from "./abi-values.ts";
import { ExpressionError } from "./expression-error.ts";
import { parsePath } from "./expression.ts";
import { findWriter } from "./find-abi-item.ts";
import type { Recovery } from "./registry.ts";
import { typeName } from "./value-types.ts";

/**
 * Where the text of an indexed argument stands in calldata.
 *
 * @throws {ExpressionError}
 */
export function compileRecovery(
  argument: string,
  rule: { readonly call: string; readonly argument: string },
  { event, functions }: { readonly event: AbiEvent; readonly functions: readonly AbiFunction[] },
): Recovery {
  const path = parsePath(argument);
  if (path.root !== "args") throw new ExpressionError(`"${argument}" is no argument: in an event write args.<name>`);
  const resolved = resolveArgument(path, event);
  const { type } = resolved.type;
  if (!resolved.hashed || (type !== "string" && type !== "bytes") || resolved.path.members.length !== 1 || path.transforms.length > 0) {
    throw new ExpressionError(`${argument} is ${typeName(resolved.type)}${resolved.indexed ? " indexed" : ""}; recover is for string indexed and bytes indexed, of which the log has only a hash`);
  }
  const abi = findWriter(rule.call, functions, "a text is recovered from a call that writes");
  const input = resolveInput(rule.argument, abi);
  if (input.type.type !== type) throw new ExpressionError(`argument ${rule.argument} of ${formatAbiItem(abi)} is ${typeName(input.type)}, ${argument} is ${type}`);
  return { argument: resolved.path.members[0] ?? "", abi, steps: input.steps };
}
