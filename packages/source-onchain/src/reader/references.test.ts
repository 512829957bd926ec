import { expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { erc8004 } from "../presets/erc8004.ts";
import { fabstir } from "../presets/fabstir.ts";

const files = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const agents = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512";
const key = `0x${"ab".repeat(32)}`;
const source = onchain({
  chains: [
    { chainId: 1, rpc: ["https://rpc.example/secret"], explorer: "https://scan.example/" },
    { chainId: 8453, rpc: ["https://rpc.example/base"] },
  ],
  registries: [
    fabstir({ chainId: 1, address: files, startBlock: 0 }),
    erc8004({ chainId: 1, address: agents, startBlock: 0, modelMetadataKey: "model" }),
    erc8004({ id: "base", chainId: 8453, address: agents.toLowerCase(), startBlock: 0n, modelMetadataKey: "model" }),
  ],
});

test.each([
  [`eip155:1:${files}/${key}`, [[`eip155:1:${files}/${key}`, "CAIP-10 account with key", true]]],
  [` eip155:1:${files.toLowerCase()}/${key.toUpperCase().replace("0X", "0x")} `, [[`eip155:1:${files}/${key}`, "CAIP-10 account with key", true]]],
  [`eip155:8453:${agents}/0`, [[`eip155:8453:${agents}/0`, "CAIP-10 account with key", true]]],
  [`eip155:1:${files}`, [[`eip155:1:${files}`, "CAIP-10 account", false]]],
  [`eip155:8453/erc721:${agents.toLowerCase()}/5`, [[`eip155:8453:${agents}/5`, "CAIP-19 asset", true]]],
  [files.toLowerCase(), [[`eip155:1:${files}`, "contract address", false]]],
  [agents, [[`eip155:1:${agents}`, "contract address", false], [`eip155:8453:${agents}`, "contract address", false]]],
  [`https://scan.example/address/${files}#code`, [[`eip155:1:${files}`, "explorer URL", false]]],
  [`https://scan.example/token/${agents}/instance/0`, [[`eip155:1:${agents}/0`, "explorer URL", true]]],
  [`https://etherscan.io/address/${files}`, [[`eip155:1:${files}`, "explorer URL", false]]],
  [`https://base.blockscout.com/token/${agents}/instance/7`, [[`eip155:8453:${agents}/7`, "explorer URL", true]]],
  [`eip155:8453/erc1155:${agents}/5`, [[`eip155:8453:${agents}/5`, "CAIP-19 asset", true]]],
  [`https://scan.example/token/${agents}?a=12`, [[`eip155:1:${agents}/12`, "explorer URL", true]]],
] as const)("reads %s", (text, readings) => {
  expect(source.parseReference?.(text)).toEqual(readings.map(([nativeId, readAs, certain]) => ({ ref: { nativeId }, readAs, certain })));
});

// Fabstir publishes the id of this file; it begins with 0x14843424.
const tiny = expect.stringMatching(new RegExp(`^eip155:1:${files}/0x14843424[0-9a-f]{56}$`));
test.each([
  ["https://huggingface.co/TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF/blob/main/tinyllama-1b.Q4_K_M.gguf", true],
  ["https://huggingface.co/TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF/resolve/main/tinyllama-1b.Q4_K_M.gguf?download=true", true],
  ["hf://TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF/tinyllama-1b.Q4_K_M.gguf", true],
  ["pkg:huggingface/TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF#tinyllama-1b.Q4_K_M.gguf", true],
  ["TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF/tinyllama-1b.Q4_K_M.gguf", undefined],
] as const)("computes the key of %s", (text, beside) => {
  expect(source.parseReference?.(text)).toEqual([{ ref: { nativeId: tiny }, readAs: "key of a file in fabstir", certain: false, ...(beside === undefined ? {} : { beside }) }]);
});

test.each([
  "", "llama 3.1 8b", "meta-llama/Llama-3.1-8B", key, "0x5FbDB2315678afecb367f032d93F642f64180aa4", `eip155:10:${files}/${key}`, `eip155:1:${files}/0xab`,
  `eip155:1:${agents}/-1`, `eip155:1:${agents}/99999999999999999999999999999999999999999999999999999999999999999999999999999999`,
  `https://etherscan.io.evil.example/address/${files}`, "https://huggingface.co/acme/tiny", "https://huggingface.co/acme/tiny/tree/main/a.gguf",
  `https://other.example/address/${files}`, `https://scan.example/tx/${key}`, `https://scan.example.evil.org/address/${files}`, `solana:1:${files}`,
])("has no reading for %s", (text) => {
  expect(source.parseReference?.(text)).toEqual([]);
});

test("says for each entry who can name it, and open where it does not know", () => {
  const { naming } = onchain({
    chains: [{ chainId: 1, rpc: ["https://rpc.example"] }],
    registries: [fabstir({ chainId: 1, address: files, startBlock: 0, writers: "curated" }), erc8004({ chainId: 1, address: agents, startBlock: 0 })],
  });
  if (typeof naming !== "function") throw new Error("naming is a function");
  expect([`eip155:1:${files}/${key}`, `eip155:1:${agents}/0`, "eip155:5:0x00/1"].map(naming)).toEqual(["curated", "open", "open"]);
});
