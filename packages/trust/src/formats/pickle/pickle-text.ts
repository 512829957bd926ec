/** A string or bytes of a pickle, not yet decoded: most are never looked at. */
export interface PickleText {
  readonly kind: "text";
  /** How it is written: bytes, UTF-8, 8-bit text of Python 2, a quoted line with escapes, a line with `\u` escapes. */
  readonly form: "bytes" | "utf8" | "latin1" | "quoted" | "escaped";
  /** Where it begins and ends in the file. */
  readonly start: number;
  readonly end: number;
}

/**
 * The text as Python makes a `str` of it; absent where Python makes none: of bytes, and of what cannot be decoded.
 *
 * Source: `load_string`, `load_unicode`, `load_binunicode` in `Lib/pickle.py` of CPython.
 */
export function decodeText({ form, start, end }: PickleText, bytes: Uint8Array): string | undefined {
  const own = bytes.subarray(start, end);
  switch (form) {
    case "bytes":
      return undefined;
    case "utf8":
      return utf8(own);
    case "latin1":
      return Buffer.from(own).toString("latin1");
    case "quoted":
      return unescape(unquoted(Buffer.from(own).toString("latin1")));
    case "escaped":
      return Buffer.from(own).toString("latin1").replaceAll(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (all, short?: string, long?: string) => codePoint(short ?? long) ?? all);
    default:
      return form satisfies never;
  }
}

/** UTF-8 text; absent where the bytes are not. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * The bytes that a text may stand for when it is unpickled once more: themselves, or the 8-bit text that protocol 2 writes for bytes
 * (`_codecs.encode(text, "latin1")`). Absent where the text has letters beyond 8 bits.
 */
export function textAsBytes(text: PickleText, bytes: Uint8Array): Uint8Array | undefined {
  if (text.form === "bytes" || text.form === "latin1") return bytes.subarray(text.start, text.end);
  const decoded = decodeText(text, bytes);
  if (decoded === undefined || /[^\0-\u{ff}]/u.test(decoded)) return undefined;
  return Buffer.from(decoded, "latin1");
}

function unquoted(line: string): string {
  const text = line.trim();
  const quote = text[0];
  return text.length >= 2 && (quote === "'" || quote === "\"") && text.endsWith(quote) ? text.slice(1, -1) : text;
}

const letters: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\u0007", b: "\b", f: "\f", v: "\v", "\\": "\\", "'": "'", "\"": "\"", "\n": "" };

/** Escapes of a bytes literal of Python. */
function unescape(text: string): string {
  return text.replaceAll(/\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|([\s\S]))/g, (all, hex?: string, octal?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    return letters[letter ?? ""] ?? all;
  });
}

function codePoint(hex: string | undefined): string | undefined {
  const point = Number.parseInt(hex ?? "", 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
