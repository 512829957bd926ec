import { expect, test } from "vitest";
import { rightMapping, startIssues } from "../testing/start-issues.ts";

const recovered = (rule: object): object => ({ on: { Added: { op: "upsert", recover: { "args.label": { call: "add", argument: "label", ...rule } }, set: { name: "args.label" } } } });
const read = (rule: object): object => ({ read: [{ call: "modelOf", args: ["{key}"], set: {}, ...rule }] });
const listed = (list: object): object => ({ list: { set: { name: "item.name" }, ...list } });
const document = (rule: object, change: object = {}): object => ({ documents: [{ uri: "args.name", set: {}, ...rule }], ...change });
const functions = "modelOf, sizeOf, change, add, all, total, at, page";

const wrong: readonly (readonly [what: string, change: object, path: string, message: string])[] = [
  ["a recovery from a function that there is not", recovered({ call: "register" }), "on.Added.recover.args.label", `the ABI has no function register; it has ${functions}`],
  ["a recovery from a view", recovered({ call: "modelOf" }), "on.Added.recover.args.label", "function modelOf is view; a text is recovered from a call that writes"],
  ["a recovery from an argument that there is not", recovered({ argument: "name" }), "on.Added.recover.args.label", "function add has no argument name; it has label (string), model (struct)"],
  ["a recovery from a member that there is not", recovered({ argument: "model.label" }), "on.Added.recover.args.label", "there is no model.label; model has model.name (string), model.hash (bytes32)"],
  ["a recovery from another type", recovered({ argument: "model.hash" }), "on.Added.recover.args.label", "argument model.hash of add(string,(string,bytes32)) is bytes32, args.label is string"],
  ["a recovery of what the log has", { on: { Added: { op: "upsert", recover: { "args.name": { call: "add", argument: "label" } }, set: { name: "args.name" } } } }, "on.Added.recover.args.name", "args.name is string; recover is for string indexed and bytes indexed, of which the log has only a hash"],

  ["a view that the ABI does not have", read({ call: "getModel" }), "read[0].call", `the ABI has no function getModel; it has ${functions}`],
  ["a function that writes", read({ call: "change" }), "read[0].call", "function change is nonpayable; only view and pure functions can be read"],
  ["too few arguments", read({ args: [] }), "read[0].args", "function modelOf takes 1 (bytes32), the mapping gives 0"],
  ["an argument of another type", read({ args: ["seven"] }), "read[0].args", '"seven" is no bytes32'],
  ["a key of another type", { ...read({ call: "at" }) }, "read[0].args", "the key is bytes32, function at takes uint256"],
  ["a key through a transform of another type", read({ args: ["{key | hex}"] }), "read[0].args", "key | hex is string, function modelOf takes bytes32"],
  ["an argument of an event of another type", read({ args: ["{args.name}"] }), "read[0].args", "args.name is string, function modelOf takes bytes32"],
  [
    "an argument that no event has",
    read({ args: ["{args.hash}"] }),
    "read[0].args",
    "no event that makes an entry has args.hash; Added has args.id, args.name, args.card, args.label, args.sizes, args.who",
  ],
  ["an argument of an event that is a hash", read({ args: ["{args.label}"] }), "read[0].args", "args.label is string indexed: the log has only its keccak256 hash; name it in recover to take the text from calldata, or take it from a read or the list"],
  [
    "an argument that two events have with two types",
    { ...read({ args: ["{args.name}"] }), abi: [...rightMapping.abi, "event Named(bytes32 indexed id, bytes32 name)"], on: { Named: { op: "upsert", set: { task: "args.name" } }, Added: { op: "upsert", set: { name: "args.name" } } } },
    "read[0].args",
    "args.name is bytes32 in event Named and string in event Added; it must be of one type",
  ],
  ["an argument that is a template", read({ args: ["{key}{key}"] }), "read[0].args", '"{key}{key}" is no argument; write {key}, {args.<name>} or fixed text'],
  ["a field that the struct does not have", read({ set: { "artifact.sha256": "out.hash" } }), "read[0].set.artifact.sha256", "there is no out.hash; out has out.file (string), out.sha256Hash (bytes32), out.tier (uint8)"],
  ["a struct as text", read({ set: { description: "out" } }), "read[0].set.description", "out is struct, which has no one text; name one of its fields: out.file, out.sha256Hash, out.tier"],
  ["an output that is not among several", read({ call: "sizeOf", set: { description: "out.name" } }), "read[0].set.description", "there is no out.name; function sizeOf returns out.size (uint256), out.file (string)"],
  ["a status from an output that there is not", read({ status: { from: "out.state", table: { "1": "GONE" } } }), "read[0].status", "there is no out.state; out has out.file (string), out.sha256Hash (bytes32), out.tier (uint8)"],
  ["an argument in the set of a read", read({ set: { task: "args.name" } }), "read[0].set.task", '"args.name" is no output: in a read write out.<name>'],

  ["a list of structs without their key", listed({ keys: "all" }), "list.key", 'item is struct; write which of its fields is the key, such as key: "item.id"'],
  ["a list that is none", listed({ keys: "total" }), "list.keys", "function total returns uint256; it must be a list"],
  ["a list that takes arguments", listed({ keys: "page" }), "list.keys", "function page(uint256,uint256) must take no arguments to list entries"],
  ["a key that the items do not have", listed({ keys: "all", key: "item.modelId" }), "list.key", "there is no item.modelId; item has item.id (bytes32), item.name (string)"],
  ["a value that the items do not have", listed({ keys: "all", key: "item.id", set: { name: "item.title" } }), "list.set.name", "there is no item.title; item has item.id (bytes32), item.name (string)"],
  ["keys of another type than the events have", listed({ keys: "all", key: "item.name" }), "list.key", "the key is string in the list and bytes32 in event Added; all must have one type"],
  ["numbers as keys where the events have others", listed({ count: "total", item: "at" }), "list.key", "the key is uint256 in the list and bytes32 in event Added; all must have one type"],
  ["a count that is no number", listed({ count: "all", item: "at" }), "list.count", "function all returns struct[]; a count is an integer"],
  ["an item that is asked by no number", listed({ count: "total", item: "modelOf" }), "list.item", "function modelOf(bytes32) must take an integer to list entries"],
  ["a page without offset and limit", listed({ page: "at", size: 50, key: "item.id" }), "list.page", "function at(uint256) must take integers: the offset and the limit to list entries"],
  ["a page whose list is another member", listed({ page: "page", size: 50, items: "count", key: "item.id" }), "list.items", "out.count is uint256; it must be a list"],
  ["a page whose list is not there", listed({ page: "page", size: 50, items: "found", key: "item.id" }), "list.items", "there is no out.found; function page returns out.models (struct[]), out.count (uint256)"],
  ["an argument in the set of a list", listed({ keys: "all", key: "item.id", set: { name: "args.name" } }), "list.set.name", '"args.name" is no item: in a list write item or item.<name>'],

  ["a document that no event names", document({ uri: "args.uri" }), "documents[0].uri", "no event that makes an entry has args.uri; Added has args.id, args.name, args.card, args.label, args.sizes, args.who"],
  ["a document that no read names", document({ uri: "out.file" }), "documents[0].uri", "no read gives out.file; there is none"],
  [
    "a document that two reads name",
    document({ uri: "out.file" }, { read: [{ call: "modelOf", args: ["{key}"], set: {} }, { call: "sizeOf", args: ["{key}"], set: {} }] }),
    "documents[0].uri",
    "out.file is in the results of modelOf and sizeOf; write a path that only one of them has",
  ],
  ["a document that is named by items without a list", document({ uri: "item.uri" }), "documents[0].uri", '"item.uri" cannot be read here: what names a document is args.<name>, out.<name> or key'],
  ["a document that is named by bytes", document({ uri: "args.card" }), "documents[0].uri", 'args.card is bytes; write "args.card | utf8" if they are text'],
  ["a digest of another type", document({ digest: { algorithm: "keccak256", value: "args.who" } }), "documents[0].digest.value", "args.who is address; a keccak256 is bytes32 or a string of 64 hex digits"],
  ["an argument in the set of a document", document({ set: { license: "args.name" } }), "documents[0].set.license", '"args.name" is not of the document: in a document write doc.<name>'],
  ["a whole document as a value", document({ set: { license: "doc" } }), "documents[0].set.license", "doc is the whole document, which has no one text; name one of its members, such as doc.name"],
  ["a member of a text", document({ as: "text", set: { license: "doc.license" } }), "documents[0].set.license", '"doc.license" looks into a document that is read as text; write doc, or as: "json"'],
  ["a path into a document that is none", document({ set: { license: "doc.model license" } }), "documents[0].set.license", '"doc.model license" is no path: write names with dots between them, such as args.modelId'],

  ["a call that writes nothing", { writeCall: { call: "total", args: [] } }, "writeCall.call", "function total is view; it writes no entry"],
  ["a call without its arguments", { writeCall: { call: "change", args: [] } }, "writeCall.args", "function change takes 1 (bytes32), the mapping gives 0"],
  ["a call with an argument of another type", { writeCall: { call: "change", args: ["x"] } }, "writeCall.args", '"x" is no bytes32'],
  ["an ABI that cannot be read", { abi: ["event Added(bytes32 indexed"] }, "abi", 'cannot be read: Unknown signature. Write signatures as in Solidity, such as "event ModelAdded(bytes32 indexed modelId, string name)".'],
  ["one event in two forms", { abi: [...rightMapping.abi, "event Removed(bytes32 id)"] }, "abi", "has event Removed(bytes32) twice, with other arguments indexed; keep the one of the contract"],
  ["entries of its own beside claims about others", { claimsOn: "others", on: { Added: { op: "upsert", set: { name: "args.name" } } } }, "on.Added.op", 'with claimsOn the entries are those of "others", so op must be claim or revoke, not upsert'],
  ["overlays of no model", { overlay: true }, "overlay", "nothing sets link, so no entry would speak of a model; add link to the set of an event, a read, the list or a document"],
  ["overlays that are not read", { overlay: true, listed: false }, "overlay", "with listed: false there are no entries that could be overlays, so leave out overlay"],
];

