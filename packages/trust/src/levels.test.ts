import { describe, expect, it } from "vitest";
import { claim, stated } from "../test/claims.ts";
import { sha } from "../test/subjects.ts";
import { allWeightsCheck, artifactLevel, systemLevel } from "./levels.ts";
import type { TrustClaim } from "./trust-claim.ts";

const immutable = claim("REFERENCE_IMMUTABILITY", "VERIFIED", "SUPPORTS");
const digests = claim("CONTENT_DIGEST", "ASSERTED", "SUPPORTS", { checks: [{ key: allWeightsCheck, status: "VERIFIED", statement: "" }] });
const pinned = [immutable, digests];
const code = claim("CODE_EXECUTION_REQUIRED", "VERIFIED", "SUPPORTS");
const scan = claim("THIRD_PARTY_SCAN", "ASSERTED", "SUPPORTS");
const file = (letter: string, more: Partial<TrustClaim> = {}) =>
  claim("SERIALIZATION_SAFETY", "VERIFIED", "SUPPORTS", { subject: { type: "ARTIFACT", reference: sha(letter), digest: sha(letter) }, statement: `File ${letter} was looked into.`, ...more });
const inspected = [...pinned, code, scan, file("a"), file("b", { effect: "NEUTRAL" })];
const without = (kind: string, ...more: readonly TrustClaim[]) => [...inspected.filter((each) => each.kind !== kind), ...more];

const check = (key: string, status: "VERIFIED" | "FAILED" | "UNKNOWN" = "VERIFIED") => ({ key, status, statement: "" });
const signature = claim("PUBLISHER_SIGNATURE", "VERIFIED", "SUPPORTS", { issuer: { type: "PUBLISHER", key: "release@acme.example" } });
const identity = (...checks: readonly ReturnType<typeof check>[]) => claim("PUBLISHER_IDENTITY", "VERIFIED", "SUPPORTS", { checks });
const badge = claim("PUBLISHER_IDENTITY", "ASSERTED", "SUPPORTS", { checks: [check("signer:release@acme.example")] });
const record = "onchain:eip155:1:0x1/7";
const match = claim("CROSS_SOURCE_DIGEST_MATCH", "VERIFIED", "NEUTRAL", { checks: [check(record)] });
const authenticated = [...inspected, signature, identity(check("signer:release@acme.example"))];
const provenance = claim("BUILD_PROVENANCE", "VERIFIED", "SUPPORTS", { subject: { type: "ARTIFACT", reference: sha("a"), digest: sha("a") } });

