import { createHash } from "node:crypto";
import { CID } from "multiformats/cid";
import * as digestOf from "multiformats/hashes/digest";
import { expect, test } from "vitest";
import { readContent } from "./content.ts";
import { parseCid } from "./cid.ts";
import { compareDigest, sha256Of, verdictOf, type GivenDigest } from "./digest.ts";
import { fileBlock, readNode } from "./unixfs.ts";

const hello = Buffer.from("hello world\n");
const sha256 = createHash("sha256").update(hello).digest();
// Published: the CID that `ipfs add` gives for these bytes, and keccak256 of nothing.
const helloV0 = "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o";
const keccakOfNothing = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";
const rawOf = (digest: Uint8Array, code = 0x12): string => CID.createV1(0x55, digestOf.create(code, digest)).toString();
const helloV1 = CID.parse(helloV0).toV1().toString();

const cases: readonly [bytes: Buffer, given: GivenDigest, expected: unknown][] = [
  [hello, { algorithm: "sha256", value: sha256.toString("hex") }, { against: `sha256:${sha256.toString("hex")}`, verdict: "equal" }],
  [hello, { algorithm: "sha256", value: `0x${sha256.toString("hex").toUpperCase()}` }, { against: `sha256:${sha256.toString("hex")}`, verdict: "equal" }],
  [Buffer.from("hello world"), { algorithm: "sha256", value: sha256.toString("hex") }, { against: `sha256:${sha256.toString("hex")}`, verdict: "different" }],
  [Buffer.alloc(0), { algorithm: "keccak256", value: `0x${keccakOfNothing}` }, { against: `keccak256:${keccakOfNothing}`, verdict: "equal" }],
  [hello, { algorithm: "keccak256", value: `keccak256:${keccakOfNothing}` }, { against: `keccak256:${keccakOfNothing}`, verdict: "different" }],
  [hello, { algorithm: "sha256", value: "v1.2" }, { verdict: "incomparable" }],
  [hello, { algorithm: "sha256", value: `0x${"00".repeat(32)}` }, undefined],
  [hello, { algorithm: "cid", value: "" }, undefined],
  [hello, { algorithm: "cid", value: rawOf(sha256) }, { against: `cid:${rawOf(sha256)}`, verdict: "equal" }],
  [hello, { algorithm: "cid", value: `ipfs://${rawOf(sha256)}` }, { against: `cid:${rawOf(sha256)}`, verdict: "equal" }],
  [Buffer.from("hello"), { algorithm: "cid", value: rawOf(sha256) }, { against: `cid:${rawOf(sha256)}`, verdict: "different" }],
  [hello, { algorithm: "cid", value: rawOf(createHash("sha512").update(hello).digest(), 0x13) }, { against: expect.stringMatching(/^cid:bafk/), verdict: "equal" }],
  [Buffer.alloc(0), { algorithm: "cid", value: rawOf(Buffer.from(keccakOfNothing, "hex"), 0x1b) }, { against: expect.stringMatching(/^cid:bafk/), verdict: "equal" }],
  // blake3 is not computed here.
  [hello, { algorithm: "cid", value: rawOf(sha256, 0x1e) }, { against: expect.stringMatching(/^cid:bafk/), verdict: "incomparable" }],
  [hello, { algorithm: "cid", value: helloV0 }, { against: `cid:${helloV0}`, verdict: "equal" }],
  [hello, { algorithm: "cid", value: helloV1 }, { against: `cid:${helloV1}`, verdict: "equal" }],
  [Buffer.from("hello"), { algorithm: "cid", value: helloV0 }, { against: `cid:${helloV0}`, verdict: "incomparable" }],
  [hello, { algorithm: "cid", value: "no cid" }, { verdict: "incomparable" }],
];

test.each(cases)("holds %s against %j", (bytes, given, expected) => {
  expect(compareDigest(bytes, given)).toEqual(expected);
});

test("takes one difference for a difference of the whole, and what is incomparable for no equality", () => {
  const of = (...verdicts: readonly ("equal" | "different" | "incomparable")[]): string => verdictOf(verdicts.map((verdict) => ({ verdict })));
  expect([of(), of("incomparable"), of("incomparable", "equal"), of("equal", "different")]).toEqual(["none", "incomparable", "equal", "different"]);
});

test("writes the sha256 as records have it", () => {
  expect(sha256Of(hello)).toBe(`sha256:${sha256.toString("hex")}`);
});

test("makes the block that IPFS makes of a small file, and reads it", () => {
  const block = fileBlock(hello);
  expect(createHash("sha256").update(block).digest()).toEqual(Buffer.from(parseCid(helloV0)?.multihash.digest ?? []));
  expect(readNode(block)).toEqual({ kind: "file", bytes: new Uint8Array(hello) });
});

test.each([Buffer.from("no block"), Buffer.alloc(0), Buffer.from("0a0408021800", "hex").subarray(0, 3), Buffer.alloc(1_000, 0xff)])("takes what is no node of a file for something else: %s", (block) => {
  expect(readNode(block)).toEqual({ kind: "other" });
});

test.each([
  [Buffer.from('{"name":"a","n":1.5,"big":123456789012345678901234567890,"safe":-12}'), { value: { name: "a", n: 1.5, big: "123456789012345678901234567890", safe: -12 } }],
  [Buffer.from('\uFEFF["]]]]"]'), { value: ["]]]]"] }],
  [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), { reason: "it is no valid UTF-8" }],
  [Buffer.from([0xed, 0xa0, 0x80]), { reason: "it is no valid UTF-8" }],
  [Buffer.from('{"a":"\u0000"}'), { reason: "it has a NUL byte" }],
  [Buffer.from("<html>"), { reason: "it is no JSON" }],
  [Buffer.alloc(0), { reason: "it is no JSON" }],
  [Buffer.from(`${"[".repeat(100_000)}${"]".repeat(100_000)}`), { reason: "it is nested more than 64 deep" }],
  [Buffer.from('{"a":'.repeat(100_000)), { reason: "it is nested more than 64 deep" }],
  [Buffer.from(`["\\"${"[".repeat(100)}"]`), { value: [`"${"[".repeat(100)}`] }],
])("reads the content of a document strictly (%#)", (bytes, expected) => {
  expect(readContent(bytes, "json")).toEqual(expected);
});

test("reads a text as it is", () => {
  expect(readContent(Buffer.from("# Card\nText."), "text")).toEqual({ value: "# Card\nText." });
});
