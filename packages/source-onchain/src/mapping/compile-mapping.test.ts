import { expect, test } from "vitest";
import { startIssues } from "../testing/start-issues.ts";

const added = (set: Record<string, unknown>): object => ({ on: { Added: { op: "upsert", set } } });
const rated = (rule: object): object => ({ on: { Added: { op: "upsert", set: { name: "args.name" } }, Rated: rule } });
const inAdded = "event Added has args.id (bytes32 indexed), args.name (string), args.card (bytes), args.label (string indexed), args.sizes (uint256[]), args.who (address)";
const inRated = "event Rated has args.id (bytes32 indexed), args.value (int128), args.decimals (uint8), args.state (uint8), args.at (uint64), args.good (bool)";
const isHash = "args.label is string indexed: the log has only its keccak256 hash; name it in recover to take the text from calldata, or take it from a read or the list";
const everyTransform =
  "utf8, bytes32-text, model-name, json:<member>, abi:<types>:<index>, enum:<table>, scaled:<decimals>, unix, cid, cid:dag-pb, cidv0, walrus, base64url, lower, trim, hex, keccak256, split:<separator>, join:<separator>, first:<separator> and last:<separator>";
const everyTarget =
  "name, description, publisher, license, task, url, tags, owner, link, version, alias, createdAt, updatedAt, artifact.path, artifact.sha256, artifact.keccak256, artifact.cid, artifact.size, artifact.url, offer.provider, offer.url, offer.callAs, extra.<name>";

/** What is wrong, where within the registry, and the sentence behind its name. */
type Wrong = readonly [what: string, change: object, path: string, message: string];

