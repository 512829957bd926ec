import { createHash } from "node:crypto";

import type { StarterLine } from "./facts.ts";

/** First line of the starter catalog. */
export interface StarterHeader {
  readonly format: "modeldex.starter/1";
  readonly sourceKind: "huggingface";
  /** Date of the newest facts in the file, not of the run, so that the same input gives the same bytes. */
  readonly madeAt: string;
  /** Lines after this one. */
  readonly records: number;
  /** `sha256:<hex>` over everything after the first line feed. */
  readonly digest: string;
}

/** One row of the table that `coverage` gives. */
export interface FieldCoverage {
  readonly field: string;
  readonly records: number;
  /** 0 to 1. */
  readonly share: number;
}

/** Writes the file's text: a header line, then one JSON line a model, each ended by a line feed. */
export function formatStarter(lines: readonly StarterLine[], madeAt: string): string {
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  const header: StarterHeader = {
    format: "modeldex.starter/1",
    sourceKind: "huggingface",
    madeAt,
    records: lines.length,
    digest: `sha256:${createHash("sha256").update(body).digest("hex")}`,
  };
  return `${JSON.stringify(header)}\n${body}`;
}

/** Reads the file's text back. The digest is not checked here. */
export function parseStarter(text: string): { readonly header: StarterHeader; readonly lines: readonly StarterLine[]; readonly body: string } {
  const end = text.indexOf("\n");
  const body = text.slice(end + 1);
  return {
    header: JSON.parse(text.slice(0, end)) as StarterHeader,
    lines: body.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as StarterLine),
    body,
  };
}

const counted: Readonly<Record<string, (line: StarterLine) => unknown>> = {
  "date of the facts": (line) => line.asOf,
  "id, name, publisher, url": (line) => line.record.url,
  task: (line) => line.record.task,
  library: (line) => line.record.libraries,
  licence: (line) => line.record.license,
  parameters: (line) => line.record.parameters,
  "context length": (line) => line.record.contextTokens,
  "downloads (30 days)": (line) => line.record.popularity?.downloads30d,
  likes: (line) => line.record.popularity?.likes,
  "created at": (line) => line.record.createdAt,
  "updated at": (line) => line.record.updatedAt,
  languages: (line) => line.record.languages,
  architecture: (line) => line.record.architecture,
  formats: (line) => line.record.formats,
  "revision (commit)": (line) => line.record.revision,
};

/** Counts, field by field, how many records tell it. */
export function coverage(lines: readonly StarterLine[]): readonly FieldCoverage[] {
  return Object.entries(counted).map(([field, read]) => {
    const records = lines.filter((line) => read(line) !== undefined).length;
    return { field, records, share: lines.length === 0 ? 0 : records / lines.length };
  });
}

/** Writes the coverage as a Markdown table. */
export function coverageTable(lines: readonly StarterLine[]): string {
  const rows = coverage(lines).map(({ field, records, share }) => `| ${field} | ${records} | ${(share * 100).toFixed(0)} % |`);
  return [`| field | of ${lines.length} models | share |`, "| --- | ---: | ---: |", ...rows].join("\n");
}
