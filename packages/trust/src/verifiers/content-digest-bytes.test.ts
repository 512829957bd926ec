import { SourceError } from "@modeldex/plugin-kit";
import type { Artifact, ClaimOf, Digest, ListingRecord } from "@modeldex/schema";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { commit, listing, now, sha, tools, verdict, weights, type TestTools } from "../../test/subjects.ts";
import { contentDigestOfBytes } from "./content-digest-bytes.ts";

const bytes = Buffer.from("weights of a small adapter");
const tomorrow = new Date(now.getTime() + 86_400_000).toISOString();
const sha256 = (of: Uint8Array): Digest => `sha256:${createHash("sha256").update(of).digest("hex")}`;

/** What git itself says. */
function gitHash(of: Uint8Array): string {
  const { stdout, error } = spawnSync("git", ["hash-object", "--stdin"], { input: of, encoding: "utf8" });
  if (error !== undefined) throw error;
  return `git-sha1:${stdout.trim()}`;
}

const small = weights("adapter.safetensors", sha256(bytes), { sizeBytes: bytes.byteLength });
const large = weights("model.safetensors", sha("a"), { sizeBytes: 5_000_000_000 });

interface Looked {
  readonly file?: Artifact;
  readonly others?: readonly Artifact[];
  readonly record?: Partial<ListingRecord>;
  readonly naming?: "open" | "namespaced";
  readonly served?: Uint8Array | Error;
}

async function look({ file = small, others = [], record = {}, naming = "namespaced", served = bytes }: Looked) {
  const subject = { listing: listing("hf:a/b", { revision: commit, artifacts: [file, ...others], ...record }, naming), others: [] };
  return contentDigestOfBytes.verify({ subject, file }, tools({ [file.path]: served }));
}

describe("CONTENT_DIGEST of the bytes of a weight file", () => {
  const changed = Buffer.from(bytes);
  changed[3] = (changed[3] ?? 0) ^ 1;
  const withGit = (of: Uint8Array, more: Partial<Artifact> = {}): Artifact => ({ path: "adapter.safetensors", sizeBytes: bytes.byteLength, otherDigests: [gitHash(of)], ...more });
  const pointer = Buffer.from(`version https://git-lfs.github.com/spec/v1\noid ${sha256(bytes)}\nsize ${String(bytes.byteLength)}\n`);
  const cases: readonly (readonly [string, Looked, string])[] = [
    ["that has the stated sha256", {}, "VERIFIED SUPPORTS"],
    ["twin: one bit differs", { served: changed }, "FAILED UNDERMINES"],
    ["twin: another sha256 is stated", { file: { ...small, digest: sha("b") } }, "FAILED UNDERMINES"],
    ["twin: it goes on", { served: Buffer.concat([bytes, Buffer.of(0)]) }, "FAILED UNDERMINES"],
    ["twin: it ends before", { served: bytes.subarray(1) }, "FAILED UNDERMINES"],
    ["twin: at a branch", { record: { revision: "main" } }, "VERIFIED NEUTRAL"],
    ["twin: in a record that anybody may write", { naming: "open" }, "VERIFIED NEUTRAL"],
    ["twin: beside weights without a sha256", { others: [weights("model.safetensors")] }, "VERIFIED NEUTRAL"],
    ["twin: in a list that is cut", { record: { artifactCount: 9 } }, "VERIFIED NEUTRAL"],
    ["a false one in a record that anybody may write", { naming: "open", served: changed }, "FAILED UNDERMINES"],
    ["that has the stated git hash", { file: withGit(bytes) }, "VERIFIED NEUTRAL"],
    ["twin: of other bytes", { file: withGit(changed) }, "FAILED UNDERMINES"],
    ["whose git hash is of a pointer to it", { file: withGit(pointer) }, "VERIFIED NEUTRAL"],
    ["whose git hash is of a pointer, by its xet hash", { file: withGit(changed, { otherDigests: [gitHash(changed), `xet:${"a".repeat(64)}`] }) }, ""],
    ["of a mebibyte", { file: weights("a.bin", sha256(Buffer.alloc(1_048_576)), { sizeBytes: 1_048_576 }), served: Buffer.alloc(1_048_576) }, "VERIFIED SUPPORTS"],
    ["twin: of one byte more", { file: weights("a.bin", sha256(Buffer.alloc(1_048_577)), { sizeBytes: 1_048_577 }), served: Buffer.alloc(1_048_577) }, ""],
    ["of no known size", { file: weights("a.bin", sha256(bytes)) }, ""],
    ["without a digest", { file: weights("a.bin", undefined, { sizeBytes: 3 }) }, ""],
    ["that is gated", { served: new SourceError("UNAUTHORIZED", "The repository is gated.") }, "UNKNOWN(ACCESS_DENIED) NEUTRAL"],
    ["beyond the budget", { served: Object.assign(new Error("no requests are left"), { code: "BUDGET_EXCEEDED" }) }, "UNKNOWN(BUDGET_EXCEEDED) NEUTRAL"],
  ];
  it.each(cases)("%s", async (_name, looked, expected) => {
    expect(verdict(await look(looked))).toBe(expected);
  });

  it("says nothing where the source gives no files", async () => {
    const subject = { listing: listing("hf:a/b", { revision: commit, artifacts: [small] }), others: [] };
    expect(await contentDigestOfBytes.verify({ subject, file: small }, tools())).toEqual([]);
  });

  it("says which digests, binds it to the file, and gives the command", async () => {
    const file = { ...small, url: "https://hub.example/adapter.safetensors" };
    expect(await look({ file })).toEqual([{
      kind: "CONTENT_DIGEST", statement: "The bytes of adapter.safetensors have the sha256 that the source states.", status: "VERIFIED", effect: "SUPPORTS", method: "digest.bytes/1",
      artifact: small.digest,
      evidence: [{
        kind: "digest", left: small.digest, leftFrom: `the list of files of hf:a/b@${commit}, adapter.safetensors`, right: small.digest, rightFrom: "the bytes that were read",
        sourceUrl: file.url, reproduce: "curl -fsSL 'https://hub.example/adapter.safetensors' | sha256sum",
      }],
    }]);
  });

  it("says how they differ, for a day", async () => {
    const [finding] = await look({ served: changed });
    expect([finding?.statement, finding?.artifact, finding?.expiresAt]).toEqual([
      `The source serves other bytes for adapter.safetensors than it states: they have ${sha256(changed)}, and it states ${small.digest ?? ""}.`, small.digest, tomorrow,
    ]);
  });

  it("reads a file once and whole, and nothing of a large one", async () => {
    const asked: (readonly [string, number | undefined, number | undefined])[] = [];
    const given = tools({ "adapter.safetensors": bytes });
    const lent: TestTools = {
      ...given,
      readFile: async (path, range) => {
        asked.push([path, range?.start, range?.end]);
        return given.readFile(path, range);
      },
    };
    const subject = { listing: listing("hf:a/b", { revision: commit, artifacts: [small, large] }), others: [] };
    for (const file of [small, large, undefined]) await contentDigestOfBytes.verify({ subject, ...(file === undefined ? {} : { file }) }, lent);
    expect(asked).toEqual([["adapter.safetensors", 0, bytes.byteLength]]);
  });
});

