import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Reads a text file of the folder; names that end in `.gz` are unpacked. */
export function readText(folder: string, path: string): string {
  const bytes = readFileSync(join(folder, path));
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** Reads a JSON file of the folder. */
export function readJson(folder: string, path: string): unknown {
  return JSON.parse(readText(folder, path)) as unknown;
}

/** Lines of a text file, without empty ones. */
export function readLines(folder: string, path: string): readonly string[] {
  return readText(folder, path).split("\n").filter((line) => line !== "");
}

/** Rows of a CSV file by the names in its first line; quotes as in RFC 4180, no line feeds within a value. */
export function readCsv(folder: string, path: string): readonly Readonly<Record<string, string>>[] {
  const [head, ...rows] = readLines(folder, path).map(splitCsv);
  return rows.map((row) => Object.fromEntries(row.map((value, index) => [head?.[index] ?? String(index), value])));
}

/** An object to look into, or an empty one. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** The values of a list, none when it is no list. */
export function valuesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** A task; lists write `N/A`, `NA` and `unknown` where there is none. */
export function taskTextOf(value: unknown): string | undefined {
  const task = textOf(value);
  return task === undefined || /^(?:n\/?a|none|null|nan|unknown)$/i.test(task) ? undefined : task;
}

/** Whole number from 0. */
export function countOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** Moment as RFC 3339 in UTC, without parts of a second; a date alone is its first moment. */
export function momentOf(value: unknown): string | undefined {
  const milliseconds = Date.parse(textOf(value) ?? "");
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

/**
 * Day a repository was made. The Hub answers 2022-03-02T23:29:04Z, or a second later, for every repository older than its own field:
 * that says nothing about the model and is left out.
 */
export function createdAtOf(value: unknown): string | undefined {
  const moment = momentOf(value);
  return moment === undefined || moment < "2022-03-02T23:30:00Z" ? undefined : moment;
}

/** Commit: 40 lower-case hexadecimal digits. */
export function commitOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && /^[0-9a-f]{40}$/.test(text) ? text : undefined;
}

/** Says whether the text is a repository path of today, `<publisher>/<name>`. */
export function isRepositoryPath(text: string | undefined): text is string {
  return text !== undefined && /^[\w.-]+\/[\w.-]+$/.test(text);
}

/** The object without members that are `undefined`. */
export function defined<T extends object>(members: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function splitCsv(line: string): readonly string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => (match[1] ?? "").replace(/^"|"$/g, "").replaceAll('""', '"'));
}
