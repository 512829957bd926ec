import { SourceError, type FoundListing, type LicenseStatement, type LineageHint } from "@modeldex/plugin-kit";
import type { ClaimOf } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { agreement, apacheText, mitText } from "../../test/license-files.ts";
import { commit, listing, now, sha, tools, verdict, weights } from "../../test/subjects.ts";
import type { TrustListing } from "../trust-claim.ts";
import { licenseTerms } from "./license-terms.ts";

const llama31 = agreement("LicenseRef-HF-llama3.1");
const day = new Date(now.getTime() + 86_400_000).toISOString();

function repository(stated?: string | LicenseStatement, more: object = {}, paths: readonly string[] = ["LICENSE"]): TrustListing {
  const license = typeof stated === "string" ? { stated } : stated;
  const artifacts = [weights("model.safetensors", sha("a")), ...paths.map((path) => ({ path, url: `https://hub.example/${path}` }))];
  return listing("hf:a/b", { revision: commit, artifacts, ...(license === undefined ? {} : { license }), ...more });
}

const run = (subject: TrustListing, files: Readonly<Record<string, string | Error>> = {}, found: Readonly<Record<string, FoundListing>> = {}) =>
  licenseTerms.verify({ subject: { listing: subject, others: [] } }, tools(files, { found }));

