import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ClaimOf, Finding, ListingRecord } from "@modeldex/plugin-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anvilPath, startChain, type Chain } from "../../test/anvil.ts";
import { commit, listing, sha, tools, verdict, type TestTools } from "../../test/subjects.ts";
import type { TrustListing } from "../trust-claim.ts";
import { referenceImmutability } from "./reference-immutability.ts";

/** An entry as of a block; its source says how final that is. */
const entryAt = (block: { readonly number: number; readonly hash: string }, more: { readonly finality?: "FINALIZED" | "PENDING"; readonly chainId?: number; readonly nativeId?: string; readonly claims?: ListingRecord["claims"] } = {}): TrustListing => {
  const { finality = "FINALIZED", chainId = 31_337, nativeId = `eip155:${String(chainId)}:0x${"ab".repeat(20)}/1` } = more;
  const claims: ListingRecord["claims"] = more.claims ?? [{
    kind: "ONCHAIN_REGISTRATION", statement: "registered", facts: { registry: "r", key: "1" },
    evidence: [{ kind: "chain", chainId, address: "0xabc", blockNumber: block.number, blockHash: block.hash, finality, endpointsAgreeing: 1, endpointsAsked: 1, raw: { topics: [], data: "0x" } }],
  }];
  return listing(`onchain:${nativeId}`, { revision: `block:${String(block.number)}:${block.hash}`, claims }, "open");
};
const look = async (subject: TrustListing, rpc: Readonly<Record<number, readonly string[]>> = {}, lent: TestTools = tools()): Promise<readonly Finding[]> =>
  await referenceImmutability({ rpc }).verify({ subject: { listing: subject, others: [] } }, lent);
const someBlock = { number: 7, hash: `0x${"ab".repeat(32)}` };

