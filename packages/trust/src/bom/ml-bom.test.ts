import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { readLicense } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import type { BomSubject } from "./bom-subject.ts";
import { entry } from "../../test/lock-entries.ts";
import { bomOfEntry } from "./bom-of-entry.ts";
import { mlBom } from "./ml-bom.ts";

const at = "2026-11-26T12:00:00.000Z";
const sha = "a".repeat(64);

const bare: BomSubject = { reference: "hf:acme/bare", name: "bare", level: "LISTED", systemLevel: "OPAQUE", claims: [] };
const whole: BomSubject = {
  reference: "hf:acme/tiny@0123", name: "tiny", revision: "0123", publisher: "acme", purl: "pkg:huggingface/acme/tiny@0123", url: "https://huggingface.co/acme/tiny",
  description: "A tiny model.", task: "text-generation", architecture: "llama", license: { stated: "apache-2.0", spdx: "Apache-2.0" },
  files: [
    { path: "model.safetensors", sizeBytes: 9, digest: `sha256:${sha}`, otherDigests: [`blake3:${sha}`, `xet:${sha}`], url: "https://huggingface.co/acme/tiny/resolve/0123/model.safetensors" },
    { path: "README.md", otherDigests: [`git-sha1:${"b".repeat(40)}`], url: "https://huggingface.co/acme/tiny/resolve/0123/README.md" },
  ],
  fileCount: 3,
  bases: [{ reference: "pkg:huggingface/acme/base", relation: "FINETUNE" }, { reference: "acme base", relation: "MERGE" }],
  evaluations: [{ benchmark: "MMLU", author: "PUBLISHER", value: 61.5, unit: "%", metric: "acc", settings: "5-shot" }, { benchmark: "IFEval", author: "INDEPENDENT", text: "20.0 ± 1.2" }, { benchmark: "none", author: "PUBLISHER" }],
  level: "PINNED", systemLevel: "PINNABLE",
  claims: [
    { id: "claim:1", kind: "CONTENT_DIGEST", statement: "It is so.", status: "ASSERTED", effect: "SUPPORTS", method: "digest.record/1", issuer: "hf", observedAt: at, evidence: [{ digest: `sha256:${sha}`, url: "https://x.example/", reproduce: "curl x" }, { url: "https://x.example/a" }, {}] },
    { id: "claim:2", kind: "SERIALIZATION_SAFETY", statement: "It imports posix.system.", status: "VERIFIED", effect: "UNDERMINES", method: "pickle/1", observedAt: at, expiresAt: at, evidence: [{ url: "https://x.example/b" }] },
    { id: "claim:3", kind: "LINEAGE", status: "UNKNOWN", unknownReason: "BUDGET_EXCEEDED", effect: "NEUTRAL", method: "lineage/1" },
  ],
  decision: {
    policy: { id: "open-weights-default", version: "1", title: "Open weights" }, outcome: "DENY",
    rules: [{ key: "nothing-undermines", title: "Nothing speaks against it", outcome: "FAIL", explanation: "1 claim undermines trust.", because: ["claim:2", "claim:1", "claim:9"] }],
  },
};

async function problems(document: object): Promise<unknown> {
  return await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(JSON.stringify(document));
}

