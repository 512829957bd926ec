/** Where a text stops being JSON, and why. */
export interface JsonFault {
  /** UTF-16 code units from the start. */
  readonly offset: number;
  /** `] stands where a value is expected`. */
  readonly message: string;
}

/** What may come next. */
type Expected = "a value" | "a value or ]" | 'a name in "quotes" or }' | 'a name in "quotes"' | "a colon" | "a comma or }" | "a comma or ]" | "the end";

const space = /[ \t\r\n]*/y;
const token = /[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Finds the first place where a text is no JSON (RFC 8259). `JSON.parse` names it for some texts only.
 *
 * @returns `undefined` for JSON.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "a value";
  for (let at = 0; ; ) {
    space.lastIndex = at;
    at += space.exec(text)?.[0].length ?? 0;
    if (at >= text.length) return expected === "the end" ? undefined : { offset: at, message: `it breaks off where ${expected} is expected` };
    token.lastIndex = at;
    const found = token.exec(text)?.[0] ?? "";
    const next: Expected | undefined = found === "" ? undefined : following(found, expected, open);
    if (next === undefined) return { offset: at, message: `${stands(text, at)} where ${expected} is expected` };
    expected = next;
    at += found.length;
  }
}

/** What is expected after a token, whose brackets are kept in `open`; `undefined` when it must not stand here. */
function following(found: string, expected: Expected, open: ("{" | "[")[]): Expected | undefined {
  const afterValue = (): Expected => (open.length === 0 ? "the end" : open.at(-1) === "{" ? "a comma or }" : "a comma or ]");
  switch (found) {
    case "{": case "[":
      if (expected !== "a value" && expected !== "a value or ]") return undefined;
      open.push(found);
      return found === "{" ? 'a name in "quotes" or }' : "a value or ]";
    case "}":
      if (expected !== 'a name in "quotes" or }' && expected !== "a comma or }") return undefined;
      open.pop();
      return afterValue();
    case "]":
      if (expected !== "a value or ]" && expected !== "a comma or ]") return undefined;
      open.pop();
      return afterValue();
    case ",":
      if (expected === "a comma or }") return 'a name in "quotes"';
      return expected === "a comma or ]" ? "a value" : undefined;
    case ":":
      return expected === "a colon" ? "a value" : undefined;
    default:
      if (expected === 'a name in "quotes"' || expected === 'a name in "quotes" or }') return found.startsWith('"') ? "a colon" : undefined;
      return expected === "a value" || expected === "a value or ]" ? afterValue() : undefined;
  }
}

function stands(text: string, at: number): string {
  const [word = ""] = /^(?:[\p{L}\p{N}_]{1,20}|[^])/u.exec(text.slice(at, at + 40)) ?? [];
  return word === '"' ? "a text that is not closed in its line, or has a wrong escape, stands" : `${word} stands`;
}
