import { mayRunForeignCode, type SourceClaim } from "@modeldex/plugin-kit";
import { zeroHash, type Address, type Hex } from "viem";
import { accountOf, authorityClaim, joined, tryCall, type Contract, type Power } from "./contract.ts";
import { weakest, type Holder } from "./holder.ts";
import { addressIn, view, type Reading } from "./probe.ts";
import { proxySlots } from "../rpc/eip1967.ts";

/** Who can replace the code of the contract. */
export async function upgradeClaim(contract: Contract, code: Reading, accounts: readonly Address[]): Promise<SourceClaim> {
  const { probe, registry } = contract;
  const read = async (slot: Hex) => await probe.storage(registry.address, slot);
  const [implementation, admin, beacon] = await Promise.all([read(proxySlots.implementation), read(proxySlots.admin), read(proxySlots.beacon)]);
  const behind = addressIn(implementation?.hex);
  const power = await (behind !== undefined && implementation !== undefined && implementation.hex !== zeroHash
    ? proxied(contract, { behind, implementation, admin, accounts })
    : beacon !== undefined && addressIn(beacon.hex) !== undefined && beacon.hex !== zeroHash
      ? behindBeacon(contract, beacon)
      : unproxied(contract, code, [implementation, admin, beacon]));
  return authorityClaim(contract, { power: "upgrade", ...power });
}

type Finding = Omit<Power, "power">;

interface Proxy {
  readonly behind: Address;
  readonly implementation: Reading;
  readonly admin: Reading | undefined;
  readonly accounts: readonly Address[];
}

async function proxied(contract: Contract, { behind, implementation, admin, accounts }: Proxy): Promise<Finding> {
  const by = addressIn(admin?.hex);
  if (by !== undefined && admin !== undefined && admin.hex !== zeroHash) return await byAdmin(contract, { by, behind, evidence: [admin, implementation] });
  const { probe, registry, name } = contract;
  const [uuid, trial] = await Promise.all([
    probe.call({ to: behind, abi: view("function proxiableUUID() view returns (bytes32)") }),
    // The same implementation again, so that nothing but the permission decides.
    tryCall(contract, { to: registry.address, abi: view("function upgradeToAndCall(address newImplementation, bytes data) payable"), args: [behind, "0x"] }, accounts),
  ]);
  const isUups = uuid?.hex === proxySlots.implementation;
  const evidence = [implementation.evidence, uuid?.evidence, trial.stranger?.evidence];
  if (isUups && trial.anybody) {
    return { statement: `Anybody can replace the code of ${name}, which is now that of ${behind}: a call of upgradeToAndCall by a stranger is accepted.`, authority: "PERMISSIONLESS", evidence };
  }
  const holders = await Promise.all(trial.accepted.map(async ({ address }) => await contract.holder(address)));
  if (isUups && holders.length > 0) {
    return {
      statement: `The code of ${name}, now that of ${behind}, can be replaced by ${joined(holders.map(({ text }) => text))}; a stranger's call of upgradeToAndCall is refused.`,
      authority: weakest(holders),
      holder: soleHolder(contract, holders),
      evidence: [...evidence, ...trial.accepted.map(({ reading }) => reading.evidence), ...holders.flatMap((holder) => holder.evidence)],
    };
  }
  const statement = isUups
    ? `The code of ${name}, now that of ${behind}, can be replaced by whom that code allows (ERC-1822); who that is, is not known here.`
    : `${name} is a proxy of ${behind}, without an administrator (EIP-1967) and without upgrades by its own code (ERC-1822); whether its code can be replaced is not known here.`;
  return { statement, evidence };
}

