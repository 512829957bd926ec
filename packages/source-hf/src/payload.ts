import { asArray, asRecord, asString } from "@modeldex/plugin-kit";

/** An answer of the Hub that nobody has looked at: an object with fields of any kind. */
export type Payload = Readonly<Record<string, unknown>>;

/** Trimmed text of at most so many bytes in UTF-8; what is longer is no name, word or id. */
export function wordOf(value: unknown, maxBytes = 256): string | undefined {
  const text = asString(value)?.trim();
  return text === undefined || (text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes) ? undefined : text;
}

/** The texts of a list, trimmed; a single text counts as a list of one. Other values, repeats, and what is empty or too long are left out. */
export function textsOf(value: unknown, maxBytes = 256): readonly string[] {
  const values = asArray(value) ?? [value];
  return [...new Set(values.flatMap((entry) => wordOf(entry, maxBytes) ?? []))];
}

/** The objects of a list. */
export function objectsOf(value: unknown): readonly Payload[] {
  return (asArray(value) ?? []).map((entry) => asRecord(entry)).filter((entry) => entry !== undefined);
}
