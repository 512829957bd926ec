import { foreignText } from "../foreign-text.ts";
import { expressionTokens, type TemplateToken } from "./template-tokens.ts";

/** A part of a chat template that no chat needs. */
export interface OddTemplatePart {
  /** For a sentence: `__class__`, `the filter attr`. */
  readonly what: string;
  /** As it stands in the template. */
  readonly literal: string;
  /** Index of its first character in the template, in UTF-16 code units. */
  readonly at: number;
  /** Known from escapes out of a template into Python. */
  readonly dangerous: boolean;
}

/** Most parts that are told of one template. */
const maxParts = 100;
/** Longest template that is looked at; those of chats are shorter by far. In UTF-16 code units. */
const maxTemplateLength = 262_144;

/** Members by which Python code is reached from any value. */
const escapes: ReadonlySet<string> = new Set([
  "__class__", "__mro__", "__base__", "__bases__", "__subclasses__", "__globals__", "__builtins__", "__import__", "__init__", "__dict__", "__getattribute__",
  "__getattr__", "__getitem__", "__call__", "__code__", "__closure__", "__func__", "__self__", "__module__", "__loader__", "__spec__", "__reduce__", "__reduce_ex__",
  "__init_subclass__", "__new__", "__enter__", "__exit__", "__wrapped__", "__defaults__",
]);

/** Members by which frames, code and commands are reached. */
const oddMembers: ReadonlySet<string> = new Set([
  "mro", "func_globals", "func_code", "gi_frame", "gi_code", "cr_frame", "cr_code", "ag_frame", "ag_code", "f_globals", "f_locals", "f_builtins", "f_back", "tb_frame",
  "os", "sys", "subprocess", "popen", "builtins", "importlib",
]);

/** Names of Python that Jinja does not give a template, and of its own that are ways out: none is needed. */
const oddNames: ReadonlySet<string> = new Set([
  "os", "sys", "subprocess", "importlib", "builtins", "pty", "socket", "ctypes", "lipsum", "cycler", "joiner", "getattr", "setattr", "globals", "locals", "vars", "url_for", "get_flashed_messages",
]);

/** Names that are odd when they are called. */
const oddCalls: ReadonlySet<string> = new Set(["eval", "exec", "compile", "open", "popen", "system"]);

/** Statements that read another file. */
const oddStatements: ReadonlySet<string> = new Set(["include", "import", "extends", "from"]);

/**
 * Parts of a Jinja template that reach beyond what a chat needs: members with double underscores, names of modules, the filter `attr`, other
 * templates, texts that are put together to such names, a length beyond what is looked at. What stands outside `{{ }}` and `{% %}` is text and runs nothing.
 */
export function oddTemplateParts(template: string): readonly OddTemplatePart[] {
  if (template.length > maxTemplateLength) {
    return [{ what: `${String(template.length)} characters`, literal: template.slice(0, 40), at: 0, dangerous: false }];
  }
  const odd: OddTemplatePart[] = [];
  const tokens = expressionTokens(template);
  for (let index = 0; index < tokens.length && odd.length < maxParts; index += 1) {
    const token = tokens[index];
    const part = token === undefined ? undefined : oddity(token, tokens[index - 1], tokens[index + 1]);
    if (token !== undefined && part !== undefined) odd.push({ ...part, literal: token.literal.slice(0, 200), at: token.at });
  }
  return odd;
}

function oddity(token: TemplateToken, before: TemplateToken | undefined, after: TemplateToken | undefined): Pick<OddTemplatePart, "what" | "dangerous"> | undefined {
  if (token.kind === "text") return oddText(token);
  if (token.kind !== "name") return undefined;
  const { value } = token;
  if (escapes.has(value)) return { what: value, dangerous: true };
  if (isDunder(value)) return { what: value, dangerous: false };
  if (before?.value === "|") return value === "attr" ? { what: "the filter attr", dangerous: false } : undefined;
  if (before?.value === "." && oddMembers.has(value)) return { what: `the member ${value}`, dangerous: false };
  if (oddCalls.has(value) && after?.value === "(") return { what: `the call ${value}`, dangerous: false };
  if (before?.value === ".") return undefined;
  if (before?.value === "{%" && oddStatements.has(value)) return { what: `the statement ${value}`, dangerous: false };
  // `x=…` names a parameter and `{% set x %}` a variable of the template's own.
  return oddNames.has(value) && after?.value !== "=" ? { what: `the name ${value}`, dangerous: false } : undefined;
}

/** A text can be the name of a member: in brackets, or for a filter. */
function oddText({ value, literal }: TemplateToken): Pick<OddTemplatePart, "what" | "dangerous"> | undefined {
  if (escapes.has(value)) return { what: value, dangerous: true };
  if (isDunder(value)) return { what: value, dangerous: false };
  const isPart = /^(?:__\w*|\w*__)$/.test(value) && value.length <= 40;
  if (isPart) return { what: `the text ${foreignText(literal, 60)}, a part of such a name`, dangerous: false };
  if (/\\(?:x5f|u005f|U0000005f|137|N\{LOW LINE\})/i.test(literal)) return { what: `the text ${foreignText(literal, 60)} with hidden underscores`, dangerous: false };
  return undefined;
}

function isDunder(value: string): boolean {
  return /^__\w+__$/.test(value);
}
