import type { ChainEvidence, ClaimOf, Finding } from "@modeldex/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anvilPath, startChain, type Chain } from "../../test/anvil.ts";
import { contractCode, gives, givesWhether, place, type Behaviour, type Placed } from "../../test/contracts.ts";
import { listing, tools, verdict } from "../../test/subjects.ts";
import { keccak256 } from "../keccak256.ts";
import { calldata, checksumAddress } from "./abi-words.ts";
import { controlAuthority } from "./control-authority.ts";
import { erc1967Slots } from "./erc1967-slots.ts";
import type { KnownCode } from "./known-code.ts";

const [alice, bob, carol, nobody] = ["70", "3c", "90", "00"].map((byte) => `0x${byte.repeat(20)}`) as [string, string, string, string];
const source = { id: "onchain", title: "Chain", baseAddresses: [] };
const safe: Readonly<Record<string, Behaviour>> = { "getThreshold()": gives(2), "getOwners()": gives(32, 3, alice, bob, carol), "getModulesPaginated(address,uint256)": gives(64, 1, 0) };
const { "getModulesPaginated(address,uint256)": _modules, ...safeOfUnknownModules } = safe;
const singleton = { ...safe, "VERSION()": gives(1) };
const lock = (delay: number, open: boolean | "UNREAD" = false): Readonly<Record<string, Behaviour>> => ({ "getMinDelay()": gives(delay), ...(open === "UNREAD" ? {} : { "hasRole(bytes32,address)": givesWhether(open ? [nobody] : []) }) });
const hash = (code: string): string => keccak256(Buffer.from(code.slice(2), "hex"));
const hashOf = (functions: Readonly<Record<string, Behaviour>>): string => hash(contractCode(functions));
const asSafe = (...functions: readonly Readonly<Record<string, Behaviour>>[]): KnownCode => ({ multisig: functions.map(hashOf) });
const asLock = (...functions: readonly Readonly<Record<string, Behaviour>>[]): KnownCode => ({ timeLock: functions.map(hashOf) });
const unknownCode = "The code of A is not known here, and may do otherwise than it answers.";

