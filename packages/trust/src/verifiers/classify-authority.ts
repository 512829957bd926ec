import type { ChainEvidence, ClaimFacts } from "@modeldex/schema";
import { addressesIn, addressIn, calldata, checksumAddress, numberIn, zeroAddress, zeroWord } from "./abi-words.ts";
import type { ChainState, Reading } from "./chain-state.ts";
import { codeIsKnown, type CodeKnowledge, type KnownHashes } from "./known-code.ts";

export type Authority = NonNullable<ClaimFacts["CONTROL_AUTHORITY"]["authority"]>;

/** Who an account that has some power is, as far as the chain shows it. */
export interface Holder {
  /** In lower case. */
  readonly address: string;
  /** Absent: not known. */
  readonly authority?: Authority;
  /** With its address, as the subject of a sentence. Equal as long as nothing of it changes. */
  readonly text: string;
  /** Of several parties or a time lock: a sentence, why it rests on the contract's answers alone. */
  readonly doubt?: string;
  /** Of a contract that says that somebody owns it. */
  readonly owner?: string;
  readonly evidence: readonly ChainEvidence[];
}

/** PROPOSER_ROLE of OpenZeppelin's TimelockController: keccak256 of its name. */
const proposerRole = "0xb09aa5aeb3702cfd50b6b62bc4532604938f21248a27a1d5ca736082b6819cc1";
/** `RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)`. */
export const roleGrantedTopic = "0x2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d";
/** Most members of a list that a sentence names. */
const maxNamed = 5;
/** Shortest delay that leaves people time to see what comes. */
const leastDelaySeconds = 3_600n;

/**
 * Looks at an account: its code, and what contracts of known kinds answer.
 *
 * - no code, or code by EIP-7702: one account
 * - `getOwners()` and `getThreshold()`, without modules that act past them: as many as the threshold says. That the owners are several people is not shown
 * - `getMinDelay()` above zero: time-locked
 * - everything else: not known
 *
 * Any contract can answer so: both are in doubt unless the code is known, the modules of the one are read and none, and the other waits for an hour or longer
 * and does not let anybody propose.
 */
export async function holderAt({ state, knownCode }: { readonly state: ChainState; readonly knownCode: KnownHashes }, address: string): Promise<Holder> {
  if (address === zeroAddress) return { address, authority: "NONE", text: "nobody", evidence: [] };
  const shown = checksumAddress(address);
  const ask = async (signature: string, ...args: readonly string[]) => await state.call(address, calldata(signature, ...args));
  const [code, threshold, owners, modules, minDelay, votingDelay, owner] = await Promise.all([
    state.code(address),
    ask("getThreshold()"),
    ask("getOwners()"),
    ask("getModulesPaginated(address,uint256)", "0x01", "0x0a"),
    ask("getMinDelay()"),
    ask("votingDelay()"),
    ask("owner()"),
  ]);
  if (code.hex === "0x") return { address, authority: "SINGLE_PARTY", text: `one account, ${shown},`, evidence: [code.evidence] };
  // EIP-7702: the key still signs, and may take the delegation back.
  const delegate = /^0xef0100([0-9a-f]{40})$/.exec(code.hex ?? "")?.[1];
  if (delegate !== undefined) {
    return { address, authority: "SINGLE_PARTY", text: `one account, ${shown}, which lets ${checksumAddress(`0x${delegate}`)} act for it (EIP-7702),`, evidence: [code.evidence] };
  }
  const signers = distinct(addressesIn(owners.hex));
  const needed = numberIn(threshold.hex);
  if (needed !== undefined && signers !== undefined && needed >= 1n && needed <= BigInt(signers.length)) {
    const stated = modulesIn(modules.hex);
    const count = stated ?? 0;
    const decide = `the contract ${shown}, which answers as a Safe in which ${String(needed)} of ${String(signers.length)} owners decide`;
    const evidence = [code, threshold, owners, ...(count > 0 ? [modules] : [])].map((each) => each.evidence);
    // One that decides alone is enough to call it one party, whatever modules may do besides.
    if (needed === 1n) return { address, authority: "SINGLE_PARTY", text: `${decide},`, evidence };
    if (count > 0) return { address, text: `${decide}, with ${count === 1 ? "a module" : "modules"} that can act without them,`, evidence };
    const knowledge = await codeIsKnown(state, address, { code, hashes: knownCode.multisig });
    const doubt = !knowledge.known ? unknownCode(shown) : stated === undefined ? `Whether ${shown} has modules that can act without its owners could not be read.` : undefined;
    return { address, authority: "MULTI_PARTY", text: `${decide},`, ...doubted(doubt), evidence: [...evidence, ...(stated === 0 ? [modules.evidence] : []), ...knowledge.evidence] };
  }
  const delay = numberIn(minDelay.hex);
  if (delay !== undefined) {
    const evidence = [code.evidence, minDelay.evidence];
    if (delay === 0n) return { address, text: `the contract ${shown}, which answers as a time lock without delay,`, evidence };
    const [knowledge, open] = await Promise.all([codeIsKnown(state, address, { code, hashes: knownCode.timeLock }), ask("hasRole(bytes32,address)", proposerRole, zeroAddress)]);
    const text = `the contract ${shown}, which answers as a time lock of ${String(delay)} seconds (${await proposersOf(state, address, open)}),`;
    return { address, authority: "TIME_LOCKED", text, ...doubted(doubtOfLock(shown, { delay, knowledge, open })), evidence: [...evidence, open.evidence, ...knowledge.evidence] };
  }
  if (numberIn(votingDelay.hex) !== undefined) return { address, text: `the contract ${shown}, which answers as one that votes (Governor),`, evidence: [code.evidence, votingDelay.evidence] };
  const owning = addressIn(owner.hex);
  return {
    address,
    text: `the contract ${shown}, of a kind that is not known here,`,
    ...(owning === undefined ? {} : { owner: owning }),
    evidence: [code.evidence, ...(owning === undefined ? [] : [owner.evidence])],
  };
}

