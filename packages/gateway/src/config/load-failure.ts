import { fileURLToPath } from "node:url";

/**
 * Says why a module could not be loaded, and where, as far as Node tells: the mistake may be in a file that it imports. Of what does not parse as
 * JavaScript Node tells neither.
 *
 * @example
 * loadFailure("/app/modeldex.config.ts", error)
 * // "/app/modeldex.config.ts could not be loaded: Expression expected (/app/shelf.ts, line 7)"
 */
export function loadFailure(module: string, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const place = cause instanceof Error ? placeOf(cause.stack ?? "") : undefined;
  if (/^Cannot find package '[^']+' imported from /.test(message)) {
    return `${module} could not be loaded: ${message}. Packages are looked for in node_modules of the folder of that file and of those above it; put it where the package is installed, or install the package there.`;
  }
  return `${module} could not be loaded: ${message}${place === undefined ? "" : ` (${place})`}`;
}

/** Mistakes of syntax stand before the stack, `/app/shelf.ts:7`; what was thrown is in its frames, `at file:///app/shelf.ts:7:13`. */
function placeOf(stack: string): string | undefined {
  const [, headed, headLine] = /^((?:file:\/\/|\/|[A-Za-z]:\\)[^\n]*):(\d+)\n/.exec(stack) ?? [];
  const [, thrown, thrownLine] = /^ +at (?:.*\()?(file:\/\/[^\n]*?):(\d+):\d+\)?$/m.exec(stack) ?? [];
  const [file, line] = headed === undefined ? [thrown, thrownLine] : [headed, headLine];
  if (file === undefined || file.includes("/node_modules/")) return undefined;
  return `${file.startsWith("file:") ? fileURLToPath(file) : file}, line ${line}`;
}
