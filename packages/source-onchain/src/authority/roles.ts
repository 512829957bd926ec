import type { ChainEvidence, SourceClaim } from "@modeldex/plugin-kit";
import { encodeEventTopics, keccak256, parseAbiItem, toHex, zeroHash, type Address, type Hex } from "viem";
import type { RawLog } from "../rpc/raw.ts";
import { accountOf, authorityClaim, joined, type Contract } from "./contract.ts";
import { weakest } from "./holder.ts";
import { addressIn, numberIn, view } from "./probe.ts";

/** A role of AccessControl (OpenZeppelin) and who has it at the block, each with the call that says so. */
export interface Role {
  readonly id: Hex;
  readonly members: readonly { readonly address: Address; readonly evidence: ChainEvidence }[];
  /** Members in all; those that are not in `members` were not looked at. */
  readonly count: number;
  readonly counted?: ChainEvidence;
}

export interface Roles {
  readonly roles: readonly Role[];
  /** The contract has roles, and who has them could not be read. */
  readonly unread?: ChainEvidence;
}

const maxRoles = 10;
const maxMembers = 5;

const granted = parseAbiItem("event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)");
const revoked = parseAbiItem("event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)");

/** Topics of the logs that tell which roles there are. */
export function roleTopics(): readonly Hex[] {
  return [granted, revoked].flatMap((event) => topicOf(event));
}

/**
 * Who has which role: by the members that the contract counts (AccessControlEnumerable), or by its logs, each member held against `hasRole` at the block.
 * Without logs only roles of common names are found, and only where the contract counts.
 *
 * @param logs - `roleTopics` among others; `undefined` where they could not be read.
 */
export async function rolesOf(contract: Contract, logs: Promise<readonly RawLog[] | undefined>): Promise<Roles> {
  const { probe, registry } = contract;
  const to = registry.address;
  const [supports, adminCount, read] = await Promise.all([
    // ERC-165 id of IAccessControl.
    probe.call({ to, abi: view("function supportsInterface(bytes4) view returns (bool)"), args: ["0x7965db0b"] }),
    memberCount(contract, zeroHash),
    logs,
  ]);
  const counts = adminCount.count !== undefined;
  const ids = distinct([zeroHash, ...(read ?? []).flatMap(({ topics }) => (roleTopics().includes(topics[0] ?? "0x") ? topics.slice(1, 2) : [])), ...(counts ? [...commonRoles().keys()] : [])]);
  if (counts) {
    const others = ids.slice(1).map(async (id) => await memberCount(contract, id));
    const known = [adminCount, ...(await Promise.all(others))].filter(({ id, count }) => count !== undefined && (count > 0 || id === zeroHash));
    return { roles: await Promise.all(known.slice(0, maxRoles).map(async (each) => await countedRole(contract, each))) };
  }
  if (read !== undefined) {
    const roles = await Promise.all(ids.slice(0, maxRoles).map(async (id) => await loggedRole(contract, id, read)));
    return { roles: roles.filter(({ count }) => count > 0) };
  }
  return numberIn(supports?.hex) === 1n && supports !== undefined ? { roles: [], unread: supports.evidence } : { roles: [] };
}

/** One claim for each role. */
export async function roleClaims(contract: Contract, { roles, unread }: Roles): Promise<readonly SourceClaim[]> {
  const { name } = contract;
  if (unread !== undefined) {
    return [authorityClaim(contract, { power: "roles", statement: `${name} gives powers by roles; who has them could not be read.`, evidence: [unread] })];
  }
  return await Promise.all(roles.map(async (role) => await roleClaim(contract, role)));
}

