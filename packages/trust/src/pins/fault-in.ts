import type { LockSchema } from "./lock-schema.ts";

/** The first thing about a value that is not as the schema says. */
export interface LockFault {
  /** JSON Pointer (RFC 6901); empty for the whole. */
  readonly pointer: string;
  /** What is there, and what would be right. */
  readonly problem: string;
}

/**
 * Holds a value against a schema of the form of `LockSchema`.
 *
 * @returns `undefined` when it fits.
 * @example
 * faultIn({ type: "integer", minimum: 0, description: "its size in bytes" }, "12")
 * // { pointer: "", problem: "is \"12\"; it must be a whole number from 0: its size in bytes" }
 */
export function faultIn(schema: LockSchema, value: unknown, pointer = ""): LockFault | undefined {
  if (!fits(schema, value)) return { pointer, problem: `is ${shown(value)}; it must be ${rightOf(schema)}` };
  if (schema.type === "array") return firstFault((value as readonly unknown[]).map((each, place) => () => faultIn(schema.items ?? {}, each, `${pointer}/${place}`)));
  return schema.type === "object" ? faultInMembers(schema, value as object, pointer) : undefined;
}

function faultInMembers({ properties = {}, required = [] }: LockSchema, value: object, pointer: string): LockFault | undefined {
  const own = new Map<string, unknown>(Object.entries(value));
  const unknown = [...own.keys()].find((name) => !Object.hasOwn(properties, name));
  if (unknown !== undefined) return { pointer: `${pointer}/${escaped(unknown)}`, problem: `is not a member that is known here; there are ${Object.keys(properties).join(", ")}` };
  const missing = required.find((name) => !own.has(name));
  if (missing !== undefined) return { pointer: `${pointer}/${missing}`, problem: `is missing; it must be ${rightOf(properties[missing] ?? {})}` };
  return firstFault([...own].map(([name, member]) => () => faultIn(properties[name] ?? {}, member, `${pointer}/${escaped(name)}`)));
}

function fits(schema: LockSchema, value: unknown): boolean {
  if (schema.const !== undefined) return value === schema.const;
  switch (schema.type) {
    case undefined: return true;
    case "object": return typeof value === "object" && value !== null && !Array.isArray(value);
    case "array": return Array.isArray(value) && value.length <= (schema.maxItems ?? Infinity);
    case "integer": return Number.isInteger(value) && (value as number) >= (schema.minimum ?? -Infinity) && (value as number) <= (schema.maximum ?? Infinity);
    case "string": return typeof value === "string" && fitsText(schema, value);
    default: return schema.type satisfies never;
  }
}

function fitsText({ enum: values, pattern, minLength = 0, maxLength = Infinity }: LockSchema, value: string): boolean {
  if (values !== undefined && !values.includes(value)) return false;
  // Characters beyond the basic plane count as one, and are two code units.
  const length = value.length > maxLength ? [...value].length : value.length;
  return length >= minLength && length <= maxLength && (pattern === undefined || new RegExp(pattern, "u").test(value));
}

function rightOf(schema: LockSchema): string {
  const meaning = schema.description === undefined ? "" : `: ${schema.description}`;
  if (schema.const !== undefined) return `${JSON.stringify(schema.const)}${meaning}`;
  switch (schema.type) {
    case "object": return `an object${meaning}`;
    case "array": return `a list of at most ${schema.maxItems ?? "any number of"} entries${meaning}`;
    case "integer": return `a whole number from ${schema.minimum ?? 0}${meaning}`;
    case "string": return schema.enum === undefined ? `a text of at most ${schema.maxLength ?? "200"} characters${meaning}` : `one of ${schema.enum.join(", ")}`;
    case undefined: return "left out";
    default: return schema.type satisfies never;
  }
}

function firstFault(checks: readonly (() => LockFault | undefined)[]): LockFault | undefined {
  for (const check of checks) {
    const fault = check();
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function escaped(name: string): string {
  return name.slice(0, 80).replaceAll("~", "~0").replaceAll("/", "~1");
}
