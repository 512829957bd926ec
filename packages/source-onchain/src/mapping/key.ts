import { encodeAbiParameters, getAddress, isAddress, keccak256, stringToBytes, type AbiParameter, type Hex } from "viem";
import { evaluate, valueAt } from "./expression.ts";
import type { EventKey } from "./registry.ts";

/** How the keys of a registry are written, and of which type they are. */
export interface KeyForm {
  readonly as: "hex" | "number" | "text";
  /** Elementary type of the ABI: `bytes32`, `uint256`, `address`, `string`. */
  readonly type: string;
}

/** Longest key in a native id, percent-encoded. */
const maxKeyLength = 400;

/** The form that fits a type; `undefined` for those that make no keys (arrays, structs, booleans, bytes of any length). */
export function keyFormOf({ type }: AbiParameter): KeyForm | undefined {
  if (/^u?int\d*$/.test(type)) return { as: "number", type };
  if (/^bytes\d+$/.test(type) || type === "address") return { as: "hex", type };
  return type === "string" ? { as: "text", type } : undefined;
}

/**
 * A decoded key in its canonical form: integers decimal, hex in lower case, text as it is.
 *
 * @returns `undefined` for an empty text, or one that is too long for a native id.
 */
export function keyText(value: unknown, form: KeyForm): string | undefined {
  if (typeof value === "bigint" || typeof value === "number") return String(value);
  if (typeof value !== "string") return undefined;
  if (form.as === "hex") return value.toLowerCase();
  if (value === "" || value.length > maxKeyLength || !value.isWellFormed()) return undefined;
  return encodeKey(value).length > maxKeyLength ? undefined : value;
}

/**
 * The value of an event's arguments that is its key. Of a template: `undefined` where a value is missing or has one of the texts that stand between
 * them, so that nobody writes to the entry of another by where one value ends.
 */
export function keyValue(from: EventKey, args: unknown): unknown {
  const scope = { args, key: "" };
  if (from.kind === "path") return valueAt(from.path, scope);
  const between = from.parts.filter((part, index) => typeof part === "string" && index > 0 && index < from.parts.length - 1) as readonly string[];
  return evaluate(from, scope, (text) => (between.some((part) => text.includes(part)) ? undefined : text));
}

/** A key as it stands in a native id; text is percent-encoded. */
export function encodeKey(key: string): string {
  return encodeURIComponent(key);
}

/** Reads a key out of a native id or a text that a person pasted. `undefined`: no key of this form. */
export function parseKey(text: string, form: KeyForm): string | undefined {
  switch (form.as) {
    case "number":
      return parseIntegerKey(text, form.type);
    case "hex": {
      const lower = text.toLowerCase();
      const bytes = form.type === "address" ? 20 : Number(form.type.slice("bytes".length));
      return /^0x[0-9a-f]*$/.test(lower) && lower.length === 2 + bytes * 2 ? lower : undefined;
    }
    case "text":
      return keyText(decoded(text), form);
    default:
      return form.as satisfies never;
  }
}

/** A key as the argument of a view. */
export function keyArgument(key: string, form: KeyForm): string | bigint {
  if (form.as === "number") return BigInt(key);
  return form.type === "address" && isAddress(key, { strict: false }) ? getAddress(key) : key;
}

/** A key as a topic, for a filter. The topic of a text is the keccak256 of its UTF-8. */
export function keyTopic(key: string, form: KeyForm): Hex {
  if (form.as === "text") return keccak256(stringToBytes(key));
  return encodeAbiParameters([{ type: form.type }], [keyArgument(key, form)]);
}

function parseIntegerKey(text: string, type: string): string | undefined {
  if (!/^(0|-?[1-9]\d{0,77})$/.test(text)) return undefined;
  const value = BigInt(text);
  const bits = BigInt(type.replace(/^u?int/, "") || "256");
  const fits = type.startsWith("u") ? value >= 0n && value < 1n << bits : value >= -(1n << (bits - 1n)) && value < 1n << (bits - 1n);
  return fits ? text : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
