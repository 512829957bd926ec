import { SourceError } from "@modeldex/plugin-kit";

/** One thing that is wrong in a document, and what would be right. */
export interface Mistake {
  /** From 1; absent where it is the document as a whole. */
  readonly line?: number;
  readonly column?: number;
  /** Where in the document: `models[1].parameters`; empty for the document as a whole. */
  readonly field: string;
  /** What is wrong, and what would be right: `is "8X"; write a number, or text such as 8B`. */
  readonly message: string;
}

/** A document by the name that people know it by, and its mistakes. */
export interface DocumentMistakes {
  readonly label: string;
  readonly mistakes: readonly Mistake[];
}

/** Most mistakes that one message tells. */
const mostTold = 5;

/**
 * Makes the error for documents that cannot be taken.
 *
 * @example
 * mistaken([{ label: "models.yaml", mistakes: [{ line: 7, column: 17, field: "models[1].parameters", message: 'is "8X"; write a number' }] }]).message
 * // 'models.yaml:7:17 models[1].parameters is "8X"; write a number. Nothing of the catalog was taken over; what was read before stays.'
 */
export function mistaken(documents: readonly DocumentMistakes[]): SourceError {
  const told = documents.flatMap(({ label, mistakes }) => mistakes.map((mistake) => sentence(label, mistake)));
  const more = told.length > mostTold ? ` And ${told.length - mostTold} more.` : "";
  return new SourceError("BAD_RESPONSE", `${told.slice(0, mostTold).join(" ")}${more} Nothing of the catalog was taken over; what was read before stays.`);
}

function sentence(label: string, { line, column, field, message }: Mistake): string {
  const place = [label, line, column].filter((part) => part !== undefined).join(":");
  return `${[place, field].filter((part) => part !== "").join(" ")} ${message}.`;
}

/** A value as a message shows it: short, on one line. */
export function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "a group of fields";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
