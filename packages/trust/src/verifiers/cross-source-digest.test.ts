import type { SourceClaim } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { commit, listing, sha, tools, verdict, weights } from "../../test/subjects.ts";
import { crossSourceDigest } from "./cross-source-digest.ts";
import type { TrustListing } from "../trust-claim.ts";

const claimOf = (digest: `${string}:${string}`, path?: string): SourceClaim => ({
  kind: "CONTENT_DIGEST", statement: "stated", facts: { digest, ...(path === undefined ? {} : { path }) }, evidence: [],
});
const hub = listing("hf:acme/tiny", { revision: commit, artifacts: [weights("tiny.gguf", sha("a"), { url: "https://hub.example/tiny.gguf" })] });
const chain = (record: TrustListing["record"] | object, naming: "open" | "namespaced" = "open"): TrustListing => listing("onchain:eip155:1:0xabc/1", record, naming);
const at = (url: string): TrustListing => ({ ...hub, record: { ...hub.record, url } });
const mirror = (url: string, letter: string): TrustListing => ({ ...listing("mirror:acme/tiny", { url, artifacts: [weights("tiny.gguf", sha(letter))] }), sourceKind: "huggingface" });
const ours = { ...hub, record: { ...hub.record, publisher: { name: "acme" } } };
const copy = (letter: string, publisher: string, naming: "namespaced" | "curated" = "namespaced"): TrustListing => listing("ollama:thief/tiny", { publisher: { name: publisher }, artifacts: [weights("tiny.gguf", sha(letter))] }, naming);
const verify = (subject: TrustListing, others: readonly TrustListing[]) => crossSourceDigest.verify({ subject: { listing: subject, others } }, tools());

