import type { ClaimKind, RecordField, SourceClaim } from "@modeldex/plugin-kit";
import { describe, expect, it } from "vitest";
import { claimsAboutTheHub } from "./about-the-hub.ts";
import { endpoint, flaggedScan, gpt2, gpt2Whole, llamaGguf } from "./fixtures/hub-answers.ts";
import { readModel } from "./normalise.ts";

function claims(fields: Readonly<Record<string, unknown>>, kind: ClaimKind, configuration?: Readonly<Record<string, unknown>>): readonly SourceClaim[] {
  const reading = readModel({ ...gpt2Whole, ...fields }, { endpoint, need: new Set<RecordField>(["claims"]), configuration });
  return reading.status === "listing" ? (reading.record.claims ?? []).filter((claim) => claim.kind === kind) : [];
}

describe("the scan of the Hub", () => {
  const verdicts = (status: unknown) => claims({ securityRepoStatus: status }, "THIRD_PARTY_SCAN").map((claim) => ("facts" in claim ? claim.facts : undefined));
  const scanner = "Hugging Face Hub";

  it("names the flagged files, the worst first", () => {
    expect(verdicts(flaggedScan)).toEqual([
      { scanner, verdict: "UNSAFE", path: "danger.dat" }, { scanner, verdict: "UNSAFE", path: "eicar_test_file" }, { scanner, verdict: "CAUTION", path: "build_pickles.py" },
    ]);
  });

  it.each([
    [{ scansDone: true, filesWithIssues: [] }, [{ scanner, verdict: "CLEAN" }]],
    [{ scansDone: false, filesWithIssues: [] }, [{ scanner, verdict: "PENDING" }]],
    [{ scansDone: false, filesWithIssues: [{ path: "a.pkl", level: "suspicious" }] }, [{ scanner, verdict: "UNSAFE", path: "a.pkl" }]],
    [{ scansDone: false, filesWithIssues: [{ path: "a.pkl", level: "queued" }] }, [{ scanner, verdict: "PENDING", path: "a.pkl" }]],
    [{ scansDone: true, filesWithIssues: [{ path: "a.pkl", level: "error" }] }, [{ scanner, verdict: "ERROR", path: "a.pkl" }]],
    [{ scansDone: true, filesWithIssues: [{ path: "a.pkl", level: "a new word" }] }, [{ scanner, verdict: "ERROR", path: "a.pkl" }]],
    [{ scansDone: "yes", filesWithIssues: [] }, [{ scanner, verdict: "PENDING" }]],
    [{ scansDone: true }, []],
    [undefined, []],
  ])("of %j is told as it is", (status, expected) => {
    expect(verdicts(status)).toEqual(expected);
  });

  it("is stated at the commit, by the scanner, without a status or an effect", () => {
    expect(claims({}, "THIRD_PARTY_SCAN")).toEqual([{
      kind: "THIRD_PARTY_SCAN",
      statement: "The Hub's scanners have finished and flagged no file.",
      facts: { scanner, verdict: "CLEAN" },
      evidence: [{ kind: "document", url: `${endpoint}/api/models/${gpt2.id}/revision/${gpt2.sha}?securityStatus=true`, pointer: "/securityRepoStatus" }],
      issuer: { type: "SCANNER", key: "huggingface.co" },
    }]);
  });
});

describe("code of the repository", () => {
  const script = { rfilename: "modeling_x.py" };

  it("is required where the configuration maps classes to it", () => {
    expect(claims({ siblings: [script] }, "CODE_EXECUTION_REQUIRED", { auto_map: { AutoModel: "modeling_x.X" } })).toEqual([{
      kind: "CODE_EXECUTION_REQUIRED",
      statement: "Its config.json names classes in the repository (auto_map), so that loading it runs code from there.",
      evidence: [{ kind: "file", path: "config.json", revision: gpt2.sha }, { kind: "file", path: "modeling_x.py", revision: gpt2.sha }],
    }]);
  });

  it.each([
    [{ tags: ["custom_code"] }, "The Hub tags it custom_code: loading it runs code from the repository."],
    [{ config: { auto_map: {} } }, "Its config.json names classes in the repository (auto_map), so that loading it runs code from there."],
    [{ siblings: [script, { rfilename: "b.PY" }] }, "The repository holds Python files (modeling_x.py, b.PY); nothing says whether loading the model runs them."],
  ])("is stated for %j", (fields, statement) => {
    expect(claims(fields, "CODE_EXECUTION_REQUIRED").map((claim) => claim.statement)).toEqual([statement]);
  });

  it("is not stated where there is none", () => {
    expect(claims({}, "CODE_EXECUTION_REQUIRED")).toEqual([]);
  });
});

describe("digests", () => {
  it("are claimed for each file of weights that has one, at the commit", () => {
    const digest = "sha256:248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707";
    const [first, ...others] = claims({}, "CONTENT_DIGEST");
    expect(first).toEqual({
      kind: "CONTENT_DIGEST",
      statement: `The Hub gives the sha256 of model.safetensors at commit ${gpt2.sha}.`,
      facts: { digest, path: "model.safetensors", reference: `${endpoint}/${gpt2.id}/resolve/${gpt2.sha}/model.safetensors` },
      evidence: [{ kind: "file", path: "model.safetensors", revision: gpt2.sha, digest }],
    });
    expect(others).toHaveLength(1);
  });

  it("stop at fifty files", () => {
    const siblings = Array.from({ length: 80 }, (_, index) => ({ rfilename: `model-${index}.safetensors`, lfs: { sha256: index.toString(16).padStart(64, "0"), size: 1 } }));
    expect(claims({ siblings }, "CONTENT_DIGEST")).toHaveLength(50);
  });
});

it("states licence, lineage and versioned references, and nothing without a commit", () => {
  expect(claims({}, "LICENSE_TERMS").map((claim) => claim.statement)).toEqual(['The publisher declares the licence "mit".']);
  expect(claims({ baseModels: llamaGguf.baseModels }, "LINEAGE").map((claim) => claim.statement)).toEqual([
    "The publisher calls it a quantization of meta-llama/Llama-2-7b-hf (pkg:huggingface/meta-llama/Llama-2-7b-hf).",
  ]);
  expect(claims({}, "REFERENCE_IMMUTABILITY")).toMatchObject([{ facts: { references: "VERSIONED" } }]);
  expect(claims({ sha: "main" }, "LICENSE_TERMS")).toEqual([]);
});

it("names the operator of the Hub, and of a mirror no more than its host", () => {
  const operator = (address: string) => claimsAboutTheHub(address).flatMap((claim) => (claim.kind === "SOURCE_OPERATOR" ? claim.facts.operator : []));
  expect([operator(endpoint), operator("https://mirror.example/hub")]).toEqual([["Hugging Face, Inc."], ["mirror.example"]]);
});

describe("a newer version", () => {
  it("that the card names is stated as the publisher's word", () => {
    const named = (new_version: unknown) => claims({ cardData: { new_version } }, "LINEAGE");
    expect(named("openai/gpt-oss-20b")).toEqual([{
      kind: "LINEAGE",
      statement: "The publisher names openai/gpt-oss-20b as its newer version (pkg:huggingface/openai/gpt-oss-20b).",
      evidence: [{ kind: "document", url: `${endpoint}/api/models/${gpt2.id}/revision/${gpt2.sha}`, pointer: "/cardData/new_version" }],
    }]);
    expect([named(gpt2.id), named("no name"), named(3), named("../x")]).toEqual([[], [], [], []]);
  });
});
