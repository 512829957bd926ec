import type { SQLOutputValue } from "node:sqlite";

/** One row as node:sqlite gives it. */
export type Row = Record<string, SQLOutputValue>;

/** A column that holds text in every row. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`Column ${column} holds ${typeof value}, expected text`);
  return value;
}

/** A column that holds a number in every row. */
export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new TypeError(`Column ${column} holds ${typeof value}, expected a number`);
  return value;
}

/** Text, or `undefined` where the column is NULL. */
export function optionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textOf(row, column);
}

/** JSON that this package wrote itself; its type is the type it was written with. */
export function jsonOf<T>(row: Row, column: string): T {
  return JSON.parse(textOf(row, column)) as T;
}

/** Whether an error of node:sqlite says that another connection holds the file (SQLITE_BUSY, with its extended codes). */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number" && (error.errcode & 0xff) === 5;
}
