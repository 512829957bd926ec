import { type MarkReason } from "./segments.ts";

/**
 * Characters that are shown by name unless they stand where they belong: controls, unassigned, private, halves of characters, all that Unicode calls
 * default ignorable (UAX 44), the empty braille pattern, and anchors for annotations and objects. Newline and tab are among them.
 */
export const markable = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800\ufff9-\ufffc]/u;

/** Those that turn the direction of writing (UAX 9, section 2). */
const directions: ReadonlyMap<number, string> = new Map([
  [0x061c, "Arabic letter mark"], [0x200e, "left-to-right mark"], [0x200f, "right-to-left mark"],
  [0x202a, "left-to-right embedding"], [0x202b, "right-to-left embedding"], [0x202c, "pop directional formatting"],
  [0x202d, "left-to-right override"], [0x202e, "right-to-left override"],
  [0x2066, "left-to-right isolate"], [0x2067, "right-to-left isolate"], [0x2068, "first strong isolate"], [0x2069, "pop directional isolate"],
]);

const invisible: ReadonlyMap<number, string> = new Map([
  [0x00ad, "soft hyphen"], [0x034f, "combining grapheme joiner"], [0x115f, "Hangul filler"], [0x1160, "Hangul filler"], [0x17b4, "Khmer inherent vowel"],
  [0x17b5, "Khmer inherent vowel"], [0x180e, "Mongolian vowel separator"], [0x200b, "zero width space"], [0x200c, "zero width non-joiner"],
  [0x200d, "zero width joiner"], [0x2028, "line separator"], [0x2029, "paragraph separator"], [0x2060, "word joiner"], [0x2061, "function application"],
  [0x2062, "invisible times"], [0x2063, "invisible separator"], [0x2064, "invisible plus"], [0x2800, "empty braille pattern"], [0x3164, "Hangul filler"],
  [0xfeff, "byte order mark"], [0xffa0, "Hangul filler"], [0xfff9, "annotation anchor"], [0xfffa, "annotation separator"],
  [0xfffb, "annotation terminator"], [0xfffc, "object replacement character"],
]);

const controls: ReadonlyMap<number, string> = new Map([
  [0x00, "null"], [0x07, "bell"], [0x08, "backspace"], [0x09, "tab"], [0x0a, "line feed"], [0x0b, "vertical tab"], [0x0c, "form feed"], [0x0d, "carriage return"],
  [0x1b, "escape"], [0x7f, "delete"], [0x85, "next line"], [0x9b, "control sequence introducer"],
]);

/** What a character of `markable` is, in words. */
export function nameOfMarked(character: string): { readonly reason: MarkReason; readonly label: string } {
  const code = character.codePointAt(0) ?? 0;
  const direction = directions.get(code);
  if (direction !== undefined) return { reason: "DIRECTION", label: direction };
  if (code >= 0xd800 && code <= 0xdfff) return { reason: "LONE_SURROGATE", label: "half of a character" };
  if (/\p{Cc}/u.test(character)) return { reason: "CONTROL", label: controls.get(code) ?? "control character" };
  if (/\p{Co}/u.test(character)) return { reason: "PRIVATE_USE", label: "private use character" };
  const known = invisible.get(code) ?? nameOfRange(code);
  if (known !== undefined) return { reason: "INVISIBLE", label: known };
  if (/\p{Cn}/u.test(character)) return { reason: "UNASSIGNED", label: "unassigned code point" };
  return { reason: "INVISIBLE", label: "invisible character" };
}

function nameOfRange(code: number): string | undefined {
  if ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef) || (code >= 0x180b && code <= 0x180f)) return "variation selector";
  if (code >= 0xe0000 && code <= 0xe007f) return "tag character";
  return undefined;
}
