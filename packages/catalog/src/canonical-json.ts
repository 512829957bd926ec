/**
 * JSON with the members of every object in the order of their names, so that equal values give equal text. Members that are `undefined` are
 * left out.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? "null";
}

/** The same value with sorted members; parts that hold no objects are not copied. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.some((each) => typeof each === "object") ? value.map(sorted) : value;
  // Without a prototype, a member called __proto__ is one like any other.
  const members = Object.create(null) as Record<string, unknown>;
  for (const name of Object.keys(value).sort()) members[name] = sorted((value as Readonly<Record<string, unknown>>)[name]);
  return members;
}
