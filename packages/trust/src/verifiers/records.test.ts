import type { ClaimOf } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { commit, listing, now, sha, tools, verdict, weights } from "../../test/subjects.ts";
import type { TrustListing } from "../trust-claim.ts";
import { contentDigest } from "./content-digest.ts";
import { thirdPartyScan } from "./third-party-scan.ts";

describe("CONTENT_DIGEST", () => {
  const all = [weights("a.safetensors", sha("a")), weights("b.safetensors", sha("b")), { path: "README.md" }];
  const cases: readonly (readonly [string, TrustListing, string])[] = [
    ["sha256 of all weights at a commit", listing("hf:a/b", { revision: commit, artifacts: all }), "ASSERTED SUPPORTS"],
    ["twin: one weight file without", listing("hf:a/b", { revision: commit, artifacts: [...all, weights("c.safetensors")] }), "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
    ["at a branch", listing("hf:a/b", { revision: "main", artifacts: all }), "ASSERTED NEUTRAL"],
    ["a record that anybody may write", listing("onchain:a", { revision: commit, artifacts: all }, "open"), "ASSERTED NEUTRAL"],
    ["files not known", listing("hf:a/b", { revision: commit }), "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
    ["a list that is cut", listing("hf:a/b", { revision: commit, artifacts: all, artifactCount: 4 }), "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
    ["no weights", listing("hf:a/b", { revision: commit, artifacts: [{ path: "README.md" }] }), "NOT_APPLICABLE NEUTRAL"],
  ];
  it.each(cases)("%s", async (_name, subject, expected) => {
    expect(verdict(await contentDigest.verify({ subject: { listing: subject, others: [] } }, tools()))).toBe(expected);
  });

  it.each([
    ["is not known", { revision: commit }, "No weight files are known here: the source was not asked for its list of files, or does not give one."],
    ["has none", { revision: commit, artifacts: [{ path: "README.md" }] }, "Its list of files has no weight files."],
  ])("says so when the list of files %s", async (_name, record, statement) => {
    const found = await contentDigest.verify({ subject: { listing: listing("hf:a/b", record), others: [] } }, tools());
    expect(found.map((finding) => finding.statement)).toEqual([statement]);
  });

  const claimCases: readonly (readonly [string, ClaimOf<"CONTENT_DIGEST">["facts"], string])[] = [
    ["equal to the list of files", { digest: sha("a"), path: "a.safetensors" }, "ASSERTED NEUTRAL"],
    ["twin: one letter differs", { digest: sha("c"), path: "a.safetensors" }, "FAILED UNDERMINES"],
    ["of a file that is not listed", { digest: sha("a"), path: "z.safetensors" }, "ASSERTED NEUTRAL"],
    ["of another kind", { digest: "cid:Qm123", path: "a.safetensors" }, "ASSERTED NEUTRAL"],
    ["of no file", { digest: sha("c") }, "ASSERTED NEUTRAL"],
  ];
  it.each(claimCases)("claim %s", async (_name, facts, expected) => {
    const subject = listing("hf:a/b", { revision: commit, artifacts: all });
    const claim: ClaimOf<"CONTENT_DIGEST"> = { kind: "CONTENT_DIGEST", statement: "stated", facts, evidence: [] };
    expect(verdict(await contentDigest.verify({ subject: { listing: subject, others: [] }, claim }, tools()))).toBe(expected);
  });
});

describe("THIRD_PARTY_SCAN", () => {
  const scan = (verdictOf: ClaimOf<"THIRD_PARTY_SCAN">["facts"]["verdict"]): ClaimOf<"THIRD_PARTY_SCAN"> => ({
    kind: "THIRD_PARTY_SCAN", statement: "scanned", facts: { scanner: "Acme AV", verdict: verdictOf, path: "a.bin" },
    evidence: [{ kind: "document", url: "https://hub.example/scan" }],
  });
  it.each([
    ["CLEAN", "ASSERTED SUPPORTS"], ["CAUTION", "ASSERTED CAUTION"], ["UNSAFE", "ASSERTED UNDERMINES"],
    ["PENDING", "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"], ["ERROR", "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ] as const)("%s is %s, never verified", async (given, expected) => {
    expect(verdict(await thirdPartyScan.verify({ subject: { listing: listing("hf:a/b"), others: [] }, claim: scan(given) }, tools()))).toBe(expected);
  });

  it("names scanner, verdict and file, and holds for a day", async () => {
    const subject = listing("hf:a/b", { revision: commit });
    expect(await thirdPartyScan.verify({ subject: { listing: subject, others: [] }, claim: scan("UNSAFE") }, tools())).toEqual([
      {
        kind: "THIRD_PARTY_SCAN", statement: "Acme AV flags a.bin as unsafe.", status: "ASSERTED", effect: "UNDERMINES", method: "scan.verdict/1",
        evidence: [{ kind: "scan", scanner: "Acme AV", verdict: "UNSAFE", path: "a.bin", revision: commit, sourceUrl: "https://hub.example/scan" }],
        expiresAt: new Date(now.getTime() + 86_400_000).toISOString(),
      },
    ]);
  });

  it("tells a source that was not asked from one that has no scans", async () => {
    const inspect = async (record: object) => verdict(await thirdPartyScan.verify({ subject: { listing: listing("hf:a/b", record), others: [] } }, tools()));
    expect([await inspect({}), await inspect({ claims: [] }), await inspect({ claims: [scan("CLEAN")] })]).toEqual(["UNKNOWN(NOT_REQUESTED) NEUTRAL", "NOT_APPLICABLE NEUTRAL", ""]);
  });
});
