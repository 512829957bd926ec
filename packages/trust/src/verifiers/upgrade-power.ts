import { mayRunForeignCode } from "@modeldex/plugin-kit";
import { addressIn, calldata, checksumAddress, numberIn, zeroAddress, zeroWord } from "./abi-words.ts";
import type { Reading } from "./chain-state.ts";
import { holderAt } from "./classify-authority.ts";
import { erc1967Slots as slots } from "./erc1967-slots.ts";
import { candidates, codeState, holdersAt, openPower, powerOf, tryCall, unknownPower, type PowerScope, type PowerState } from "./power.ts";

/** Two arguments: an address, and no bytes at all. */
const emptyBytesAt = (offset: number): readonly [string, string] => [`0x${offset.toString(16)}`, "0x00"];

/** Who can replace the code of a contract: by the slots of ERC-1967, by the code's own permission (ERC-1822), by ERC-897, or nobody. */
export async function upgradePower(scope: PowerScope): Promise<PowerState> {
  const { state, contract, name } = scope;
  const [code, implementation, admin, beacon, type, forwarded] = await Promise.all([
    state.code(contract), state.storage(contract, slots.implementation), state.storage(contract, slots.admin), state.storage(contract, slots.beacon),
    state.call(contract, calldata("proxyType()")), state.call(contract, calldata("implementation()")),
  ]);
  if (code.hex === "0x") return unknownPower(`There is no contract at ${name} in block ${String(state.block.number)}.`, [code]);
  const behind = held(implementation);
  const administrator = held(admin);
  if (behind !== undefined && administrator !== undefined) return await byAdministrator(scope, { administrator, behind, read: [admin, implementation] });
  if (behind !== undefined) return await byItsCode(scope, behind, implementation);
  const named = held(beacon);
  if (named !== undefined) return await byBeacon(scope, named, beacon);
  const delegate = addressIn(forwarded.hex);
  if (delegate !== undefined && delegate !== zeroAddress && [1n, 2n].includes(numberIn(type.hex) ?? 0n)) return await byForwarding(scope, delegate, [type, forwarded]);
  const read = [code, implementation, admin, beacon];
  if (mayRunForeignCode(code.hex ?? "0x")) return unknownPower(`${name} is no proxy of ERC-1967 or ERC-897, and runs code of other contracts; whether what it does can be replaced is not known here.`, read);
  const fixed = powerOf([], `can replace the code of ${name}: it is no proxy, and has no instruction that runs code of another contract or takes it away`, { evidence: read });
  return { ...fixed, states: { ...fixed.states, code: "The code is its own." } };
}

interface Administered {
  readonly administrator: string;
  readonly behind: string;
  readonly read: readonly Reading[];
}

/** An account, or a contract made for that (ProxyAdmin), whose owner decides if a trial shows it. */
async function byAdministrator(scope: PowerScope, { administrator, behind, read }: Administered): Promise<PowerState> {
  const { contract } = scope;
  const verb = verbOf(scope, behind);
  const holder = await holderAt(scope, administrator);
  if (holder.owner === undefined || holder.authority !== undefined) return powerOf([holder], verb, { evidence: read, states: codeState(behind) });
  const { owner } = holder;
  const trials = await Promise.all([
    tryCall(scope, { to: administrator, data: calldata("upgradeAndCall(address,address,bytes)", contract, behind, ...emptyBytesAt(0x60)) }, [owner]),
    tryCall(scope, { to: administrator, data: calldata("upgrade(address,address)", contract, behind) }, [owner]),
  ]);
  const open = trials.find(({ anybody }) => anybody);
  if (open !== undefined) return openPower(`${verb}, through its administrator ${checksumAddress(administrator)}`, [...read, ...open.readings], codeState(behind));
  const accepted = trials.find((trial) => trial.accepted.length > 0);
  const owning = await holderAt(scope, owner);
  if (accepted === undefined) {
    return powerOf([holder], verb, { evidence: read, states: codeState(behind), note: `It is owned by ${owning.text.replace(/,$/, "")}; who can act through it is not known here.` });
  }
  return powerOf([owning], `${verb}, through its administrator ${checksumAddress(administrator)}`, { evidence: [...read, ...accepted.readings], states: codeState(behind) });
}

/** Whom the code behind a proxy allows, as far as a trial with the same code shows it. */
async function byItsCode(scope: PowerScope, behind: string, implementation: Reading): Promise<PowerState> {
  const { state, contract, name } = scope;
  const [uuid, accounts] = await Promise.all([state.call(behind, calldata("proxiableUUID()")), candidates(scope)]);
  const read = [implementation, uuid];
  if (uuid.hex !== slots.implementation) {
    return unknownPower(`${name} is a proxy of ${checksumAddress(behind)}, without an administrator (ERC-1967) and without upgrades by its own code (ERC-1822); whether its code can be replaced is not known here.`, read, codeState(behind));
  }
  const trial = await tryCall(scope, { to: contract, data: calldata("upgradeToAndCall(address,bytes)", behind, ...emptyBytesAt(0x40)) }, accounts);
  return await byTrial(scope, trial, { behind, read });
}

async function byBeacon(scope: PowerScope, beacon: string, slot: Reading): Promise<PowerState> {
  const { state, name } = scope;
  const [owner, implementation] = await Promise.all([state.call(beacon, calldata("owner()")), state.call(beacon, calldata("implementation()"))]);
  const by = addressIn(owner.hex);
  const behind = addressIn(implementation.hex);
  const at = `the beacon ${checksumAddress(beacon)}`;
  if (behind === undefined) return unknownPower(`The code of ${name} is that which ${at} names; which one, and who controls it, is not known here.`, [slot, implementation]);
  const trial = await tryCall(scope, { to: beacon, data: calldata("upgradeTo(address)", behind) }, by === undefined ? [] : [by]);
  return await byTrial(scope, trial, { behind, read: [slot, implementation, owner], through: `, through ${at}` });
}

/** A proxy that says of itself what it runs (ERC-897). */
async function byForwarding(scope: PowerScope, behind: string, read: readonly Reading[]): Promise<PowerState> {
  const trial = await tryCall(scope, { to: scope.contract, data: calldata("upgradeTo(address)", behind) }, await candidates(scope));
  return await byTrial(scope, trial, { behind, read });
}

interface Tried {
  readonly behind: string;
  readonly read: readonly Reading[];
  readonly through?: string;
}

async function byTrial(scope: PowerScope, { anybody, accepted, readings }: Awaited<ReturnType<typeof tryCall>>, { behind, read, through = "" }: Tried): Promise<PowerState> {
  const verb = `${verbOf(scope, behind)}${through}`;
  const evidence = [...read, ...readings];
  if (anybody) return openPower(`${verb}: a stranger's call is accepted`, evidence, codeState(behind));
  if (accepted.length === 0) return unknownPower(`Who can replace the code of ${scope.name}, which is now that of ${checksumAddress(behind)}${through}, is not known here: a stranger's call is refused.`, evidence, codeState(behind));
  return powerOf(await holdersAt(scope, accepted), verb, { evidence, states: codeState(behind), note: "A stranger's call is refused." });
}

function verbOf({ name }: PowerScope, behind: string): string {
  return `can replace the code of ${name}, which is now that of ${checksumAddress(behind)}`;
}

function held({ hex }: Reading): string | undefined {
  return hex === zeroWord ? undefined : addressIn(hex);
}
