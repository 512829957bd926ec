import { isDangerousImport } from "./dangerous-imports.ts";
import { isKnownImport } from "./known-imports.ts";

/** What is known of an import: weights need it, nobody here knows, or it does harm. */
export type ImportJudgement = "allowed" | "unlisted" | "dangerous";

/** Names of Python 2 for modules on the lists, which Python 3 translates for protocols up to 2 (`_compat_pickle.py` of CPython). */
const renamed: ReadonlyMap<string, string> = new Map([["__builtin__", "builtins"], ["__builtins__", "builtins"], ["copy_reg", "copyreg"]]);

/**
 * Judges one import by exact names: allowed is only what is listed; dangerous also what lies below a listed module.
 *
 * @example
 * judgeImport("posix", "system") // "dangerous"
 */
export function judgeImport(module: string, name: string): ImportJudgement {
  const modern = renamed.get(module) ?? module;
  if (isDangerousImport(modern, name)) return "dangerous";
  return isKnownImport(modern, name) ? "allowed" : "unlisted";
}
