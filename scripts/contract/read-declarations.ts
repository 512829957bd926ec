/** What a file of types exports, as far as a page about them needs it. */
export type Declaration =
  | { readonly kind: "interface"; readonly name: string; readonly docs: Docs; readonly heritage: string; readonly members: readonly Member[] }
  /** A type alias. Of one that begins with an object, `members` has those of it and `text` what follows, such as `& (…)`. */
  | { readonly kind: "type"; readonly name: string; readonly docs: Docs; readonly text: string; readonly members: readonly Member[] }
  /** A list of words: `export const accesses = ["OPEN", …] as const`. */
  | { readonly kind: "words"; readonly name: string; readonly words: readonly string[] };

export interface Member {
  readonly name: string;
  readonly optional: boolean;
  /** Its type as it is written, on one line; of a method `(request: GetRequest) => Promise<…>`. */
  readonly type: string;
  readonly docs: Docs;
  /** Members of its type, where that is an object written in place. */
  readonly inner: readonly Member[];
}

/** A docstring. */
export interface Docs {
  readonly text: string;
  readonly defaultsTo?: string;
  readonly throws?: string;
}

/**
 * Reads the exported interfaces, type aliases and lists of words of a file, in their order. It knows comments, texts and brackets and no more of the language:
 * what it cannot read is an error, so that nothing is left out of the page unseen.
 *
 * @throws {Error} naming the declaration or the member that it cannot read.
 */
export function readDeclarations(code: string): readonly Declaration[] {
  const found: Declaration[] = [];
  for (const match of code.matchAll(/^export (interface|type|const) (\w+)/gm)) {
    const [, keyword = "", name = ""] = match;
    const docs = docsBefore(code, match.index);
    const after = match.index + match[0].length;
    if (keyword === "interface") {
      const open = indexAtDepthZero(code, after, "{");
      const close = closingOf(code, open);
      found.push({ kind: "interface", name, docs, heritage: oneLine(code.slice(after, open)), members: readMembers(code.slice(open + 1, close), name) });
    } else if (keyword === "type") {
      const equals = indexAtDepthZero(code, after, "=");
      const text = code.slice(equals + 1, indexAtDepthZero(code, equals + 1, ";")).trim();
      const members = membersOfObject(text, name);
      found.push({ kind: "type", name, docs, text: oneLine(withoutComments(members.length === 0 ? text : text.slice(closingOf(text, 0) + 1))), members });
    } else {
      const list = /^ = (\[[^]*?\]) as const;/.exec(code.slice(after))?.[1];
      if (list !== undefined) found.push({ kind: "words", name, words: [...list.matchAll(/"([^"]*)"/g)].map(([, word = ""]) => word) });
    }
  }
  return found;
}

/** Of an alias that begins with an object. */
function membersOfObject(text: string, name: string): readonly Member[] {
  const trimmed = text.trimStart();
  return trimmed.startsWith("{") && !trimmed.startsWith("{ [") ? readMembers(trimmed.slice(1, closingOf(trimmed, 0)), name) : [];
}

function readMembers(inside: string, of: string): readonly Member[] {
  const members: Member[] = [];
  // In one line the last member ends without a semicolon.
  const body = /;\s*$/.test(inside) ? inside : `${inside};`;
  for (let at = 0; body.slice(at).trim() !== ""; ) {
    const end = indexAtDepthZero(body, at, ";");
    const whole = body.slice(at, end);
    at = end + 1;
    const declared = withoutComments(whole).trim();
    const [, name, optional, rest] = /^(?:readonly )?(\w+)(\?)?([:(<][^]*)$/.exec(declared) ?? [];
    if (name === undefined || rest === undefined) throw new Error(`A member of ${of} cannot be read: ${declared.slice(0, 80)}`);
    const type = oneLine(rest.startsWith(":") ? rest.slice(1) : methodType(rest));
    const [lead = ""] = /^(?:\s*\/\*[^]*?\*\/)*\s*/.exec(whole) ?? [];
    const inner = /^(?:readonly )?\w+\??:\s*\{/.test(whole.slice(lead.length)) ? membersOfObject(whole.slice(whole.indexOf("{", lead.length)), `${of}.${name}`) : [];
    members.push({ name, optional: optional === "?", type, docs: docsBefore(whole, lead.length), inner });
  }
  return members;
}

/** `(a: A): B` as `(a: A) => B`. */
function methodType(rest: string): string {
  const close = closingOf(rest, rest.indexOf("("));
  return `${rest.slice(0, close + 1)} =>${rest.slice(close + 1).replace(/^\s*:/, "")}`;
}

const closers: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]" };

/** Where the bracket that opens at `open` closes. */
function closingOf(code: string, open: number): number {
  const close = closers[code[open] ?? ""];
  if (close === undefined) throw new Error(`No bracket opens at ${code.slice(open, open + 40)}`);
  return indexAtDepthZero(code, open + 1, close);
}

/** The first place of a character outside of brackets, texts and comments. */
function indexAtDepthZero(code: string, from: number, wanted: string): number {
  let depth = 0;
  for (let at = from; at < code.length; at += 1) {
    const character = code[at] ?? "";
    if (code.startsWith("/*", at)) at = code.indexOf("*/", at) + 1;
    else if (code.startsWith("//", at)) at = code.indexOf("\n", at);
    else if (depth === 0 && character === wanted && !(wanted === "=" && code[at + 1] === ">")) return at;
    else if (character === '"' || character === "`") at = code.indexOf(character, at + 1);
    else if ("{([".includes(character)) depth += 1;
    else if ("})]".includes(character)) depth -= 1;
    if (at < from) break;
  }
  throw new Error(`There is no ${wanted} after ${code.slice(from, from + 60)}`);
}

/** The docstring that ends right before a place. */
function docsBefore(code: string, place: number): Docs {
  const before = code.slice(0, place).trimEnd();
  if (!before.endsWith("*/")) return { text: "" };
  const lines = before.slice(before.lastIndexOf("/**") + 3, -2).split("\n").map((line) => line.replace(/^\s*\*? ?/, "").trimEnd());
  const text = lines.join("\n").trim();
  const [told = "", ...tags] = text.split(/(?:^|\s)@(?=default |throws |example\b|param |returns )/);
  const tag = (name: string): string | undefined => tags.find((each) => each.startsWith(`${name} `))?.slice(name.length + 1).trim();
  const [defaultsTo, throws] = [tag("default"), tag("throws")];
  return { text: oneLine(told), ...(defaultsTo !== undefined && { defaultsTo: oneLine(defaultsTo) }), ...(throws !== undefined && { throws: oneLine(throws.replace(/^\{\w+(?: \| \w+)*\}\s*/, "")) }) };
}

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[^]*?\*\//g, "");
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}