const events: readonly Wrong[] = [
  ["an event that the ABI does not have", { on: { Registered: { op: "upsert", set: { name: "args.name" } } } }, "on.Registered", "the ABI has no event Registered; it has Added, Removed, Moved, Twice, Rated"],
  ["an overloaded event by its name alone", { on: { Twice: { op: "upsert", set: { name: "key" } } } }, "on.Twice", "the ABI has several events Twice; write one of Twice(bytes32), Twice(bytes32,string)"],
  ["an overload that the ABI does not have", { on: { "Twice(uint)": { op: "upsert", set: { name: "key" } } } }, "on.Twice(uint)", "the ABI has no event Twice(uint); it has Twice(bytes32), Twice(bytes32,string)"],
  [
    "two entries for one event",
    { on: { Added: { op: "upsert", set: { name: "args.name" } }, Removed: { op: "status", value: "GONE" }, "Removed(bytes32)": { op: "status", value: "DEPRECATED" } } },
    "on.Removed(bytes32)",
    "event Removed(bytes32) has a rule already, under Removed; write several rules of one event as a list",
  ],
  ["an argument that the event does not have", added({ name: "args.name", task: "args.title" }), "on.Added.set.task", `there is no args.title; ${inAdded}`],
  [
    "an argument in the second of two rules",
    { on: { Added: [{ op: "upsert", set: { name: "args.name" } }, { op: "upsert", set: { name: "args.title" } }] } },
    "on.Added[1].set.name",
    `there is no args.title; ${inAdded}`,
  ],
  ["an argument in the second of two expressions", added({ name: ["args.name", "args.title"] }), "on.Added.set.name", `there is no args.title; ${inAdded}`],
  ["an argument in a link", added({ name: "args.name", link: { reference: "pkg:x/{args.repo}", relation: "QUANTIZED" } }), "on.Added.set.link", `there is no args.repo; ${inAdded}`],
  ["an argument in an extra", added({ name: "args.name", "extra.tier": "args.tier" }), "on.Added.set.extra.tier", `there is no args.tier; ${inAdded}`],
  ["an unknown placeholder in a template", added({ name: "{args.name} {args.version}" }), "on.Added.set.name", `there is no args.version; ${inAdded}`],
  ["an output in the set of an event", added({ name: "args.name", description: "out.file" }), "on.Added.set.description", '"out.file" is no argument: in an event write args.<name>'],
  ["a path with another root", added({ name: "arg.name" }), "on.Added.set.name", '"arg.name" begins with none of args, out, item, doc, key'],
  ["a brace without its partner", added({ name: "{args.name" }), "on.Added.set.name", '"{args.name" has a brace without its partner'],
  ["an indexed string as a value", added({ name: "args.label" }), "on.Added.set.name", isHash],
  ["an indexed string through a transform", added({ name: "args.label | trim" }), "on.Added.set.name", isHash.replace("args.label", "args.label | trim")],
  ["a condition on what is not there", { on: { Added: { op: "upsert", when: { "args.kind": "model" }, set: { name: "args.name" } } } }, "on.Added.when", `there is no args.kind; ${inAdded}`],
  [
    "a status from what is not there",
    rated({ op: "status", value: { from: "args.status", table: { "1": "GONE" } } }),
    "on.Rated.value",
    `there is no args.status; ${inRated}`,
  ],
  [
    "a status that the enum never gives",
    { ...rated({ op: "status", value: { from: "args.state | enum:state", table: { Live: "LISTED", Retierd: "GONE" } } }), enums: { state: ["Live", "Retired"] } },
    "on.Rated.value",
    'enum:state is never "Retierd"; it is one of Live, Retired',
  ],
  ["a status that a bool never is", rated({ op: "status", value: { from: "args.good", table: { no: "GONE" } } }), "on.Rated.value", 'args.good is never "no"; it is one of true, false'],
  ["a status by a word that is a number", rated({ op: "status", value: { from: "args.state", table: { Retired: "GONE" } } }), "on.Rated.value", 'args.state is uint8 and never "Retired"; write digits, or "args.state | enum:<table>"'],
  ["a condition that never holds", rated({ op: "upsert", when: { "args.good": "yes" }, set: {} }), "on.Rated.when", 'args.good is never "yes"; it is one of true, false'],
  ["a size that is no number", rated({ op: "file", id: "args.at", set: { size: "args.good" } }), "on.Rated.set.size", "args.good is bool; a size is an integer or a string of digits"],
  ["values of a file that is removed", rated({ op: "file", id: "args.at", removed: true, set: { path: "x" } }), "on.Rated.set", "a file that is removed has no values; leave out set or removed"],
  ["a version that is not there", rated({ op: "version", version: "args.version" }), "on.Rated.version", `there is no args.version; ${inRated}`],
  [
    "an issuer that is no address",
    rated({ op: "claim", kindUri: "https://example.org/rating", statement: "rated {args.value}", issuer: "args.at" }),
    "on.Rated.issuer",
    "args.at is uint64; an issuer is an address",
  ],
  [
    "a value of a claim that is not there",
    rated({ op: "claim", kindUri: "https://example.org/rating", statement: "rated", issuer: "0x00", value: { score: "args.score" } }),
    "on.Rated.value.score",
    `there is no args.score; ${inRated}`,
  ],
  ["a revocation without a claim that has an id", rated({ op: "revoke", id: "args.at" }), "on.Rated.id", "there is no claim with an id that could be revoked; give the claim an id"],
  ["nothing that sets a name", added({ description: "args.name" }), "on", "nothing sets name, so no entry could be listed; add name to the set of an event, a read, the list or a document"],
];

