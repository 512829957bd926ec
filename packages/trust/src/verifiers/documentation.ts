import type { Finding, FindingCheck, SubjectListing, UnknownReason, Verifier, VerifierTools } from "@modeldex/plugin-kit";
import { documentationFile, documentationParts, hasPart, type DocumentationPart } from "./documentation-parts.ts";
import { isImmutable } from "./immutable-revision.ts";
import { readText, textEvidence, type ReadText } from "./read-text.ts";
import { outlineOf } from "./readme-sections.ts";
import { namesAllFiles } from "./weight-files.ts";

const method = "documentation.headings/1";
const mutableValidMs = 24 * 3_600_000;
const maxBytes = 1_048_576;

/**
 * Which parts the README has: presence alone, never whether it is true or enough. The rule: it speaks for the model when intended use, training data, evaluation
 * and limitations are all there; it is a reason for caution when none of the four is, or there is no README; else neither.
 */
export const documentation: Verifier<"DOCUMENTATION_COMPLETENESS"> = {
  id: "documentation/1",
  kind: "DOCUMENTATION_COMPLETENESS",
  depth: "STANDARD",
  reads: ["artifacts"],
  verify: async ({ subject: { listing }, claim }, tools) => {
    if (claim !== undefined) return [{ ...base, statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", evidence: claim.evidence }];
    const finding = await inspect(listing, tools);
    return [isImmutable(listing.record) ? finding : { ...finding, expiresAt: new Date(tools.now().getTime() + mutableValidMs).toISOString() }];
  },
};

async function inspect(listing: SubjectListing, tools: VerifierTools): Promise<Finding> {
  const { record } = listing;
  if (record.artifacts === undefined) return unknown("NOT_REQUESTED", "The files of this listing are not known, so that nobody has looked for documentation.");
  if (record.artifacts.length === 0) return { ...base, statement: "This listing has no files, and so no README.", status: "NOT_APPLICABLE", effect: "NEUTRAL", evidence: [] };
  const file = documentationFile(record);
  if (file === undefined) return withoutReadme(listing, record.artifacts.length);
  const read = await readText(file, maxBytes, tools);
  if (read.status === "unread") return unknown(read.unknownReason, `${file.path} could not be read: ${read.because}.`);
  return ofReadme(listing, read);
}

function withoutReadme({ record, naming }: SubjectListing, files: number): Finding {
  if (!namesAllFiles(record)) return unknown("NOT_REQUESTED", `Only ${String(files)} of ${String(record.artifactCount ?? 0)} files are known here, so that a README may be among the others.`);
  const described = record.description !== undefined && record.description.trim() !== "";
  const statement = `There is no README among its ${files === 1 ? "one file" : `${String(files)} files`}${described ? "; its source shows a description" : ""}.`;
  return { ...base, statement, status: "VERIFIED", effect: described || naming === "open" ? "NEUTRAL" : "CAUTION", evidence: [] };
}

function ofReadme({ naming }: SubjectListing, read: ReadText): Finding {
  const outline = outlineOf(read.text);
  const parts = documentationParts.map((part) => ({ part, isThere: hasPart(part, outline) }));
  const there = parts.filter(({ isThere }) => isThere).map(({ part }) => part);
  const missing = parts.filter(({ isThere }) => !isThere).map(({ part }) => part);
  const { path } = read.file;
  const empty = !outline.hasText && outline.sections.every(({ filled }) => !filled);
  return {
    ...base,
    statement: empty ? `${path} has no text${outline.fields.size > 0 ? " besides its front matter" : ""}.` : sentence(path, there, missing),
    status: "VERIFIED",
    effect: empty ? "CAUTION" : effectOf(there, naming),
    checks: parts.map(({ part, isThere }): FindingCheck => ({
      key: part.key, status: isThere ? "VERIFIED" : "FAILED", statement: isThere ? `${path} has a part on ${part.name}.` : `No heading or field of ${path} is about ${part.name}.`,
    })),
    evidence: [textEvidence(read, there.length === 0 ? ["none of the parts that are looked for"] : there.map(({ name }) => name))],
  };
}

function effectOf(there: readonly DocumentationPart[], naming: SubjectListing["naming"]): Finding["effect"] {
  const telling = there.filter((part) => part.telling).length;
  if (telling === 0) return "CAUTION";
  const all = telling === documentationParts.filter((part) => part.telling).length;
  // Where anybody may write, well documented is whoever wrote it.
  return all && naming !== "open" ? "SUPPORTS" : "NEUTRAL";
}

function sentence(path: string, there: readonly DocumentationPart[], missing: readonly DocumentationPart[]): string {
  if (there.length === 0) return `${path} has a heading for none of ${listed(missing, "or")}.`;
  const lacking = missing.length === 0 ? "" : `; no heading is about ${listed(missing, "or")}`;
  return `${path} has parts on ${listed(there, "and")}${lacking}.`;
}

function listed(parts: readonly DocumentationPart[], word: "and" | "or"): string {
  const names = parts.map(({ name }) => name);
  return names.length <= 1 ? names.join("") : `${names.slice(0, -1).join(", ")} ${word} ${names.at(-1) ?? ""}`;
}

const base = { kind: "DOCUMENTATION_COMPLETENESS", method } as const;

function unknown(unknownReason: UnknownReason, statement: string): Finding {
  return { ...base, statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", evidence: [] };
}