describe("a bill of materials", () => {
  it.each<[string, readonly BomSubject[]]>([["nothing", []], ["a model of which nothing is known", [bare]], ["a model of which much is known", [whole]], ["several models under one policy", [whole, bare, { ...whole, reference: "oci:acme/tiny@1" }]], ["the same model twice", [whole, whole]]])(
    "of %s is valid by the published schema",
    async (_what, subjects) => {
      expect(await problems(mlBom(subjects, at))).toBeNull();
    },
  );

  it("is valid with every licence that is known by an SPDX id", async () => {
    const stated = ["mit", "apache-2.0", "cc-by-nc-4.0", "gpl-3.0", "openrail++", "llama3.1", "gemma", "bsd-3-clause-clear", "mit AND apache-2.0", "GPL-2.0-or-later WITH Classpath-exception-2.0", "other", "wtfpl", "cc-by-sa-4.0", "creativeml-openrail-m", "unlicense"];
    const subjects = stated.map((text, place): BomSubject => {
      const { spdx } = readLicense({ stated: text });
      return { ...bare, reference: `hf:a/${String(place)}`, license: { stated: text, ...(spdx === undefined ? {} : { spdx }) } };
    });
    expect(await problems(mlBom(subjects, at))).toBeNull();
  });

  it("of lock entries is valid, whatever they hold, and says what an entry does not", async () => {
    const entries = [entry(), entry({ nativeId: "acme/second", revision: "f".repeat(40) })];
    const document = mlBom(entries.map(bomOfEntry), at) as any;
    expect(await problems(document)).toBeNull();
    expect(document.components.map(({ name, version }: any) => [name, version])).toEqual(entries.map(({ name, revision }) => [name, revision]));
    expect(document.components[0].properties.filter(({ name }: any) => name === "modeldex:unknown").map(({ value }: any) => value.slice(0, value.indexOf(":")))).toContain("pedigree");
  });

  it("is refused by the schema when it is not one, so that this test can fail", async () => {
    expect(await problems({ ...mlBom([whole], at), bomFormat: "other" })).not.toBeNull();
  });

  it("says in words what is not known", () => {
    const unknowns = (subject: BomSubject): readonly string[] => {
      const { metadata } = mlBom([subject], at) as { metadata: { component: { properties: { name: string; value: string }[] } } };
      return metadata.component.properties.filter(({ name }) => name === "modeldex:unknown").map(({ value }) => value);
    };
    expect(unknowns(bare).map((value) => value.slice(0, value.indexOf(":")))).toEqual([
      "version", "publisher", "licenses", "components", "pedigree", "quantitativeAnalysis", "task", "architectureFamily", "datasets",
    ]);
    expect(unknowns(whole)).toEqual(["components: only 2 of 3 files are known here", "datasets: what it was trained on cannot be checked by anybody here"]);
  });

  it("tells claims for and against apart, an unknown with its reason, and gives no score", () => {
    const document = mlBom([whole], at) as any;
    expect(document.declarations.claims).toMatchInlineSnapshot(`
      [
        {
          "bom-ref": "hf:acme/tiny@0123 claim:1",
          "evidence": [
            "hf:acme/tiny@0123 claim:1 evidence 0",
            "hf:acme/tiny@0123 claim:1 evidence 1",
            "hf:acme/tiny@0123 claim:1 evidence 2",
          ],
          "predicate": "CONTENT_DIGEST: It is so.",
          "reasoning": "ASSERTED, SUPPORTS; by digest.record/1, issued by hf, at 2026-11-26T12:00:00.000Z.",
          "target": "hf:acme/tiny@0123",
        },
        {
          "bom-ref": "hf:acme/tiny@0123 claim:2",
          "counterEvidence": [
            "hf:acme/tiny@0123 claim:2 evidence 0",
          ],
          "predicate": "SERIALIZATION_SAFETY: It imports posix.system.",
          "reasoning": "VERIFIED, UNDERMINES; by pickle/1, at 2026-11-26T12:00:00.000Z.",
          "target": "hf:acme/tiny@0123",
        },
        {
          "bom-ref": "hf:acme/tiny@0123 claim:3",
          "predicate": "LINEAGE: LINEAGE is UNKNOWN.",
          "reasoning": "UNKNOWN because of BUDGET_EXCEEDED, NEUTRAL; by lineage/1.",
          "target": "hf:acme/tiny@0123",
        },
      ]
    `);
    expect(document.declarations.attestations).toMatchInlineSnapshot(`
      [
        {
          "assessor": "assessor",
          "map": [
            {
              "claims": [
                "hf:acme/tiny@0123 claim:1",
              ],
              "conformance": {
                "rationale": "FAIL: 1 claim undermines trust.",
              },
              "counterClaims": [
                "hf:acme/tiny@0123 claim:2",
              ],
              "requirement": "policy open-weights-default 1 nothing-undermines",
            },
          ],
          "summary": "hf:acme/tiny@0123: DENY by open-weights-default version 1.",
        },
      ]
    `);
    expect(JSON.stringify(document)).not.toContain('"score"');
  });

  it("is the same for the same facts, and another for others", () => {
    expect(mlBom([whole], at)).toEqual(mlBom([{ ...whole }], at));
    const serial = (subject: BomSubject): unknown => mlBom([subject], at)["serialNumber"];
    expect(serial(whole)).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(serial({ ...whole, name: "other" })).not.toBe(serial(whole));
  });
});
