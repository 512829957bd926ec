import { describe, expect, it } from "vitest";
import { claim } from "../test/claims.ts";
import { commit, listing, sha, weights } from "../test/subjects.ts";
import { decide } from "./decide.ts";
import { decisionStatement } from "./decision-statement.ts";
import { parsePolicy } from "./parse-policy.ts";

const policy = parsePolicy({
  id: "house", version: "3",
  rules: [
    { key: "scan", severity: "BLOCK", test: { forbid: { kinds: ["THIRD_PARTY_SCAN"], effects: ["UNDERMINES"] } } },
    { key: "lineage", severity: "WARN", test: { require: { kinds: ["LINEAGE"], effects: ["SUPPORTS"] } } },
  ],
});
const files = [weights("b.safetensors", sha("b")), weights("a.safetensors", sha("a")), { path: "config.json", digest: sha("c") }, weights("c.safetensors")];
const subject = (more: object = {}, key = "hf:acme/tiny") => listing(key, { nativeId: "acme/tiny", revision: commit, artifacts: files, ...more });
const decided = (claims: Parameters<typeof decide>[0]["claims"], revision: string | undefined = commit, options: Parameters<typeof decide>[3] = {}) =>
  decide({ claims, level: "PINNED", systemLevel: "NAMED", reportedAt: "2026-11-01T12:00:00.000Z", ...(revision === undefined ? {} : { revision }) }, policy, "listing:hf:acme/tiny", options);
const clean = claim("THIRD_PARTY_SCAN", "ASSERTED", "SUPPORTS");
const flagged = claim("THIRD_PARTY_SCAN", "ASSERTED", "UNDERMINES");
const lineage = claim("LINEAGE", "VERIFIED", "SUPPORTS");
const extension = "pkg:npm/%40modeldex/trust#decision/1";

describe("the statement of a decision", () => {
  it("is an in-toto statement with a simple verification result", () => {
    const decision = decided([clean, lineage]);
    expect(decisionStatement(decision, subject())).toEqual({
      _type: "https://in-toto.io/Statement/v1",
      subject: [
        { name: `pkg:huggingface/acme/tiny@${commit}`, digest: { gitCommit: commit } },
        { name: "a.safetensors", digest: { sha256: "a".repeat(64) } },
        { name: "b.safetensors", digest: { sha256: "b".repeat(64) } },
      ],
      predicateType: "https://in-toto.io/attestation/svr/v0.2",
      predicate: {
        verifier: { id: "pkg:npm/%40modeldex/trust#decide/1", policies: [{ name: "house@3", digest: { sha256: policy.digest.slice("sha256:".length) } }] },
        timeCreated: "2026-11-01T12:00:00.000Z",
        properties: ["MODELDEX_ALLOW:house", "MODELDEX_PASS:house:scan", "MODELDEX_PASS:house:lineage"],
        [extension]: { outcome: "ALLOW", inputDigest: decision.inputDigest, rules: [{ key: "scan", outcome: "PASS" }, { key: "lineage", outcome: "PASS" }] },
      },
    });
  });

  it("has no property for a rule that did not pass, and none for a decision that is not ALLOW", () => {
    const predicate = decisionStatement(decided([flagged]), subject())?.predicate;
    expect([predicate?.properties, predicate?.[extension].outcome, predicate?.[extension].rules]).toEqual([[], "DENY", [{ key: "scan", outcome: "FAIL" }, { key: "lineage", outcome: "UNKNOWN" }]]);
  });

  it("names the exceptions that the decision rests on, of which no rule becomes a property", () => {
    const exception = { subject: "hf:acme/tiny", rule: "scan", reason: "Wrong.", by: "ada@acme.example", until: "2026-12-01T00:00:00.000Z" };
    const predicate = decisionStatement(decided([flagged, lineage], commit, { exceptions: [exception] }), subject())?.predicate;
    expect([predicate?.properties, predicate?.[extension].validUntil, predicate?.[extension].rules[0]]).toEqual([
      ["MODELDEX_ALLOW:house", "MODELDEX_PASS:house:lineage"], exception.until, { key: "scan", outcome: "FAIL", exception },
    ]);
  });

  it.each([
    ["a digest as revision", { revision: sha("d"), artifacts: [] }, "oci:acme/tiny", [{ name: `oci:acme/tiny@${sha("d")}`, digest: { sha256: "d".repeat(64) } }]],
    ["a branch and files", { revision: "main" }, "hf:acme/tiny", [{ name: "a.safetensors", digest: { sha256: "a".repeat(64) } }, { name: "b.safetensors", digest: { sha256: "b".repeat(64) } }]],
    ["a branch and no files", { revision: "main", artifacts: [] }, "hf:acme/tiny", undefined],
    ["a block and no files", { revision: `block:7:0x${"1".repeat(64)}`, artifacts: [] }, "onchain:a", undefined],
    ["files that are not known", { revision: "v1", artifacts: undefined }, "hf:acme/tiny", undefined],
  ] as const)("is bound to digests: %s", (_name, more, key, expected) => {
    const record = subject(more, key);
    expect(decisionStatement(decided([clean], record.record.revision), record)?.subject).toEqual(expected);
  });

  it("is about nothing when the record has moved on to another revision", () => {
    expect(decisionStatement(decided([clean]), subject({ revision: commit.replace("0", "f") }))).toBeUndefined();
  });

  it("is the same for the same decision, whatever the order of the files", () => {
    const one = decisionStatement(decided([clean]), subject());
    expect(decisionStatement(decided([clean]), subject({ artifacts: files.toReversed() }))).toEqual(one);
    expect(JSON.stringify(decisionStatement(decided([clean]), subject({ artifacts: files.toReversed() })))).toBe(JSON.stringify(one));
  });
});