const types: readonly Wrong[] = [
  ["bytes as text", added({ name: "args.card" }), "on.Added.set.name", 'args.card is bytes; write "args.card | utf8" if they are text'],
  ["a list as text", added({ name: "args.name", license: "args.sizes" }), "on.Added.set.license", "args.sizes is uint256[], which has no one text"],
  ["a name within a list", added({ name: "args.name", license: "args.sizes.first" }), "on.Added.set.license", "args.sizes is uint256[]; write the index of one of them, such as args.sizes.0"],
  ["a member of what has none", added({ name: "args.name.first" }), "on.Added.set.name", "args.name is string, which has no member first"],
  ["an unknown transform", added({ name: "args.card | base64" }), "on.Added.set.name", `"args.card | base64" has the transform "base64"; there are ${everyTransform}`],
  ["a transform on another type", added({ name: "args.who | utf8" }), "on.Added.set.name", '"args.who | utf8" uses utf8 on address; it is for bytes'],
  ["a chain of transforms that do not fit", added({ name: "args.card | utf8 | unix" }), "on.Added.set.name", '"args.card | utf8 | unix" uses unix on string; it is for an integer'],
  ["a transform without its argument", added({ name: "args.name | split" }), "on.Added.set.name", '"args.name | split" has the transform "split"; it is written split:<separator>'],
  ["an argument of a transform that takes none", added({ name: "args.name | lower:de" }), "on.Added.set.name", '"args.name | lower:de" gives lower the argument "de"; it takes none'],
  ["an address as a digest", added({ name: "args.name", "artifact.sha256": "args.who" }), "on.Added.set.artifact.sha256", "args.who is address; a sha256 is bytes32 or a string of 64 hex digits"],
  ["a digest as a CID", added({ name: "args.name", "artifact.cid": "args.id" }), "on.Added.set.artifact.cid", 'args.id is bytes32; write "args.id | cid" (or cid:dag-pb, cidv0) if it is a sha256 digest'],
  ["a digest as the owner", added({ name: "args.name", owner: "args.id" }), "on.Added.set.owner", "args.id is bytes32; an owner is an address"],
  ["a digest as a URL", added({ name: "args.name", url: "args.id" }), "on.Added.set.url", "args.id is bytes32; a URL is a string"],
  ["seconds as a time", rated({ op: "upsert", set: { updatedAt: "args.at" } }), "on.Rated.set.updatedAt", 'args.at is uint64; write "args.at | unix" for seconds since 1970'],
  ["a bool as a time", rated({ op: "upsert", set: { createdAt: "args.good" } }), "on.Rated.set.createdAt", "args.good is bool; a time is a string, or an integer through unix"],
  ["a table that there is not", { ...rated({ op: "upsert", set: { task: "args.state | enum:states" } }), enums: { state: ["a"], kind: { "1": "b" } } }, "on.Rated.set.task", '"args.state | enum:states" names the table states; enums has state, kind'],
  ["a list for what is no index", { ...added({ name: "args.name | enum:kind" }), enums: { kind: ["a"] } }, "on.Added.set.name", '"args.name | enum:kind" looks string up in kind, which is a list by index; write it as an object by text'],
  ["decimals that are no number", rated({ op: "upsert", set: { task: "args.value | scaled:args.good" } }), "on.Rated.set.task", '"args.value | scaled:args.good" takes its decimals from args.good, which is bool; a number of decimals is an integer'],
  ["decimals from elsewhere", rated({ op: "upsert", set: { task: "args.value | scaled:out.decimals" } }), "on.Rated.set.task", '"args.value | scaled:out.decimals" takes its decimals from out.decimals; they must be beside the value, at args.<name>'],
  ["a signed integer as hex", rated({ op: "upsert", set: { task: "args.value | hex" } }), "on.Rated.set.task", '"args.value | hex" uses hex on int128; it is for unsigned integers, bytes or an address'],
  ["a value that was not encoded", added({ name: "args.card | abi:string,uint256:2" }), "on.Added.set.name", '"args.card | abi:string,uint256:2" asks abi:string,uint256:2 for a value that it does not have; the first has the index 0'],
];

const keys: readonly Wrong[] = [
  ["an indexed string as the key", { key: { from: "args.label" }, on: { Added: { op: "upsert", set: { name: "args.name" } } } }, "key.from", isHash],
  ["a key that is a list", { key: { from: "args.sizes" }, on: { Added: { op: "upsert", set: { name: "args.name" } } } }, "key.from", "args.sizes is uint256[], which makes no key; a key is an integer, bytes1 to bytes32, an address or a string"],
  ["a key written as another kind", { key: { from: "args.id", as: "number" }, on: { Added: { op: "upsert", set: { name: "args.name" } } } }, "key.from", 'args.id is bytes32, whose keys are written as "hex", not as "number"'],
  ["keys of two types", rated({ op: "upsert", key: "args.at", set: {} }), "on.Rated.key", "the key is uint64 in event Rated and bytes32 in event Added; all must have one type"],
  ["an event without a key", { key: {}, on: { Added: { op: "upsert", set: { name: "args.name" } } } }, "on.Added.key", "nothing says which argument of event Added is the key; write key.from, or key here"],
  ["a computable key of another type", { key: { from: "args.who", keccak256Of: "{repository}/{file}" }, on: { Added: { op: "upsert", set: { name: "args.name" } } } }, "key.keccak256Of", "the key is address; a keccak256 is bytes32"],
  ["a computable key of other parts", { key: { from: "args.id", keccak256Of: "{repo}/{file}" } }, "key.keccak256Of", '"{repo}/{file}" is no template of {repository} and {file}, such as {repository}/{file}'],
];

