import { testContext } from "@modeldex/plugin-kit/testing";
import { expect, test } from "vitest";
import { onchain } from "./onchain.ts";
import type { ChainOptions, OnChainOptions } from "./options.ts";
import { erc8004 } from "./presets/erc8004.ts";
import { fabstir } from "./presets/fabstir.ts";

const chains: readonly ChainOptions[] = [{ chainId: 1, rpc: ["https://rpc.example/v2/secret-key"] }];
const files = fabstir({ chainId: 1, address: "0x5FbDB2315678afecb367f032d93F642f64180aa3", startBlock: 0 });

test.each<[object, string]>([
  [{ chains, registries: [] }, "onchain: option registries: needs at least one registry, such as fabstir({ chainId, address, startBlock }) or a mapping; without one, leave onchain out of the sources"],
  [{ chains: [], registries: [files] }, 'onchain: option chains: needs at least one chain: { chainId, rpc: ["https://…"] }'],
  [{ chains: [{ chainId: 1, rpc: [] }], registries: [files] }, "onchain: option chains[0].rpc: needs at least one URL of a JSON-RPC endpoint"],
  [{ chains: [{ chainId: 1, rpc: ["wss://rpc.example"] }], registries: [files] }, "onchain: option chains[0].rpc[0]: must be an http or https URL"],
  [
    { chains: [{ chainId: 1, rpc: ["https://user:word@rpc.example"] }], registries: [files] },
    "onchain: option chains[0].rpc[0]: must have no user name and no password; a key belongs in the path or the parameters",
  ],
  [
    { chains: [{ chainId: 1, rpc: ["https://rpc.example"], agreement: 2 }], registries: [files] },
    "onchain: option chains[0].agreement: chain 1: 2 endpoints cannot agree, rpc has 1; add URLs to rpc or write at most 1",
  ],
  [
    { chains: [{ chainId: 1, rpc: ["https://rpc.example", "https://rpc.example"], agreement: 2 }], registries: [files] },
    "onchain: option chains[0].agreement: chain 1: 2 endpoints cannot agree, rpc has 1; add URLs to rpc or write at most 1",
  ],
  [
    { chains: [{ chainId: 1, rpc: ["https://rpc.example/v2", "https://RPC.example:443/v2/"], agreement: 2 }], registries: [files] },
    "onchain: option chains[0].agreement: chain 1: 2 endpoints cannot agree, rpc has 1; add URLs to rpc or write at most 1",
  ],
  [{ chains: [{ chainId: 1, rpc: "https://rpc.example" }], registries: [files] }, 'onchain: option chains[0].rpc: must be a list of URLs: ["https://…"]'],
  [{ chains: [{ chainId: "1", rpc: ["https://rpc.example"] }], registries: [files] }, "onchain: option chains[0].chainId: must be a number such as 8453"],
  [{ chains: [{ ...chains[0], finality: "finalised" }], registries: [files] }, 'onchain: option chains[0].finality: must be "finalized", "instant" or { depth: <blocks> }'],
  [{ chains: [{ ...chains[0], finality: { blocks: 3 } }], registries: [files] }, 'onchain: option chains[0].finality.depth: must be a number of blocks from 0 to 100000; option chains[0].finality: there is no "blocks"; there are depth'],
  [{ chains: [{ ...chains[0], agree: 2 }], registries: [files] }, 'onchain: option chains[0]: there is no "agree"; there are chainId, rpc, finality, agreement, explorer'],
  [{ chains, registries: [files], gateway: {} }, 'onchain: there is no "gateway"; there are id, chains, registries, gateways'],
  [{ chains, registries: [files], gateways: { ipfs: "https://ipfs.io" } }, 'onchain: option gateways.ipfs: must be a list of URLs: ["https://…"]'],
  [{ chains, registries: [{ ...files, startBlock: "12" }] }, "onchain: option registries[0].startBlock: must be the number of a block, such as 19_000_000"],
  [{ chains: [...chains, ...chains], registries: [files] }, "onchain: option chains[1].chainId: chain 1 is given twice"],
  [{ chains, registries: [files, files] }, 'onchain: option registries[1].id: there are two registries "fabstir"; option registries[1].address: registry "fabstir": registry "fabstir" has this contract already; put both into one mapping, or give one of them a space if the contract has two kinds of ids'],
  [{ chains, registries: [{ ...files, address: "0x12" }] }, "onchain: option registries[0].address: must be a contract's address: 0x and 40 hex digits"],
  [{ chains, registries: [files], id: "On Chain" }, "onchain: option id: must be lower-case letters, digits and hyphens, beginning with a letter"],
])("stops the start with a sentence: %#", (options, message) => {
  expect(() => onchain(options as OnChainOptions)).toThrow(expect.objectContaining({ name: "OptionsError", message }));
});

test("names of an endpoint only what holds no key", () => {
  expect(onchain({ chains, registries: [files] }).baseAddresses).toEqual(["https://rpc.example"]);
});

test("takes an ERC-8004 registry without a key that names models, which then lists nothing", () => {
  const options = { chainId: 1, address: files.address, startBlock: 0 };
  expect(Object.keys(erc8004(options).on ?? {})).toEqual(["Registered", "URIUpdated", "Transfer"]);
  expect(onchain({ chains, registries: [erc8004(options)] }).kind).toBe("onchain");
});

test("says who operates a registry only where the configuration does, and what it says where the chain cannot be asked", async () => {
  const about = await onchain({ chains, registries: [{ ...files, about: { operator: "Fabstir" } }] }).about?.(testContext());
  const name = "fabstir (eip155:1:0x5FbDB2315678afecb367f032d93F642f64180aa3)";
  expect(about?.map(({ kind, statement }) => [kind, statement])).toEqual([
    ["SOURCE_OPERATOR", `${name} is operated by Fabstir, says the configuration.`],
    ["CHANGE_HISTORY", `Every change of an entry of ${name} is a log in a block of chain 1.`],
    ["REFERENCE_IMMUTABILITY", `A revision of ${name} names a block by its hash, and what its entries were then does not change; without a revision they are what was last written.`],
    ["CONTROL_AUTHORITY", `Of ${name} the configuration says: anybody may write entries, and name them.`],
    ["CONTROL_AUTHORITY", expect.stringMatching(/^Who can change fabstir .* is not known: chain 1 could not be asked \([A-Z_]+\)\.$/)],
  ]);
});