test.each(wrong)("refuses %s and names what there is instead", (_what, change, path, message) => {
  expect(startIssues(change)).toEqual([{ path: `registries[0].${path}`, message: `registry "models": ${message}` }]);
});

const claims = { id: "reviews", address: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512", on: { Rated: { op: "claim", kindUri: "https://example.org/rating", statement: "rated {args.value}", issuer: "0x00" } } };

test.each([
  ["a registry that there is not", [{ ...claims, claimsOn: "agents" }], "registries[1].claimsOn", 'registry "reviews": there is no registry "agents"; on chain 1 there are models'],
  ["itself", [{ ...claims, claimsOn: "reviews" }], "registries[1].claimsOn", 'registry "reviews": there is no registry "reviews"; on chain 1 there are models'],
  ["a registry of another chain", [{ ...claims, chainId: 2, claimsOn: "models" }], "registries[1].claimsOn", 'registry "reviews": registry "models" is on chain 1, this one on chain 2; both must be on one chain'],
  ["claims about another", [{ ...claims, claimsOn: "models" }, { ...claims, id: "answers", claimsOn: "reviews" }], "registries[2].claimsOn", 'registry "answers": registry "reviews" has no entries of its own: it has claims about those of "models"'],
  ["keys of another type", [{ ...claims, key: { from: "args.at" }, claimsOn: "models" }], "registries[1].claimsOn", 'registry "reviews": the key is uint64, and bytes32 in registry "models"; both must have one type'],
])("refuses claims about %s", (_what, beside, path, message) => {
  expect(startIssues({}, ...beside)).toEqual([{ path, message }]);
});

test("refuses a list, reads and documents of a contract that only has claims", () => {
  const issues = startIssues({}, { ...claims, claimsOn: "models", list: { keys: "all", key: "item.id" }, read: [], documents: [] });
  expect(issues.map(({ path, message }) => [path, message])).toEqual(
    ["list", "read", "documents"].map((member) => [`registries[1].${member}`, `registry "reviews": with claimsOn nothing is listed from this contract, so leave out ${member}`]),
  );
});

test("takes claims about another registry, and two id spaces of one contract", () => {
  expect(startIssues({}, { ...claims, claimsOn: "models" })).toEqual([]);
  expect(startIssues({}, { space: "agents" })).toEqual([]);
  expect(startIssues({ space: "models" }, { space: "agents" })).toEqual([]);
  expect(startIssues({ space: "models" }, { space: "models" })).toEqual([{ path: "registries[1].space", message: 'registry "others": registry "models" has the space "models" of this contract already' }]);
  expect(startIssues({}, {})).toEqual([
    { path: "registries[1].address", message: 'registry "others": registry "models" has this contract already; put both into one mapping, or give one of them a space if the contract has two kinds of ids' },
  ]);
});

test("refuses a chain that is not configured", () => {
  expect(startIssues({ chainId: 10 })).toEqual([{ path: "registries[0].chainId", message: 'registry "models": chain 10 is not in chains; there are 1, 2' }]);
});