describe.skipIf(anvilPath() === undefined)("who holds a power, by code that is known (npm package @foundry-rs/anvil)", () => {
  let chain: Chain;
  let placed = 0;
  beforeAll(async () => {
    chain = await startChain();
  });
  afterAll(() => chain.stop());

  const make = async (functions: Readonly<Record<string, Behaviour>>, slots: Readonly<Record<string, string>> = {}): Promise<Placed> => {
    const made = await place(chain, (placed += 1), functions);
    for (const [slot, value] of Object.entries(slots)) await made.slot(slot.length < 5 ? Number(slot) : slot, value);
    return made;
  };
  const at = async (functions: Readonly<Record<string, Behaviour>>): Promise<string> => (await make(functions)).address;
  /** A contract with these exact bytes that nothing else can change (ERC-1167). */
  const minimal = async (target: string): Promise<Placed> => {
    const made = await make({});
    await chain.rpc("anvil_setCode", [made.address, `0x363d3d373d3d3d363d73${target.slice(2)}5af43d82803e903d91602b57fd5bf3`]);
    return made;
  };
  const verify = async (holder: string, knownCode: KnownCode | undefined): Promise<Finding> => {
    const owned = await make({ "owner()": gives(holder) });
    await chain.rpc("anvil_mine", ["0x5"]);
    const { number, hash: blockHash } = (await chain.rpc("eth_getBlockByNumber", ["finalized", false])) as { readonly number: string; readonly hash: string };
    const call = calldata("owner()");
    const result = String(await chain.rpc("eth_call", [{ to: owned.address, data: call }, { blockHash }]));
    const evidence: ChainEvidence = { kind: "chain", chainId: 31_337, address: owned.address, blockNumber: Number(number), blockHash, finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, raw: { call, result } };
    const claim: ClaimOf<"CONTROL_AUTHORITY"> = { kind: "CONTROL_AUTHORITY", statement: "It says so.", facts: { power: "owner" }, evidence: [evidence], issuer: { type: "CHAIN", key: `eip155:31337:${owned.address}` } };
    const [finding] = await controlAuthority({ rpc: { 31_337: [chain.url] }, ...(knownCode && { knownCode }) }).verify({ subject: { listing: listing("onchain:"), others: [], source }, claim }, tools({}, { fetch }));
    return finding as Finding;
  };

  it.each<readonly [what: string, holder: () => Promise<string>, knownCode: KnownCode | undefined, expected: string, doubt: string | undefined]>([
    ["a Safe whose code is known", () => at(safe), asSafe(safe), "VERIFIED SUPPORTS", undefined],
    ["the same, by a hash in other case", () => at(safe), { multisig: [hashOf(safe).toUpperCase().replace("0X", "0x")] }, "VERIFIED SUPPORTS", undefined],
    ["twin: nothing is configured", () => at(safe), undefined, "VERIFIED NEUTRAL", unknownCode],
    ["twin: one that answers the same by other code", () => at({ ...safe, "back()": gives(1) }), asSafe(safe), "VERIFIED NEUTRAL", unknownCode],
    ["twin: its code is known as that of a time lock", () => at(safe), asLock(safe), "VERIFIED NEUTRAL", unknownCode],
    ["twin: whose modules could not be read", () => at(safeOfUnknownModules), asSafe(safeOfUnknownModules), "VERIFIED NEUTRAL", "Whether A has modules that can act without its owners could not be read."],
    ["a proxy of a Safe, both known", async () => (await make(safe, { 0: await at(singleton) })).address, asSafe(safe, singleton), "VERIFIED SUPPORTS", undefined],
    ["twin: other code that names a known Safe", async () => (await make({ ...safe, "back()": gives(1) }, { 0: await at(singleton) })).address, asSafe(safe, singleton), "VERIFIED NEUTRAL", unknownCode],
    ["twin: a known proxy that names other code", async () => (await make(safe, { 0: await at({ ...singleton, "back()": gives(1) }) })).address, asSafe(safe, singleton), "VERIFIED NEUTRAL", unknownCode],
    ["a proxy of ERC-1967, both known", async () => (await make(safe, { [erc1967Slots.implementation]: await at(singleton) })).address, asSafe(safe, singleton), "VERIFIED SUPPORTS", undefined],
    ["twin: which an administrator can turn", async () => (await make(safe, { [erc1967Slots.implementation]: await at(singleton), [erc1967Slots.admin]: alice })).address, asSafe(safe, singleton), "VERIFIED NEUTRAL", unknownCode],
    ["twin: of a beacon", async () => (await make(safe, { [erc1967Slots.beacon]: await at(singleton) })).address, asSafe(safe, singleton), "VERIFIED NEUTRAL", unknownCode],
    ["a minimal proxy of a known Safe", async () => (await minimal(await at(singleton))).address, asSafe(singleton), "VERIFIED SUPPORTS", undefined],
    ["twin: of other code", async () => (await minimal(await at({ ...singleton, "back()": gives(1) }))).address, asSafe(singleton), "VERIFIED NEUTRAL", unknownCode],
    ["a time lock whose code is known", () => at(lock(3_600)), asLock(lock(3_600)), "VERIFIED SUPPORTS", undefined],
    ["twin: whose code is not known", () => at(lock(3_600)), asLock(lock(7_200)), "VERIFIED NEUTRAL", unknownCode],
    ["twin: of a second less than an hour", () => at(lock(3_599)), asLock(lock(3_599)), "VERIFIED NEUTRAL", "The delay of A is shorter than one hour."],
    ["twin: to which anybody may propose", () => at(lock(3_600, true)), asLock(lock(3_600, true)), "VERIFIED NEUTRAL", "Since anybody may propose to A, it holds nobody back but by its delay."],
    ["twin: of which that could not be read", () => at(lock(3_600, "UNREAD")), asLock(lock(3_600, "UNREAD")), "VERIFIED NEUTRAL", "Whether anybody may propose to A could not be read."],
    ["a Safe in which one suffices, known or not", () => at({ ...safe, "getThreshold()": gives(1) }), asSafe({ ...safe, "getThreshold()": gives(1) }), "VERIFIED CAUTION", undefined],
  ])("%s", async (_what, holder, knownCode, expected, doubt) => {
    const address = await holder();
    const finding = await verify(address, knownCode);
    const [said, ...sentences] = finding.statement.replaceAll(checksumAddress(address), "A").split(/(?<=\.) /);
    expect([verdict([finding]), sentences]).toEqual([expected, doubt === undefined ? [] : [doubt]]);
    expect(said).toMatch(/^The contract A, which answers as a (?:Safe|time lock) .*, owns eip155:31337:0x\w+\.$/);
  });
});

it.each<readonly [unknown, string]>([
  [{ multisig: ["0xabc"] }, 'controlAuthority: knownCode.multisig[0] is "0xabc"; write the keccak256 of the code: 0x and 64 hex digits.'],
  [{ timeLock: [`0x${"ab".repeat(32)}`, 7] }, "controlAuthority: knownCode.timeLock[1] is 7; write the keccak256 of the code: 0x and 64 hex digits."],
  [{ timeLock: "0xabc" }, 'controlAuthority: knownCode.timeLock must be a list of code hashes, such as ["0x…"].'],
  [{ timelock: [] }, 'controlAuthority: knownCode has no "timelock"; there are multisig and timeLock.'],
])("refuses %j as known code", (knownCode, message) => {
  expect(() => controlAuthority({ rpc: {}, knownCode: knownCode as KnownCode })).toThrow(message);
});
