import type { ClaimOf, Finding } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { assessed, commit, input, listing, now, sha, stored, weights } from "../test/subjects.ts";
import { checkId } from "./check-id.ts";
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

  it("tell of the declared licence until somebody has looked at it, and as long as that came to nothing", () => {
    const subject = listing("hf:a/b", { revision: commit, license: { stated: "mit" } });
    const told = (finding: Partial<Finding>, more = {}) => buildReport(input(subject, { findings: [stored(found({ kind: "LICENSE_TERMS", ...finding }), { check: "license-terms/1", ...more })] })).claims.map(({ statement }) => statement);
    const [declared, looked] = ['Hugging Face states the licence "mit".', "Found."];
    expect([
      buildReport(input(subject)).claims.map(({ statement }) => statement), told({}), told({ status: "ASSERTED" }), told({ status: "UNKNOWN", unknownReason: "TIMEOUT" }), told({ expiresAt: now.toISOString() }), told({}, { revision: "main" }),
    ]).toEqual([[declared], [looked], [looked], [looked, declared], [looked, declared], [declared]]);
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
      { kind: "LICENSE_TERMS", note: "The listings of this model state different licences.", claims: ["Apache 2.0 is only declared: none of its files is named as its licence.", 'mlflow states the licence "mit".'] },
    ]);
  });

  it("show two digests that one source states for one path", () => {
    const digest = (letter: string): ClaimOf<"CONTENT_DIGEST"> => ({ kind: "CONTENT_DIGEST", statement: `It is ${letter}.`, facts: { digest: sha(letter), path: "m.gguf" }, evidence: [] });
    const { conflicts } = buildReport(input(listing("hf:a/b", { claims: [digest("a"), digest("b")] })));
    expect(conflicts.map(({ note, claims }) => [note, claims.length])).toEqual([["Different digests are stated for m.gguf.", 2]]);
  });
});
