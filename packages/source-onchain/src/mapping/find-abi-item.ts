import type { AbiEvent, AbiFunction } from "viem";
import { formatAbiItem } from "viem/utils";
import { ExpressionError } from "./expression-error.ts";

/**
 * An event or function by its name, or by its signature where several have the name.
 *
 * @throws {ExpressionError} with those that there are.
 */
export function findItem<Item extends AbiEvent | AbiFunction>(name: string, items: readonly Item[], kind: "event" | "function"): Item {
  const named = items.filter((item) => item.name === name);
  const [only, second] = named;
  const available = [...new Set(items.map((item) => item.name))];
  if (only !== undefined && second === undefined) return only;
  const bySignature = items.find((item) => formatAbiItem(item) === canonical(name));
  if (bySignature !== undefined) return bySignature;
  const others = items.filter((item) => item.name === name.split("(", 1)[0]);
  if (only === undefined && others.length > 0) throw new ExpressionError(`the ABI has no ${kind} ${name}; it has ${others.map((item) => formatAbiItem(item)).join(", ")}`);
  if (only === undefined) throw new ExpressionError(`the ABI has no ${kind} ${name}; it has ${available.length === 0 ? `no ${kind}s` : available.join(", ")}`);
  throw new ExpressionError(`the ABI has several ${kind}s ${name}; write one of ${named.map((item) => formatAbiItem(item)).join(", ")}`);
}

/** @throws {ExpressionError} there is no such function, or it writes. */
export function findView(name: string, functions: readonly AbiFunction[]): AbiFunction {
  const view = findItem(name, functions, "function");
  if (isView(view)) return view;
  throw new ExpressionError(`function ${view.name} is ${view.stateMutability}; only view and pure functions can be read`);
}

/** @throws {ExpressionError} there is no such function, or it only reads; `why` ends the sentence. */
export function findWriter(name: string, functions: readonly AbiFunction[], why: string): AbiFunction {
  const writer = findItem(name, functions, "function");
  if (!isView(writer)) return writer;
  throw new ExpressionError(`function ${writer.name} is ${writer.stateMutability}; ${why}`);
}

function isView({ stateMutability }: AbiFunction): boolean {
  return stateMutability === "view" || stateMutability === "pure";
}

/** Without spaces; `uint` and `int` are other names of the widest. */
function canonical(signature: string): string {
  return signature.replaceAll(" ", "").replace(/\b(u?int)(?![\dA-Za-z_(])/g, "$1256");
}
