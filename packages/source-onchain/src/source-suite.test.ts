import { sourceSuite } from "@modeldex/plugin-kit/testing";
import { keccak256, stringToHex } from "viem";
import { afterAll, beforeAll, describe } from "vitest";
import { onchain } from "./onchain.ts";
import { erc8004 } from "./presets/erc8004.ts";
import { fabstir } from "./presets/fabstir.ts";
import { anvilPath } from "./testing/anvil.ts";
import { startLocalChain, type LocalChain } from "./testing/local-chain.ts";

describe.skipIf(anvilPath() === undefined)("with both presets (install @foundry-rs/anvil if skipped)", () => {
  // The first two contracts of anvil's first account.
  const files = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
  const agents = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512";
  const key = keccak256(stringToHex("acme/models/tiny.gguf"));
  const fileId = `eip155:31337:${files}/${key}`;
  let chain: LocalChain;
  beforeAll(async () => {
    chain = await startLocalChain();
    await chain.registerFile({ repo: "acme/models", file: "tiny.gguf", sha256: `0x${"12".repeat(32)}` });
    await chain.registerAgent({ uri: "https://agents.example/0.json", model: "pkg:huggingface/acme/tiny-chat" });
    await chain.registerAgent({ uri: "https://agents.example/1.json" });
    await chain.registerAgent({ uri: "https://agents.example/2.json", model: "https://huggingface.co/acme/tiny-chat" });
    await chain.mine(3);
    // Not final yet.
    await chain.write("FileRegistry", files, "addMany", ["acme/newest", 0n, 8n]);
  });
  afterAll(async () => {
    await chain.stop();
  });

  sourceSuite({
    source: () =>
      onchain({
        chains: [{ chainId: 31_337, rpc: ["https://rpc.example/v2/a-secret-key"], explorer: "https://scan.example" }],
        registries: [
          { ...fabstir({ chainId: 31_337, address: files, startBlock: 1 }), about: { operator: "Acme" } },
          erc8004({ chainId: 31_337, address: agents, startBlock: 2, modelMetadataKey: "model" }),
        ],
      }),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const response = await fetchOfTest(chain.url, { method: "POST", headers: request.headers, body: await request.text(), signal: request.signal });
      return Object.defineProperty(response, "url", { value: request.url });
    },
    secrets: ["a-secret-key"],
    examples: {
      known: [fileId, `eip155:31337:${agents.toLowerCase()}/0`],
      unknown: `eip155:31337:${agents}/1`,
      lookup: files,
      search: "newest gguf",
      listLimit: 2,
      references: {
        [fileId]: fileId,
        [`https://scan.example/token/${agents}/instance/0`]: `eip155:31337:${agents}/0`,
        [files.toLowerCase()]: `eip155:31337:${files}`,
      },
      foreign: ["acme/tiny", "0x00000000000000000000000000000000000000aa", key],
    },
  });
});

/** The suite takes the global fetch away while a source is checked. */
const fetchOfTest = globalThis.fetch;
