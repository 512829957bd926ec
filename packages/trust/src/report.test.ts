import type { ClaimOf, Finding } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { claim } from "../test/claims.ts";
import { assessed, commit, input, listing, now, sha, stored, tools, weights } from "../test/subjects.ts";
import { checkId } from "./check-id.ts";
import { builtInPolicies } from "./built-in-policies.ts";
import { decide } from "./decide.ts";
import { allWeightsCheck, artifactLevel, systemLevel } from "./levels.ts";
import type { Policy } from "./policy.ts";
import { buildReport } from "./report.ts";
import { builtInVerifiers } from "./verifiers/built-in-verifiers.ts";

const scan: ClaimOf<"THIRD_PARTY_SCAN"> = {
  kind: "THIRD_PARTY_SCAN", statement: "Nothing flagged.", facts: { scanner: "Acme AV", verdict: "CLEAN" },
  evidence: [{ kind: "document", url: "https://hub.example/scan" }], issuer: { type: "SCANNER", key: "hub.example" },
};
const found = (finding: Partial<Finding>): Finding => ({ kind: "LINEAGE", statement: "Found.", status: "VERIFIED", effect: "SUPPORTS", method: "lineage/1", evidence: [], ...finding }) as Finding;

describe("the claims of a report", () => {
  it("serve a source's claim as asserted and neutral until somebody has checked it", () => {
    const { claims, assessedAt, counts } = buildReport(input(listing("hf:a/b", { revision: commit, claims: [scan] })));
    expect({ claims, assessedAt, counts }).toEqual({
      claims: [
        {
          id: expect.stringMatching(/^claim:[0-9a-f]{32}$/), kind: "THIRD_PARTY_SCAN", statement: "Nothing flagged.", status: "ASSERTED", effect: "NEUTRAL", verifiability: "DECLARATIVE",
          subject: { type: "LISTING", reference: "hf:a/b", listing: "hf:a/b" }, issuer: { type: "SCANNER", key: "hub.example" }, method: "source.statement/1", checks: [],
          evidence: [{ kind: "document", url: "https://hub.example/scan", retrievedAt: "2026-11-01T10:00:00Z" }], observedAt: "2026-11-01T10:00:00Z", stale: false, facts: scan.facts,
        },
      ],
      assessedAt: undefined,
      counts: { verified: 0, asserted: 1, unknown: 0, failed: 0 },
    });
  });

  it("put a finding in the place of the claim that it looked at", () => {
    const subject = listing("hf:a/b", { revision: commit, claims: [scan] });
    const finding = found({ kind: "THIRD_PARTY_SCAN", status: "ASSERTED", method: "scan.verdict/1" });
    const { claims, assessedAt } = buildReport(input(subject, { findings: [stored(finding, { check: checkId("scan/1", { claim: scan }) })] }));
    expect({ claims: claims.map(({ method, issuer }) => ({ method, issuer })), assessedAt }).toEqual({
      claims: [{ method: "scan.verdict/1", issuer: { type: "SCANNER", key: "hub.example" } }], assessedAt: "2026-11-01T11:00:00Z",
    });
  });

  it("leave out findings about a claim that the source no longer makes, and keep them while its claims are not known", () => {
    const findings = [stored(found({ kind: "THIRD_PARTY_SCAN" }), { check: checkId("scan/1", { claim: scan }) })];
    const count = (record: object) => buildReport(input(listing("hf:a/b", { revision: commit, ...record }), { findings })).claims.length;
    expect([count({ claims: [] }), count({})]).toEqual([0, 1]);
  });

  it("leave out findings about another revision, unless about an immutable digest", () => {
    const findings = [stored(found({}), { revision: "f".repeat(40) }), stored(found({ artifact: sha("a") }), { check: "b/1", revision: "f".repeat(40) })];
    expect(buildReport(input(listing("hf:a/b", { revision: commit }), { findings })).claims.map(({ subject }) => subject)).toEqual([
      { type: "ARTIFACT", reference: sha("a"), digest: sha("a"), listing: "hf:a/b" },
    ]);
  });

  it("are stale from the moment they expire", () => {
    const at = (expiresAt: string) => buildReport(input(listing("hf:a/b", { revision: commit }), { findings: [stored(found({ expiresAt }))] })).claims[0]?.stale;
    expect([at(now.toISOString()), at(new Date(now.getTime() + 1).toISOString())]).toEqual([true, false]);
  });

  it("come in order: what undermines, what failed, caution, unknown, the rest", () => {
    const findings = ([["VERIFIED", "SUPPORTS"], ["UNKNOWN", "NEUTRAL"], ["VERIFIED", "CAUTION"], ["FAILED", "NEUTRAL"], ["ASSERTED", "UNDERMINES"]] as const).map(([status, effect], index) =>
      stored(found({ status, effect, ...(status === "UNKNOWN" ? { unknownReason: "TIMEOUT" } : {}) } as Finding), { check: `${String(index)}/1` }),
    );
    expect(buildReport(input(listing("hf:a/b", { revision: commit }), { findings })).claims.map(({ status, effect }) => `${status} ${effect}`)).toEqual([
      "ASSERTED UNDERMINES", "FAILED NEUTRAL", "VERIFIED CAUTION", "UNKNOWN NEUTRAL", "VERIFIED SUPPORTS",
    ]);
  });

  it("never take the issuer of something verified from the source that claims it", () => {
    const forged: ClaimOf<"LINEAGE"> = { kind: "LINEAGE", statement: "Mine.", evidence: [], issuer: { type: "PUBLISHER", key: "somebody-famous" } };
    const findings = [stored(found({}), { check: checkId("lineage/1", { claim: forged }) })];
    expect(buildReport(input(listing("hf:a/b", { revision: commit, claims: [forged] }), { findings })).claims[0]?.issuer).toEqual({ type: "GATEWAY", key: "gateway" });
  });

  it("keep their ids when a source words its claim anew", () => {
    const id = (statement: string) => buildReport(input(listing("hf:a/b", { revision: commit, claims: [{ ...scan, statement }] }))).claims[0]?.id;
    expect(id("Nothing flagged.")).toBe(id("No file is flagged."));
  });

  it("keep their ids when their issuer writes further ones of the same kind on a chain, whatever they say", () => {
    const review = (statement: string, logIndex: number): ClaimOf<"EXTENSION"> => ({
      kind: "EXTENSION", statement, facts: { kindUri: "https://registry.example/review" }, issuer: { type: "ATTESTER", key: "eip155:1:0x1" },
      evidence: [{
        kind: "chain", chainId: 1, address: "0x2", blockNumber: 1, blockHash: "0x3", transactionHash: "0x4", logIndex, finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1,
        raw: { topics: ["0x5"], data: "0x" },
      }],
    });
    const ids = (...claims: readonly ClaimOf<"EXTENSION">[]) => new Map(buildReport(input(listing("onchain:eip155:1:0x2/1", { claims }))).claims.map(({ statement, id }) => [statement, id]));
    const before = ids(review("good", 1), review("fine", 2));
    const after = ids(review("a new one", 3), review("Revoked in block 9: good", 1), review("fine", 2));
    expect(new Set(after.values()).size).toBe(3);
    expect([after.get("Revoked in block 9: good"), after.get("fine")]).toEqual([before.get("good"), before.get("fine")]);
  });
});