async function roleClaim(contract: Contract, { id, members, count, counted }: Role): Promise<SourceClaim> {
  const role = id === zeroHash ? "DEFAULT_ADMIN_ROLE" : (commonRoles().get(id) ?? id);
  const what = id === zeroHash ? `The role ${role} of ${contract.name}, which gives and takes roles,` : `The role ${role} of ${contract.name}`;
  const power = `role:${role}`;
  if (count === 0) {
    return authorityClaim(contract, { power, statement: `${what} is held by nobody.`, authority: "NONE", evidence: [counted] });
  }
  const holders = await Promise.all(members.map(async ({ address }) => await contract.holder(address)));
  const unseen = count - holders.length;
  const strength = weakest(holders);
  const [only] = holders;
  return authorityClaim(contract, {
    power,
    statement: `${what} is held by ${joined([...holders.map(({ text }) => text), ...(unseen > 0 ? [`${unseen} more`] : [])])}.`,
    // Somebody who was not looked at may be weaker.
    authority: unseen > 0 && strength !== "SINGLE_PARTY" ? undefined : strength,
    holder: count === 1 && only !== undefined ? accountOf(contract, only.address) : undefined,
    evidence: [counted, ...members.map(({ evidence }) => evidence), ...holders.flatMap(({ evidence }) => evidence)],
  });
}

interface Counted {
  readonly id: Hex;
  readonly count?: number;
  readonly evidence?: ChainEvidence;
}

async function memberCount({ probe, registry }: Contract, id: Hex): Promise<Counted> {
  const reading = await probe.call({ to: registry.address, abi: view("function getRoleMemberCount(bytes32) view returns (uint256)"), args: [id] });
  const count = numberIn(reading?.hex);
  return reading === undefined || count === undefined || count > 1_000_000n ? { id } : { id, count: Number(count), evidence: reading.evidence };
}

async function countedRole({ probe, registry }: Contract, { id, count = 0, evidence }: Counted): Promise<Role> {
  const abi = view("function getRoleMember(bytes32, uint256) view returns (address)");
  const indexes = Array.from({ length: Math.min(count, maxMembers) }, (_, index) => BigInt(index));
  const readings = await Promise.all(indexes.map(async (index) => await probe.call({ to: registry.address, abi, args: [id, index] })));
  const members = readings.flatMap((reading) => {
    const address = addressIn(reading?.hex);
    return reading === undefined || address === undefined ? [] : [{ address, evidence: reading.evidence }];
  });
  return { id, members, count, ...(evidence === undefined ? {} : { counted: evidence }) };
}

async function loggedRole({ probe, registry }: Contract, id: Hex, logs: readonly RawLog[]): Promise<Role> {
  const abi = view("function hasRole(bytes32, address) view returns (bool)");
  const [grantedTopic] = topicOf(granted);
  const has = new Set<Address>();
  for (const { topics } of logs) {
    const account = addressIn(topics[2]);
    if (topics[1] !== id || account === undefined || !roleTopics().includes(topics[0] ?? "0x")) continue;
    if (topics[0] === grantedTopic) has.add(account);
    else has.delete(account);
  }
  const asked = [...has].slice(0, maxMembers);
  const readings = await Promise.all(asked.map(async (address) => ({ address, reading: await probe.call({ to: registry.address, abi, args: [id, address] }) })));
  const members = readings.flatMap(({ address, reading }) => (reading !== undefined && numberIn(reading.hex) === 1n ? [{ address, evidence: reading.evidence }] : []));
  return { id, members, count: members.length + has.size - asked.length };
}

/** Names of roles that contracts often use, by their ids. */
function commonRoles(): ReadonlyMap<Hex, string> {
  const names = [
    "ADMIN_ROLE", "UPGRADER_ROLE", "PAUSER_ROLE", "MINTER_ROLE", "OPERATOR_ROLE", "REGISTRAR_ROLE", "MANAGER_ROLE", "CURATOR_ROLE", "VALIDATOR_ROLE",
    "PUBLISHER_ROLE", "GOVERNANCE_ROLE", "MODERATOR_ROLE",
  ];
  return new Map(names.map((name) => [keccak256(toHex(name)), name]));
}

function topicOf(event: typeof granted | typeof revoked): readonly Hex[] {
  return encodeEventTopics({ abi: [event] }).filter((topic) => typeof topic === "string").slice(0, 1);
}

function distinct(ids: readonly Hex[]): readonly Hex[] {
  return [...new Set(ids)];
}