const shapes: readonly (readonly [what: string, change: object, path: string, message: string])[] = [
  ["a target that there is not", added({ name: "args.name", size: "args.name" }), "on.Added.set", `there is no "size"; there are ${everyTarget}`],
  ["a member that there is not", { reads: [] }, "", 'there is no "reads"; there are id, chainId, address, space, startBlock, abi, key, on, list, read, documents, enums, claimsOn, writers, writeCall, listed, overlay, about'],
  ["a member that a rule does not have", rated({ op: "revoke", id: "args.at", reason: "args.state" }), "on.Rated", 'there is no "reason"; there are op, id, key, when, recover'],
  ["an unknown op", rated({ op: "insert", set: {} }), "on.Rated.op", "op must be upsert, status, file, version, claim or revoke"],
  ["an unknown status", rated({ op: "status", value: "DELETED" }), "on.Rated.value", "must be LISTED, DEPRECATED or GONE"],
  ["an unknown status in a table of a list of rules", rated([{ op: "status", value: { from: "args.state", table: { "1": "DELETED" } } }] as never), "on.Rated[0].value.table.1", "must be LISTED, DEPRECATED or GONE"],
  ["an empty list of rules", rated([] as never), "on.Rated", "needs at least one rule"],
  ["neither events nor a list", { on: {} }, "on", "needs at least one event, or list"],
  ["a document without its place", { documents: [{ set: {} }] }, "documents[0].uri", "must be an expression: text such as args.name"],
  ["a digest without its value", { documents: [{ uri: "args.name", digest: { algorithm: "cid" }, set: {} }] }, "documents[0].digest.value", "must be an expression: text such as args.name"],
  ["a status without its value", rated({ op: "status" }), "on.Rated.value", "must be LISTED, DEPRECATED or GONE"],
  ["a claim whose kind is no URI", rated({ op: "claim", kindUri: "review", statement: "x", issuer: "args.who" }), "on.Rated.kindUri", "must be a URI that names the kind of claim"],
  ["a value that is no text", added({ name: 7 }), "on.Added.set.name", "must be an expression: text such as args.name"],
  ["an item of the ABI that is none", { abi: [{ type: "struct", name: "Model" }] }, "abi[0].type", 'is no item of an ABI: a signature such as "event ModelAdded(bytes32 indexed modelId, string name)", or an object with type event or function'],
  ["a type that the ABI does not know", { abi: [{ type: "event", name: "Added", inputs: [{ name: "id", type: "uint257" }] }] }, "abi[0].inputs[0].type", "is no type of the ABI, such as bytes32, string or tuple[]"],
  ["an enumeration of no shape", { list: { view: "all" } }, "list", "must have one of keys, count (with item) or page (with size)"],
  ["a space with capitals", { space: "Models" }, "space", "must be lower-case letters, digits and hyphens, beginning with a letter"],
];

test.each([...events, ...types, ...keys])("refuses %s and names what there is instead", (_what, change, path, message) => {
  expect(startIssues(change)).toEqual([{ path: `registries[0].${path}`, message: `registry "models": ${message}` }]);
});

test.each(shapes)("refuses %s and says what to write", (_what, change, path, message) => {
  expect(startIssues(change)).toEqual([{ path: path === "" ? "registries[0]" : `registries[0].${path}`, message }]);
});

test("takes the mapping that the wrong ones are made from", () => {
  expect(startIssues({})).toEqual([]);
});

test("takes an overloaded event by its signature, a single named output by its name, and unnamed arguments by their place", () => {
  const abi = [
    "event Twice(bytes32 indexed id)", "event Twice(bytes32 indexed id, string name)", "event Plain(bytes32 indexed, string)",
    "function hashOf(bytes32 id) view returns (bytes32 digest)",
  ];
  const on = {
    "Twice(bytes32, string)": { op: "upsert", set: { name: "args.name" } },
    Plain: { op: "upsert", key: "args.0", set: { name: "args.1" } },
  };
  expect(startIssues({ abi, on, read: [{ call: "hashOf", args: ["{key}"], set: { "artifact.sha256": "out.digest" } }] })).toEqual([]);
});

test("says everything that is wrong at once", () => {
  const issues = startIssues({ on: { Added: { op: "upsert", set: { name: "args.a", task: "args.b" } }, Gone: { op: "status", value: "GONE" } } });
  expect(issues.map(({ path }) => path)).toEqual(["registries[0].on.Gone", "registries[0].on.Added.set.name", "registries[0].on.Added.set.task"]);
});
