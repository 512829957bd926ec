import type { ChainEvidence, ChainRaw, ClaimFacts, ClaimOf, Finding } from "@modeldex/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anvilPath, startChain, type Chain } from "../../test/anvil.ts";
import { anybody, gives, givesSlot, givesWhether, onlySlot, place, word, writesLog, type Behaviour, type Placed } from "../../test/contracts.ts";
import { listing, tools, verdict, type TestTools } from "../../test/subjects.ts";
import { keccak256 } from "../keccak256.ts";
import { calldata, checksumAddress, selector } from "./abi-words.ts";
import { controlAuthority } from "./control-authority.ts";

const alice = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
const bob = "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc";
const nobody = `0x${"0".repeat(40)}`;
const implementationSlot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
const adminSlot = "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103";
const beaconSlot = "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50";
const role = keccak256(Buffer.from("REGISTRAR_ROLE"));
const subject = { listing: listing("onchain:"), others: [], source: { id: "onchain", title: "Chain", baseAddresses: [] } };
type Facts = ClaimFacts["CONTROL_AUTHORITY"];

describe.skipIf(anvilPath() === undefined)("CONTROL_AUTHORITY on a real node (npm package @foundry-rs/anvil)", () => {
  let chain: Chain;
  let placed = 0;
  beforeAll(async () => {
    chain = await startChain();
  });
  afterAll(() => chain.stop());

  const make = async (functions: Readonly<Record<string, Behaviour>>): Promise<Placed> => await place(chain, (placed += 1), functions);
  /** What was set is in a block of its own, which is final. */
  const settle = async (): Promise<void> => void (await chain.rpc("anvil_mine", ["0x5"]));
  /** Reads of the newest block, as a source gives them. */
  const read = async (address: string, ask: { readonly call: string; readonly from?: string } | { readonly slot: string }): Promise<ChainEvidence> => {
    const block = (await chain.rpc("eth_getBlockByNumber", ["finalized", false])) as { readonly number: string; readonly hash: string };
    const at = { blockHash: block.hash };
    let raw: ChainRaw;
    if ("slot" in ask) raw = { slot: ask.slot, value: String(await chain.rpc("eth_getStorageAt", [address, ask.slot, at])) };
    else {
      const { call, from } = ask;
      const sender = from === undefined ? {} : { from };
      raw = await chain.rpc("eth_call", [{ to: address, data: call, ...sender }, at]).then((result): ChainRaw => ({ call, ...sender, result: String(result) }), (): ChainRaw => ({ call, ...sender, reverted: true }));
    }
    return { kind: "chain", chainId: 31_337, address, blockNumber: Number(block.number), blockHash: block.hash, finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, raw };
  };
  const claimOf = (facts: Facts, ...evidence: readonly ChainEvidence[]): ClaimOf<"CONTROL_AUTHORITY"> => ({
    kind: "CONTROL_AUTHORITY", statement: "The source says so.", facts, evidence, ...(evidence[0] && { issuer: { type: "CHAIN", key: `eip155:${String(evidence[0].chainId)}:${evidence[0].address}` } }),
  });
  const ownerEvidence = async ({ address }: Placed): Promise<ChainEvidence> => await read(address, { call: calldata("owner()") });
  const verify = async (claim: ClaimOf<"CONTROL_AUTHORITY">, urls: readonly string[] = [chain.url], lent: TestTools = tools({}, { fetch })): Promise<Finding> => {
    const [finding] = await controlAuthority({ rpc: { 31_337: urls } }).verify({ subject, claim }, lent);
    return finding as Finding;
  };
  /** Verdict and statement, the contract called X. */
  const told = (finding: Finding, { address }: Placed): readonly string[] => [verdict([finding]), finding.statement.replaceAll(`eip155:31337:${address}`, "X")];

  const safe = async (threshold: number, owners: readonly string[], more: Readonly<Record<string, Behaviour>> = {}) => await make({ "getThreshold()": gives(threshold), "getOwners()": gives(32, owners.length, ...owners), ...more });
  const timeLock = async (delay: number, more: Readonly<Record<string, Behaviour>> = {}) => await make({ "getMinDelay()": gives(delay), ...more });

  it.each([["the contract that keeps its entry", "VERIFIED SUPPORTS"], ["twin: another contract", "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"], ["twin: a contract, of a listing that none keeps", "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"]])("of a listing that states who owns %s", async (what, expected) => {
    const owned = await make({ "owner()": gives(nobody) });
    await settle();
    const keeper = what.includes("another") ? bob : owned.address;
    const claim = claimOf({ power: "owner", authority: "NONE" }, await ownerEvidence(owned));
    const about = listing(what.includes("none keeps") ? "file:acme/tiny" : `onchain:eip155:31337:${keeper}/1`);
    const [finding] = await controlAuthority({ rpc: { 31_337: [chain.url] } }).verify({ subject: { listing: about, others: [] }, claim }, tools({}, { fetch }));
    expect(verdict(finding === undefined ? [] : [finding])).toBe(expected);
  });

  const owners: readonly (readonly [string, () => Promise<string>, string, string])[] = [
    ["a key", async () => alice, "VERIFIED CAUTION", "One account, A, owns X."],
    ["a key that lets a contract act for it", async () => (await chain.rpc("anvil_setCode", [bob, `0xef0100${alice.slice(2)}`]), bob), "VERIFIED CAUTION", `One account, A, which lets ${checksumAddress(alice)} act for it (EIP-7702), owns X.`],
    ["nobody", async () => nobody, "VERIFIED SUPPORTS", "Nobody owns X: its ownership was given up."],
    ["a Safe of two of three", async () => (await safe(2, [alice, bob, `0x${"ab".repeat(20)}`])).address, "VERIFIED NEUTRAL", "The contract A, which answers as a Safe in which 2 of 3 owners decide, owns X. The code of A is not known here, and may do otherwise than it answers."],
    ["a Safe in which one suffices", async () => (await safe(1, [alice, bob])).address, "VERIFIED CAUTION", "The contract A, which answers as a Safe in which 1 of 2 owners decide, owns X."],
    ["a Safe that names one owner twice", async () => (await safe(2, [alice, alice])).address, "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", "The contract A, of a kind that is not known here, owns X."],
    ["a Safe with a module", async () => (await safe(2, [alice, bob], { "getModulesPaginated(address,uint256)": gives(64, 1, 1, alice) })).address, "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", "The contract A, which answers as a Safe in which 2 of 2 owners decide, with a module that can act without them, owns X."],
    ["a time lock", async () => (await timeLock(172_800)).address, "VERIFIED NEUTRAL", "The contract A, which answers as a time lock of 172800 seconds (who may propose is not known here), owns X. The code of A is not known here, and may do otherwise than it answers."],
    ["a time lock to which anybody proposes", async () => (await timeLock(60, { "hasRole(bytes32,address)": givesWhether([nobody]) })).address, "VERIFIED NEUTRAL", "The contract A, which answers as a time lock of 60 seconds (anybody may propose), owns X. The code of A is not known here, and may do otherwise than it answers."],
    ["a time lock without delay", async () => (await timeLock(0)).address, "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", "The contract A, which answers as a time lock without delay, owns X."],
    ["a contract that votes", async () => (await make({ "votingDelay()": gives(1) })).address, "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", "The contract A, which answers as one that votes (Governor), owns X."],
    ["another contract", async () => (await make({ "name()": gives(1) })).address, "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", "The contract A, of a kind that is not known here, owns X."],
  ];
  it.each(owners)("of an owner that is %s", async (_what, deployed, status, statement) => {
    await chain.rpc("anvil_mine", ["0x1"]);
    const address = await deployed();
    const owned = await make({ "owner()": gives(address) });
    await settle();
    const finding = await verify(claimOf({ power: "owner" }, await ownerEvidence(owned)));
    expect(told(finding, owned)).toEqual([status, statement.replaceAll(/\bA(?=,| is)/g, checksumAddress(address))]);
    expect(finding.checks?.find(({ key }) => key === "replay")?.status).toBe("VERIFIED");
  });

  it("names who may take a contract over, and keeps everything that was read", async () => {
    const owned = await make({ "owner()": gives(alice), "pendingOwner()": gives(bob) });
    await settle();
    const lent = tools({}, { fetch });
    const finding = await verify(claimOf({ power: "owner", authority: "SINGLE_PARTY", holder: `eip155:31337:${alice}` }, await ownerEvidence(owned)), [chain.url], lent);
    expect(told(finding, owned)).toEqual(["VERIFIED CAUTION", `One account, ${checksumAddress(alice)}, owns X. The account ${checksumAddress(bob)} may take it over.`]);
    expect(finding).toMatchObject({
      method: "chain.authority/1", expiresAt: "2026-11-01T13:00:00.000Z", validAt: expect.any(String),
      evidence: [{ kind: "chain", address: owned.address, finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, kept: expect.stringMatching(/^sha256:/), reproduce: expect.stringContaining("eth_call") }, {}, {}],
    });
    expect(JSON.parse(lent.kept[0] ?? "")).toHaveLength(3);
  });

  it("says that a contract no longer tells its owner", async () => {
    const owned = await make({ "owner()": gives(alice) });
    await settle();
    const evidence = await ownerEvidence(owned);
    await chain.rpc("anvil_mine", ["0x1"]);
    await owned.code({ "name()": gives(1) });
    await settle();
    expect(told(await verify(claimOf({ power: "owner", authority: "SINGLE_PARTY" }, evidence)), owned)).toEqual(["UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", "X no longer says who owns it."]);
  });

  describe("what the source states", () => {
    let owned: Placed;
    let before: ChainEvidence;
    let after: ChainEvidence;
    beforeAll(async () => {
      owned = await make({ "owner()": givesSlot(0) });
      await owned.slot(0, alice);
      await settle();
      before = await ownerEvidence(owned);
      await chain.rpc("anvil_mine", ["0x1"]);
      await owned.slot(0, bob);
      await settle();
      after = await ownerEvidence(owned);
    });
    const one = "SINGLE_PARTY" as const;
    const cases: readonly (readonly [string, () => ClaimOf<"CONTROL_AUTHORITY">, string, string | undefined])[] = [
      ["is so", () => claimOf({ power: "owner", authority: one, holder: `eip155:31337:${bob}` }, after), "VERIFIED CAUTION", undefined],
      ["is so, in another case", () => claimOf({ power: "owner", authority: one, holder: `eip155:31337:${bob.toUpperCase().replace("0X", "0x")}` }, after), "VERIFIED CAUTION", undefined],
      ["was so, and has changed since", () => claimOf({ power: "owner", authority: one, holder: `eip155:31337:${alice}` }, before), "VERIFIED CAUTION", "VERIFIED"],
      ["differs in one digit of the account", () => claimOf({ power: "owner", authority: one, holder: `eip155:31337:${bob.slice(0, -1)}d` }, after), "FAILED UNDERMINES", "FAILED"],
      ["says that the owner is somebody else", () => claimOf({ power: "owner", authority: one, holder: `eip155:31337:${bob}` }, before), "VERIFIED CAUTION", undefined],
      ["says that it was given up", () => claimOf({ power: "owner", authority: "NONE" }, after), "FAILED UNDERMINES", "FAILED"],
      ["says that several parties own it", () => claimOf({ power: "owner", authority: "MULTI_PARTY" }, after), "FAILED UNDERMINES", "FAILED"],
      ["has evidence that differs in one byte", () => claimOf({ power: "owner", authority: one }, { ...after, raw: { call: calldata("owner()"), result: `0x${word(bob).slice(0, -1)}d` } }), "FAILED UNDERMINES", undefined],
      ["the same, not said to be final", () => claimOf({ power: "owner", authority: one }, { ...after, finality: "PENDING", raw: { call: calldata("owner()"), result: `0x${word(bob).slice(0, -1)}d` } }), "FAILED CAUTION", undefined],
      ["has evidence of a block with another hash", () => claimOf({ power: "owner", authority: one }, { ...after, blockHash: `0x${"44".repeat(32)}` }), "FAILED UNDERMINES", undefined],
      ["is of a block that the node does not have", () => claimOf({ power: "owner", authority: "NONE" }, { ...after, blockNumber: 90_000 }), "VERIFIED CAUTION", "UNKNOWN"],
      ["has evidence of another contract than it speaks of", () => ({ ...claimOf({ power: "owner" }, after), issuer: { type: "CHAIN", key: `eip155:31337:${alice}` } }), "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL", undefined],
      ["has evidence of the contract of that address on another chain", () => ({ ...claimOf({ power: "owner" }, after), issuer: { type: "CHAIN", key: `eip155:1:${after.address}` } }), "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL", undefined],
      ["speaks of no contract, so that any could be shown for it", () => ({ ...claimOf({ power: "owner" }, after), issuer: { type: "OPERATOR", key: "acme" } }), "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL", undefined],
      ["is of a chain without an endpoint", () => claimOf({ power: "owner" }, { ...after, chainId: 1 }), "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL", undefined],
      ["is of a power that is not known here", () => claimOf({ power: "code" }, after), "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", undefined],
      ["has no evidence of a chain", () => claimOf({ power: "owner", authority: "NONE" }), "ASSERTED NEUTRAL", undefined],
    ];
    it.each(cases)("%s", async (_what, claim, expected, since) => {
      const finding = await verify(claim());
      expect([verdict([finding]), finding.checks?.find(({ key }) => key === "since")?.status]).toEqual([expected, since]);
      // What the chain contradicts is looked at again: the evidence may be given anew.
      if (finding.status === "FAILED") expect(finding.expiresAt).toBe(expected.endsWith("UNDERMINES") ? "2026-11-01T13:00:00.000Z" : "2026-11-01T12:01:00.000Z");
    });
    it("stays its own word without evidence", async () => {
      expect(await verify(claimOf({ authority: "NONE" }))).toEqual({ kind: "CONTROL_AUTHORITY", method: "source.statement/1", statement: "The source says so.", status: "ASSERTED", effect: "NEUTRAL", evidence: [] });
    });
  });

  describe("who can replace the code", () => {
    const upgradeable: Readonly<Record<string, Behaviour>> = { "proxiableUUID()": gives(implementationSlot), "owner()": givesSlot(0), "upgradeToAndCall(address,bytes)": onlySlot(0) };
    const guarded = { "owner()": givesSlot(0), "upgradeAndCall(address,address,bytes)": onlySlot(0) };
    const proxied = async (functions: Readonly<Record<string, Behaviour>>, slots: Readonly<Record<string, string>>): Promise<Placed> => {
      const proxy = await make(functions);
      for (const [slot, value] of Object.entries(slots)) await proxy.slot(slot.startsWith("0x") ? slot : Number(slot), value);
      return proxy;
    };
    const administrator = async (owner: string, functions: Readonly<Record<string, Behaviour>> = guarded): Promise<string> => {
      const made = await make(functions);
      await made.slot(0, owner);
      return made.address;
    };
    const cases: readonly (readonly [string, () => Promise<Placed>, string, RegExp])[] = [
      ["a key that is the administrator", async () => await proxied({ "name()": gives(1) }, { [implementationSlot]: alice, [adminSlot]: bob }), "VERIFIED CAUTION", /^One account, 0x3C44\w+,.* can replace the code of X, which is now that of 0x7099\w+\.$/],
      ["the owner of the administrator", async () => await proxied({}, { [implementationSlot]: alice, [adminSlot]: await administrator(alice) }), "VERIFIED CAUTION", /^One account, 0x7099\w+, can replace .*, through its administrator 0x\w{40}\.$/],
      ["nobody, since that owner is none", async () => await proxied({}, { [implementationSlot]: alice, [adminSlot]: await administrator(nobody) }), "VERIFIED SUPPORTS", /^Nobody can replace the code of X/],
      ["anybody, through the administrator", async () => await proxied({}, { [implementationSlot]: alice, [adminSlot]: await administrator(alice, { ...guarded, "upgrade(address,address)": anybody }) }), "VERIFIED CAUTION", /^Anybody can replace/],
      ["whom an unknown administrator lets", async () => await proxied({}, { [implementationSlot]: alice, [adminSlot]: await administrator(alice, { "owner()": givesSlot(0) }) }), "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", /who can act through it is not known here\.$/],
      ["whom its own code allows", async () => await proxied(upgradeable, { [implementationSlot]: await administrator(alice, upgradeable), 0: alice }), "VERIFIED CAUTION", /^One account, 0x7099\w+, can replace the code of X, .* A stranger's call is refused\.$/],
      ["several, as its own code allows", async () => await proxied(upgradeable, { [implementationSlot]: await administrator(alice, upgradeable), 0: (await safe(2, [alice, bob])).address }), "VERIFIED NEUTRAL", /a Safe in which 2 of 2 owners decide, can replace/],
      ["anybody, as its own code allows", async () => await proxied({ ...upgradeable, "upgradeToAndCall(address,bytes)": anybody }, { [implementationSlot]: await administrator(alice, upgradeable) }), "VERIFIED CAUTION", /^Anybody can replace .*: a stranger's call is accepted\.$/],
      ["whom its own code allows, which nobody names", async () => await proxied({ ...upgradeable, "owner()": gives(nobody) }, { [implementationSlot]: await administrator(alice, upgradeable), 0: alice }), "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", /^Who can replace the code of X, .* is not known here: a stranger's call is refused\.$/],
      ["who owns its beacon", async () => await proxied({}, { [beaconSlot]: await administrator(bob, { "owner()": givesSlot(0), "implementation()": gives(alice), "upgradeTo(address)": onlySlot(0) }) }), "VERIFIED CAUTION", /through the beacon 0x\w{40}/],
      ["whom ERC-897 lets", async () => await proxied({ "proxyType()": gives(2), "implementation()": gives(alice), "owner()": givesSlot(0), "upgradeTo(address)": onlySlot(0) }, { 0: bob }), "VERIFIED CAUTION", /can replace the code of X, which is now that of 0x7099/],
      ["nobody, since it is no proxy", async () => await make({ "name()": gives(1) }), "VERIFIED SUPPORTS", /^Nobody can replace the code of X: it is no proxy, and has no instruction/],
      ["whoever it forwards to", async () => await make({ "run()": "5f5f5f5f5f5af400" }), "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", /runs code of other contracts/],
      ["nobody, since there is no contract", async () => ({ ...(await make({})), address: `0x${"d0".repeat(20)}` }), "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", /^There is no contract at X in block \d+\.$/],
      ["a proxy of which no way is known", async () => await proxied({}, { [implementationSlot]: alice }), "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", /whether its code can be replaced is not known here\.$/],
    ];
    it.each(cases)("is %s", async (_whom, deployed, expected, statement) => {
      await chain.rpc("anvil_mine", ["0x1"]);
      const proxy = await deployed();
      await settle();
      const finding = await verify(claimOf({ power: "upgrade" }, await read(proxy.address, { slot: implementationSlot })));
      expect(told(finding, proxy)).toEqual([expected, expect.stringMatching(statement)]);
    });

    it("is told with the code that is there now, so that another one is another state", async () => {
      const proxy = await proxied({}, { [implementationSlot]: alice, [adminSlot]: bob });
      await chain.rpc("anvil_setCode", [bob, "0x"]);
      await settle();
      const states = async () => (await verify(claimOf({ power: "upgrade", authority: "SINGLE_PARTY", holder: bob }, await read(proxy.address, { slot: adminSlot })))).checks?.filter(({ key }) => key.startsWith("state:")).map(({ key, statement }) => [key, statement]);
      const first = await states();
      await chain.rpc("anvil_mine", ["0x1"]);
      await proxy.slot(implementationSlot, `0x${alice.slice(2, -1)}9`);
      await settle();
      expect([first, await states()]).toEqual([
        [["state:holder", `Held by one account, ${checksumAddress(bob)}.`], ["state:code", `The code is that of ${checksumAddress(alice)}.`]],
        [["state:holder", `Held by one account, ${checksumAddress(bob)}.`], ["state:code", `The code is that of ${checksumAddress(`0x${alice.slice(2, -1)}9`)}.`]],
      ]);
    });
  });

  describe("who has a role", () => {
    const roleClaim = async (contract: Placed, call: string, facts: Partial<Facts> = {}) => claimOf({ power: "role:REGISTRAR_ROLE", ...facts }, await read(contract.address, { call }));
    const has = (account: string) => calldata("hasRole(bytes32,address)", role, account);
    const counting = (count: number, member: string) => ({ "getRoleMemberCount(bytes32)": gives(count), "getRoleMember(bytes32,uint256)": gives(member) });
    const cases: readonly (readonly [string, () => Promise<Placed>, (contract: Placed) => Promise<ClaimOf<"CONTROL_AUTHORITY">>, string, RegExp])[] = [
      ["one whom the contract counts", () => make(counting(1, alice)), (made) => roleClaim(made, calldata("getRoleMemberCount(bytes32)", role)), "VERIFIED CAUTION", /^One account, 0x7099\w+, has the role REGISTRAR_ROLE of X\.$/],
      ["nobody whom the contract counts", () => make(counting(0, alice)), (made) => roleClaim(made, calldata("getRoleMemberCount(bytes32)", role)), "VERIFIED SUPPORTS", /^Nobody has the role/],
      ["more than were looked at", async () => await make(counting(7, (await safe(2, [alice, bob])).address)), (made) => roleClaim(made, calldata("getRoleMemberCount(bytes32)", role)), "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", /2 more have it, who were not looked at\.$/],
      ["one whom the source names", () => make({ "hasRole(bytes32,address)": givesWhether([alice]) }), (made) => roleClaim(made, has(alice), { authority: "SINGLE_PARTY" }), "VERIFIED CAUTION", /^One account, 0x7099/],
      ["nobody whom the source names", () => make({ "hasRole(bytes32,address)": givesWhether([alice]) }), (made) => roleClaim(made, has(bob)), "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", /^Nobody whom the source names has the role/],
      ["somebody, by no call", () => make({ "owner()": gives(alice) }), (made) => roleClaim(made, calldata("owner()")), "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", /the source names no call that says so\.$/],
    ];
    it.each(cases)("is %s", async (_who, deployed, claim, expected, statement) => {
      await chain.rpc("anvil_mine", ["0x1"]);
      const made = await deployed();
      await settle();
      const finding = await verify(await claim(made));
      expect(told(finding, made)).toEqual([expected, expect.stringMatching(statement)]);
    });
  });

  describe("what logs tell", () => {
    const granted = keccak256(Buffer.from("RoleGranted(bytes32,address,address)"));
    /** Grants as AccessControl logs them. */
    const grant = async (contract: Placed, of: string, account: string, functions: Readonly<Record<string, Behaviour>>): Promise<void> => {
      await contract.code({ ...functions, "grant()": writesLog(granted, of, `0x${word(account)}`, `0x${word(bob)}`) });
      const [from] = (await chain.rpc("eth_accounts")) as readonly string[];
      await chain.rpc("eth_sendTransaction", [{ from, to: contract.address, data: selector("grant()") }]);
      await settle();
    };
    it("of who got a role since the source looked", async () => {
      const strong = await safe(2, [alice, bob]);
      const contract = await make({ "hasRole(bytes32,address)": givesWhether([strong.address, alice]) });
      await settle();
      const claim = claimOf({ power: "role:REGISTRAR_ROLE", authority: "MULTI_PARTY", holder: strong.address }, await read(contract.address, { call: calldata("hasRole(bytes32,address)", role, strong.address) }));
      const before = await verify(claim);
      await grant(contract, role, alice, { "hasRole(bytes32,address)": givesWhether([strong.address, alice]) });
      const after = await verify(claim);
      expect([told(before, contract), told(after, contract)]).toEqual([
        ["VERIFIED NEUTRAL", expect.stringMatching(/a Safe in which 2 of 2 owners decide, has the role/)],
        ["VERIFIED CAUTION", expect.stringMatching(/^Each of these 2 accounts alone has the role REGISTRAR_ROLE of X: one account, 0x7099\w+; the contract 0x\w+, which answers as a Safe/)],
      ]);
    });
    it("of who may propose to a time lock", async () => {
      const proposer = keccak256(Buffer.from("PROPOSER_ROLE"));
      const functions = { "getMinDelay()": gives(60), "hasRole(bytes32,address)": givesWhether([alice]) };
      const lock = await make(functions);
      await grant(lock, proposer, alice, functions);
      await grant(lock, proposer, bob, functions);
      await chain.rpc("anvil_mine", ["0x1"]);
      const owned = await make({ "owner()": gives(lock.address) });
      await settle();
      const [, statement] = told(await verify(claimOf({ power: "owner" }, await ownerEvidence(owned))), owned);
      expect(statement).toContain(`a time lock of 60 seconds (${checksumAddress(alice)} may propose), owns X. The code of`);
    });
  });

  describe("who may write and pause", () => {
    const write = selector("register(string)");
    const functions = { "owner()": givesSlot(0), "register(string)": onlySlot(0), "paused()": givesSlot(1), "pause()": onlySlot(0), "unpause()": onlySlot(0) };
    it.each<[string, Facts, Readonly<Record<string, Behaviour>>, string, number, string, RegExp]>([
      ["the owner writes", { power: "write" }, functions, alice, 0, "VERIFIED CAUTION", /may call register\(string\) of X\. A stranger's call is refused\.$/],
      ["anybody writes", { power: "write:space" }, { ...functions, "register(string)": anybody }, alice, 0, "VERIFIED CAUTION", /^Anybody may call register\(string\) of X: a stranger's call is accepted\.$/],
      ["whoever it is writes", { power: "write" }, { ...functions, "owner()": gives(nobody) }, bob, 0, "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", /^A stranger's call of register\(string\) to X is refused; whose is accepted is not known here\.$/],
      ["the owner pauses", { power: "pause" }, functions, alice, 0, "VERIFIED CAUTION", /can pause X\./],
      ["the owner resumes", { power: "pause" }, functions, alice, 1, "VERIFIED CAUTION", /can resume X\./],
    ])("%s", async (_who, facts, made, owner, paused, expected, statement) => {
      await chain.rpc("anvil_mine", ["0x1"]);
      const contract = await make(made);
      await contract.slot(0, owner);
      await contract.slot(1, paused);
      await settle();
      const tried = { ...(await read(contract.address, { call: write, from: `0x${"ee".repeat(20)}` })), signature: "register(string)" };
      const finding = await verify(claimOf(facts, tried));
      expect(told(finding, contract)).toEqual([expected, expect.stringMatching(statement)]);
    });
  });

  describe("endpoints", () => {
    let owned: Placed;
    beforeAll(async () => {
      owned = await make({ "owner()": gives(alice) });
      await settle();
    });
    const addressOf = (input: Parameters<typeof fetch>[0]): string => (input instanceof Request ? input.url : input.toString());
    /** Endpoints by a word in their host: lying, down, without an index or a final block. */
    const odd: typeof fetch = async (url, init) => {
      const host = new URL(addressOf(url)).host;
      if (host.startsWith("down")) return Response.error();
      const body = typeof init?.body === "string" ? init.body : "";
      if (host.startsWith("nobatch") && body.startsWith("[")) return new Response('{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no batches"}}');
      const response = await fetch(chain.url, { ...init, body: host.startsWith("nofinal") ? body.replaceAll("finalized", "no such tag") : body });
      const text = await response.text();
      if (host.startsWith("lying")) return new Response(text.replaceAll(alice.slice(2), bob.slice(2)));
      return new Response(host.startsWith("other") ? text.replaceAll("0x7a69", "0x1") : text);
    };
    it.each<[string, readonly string[], string]>([
      ["that agree", ["http://one.example", "http://two.example"], "VERIFIED CAUTION"],
      ["of which one says otherwise", ["http://one.example", "http://lying.example"], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
      ["of which one is down", ["http://one.example", "http://down.example"], "VERIFIED CAUTION"],
      ["that are down", ["http://down.example"], "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"],
      ["of another chain", ["http://other.example"], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
      ["that take no batches", ["http://nobatch.example"], "VERIFIED CAUTION"],
      ["without a final block", ["http://nofinal.example"], "VERIFIED CAUTION"],
    ])("%s", async (_which, urls, expected) => {
      const evidence = await ownerEvidence(owned);
      const finding = await verify(claimOf({ power: "owner", authority: "SINGLE_PARTY" }, evidence), urls, tools({}, { fetch: odd }));
      expect(verdict([finding])).toBe(expected);
    });
    it("that agree on what the source read, and not on what is now, are believed neither", async () => {
      const evidence = await read(owned.address, { slot: implementationSlot });
      const finding = await verify(claimOf({ power: "owner" }, evidence), ["http://one.example", "http://lying.example"], tools({}, { fetch: odd }));
      expect([verdict([finding]), finding.statement, finding.expiresAt]).toEqual(["UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL", "The configured endpoints do not agree on who has the power.", "2026-11-01T12:10:00.000Z"]);
    });
    it("that have different blocks at one number are believed neither", async () => {
      const evidence = await ownerEvidence(owned);
      await settle();
      const { hash } = (await chain.rpc("eth_getBlockByNumber", ["finalized", false])) as { readonly hash: string };
      const forked: typeof fetch = async (url, init) => new Response((await (await fetch(chain.url, init)).text()).replaceAll(hash, addressOf(url).includes("forked") ? `0x${"77".repeat(32)}` : hash));
      const finding = await verify(claimOf({ power: "owner" }, evidence), ["http://one.example", "http://forked.example"], tools({}, { fetch: forked }));
      expect([verdict([finding]), finding.statement]).toEqual(["UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL", expect.stringMatching(/^The configured endpoints do not agree: block \d+ is 0x\w{64} to one and 0x7777\w+ to another\.$/)]);
    });
    it("without a final block are asked again soon", async () => {
      const finding = await verify(claimOf({ power: "owner" }, await ownerEvidence(owned)), ["http://nofinal.example"], tools({}, { fetch: odd }));
      expect(finding).toMatchObject({ expiresAt: "2026-11-01T12:01:00.000Z", evidence: [{ finality: "PENDING" }, {}] });
    });
    it("are asked about several claims at once in as many requests as about one", async () => {
      const requests: unknown[] = [];
      const counted: typeof fetch = async (url, init) => (requests.push(init?.body), await fetch(url, init));
      const evidence = await ownerEvidence(owned);
      const cost = async (count: number) => {
        requests.length = 0;
        const lent = tools({}, { fetch: counted });
        await Promise.all(Array.from({ length: count }, (_, index) => verify(claimOf({ power: index % 2 === 0 ? "owner" : "pause" }, evidence), [chain.url, `${chain.url}/`], lent)));
        return requests.length;
      };
      const one = await cost(1);
      expect([one <= 4, (await cost(6)) - one <= 2]).toEqual([true, true]);
    });
  });
});

it("refuses an endpoint that is no URL, and counts one once", () => {
  expect(() => controlAuthority({ rpc: { 1: ["ws://node.example"] } })).toThrow('controlAuthority: an rpc endpoint must be an http or https URL, such as "https://rpc.example.org"');
  expect(controlAuthority({ rpc: { 1: ["https://node.example", "https://NODE.example:443/", "https://node.example/key"], 10: [] } }).baseAddresses).toEqual(["https://NODE.example:443/", "https://node.example/key"]);
});
