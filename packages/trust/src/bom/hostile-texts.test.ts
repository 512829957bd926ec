import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { describe, expect, it } from "vitest";
import type { BomSubject } from "./bom-subject.ts";
import { mlBom } from "./ml-bom.ts";

const hostile = ["\u202eevil\u0000\u0007", "a#b#c", "urn:cdx:x", "__proto__", "</script>", "x".repeat(5_000), "ﬁ\u0301", " ", "sha256:" + "a".repeat(64)];
const subject = (text: string): BomSubject => ({
  reference: `hf:${text}`, name: text, revision: text, publisher: text, description: text, task: text, architecture: text, license: { stated: text, url: "not a url" }, url: `https://x.example/${encodeURIComponent(text)}`,
  files: [{ path: text, otherDigests: [`odd:${"x"}`] }, { path: `${text}2`, url: "https://x.example/a b" }, { path: text }], bases: [{ reference: text, relation: "FINETUNE" }, { reference: `pkg:${text}`, relation: "FINETUNE" }],
  evaluations: [{ benchmark: text, author: "PUBLISHER", text, settings: text }], level: "LISTED", systemLevel: "OPAQUE",
  claims: [{ id: "claim:1", kind: "EXTENSION", statement: text, status: "ASSERTED", effect: "NEUTRAL", method: text, issuer: text, evidence: [{ url: "https://x.example/[", reproduce: text }] }],
});
/** References of a document, in the order in which they stand. */
function referencesIn(document: object): readonly string[] {
  return Object.entries(document).flatMap(([name, value]: [string, unknown]) => (name === "bom-ref" ? [String(value)] : typeof value === "object" && value !== null ? referencesIn(value) : []));
}

describe("a bill of materials of texts that somebody chose", () => {
  it.each(hostile)("is valid by the published schema, with references of one meaning, for %j", async (text) => {
    const document = mlBom([subject(text)], "2026-11-26T12:00:00.000Z");
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(JSON.stringify(document))).toBeNull();
    const references = referencesIn(document);
    expect(references).toEqual([...new Set(references)]);
  });
});