describe("CONTENT_DIGEST of the bytes of files beside large weights", () => {
  const config = Buffer.from('{"model_type":"x"}');
  const readme = Buffer.from("# A model\n");
  const file = (path: string, of: Uint8Array): Artifact => ({ path, sizeBytes: of.byteLength, otherDigests: [gitHash(of)] });
  const artifacts = [file("README.md", readme), file("config.json", config), file("sub/config.json", readme), large];

  async function beside(record: Partial<ListingRecord>, files: Readonly<Record<string, Uint8Array | Error>> = { "config.json": config, "README.md": readme }) {
    return contentDigestOfBytes.verify({ subject: { listing: listing("hf:a/b", { revision: commit, artifacts, ...record }), others: [] } }, tools(files));
  }

  it.each([
    ["that have their git hashes", {}, undefined, "VERIFIED NEUTRAL"],
    ["twin: one letter differs", {}, { "config.json": Buffer.from('{"model_type":"y"}'), "README.md": readme }, "FAILED UNDERMINES"],
    ["twin: one letter more", {}, { "config.json": Buffer.from('{"model_type":"xy"}'), "README.md": readme }, "UNKNOWN(INCOMPARABLE) CAUTION"],
    ["twin: one letter more in one, and one differs in the other", {}, { "config.json": Buffer.from('{"model_type":"xy"}'), "README.md": Buffer.from(readme.toString().replace(/.$/s, "!")) }, "FAILED UNDERMINES"],
    ["of which one is not there", {}, { "config.json": config }, "VERIFIED NEUTRAL"],
    ["of a source that gives no files", {}, {}, ""],
    ["of a source in trouble", {}, { "config.json": new SourceError("UNREACHABLE", "The Hub does not answer.") }, "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"],
    ["of no known digest", { artifacts: [large, { path: "config.json", sizeBytes: 3 }] }, undefined, ""],
    ["beside small weights, which are looked at instead", { artifacts: [...artifacts, small] }, undefined, ""],
    ["that are not known", { artifacts: [] }, undefined, ""],
  ])("%s", async (_name, record, files, expected) => {
    expect(verdict(await beside(record, files))).toBe(expected);
  });

  it("says of which files, and that weights are not among them", async () => {
    const found = await beside({ revision: "main" });
    expect(found.map(({ statement, expiresAt }) => [statement, expiresAt])).toEqual([
      ["The bytes of config.json, README.md have the digests that the source states; the weights are too large to be read here.", tomorrow],
    ]);
  });

  it("leaves claims to the check of records", async () => {
    const claim: ClaimOf<"CONTENT_DIGEST"> = { kind: "CONTENT_DIGEST", statement: "stated", facts: { digest: sha("c") }, evidence: [] };
    expect(await contentDigestOfBytes.verify({ subject: { listing: listing("hf:a/b", { artifacts }), others: [] }, claim }, tools())).toEqual([]);
  });
});
