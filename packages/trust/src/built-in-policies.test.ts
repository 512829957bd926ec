import { claimKinds, type ClaimOf } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { claim, stated } from "../test/claims.ts";
import { assessed, commit, input, listing, sha, stored, tools, weights } from "../test/subjects.ts";
import { builtInPolicies, defaultPolicyId } from "./built-in-policies.ts";
import { decide, type DecisionInput } from "./decide.ts";
import { artifactLevel, allWeightsCheck, systemLevel } from "./levels.ts";
import { buildReport } from "./report.ts";
import type { TrustClaim } from "./trust-claim.ts";
import { codeExecution } from "./verifiers/code-execution.ts";
import { contentDigest } from "./verifiers/content-digest.ts";
import { crossSourceDigest } from "./verifiers/cross-source-digest.ts";
import { disabledListing } from "./verifiers/disabled-listing.ts";
import { licenseTerms } from "./verifiers/license-terms.ts";
import { referenceImmutability } from "./verifiers/reference-immutability.ts";
import { thirdPartyScan } from "./verifiers/third-party-scan.ts";

const policyOf = (id: string) => {
  const policy = builtInPolicies.find((each) => each.id === id);
  if (policy === undefined) throw new Error(`There is no policy ${id}.`);
  return policy;
};
const reportOf = (claims: readonly TrustClaim[]): DecisionInput => ({
  claims, level: artifactLevel(claims).level, systemLevel: systemLevel(claims).level, reportedAt: "2026-11-01T12:00:00.000Z", revision: commit,
});
/** The outcome, and the rules that stand in the way. */
const judged = (id: string, claims: readonly TrustClaim[]): string => {
  const { outcome, rules } = decide(reportOf(claims), policyOf(id), "hf:a/b");
  const open = rules.filter((rule) => rule.outcome === "FAIL" || rule.outcome === "UNKNOWN").map((rule) => `${rule.rule.key} ${rule.outcome}`);
  return [outcome, ...open].join(", ");
};
const outcomeOf = (id: string, claims: readonly TrustClaim[]): string => judged(id, claims).split(",")[0] ?? "";
const but = (claims: readonly TrustClaim[], ...others: readonly TrustClaim[]) => [...claims.filter(({ kind }) => !others.some((other) => other.kind === kind)), ...others];
const gone = (claims: readonly TrustClaim[], kind: string) => claims.filter((each) => each.kind !== kind);

