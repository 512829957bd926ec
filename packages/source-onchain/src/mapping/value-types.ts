import type { AbiParameter } from "viem";

/** What kinds of values there are for transforms and fields: a type of the ABI is of several. */
export type ValueClass = "text" | "bytes" | "bytes32" | "integer" | "uint256" | "address" | "bool";

/** Type of what no ABI describes: a member of a JSON document. It may be anything, so it is taken everywhere. */
export const unknownType = "unknown";

/** Whether a value of an ABI type (or `unknown`) may be of a class. */
export function isOf(type: string, valueClass: ValueClass): boolean {
  if (type === unknownType) return true;
  switch (valueClass) {
    case "text":
      return type === "string";
    case "bytes":
      return isBytes(type);
    case "integer":
      return /^u?int\d*$/.test(type);
    case "bytes32":
    case "uint256":
    case "address":
    case "bool":
      return type === valueClass;
    default:
      return valueClass satisfies never;
  }
}

/** `bytes` and `bytes1` to `bytes32`. */
export function isBytes(type: string): boolean {
  return /^bytes\d*$/.test(type);
}

/** Classes as words for messages: `bytes or a string`. */
export function classNames(classes: readonly ValueClass[]): string {
  const words = classes.map((each) => classWords[each]);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

const classWords = {
  text: "a string", bytes: "bytes", bytes32: "bytes32", integer: "an integer", uint256: "uint256", address: "an address", bool: "a bool",
} as const satisfies Record<ValueClass, string>;

/** How a type is written: `bytes32`, `struct`, `string[]`; what JSON has is of no type. */
export function typeName({ type }: Pick<AbiParameter, "type">): string {
  return type.replace(/^tuple/, "struct");
}

/** Bits of an integer type. */
export function bitsOf(type: string): number {
  return Number(type.replace(/^u?int/, "") || "256");
}

/** A decoded integer; small ones are decoded as numbers, and the canonical key and JSON have them as decimal text. */
export function integerOf(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === "string" && /^-?\d{1,78}$/.test(value) ? BigInt(value) : undefined;
}
