/**
 * Reads JSON that anybody may have written. Integers above 2^53 stay text, as they are written: a double would change them.
 *
 * @returns `undefined` when it is no JSON.
 */
export function exactJson(text: string): unknown {
  try {
    return JSON.parse(text, exactIntegers);
  } catch {
    // No JSON, or nested so deeply that the parser gives up.
    return undefined;
  }
}

function exactIntegers(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}

/** The member of a decoded value at the end of some steps, of which a list has its indexes; `undefined` when there is none. */
export function memberAt(value: unknown, steps: readonly string[]): unknown {
  let at = value;
  for (const step of steps) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step) || (Array.isArray(at) && step === "length")) return undefined;
    at = Reflect.get(at, step);
  }
  return at;
}