const file = claim("SERIALIZATION_SAFETY", "VERIFIED", "SUPPORTS", { subject: { type: "ARTIFACT", reference: sha("a"), digest: sha("a") } });
/** What the built-in verifiers find of an ordinary model that was first seen today. */
const good = [
  claim("REFERENCE_IMMUTABILITY", "VERIFIED", "SUPPORTS"),
  claim("CONTENT_DIGEST", "ASSERTED", "SUPPORTS", { checks: [{ key: allWeightsCheck, status: "VERIFIED", statement: "" }] }),
  claim("CONTENT_DIGEST", "VERIFIED", "NEUTRAL"),
  file,
  claim("CODE_EXECUTION_REQUIRED", "VERIFIED", "SUPPORTS"),
  claim("THIRD_PARTY_SCAN", "ASSERTED", "SUPPORTS"),
  claim("NAMESPACE_CONTINUITY", "VERIFIED", "NEUTRAL"),
  claim("LICENSE_TERMS", "ASSERTED", "NEUTRAL"),
  claim("SECURITY_ADVISORY", "NOT_APPLICABLE", "NEUTRAL"),
  claim("LINEAGE", "NOT_APPLICABLE", "NEUTRAL"),
  claim("DOCUMENTATION_COMPLETENESS", "VERIFIED", "SUPPORTS"),
  claim("EVALUATION_RESULT", "NOT_APPLICABLE", "NEUTRAL"),
  claim("PUBLISHER_IDENTITY", "UNKNOWN", "NEUTRAL"),
  claim("CHANGE_HISTORY", "UNKNOWN", "NEUTRAL"),
  claim("AVAILABILITY", "VERIFIED", "SUPPORTS"),
  stated("SOURCE_OPERATOR", { facts: { operator: "Acme" }, subject: { type: "SOURCE", reference: "hf" } }),
  stated("CONTROL_AUTHORITY", { subject: { type: "SOURCE", reference: "hf" } }),
];
const entry = [
  claim("REFERENCE_IMMUTABILITY", "VERIFIED", "SUPPORTS"), claim("ONCHAIN_REGISTRATION", "VERIFIED", "NEUTRAL"), claim("CONTROL_AUTHORITY", "VERIFIED", "SUPPORTS"),
  claim("CROSS_SOURCE_DIGEST_MATCH", "VERIFIED", "SUPPORTS"), claim("SECURITY_ADVISORY", "NOT_APPLICABLE", "NEUTRAL"),
];
const endpoint = [
  stated("SOURCE_OPERATOR", { facts: { operator: "Acme" } }), stated("CONTROL_AUTHORITY"), stated("LICENSE_TERMS"),
  claim("REFERENCE_IMMUTABILITY", "VERIFIED", "CAUTION"), claim("SECURITY_ADVISORY", "NOT_APPLICABLE", "NEUTRAL"),
];
/** Of which each policy says ALLOW. */
const allowed: Readonly<Record<string, readonly TrustClaim[]>> = { "open-weights-default": good, "production-strict": good, "onchain-registry": entry, "api-endpoint": endpoint };
const unknownControl = claim("CONTROL_AUTHORITY", "UNKNOWN", "NEUTRAL");

it("come with Modeldex, each with words for every rule", () => {
  expect(builtInPolicies.map(({ id, version }) => `${id} ${version}`)).toEqual([`${defaultPolicyId} 2`, "production-strict 2", "onchain-registry 2", "api-endpoint 2"]);
  const bare = builtInPolicies.flatMap(({ id, rules }) => rules.filter(({ title, key, explanation, remedy }) => title === key || explanation === undefined || remedy === undefined).map(({ key }) => `${id} ${key}`));
  expect(bare).toEqual([]);
});

