import { readFileSync } from "node:fs";
import { huggingFace } from "@modeldex/source-hf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

const apache = readFileSync(new URL("../LICENSE", import.meta.url), "utf8");
const readme = "---\nlicense: apache-2.0\n---\n# Tuned\n\n## Intended use\nChat.\n\n## How to use\nRun it.\n";
const tuned = {
  id: "lab/tuned", license: "apache-2.0", tags: ["base_model:finetune:base/one"], parameters: 8_000_000_000, contents: { LICENSE: apache, "README.md": readme },
};

let hub: TestHub;
let modeldex: TestGateway;
let time: number;
beforeEach(async () => {
  time = Date.parse("2026-11-26T12:00:00Z");
  hub = await startHub([tuned, { id: "base/one", license: "cc-by-nc-4.0", parameters: 8_000_000_000 }]);
  modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] }, { now: () => new Date(time) });
});
afterEach(async () => {
  await modeldex.close();
  await hub.close();
});

const kinds = "LICENSE_TERMS, LINEAGE, DOCUMENTATION_COMPLETENESS, EVALUATION_RESULT";

/** On a busy machine the three seconds of a report may end before its checks; then it is asked for again, as a reader would. */
async function claims(tries = 20): Promise<readonly string[]> {
  const { model } = await modeldex.query(`{ model(id: "hf:lab/tuned") { trust { claims(kinds: [${kinds}]) { nodes { kind status effect unknownReason statement stale } } } } }`);
  if (tries > 1 && model.trust.claims.nodes.some(({ unknownReason }: Record<string, string>) => unknownReason === "BUDGET_EXCEEDED")) return claims(tries - 1);
  return model.trust.claims.nodes.map(({ kind, status, effect, unknownReason, statement, stale }: Record<string, string>) => `${kind} ${status}${unknownReason ? `(${unknownReason})` : ""} ${effect}${stale ? " stale" : ""}: ${statement}`).toSorted();
}

/** Different requests for the base and for files since then; what looking at the model itself costs is not counted, its configuration neither. */
const further = (since: number): readonly string[] => [...new Set(hub.requests.slice(since)
  .filter((line) => (line.includes("/resolve/") || line.includes("base/one")) && !line.endsWith("/config.json") && !line.endsWith("/model.safetensors"))
  .map((line) => line.replace(/\/resolve\/[0-9a-f]{40}\//, "/resolve/:commit/").replace(/\?.*/, "")))].toSorted();

const firstClaims = [
  "DOCUMENTATION_COMPLETENESS VERIFIED NEUTRAL: README.md has parts on intended use, licence and how to use it; no heading is about training data, evaluation, limitations or bias, languages or contact or citation.",
  "EVALUATION_RESULT NOT_APPLICABLE NEUTRAL: No results are reported for it.",
  "LICENSE_TERMS ASSERTED CAUTION: Its base hf:base/one declares CC-BY-NC-4.0, which permits less than Apache-2.0.",
  'LICENSE_TERMS ASSERTED NEUTRAL: The publisher declares the licence "apache-2.0".',
  "LICENSE_TERMS VERIFIED SUPPORTS: apache-2.0 is declared, and LICENSE is, word for word, the text of Apache License 2.0.",
  "LINEAGE ASSERTED NEUTRAL: It says that it was made from hf:base/one, which exists; that it was is only stated.",
  "LINEAGE ASSERTED NEUTRAL: The publisher calls it a finetune of base/one (pkg:huggingface/base/one).",
];

describe("what is declared of a model of the Hub", () => {
  it("costs a request each for its licence, its README and its base, and none when it is warm", async () => {
    const since = hub.requests.length;
    expect(await claims()).toEqual(firstClaims);
    expect(further(since)).toEqual(["GET /api/models/base/one", "GET /lab/tuned/resolve/:commit/LICENSE", "GET /lab/tuned/resolve/:commit/README.md"]);
    const warm = hub.requests.length;
    expect(await claims()).toEqual(firstClaims);
    expect(hub.requests.slice(warm)).toEqual([]);
  });

  it("is looked at again after a day where it is about another model, which is stored by then", async () => {
    await claims();
    time += 25 * 3_600_000;
    const since = hub.requests.length;
    expect(await claims()).toEqual(firstClaims);
    expect(further(since)).toEqual(["GET /lab/tuned/resolve/:commit/LICENSE"]);
  });

  it.each([
    ["another licence in the file", { ...tuned, contents: { ...tuned.contents, LICENSE: apache.replaceAll("irrevocable", "revocable") } }, "LICENSE_TERMS UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL: LICENSE begins and ends as Apache License 2.0 does, but its words are not those of that licence: read it."],
    ["no file", { ...tuned, contents: { "README.md": readme } }, "LICENSE_TERMS ASSERTED NEUTRAL: apache-2.0 is only declared: none of its files is named as its licence."],
    ["a base that is not there", { ...tuned, tags: ["base_model:finetune:base/gone"] }, "LINEAGE ASSERTED CAUTION: It names a base that its source does not have, or does not show: pkg:huggingface/base/gone."],
    ["an eighth of the parameters", { ...tuned, parameters: 1_000_000_000 }, "LINEAGE FAILED CAUTION: It is called a finetune of hf:base/one, but it has 1 billion parameters and hf:base/one has 8 billion."],
  ])("tells of %s", async (_name, model, statement) => {
    hub.put(model);
    expect(await claims()).toContain(statement);
  });
});
