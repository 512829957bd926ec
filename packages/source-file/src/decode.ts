import { isUtf8 } from "node:buffer";
import type { Mistake } from "./mistakes.ts";

/** The text of a document, or why it is none. */
export type Decoded = { readonly text: string } | { readonly mistake: Mistake };

/** Reads bytes as UTF-8, with or without a byte order mark. */
export function decode(bytes: Uint8Array): Decoded {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { mistake: { line: 1, field: "", message: "is in UTF-16; save it in UTF-8" } };
  }
  if (!isUtf8(bytes)) return { mistake: { line: firstLineNotUtf8(bytes), field: "", message: "is not in UTF-8; save it in UTF-8" } };
  // TextDecoder removes the byte order mark.
  const text = new TextDecoder().decode(bytes);
  const zero = text.indexOf("\0");
  if (zero >= 0) return { mistake: { line: text.slice(0, zero).split("\n").length, field: "", message: "holds a NUL character, so that it is no text; give YAML, JSON or JSONL" } };
  return { text };
}

/** A line break never is a part of another character in UTF-8, so lines can be looked at one by one. */
function firstLineNotUtf8(bytes: Uint8Array): number {
  for (let line = 1, start = 0; ; line += 1) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found;
    if (found < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}
