import { CID } from "multiformats/cid";
import { expect, test } from "vitest";
import { contentReadings } from "./content-ids.ts";

// The empty block, as raw bytes and as an empty file of UnixFS; both are in the documentation of IPFS.
const [v0, v1] = ["QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH", "bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y"];
const raw = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
const sha256OfNothing = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const id = "jKzAHsOHS1zA193_9N-n5H_IjupBjKce08qMLLseRe8";

test.each([v0, v1, `ipfs://${v0}`, `ipfs://${v1}/config.json`, `/ipfs/${v0}`, `https://ipfs.io/ipfs/${v0}?filename=a`, `https://${v1}.ipfs.dweb.link/`, `cid:${v1}`])(
  "reads %s as one CID, in both of its spellings",
  (text) => {
    expect(contentReadings(text)).toEqual([{ readAs: "CID", digests: [`cid:${v1}`, `cid:${v0}`] }]);
  },
);

test("finds a CID of raw bytes by their sha256, too", () => {
  expect(contentReadings(raw)).toEqual([{ readAs: "CID", digests: [`cid:${raw}`, sha256OfNothing] }]);
});

test("takes 43 characters of base64url for either of two networks, and their own addresses for one", () => {
  expect(contentReadings(id).map(({ readAs, digests }) => [readAs, digests])).toEqual([["Walrus blob id", [`walrus:${id}`]], ["Arweave transaction", [`ar:${id}`]]]);
  expect(contentReadings(`walrus://${id}`)).toEqual([{ readAs: "Walrus blob id", digests: [`walrus:${id}`] }]);
  expect(contentReadings(`https://aggregator.example/v1/blobs/${id}`)).toEqual([{ readAs: "Walrus blob id", digests: [`walrus:${id}`] }]);
  expect(contentReadings(`ar://${id}`)).toEqual([{ readAs: "Arweave transaction", digests: [`ar:${id}`] }]);
  expect(contentReadings(`https://arweave.net/${id}`)).toEqual([{ readAs: "Arweave transaction", digests: [`ar:${id}`] }]);
});

test("takes 32 bytes of a contract for a digest of either kind, and for the digest in a CID", () => {
  expect(contentReadings(`0x${"AB".repeat(32)}`).map(({ digests }) => digests).slice(0, 2)).toEqual([[`sha256:${"ab".repeat(32)}`], [`keccak256:${"ab".repeat(32)}`]]);
  expect(contentReadings(`0x${sha256OfNothing.slice("sha256:".length)}`)[2]).toEqual({ readAs: "digest of a CID", digests: expect.arrayContaining([`cid:${raw}`]) });
  expect(contentReadings(`0x${Buffer.from(CID.parse(v0).multihash.digest).toString("hex")}`)[2]?.digests).toEqual(expect.arrayContaining([`cid:${v0}`, `cid:${v1}`]));
});

test.each([
  "llama 3.1 8b", "meta-llama-3-1-8b-instruct-q4-k-m-imatrix-gg", "Meta-Llama-Instruct-Imatrix-Quantized-GGUF-Rep", "QmNotACid", `${v0}x`, "ipfs://", `0x${"ab".repeat(31)}`, "bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb41", "https://huggingface.co/a/b",
])("reads nothing in %s", (text) => {
  expect(contentReadings(text)).toEqual([]);
});