const cases: readonly (readonly [name: string, subject: TrustListing, others: readonly TrustListing[], expected: string])[] = [
  ["equal digest of the same file", chain({ artifacts: [weights("tiny.gguf", sha("a"))] }), [hub], "VERIFIED SUPPORTS"],
  ["twin: one letter differs", chain({ artifacts: [weights("tiny.gguf", sha("b"))] }), [hub], "FAILED UNDERMINES"],
  ["equal digest under another path", chain({ artifacts: [weights("other-name.gguf", sha("a"))] }), [hub], "VERIFIED SUPPORTS"],
  ["another digest under another path is no contradiction", chain({ artifacts: [weights("other-name.gguf", sha("b"))] }), [hub], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["same file name in another folder", chain({ artifacts: [weights("models/tiny.gguf", sha("b"))] }), [hub], "FAILED UNDERMINES"],
  [
    "same file name in two folders does not say which", chain({ artifacts: [weights("tiny.gguf", sha("b"))] }),
    [listing("hf:acme/tiny", { artifacts: [weights("a/tiny.gguf", sha("a")), weights("b/tiny.gguf", sha("c"))] })], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL",
  ],
  ["by a claim that names the file", chain({ claims: [claimOf(sha("a"), "tiny.gguf")] }), [hub], "VERIFIED SUPPORTS"],
  ["twin: by a claim with another digest", chain({ claims: [claimOf(sha("b"), "tiny.gguf")] }), [hub], "FAILED UNDERMINES"],
  ["a claim that names no file, equal", chain({ claims: [claimOf(sha("a"))] }), [hub], "VERIFIED SUPPORTS"],
  ["a claim that names no file, different", chain({ claims: [claimOf(sha("b"))] }), [hub], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["a CID against a sha256", chain({ claims: [claimOf("cid:QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG", "tiny.gguf")] }), [hub], "UNKNOWN(INCOMPARABLE) NEUTRAL"],
  ["a CID that names no file", chain({ claims: [claimOf("cid:QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG")] }), [hub], "UNKNOWN(INCOMPARABLE) NEUTRAL"],
  ["a document about the entry is no file of it", chain({ claims: [claimOf(sha("a"), "tiny.gguf"), claimOf(sha("d"), "metadata"), claimOf(sha("e"), "metadata[1]")] }), [hub], "VERIFIED SUPPORTS"],
  ["documents about two entries contradict nothing", chain({ claims: [claimOf(sha("d"), "metadata")] }), [listing("other:1", { claims: [claimOf(sha("e"), "metadata")] })], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["an open record without digests", chain({ claims: [] }), [hub], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["the other's files are not known", chain({ artifacts: [weights("tiny.gguf", sha("a"))] }), [listing("hf:acme/tiny")], "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
  ["git's hash is of the pointer", chain({ claims: [claimOf(`git-sha1:${"a".repeat(40)}`, "tiny.gguf")] }), [hub], "UNKNOWN(INCOMPARABLE) NEUTRAL"],
  ["the same source twice is no second source", hub, [listing("hf:copy/tiny", hub.record)], ""],
  ["nothing to compare with", hub, [], ""],
  ["a stranger's equal digest vouches for nothing", hub, [chain({ artifacts: [weights("tiny.gguf", sha("a"))] })], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
  ["a mirror of the same kind, at another host, equal", at("https://hub.example/acme/tiny"), [mirror("https://mirror.example/acme/tiny", "a")], "VERIFIED SUPPORTS"],
  ["twin: at the same host", at("https://hub.example/acme/tiny"), [mirror("https://hub.example/acme/tiny", "a")], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
  ["twin: where nothing says at which host", hub, [mirror("https://mirror.example/acme/tiny", "a")], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
  ["an operator that contradicts itself", at("https://hub.example/acme/tiny"), [mirror("https://hub.example/acme/tiny", "b")], "FAILED UNDERMINES"],
  ["twin: a stranger's different digest says nothing about the Hub's listing", hub, [chain({ artifacts: [weights("tiny.gguf", sha("b"))] })], ""],
  ["a registry that keeps its names does, equal", hub, [chain({ artifacts: [weights("tiny.gguf", sha("a"))] }, "namespaced")], "VERIFIED SUPPORTS"],
  ["another publisher's copy, where everybody has names of his own, equal", ours, [copy("a", "thief")], "VERIFIED SUPPORTS"],
  ["twin: of which a file differs says nothing about this listing", ours, [copy("b", "thief")], ""],
  ["twin: the same publisher's, different", ours, [copy("b", "Acme")], "FAILED UNDERMINES"],
  ["twin: another publisher's name in a source whose operator keeps the names", ours, [copy("b", "thief", "curated")], "FAILED UNDERMINES"],
  ["a registry that keeps its names does, different", hub, [chain({ artifacts: [weights("tiny.gguf", sha("b"))] }, "namespaced")], "FAILED UNDERMINES"],
  [
    "one of two files only", listing("hf:acme/tiny", { artifacts: [weights("a.gguf", sha("a")), weights("b.gguf", sha("b"))] }),
    [chain({ artifacts: [weights("a.gguf", sha("a"))] }, "namespaced")], "VERIFIED NEUTRAL",
  ],
  [
    "one equal and one different", listing("hf:acme/tiny", { artifacts: [weights("a.gguf", sha("a")), weights("b.gguf", sha("b"))] }),
    [chain({ artifacts: [weights("a.gguf", sha("a")), weights("b.gguf", sha("c"))] }, "namespaced")], "FAILED UNDERMINES",
  ],
];

describe("CROSS_SOURCE_DIGEST_MATCH", () => {
  it.each(cases)("%s", async (_name, subject, others, expected) => {
    expect(verdict(await verify(subject, others))).toBe(expected);
  });

  it("gives both digests, where each is from, and how to compute the other's", async () => {
    const [finding] = await verify(chain({ artifacts: [weights("tiny.gguf", sha("b"))] }), [hub]);
    expect(finding).toEqual({
      kind: "CROSS_SOURCE_DIGEST_MATCH",
      statement: "hf:acme/tiny states another digest for tiny.gguf.",
      status: "FAILED",
      effect: "UNDERMINES",
      method: "digest.compare/1",
      checks: [{ key: "hf:acme/tiny", status: "FAILED", statement: "hf:acme/tiny: 1 different." }],
      evidence: [
        {
          kind: "digest", left: sha("b"), leftFrom: "onchain:eip155:1:0xabc/1 tiny.gguf", right: sha("a"), rightFrom: `hf:acme/tiny@${commit} tiny.gguf`,
          sourceUrl: "https://hub.example/tiny.gguf", reproduce: "curl -fsSL 'https://hub.example/tiny.gguf' | sha256sum",
        },
      ],
    });
  });

  it("does not depend on the order of the other listings", async () => {
    const subject = chain({ artifacts: [weights("tiny.gguf", sha("a"))] });
    const other = listing("oci:acme/tiny", { artifacts: [weights("tiny.gguf", sha("a"))] });
    expect(await verify(subject, [hub, other])).toEqual(await verify(subject, [other, hub]));
  });

  it("keeps a source's own word about agreement asserted", async () => {
    const claim: SourceClaim = { kind: "CROSS_SOURCE_DIGEST_MATCH", statement: "It is the same everywhere.", evidence: [] };
    expect(verdict(await crossSourceDigest.verify({ subject: { listing: hub, others: [] }, claim }, tools()))).toBe("ASSERTED NEUTRAL");
  });

  it("names an equal record of a stranger in its checks, and leaves a different one out", async () => {
    const stranger = (letter: string, place: string): TrustListing => listing(`onchain:eip155:1:0xabc/${place}`, { artifacts: [weights("tiny.gguf", sha(letter))] }, "open");
    const kept = listing("oci:acme/tiny", { artifacts: [weights("tiny.gguf", sha("a"))] });
    const checksOf = async (others: readonly TrustListing[]) => (await verify(hub, others)).flatMap(({ status, effect, checks = [] }) => [`${status} ${effect}`, ...checks.map((check) => `${check.status} ${check.statement}`)]);
    expect(await checksOf([stranger("a", "1"), stranger("b", "2")])).toEqual(["UNKNOWN NEUTRAL", "VERIFIED onchain:eip155:1:0xabc/1: 1 equal. Anybody may write this record."]);
    expect(await checksOf([stranger("a", "1"), stranger("b", "2"), kept])).toEqual([
      "VERIFIED SUPPORTS", "VERIFIED oci:acme/tiny: 1 equal.", "VERIFIED onchain:eip155:1:0xabc/1: 1 equal. Anybody may write this record.",
    ]);
  });

  it("takes a record that states only a part for no complete match", async () => {
    const two = listing("hf:acme/tiny", { artifacts: [weights("a.gguf", sha("a")), weights("b.gguf", sha("b"))] });
    const [finding] = await verify(two, [chain({ artifacts: [weights("a.gguf", sha("a"))] })]);
    expect(finding?.checks).toEqual([
      { key: "onchain:eip155:1:0xabc/1", status: "UNKNOWN", statement: "onchain:eip155:1:0xabc/1: 1 equal, 1 not stated there. Anybody may write this record." },
    ]);
  });
});
