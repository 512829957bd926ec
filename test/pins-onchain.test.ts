import { referenceImmutability } from "@modeldex/gateway";
import { fabstir, onchain } from "@modeldex/source-onchain";
import type { Mapping } from "@modeldex/source-onchain";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anvilPath } from "../packages/source-onchain/src/testing/anvil.ts";
import { startLocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import type { LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import { lockEntrySchema } from "../packages/trust/src/pins/lock-schema.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";

const isEntry = new Ajv2020({ strict: true }).compile(lockEntrySchema);
const digest = (byte: string): `0x${string}` => `0x${byte.repeat(32)}`;

describe.skipIf(anvilPath() === undefined)("pins of entries of a chain (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let modeldex: TestGateway;
  let proxy: `0x${string}`;
  let implementation: `0x${string}`;
  let owned: `0x${string}`;
  let roles: `0x${string}`;
  let file: string;

  beforeEach(async () => {
    chain = await startLocalChain();
    ({ proxy, implementation } = await chain.deployProxy("ChildFilesRegistry"));
    owned = await chain.deploy("OwnedRegistry", [chain.account]);
    roles = await chain.deploy("RoleRegistry", [chain.account, true]);
    await chain.write("RoleRegistry", roles, "grantRole", [await chain.read("RoleRegistry", roles, "REGISTRAR_ROLE"), chain.account]);
    await chain.write("RoleRegistry", roles, "register", ["acme/owned"]);
    await chain.write("ChildFilesRegistry", proxy, "register", ["chat", 0n]);
    await chain.write("ChildFilesRegistry", proxy, "addFile", [0n, "model.gguf", digest("a1"), 9n]);
    await chain.write("OwnedRegistry", owned, "register", ["acme/owned"]);
    ({ key: file } = await chain.registerFile({ repo: "acme/chat", file: "model.gguf", sha256: digest("b1") }));
    const children: Mapping = {
      id: "children", chainId: chain.chainId, address: proxy, startBlock: 1, key: { from: "args.modelId" },
      abi: [
        "event ModelRegistered(uint256 indexed modelId, address indexed owner, string name, uint64 registeredAt)", "event OwnerChanged(uint256 indexed modelId, address owner)",
        "event StateChanged(uint256 indexed modelId, uint8 state)", "event FileAdded(uint256 indexed modelId, string path, bytes32 sha256Hash, uint256 size)",
        "event FileRemoved(uint256 indexed modelId, string path)",
      ],
      enums: { state: ["Draft", "Live", "Retired", "Deleted"] },
      on: {
        ModelRegistered: { op: "upsert", first: true, set: { name: "args.name", owner: "args.owner" } },
        OwnerChanged: { op: "upsert", set: { owner: "args.owner" } },
        StateChanged: { op: "status", value: { from: "args.state | enum:state", table: { Live: "LISTED", Retired: "DEPRECATED", Deleted: "GONE" } } },
        FileAdded: { op: "file", id: "args.path", set: { sha256: "args.sha256Hash", size: "args.size" } },
        FileRemoved: { op: "file", id: "args.path", removed: true },
      },
    };
    const named = (id: string, address: string): Mapping => ({
      id, chainId: chain.chainId, address, startBlock: 1, key: { from: "args.id" }, abi: ["event Registered(bytes32 indexed id, string name)"],
      on: { Registered: { op: "upsert", set: { name: "args.name" } } },
    });
    const registries = [children, named("owned", owned), named("roles", roles), fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 })];
    modeldex = await startGateway({ sources: [onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }], registries })] });
    await modeldex.gateway.harvest("onchain", { all: true, signal: AbortSignal.timeout(30_000) });
  });
  afterEach(async () => {
    await modeldex.close();
    await chain.stop();
  });

  type Entry = "children" | "owned" | "roles" | "file";
  const entryOf = (name: Entry): string => `eip155:${chain.chainId}:${{ children: `${proxy}/0`, owned: `${owned}/${ownedKey}`, roles: `${roles}/${ownedKey}`, file: `${chain.files}/${file}` }[name]}`;
  /** keccak256("acme/owned"). */
  let ownedKey = "";
  beforeEach(async () => {
    ownedKey = String(await chain.rpc("web3_sha3", [`0x${Buffer.from("acme/owned").toString("hex")}`]));
  });
  const pin = async (reference: string): Promise<any> => {
    const { pin: [result] } = await modeldex.query("query($reference: String!) { pin(references: [$reference]) { problem pin { revision document } } }", { reference });
    expect([result.problem, isEntry(result.pin?.document), isEntry.errors]).toEqual([null, true, null]);
    return result.pin.document;
  };
  const check = async (document: unknown): Promise<any> => (await modeldex.query("query($document: JSON!) { checkPins(pins: [{ document: $document }]) { outcome problem drifts { kind severity before after statement } current { revision } } }", { document })).checkPins[0];

  it("hold the contract, its code, who can change it and the owner of the entry", async () => {
    const document = await pin(entryOf("children"));
    expect(document).toMatchObject({
      source: { id: "onchain", kind: "onchain" }, nativeId: entryOf("children"), revision: expect.stringMatching(/^block:\d+:0x/), owner: chain.account,
      files: [{ path: "model.gguf", role: "WEIGHTS", digest: `sha256:${"a1".repeat(32)}`, sizeBytes: 9 }],
      system: { contract: `eip155:${chain.chainId}:${proxy}`, implementation: implementation.toLowerCase() },
    });
    const powers = (await pin(entryOf("owned"))).system.powers.filter(({ power }: any) => power === "owner");
    expect(powers).toEqual([{ power: "owner", authority: "SINGLE_PARTY", holders: [`eip155:${chain.chainId}:${chain.account}`] }]);
  });

  /** What happens after the pin of which entry, and every drift with its outcome. */
  const table: readonly (readonly [string, Entry, () => Promise<unknown>, readonly unknown[]])[] = [
    ["nothing happens", "children", async () => undefined, ["UNCHANGED", []]],
    ["others register entries", "children", async () => chain.write("ChildFilesRegistry", proxy, "register", ["other", 0n]), ["UNCHANGED", []]],
    ["nothing happens to a contract with an owner", "owned", async () => chain.mine(3), ["UNCHANGED", []]],
    ["the code behind the proxy is replaced", "children", async () => chain.upgradeProxy(proxy, "ChildFilesRegistry"), ["DRIFTED", ["BLOCK CONTROL_CHANGED"]]],
    ["the registry gets another owner", "owned", async () => chain.write("OwnedRegistry", owned, "transferOwnership", [chain.accounts[3]]), ["DRIFTED", ["BLOCK CONTROL_CHANGED"]]],
    ["a role is given to another account", "roles", async () => chain.write("RoleRegistry", roles, "grantRole", [digest("00"), chain.accounts[5]]), ["DRIFTED", ["BLOCK CONTROL_CHANGED"]]],
    ["a role is given to who has it", "roles", async () => chain.write("RoleRegistry", roles, "grantRole", [digest("00"), chain.account]), ["UNCHANGED", []]],
    ["the entry gets another owner", "children", async () => chain.write("ChildFilesRegistry", proxy, "setOwner", [0n, chain.accounts[4]]), ["DRIFTED", ["BLOCK IDENTITY_CHANGED"]]],
    ["the entry gets another digest for its file", "children", async () => chain.write("ChildFilesRegistry", proxy, "addFile", [0n, "model.gguf", digest("a2"), 9n]), ["DRIFTED", ["BLOCK WEIGHTS_CHANGED_SAME_REF"]]],
    ["the entry names its file no longer", "children", async () => chain.write("ChildFilesRegistry", proxy, "removeFile", [0n, "model.gguf"]), ["DRIFTED", ["BLOCK WEIGHTS_CHANGED_SAME_REF"]]],
    ["the entry is written again as it was", "children", async () => chain.write("ChildFilesRegistry", proxy, "addFile", [0n, "model.gguf", digest("a1"), 9n]), ["DRIFTED", ["INFO NEW_REVISION_AVAILABLE"]]],
    ["the entry is deleted", "children", async () => chain.write("ChildFilesRegistry", proxy, "setState", [0n, 3]), ["DRIFTED", ["BLOCK PIN_UNAVAILABLE"]]],
    ["nothing happens to an entry that a view tells", "file", async () => chain.mine(2), ["UNCHANGED", []]],
    ["the digest that a view tells changes without a log", "file", async () => {
      // The mapping is at slot 0, and the digest the third member of its struct.
      const slot = BigInt(String(await chain.rpc("web3_sha3", [`${file}${"0".repeat(64)}`]))) + 2n;
      await chain.rpc("anvil_setStorageAt", [chain.files, `0x${slot.toString(16).padStart(64, "0")}`, digest("b2")]);
      await chain.mine(1);
    }, ["DRIFTED", ["BLOCK WEIGHTS_CHANGED_SAME_REF"]]],
  ];
  it.each(table)("when %s (%s)", async (_what, name, happens, expected) => {
    const document = await pin(entryOf(name));
    await happens();
    const { outcome, drifts } = await check(document);
    expect([outcome, drifts.map(({ kind, severity }: any) => `${severity} ${kind}`)]).toEqual(expected);
  });

  it("name the code and the owner, old and new", async () => {
    const [children, own] = [await pin(entryOf("children")), await pin(entryOf("owned"))];
    const upgraded = await chain.upgradeProxy(proxy, "ChildFilesRegistry");
    await chain.write("OwnedRegistry", owned, "transferOwnership", [chain.accounts[3]]);
    const [first, second] = [await check(children), await check(own)];
    expect(first.drifts).toEqual([{
      kind: "CONTROL_CHANGED", severity: "BLOCK", before: { implementation: implementation.toLowerCase() }, after: { implementation: upgraded.implementation.toLowerCase() },
      statement: `Who can change entries of eip155:${chain.chainId}:${proxy}, or by what code, is not as it was pinned with onchain:${entryOf("children")}: its code is ${upgraded.implementation.toLowerCase()}, before ${implementation.toLowerCase()}. The pinned findings about the contract no longer hold.`,
    }]);
    expect(first.current.revision).toBe(children.revision);
    const holders = (powers: any[]) => powers.filter(({ power }) => power === "owner").map((each) => each.holders);
    const [{ before, after, statement }] = second.drifts;
    expect([holders(before.powers), holders(after.powers)]).toEqual([[[`eip155:${chain.chainId}:${chain.account}`]], [[`eip155:${chain.chainId}:${chain.accounts[3]}`]]]);
    expect(statement).toContain(`owner: eip155:${chain.chainId}:${chain.accounts[3]}, before eip155:${chain.chainId}:${chain.account}`);
  });

  it("are UNREACHABLE when the chain does not answer", async () => {
    const document = await pin(entryOf("children"));
    await chain.stop();
    expect(await check(document)).toMatchObject({ outcome: "UNREACHABLE", drifts: [], problem: expect.stringMatching(/./) });
  });

  it("are none of an entry whose block the operator's endpoint does not have final, whatever its source says", async () => {
    await chain.write("OwnedRegistry", owned, "register", ["acme/late"]);
    const late = `eip155:${chain.chainId}:${owned}/${String(await chain.rpc("web3_sha3", [`0x${Buffer.from("acme/late").toString("hex")}`]))}`;
    const said = { id: "owned", chainId: chain.chainId, address: owned, startBlock: 1, key: { from: "args.id" }, abi: ["event Registered(bytes32 indexed id, string name)"], on: { Registered: { op: "upsert", set: { name: "args.name" } } } } as const;
    const problem = async (): Promise<string | null> => {
      await modeldex.close();
      const source = onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }], registries: [said] });
      modeldex = await startGateway({ sources: [source], verifiers: [referenceImmutability({ rpc: { [chain.chainId]: [chain.url] } })] });
      const { pin: [result] } = await modeldex.query("query($reference: String!) { pin(references: [$reference]) { problem pin { revision } } }", { reference: late });
      return result.problem;
    };
    expect(await problem()).toMatch(/^onchain:eip155:\S+ cannot be pinned as it is: The revision is the entry as of block:\S+, which chain \d+ holds and which is not final yet: it may still be reorganised\.$/);
    await chain.mine(5);
    expect(await problem()).toBe(null);
  });

  it("are none of an entry whose last change is not final", async () => {
    await modeldex.close();
    modeldex = await startGateway({ sources: [onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: { depth: 5 } }], registries: [fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 })] })] });
    const { pin: [result] } = await modeldex.query("query($reference: String!) { pin(references: [$reference]) { problem pin { revision } } }", { reference: entryOf("file") });
    expect(result).toEqual({ pin: null, problem: expect.stringContaining("which is not final yet and may still be reorganised; pin it when it is.") });
  });
});
