import { OptionsError } from "@modeldex/plugin-kit";
import { expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import type { Mapping } from "./mapping.ts";

const right: Mapping = {
  id: "models",
  chainId: 1,
  address: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  startBlock: 0,
  abi: [
    "event Added(bytes32 indexed id, string name, bytes card, string indexed label, uint256[] sizes, address who)",
    "event Removed(bytes32 indexed id)",
    "event Moved(uint256 indexed id)",
    "event Twice(bytes32 indexed id)",
    "event Twice(bytes32 indexed id, string name)",
    "function modelOf(bytes32 id) view returns ((string file, bytes32 sha256Hash, uint8 tier))",
    "function sizeOf(bytes32 id) view returns (uint256 size, string file)",
    "function change(bytes32 id) returns (bool)",
  ],
  key: { from: "args.id" },
  on: { Added: { op: "upsert", set: { name: "args.name" } }, Removed: { op: "status", value: "GONE" } },
};

const added = (set: Record<string, unknown>): object => ({ on: { Added: { op: "upsert", set } } });
const inAdded = "event Added has args.id (bytes32 indexed), args.name (string), args.card (bytes), args.label (string indexed), args.sizes (uint256[]), args.who (address)";

const wrong: readonly (readonly [what: string, change: object, messages: readonly string[]])[] = [
  ["an event that the ABI does not have", { on: { Registered: { op: "upsert", set: { name: "args.name" } } } }, [
    "registries[0].on.Registered", 'registry "models": the ABI has no event Registered; it has Added, Removed, Moved, Twice',
  ]],
  ["an overloaded event by its name alone", { on: { Twice: { op: "upsert", set: { name: "key" } } } }, [
    "registries[0].on.Twice", 'registry "models": the ABI has several events Twice; write one of Twice(bytes32), Twice(bytes32,string)',
  ]],
  ["two rules for one event", { on: { ...right.on, "Removed(bytes32)": { op: "status", value: "DEPRECATED" } } }, [
    "registries[0].on.Removed(bytes32)", 'registry "models": event Removed(bytes32) has a rule already, under Removed; write several rules of one event as a list',
  ]],
  ["an argument that the event does not have", added({ name: "args.title" }), [
    "registries[0].on.Added.set.name", `registry "models": there is no args.title; ${inAdded}`,
  ]],
  ["an unknown placeholder in a template", added({ name: "{args.name} {args.version}" }), [
    "registries[0].on.Added.set.name", `registry "models": there is no args.version; ${inAdded}`,
  ]],
  ["an output in the set of an event", added({ name: "args.name", description: "out.file" }), [
    "registries[0].on.Added.set.description", 'registry "models": "out.file" is no argument: in an event write args.<name>',
  ]],
  ["a path with another root", added({ name: "arg.name" }), [
    "registries[0].on.Added.set.name", 'registry "models": "arg.name" begins with none of args, out, item, doc, key',
  ]],
  ["a brace without its partner", added({ name: "{args.name" }), [
    "registries[0].on.Added.set.name", 'registry "models": "{args.name" has a brace without its partner',
  ]],
  ["an indexed string as a value", added({ name: "args.label" }), [
    "registries[0].on.Added.set.name",
    'registry "models": args.label is string indexed: the log has only its keccak256 hash; name it in recover to take the text from calldata, or take it from a read or the list',
  ]],
  ["an indexed string as the key", { key: { from: "args.label" }, on: { Added: { op: "upsert", set: { name: "args.name" } } } }, [
    "registries[0].key.from",
    'registry "models": args.label is string indexed: the log has only its keccak256 hash; name it in recover to take the text from calldata, or take it from a read or the list',
  ]],
  ["bytes as text", added({ name: "args.card" }), [
    "registries[0].on.Added.set.name", 'registry "models": args.card is bytes; write "args.card | utf8" if they are text',
  ]],
  ["a list as text", added({ name: "args.name", license: "args.sizes" }), [
    "registries[0].on.Added.set.license", 'registry "models": args.sizes is uint256[], which has no one text',
  ]],
  ["an unknown transform", added({ name: "args.card | base64" }), [
    "registries[0].on.Added.set.name", 'registry "models": "args.card | base64" has the transform "base64"; there are utf8, bytes32-text, model-name, json:<member>, enum:<table>, scaled:<decimals>, unix, cid, cid:dag-pb, cidv0, walrus, base64url, lower, trim, hex, keccak256, split:<separator>, first:<separator> and last:<separator>',
  ]],
  ["a transform on another type", added({ name: "args.who | utf8" }), [
    "registries[0].on.Added.set.name", 'registry "models": "args.who | utf8" uses utf8 on address; it is for bytes',
  ]],
  ["an address as a digest", added({ name: "args.name", "artifact.sha256": "args.who" }), [
    "registries[0].on.Added.set.artifact.sha256", 'registry "models": args.who is address; a sha256 is bytes32 or a string of 64 hex digits',
  ]],
  ["a digest as the owner", added({ name: "args.name", owner: "args.id" }), [
    "registries[0].on.Added.set.owner", 'registry "models": args.id is bytes32; an owner is an address',
  ]],
  ["a key that is a list", { key: { from: "args.sizes" }, on: { Added: { op: "upsert", set: { name: "args.name" } } } }, [
    "registries[0].key.from", 'registry "models": args.sizes is uint256[], which makes no key; a key is an integer, bytes1 to bytes32, an address or a string',
  ]],
  ["a key written as another kind", { key: { from: "args.id", as: "number" }, on: { Added: { op: "upsert", set: { name: "args.name" } } } }, [
    "registries[0].key.from", 'registry "models": args.id is bytes32, whose keys are written as "hex", not as "number"',
  ]],
  ["keys of two types", { on: { ...right.on, Moved: { op: "status", value: "LISTED" } } }, [
    "registries[0].key.from", 'registry "models": the key is uint256 in event Moved and bytes32 in event Added; all must have one type',
  ]],
  ["a condition on what is not there", { on: { Added: { op: "upsert", when: { "args.kind": "model" }, set: { name: "args.name" } } } }, [
    "registries[0].on.Added.when", `registry "models": there is no args.kind; ${inAdded}`,
  ]],
  ["a view that the ABI does not have", { read: [{ call: "getModel", args: ["{key}"], set: { task: "out" } }] }, [
    "registries[0].read[0].call", 'registry "models": the ABI has no function getModel; it has modelOf, sizeOf, change',
  ]],
  ["a function that writes", { read: [{ call: "change", args: ["{key}"], set: { task: "out" } }] }, [
    "registries[0].read[0].call", 'registry "models": function change is nonpayable; only view and pure functions can be read',
  ]],
  ["too few arguments", { read: [{ call: "modelOf", args: [], set: { task: "out.file" } }] }, [
    "registries[0].read[0].args", 'registry "models": function modelOf takes 1 (bytes32), the mapping gives 0',
  ]],
  ["an argument of another type", { read: [{ call: "modelOf", args: ["seven"], set: { task: "out.file" } }] }, [
    "registries[0].read[0].args", 'registry "models": "seven" is no bytes32',
  ]],
  ["a field that the struct does not have", { read: [{ call: "modelOf", args: ["{key}"], set: { "artifact.sha256": "out.hash" } }] }, [
    "registries[0].read[0].set.artifact.sha256",
    'registry "models": there is no out.hash; out has out.file (string), out.sha256Hash (bytes32), out.tier (uint8)',
  ]],
  ["a struct as text", { read: [{ call: "modelOf", args: ["{key}"], set: { description: "out" } }] }, [
    "registries[0].read[0].set.description",
    'registry "models": out is struct, which has no one text; name one of its fields: out.file, out.sha256Hash, out.tier',
  ]],
  ["an output that is not among several", { read: [{ call: "sizeOf", args: ["{key}"], set: { description: "out.name" } }] }, [
    "registries[0].read[0].set.description", 'registry "models": there is no out.name; function sizeOf returns out.size (uint256), out.file (string)',
  ]],
  ["nothing that sets a name", added({ description: "args.name" }), [
    "registries[0].on", 'registry "models": nothing sets name, so no entry could be listed; add name to the set of an event, a read, the list or a document',
  ]],
  ["an ABI that cannot be read", { abi: ["event Added(bytes32 indexed"] }, [
    "registries[0].abi",
    'registry "models": cannot be read: Unknown signature. Write signatures as in Solidity, such as "event ModelAdded(bytes32 indexed modelId, string name)".',
  ]],
  ["a target that there is not", added({ name: "args.name", size: "args.name" }), [
    "registries[0].on.Added.set",
    'there is no "size"; there are name, description, publisher, license, task, url, tags, owner, link, version, alias, createdAt, updatedAt, artifact.path, artifact.sha256, artifact.keccak256, artifact.cid, artifact.size, artifact.url, offer.provider, offer.url, offer.callAs, extra.<name>',
  ]],
  ["a chain that is not configured", { chainId: 10 }, ["registries[0].chainId", 'registry "models": chain 10 is not in chains; there are 1']],
];

test.each(wrong)("refuses %s and names what the ABI has instead", (_what, change, [path, message]) => {
  expect(issuesOf(() => onchain(options(change)))).toContainEqual({ path, message });
});

test("takes the mapping that the wrong ones are made from", () => {
  expect(onchain(options({})).id).toBe("onchain");
});

test("takes an overloaded event by its signature, a single named output by its name, and unnamed arguments by their place", () => {
  const abi = [
    "event Twice(bytes32 indexed id)", "event Twice(bytes32 indexed id, string name)", "event Plain(bytes32 indexed, string)",
    "function hashOf(bytes32 id) view returns (bytes32 digest)",
  ];
  const on = {
    "Twice(bytes32,string)": { op: "upsert", set: { name: "args.name" } },
    Plain: { op: "upsert", key: "args.0", set: { name: "args.1" } },
  };
  expect(onchain(options({ abi, on, read: [{ call: "hashOf", args: ["{key}"], set: { "artifact.sha256": "out.digest" } }] })).id).toBe("onchain");
});

test("says everything that is wrong at once", () => {
  const issues = issuesOf(() => onchain(options({ on: { Added: { op: "upsert", set: { name: "args.a", task: "args.b" } }, Gone: { op: "status", value: "GONE" } } })));
  expect(issues.map(({ path }) => path)).toEqual(["registries[0].on.Gone", "registries[0].on.Added.set.name", "registries[0].on.Added.set.task"]);
});

function options(change: object): Parameters<typeof onchain>[0] {
  return { chains: [{ chainId: 1, rpc: ["http://127.0.0.1:1"] }], registries: [{ ...right, ...change }] };
}

function issuesOf(make: () => unknown): OptionsError["issues"] {
  try {
    make();
  } catch (error) {
    if (error instanceof OptionsError) return error.issues;
    throw error;
  }
  return [];
}
