import { keccak256, parseAbi, parseAbiItem, stringToHex } from "viem";
import { expect, test } from "vitest";
import { compileMapping } from "./compile-mapping.ts";
import { evaluate, valueAt } from "./expression.ts";
import { keyTopic, keyValue } from "./key.ts";
import { mappingSchema } from "./mapping-schema.ts";
import type { Mapping } from "./mapping.ts";
import type { Registry, RegistryEvent } from "./registry.ts";

const base = {
  id: "models",
  chainId: 1,
  address: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  startBlock: 0,
  abi: [
    "event Added(bytes32 indexed id, string name, address indexed who, uint8 state)",
    "event Named(string indexed name, bytes32 hash)",
    "event FileAdded(bytes32 indexed id, uint256 index, string path, bytes32 digest, uint256 size)",
    "event FileRemoved(bytes32 indexed id, uint256 index)",
    "event Reviewed(bytes32 indexed id, address reviewer, uint64 nonce, int128 score, uint8 decimals)",
    "event Unreviewed(bytes32 indexed id, uint64 nonce)",
    "function register(string name, (string text, bytes32 hash)[] extra)",
    "function stateOf(bytes32 id) view returns (uint8 state, string uri, bytes32 digest)",
    "function uriOf(string name, address who) view returns (string)",
    "function hashes(bytes32) view returns (bytes32)",
    "function all() view returns (bytes32[])",
    "function entries() view returns ((bytes32 id, string name, string[] tags)[])",
    "function count() view returns (uint256)",
    "function entry(uint256 index) view returns (bytes32 id, string name)",
    "function page(uint256 offset, uint256 limit) view returns ((bytes32 id, string name)[] found, uint256 total)",
  ],
  key: { from: "args.id" },
  on: { Added: { op: "upsert", set: { name: "args.name" } } },
} satisfies Mapping;

test("takes several rules of one event, and every kind of rule", () => {
  const { events } = compiled({
    enums: { state: ["Draft", "Live", "Retired"] },
    on: {
      Added: [
        { op: "upsert", first: true, set: { name: ["args.name | trim", "model {key}"], owner: "args.who", tags: "args.name | split:-", "extra.state": "args.state | enum:state" } },
        { op: "status", value: { from: "args.state | enum:state", table: { Retired: "DEPRECATED" } } },
        { op: "version", version: "{args.state}", set: { version: "args.name" } },
      ],
      FileAdded: { op: "file", id: "args.index", set: { path: "args.path", sha256: "args.digest", cid: "args.digest | cid", size: "args.size", format: "onnx" } },
      FileRemoved: { op: "file", id: "args.index", removed: true },
      Reviewed: {
        op: "claim", id: "{args.reviewer}/{args.nonce}", kindUri: "https://example.org/review", issuer: "args.reviewer",
        statement: "{args.reviewer} rated it {args.score | scaled:args.decimals}.", value: { score: "args.score | scaled:args.decimals" },
      },
      Unreviewed: { op: "revoke", key: "args.id", id: "args.nonce" },
    },
  });
  const rules = [...events.values()].flat();
  expect(rules.map(({ rule, signature, keyTopic: topic, does }) => [rule, signature, topic, does.op])).toEqual([
    [0, "Added(bytes32,string,address,uint8)", 1, "upsert"],
    [1, "Added(bytes32,string,address,uint8)", 1, "status"],
    [2, "Added(bytes32,string,address,uint8)", 1, "version"],
    [3, "FileAdded(bytes32,uint256,string,bytes32,uint256)", 1, "file"],
    [4, "FileRemoved(bytes32,uint256)", 1, "file"],
    [5, "Reviewed(bytes32,address,uint64,int128,uint8)", 1, "claim"],
    [6, "Unreviewed(bytes32,uint64)", 1, "revoke"],
  ]);
  const [upsert, status, , , , claim] = rules.map(({ does }) => does);
  const args = { name: " a - b ", who: base.address, state: 2, score: -150n, decimals: 2, reviewer: base.address };
  const scope = { args, key: "0x00" };
  expect(upsert?.op === "upsert" && upsert.set.map(({ value }) => evaluate(value, scope))).toEqual(["a - b", base.address, undefined, "Retired"]);
  expect(upsert?.op === "upsert" && evaluate(upsert.set[0]?.value ?? never(), { args: { name: " " }, key: "7" })).toBe("model 7");
  expect(status?.op === "status" && typeof status.value === "object" && [evaluate(status.value.from, scope), [...status.value.table]]).toEqual(["Retired", [["Retired", "DEPRECATED"]]]);
  expect(claim?.op === "claim" && evaluate(claim.statement, scope)).toBe(`${base.address} rated it -1.5.`);
});