describe("conflicts", () => {
  it("show licences that differ once spelled alike, and digests that contradict", async () => {
    const subject = listing("hf:a/b", { revision: commit, license: { stated: "Apache 2.0" }, artifacts: [weights("m.gguf", sha("a"))] });
    const others = [
      listing("oci:a", { license: { stated: "apache-2.0" } }),
      listing("mlflow:a", { license: { stated: "mit" }, artifacts: [weights("m.gguf", sha("b"))] }),
      listing("onchain:a", { license: { stated: "gpl-3.0" } }, "open"),
    ];
    const { conflicts } = buildReport(input(subject, { others, findings: await assessed(subject, others, builtInVerifiers()) }));
    expect(conflicts.map(({ kind, note, claims }) => ({ kind, note, claims: claims.map(({ statement }) => statement) }))).toEqual([
      {
        kind: "CROSS_SOURCE_DIGEST_MATCH", note: "mlflow:a states another digest for m.gguf.",
        claims: ["mlflow:a states another digest for m.gguf.", `The source states a sha256 for its one weight file, at ${commit}.`],
      },
      { kind: "LICENSE_TERMS", note: "The listings of this model state different licences.", claims: ['Hugging Face states the licence "Apache 2.0".', 'mlflow states the licence "mit".'] },
    ]);
  });

  it("show two digests that one source states for one path", () => {
    const digest = (letter: string): ClaimOf<"CONTENT_DIGEST"> => ({ kind: "CONTENT_DIGEST", statement: `It is ${letter}.`, facts: { digest: sha(letter), path: "m.gguf" }, evidence: [] });
    const { conflicts } = buildReport(input(listing("hf:a/b", { claims: [digest("a"), digest("b")] })));
    expect(conflicts.map(({ note, claims }) => [note, claims.length])).toEqual([["Different digests are stated for m.gguf.", 2]]);
  });
});