describe("open-weights-default", () => {
  it.each([
    ["all that is known is good", good, "ALLOW"],
    ["who can change it is not to be seen", [...good, unknownControl], "ALLOW"],
    ["a check of any kind failed", [...good, claim("LINEAGE", "FAILED", "NEUTRAL")], "DENY, nothing-against FAIL"],
    ["what a plugin finds undermines trust", [...good, claim("EXTENSION", "VERIFIED", "UNDERMINES")], "DENY, nothing-against FAIL"],
    ["a branch", but(good, claim("REFERENCE_IMMUTABILITY", "VERIFIED", "CAUTION")), "DENY, immutable-revision FAIL"],
    ["digests that are not known", but(good, claim("CONTENT_DIGEST", "UNKNOWN", "NEUTRAL")), "INDETERMINATE, enough-known UNKNOWN, digests-known UNKNOWN"],
    ["a scan that has not finished", but(good, claim("THIRD_PARTY_SCAN", "UNKNOWN", "NEUTRAL")), "INDETERMINATE, enough-known UNKNOWN, scan-not-flagged UNKNOWN, scan-without-caution UNKNOWN"],
    ["a pickle that imports something dangerous", [...good, { ...file, effect: "UNDERMINES" }], "DENY, nothing-against FAIL, enough-known FAIL, weights-hold-no-code FAIL"],
    ["a pickle that imports something unlisted", [...good, { ...file, effect: "CAUTION" }], "WARN, weights-import-what-is-known FAIL"],
    ["a pickle with known imports", but(good, { ...file, effect: "NEUTRAL" }), "ALLOW"],
    ["weights that nobody has looked into", gone(good, "SERIALIZATION_SAFETY"), "WARN, enough-known UNKNOWN, weights-hold-no-code UNKNOWN, weights-import-what-is-known UNKNOWN"],
    ["weights that could not be read", but(good, { ...file, status: "UNKNOWN" }), "WARN, enough-known UNKNOWN, weights-hold-no-code UNKNOWN, weights-import-what-is-known UNKNOWN"],
    ["code that runs on load", but(good, claim("CODE_EXECUTION_REQUIRED", "VERIFIED", "CAUTION")), "WARN, no-code-execution FAIL"],
    ["an advisory", [...good, claim("SECURITY_ADVISORY", "ASSERTED", "UNDERMINES")], "DENY, nothing-against FAIL, enough-known FAIL, no-advisory FAIL"],
    ["advisories that were read, and none matches", [...good, claim("SECURITY_ADVISORY", "ASSERTED", "NEUTRAL")], "ALLOW"],
    ["advisories that could not be read", [...good, claim("SECURITY_ADVISORY", "UNKNOWN", "NEUTRAL")], "WARN, enough-known UNKNOWN, no-advisory UNKNOWN"],
    ["a path that was used again", but(good, claim("NAMESPACE_CONTINUITY", "VERIFIED", "UNDERMINES")), "DENY, nothing-against FAIL, enough-known FAIL, name-kept FAIL"],
    ["a name that looks like another", but(good, claim("NAMESPACE_CONTINUITY", "VERIFIED", "CAUTION")), "WARN, name-kept FAIL"],
    ["no licence", gone(good, "LICENSE_TERMS"), "WARN, enough-known UNKNOWN, license-stated UNKNOWN"],
    ["nothing at all", [], "INDETERMINATE, nothing-against UNKNOWN, enough-known UNKNOWN, immutable-revision UNKNOWN, digests-known UNKNOWN, scan-not-flagged UNKNOWN, scan-without-caution UNKNOWN, weights-hold-no-code UNKNOWN, weights-import-what-is-known UNKNOWN, no-code-execution UNKNOWN, no-advisory UNKNOWN, name-kept UNKNOWN, license-stated UNKNOWN"],
  ] as const)("on: %s", (_name, claims, expected) => {
    expect(judged(defaultPolicyId, claims as readonly TrustClaim[])).toBe(expected);
  });
});

/** Each kind, and whether a policy speaks of it: what a policy does not ask for may be unknown, and is refused as soon as it failed. */
describe.each(builtInPolicies.map(({ id }) => [id, allowed[id] ?? []] as const))("%s, of each kind of claim", (id, base) => {
  it.each(claimKinds)("%s that failed or undermines trust never ends in ALLOW, nor does its being unknown where a rule names it", (kind) => {
    expect(outcomeOf(id, base)).toBe("ALLOW");
    expect(outcomeOf(id, [...base, claim(kind, "FAILED", "NEUTRAL")])).toBe("DENY");
    expect(outcomeOf(id, [...base, claim(kind, "ASSERTED", "UNDERMINES")])).toBe("DENY");
    expect(outcomeOf(id, [...base, claim(kind, "VERIFIED", "UNDERMINES", { stale: true })])).toBe("DENY");
    const isNamed = policyOf(id).rules.some(({ severity, test }) => severity === "BLOCK" && "forbid" in test && test.forbid.kinds?.includes(kind) === true);
    const unknown = outcomeOf(id, but(base, claim(kind, "UNKNOWN", "NEUTRAL")));
    if (isNamed) expect(unknown).not.toBe("ALLOW");
  });
});

