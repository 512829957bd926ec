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
export function decodeText({ form, start, end }: PickleText, bytes: Buffer): string | undefined {
  const own = bytes.subarray(start, end);
  switch (form) {
    case "bytes":
      return undefined;
    case "utf8":
      return utf8(bytes, start, end);
    case "latin1":
      return own.toString("latin1");
    case "quoted":
      return unescape(unquoted(own)).toString("latin1");
    case "escaped":
      return withCodePoints(own.toString("latin1"));
    default:
      return form satisfies never;
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 text; absent where the bytes are not. */
export function utf8(bytes: Buffer, start: number, end: number): string | undefined {
  const text = bytes.toString("utf8", start, end);
  // Quick, but it puts U+FFFD for what is not UTF-8; then the slow one says whether it stands there by itself.
  if (!text.includes("\ufffd")) return text;
  try {
    return decoder.decode(bytes.subarray(start, end));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * The bytes that a text may stand for when it is unpickled once more: themselves, or the 8-bit text that protocol 2 writes for bytes
 * (`_codecs.encode(text, "latin1")`). Text with letters beyond 8 bits stands for its UTF-8.
 */
export function textAsBytes(text: PickleText, bytes: Buffer): Uint8Array {
  if (text.form === "bytes" || text.form === "latin1") return bytes.subarray(text.start, text.end);
  if (text.form === "quoted") return unescape(unquoted(bytes.subarray(text.start, text.end)));
  const own = bytes.subarray(text.start, text.end);
  if (text.form === "utf8" && own.every((byte) => byte < 0x80)) return own;
  const decoded = decodeText(text, bytes);
  return decoded === undefined || /[^\0-\u{ff}]/u.test(decoded) ? own : Buffer.from(decoded, "latin1");
}

/** What stands between the quotes of a line; blanks around them count for nothing. */
function unquoted(line: Uint8Array): Uint8Array {
  let [start, end] = [0, line.byteLength];
  while (start < end && isBlank(line[start])) start += 1;
  while (end > start && isBlank(line[end - 1])) end -= 1;
  const quote = line[start];
  return end - start >= 2 && (quote === 0x27 || quote === 0x22) && line[end - 1] === quote ? line.subarray(start + 1, end - 1) : line.subarray(start, end);
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}

const letters: ReadonlyMap<string, string> = new Map([["n", "\n"], ["t", "\t"], ["r", "\r"], ["a", "\u0007"], ["b", "\b"], ["f", "\f"], ["v", "\v"], ["\\", "\\"], ["'", "'"], ["\"", "\""], ["\n", ""]]);

/** Escapes of a bytes literal of Python. Byte by byte, since a hostile line has millions of them. */
function unescape(text: Uint8Array): Buffer {
  const made = Buffer.alloc(text.byteLength);
  let length = 0;
  let at = 0;
  while (at < text.byteLength) {
    const byte = text[at] ?? 0;
    if (byte !== 0x5c || at + 1 === text.byteLength) {
      made[length++] = byte;
      at += 1;
      continue;
    }
    const next = text[at + 1] ?? 0;
    if (next === 0x78 && hexDigit(text[at + 2]) >= 0 && hexDigit(text[at + 3]) >= 0) {
      made[length++] = 16 * hexDigit(text[at + 2]) + hexDigit(text[at + 3]);
      at += 4;
    } else if (octalDigit(next) >= 0) {
      let value = 0;
      let digits = 0;
      for (; digits < 3 && octalDigit(text[at + 1 + digits]) >= 0; digits++) value = 8 * value + octalDigit(text[at + 1 + digits]);
      made[length++] = value & 0xff;
      at += 1 + digits;
    } else {
      const letter = letters.get(String.fromCharCode(next));
      if (letter === undefined) made[length++] = byte;
      if (letter !== "") made[length++] = letter?.charCodeAt(0) ?? next;
      at += 2;
    }
  }
  return made.subarray(0, length);
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function octalDigit(byte: number | undefined): number {
  return byte !== undefined && byte >= 0x30 && byte <= 0x37 ? byte - 0x30 : -1;
}

/** `\\u` and `\\U` escapes, the only ones of the encoding `raw-unicode-escape`. */
function withCodePoints(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replaceAll(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (all, short?: string, long?: string) => {
    const point = Number.parseInt(short ?? long ?? "", 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : all;
  });
}
