import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileMapping } from "../mapping/compile-mapping.ts";
import { mappingSchema } from "../mapping/mapping-schema.ts";
import { anvilPath } from "../testing/anvil.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { chainContext } from "../testing/run.ts";
import { abiIn } from "./contract.ts";
import { explore, exploreAddresses } from "./explore.ts";
import { guessMapping } from "./guess-mapping.ts";

const place = { id: "mine", chainId: 1, address: "0x5FbDB2315678afecb367f032d93F642f64180aa3", startBlock: 7 };

/** Shapes of public registries (facts of their ABIs), and the heart of the mapping that each should lead to. */
const shapes: readonly (readonly [what: string, abi: readonly string[], mapping: object])[] = [
  ["an indexed id with name, hash and publisher", [
    "event ModelRegistered(bytes32 indexed modelId, string modelName, string version, bytes32 modelHash, address indexed publisher)",
    "event ModelRevoked(bytes32 indexed modelId, address indexed by, string reason)",
  ], {
    key: { from: "args.modelId" },
    on: {
      ModelRegistered: { op: "upsert", set: { name: "args.modelName", version: "args.version", "artifact.sha256": "args.modelHash", owner: "args.publisher" } },
      ModelRevoked: { op: "status", value: "DEPRECATED" },
    },
  }],
  ["a name and nothing indexed, with reviews", [
    "event ModelRegistered(string modelName, string modelHash, address registeredBy, uint256 timestamp, uint256 version)",
    "event ModelVerified(string modelName, address verifier, bool isValid)",
  ], {
    key: { from: "args.modelName" },
    on: { ModelRegistered: { set: { name: "args.modelName", "artifact.sha256": "args.modelHash", createdAt: "args.timestamp | unix" } }, ModelVerified: { op: "claim", issuer: "args.verifier", value: { isValid: "args.isValid" } } },
  }],
  ["a view that says the rest", [
    "event ModelAdded(bytes32 indexed modelId, address indexed owner)",
    "function getModel(bytes32 modelId) view returns ((string huggingfaceRepo, string fileName, bytes32 sha256Hash, uint256 tier, bool active))",
  ], {
    on: { ModelAdded: { set: { owner: "args.owner" } } },
    read: [{ call: "getModel", args: ["{key}"], set: { name: "out.huggingfaceRepo", link: "pkg:huggingface/{out.huggingfaceRepo}", "artifact.path": "out.fileName", "artifact.sha256": "out.sha256Hash" } }],
  }],
  ["a text that is in the log as a hash alone", [
    "event ModelRegistered(string indexed modelId, bytes32 modelHash)",
    "function registerModel(string _modelId, bytes32 _modelHash)",
  ], { key: { from: "args.modelId" }, on: { ModelRegistered: { recover: { "args.modelId": { call: "registerModel(string,bytes32)", argument: "_modelId" } } } } }],
  ["a token", [
    "event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)",
    "event ModelMinted(uint256 indexed tokenId, address indexed creator, string name, string ipfsHash)",
    "event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId)",
  ], { key: { from: "args.tokenId" }, on: { ModelMinted: { set: { name: "args.name", owner: "args.creator", "artifact.cid": "args.ipfsHash" } }, Transfer: { set: { owner: "args.to" } } } }],
  ["a list and no events", [
    "function getAllModels() view returns (bytes32[])",
    "function getModel(bytes32 id) view returns (string name, bytes32 modelHash)",
  ], { list: { keys: "getAllModels" }, read: [{ call: "getModel", set: { name: "out.name", "artifact.sha256": "out.modelHash" } }] }],
  ["a list of structs", ["function getAllServices() view returns ((address provider, string model, string url)[])"], { list: { keys: "getAllServices", key: "item.provider", set: { name: "item.model" } } }],
];

test.each(shapes)("guesses a mapping for %s, which a start accepts", (_, abi, mapping) => {
  const guessed = guessMapping(parseAbi(abi), place);
  expect(guessed?.mapping).toMatchObject(mapping);
  expect(compileMapping(mappingSchema.parse(guessed?.mapping))).not.toHaveProperty("issues");
});