describe("production-strict", () => {
  it.each([
    ["all is known and good", good, "ALLOW"],
    ["a file that nobody has looked into", gone(good, "SERIALIZATION_SAFETY"), "DENY, enough-known UNKNOWN, inspected UNKNOWN, weights-without-caution UNKNOWN"],
    ["a pickle with unlisted imports", [...good, { ...file, effect: "CAUTION" }], "DENY, inspected UNKNOWN, weights-without-caution FAIL"],
    ["code that runs on load", but(good, claim("CODE_EXECUTION_REQUIRED", "VERIFIED", "CAUTION")), "DENY, inspected UNKNOWN, no-code-execution FAIL"],
    ["a scan of a week ago", but(good, claim("THIRD_PARTY_SCAN", "ASSERTED", "SUPPORTS", { observedAt: "2026-10-25T12:00:00.000Z" })), "ALLOW"],
    ["twin: a scan of a week and a second ago", but(good, claim("THIRD_PARTY_SCAN", "ASSERTED", "SUPPORTS", { observedAt: "2026-10-25T11:59:59.000Z" })), "DENY, scan-recent UNKNOWN"],
    ["a source without scans", but(good, claim("THIRD_PARTY_SCAN", "NOT_APPLICABLE", "NEUTRAL")), "ALLOW"],
    ["a licence that contradicts the file", but(good, claim("LICENSE_TERMS", "ASSERTED", "CAUTION")), "DENY, license-uncontradicted FAIL"],
    ["a licence that nobody has checked", but(good, stated("LICENSE_TERMS")), "WARN, enough-known UNKNOWN, license-uncontradicted UNKNOWN"],
    ["a name of which nothing is known", gone(good, "NAMESPACE_CONTINUITY"), "INDETERMINATE, enough-known UNKNOWN, name-kept UNKNOWN"],
    ["advisories read", [...good, claim("SECURITY_ADVISORY", "ASSERTED", "NEUTRAL", { method: "advisory.documents/1" })], "ALLOW"],
  ] as const)("on: %s", (_name, claims, expected) => {
    expect(judged("production-strict", claims as readonly TrustClaim[])).toBe(expected);
  });
});

describe("onchain-registry", () => {
  it.each([
    ["all is known and good", entry, "ALLOW"],
    ["a registration that only its source states", but(entry, stated("ONCHAIN_REGISTRATION")), "INDETERMINATE, enough-known UNKNOWN, registration-verified UNKNOWN"],
    ["a registration that is not there", but(entry, claim("ONCHAIN_REGISTRATION", "FAILED", "UNDERMINES")), "DENY, nothing-against FAIL, enough-known FAIL, registration-verified FAIL"],
    ["one key that can change all", but(entry, claim("CONTROL_AUTHORITY", "VERIFIED", "CAUTION")), "WARN, control-not-in-one-hand FAIL"],
    ["control that could not be read", but(entry, unknownControl), "INDETERMINATE, enough-known UNKNOWN, control-known UNKNOWN, control-not-in-one-hand UNKNOWN"],
    ["other digests at the origin", but(entry, claim("CROSS_SOURCE_DIGEST_MATCH", "FAILED", "UNDERMINES")), "DENY, nothing-against FAIL, agrees-with-other-sources FAIL"],
    ["no other source", gone(entry, "CROSS_SOURCE_DIGEST_MATCH"), "WARN, agrees-with-other-sources UNKNOWN"],
    ["a block that may be reorganised", but(entry, claim("REFERENCE_IMMUTABILITY", "VERIFIED", "CAUTION")), "DENY, immutable-revision FAIL"],
  ] as const)("on: %s", (_name, claims, expected) => {
    expect(judged("onchain-registry", claims as readonly TrustClaim[])).toBe(expected);
  });
});