/** A proxy with an administrator: an account, or a contract made for that (ProxyAdmin), whose owner decides. */
async function byAdmin(contract: Contract, { by, behind, evidence }: { readonly by: Address; readonly behind: Address; readonly evidence: readonly Reading[] }): Promise<Finding> {
  const { registry, name } = contract;
  const holder = await contract.holder(by);
  const read = [...evidence.map((each) => each.evidence), ...holder.evidence];
  const code = `The code of ${name}, now that of ${behind}, can be replaced by`;
  const { owner } = holder;
  if (owner === undefined) return { statement: `${code} ${holder.text}.`, authority: holder.authority, holder: accountOf(contract, by), evidence: read };
  const [owning, ...trials] = await Promise.all([
    contract.holder(owner),
    tryCall(contract, { to: by, abi: view("function upgradeAndCall(address proxy, address implementation, bytes data) payable"), args: [registry.address, behind, "0x"] }, [owner]),
    tryCall(contract, { to: by, abi: view("function upgrade(address proxy, address implementation)"), args: [registry.address, behind] }, [owner]),
  ]);
  const open = trials.find(({ anybody }) => anybody);
  if (open !== undefined) {
    return { statement: `${code} anybody, through ${by}, its administrator: a stranger's call is accepted.`, authority: "PERMISSIONLESS", evidence: [...read, open.stranger?.evidence] };
  }
  const accepted = trials.find((trial) => trial.accepted.length > 0);
  const proofs = [...read, accepted?.stranger?.evidence, accepted?.accepted[0]?.reading.evidence, ...owning.evidence];
  if (accepted === undefined) {
    return { statement: `${code} ${by}, a contract whose owner is ${owning.text}; who can act through it is not known here.`, holder: accountOf(contract, by), evidence: proofs };
  }
  return owning.authority === "NONE"
    ? { statement: `Nobody can replace the code of ${name}, which is that of ${behind}: its administrator ${by} has no owner.`, authority: "NONE", evidence: proofs }
    : { statement: `${code} ${owning.text}, through ${by}, its administrator.`, authority: owning.authority, holder: accountOf(contract, owner), evidence: proofs };
}

async function behindBeacon(contract: Contract, beacon: Reading): Promise<Finding> {
  const { probe, name } = contract;
  const at = addressIn(beacon.hex) as Address;
  const [owner, implementation] = await Promise.all([
    probe.call({ to: at, abi: view("function owner() view returns (address)") }),
    probe.call({ to: at, abi: view("function implementation() view returns (address)") }),
  ]);
  const by = addressIn(owner?.hex);
  const behind = addressIn(implementation?.hex);
  const code = `The code of ${name} is that which the beacon ${at} names${behind === undefined ? "" : `, now ${behind}`}`;
  if (by === undefined || behind === undefined) return { statement: `${code}; who controls the beacon is not known here.`, evidence: [beacon.evidence, implementation?.evidence] };
  const [holder, accepted] = await Promise.all([contract.holder(by), probe.call({ to: at, abi: view("function upgradeTo(address)"), args: [behind], from: by })]);
  const may = accepted?.hex !== undefined;
  return {
    statement: may || holder.authority === "NONE" ? `${code}; it can be changed there by ${holder.text}.` : `${code}; the beacon is owned by ${holder.text}, and who can change it is not known here.`,
    ...(may || holder.authority === "NONE" ? { authority: holder.authority, holder: holder.authority === "NONE" ? undefined : accountOf(contract, by) } : {}),
    evidence: [beacon.evidence, owner?.evidence, implementation?.evidence, may ? accepted.evidence : undefined, ...holder.evidence],
  };
}

function unproxied({ name }: Contract, code: Reading, read: readonly (Reading | undefined)[]): Finding {
  const evidence = [code.evidence, ...read.map((each) => each?.evidence)];
  if (read.some((each) => each === undefined)) return { statement: `Whether the code of ${name} can be replaced could not be read.`, evidence };
  return mayRunForeignCode(code.hex ?? "0x")
    ? { statement: `${name} is no proxy of EIP-1967, and runs code of other contracts; whether what it does can be replaced is not known here.`, evidence }
    : { statement: `Nobody can replace the code of ${name}: it is no proxy, and has no instruction that runs code of another contract or takes it away.`, authority: "NONE", evidence };
}

function soleHolder(contract: Contract, holders: readonly Holder[]): string | undefined {
  const [only, ...others] = holders;
  return only === undefined || others.length > 0 ? undefined : accountOf(contract, only.address);
}
