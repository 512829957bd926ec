import { SourceError } from "@modeldex/plugin-kit";
import { describe, expect, it } from "vitest";
import { commit, listing, now, sha, tools, verdict, weights } from "../../test/subjects.ts";
import type { TrustListing } from "../trust-claim.ts";
import { codeExecution } from "./code-execution.ts";

const files = (...paths: readonly string[]) => [weights("model.safetensors", sha("a")), ...paths.map((path) => ({ path, url: `https://hub.example/${path}` }))];
const repository = (record: object = {}): TrustListing => listing("hf:a/b", { revision: commit, artifacts: files("config.json"), ...record });
const plain = JSON.stringify({ architectures: ["LlamaForCausalLM"] });
const mapped = JSON.stringify({ auto_map: { AutoModel: "modeling_x.XModel" } });

const cases: readonly (readonly [string, TrustListing, Readonly<Record<string, string | Error>>, string])[] = [
  ["no code anywhere", repository(), { "config.json": plain }, "VERIFIED SUPPORTS"],
  ["twin: auto_map in config.json", repository(), { "config.json": mapped }, "VERIFIED CAUTION"],
  ["auto_map of a tokenizer", repository({ artifacts: files("config.json", "tokenizer_config.json") }), { "config.json": plain, "tokenizer_config.json": '{"auto_map":{"AutoTokenizer":["tok.T",null]}}' }, "VERIFIED CAUTION"],
  ["auto_map of a processor, with code of another repository", repository({ artifacts: files("config.json", "processor_config.json") }), { "config.json": plain, "processor_config.json": '{"auto_map":{"AutoProcessor":"evil/x--p.P"}}' }, "VERIFIED CAUTION"],
  ["auto_map of a processor of videos", repository({ artifacts: files("video_preprocessor_config.json") }), { "video_preprocessor_config.json": '{"auto_map":{"AutoVideoProcessor":"p.P"}}' }, "VERIFIED CAUTION"],
  ["auto_map as a list", repository(), { "config.json": '{"auto_map":["tok.T","tok.F"]}' }, "VERIFIED CAUTION"],
  ["auto_map in a form that is not known", repository(), { "config.json": '{"auto_map":true}' }, "VERIFIED CAUTION"],
  ["an empty auto_map", repository(), { "config.json": '{"auto_map":{}}' }, "VERIFIED SUPPORTS"],
  ["Python files that nothing asks for", repository({ artifacts: files("config.json", "train.py") }), { "config.json": plain }, "VERIFIED NEUTRAL"],
  ["the source's tag", repository({ tags: ["custom_code"] }), { "config.json": plain }, "ASSERTED CAUTION"],
  ["a gated repository", repository(), { "config.json": new SourceError("UNAUTHORIZED", "Gated.") }, "UNKNOWN(ACCESS_DENIED) NEUTRAL"],
  ["a source that is down", repository(), { "config.json": new SourceError("UNREACHABLE", "Down.") }, "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"],
  ["a budget that is used up", repository(), { "config.json": Object.assign(new Error("enough"), { code: "BUDGET_EXCEEDED" }) }, "UNKNOWN(BUDGET_EXCEEDED) NEUTRAL"],
  ["a source that gives no files", repository(), {}, "UNKNOWN(NEEDS_BYTES) NEUTRAL"],
  ["a configuration that is no JSON", repository(), { "config.json": "{auto_map" }, "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL"],
  ["a configuration that is too long", repository(), { "config.json": " ".repeat(4 * 1_048_576 + 1) }, "UNKNOWN(NEEDS_BYTES) NEUTRAL"],
  ["files not known", listing("hf:a/b", { revision: commit }), {}, "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
  ["a list that is cut", repository({ artifactCount: 9000 }), { "config.json": plain }, "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
  ["no files at all", repository({ artifacts: [] }), {}, "NOT_APPLICABLE NEUTRAL"],
  ["a record that anybody may write", listing("onchain:a", { revision: commit, artifacts: files() }, "open"), {}, "ASSERTED NEUTRAL"],
];

describe("CODE_EXECUTION_REQUIRED", () => {
  it.each(cases)("%s", async (_name, subject, content, expected) => {
    expect(verdict(await codeExecution.verify({ subject: { listing: subject, others: [] } }, tools(content)))).toBe(expected);
  });

  it("keeps the file that it read and says which class is asked for", async () => {
    const lent = tools({ "config.json": JSON.stringify({ auto_map: { AutoModel: "evil/other--modeling_x.XModel" } }) });
    const [finding] = await codeExecution.verify({ subject: { listing: repository(), others: [] } }, lent);
    expect(finding).toMatchObject({
      statement: "Loading it runs code of other repositories (AutoModel: evil/other--modeling_x.XModel): config.json names AutoModel: evil/other--modeling_x.XModel.",
      evidence: [{ kind: "staticAnalysis", path: "config.json", findings: ["AutoModel: evil/other--modeling_x.XModel"], bytesRead: 58, reproduce: "curl -fsSL 'https://hub.example/config.json'" }],
    });
    expect(lent.kept).toEqual(['{"auto_map":{"AutoModel":"evil/other--modeling_x.XModel"}}']);
  });

  it("never expires at an immutable revision, and does at a branch", async () => {
    const at = async (revision: string) => (await codeExecution.verify({ subject: { listing: repository({ revision }), others: [] } }, tools({ "config.json": plain })))[0]?.expiresAt;
    expect([await at(commit), await at("main")]).toEqual([undefined, new Date(now.getTime() + 86_400_000).toISOString()]);
  });
});