describe("api-endpoint", () => {
  it.each([
    ["a named operator, without any digest of weights", endpoint, "ALLOW, execution-attested UNKNOWN"],
    ["nobody named", gone(endpoint, "SOURCE_OPERATOR"), "INDETERMINATE, operator-named UNKNOWN, execution-attested UNKNOWN"],
    ["an operator that a check contradicts", but(endpoint, claim("SOURCE_OPERATOR", "FAILED", "UNDERMINES")), "DENY, nothing-against FAIL, operator-named FAIL, execution-attested UNKNOWN"],
    ["nothing of who can change it", gone(endpoint, "CONTROL_AUTHORITY"), "WARN, control-stated UNKNOWN, execution-attested UNKNOWN"],
    ["an attestation", [...endpoint, claim("EXECUTION_ATTESTATION", "VERIFIED", "SUPPORTS")], "ALLOW"],
    ["an attestation in debug mode", [...endpoint, claim("EXECUTION_ATTESTATION", "FAILED", "UNDERMINES")], "DENY, nothing-against FAIL, execution-attested FAIL"],
  ] as const)("on: %s", (_name, claims, expected) => {
    expect(judged("api-endpoint", claims as readonly TrustClaim[])).toBe(expected);
  });
});

describe("the default policy over what the verifiers find", () => {
  const scan: ClaimOf<"THIRD_PARTY_SCAN"> = {
    kind: "THIRD_PARTY_SCAN", statement: "Nothing flagged.", facts: { scanner: "Acme AV", verdict: "CLEAN" },
    evidence: [{ kind: "document", url: "https://hub.example/scan" }], issuer: { type: "SCANNER", key: "hub.example" },
  };
  const record = { revision: commit, license: { stated: "mit" }, claims: [scan], artifacts: [weights("model.safetensors", sha("a")), { path: "config.json" }] };
  const verifiers = [contentDigest, crossSourceDigest, referenceImmutability(), thirdPartyScan, codeExecution, disabledListing, licenseTerms];
  const looked = (["SERIALIZATION_SAFETY", "NAMESPACE_CONTINUITY"] as const).map((kind) =>
    stored({ kind, statement: "Good.", status: "VERIFIED", effect: "SUPPORTS", method: "look/1", evidence: [] }, { check: `${kind.toLowerCase()}/1` }),
  );
  const decideOn = async (change: object, config = "{}", others: readonly ReturnType<typeof listing>[] = [], naming: "namespaced" | "open" = "namespaced") => {
    const subject = listing("hf:a/b", { ...record, ...change }, naming);
    const findings = [...(await assessed(subject, others, verifiers, tools({ "config.json": config }))), ...looked.map((each) => ({ ...each, revision: subject.record.revision ?? "" }))];
    return decide(buildReport(input(subject, { others, findings })), policyOf(defaultPolicyId), "hf:a/b").outcome;
  };
  it.each([
    ["an ordinary model, all checks done", {}, "{}", "ALLOW"],
    ["one that the source has disabled", { access: "DISABLED" }, "{}", "DENY"],
    ["code that is run on load", {}, '{"auto_map":{"AutoModel":"m.M"}}', "WARN"],
    ["a flagged file", { claims: [{ ...scan, facts: { scanner: "Acme AV", verdict: "UNSAFE" } }] }, "{}", "DENY"],
    ["scans that have not finished", { claims: [{ ...scan, facts: { scanner: "Acme AV", verdict: "PENDING" } }] }, "{}", "INDETERMINATE"],
    ["no licence", { license: undefined }, "{}", "WARN"],
    ["a branch", { revision: "main" }, "{}", "DENY"],
    ["files that nobody asked for", { artifacts: undefined }, "{}", "INDETERMINATE"],
  ] as const)("on %s", async (_name, change, config, expected) => {
    expect(await decideOn(change, config)).toBe(expected);
  });

  it("does not allow a record that anybody may write by its own word, and denies one that contradicts the origin", async () => {
    const origin = (letter: string) => listing("origin:a", { artifacts: [weights("model.safetensors", sha(letter))] });
    expect([await decideOn({}, "{}", [], "open"), await decideOn({}, "{}", [origin("a")], "open"), await decideOn({}, "{}", [origin("b")], "open")]).toEqual(["INDETERMINATE", "ALLOW", "DENY"]);
  });
});
