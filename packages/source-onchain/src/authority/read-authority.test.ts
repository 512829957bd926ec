import type { ChainEvidence, SourceClaim } from "@modeldex/plugin-kit";
import { encodeFunctionData, parseAbi, zeroAddress, type Address, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import type { Registry } from "../mapping/registry.ts";
import { readOptions, type Chain } from "../options.ts";
import { anvilPath } from "../testing/anvil.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { startRpcProxy, type RpcProxy, type RpcProxyOptions } from "../testing/rpc-proxy.ts";
import { chainContext } from "../testing/run.ts";
import { aboutRegistries } from "./about.ts";
import { view } from "./probe.ts";

const alice: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const bob: Address = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const registrar: Hex = "0xedcc084d3dcd65a1f7f23c65c46722faca6953d28e43150a467cf43e5c309238";

describe.skipIf(anvilPath() === undefined)("who may change a registry (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  beforeAll(async () => {
    chain = await startLocalChain();
  });
  afterAll(async () => {
    await chain.stop();
  });

  const mapping = (address: Address, change: Partial<Mapping> = {}): Mapping => ({
    id: "models", chainId: chain.chainId, address, startBlock: 0, abi: ["event Registered(bytes32 indexed id, string name)"], key: { from: "args.id" },
    on: { Registered: { op: "upsert", set: { name: "args.name" } } }, ...change,
  });
  const chainsOf = (mappings: readonly Mapping[], rpc: string = chain.url): readonly Chain[] =>
    readOptions({ chains: [{ chainId: chain.chainId, rpc: [rpc] }], registries: mappings }).chains.map((each) => ({ ...each, registries: each.registries.map(tried) }));
  const tried = (registry: Registry): Registry => ({ ...registry, writeCall: { abi: view("function register(string name)"), args: ["a model"] } });

  /** What the chain shows of the powers over a contract. */
  const powers = async (address: Address, from?: readonly Chain[]) => {
    await chain.mine(3);
    const claims = await aboutRegistries(from ?? chainsOf([mapping(address)]), chainContext());
    const account = `eip155:${chain.chainId}:${address}`;
    const shown = (text: string): string => text.replaceAll(`models (${account})`, "X").replaceAll(`eip155:${chain.chainId}:`, "");
    const ofPower = (claim: SourceClaim) => (claim.kind === "CONTROL_AUTHORITY" ? claim : undefined);
    return Object.fromEntries(
      claims.flatMap((claim) => ofPower(claim) ?? []).map(({ facts, statement }) => [facts.power, [facts.authority, facts.holder === undefined ? undefined : shown(facts.holder), shown(statement)]]),
    );
  };
  const nobodyReplaces = ["NONE", undefined, "Nobody can replace the code of X: it is no proxy, and has no instruction that runs code of another contract or takes it away."];
  const refused = "A stranger's call of register(string) to X is refused";

  test("an owner with one key writes and pauses, and nobody replaces the code", async () => {
    const address = await chain.deploy("OwnedRegistry", [alice]);
    const { blockNumber, ...shown } = { blockNumber: (await chain.write("OpenRegistry", await chain.deploy("OpenRegistry"), "register", ["x"])).blockNumber, ...(await powers(address)) };
    expect(shown).toEqual({
      upgrade: nobodyReplaces,
      owner: ["SINGLE_PARTY", alice, `The owner of X is ${alice}, a single key.`],
      pause: ["SINGLE_PARTY", alice, `X can be paused by ${alice}, a single key. It is not paused at block ${blockNumber + 1}.`],
      write: ["SINGLE_PARTY", alice, `${refused}; the same call is accepted of ${alice}, a single key.`],
    });
  });

  test("anybody writes where a stranger's call is accepted", async () => {
    expect(await powers(await chain.deploy("OpenRegistry"))).toEqual({
      upgrade: nobodyReplaces,
      write: ["PERMISSIONLESS", undefined, "Anybody may write entries of X: a call of register(string) by a stranger is accepted."],
    });
  });

  test("nobody owns what was given up, and who writes it is then not known", async () => {
    const address = await chain.deploy("OwnedRegistry", [chain.account]);
    await chain.write("OwnedRegistry", address, "transferOwnership", [zeroAddress]);
    expect(await powers(address)).toMatchObject({
      owner: ["NONE", undefined, "X has no owner: its ownership was given up."],
      pause: [undefined, undefined, expect.stringContaining("X can be paused; by whom is not known here.")],
      write: [undefined, undefined, `${refused}; whose is accepted is not known here.`],
    });
  });

  test("a refused call while the contract is paused says so", async () => {
    const address = await chain.deploy("OwnedRegistry", [chain.account]);
    await chain.write("OwnedRegistry", address, "pause", []);
    expect(await powers(address)).toMatchObject({
      pause: ["SINGLE_PARTY", chain.account, expect.stringMatching(/^X can be resumed by .* a single key\. It is paused at block \d+\.$/)],
      write: [undefined, undefined, `${refused} while it is paused; whose is accepted is not known here.`],
    });
  });

  test.each<[string, (chain: LocalChain) => Promise<Address>, string | undefined, RegExp]>([
    ["a Safe of several", (on) => on.deploy("SafeLike", [[alice, bob, on.account], 2n]), "MULTI_PARTY", /, a Safe in which 2 of 3 owners decide\.$/],
    ["a Safe in which one suffices", (on) => on.deploy("SafeLike", [[alice, bob], 1n]), "SINGLE_PARTY", /, a Safe in which 1 of 2 owners decide\.$/],
    ["a time lock", (on) => on.deploy("TimeLockLike", [172_800n]), "TIME_LOCKED", /, a time lock of 172800 seconds\.$/],
    ["a time lock without delay", (on) => on.deploy("TimeLockLike", [0n]), undefined, /, a time lock without delay\.$/],
    ["another contract", (on) => on.deploy("OpenRegistry"), undefined, /, a contract of a kind that is not known here\.$/],
  ])("an owner that is %s is told as that", async (_what, deployed, authority, text) => {
    const owner = await deployed(chain);
    const shown = await powers(await chain.deploy("OwnedRegistry", [owner]));
    expect(shown["owner"]).toEqual([authority, owner, expect.stringMatching(text)]);
    expect(shown["write"]?.slice(0, 2)).toEqual([authority, owner]);
  });

  test("a key that lets a contract act for it (EIP-7702) is still a single key", async () => {
    const key: Address = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
    await chain.rpc("anvil_setCode", [key, `0xef0100${chain.files.slice(2).toLowerCase()}`]);
    const { owner } = await powers(await chain.deploy("OwnedRegistry", [key]));
    expect(owner).toEqual(["SINGLE_PARTY", key, `The owner of X is ${key}, a single key that lets ${chain.files} act for it (EIP-7702).`]);
  });

  test.each([["counted by the contract", true], ["found in its logs", false]])("members of roles %s are told, each with its kind, and the weakest counts", async (_how, enumerable) => {
    const safe = await chain.deploy("SafeLike", [[alice, bob], 2n]);
    const address = await chain.deploy("RoleRegistry", [chain.account, enumerable]);
    for (const account of [bob, safe, alice]) await chain.write("RoleRegistry", address, "grantRole", [registrar, account]);
    await chain.write("RoleRegistry", address, "revokeRole", [registrar, bob]);
    const shown = await powers(address);
    expect(shown["role:DEFAULT_ADMIN_ROLE"]).toEqual(["SINGLE_PARTY", chain.account, `The role DEFAULT_ADMIN_ROLE of X, which gives and takes roles, is held by ${chain.account}, a single key.`]);
    const [authority, holder, statement] = shown["role:REGISTRAR_ROLE"] ?? [];
    expect([authority, holder]).toEqual(["SINGLE_PARTY", undefined]);
    expect(statement).toMatch(/^The role REGISTRAR_ROLE of X is held by /);
    for (const member of [`${alice}, a single key`, `${safe}, a Safe in which 2 of 2 owners decide`]) expect(statement).toContain(member);
    expect(statement).not.toContain(bob);
    expect(shown["write"]?.[2]).toContain(`${alice}, a single key`);
    await chain.write("RoleRegistry", address, "revokeRole", [registrar, alice]);
    expect((await powers(address))["role:REGISTRAR_ROLE"]?.slice(0, 2)).toEqual(["MULTI_PARTY", safe]);
  });

  test("a contract with roles whose members can be read by no means says just that", async () => {
    const address = await chain.deploy("RoleRegistry", [alice, false]);
    const proxy = await startRpcProxy(chain.url, { answer: ({ method }) => (method === "eth_getLogs" ? { error: { code: -32_005, message: "query returned more than 10000 results" } } : undefined) });
    try {
      expect((await powers(address, chainsOf([mapping(address)], proxy.url)))["roles"]).toEqual([undefined, undefined, "X gives powers by roles; who has them could not be read."]);
    } finally {
      await proxy.close();
    }
  });

  const initialize = (owner: Address) => encodeFunctionData({ abi: parseAbi(["function initialize(address)"]), args: [owner] });

  test.each<[string, (on: LocalChain, code: Address) => Promise<readonly [Address, Address, Hex]>, string | undefined, RegExp]>([
    ["its administrator, a single key", async () => [alice, zeroAddress, "0x"], "SINGLE_PARTY", /^The code of X, now that of 0x\w{40}, can be replaced by 0x7099\w+, a single key\.$/],
    ["the owner of its administrator", async (on) => [await on.deploy("ProxyAdminLike", [bob]), zeroAddress, "0x"], "SINGLE_PARTY", /can be replaced by 0x3C44\w+, a single key, through 0x\w{40}, its administrator\.$/],
    ["nobody, since that owner is none", async (on) => [await on.deploy("ProxyAdminLike", [zeroAddress]), zeroAddress, "0x"], "NONE", /^Nobody can replace the code of X, which is that of 0x\w{40}: its administrator 0x\w{40} has no owner\.$/],
    ["whom a contract of a kind that is not known lets", async (on) => [await on.deploy("OwnedRegistry", [bob]), zeroAddress, "0x"], undefined, /a contract whose owner is 0x3C44\w+, a single key; who can act through it is not known here\.$/],
    ["whom its own code allows", async () => [zeroAddress, zeroAddress, initialize(alice)], "SINGLE_PARTY", /can be replaced by 0x7099\w+, a single key; a stranger's call of upgradeToAndCall is refused\.$/],
    ["anybody", async () => [zeroAddress, zeroAddress, "0x"], "PERMISSIONLESS", /^Anybody can replace the code of X, which is now that of 0x\w{40}: a call of upgradeToAndCall by a stranger is accepted\.$/],
  ])("the code of a proxy is replaced by %s", async (_whom, made, authority, text) => {
    const code = await chain.deploy("UupsRegistry");
    const [admin, beacon, data] = await made(chain, code);
    const { upgrade } = await powers(await chain.deploy("SlotProxy", [code, admin, beacon, data]));
    expect(upgrade).toEqual([authority, authority === "PERMISSIONLESS" || authority === "NONE" ? undefined : expect.any(String), expect.stringMatching(text)]);
  });

  test("the code of a proxy of a beacon is replaced there", async () => {
    const beacon = await chain.deploy("BeaconLike", [await chain.deploy("UupsRegistry"), alice]);
    const { upgrade } = await powers(await chain.deploy("SlotProxy", [zeroAddress, zeroAddress, beacon, "0x"]));
    expect(upgrade).toEqual(["SINGLE_PARTY", alice, expect.stringMatching(/^The code of X is that which the beacon 0x\w{40} names, now 0x\w{40}; it can be changed there by 0x7099\w+, a single key\.$/)]);
  });

  test("a proxy of which no way to replace the code is known is not said to be fixed", async () => {
    const { upgrade } = await powers(await chain.deploy("ImplementationSlotProxy", [chain.files]));
    expect(upgrade).toEqual([undefined, undefined, expect.stringMatching(/^X is a proxy of 0x\w{40}, without an administrator .* whether its code can be replaced is not known here\.$/)]);
  });

  test("counts the times that the code was set", async () => {
    const code = await chain.deploy("UupsRegistry");
    const address = await chain.deploy("SlotProxy", [code, zeroAddress, zeroAddress, initialize(chain.account)]);
    const { blockNumber } = await chain.write("UupsRegistry", address, "upgradeToAndCall", [await chain.deploy("UupsRegistry"), "0x"]);
    await chain.mine(3);
    const claims = await aboutRegistries(chainsOf([mapping(address)]), chainContext());
    expect(claims.filter(({ kind, evidence }) => kind === "CHANGE_HISTORY" && evidence.length > 0)).toEqual([
      expect.objectContaining({
        statement: expect.stringMatching(new RegExp(`was set 2 times between blocks 0 and \\d+, the last time in block ${blockNumber}\\.$`)),
        evidence: [expect.objectContaining({ blockNumber, raw: { topics: [expect.any(String), expect.any(String)], data: "0x" } })],
      }),
    ]);
  });

  test("says where the configuration names no contract, and tells the configured word as that", async () => {
    await chain.mine(3);
    const [{ registries, ...rest }] = chainsOf([mapping(bob, { about: { operator: "Acme" }, writers: "curated" })]) as [Chain];
    const claims = await aboutRegistries([{ ...rest, registries: registries.map(({ writeCall: _, ...registry }) => registry) }], chainContext());
    expect(claims.map(({ kind, statement, issuer }) => [kind, statement.replaceAll(`models (eip155:31337:${bob})`, "X"), issuer?.type])).toEqual([
      ["SOURCE_OPERATOR", "X is operated by Acme, says the configuration.", "OPERATOR"],
      ["CHANGE_HISTORY", "Every change of an entry of X is a log in a block of chain 31337.", "OPERATOR"],
      ["REFERENCE_IMMUTABILITY", expect.stringMatching(/^A revision of X names a block by its hash/), "OPERATOR"],
      ["CONTROL_AUTHORITY", "Of X the configuration says: its operator decides on entries.", "OPERATOR"],
      ["CONTROL_AUTHORITY", expect.stringMatching(/^There is no contract at X in block \d+\.$/), "CHAIN"],
    ]);
  });

  describe("at an endpoint of its own", () => {
    let address: Address;
    const through = async <T>(options: RpcProxyOptions, work: (proxy: RpcProxy) => Promise<T>): Promise<T> => {
      const proxy = await startRpcProxy(chain.url, options);
      try {
        return await work(proxy);
      } finally {
        await proxy.close();
      }
    };
    beforeAll(async () => {
      const safe = await chain.deploy("SafeLike", [[alice, bob], 2n]);
      const admin = await chain.deploy("ProxyAdminLike", [safe]);
      address = await chain.deploy("SlotProxy", [await chain.deploy("UupsRegistry"), admin, zeroAddress, initialize(alice)]);
      await chain.mine(3);
    });
    const read = async (rpc: string, mappings = [mapping(address)]) => await aboutRegistries(chainsOf(mappings, rpc), chainContext());
    const plain = (claims: readonly SourceClaim[]) => claims.map(({ statement }) => statement);

    test("costs few requests by batch, for one contract and for twelve", async () => {
      const twelve = [address];
      while (twelve.length < 12) twelve.push(await chain.deploy("RoleRegistry", [alice, true]));
      await chain.mine(3);
      const cost = async (mappings: readonly Mapping[]) => await through({}, async (proxy) => {
        expect((await read(proxy.url, [...mappings])).length).toBeGreaterThan(mappings.length * 4);
        return { requests: proxy.requests, calls: proxy.calls.length };
      });
      const one = await cost([mapping(address)]);
      const all = await cost(twelve.map((each, index) => mapping(each, { id: `models-${index}` })));
      expect(one.requests).toBeLessThanOrEqual(7);
      expect(one.calls).toBeLessThanOrEqual(50);
      // Batches hold 50 calls each; a step of one contract does not wait for those of others.
      expect(all.requests).toBeLessThanOrEqual(7 + Math.ceil(all.calls / 25));
      expect(all.calls).toBeLessThanOrEqual(12 * 50);
    });

    test("gives the same where the node takes no batches, and only the count of upgrades less where it refuses logs", async () => {
      const whole = plain(await read(chain.url));
      expect(await through({ http: (response, calls) => calls.length > 1 && (response.end('{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no batches"}}'), true) }, async ({ url }) => plain(await read(url)))).toEqual(whole);
      const withoutLogs = await through({ answer: ({ method }) => (method === "eth_getLogs" ? { error: { code: -32_614, message: "eth_getLogs is limited to a 10,000 range" } } : undefined) }, async ({ url }) => plain(await read(url)));
      expect(withoutLogs).toEqual(whole.filter((statement) => !statement.includes("was set once between blocks")));
      expect(withoutLogs).toHaveLength(whole.length - 1);
    });

    test("is read at the newest block where the node keeps no state of the final one", async () => {
      const { number } = (await chain.rpc("eth_getBlockByNumber", ["finalized", false])) as { readonly number: Hex };
      const claims = await through({ answer: ({ method, params }) => (method !== "eth_getBlockByNumber" && params.at(-1) === number ? { error: { code: -32_000, message: "missing trie node 2b5a (path ) state 0x2b5a is not available" } } : undefined) }, async ({ url }) => await read(url));
      expect(claims.flatMap(({ evidence }) => evidence).flatMap((each) => (each.kind === "chain" && !("topics" in each.raw) ? [each.finality] : []))).toContain("PENDING");
      expect(plain(claims).join("\n")).toContain("a Safe in which 2 of 2 owners decide");
    });

    test.each<[string, RpcProxyOptions]>([
      ["does not answer", { http: (response) => (response.destroy(), true) }],
      ["allows no further request", { answer: ({ method }) => (method === "eth_call" ? { error: { code: 429, message: "Too many requests" } } : undefined) }],
      ["is of another chain", { change: ({ method }, result) => (method === "eth_chainId" ? "0x1" : result) }],
    ])("a chain whose endpoint %s leaves the configuration's word, and says that it could not be asked", async (_what, options) => {
      const statements = await through(options, async ({ url }) => plain(await read(url)));
      expect(statements).toEqual([
        expect.stringContaining("Every change of an entry"), expect.stringContaining("A revision of"),
        expect.stringMatching(/^Who can change models \(eip155:31337:0x\w{40}\) is not known: chain 31337 could not be asked \([A-Z_]+\)\.$/),
      ]);
    });

    test("what one contract answers without sense spoils nothing of the other", async () => {
      const other = await chain.deploy("OwnedRegistry", [alice]);
      await chain.mine(3);
      const spoiled = (call: { readonly method: string; readonly params: readonly unknown[] }, result: unknown): unknown => {
        const to = (call.params[0] as { readonly to?: string } | undefined)?.to;
        return call.method === "eth_call" && to?.toLowerCase() === address.toLowerCase() ? `0x${"ff".repeat(100)}` : result;
      };
      const mappings = [mapping(address, { id: "hostile" }), mapping(other)];
      const [hostile, whole] = await Promise.all([through({ change: spoiled }, async ({ url }) => plain(await read(url, mappings))), read(chain.url, [mapping(other)])]);
      expect(hostile.filter((statement) => statement.includes("models ("))).toEqual(plain(whole));
    });
  });

  test("every claim names the contract first, and evidence that is of one block", async () => {
    const address = await chain.deploy("OwnedRegistry", [alice]);
    await chain.mine(3);
    const claims = (await aboutRegistries(chainsOf([mapping(address)]), chainContext())).filter(({ issuer }) => issuer?.type === "CHAIN");
    const chained = (claim: SourceClaim) => claim.evidence as readonly ChainEvidence[];
    expect(claims.map((claim) => chained(claim)[0]?.address)).toEqual(claims.map(() => address));
    expect(new Set(claims.flatMap(chained).map(({ blockHash }) => blockHash)).size).toBe(1);
  });
});