test("finds recovered texts in calldata, by name, by index and within structs of lists, and filters by their hash", () => {
  const on = (argument: string): object => ({ Named: { op: "upsert", recover: { "args.name": { call: "register(string, (string,bytes32)[])", argument } }, set: { name: "args.name" } } });
  const first = onlyEvent(compiled({ key: { from: "args.name" }, on: on("name") }));
  expect([first.keyTopic, first.recover]).toEqual([1, [{ argument: "name", abi: parseAbiItem(base.abi[6] ?? ""), steps: ["0"] }]]);
  expect(keyTopic("gpt-2", { as: "text", type: "string" })).toBe(keccak256(stringToHex("gpt-2")));
  expect(onlyEvent(compiled({ key: { from: "args.name" }, on: on("extra.0.text") })).recover[0]?.steps).toEqual(["1", "0", "text"]);
  expect(onlyEvent(compiled({ key: { from: "args.name" }, on: on("0") })).recover[0]?.steps).toEqual(["0"]);
  const many = { call: "registerAll", argument: "names" };
  const all = compiled({ abi: [...base.abi, "function registerAll(string[] names)"], key: { from: "args.name" }, on: { Named: { op: "upsert", recover: { "args.name": many }, set: { name: "args.name" } } } });
  expect(onlyEvent(all).recover[0]?.steps).toEqual(["0"]);
});

test("takes the hash of an indexed text as a bytes32 key, recovered or not", () => {
  const bare = onlyEvent(compiled({ key: { from: "args.name | keccak256" }, on: { Named: { op: "upsert", set: { name: "args.hash" } } } }));
  const recover = { "args.name": { call: "register", argument: "name" } };
  const recovered = onlyEvent(compiled({ key: { from: "args.name | keccak256" }, on: { Named: { op: "upsert", recover, set: { name: "args.name" } } } }));
  const hash = keccak256(stringToHex("0xabcd"));
  expect([bare.keyTopic, keyValue(bare.keyFrom, { name: hash })]).toEqual([1, hash]);
  expect([recovered.keyTopic, keyValue(recovered.keyFrom, { name: "0xabcd" })]).toEqual([1, hash]);
});

test("takes arguments of a view from the key, through transforms, from events, and fixed", () => {
  const registry = compiled({
    read: [
      { call: "stateOf", args: ["{key}"], set: { "extra.uri": "out.uri" }, status: { from: "out.state", table: { "2": "GONE" } } },
      { call: "uriOf", args: ["{args.name}", "0x5FbDB2315678afecb367f032d93F642f64180aa3"], address: "0x5fbdb2315678afecb367f032d93f642f64180aa3", set: { url: "out" } },
      { call: "hashes", args: ["{key | keccak256}"], set: { "artifact.sha256": "out" } },
    ],
  });
  const [state, uri, hash] = registry.reads;
  expect([state?.address, uri?.address]).toEqual([undefined, base.address]);
  const path = { root: "args", members: ["name"], transforms: [], text: "args.name" };
  expect([state?.args, uri?.args]).toEqual([[{ kind: "key", transforms: [] }], [{ kind: "args", path }, { kind: "fixed", value: base.address }]]);
  const key = `0x${"ab".repeat(32)}` as const;
  const [hashed] = hash?.args ?? [];
  expect(hashed?.kind === "key" && valueAt({ root: "key", members: [], text: "key", transforms: hashed.transforms }, { key })).toBe(keccak256(key));
  expect([state?.status?.from, hash?.set.length]).toEqual([{ kind: "path", path: { root: "out", members: ["0"], transforms: [], text: "out.state" } }, 1]);
});

test.each([
  [{ keys: "all" }, { kind: "keys" }, "item", "0xab", "0xab"],
  [{ keys: "entries", key: "item.id" }, { kind: "keys" }, "item.id", { id: "0xcd" }, "0xcd"],
  [{ count: "count", item: "entry", from: 1, key: "item.id" }, { kind: "count", from: 1 }, "item.id", ["0xef", "x"], "0xef"],
  [{ page: "page", size: 50, key: "item.id" }, { kind: "page", size: 50, items: { root: "out", members: ["0"], transforms: [], text: "out.0" } }, "item.id", { id: "0x12" }, "0x12"],
  [{ page: "page", size: 50, items: "found", key: "item.id" }, { kind: "page", size: 50, items: { root: "out", members: ["0"], transforms: [], text: "out.found" } }, "item.id", { id: "0x12" }, "0x12"],
])("takes an enumeration in the shape %j", (list, form, text, item, key) => {
  const { list: found, keyForm } = compiled({ on: undefined, key: {}, list: { ...list, set: { name: "key" } } });
  expect([found, keyForm]).toMatchObject([form, { as: "hex", type: "bytes32" }]);
  expect(found?.key).toMatchObject({ kind: "path", path: { text } });
  expect(evaluate(found?.key ?? never(), { item, key: "" })).toBe(key);
});