test.each([
  ["nothing", []],
  ["events of ownership alone", ["event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)", "event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)"]],
  ["a coin", ["event Transfer(address indexed from, address indexed to, uint256 value)", "function totalSupply() view returns (uint256)"]],
])("guesses nothing from %s", (_, abi) => {
  expect(guessMapping(abi.length === 0 ? [] : parseAbi(abi), place)).toBeUndefined();
});

test("reads an ABI as files, compilers and services write it", () => {
  const event = { type: "event", name: "Added", inputs: [{ name: "id", type: "uint256", indexed: true }] };
  const forms = ["event Added(uint256 indexed id);\n// a comment\nfunction nothing() view returns (bool)", JSON.stringify([event, { type: "constructor" }]), JSON.stringify({ abi: [event] }), JSON.stringify({ status: "1", result: JSON.stringify([event]) }), JSON.stringify(["event Added(uint256 indexed id)"])];
  for (const form of forms) expect(abiIn(form)[0]).toMatchObject({ type: "event", name: "Added" });
  expect(() => abiIn("{")).toThrow("The ABI is neither JSON nor signatures");
  expect(() => abiIn('{"a":1}')).toThrow("The ABI is JSON without a list of its items");
  expect(() => abiIn("event Added(uint257 id)")).toThrow("The ABI cannot be read");
});

test("names the option that is wrong", () => {
  expect(() => exploreAddresses({ chain: "base", address: "0x12", rpc: [] })).toThrow("onchain: option chain: must be the number of a chain, such as 84532; option address: must be a contract's address: 0x and 40 hex digits; option rpc: needs the URL of a JSON-RPC endpoint");
});

describe.skipIf(anvilPath() === undefined)("on a chain (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  beforeAll(async () => {
    chain = await startLocalChain();
    await chain.registerFile({ repo: "acme/models", file: "tiny.gguf", sha256: `0x${"12".repeat(32)}` });
    await chain.mine(3);
  });
  afterAll(async () => {
    await chain.stop();
  });

  const abi = "event ModelAdded(bytes32 indexed modelId, string huggingfaceRepo, string fileName, uint256 tier)\nevent ModelDeactivated(bytes32 indexed modelId)\nfunction getModel(bytes32 modelId) view returns ((string huggingfaceRepo, string fileName, bytes32 sha256Hash, uint256 approvalTier, bool active, uint256 timestamp))";

  test("finds the first block, decodes the newest events, and suggests a mapping that lists what is there", async () => {
    const explored = await explore({ chain: "31337", address: chain.files.toLowerCase(), rpc: [chain.url], abi }, chainContext());
    expect(explored.text).toContain(`contract eip155:31337:${chain.files}\n  newest block 6; first block 1\n  1 log from block 1 on`);
    expect(explored.text).toContain("huggingfaceRepo: acme/models");
    const page = await explored.source?.list?.({ limit: 10 }, chainContext());
    expect(page?.records).toMatchObject([{ name: "acme/models", links: [{ reference: "pkg:huggingface/acme/models" }], artifacts: [{ path: "tiny.gguf", digest: `sha256:${"12".repeat(32)}` }] }]);
  });

  test("takes the ABI from an address, and says what to do where there is none", async () => {
    const server = createServer((_, response) => void response.end(JSON.stringify({ abi: abi.split("\n") })));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const abiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/abi`;
    const request = { chain: 31_337, address: chain.files, rpc: [chain.url] };
    expect((await explore({ ...request, abiUrl }, chainContext())).source).toBeDefined();
    server.close();
    const offline = { ...chainContext(), fetch: async (input: string | URL | Request, init?: RequestInit) => (new Request(input, init).url.startsWith(chain.url) ? fetch(input, init) : new Response("no", { status: 404 })) };
    const without = await explore(request, offline);
    expect(without.source).toBeUndefined();
    expect(without.text).toContain("no ABI: give one with --abi");
    expect(without.text).toContain("logs that the ABI has no event for, by topic\n  0x");
  });

  test.each([
    ["another chain", { chain: 1 }, "serves chain 31337, not 1; correct --chain or --rpc."],
    ["no contract", { address: `0x${"00".repeat(19)}99` }, "There is no contract at 0x0000000000000000000000000000000000000099 on chain 31337"],
  ])("says that there is %s", async (_, change, message) => {
    await expect(explore({ chain: 31_337, address: chain.files, rpc: [chain.url], abi, ...change }, chainContext())).rejects.toThrow(message);
  });
});
