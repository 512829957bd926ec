import { isFileDigest } from "../../parts/is-file-digest.ts";

/** The most letters of one reference that the endpoint takes. */
export const longestReference = 1024;
/** The most references of one look. */
export const mostReferences = 100;

/** What was pasted, ready to be asked. */
export interface Pasted {
  readonly references: readonly string[];
  /** Whether something that looks like a credential was taken out. */
  readonly withheld: boolean;
  /** Why it cannot be asked; `undefined` when it can. */
  readonly problem: string | undefined;
}

/** Reads a pasted text: each line is a reference of its own, but for code and commands that run over several lines. Credentials are taken out. */
export function readPasted(text: string): Pasted {
  const { kept, withheld } = withoutCredentials(text);
  const lines = kept.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const references = [...new Set(lines.length > 1 && lines.some(goesOn) ? [lines.join("\n")] : lines)];
  return { references, withheld, problem: problemOf(references) };
}

/** Forms of credentials that nobody takes for the name of a model; the endpoint sends what has one of them to no source. */
const credentials = /\b(?:hf_[A-Za-z0-9]{30,}|sk-(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{32,}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,}|glpat-[\w-]{20,}|AKIA[A-Z0-9]{16})(?![\w-])/g;

/** The text with each credential replaced by `***`. */
export function withoutCredentials(text: string): { readonly kept: string; readonly withheld: boolean } {
  const kept = text.replaceAll(credentials, "***");
  return { kept, withheld: kept !== text };
}

/** The digest that a text is, whole and in the form that the endpoint takes; `undefined` when it is none. */
export function wholeDigest(text: string): string | undefined {
  const bare = text.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(bare)) return `sha256:${bare}`;
  if (/^[0-9a-f]{40}$/.test(bare)) return `git-sha1:${bare}`;
  return isFileDigest(bare) ? bare : undefined;
}

function goesOn(line: string): boolean {
  return line.endsWith("\\") || line.startsWith("import ") || line.startsWith("from ") || line.split("(").length !== line.split(")").length;
}

function problemOf(references: readonly string[]): string | undefined {
  if (references.length > mostReferences) return `These are ${references.length} lines; at most ${mostReferences} are looked up at once.`;
  const long = references.find(({ length }) => length > longestReference);
  return long === undefined ? undefined : `A reference has at most ${longestReference} characters; “${long.slice(0, 30)}…” has ${long.length}.`;
}