describe("REFERENCE_IMMUTABILITY by form", () => {
  const byForm: readonly (readonly [string, TrustListing, string])[] = [
    ["a commit", listing("hf:a/b", { revision: commit }), "VERIFIED SUPPORTS"],
    ["twin: a commit short of one digit", listing("hf:a/b", { revision: commit.slice(1) }), "VERIFIED CAUTION"],
    ["a branch", listing("hf:a/b", { revision: "main" }), "VERIFIED CAUTION"],
    ["a branch named like the beginning of a digest", listing("hf:a/b", { revision: "sha256:main" }), "VERIFIED CAUTION"],
    ["a digest", listing("oci:a/b", { revision: sha("a") }), "VERIFIED SUPPORTS"],
    ["the beginning of a digest", listing("oci:a/b", { revision: "sha256:46e0c10c039e" }), "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
    ["twin: a block short of one digit", listing("onchain:eip155:1:0xabc/1", { revision: `block:7:${someBlock.hash.slice(0, -1)}` }), "VERIFIED CAUTION"],
    ["no revision", listing("hf:a/b"), "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
    ["a block that its source calls final", entryAt(someBlock), "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
    ["twin: that it does not", entryAt(someBlock, { finality: "PENDING" }), "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
    ["a block of a chain that nobody names", entryAt(someBlock, { nativeId: "entry-1", claims: [] }), "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ];
  it.each(byForm)("%s", async (_name, subject, expected) => {
    expect(verdict(await look(subject))).toBe(expected);
  });

  it.each(byForm.filter(([, , expected]) => !expected.includes("ANCHOR")))("asks nothing where endpoints are configured: %s", async (_name, subject, expected) => {
    expect(verdict(await look(subject, { 1: ["http://127.0.0.1:9"], 31_337: ["http://127.0.0.1:9"] }))).toBe(expected);
  });

  it("says whose word it is that a block is final", async () => {
    const statements = await Promise.all((["FINALIZED", "PENDING"] as const).map(async (finality) => (await look(entryAt(someBlock, { finality })))[0]?.statement));
    const said = `The revision is the entry as of block:7:${someBlock.hash}:`;
    expect(statements).toEqual([
      `${said} its source says that it is final, and no endpoint of chain 31337 is configured to look.`,
      `${said} its source does not say that it is final, and no endpoint of chain 31337 is configured to look.`,
    ]);
  });

  it.each([["MUTABLE", "ASSERTED CAUTION"], ["CONTENT_ADDRESSED", "ASSERTED NEUTRAL"]] as const)("keeps a source's own word that references are %s asserted", async (references, expected) => {
    const claim: ClaimOf<"REFERENCE_IMMUTABILITY"> = { kind: "REFERENCE_IMMUTABILITY", statement: "So it is.", facts: { references }, evidence: [] };
    expect(verdict(await referenceImmutability().verify({ subject: { listing: listing("hf:a/b"), others: [] }, claim }, tools()))).toBe(expected);
  });

  it("refuses an endpoint that is no address of the web", () => {
    expect(() => referenceImmutability({ rpc: { 1: ["ipc:///geth.ipc"] } })).toThrow('referenceImmutability: an rpc endpoint must be an http or https URL, such as "https://rpc.example.org".');
  });
});

describe.skipIf(anvilPath() === undefined)("REFERENCE_IMMUTABILITY of a block on a real node (npm package @foundry-rs/anvil)", () => {
  let chain: Chain;
  beforeAll(async () => {
    chain = await startChain();
    await chain.rpc("anvil_mine", ["0x8"]);
  });
  afterAll(() => chain.stop());

  const lent = (fetched: typeof fetch = fetch): TestTools => tools({}, { fetch: fetched });
  const urlsOf = (...urls: readonly string[]) => ({ 31_337: urls });
  const blockAt = async (number: number | "latest") => {
    const asked = typeof number === "number" ? `0x${number.toString(16)}` : number;
    const block = (await chain.rpc("eth_getBlockByNumber", [asked, false])) as { readonly number: string; readonly hash: string };
    return { number: Number(block.number), hash: block.hash };
  };
  const addressOf = (input: Parameters<typeof fetch>[0]): string => (input instanceof Request ? input.url : input.toString());
  /** Answers as the chain does, but at an address that has a word in it. */
  const unless = (word: string, otherwise: (response: Response) => Promise<Response>): typeof fetch => async (url, init) => {
    const response = await fetch(chain.url, init);
    return addressOf(url).includes(word) ? await otherwise(response) : response;
  };
  const lying = unless("lying", async (response) => new Response((await response.text()).replaceAll(/"hash":"0x[0-9a-f]{64}"/g, `"hash":"0x${"77".repeat(32)}"`)));
  const down = unless("down", async () => Response.error());
  const behind = unless("behind", async (response) => new Response((await response.text()).replaceAll(/"number":"0x[0-9a-f]+"/g, '"number":"0x1"')));

  interface Asked {
    readonly urls?: readonly string[];
    readonly fetched?: typeof fetch;
  }
  const row = (name: string, subject: () => Promise<TrustListing>, expected: string, asked: Asked = {}) => [name, subject, expected, asked] as const;
  const cases = [
    row("final", async () => entryAt(await blockAt(3)), "VERIFIED SUPPORTS"),
    row("twin: which its source does not call final", async () => entryAt(await blockAt(3), { finality: "PENDING" }), "VERIFIED SUPPORTS"),
    row("twin: the newest", async () => entryAt(await blockAt("latest")), "VERIFIED CAUTION"),
    row("twin: its hash with one digit changed", async () => entryAt({ number: 3, hash: (await blockAt(3)).hash.replace(/.$/, (digit) => (digit === "0" ? "1" : "0")) }), "FAILED UNDERMINES"),
    row("twin: its hash at the next number", async () => entryAt({ ...(await blockAt(3)), number: 4 }), "FAILED UNDERMINES"),
    row("twin: its hash in capitals", async () => entryAt({ number: 3, hash: `0x${(await blockAt(3)).hash.slice(2).toUpperCase()}` }), "VERIFIED SUPPORTS"),
    row("twin: of a chain without an endpoint", async () => entryAt(await blockAt(3), { chainId: 1 }), "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"),
    row("twin: where only the evidence names the chain", async () => entryAt(await blockAt(3), { nativeId: "entry-1" }), "VERIFIED SUPPORTS"),
    row("beyond the newest", async () => entryAt({ ...someBlock, number: 900 }), "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"),
    row("at two endpoints", async () => entryAt(await blockAt(3)), "VERIFIED SUPPORTS", { urls: ["http://one.example", "http://two.example"], fetched: unless("nobody", async (response) => response) }),
    row("twin: one of them down", async () => entryAt(await blockAt(3)), "VERIFIED SUPPORTS", { urls: ["http://one.example", "http://down.example"], fetched: down }),
    row("twin: one of them with another block", async () => entryAt(await blockAt(3)), "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL", { urls: ["http://one.example", "http://lying.example"], fetched: lying }),
    row("twin: one of them that does not have it final", async () => entryAt(await blockAt(3)), "VERIFIED CAUTION", { urls: ["http://one.example", "http://behind.example"], fetched: behind }),
    row("twin: all of them down", async () => entryAt(await blockAt(3)), "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL", { urls: ["http://down.example"], fetched: down }),
  ];
  it.each(cases)("that is %s", async (_name, subject, expected, { urls = [chain.url], fetched = fetch }) => {
    expect(verdict(await look(await subject(), urlsOf(...urls), lent(fetched)))).toBe(expected);
  });

  it("does not believe an endpoint of another chain", async () => {
    const block = await blockAt(3);
    expect(verdict(await look(entryAt(block, { chainId: 1 }), { 1: [chain.url] }, lent()))).toBe("UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL");
  });

  it("holds for good once final, and is looked at again soon until then", async () => {
    const ends = async (subject: TrustListing) => (await look(subject, urlsOf(chain.url), lent()))[0]?.expiresAt;
    const wrong = { number: 3, hash: someBlock.hash };
    expect([await ends(entryAt(await blockAt(3))), await ends(entryAt(await blockAt("latest"))), await ends(entryAt(wrong))]).toEqual([undefined, "2026-11-01T12:00:15.000Z", "2026-11-01T12:10:00.000Z"]);
  });

  it("asks each endpoint once, keeps the block, and gives a command that finds its hash", async () => {
    const requests: string[] = [];
    const counting: typeof fetch = async (url, init) => {
      requests.push(addressOf(url));
      return await fetch(url, init);
    };
    const block = await blockAt(3);
    const used = lent(counting);
    const [finding] = await look(entryAt(block), urlsOf(chain.url), used);
    expect([requests.length, finding?.method, finding?.statement]).toEqual([
      1, "reference.block/1", `The revision is the entry as of block:3:${block.hash}, which chain 31337 holds and which is final at 1 of 1 endpoints: it cannot change.`,
    ]);
    expect(finding?.evidence).toEqual([{
      kind: "digest", left: `keccak256:${block.hash}`, leftFrom: `the revision of onchain:eip155:31337:0x${"ab".repeat(20)}/1`, right: `keccak256:${block.hash}`,
      rightFrom: "block 3 of chain 31337, at 1 of 1 endpoints", reproduce: expect.any(String), kept: expect.stringMatching(/^sha256:/),
    }]);
    expect(JSON.parse(used.kept[0] ?? "")).toMatchObject({ hash: block.hash });
    const { stdout } = await promisify(execFile)("sh", ["-c", finding?.evidence[0]?.reproduce ?? "false"], { env: { PATH: process.env.PATH, ONCHAIN_RPC_31337: chain.url } });
    expect(JSON.parse(stdout)).toMatchObject({ result: { number: "0x3", hash: block.hash } });
  });
});