describe("LICENSE_TERMS: what is declared and the licence file", () => {
  const cases: readonly (readonly [string, TrustListing, string | Error, string])[] = [
    ["the text of what is declared", repository("apache-2.0"), apacheText, "VERIFIED SUPPORTS"],
    ["twin: one word of the text changed", repository("apache-2.0"), apacheText.replace("irrevocable", "revocable"), "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL"],
    ["the same, spelled otherwise", repository("Apache License 2.0"), apacheText, "VERIFIED SUPPORTS"],
    ["the marks of what is declared", repository("llama3.1"), llama31, "VERIFIED SUPPORTS"],
    ["twin: the next edition is declared", repository("llama3.2"), llama31, "FAILED CAUTION"],
    ["a text that permits less", repository("apache-2.0"), llama31, "FAILED UNDERMINES"],
    ["a text that permits as much", repository("apache-2.0"), mitText, "FAILED CAUTION"],
    ["a text that permits more", repository("cc-by-nc-4.0"), apacheText, "FAILED CAUTION"],
    ["one of two that are declared", repository("mit AND apache-2.0"), mitText, "VERIFIED NEUTRAL"],
    ["twin: neither of two", repository("mit AND gpl-3.0"), apacheText, "FAILED CAUTION"],
    ["a family, and one of it", repository("openrail"), agreement("LicenseRef-HF-creativeml-openrail-m"), "VERIFIED SUPPORTS"],
    ["no particular licence", repository("gpl"), mitText, "VERIFIED NEUTRAL"],
    ["other, by a name of the file's licence", repository({ stated: "other", name: "deepseek" }), agreement("DeepSeek License Agreement v1.0"), "VERIFIED SUPPORTS"],
    ["other, by the id of the file's licence", repository({ stated: "other", name: "llama3.1" }), llama31, "VERIFIED SUPPORTS"],
    ["other, by a name of its own", repository({ stated: "other", name: "our-terms" }), llama31, "VERIFIED NEUTRAL"],
    ["nothing declared", repository(), mitText, "VERIFIED NEUTRAL"],
    ["a changed text of another licence than the declared", repository("apache-2.0"), `${mitText}\nNot for commercial use.`, "UNKNOWN(UNSUPPORTED_FORMAT) CAUTION"],
    ["a text that is not known", repository("mit"), "You may look at it.", "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL"],
    ["a file that is too long", repository("mit"), " ".repeat(100_001), "UNKNOWN(NEEDS_BYTES) NEUTRAL"],
    ["a gated file", repository("mit"), new SourceError("UNAUTHORIZED", "Gated."), "UNKNOWN(ACCESS_DENIED) NEUTRAL"],
    ["a source that is down", repository("mit"), new SourceError("UNREACHABLE", "Down."), "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"],
    ["a budget that is used up", repository("mit"), Object.assign(new Error("enough"), { code: "BUDGET_EXCEEDED" }), "UNKNOWN(BUDGET_EXCEEDED) NEUTRAL"],
    ["no file", repository("mit", {}, []), "", "ASSERTED NEUTRAL"],
    ["twin: no file, and nothing declared", repository(undefined, {}, []), "", "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
    ["the licence of the code only", repository("mit", {}, ["LICENSE-CODE"]), "", "ASSERTED NEUTRAL"],
    ["a script about licences only", repository("mit", {}, ["license_check.py"]), "", "ASSERTED NEUTRAL"],
    ["files not known", listing("hf:a/b", { license: { stated: "mit" } }), "", "ASSERTED NEUTRAL"],
    ["a record that anybody may write", { ...repository("mit"), naming: "open" }, mitText, "VERIFIED NEUTRAL"],
  ];
  it.each(cases)("%s", async (_name, subject, content, expected) => {
    expect(verdict(await run(subject, { LICENSE: content }))).toBe(expected);
  });

  it.each([
    ["LICENSE.txt"], ["LICENCE.md"], ["License"], ["COPYING"], ["LICENSE-MODEL"], ["MODEL_LICENSE"], ["LICENSE.model.txt"], ["Tongyi Qianwen LICENSE AGREEMENT.txt"],
  ])("reads %s", async (path) => {
    expect(verdict(await run(repository("apache-2.0", {}, [path]), { [path]: apacheText }))).toBe("VERIFIED SUPPORTS");
  });

  it("reads the licence of the model where the code has another, and no further file", async () => {
    const subject = repository("llama3.1", {}, ["LICENSE", "LICENSE-CODE", "LICENSE-MODEL"]);
    expect(verdict(await run(subject, { "LICENSE-MODEL": llama31, LICENSE: new Error("must not be read"), "LICENSE-CODE": new Error("must not be read") }))).toBe("VERIFIED SUPPORTS");
  });

  it("says no more than was found, with the digest of the file and the command to read it", async () => {
    const lent = tools({ LICENSE: mitText });
    const [finding] = await licenseTerms.verify({ subject: { listing: repository("mit"), others: [] } }, lent);
    expect(finding).toEqual({
      kind: "LICENSE_TERMS", statement: "mit is declared, and LICENSE is, word for word, the text of MIT License.", status: "VERIFIED", effect: "SUPPORTS", method: "license.text/1",
      evidence: [{
        kind: "staticAnalysis", path: "LICENSE", findings: ["the text of MIT License"], bytesRead: Buffer.byteLength(mitText), kept: await lent.keep(Buffer.from(mitText)),
        sourceUrl: "https://hub.example/LICENSE", reproduce: "curl -fsSL 'https://hub.example/LICENSE'",
      }],
    });
  });

  it.each([
    ["apache-2.0", llama31, "apache-2.0 is declared, but LICENSE has the title and the marks of Llama 3.1 Community License Agreement, which permits less."],
    ["cc-by-nc-4.0", mitText, "cc-by-nc-4.0 is declared, but LICENSE is, word for word, the text of MIT License."],
    ["mit", `${mitText}\nNot for sale, please.`, "LICENSE begins and ends as MIT License does, but it holds its terms and 4 further words, which may be other terms: read it."],
    ["mit", "Mine.", "LICENSE is the text of no licence that is known here: read it."],
  ])("says of a declared %s what the file is", async (stated, content, statement) => {
    expect((await run(repository(stated), { LICENSE: content }))[0]?.statement).toBe(statement);
  });

  it("never expires at an immutable revision, and does at a branch, and where the text was not recognised", async () => {
    const at = async (revision: string, content = mitText) => (await run(repository("mit", { revision }), { LICENSE: content }))[0]?.expiresAt;
    expect([await at(commit), await at("main"), await at(commit, "Mine.")]).toEqual([undefined, day, day]);
  });

  it("keeps the source's own statement as it is, and reads nothing for it", async () => {
    const claim: ClaimOf<"LICENSE_TERMS"> = { kind: "LICENSE_TERMS", statement: "The publisher declares it.", evidence: [{ kind: "document", url: "https://hub.example/a/b" }] };
    const lent = tools({ LICENSE: new Error("must not be read") });
    expect(await licenseTerms.verify({ subject: { listing: repository("mit"), others: [] }, claim }, lent)).toEqual([
      { kind: "LICENSE_TERMS", statement: "The publisher declares it.", status: "ASSERTED", effect: "NEUTRAL", method: "license.text/1", evidence: claim.evidence },
    ]);
  });
});

describe("LICENSE_TERMS: what the bases declare", () => {
  const base = "pkg:huggingface/base/one";
  const found = (stated: string | undefined, naming: TrustListing["naming"] = "namespaced"): FoundListing => ({
    status: "FOUND", listing: listing("hf:base/one", { url: "https://hub.example/base/one", ...(stated === undefined ? {} : { license: { stated } }) }, naming),
  });
  const derived = (stated: string | undefined, relation: LineageHint["relation"] = "FINETUNE", more: readonly LineageHint[] = []) =>
    repository(stated, { lineage: [{ reference: base, relation }, ...more] }, []);
  const away: FoundListing = { status: "NOT_KNOWN", unknownReason: "BUDGET_EXCEEDED", because: "the budget was used up" };

  const cases: readonly (readonly [string, TrustListing, FoundListing, string | undefined])[] = [
    ["a base that permits less", derived("apache-2.0"), found("cc-by-nc-4.0"), "ASSERTED CAUTION"],
    ["twin: a base that permits as much", derived("apache-2.0"), found("mit"), "ASSERTED NEUTRAL"],
    ["a base with limits of use", derived("mit", "QUANTIZED"), found("llama3.1"), "ASSERTED CAUTION"],
    ["twin: declared here as well", derived("llama3.1", "QUANTIZED"), found("llama3.1"), "ASSERTED NEUTRAL"],
    ["other terms of the same class", derived("gemma", "MERGE"), found("llama3.1"), "ASSERTED NEUTRAL"],
    ["a base under copyleft", derived("apache-2.0", "ADAPTER"), found("gpl-3.0"), "ASSERTED CAUTION"],
    ["a base that declares nothing", derived("mit"), found(undefined), "ASSERTED NEUTRAL"],
    ["a base whose licence is not known", derived("mit"), found("our-terms"), "ASSERTED NEUTRAL"],
    ["nothing declared here", derived(undefined), found("cc-by-nc-4.0"), "ASSERTED NEUTRAL"],
    ["a distillation, which holds no weights of it", derived("mit", "DISTILLED"), found("cc-by-nc-4.0"), undefined],
    ["a base whose record anybody may write", derived("mit"), found("cc-by-nc-4.0", "open"), "ASSERTED NEUTRAL"],
    ["a base that is gone", derived("mit"), { status: "NONE", because: "the source hf has no base/one" }, "ASSERTED NEUTRAL"],
    ["a base that was not reached", derived("mit"), away, "UNKNOWN(BUDGET_EXCEEDED) NEUTRAL"],
    ["no base", repository("mit", {}, []), away, undefined],
    // FAILED is not among these: that a base declares less contradicts no fact, since its publisher may have agreed.
  ];
  it.each(cases)("%s", async (_name, subject, of, expected) => {
    const [, inherited] = await run(subject, {}, { [base]: of });
    expect(inherited === undefined ? undefined : verdict([inherited])).toBe(expected);
  });

  it("names both licences, each base, and holds for a day", async () => {
    const two = "pkg:huggingface/base/two";
    const other: FoundListing = { status: "FOUND", listing: listing("hf:base/two", { license: { stated: "mit" } }) };
    const [own, inherited] = await run(derived("apache-2.0", "MERGE", [{ reference: two, relation: "MERGE" }]), {}, { [base]: found("cc-by-nc-4.0"), [two]: other });
    expect([own?.expiresAt, inherited]).toEqual([undefined, {
      kind: "LICENSE_TERMS", statement: "Its base hf:base/one declares CC-BY-NC-4.0, which permits less than Apache-2.0.", status: "ASSERTED", effect: "CAUTION", method: "license.inherited/1",
      checks: [
        { key: "base:hf:base/one", status: "FAILED", statement: "Its base hf:base/one declares CC-BY-NC-4.0, which permits less than Apache-2.0." },
        { key: "base:hf:base/two", status: "VERIFIED", statement: "Its base hf:base/two declares MIT, which is permissive." },
      ],
      evidence: [{ kind: "document", url: "https://hub.example/base/one" }], expiresAt: day,
    }]);
  });

  it("looks at three bases", async () => {
    const many = ["one", "two", "three", "four"].map((name): LineageHint => ({ reference: `pkg:huggingface/base/${name}`, relation: "MERGE" }));
    const [, inherited] = await run(repository("mit", { lineage: many }, []));
    expect(inherited?.checks?.map(({ key }) => key)).toEqual(["base:pkg:huggingface/base/one", "base:pkg:huggingface/base/two", "base:pkg:huggingface/base/three"]);
  });
});
