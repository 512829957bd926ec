/** A word within `{{ }}` or `{% %}` of a Jinja template. */
export interface TemplateToken {
  /** `text`: a string literal, of which `value` has no quotation marks and its escapes resolved. `sign`: one character, or `{{`, `{%`. */
  readonly kind: "name" | "text" | "sign";
  readonly value: string;
  /** As it stands in the template. */
  readonly literal: string;
  /** Index of its first character, in UTF-16 code units. */
  readonly at: number;
}

const closings = { "{{": "}}", "{%": "%}", "{#": "#}" } as const;

/**
 * The words of all expressions and statements of a Jinja template, in order. Comments are left out, and so is what stands between expressions. Where
 * an expression does not end, all that follows is taken for a part of it; `{% raw %}` is not minded, so that more is looked at than runs.
 */
export function expressionTokens(template: string): readonly TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf("{", at);
    if (open < 0 || open + 1 >= template.length) break;
    const opening = template.slice(open, open + 2);
    if (opening === "{#") {
      const end = template.indexOf(closings[opening], open + 2);
      at = end < 0 ? template.length : end + 2;
    } else if (opening === "{{" || opening === "{%") {
      tokens.push({ kind: "sign", value: opening, literal: opening, at: open });
      at = readExpression(template, open + 2, closings[opening], tokens);
    } else {
      at = open + 1;
    }
  }
  return tokens;
}

/** @returns index after the end of the expression. */
function readExpression(template: string, start: number, closing: string, tokens: TemplateToken[]): number {
  // `{%-` and `{{-` cut the space before.
  let at = template[start] === "-" || template[start] === "+" ? start + 1 : start;
  while (at < template.length) {
    const character = template.charAt(at);
    if (character === closing[0] && template[at + 1] === "}") return at + 2;
    if (character === '"' || character === "'") {
      const end = endOfText(template, at, character);
      const literal = template.slice(at, end);
      tokens.push({ kind: "text", value: unescaped(literal.slice(1, -1)), literal, at });
      at = end;
    } else if (isWordCharacter(character)) {
      let end = at + 1;
      while (end < template.length && isWordCharacter(template.charAt(end))) end += 1;
      const literal = template.slice(at, end);
      // Python reads look-alike letters in names as the plain ones.
      tokens.push({ kind: "name", value: literal.normalize("NFKC"), literal, at });
      at = end;
    } else {
      if (!" \n\r\t".includes(character)) tokens.push({ kind: "sign", value: character, literal: character, at });
      at += 1;
    }
  }
  return at;
}

function endOfText(template: string, start: number, quote: string): number {
  let at = start + 1;
  while (at < template.length && template[at] !== quote) at += template[at] === "\\" ? 2 : 1;
  return Math.min(at + 1, template.length);
}

function isWordCharacter(character: string): boolean {
  const code = character.charCodeAt(0);
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f || code > 0x7f;
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replaceAll(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(N\{LOW LINE\})|\n|(.))/g, (_whole, ...[byte, short, long, octal, lowLine, other]: (string | undefined)[]) => {
    const hex = byte ?? short ?? long;
    if (hex !== undefined) return Number.parseInt(hex, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(hex, 16)) : "";
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    return lowLine === undefined ? (other ?? "") : "_";
  });
}
