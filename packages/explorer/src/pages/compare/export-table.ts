import type { ComparePageRowFragment } from "../../generated/types.ts";
import { comparisonGroups, rowVerdicts } from "../../words/comparison.ts";
import type { Column } from "./columns.ts";
import { leaderWord } from "./rows.ts";

type Row = ComparePageRowFragment;

/** A comparison as CSV (RFC 4180): units, dates and sources stay with the values, and what is not known says so. */
export function comparisonCsv(columns: readonly Column[], rows: readonly Row[]): string {
  const head = ["group", "attribute", "unit", "verdict", "note", ...columns.flatMap(({ model }) => [model.id, `${model.id}: stated by`, `${model.id}: as of`])];
  const body = rows.map((row) => [comparisonGroups[row.group], row.label, row.unit ?? "", rowVerdicts[row.verdict].label, row.note ?? "", ...row.cells.flatMap((cell, at) => [textOf(row, at), cell.statedBy.map(({ title }) => title).join(", "), cell.asOf ?? ""])]);
  return `${[head, ...body].map((cells) => cells.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** A comparison as a table in Markdown. */
export function comparisonMarkdown(columns: readonly Column[], rows: readonly Row[]): string {
  const head = ["", ...columns.map(({ model }) => markdownCell(model.id))];
  const body = rows.map((row) => [markdownCell(`${row.label}${row.unit === null ? "" : ` (${row.unit})`}${row.verdict === "NOT_COMPARABLE" ? ", not comparable" : ""}`), ...row.cells.map((cell, at) => markdownCell(`${textOf(row, at)}${cell.asOf === null ? "" : ` (${cell.asOf.slice(0, 10)})`}`))]);
  return `${[head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

function textOf(row: Row, at: number): string {
  const cell = row.cells[at];
  const word = leaderWord(row, at);
  if (cell === undefined || !cell.known) return "not known";
  return [cell.text, ...(word === undefined ? [] : [`[${word}]`]), ...(cell.conflicting ? ["[listings disagree]"] : [])].join(" ");
}

/** A foreign text that a spreadsheet would take for a formula begins with an apostrophe. */
function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll("\"", "\"\"")}"` : plain;
}

/** Foreign text is no markup. */
function markdownCell(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|#!]/g, String.raw`\$&`).replaceAll(/\s+/g, " ");
}
