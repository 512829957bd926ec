import { z } from "zod";

/** An object of these members and no others; the message about another one names them. */
export function closed<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, { error: (issue) => (issue.code === "unrecognized_keys" ? noMembers(issue.keys, Object.keys(shape)) : undefined) });
}

/**
 * One of several schemas, chosen by a look at the value: what is wrong is then said of that one alone, with its path. (A union says only that
 * none of its options fits.)
 */
export function chosen<Schema extends z.ZodType>(choose: (value: unknown) => Schema) {
  return z.unknown().transform((value, context): z.output<Schema> => {
    const parsed = choose(value).safeParse(value);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) context.issues.push({ code: "custom", path, message, input: value });
    return z.NEVER;
  });
}

/** The sentence about members that there are not. */
export function noMembers(names: readonly string[], available: readonly string[]): string {
  return `there is no ${names.map((name) => `"${name}"`).join(", ")}; there are ${available.join(", ")}`;
}