describe("levels", () => {
  const immutable = claim("REFERENCE_IMMUTABILITY", "VERIFIED", "SUPPORTS");
  const digests = claim("CONTENT_DIGEST", "ASSERTED", "SUPPORTS", { checks: [{ key: allWeightsCheck, status: "VERIFIED", statement: "" }] });
  const pinned = [immutable, digests];
  const inspected = [...pinned, claim("CODE_EXECUTION_REQUIRED", "VERIFIED", "CAUTION"), claim("SERIALIZATION_SAFETY", "VERIFIED", "NEUTRAL"), claim("THIRD_PARTY_SCAN", "ASSERTED", "SUPPORTS")];
  const identity = claim("PUBLISHER_IDENTITY", "VERIFIED", "SUPPORTS");
  const authenticated = [...inspected, identity, claim("PUBLISHER_SIGNATURE", "VERIFIED", "SUPPORTS")];
  const attestation = claim("BUILD_PROVENANCE", "VERIFIED", "SUPPORTS", { subject: { type: "ARTIFACT", reference: sha("a"), digest: sha("a") } });
  it.each([
    ["nothing", [], "LISTED"],
    ["no digests", [immutable], "LISTED"],
    ["pinned", pinned, "PINNED"],
    ["pinned, out of date", [immutable, { ...digests, stale: true }], "LISTED"],
    ["pinned, without a look at the weights", inspected.filter(({ kind }) => kind !== "SERIALIZATION_SAFETY"), "PINNED"],
    ["pinned, with a scan that has not finished", [...inspected, claim("THIRD_PARTY_SCAN", "UNKNOWN", "NEUTRAL")], "PINNED"],
    ["pinned, with something against it", [...inspected, claim("SECURITY_ADVISORY", "ASSERTED", "UNDERMINES")], "PINNED"],
    ["inspected", inspected, "INSPECTED"],
    ["a signature of nobody in particular", [...inspected, claim("PUBLISHER_SIGNATURE", "VERIFIED", "SUPPORTS")], "INSPECTED"],
    ["authenticated", authenticated, "AUTHENTICATED"],
    ["authenticated by a digest match", [...inspected, identity, claim("CROSS_SOURCE_DIGEST_MATCH", "VERIFIED", "SUPPORTS")], "AUTHENTICATED"],
    ["attested", [...authenticated, attestation], "ATTESTED"],
    ["an attestation of something else", [...authenticated, claim("BUILD_PROVENANCE", "VERIFIED", "SUPPORTS")], "AUTHENTICATED"],
    ["everything, and one failure", [...authenticated, attestation, claim("LINEAGE", "FAILED", "NEUTRAL")], "LISTED"],
  ] as const)("files: %s", (_name, claims, expected) => {
    expect(artifactLevel(claims).level).toBe(expected);
  });

  const named = claim("SOURCE_OPERATOR", "ASSERTED", "NEUTRAL", { facts: { operator: "Acme" } });
  const history = claim("CHANGE_HISTORY", "ASSERTED", "NEUTRAL", { facts: { visible: true } });
  const constrained = [named, immutable, history, claim("CONTROL_AUTHORITY", "VERIFIED", "SUPPORTS")];
  it.each([
    ["nothing", [], "OPAQUE"],
    ["a name", [named], "NAMED"],
    ["a name that a check contradicts", [named, claim("SOURCE_OPERATOR", "FAILED", "UNDERMINES")], "OPAQUE"],
    ["a hidden history", [named, immutable, claim("CHANGE_HISTORY", "ASSERTED", "NEUTRAL", { facts: { visible: false } })], "NAMED"],
    ["pinnable", [named, immutable, history], "PINNABLE"],
    ["control only asserted", [named, immutable, history, claim("CONTROL_AUTHORITY", "ASSERTED", "SUPPORTS")], "PINNABLE"],
    ["constrained", constrained, "CONSTRAINED"],
    ["independent", [...constrained, claim("CROSS_SOURCE_DIGEST_MATCH", "VERIFIED", "SUPPORTS")], "INDEPENDENT"],
  ] as const)("system: %s", (_name, claims, expected) => {
    expect(systemLevel(claims).level).toBe(expected);
  });

  it("say why a sha256 is needed where the list of files has no weight files, and not where another check says more", () => {
    const immutable = claim("REFERENCE_IMMUTABILITY", "VERIFIED", "SUPPORTS");
    const none = claim("CONTENT_DIGEST", "NOT_APPLICABLE", "NEUTRAL", { statement: "Its list of files has no weight files." });
    const open = claim("CONTENT_DIGEST", "UNKNOWN", "NEUTRAL", { statement: "No sha256 for m.bin." });
    expect([artifactLevel([immutable, none]).missing, artifactLevel([immutable, none, open]).missing]).toEqual([
      ["A sha256 is needed for every weight file. Its list of files has no weight files."], ["A sha256 is needed for every weight file. No sha256 for m.bin."],
    ]);
  });

  it("say in sentences what the next one lacks, and nothing at the highest", () => {
    expect([artifactLevel([immutable, claim("CONTENT_DIGEST", "UNKNOWN", "NEUTRAL", { statement: "No sha256 for m.bin." })]).missing, artifactLevel([...authenticated, attestation]).missing]).toEqual([
      ["A sha256 is needed for every weight file. No sha256 for m.bin."], [],
    ]);
  });
});

describe("the default policy", () => {
  const [policy] = builtInPolicies as readonly [Policy];
  const record = {
    revision: commit, license: { stated: "mit" }, claims: [scan], artifacts: [weights("model.safetensors", sha("a")), { path: "config.json" }],
  };
  const decideOn = async (change: object, config = "{}", others: readonly ReturnType<typeof listing>[] = [], naming: "namespaced" | "open" = "namespaced") => {
    const subject = listing("hf:a/b", { ...record, ...change }, naming);
    // Of identity, history and availability nothing is known here; what the policy makes of that is another matter.
    const kinds = new Set(["CONTENT_DIGEST", "CROSS_SOURCE_DIGEST_MATCH", "REFERENCE_IMMUTABILITY", "THIRD_PARTY_SCAN", "CODE_EXECUTION_REQUIRED"]);
    const findings = await assessed(subject, others, builtInVerifiers().filter(({ kind }) => kinds.has(kind)), tools({ "config.json": config }));
    return decide(buildReport(input(subject, { others, findings })), policy, "hf:a/b").outcome;
  };
  it.each([
    ["an ordinary model, all checks done", {}, "{}", "ALLOW"],
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