test("asks for counted items by their number where the mapping names no key", () => {
  const { list, keyForm } = compiled({ on: undefined, key: {}, list: { count: "count", item: "entry", set: { name: "item.name", description: "{item.id} at {key}" } } });
  expect([list, keyForm]).toMatchObject([{ kind: "count", from: 0 }, { as: "number", type: "uint256" }]);
  expect(list).not.toHaveProperty("key");
});

test("reads documents by what events, views and items name, and says which view", () => {
  const { documents } = compiled({
    read: [{ call: "hashes", args: ["{key}"], set: {} }, { call: "stateOf", args: ["{key}"], set: {} }],
    documents: [
      { uri: ["out.uri", "ipfs://{args.name}"], digest: { algorithm: "sha256", value: "out.digest" }, set: { license: "doc.model.license", tags: "doc.@graph.0.tag-s" } },
      { uri: "https://example.org/{key}.md", as: "text", maxBytes: 5, set: { description: "doc" } },
    ],
  });
  expect(documents.map(({ as, maxBytes }) => [as, maxBytes])).toEqual([["json", 1_000_000], ["text", 5]]);
  expect([documents[0]?.uri, documents[0]?.digest?.value]).toMatchObject([
    { kind: "first", options: [{ kind: "path", path: { root: "out", members: ["1"], read: 1 } }, { kind: "template", parts: ["ipfs://", { root: "args", members: ["name"] }] }] },
    { kind: "path", path: { root: "out", members: ["2"], read: 1 } },
  ]);
  expect(documents[0]?.set.map(({ value }) => evaluate(value, { doc: { model: { license: "mit" }, "@graph": [{ "tag-s": "a" }] }, key: "" }))).toEqual(["mit", "a"]);
});

test("takes an ABI as JSON, and signatures beside it", () => {
  const added = parseAbiItem("event Added(bytes32 indexed id, string name, address indexed who, uint8 state)");
  const json = { ...added, anonymous: false, inputs: added.inputs.map((input) => ({ ...input, internalType: input.type })) };
  const old = { type: "function", name: "hashes", constant: true, payable: false, inputs: [{ name: "", type: "bytes32" }], outputs: [{ name: "", type: "bytes32" }] };
  const read = [{ call: "hashes", args: ["{key}"], set: { "artifact.sha256": "out" } }];
  const registry = compiled({ abi: [json, old, base.abi[0], { type: "constructor", inputs: [] }], read });
  expect(onlyEvent(registry).abi).toEqual(parseAbiItem(base.abi[0] ?? ""));
  expect(registry.reads[0]?.abi.stateMutability).toBe("view");
});

test("keeps the space, the computable key and the call that would write", () => {
  expect(compiled({ space: "models", key: { from: "args.id", keccak256Of: "{repository}/{file}" }, writeCall: { call: "hashes2", args: ["true", "7"] }, abi: [...base.abi, "function hashes2(bool a, uint b)"] })).toMatchObject({
    space: "models", keccak256Of: "{repository}/{file}", writeCall: { abi: { name: "hashes2" }, args: [true, 7n] }, listed: true,
  });
});

test("has another fingerprint for whatever decides what is read, and the same for what does not", () => {
  const one = compiled({}).fingerprint;
  const same = [{ about: { operator: "Acme" } }, { startBlock: 0n }, { address: base.address.toLowerCase() }, { writeCall: { call: "register2", args: [] } }];
  const abi = [...base.abi, "function register2()"];
  expect(same.map((change) => compiled({ ...change, ...("writeCall" in change ? { abi } : {}) }).fingerprint)).toEqual([one, one, one, compiled({ abi }).fingerprint]);
  const others = [
    { startBlock: 1n }, { space: "x" }, { key: { from: "args.id", as: "hex" } }, { abi: parseAbi(base.abi) }, { enums: { a: ["b"] } }, { listed: false },
    { list: { keys: "all" } }, { documents: [{ uri: "args.name", set: {} }] }, { on: { Added: [{ op: "upsert", set: { name: "args.name" } }] } },
  ].map((change) => compiled(change).fingerprint);
  expect(new Set([one, ...others]).size).toBe(others.length + 1);
  const { abi: _abi, ...rest } = base;
  expect(mappingCompiled({ abi: base.abi, ...rest }).fingerprint).toBe(one);
});

function compiled(change: object): Registry {
  return mappingCompiled({ ...base, ...change });
}

function mappingCompiled(mapping: object): Registry {
  const result = compileMapping(mappingSchema.parse(mapping));
  if ("issues" in result) throw new Error(JSON.stringify(result.issues));
  return result.registry;
}

function onlyEvent({ events }: Registry): RegistryEvent {
  const [event] = [...events.values()].flat();
  return event ?? never();
}

function never(): never {
  throw new Error("missing");
}