describe("the level of the files", () => {
  it.each([
    ["nothing", [], "LISTED"],
    ["no digests", [immutable], "LISTED"],
    ["a commit and digests", pinned, "PINNED"],
    ["twin: out of date", [immutable, { ...digests, stale: true }], "LISTED"],
    ["twin: digests of some weight files", [immutable, { ...digests, checks: [check(allWeightsCheck, "UNKNOWN")] }], "LISTED"],
    ["every file looked into", inspected, "INSPECTED"],
    ["no file looked into", without("SERIALIZATION_SAFETY"), "PINNED"],
    ["one file not looked into", [...inspected, file("c", { status: "UNKNOWN" })], "PINNED"],
    ["one file out of date", [...inspected, file("c", { stale: true })], "PINNED"],
    ["one file that calls for caution", [...inspected, file("c", { effect: "CAUTION" })], "PINNED"],
    ["one file that only somebody vouches for", [...inspected, file("c", { status: "ASSERTED" })], "PINNED"],
    ["one file that loads no code by its kind", [...inspected, file("c", { status: "NOT_APPLICABLE", effect: "NEUTRAL" })], "INSPECTED"],
    ["code that runs on load", without("CODE_EXECUTION_REQUIRED", { ...code, effect: "CAUTION" }), "PINNED"],
    ["code beside a look without findings", [...inspected, claim("CODE_EXECUTION_REQUIRED", "ASSERTED", "CAUTION")], "PINNED"],
    ["what the source says of code, beside an own look", [...inspected, claim("CODE_EXECUTION_REQUIRED", "ASSERTED", "NEUTRAL")], "INSPECTED"],
    ["what the source says of code alone", without("CODE_EXECUTION_REQUIRED", stated("CODE_EXECUTION_REQUIRED")), "PINNED"],
    ["a source that has no scans", without("THIRD_PARTY_SCAN", claim("THIRD_PARTY_SCAN", "NOT_APPLICABLE", "NEUTRAL")), "INSPECTED"],
    ["a scan that has not finished", [...inspected, claim("THIRD_PARTY_SCAN", "UNKNOWN", "NEUTRAL")], "PINNED"],
    ["no word of scans", without("THIRD_PARTY_SCAN"), "PINNED"],
    ["something against it", [...inspected, claim("SECURITY_ADVISORY", "ASSERTED", "UNDERMINES")], "PINNED"],
    ["a signature of the publisher", authenticated, "AUTHENTICATED"],
    ["twin: of another signer", [...inspected, signature, identity(check("signer:release@acme.example.evil"))], "INSPECTED"],
    ["twin: of a signer whose key is its beginning", [...inspected, { ...signature, issuer: { type: "PUBLISHER", key: "release@acme" } }, identity(check("signer:release@acme.example"))], "INSPECTED"],
    ["twin: of a signer that could not be checked", [...inspected, signature, identity(check("signer:release@acme.example", "UNKNOWN"))], "INSPECTED"],
    ["twin: out of date", [...inspected, { ...signature, stale: true }, identity(check("signer:release@acme.example"))], "INSPECTED"],
    ["twin: that the gateway itself issues", [...inspected, { ...signature, issuer: { type: "GATEWAY", key: "gateway" } }, identity(check("signer:gateway"))], "INSPECTED"],
    ["a signature of nobody in particular", [...inspected, signature], "INSPECTED"],
    ["a verified publisher who signed nothing", [...inspected, identity()], "INSPECTED"],
    ["a signature and a badge", [...inspected, signature, badge], "INSPECTED"],
    ["a record of the publisher with the same digests", [...inspected, match, identity(check(`writer:${record}`))], "AUTHENTICATED"],
    ["twin: by a domain that no anchor names", [...inspected, match, { ...identity(check(`writer:${record}`)), effect: "NEUTRAL" }], "INSPECTED"],
    ["twin: a record of somebody else", [...inspected, match, identity(check("writer:onchain:eip155:1:0x1/8"))], "INSPECTED"],
    ["twin: a record with no digest in common", [...inspected, { ...match, checks: [check(record, "UNKNOWN")] }, identity(check(`writer:${record}`))], "INSPECTED"],
    ["twin: a match that contradicts elsewhere", [...inspected, { ...match, effect: "UNDERMINES" }, identity(check(`writer:${record}`))], "PINNED"],
    ["twin: a match out of date", [...inspected, { ...match, stale: true }, identity(check(`writer:${record}`))], "INSPECTED"],
    ["a match at a source that keeps its names, of no verified writer", [...inspected, { ...match, effect: "SUPPORTS" }, identity()], "INSPECTED"],
    ["provenance of the digest", [...authenticated, provenance], "ATTESTED"],
    ["provenance of something else", [...authenticated, { ...provenance, subject: { type: "LISTING", reference: "hf:a/b" } }], "AUTHENTICATED"],
    ["everything, and one failure", [...authenticated, provenance, claim("LINEAGE", "FAILED", "NEUTRAL")], "LISTED"],
  ] as const)("with %s", (_name, claims, expected) => {
    expect(artifactLevel(claims as readonly TrustClaim[]).level).toBe(expected);
  });
});

