import { createHash } from "node:crypto";
import { checkSource } from "@modeldex/plugin-kit/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";

describe.skipIf(anvilPath() === undefined)("a registry whose entries name documents (install @foundry-rs/anvil if skipped)", () => {
  // The third contract of anvil's first account.
  const address = "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0";
  const card = JSON.stringify({ description: "A small chat model.", model: "acme/tiny-chat" });
  const digest = (text: string): string => `0x${createHash("sha256").update(text).digest("hex")}`;
  let chain: LocalChain;
  beforeAll(async () => {
    chain = await startLocalChain();
    await chain.deploy("DocumentRegistry");
    const uris = ["https://cards.example/0.json", "https://cards.example/missing.json", "ipfs://nothing", `data:application/json,${card}`, "walrus://jKzAHsOHS1zA193_9N-n5H_IjupBjKce08qMLLseRe8"];
    for (const [id, uri] of uris.entries()) await chain.write("DocumentRegistry", address, "setWithSha256", [BigInt(id), `tiny ${id}`, uri, digest(card)]);
    await chain.write("DocumentRegistry", address, "setWithSha256", [BigInt(uris.length), "forged", "https://cards.example/0.json", digest("another card")]);
    await chain.mine(3);
  });
  afterAll(async () => {
    await chain.stop();
  });

  test("keeps the contract of a source, except that a document that fails takes no record with it", { timeout: 300_000 }, async () => {
    const source = () =>
      onchain({
        // Final at once: without a search over what is not yet.
        chains: [{ chainId: 31_337, rpc: ["https://rpc.example/v2/a-secret-key"], finality: "instant" }],
        registries: [
          {
            id: "cards", chainId: 31_337, address, startBlock: 1, key: { from: "args.id" },
            abi: ["event DocumentWithSha256(uint256 indexed id, string name, string uri, bytes32 digest)"],
            on: { DocumentWithSha256: { op: "upsert", set: { name: "args.name" } } },
            documents: [{ uri: "args.uri", digest: { algorithm: "sha256", value: "args.digest" }, set: { description: "doc.description", link: "pkg:huggingface/{doc.model}" } }],
          },
        ],
        gateways: { walrus: ["https://walrus.example/another-secret"] },
      });
    const problems = await checkSource(source, {
      fetch: async (input, init) => {
        const request = new Request(input, init);
        const { host, pathname } = new URL(request.url);
        const answer = host === "rpc.example"
          ? await fetchOfTest(chain.url, { method: "POST", headers: request.headers, body: await request.text(), signal: request.signal })
          : new Response(pathname === "/0.json" || host === "walrus.example" ? card : null, { status: pathname === "/missing.json" ? 404 : 200 });
        return Object.defineProperty(answer, "url", { value: request.url });
      },
      secrets: ["a-secret-key", "another-secret"],
      examples: {
        known: [`eip155:31337:${address}/0`, `eip155:31337:${address}/1`, `eip155:31337:${address}/5`],
        unknown: `eip155:31337:${address}/99`,
        lookup: address,
        listLimit: 2,
        references: { [`eip155:31337:${address}/0`]: `eip155:31337:${address}/0` },
        foreign: ["https://cards.example/0.json"],
      },
    });
    // The suite makes each request fail in turn: the one for a document is told in a claim of the record that named it.
    const told = (method: string) => ({ rule: "failures", message: expect.stringMatching(`^${method}\\(\\) gives an answer when request \\d+ of \\d+ is answered 500`) });
    expect(problems).toEqual([told("list"), told("get"), told("lookup")]);
  });
});

/** The suite takes the global fetch away while a source is checked. */
const fetchOfTest = globalThis.fetch;
