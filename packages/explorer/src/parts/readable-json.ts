/** Lines that are written; the rest is counted. */
const mostLines = 20;

/** Lines for a person that say what a JSON value holds, indented by depth. One line for what is no list and no object. */
export function readable(value: unknown): readonly string[] {
  const lines = linesOf(value, "");
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), `… and ${lines.length - mostLines} more lines`];
}

function linesOf(value: unknown, indent: string): readonly string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${indent}nothing (an empty list)`];
    if (value.every(isPlain)) return [`${indent}${value.map(plain).join(", ")}`];
    return value.flatMap((entry) => marked(linesOf(entry, `${indent}  `), indent));
  }
  if (isObject(value)) {
    const entries = Object.entries(value);
    if (entries.length === 0) return [`${indent}nothing (an empty object)`];
    return entries.flatMap(([name, inner]) => {
      const lines = linesOf(inner, "");
      return lines.length === 1 ? [`${indent}${name}: ${lines[0]}`] : [`${indent}${name}:`, ...linesOf(inner, `${indent}  `)];
    });
  }
  return [`${indent}${plain(value)}`];
}

/** Puts a dash before the first line of an entry. */
function marked(lines: readonly string[], indent: string): readonly string[] {
  return lines.map((line, place) => (place === 0 ? `${indent}- ${line.trimStart()}` : line));
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return "not known";
  if (typeof value === "string") return value === "" ? "an empty text" : value;
  return JSON.stringify(value);
}

function isPlain(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
