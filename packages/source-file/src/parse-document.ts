import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument as parseYaml, type Document, type Node } from "yaml";
import { jsonFault } from "./json-fault.ts";
import type { Mistake } from "./mistakes.ts";

/** Keys and indexes from the root of a document to a value. */
export type Path = readonly (string | number)[];

/** Line and column, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A document as a value, and where its values stand. */
export interface ParsedDocument {
  readonly value: unknown;
  /**
   * Where the value at a path stands; of a value that is not there, the nearest around it.
   *
   * @param of - `key`: the name of the member instead of its value.
   */
  position(path: Path, of?: "key" | "value"): Position;
}

export type Parsed = { readonly document: ParsedDocument } | { readonly mistakes: readonly Mistake[] };

export type Syntax = "yaml" | "json" | "jsonl";

/**
 * Reads a text.
 *
 * JSONL gives one list, an entry a line; lines without text are left out.
 */
export function parseDocument(text: string, syntax: Syntax): Parsed {
  if (text.trim() === "") return { mistakes: [{ line: 1, field: "", message: 'is empty; write "models: []" when it is to list none' }] };
  try {
    const parsed = syntax === "yaml" ? readYaml(text) : syntax === "json" ? readJson(text) : readLines(text);
    return "document" in parsed && isDeeper(parsed.document.value, deepest) ? tooDeep : parsed;
  } catch (error) {
    // Both parsers call themselves for each level of nesting.
    if (error instanceof RangeError) return tooDeep;
    throw error;
  }
}

const tooDeep: Parsed = { mistakes: [{ line: 1, field: "", message: "is nested too deeply; a catalog has a list of models with a few fields each" }] };
/** Levels of a document; an alias within what it stands for has no end. */
const deepest = 40;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

/** Most that aliases may multiply what is written: enough for shared defaults in each entry, not for a document that grows without end. */
const maxAliasCount = 50_000;
/** Most mistakes of syntax that are told; one often causes the others. */
const mostSyntaxMistakes = 3;

function readYaml(text: string): Parsed {
  const lines = new LineCounter();
  const document = parseYaml(text, { lineCounter: lines, prettyErrors: false, merge: true });
  if (document.errors.length > 0) {
    if (document.errors.some(({ message }) => message.startsWith("Maximum call stack"))) return tooDeep;
    return { mistakes: document.errors.slice(0, mostSyntaxMistakes).map(({ code, message, pos: [at] }) => ({ ...place(lines, at), field: "", message: yamlMessage(code, message) })) };
  }
  try {
    return { document: { value: document.toJS({ maxAliasCount }), position: (path, of = "value") => place(lines, offsetOf(document, path, of)) } };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const message = error.message.startsWith("Excessive alias") ? "uses aliases (*name) so that it grows without end; write the values out" : `has a wrong alias: ${error.message}`;
    return { mistakes: [{ line: 1, field: "", message }] };
  }
}

const yamlAdvice: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "is indented by a tab; YAML takes spaces only",
  DUPLICATE_KEY: "has a field that is there already; leave one of them out",
  MULTIPLE_DOCS: "begins a second document (---); write one document, or one file for each",
  BLOCK_AS_IMPLICIT_KEY: 'has a second ": " in one line; put the text in quotes',
};

function yamlMessage(code: string, message: string): string {
  return yamlAdvice[code] ?? `is no YAML: ${message.replace(/\.$/, "").replaceAll("\n", " ")}`;
}

function readJson(text: string, firstLine = 1): Parsed {
  try {
    const value: unknown = JSON.parse(text);
    const positions = positionsInJson(text);
    return { document: { value, position: (path, of = "value") => after(firstLine, positions(path, of)) } };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { offset, message } = jsonFault(text) ?? { offset: text.length, message: "it cannot be read" };
    const before = text.slice(0, offset).split(/\r\n|\r|\n/);
    return { mistakes: [{ ...after(firstLine, { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }), field: "", message: `is no JSON: ${message}` }] };
  }
}

function readLines(text: string): Parsed {
  const lines = text.split(/\r\n|\r|\n/).map((line, index) => ({ line, number: index + 1 })).filter(({ line }) => line.trim() !== "");
  const read = lines.map(({ line, number }) => readJson(line, number));
  const mistakes = read.flatMap((parsed) => ("mistakes" in parsed ? parsed.mistakes : []));
  if (mistakes.length > 0) return { mistakes };
  const documents = read.flatMap((parsed) => ("document" in parsed ? [parsed.document] : []));
  return {
    document: {
      value: documents.map(({ value }) => value),
      position: ([index, ...path], of) => (typeof index === "number" ? documents[index]?.position(path, of) : undefined) ?? { line: 1, column: 1 },
    },
  };
}

/** JSON is YAML as well, whose parser keeps positions; it reads once it is asked, since it is slow and needed for mistakes only. */
function positionsInJson(text: string): (path: Path, of: "key" | "value") => Position {
  const lines = new LineCounter();
  let document: Document | undefined;
  return (path, of) => {
    document ??= parseYaml(text, { lineCounter: lines, prettyErrors: false });
    return place(lines, offsetOf(document, path, of));
  };
}

function after(firstLine: number, { line, column }: Position): Position {
  return { line: firstLine + line - 1, column };
}

function place(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function offsetOf(document: Document, path: Path, of: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = rangeOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isSeq(node) && typeof step === "number") node = node.items[step];
    else if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : undefined) === String(step));
      if (pair !== undefined && of === "key" && depth === path.length - 1) return rangeOf(pair.key) ?? offset;
      // A field without a value stands where its name does.
      offset = rangeOf(pair?.key) ?? offset;
      node = pair?.value;
    } else return offset;
    offset = rangeOf(node) ?? offset;
  }
  return offset;
}

function rangeOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
