import { addressIn, calldata, checksumAddress, numberIn, selector, zeroAddress } from "./abi-words.ts";
import type { Reading } from "./chain-state.ts";
import { roleGrantedTopic, weakest } from "./classify-authority.ts";
import { candidates, holdersAt, openPower, powerOf, tryCall, unknownPower, type PowerScope, type PowerState } from "./power.ts";

/** Members of one role that are looked at. */
const maxMembers = 5;
/** Longest calldata of a call that is tried again, in characters. */
const maxCall = 20_000;
const calls = { pause: calldata("pause()"), unpause: calldata("unpause()") };

/** Who owns a contract (ERC-173), and who may take it over (Ownable2Step). */
export async function ownerPower(scope: PowerScope): Promise<PowerState> {
  const { state, contract, name } = scope;
  const [owner, pending] = await Promise.all([state.call(contract, calldata("owner()")), state.call(contract, calldata("pendingOwner()"))]);
  const address = addressIn(owner.hex);
  if (address === undefined) return unknownPower(`${name} no longer says who owns it.`, [owner]);
  const next = addressIn(pending.hex);
  const waits = next === undefined || next === zeroAddress ? undefined : checksumAddress(next);
  const power = powerOf(await holdersAt(scope, [address]), `owns ${name}${address === zeroAddress ? ": its ownership was given up" : ""}`, {
    evidence: [owner, ...(waits === undefined ? [] : [pending])],
    ...(waits === undefined ? {} : { note: `The account ${waits} may take it over.` }),
  });
  return { ...power, states: { ...power.states, next: waits === undefined ? "Nobody may take it over." : `The account ${waits} may take it over.` } };
}

/** Who has a role of AccessControl: by what the contract counts, else those whom the source names and its logs since. */
export async function rolePower(scope: PowerScope, role: string): Promise<PowerState> {
  const { claim, contract, name, state } = scope;
  const asked = claim.evidence.flatMap((each) => (each.kind === "chain" && "call" in each.raw && each.address.toLowerCase() === contract ? [each.raw.call.toLowerCase()] : []));
  const ofRole = asked.find((data) => roleViews.has(data.slice(0, 10)) && data.length >= 74);
  if (ofRole === undefined) return unknownPower(`Who has the role ${role} of ${name} is not known here: the source names no call that says so.`, []);
  const id = `0x${ofRole.slice(10, 74)}`;
  const verb = `has the role ${role} of ${name}`;
  const count = await state.call(contract, calldata("getRoleMemberCount(bytes32)", id));
  const counted = numberIn(count.hex);
  if (counted !== undefined) {
    const indexes = Array.from({ length: Number(counted < BigInt(maxMembers) ? counted : BigInt(maxMembers)) }, (_, index) => `0x${index.toString(16)}`);
    const members = await Promise.all(indexes.map(async (index) => await state.call(contract, calldata("getRoleMember(bytes32,uint256)", id, index))));
    const accounts = members.flatMap(({ hex }) => addressIn(hex) ?? []);
    const power = powerOf(await holdersAt(scope, accounts), verb, { evidence: [count, ...members] });
    return counted > BigInt(accounts.length) ? withUnseen(power, `${String(counted - BigInt(accounts.length))} more have it, who were not looked at.`) : power;
  }
  return await loggedRole(scope, { id, verb, asked });
}

/** Who can pause a contract or resume it, or write to it, by trying the call that the source tried. It is never sent. */
export async function triedPower(scope: PowerScope, power: string): Promise<PowerState> {
  const { claim, contract, name, state } = scope;
  const isPause = power === "pause";
  const paused = isPause ? await state.call(contract, calldata("paused()")) : undefined;
  const given = claim.evidence.find((each) => each.kind === "chain" && "call" in each.raw && each.raw.from !== undefined && each.address.toLowerCase() === contract);
  const data = isPause ? (numberIn(paused?.hex) === 1n ? calls.unpause : calls.pause) : given?.kind === "chain" && "call" in given.raw ? given.raw.call : undefined;
  if (data === undefined || data.length > maxCall) return unknownPower(`What the source states of ${name} names no call that could be tried again.`, []);
  const trial = await tryCall(scope, { to: contract, data }, await candidates(scope));
  const evidence: readonly Reading[] = [...(paused === undefined ? [] : [paused]), ...trial.readings];
  const named = given?.kind === "chain" && given.signature !== undefined && selector(given.signature) === data.slice(0, 10) ? given.signature : data.slice(0, 10);
  const verb = isPause ? `can ${data === calls.pause ? "pause" : "resume"} ${name}` : `may call ${named} of ${name}`;
  const states = isPause ? { paused: `It is ${data === calls.pause ? "not " : ""}paused.` } : {};
  if (trial.anybody) return openPower(`${verb}: a stranger's call is accepted`, evidence, states);
  if (trial.accepted.length === 0) return unknownPower(`A stranger's call of ${named} to ${name} is refused; whose is accepted is not known here.`, evidence, states);
  return powerOf(await holdersAt(scope, trial.accepted), verb, { evidence, states, note: "A stranger's call is refused." });
}

const roleViews: ReadonlySet<string> = new Set(["getRoleMemberCount(bytes32)", "getRoleMember(bytes32,uint256)", "hasRole(bytes32,address)"].map(selector));

interface LoggedRole {
  readonly id: string;
  readonly verb: string;
  /** Calldata of the calls that the source names. */
  readonly asked: readonly string[];
}

async function loggedRole(scope: PowerScope, { id, verb, asked }: LoggedRole): Promise<PowerState> {
  const { claim, contract, name, state } = scope;
  const statedAt = claim.evidence.flatMap((each) => (each.kind === "chain" ? [each.blockNumber] : []));
  const since = await state.topics(contract, [roleGrantedTopic, id], Math.max(0, ...statedAt) + 1);
  const has = selector("hasRole(bytes32,address)");
  const named = [...asked.flatMap((data) => (data.startsWith(has) ? (addressIn(`0x${data.slice(74, 138)}`) ?? []) : [])), ...(since ?? []).flatMap((topics) => addressIn(topics[2]) ?? [])];
  const accounts = [...new Set(named)];
  const readings = await Promise.all(accounts.slice(0, 2 * maxMembers).map(async (account) => ({ account, reading: await state.call(contract, calldata("hasRole(bytes32,address)", id, account)) })));
  const members = readings.filter(({ reading }) => numberIn(reading.hex) === 1n);
  const evidence = members.map(({ reading }) => reading);
  if (members.length === 0) return unknownPower(`Nobody whom the source names ${verb}; who else does is not known here.`, readings.map(({ reading }) => reading));
  const power = powerOf(await holdersAt(scope, members.map(({ account }) => account)), verb, { evidence });
  const all = since !== undefined && accounts.length <= 2 * maxMembers && claim.facts.authority !== undefined;
  return all ? power : withUnseen(power, `Whether others have it could not be read from the logs of ${name}.`);
}

/** Somebody who was not looked at may be weaker. */
function withUnseen(power: PowerState, note: string): PowerState {
  const { authority, ...rest } = power;
  const certain = weakest([authority === undefined ? {} : { authority }]) === "SINGLE_PARTY";
  return { ...rest, ...(certain && authority !== undefined ? { authority } : {}), statement: `${power.statement} ${note}` };
}