/** How strong a power is that several can use alone: as weak as the weakest of them. Absent: not known. */
export function weakest(holders: readonly Pick<Holder, "authority">[]): Authority | undefined {
  const order = ["PERMISSIONLESS", "SINGLE_PARTY", undefined, "MULTI_PARTY", "TIME_LOCKED"] as const;
  const held = holders.map(({ authority }) => authority).filter((authority) => authority !== "NONE");
  return held.length === 0 ? "NONE" : order.find((authority) => held.includes(authority));
}

/** Who may propose what the time lock then does, by its logs: a clause for a sentence. */
async function proposersOf(state: ChainState, address: string, open: Reading): Promise<string> {
  if (numberIn(open.hex) === 1n) return "anybody may propose";
  const granted = await state.topics(address, [roleGrantedTopic, proposerRole], 0);
  const accounts = distinct((granted ?? []).flatMap((topics) => addressIn(topics[2]) ?? [])) ?? [];
  const still = await Promise.all(accounts.slice(0, maxNamed).map(async (account) => ((numberIn((await state.call(address, calldata("hasRole(bytes32,address)", proposerRole, account))).hex) === 1n) ? [account] : [])));
  const named = still.flat().map(checksumAddress).toSorted();
  if (named.length === 0) return "who may propose is not known here";
  return `${named.join(", ")}${accounts.length > maxNamed ? " and others" : ""} may propose`;
}

interface Lock {
  /** In seconds. */
  readonly delay: bigint;
  readonly knowledge: CodeKnowledge;
  /** Whether it lets the zero address, which stands for anybody, propose. */
  readonly open: Reading;
}

function doubtOfLock(shown: string, { delay, knowledge, open }: Lock): string | undefined {
  if (!knowledge.known) return unknownCode(shown);
  if (delay < leastDelaySeconds) return `The delay of ${shown} is shorter than one hour.`;
  if (numberIn(open.hex) === 0n) return undefined;
  return numberIn(open.hex) === undefined ? `Whether anybody may propose to ${shown} could not be read.` : `Since anybody may propose to ${shown}, it holds nobody back but by its delay.`;
}

function unknownCode(shown: string): string {
  return `The code of ${shown} is not known here, and may do otherwise than it answers.`;
}

function doubted(doubt: string | undefined): Pick<Holder, "doubt"> {
  return doubt === undefined ? {} : { doubt };
}

/** How many modules a Safe has, by the first page of its list; `undefined` where it does not answer so. */
function modulesIn(hex: string | undefined): number | undefined {
  // (address[], address): an offset, the next one, then the list.
  if (hex === undefined || !/^0x(?:[0-9a-f]{64}){3,13}$/.test(hex) || numberIn(hex.slice(0, 66)) !== 64n) return undefined;
  return Number(numberIn(`0x${hex.slice(130, 194)}`) ?? BigInt(zeroWord));
}

function distinct<Value>(values: readonly Value[] | undefined): readonly Value[] | undefined {
  return values === undefined ? undefined : [...new Set(values)];
}