describe("the level of the system", () => {
  const named = claim("SOURCE_OPERATOR", "ASSERTED", "NEUTRAL", { facts: { operator: "Acme" } });
  const history = claim("CHANGE_HISTORY", "ASSERTED", "NEUTRAL", { facts: { visible: true } });
  const pinnable = [named, immutable, history];
  const control = claim("CONTROL_AUTHORITY", "VERIFIED", "SUPPORTS");
  const constrained = [...pinnable, control];
  it.each([
    ["nothing", [], "OPAQUE"],
    ["a name", [named], "NAMED"],
    ["a name that a check contradicts", [named, claim("SOURCE_OPERATOR", "FAILED", "UNDERMINES")], "OPAQUE"],
    ["a hidden history", [named, immutable, { ...history, facts: { visible: false } }], "NAMED"],
    ["a visible history", pinnable, "PINNABLE"],
    ["a history that was looked at", [named, immutable, claim("CHANGE_HISTORY", "VERIFIED", "SUPPORTS")], "PINNABLE"],
    ["control only asserted", [...pinnable, { ...control, status: "ASSERTED" }], "PINNABLE"],
    ["control verified", constrained, "CONSTRAINED"],
    ["twin: out of date", [...pinnable, { ...control, stale: true }], "PINNABLE"],
    ["one of two powers in one hand", [...constrained, { ...control, effect: "CAUTION" }], "PINNABLE"],
    ["one of two powers not known", [...constrained, claim("CONTROL_AUTHORITY", "UNKNOWN", "NEUTRAL")], "PINNABLE"],
    ["one of two powers neutral", [...constrained, { ...control, effect: "NEUTRAL" }], "PINNABLE"],
    ["a source that says that one party can change it", [...constrained, stated("CONTROL_AUTHORITY", { facts: { authority: "SINGLE_PARTY" } })], "PINNABLE"],
    ["the same digest elsewhere", [...constrained, claim("CROSS_SOURCE_DIGEST_MATCH", "VERIFIED", "SUPPORTS")], "INDEPENDENT"],
    ["twin: in a record that anybody may write", [...constrained, match], "CONSTRAINED"],
  ] as const)("with %s", (_name, claims, expected) => {
    expect(systemLevel(claims as readonly TrustClaim[]).level).toBe(expected);
  });
});

describe("what the next level lacks", () => {
  it("is nothing at the highest", () => {
    expect(artifactLevel([...authenticated, provenance]).missing).toEqual([]);
  });

  it("names the thing to do, and what was found of it", () => {
    const none = claim("CONTENT_DIGEST", "NOT_APPLICABLE", "NEUTRAL", { statement: "Its list of files has no weight files." });
    const open = claim("CONTENT_DIGEST", "UNKNOWN", "NEUTRAL", { statement: "No sha256 for m.bin." });
    expect([artifactLevel([immutable, none]).missing, artifactLevel([immutable, none, open]).missing, artifactLevel([immutable, { ...digests, stale: true, statement: "All have one." }]).missing]).toEqual([
      ["A sha256 is needed for every weight file. Its list of files has no weight files."],
      ["A sha256 is needed for every weight file. No sha256 for m.bin."],
      ["A sha256 is needed for every weight file. Out of date: All have one."],
    ]);
  });

  it("is one sentence for each requirement, however many files there are", () => {
    const unread = Array.from({ length: 80 }, (_, index) => file("c", { status: "UNKNOWN", statement: `File ${String(index)} could not be read.` }));
    expect(artifactLevel([...inspected, ...unread]).missing).toEqual([
      "Every weight file must be looked into, and hold nothing that can run code. File 0 could not be read. File 1 could not be read. 78 more like this.",
    ]);
    expect(artifactLevel(inspected).missing).toEqual([
      "The files must be signed, or their digests be in a record elsewhere: a verified signature, or a verified digest match, is needed.",
      "Who signed, or wrote that record, must be verified to be the publisher.",
    ]);
  });

  it("is at most five sentences of failures, and none twice", () => {
    const failures = (count: number) => Array.from({ length: count }, (_, index) => claim("LINEAGE", "FAILED", "NEUTRAL", { statement: `No ${String(index % 7)}.` }));
    expect([artifactLevel(failures(2)).missing, artifactLevel(failures(14)).missing]).toEqual([
      ["A check failed: No 0.", "A check failed: No 1."],
      ["A check failed: No 0.", "A check failed: No 1.", "A check failed: No 2.", "A check failed: No 3.", "And 3 more of this kind."],
    ]);
  });
});
