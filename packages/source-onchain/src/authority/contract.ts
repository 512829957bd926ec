import { asUnixTime, type ChainEvidence, type SourceClaim } from "@modeldex/plugin-kit";
import { keccak256, slice, type Address } from "viem";
import { registryAccount, type Registry } from "../mapping/registry.ts";
import { holderAt, type Authority, type Holder } from "./holder.ts";
import type { FunctionCall, Probe, Reading } from "./probe.ts";

/** One registry contract while it is looked at. */
export interface Contract {
  readonly registry: Registry;
  readonly probe: Probe;
  /** `fabstir (eip155:84532:0x…)`, for sentences. */
  readonly name: string;
  /** An account that nobody has: other in every block, so that no contract can expect it. */
  readonly stranger: Address;
  /** Each account is looked at once. */
  holder(address: Address): Promise<Holder>;
}

export function contractOf(registry: Registry, probe: Probe): Contract {
  const holders = new Map<Address, Promise<Holder>>();
  return {
    registry,
    probe,
    name: nameOf(registry),
    stranger: slice(keccak256(`${probe.block.hash}${registry.address.slice(2).toLowerCase()}`), 12),
    holder: async (address) => {
      const asked = holders.get(address) ?? holderAt(probe, address);
      holders.set(address, asked);
      return await asked;
    },
  };
}

export function nameOf(registry: Registry): string {
  return `${registry.id} (${registryAccount(registry)})`;
}

/** A power over a contract as a claim. The first evidence is of the contract itself. */
export interface Power {
  readonly power: string;
  readonly statement: string;
  readonly authority?: Authority | undefined;
  readonly holder?: string | undefined;
  readonly evidence: readonly (ChainEvidence | undefined)[];
}

/** Most evidence that is kept of a claim. */
const maxEvidence = 20;

export function authorityClaim({ registry, probe }: Contract, { power, statement, authority, holder, evidence }: Power): SourceClaim {
  const validAt = asUnixTime(probe.block.timestamp);
  return {
    kind: "CONTROL_AUTHORITY",
    statement,
    facts: { ...(authority === undefined ? {} : { authority }), ...(holder === undefined ? {} : { holder }), power },
    evidence: evidence.filter((each) => each !== undefined).slice(0, maxEvidence),
    ...(validAt === undefined ? {} : { validAt }),
    issuer: { type: "CHAIN", key: registryAccount(registry) },
  };
}

/** An account of a chain in CAIP-10. */
export function accountOf({ registry }: Contract, address: Address): string {
  return `eip155:${registry.chainId}:${address}`;
}

/** What became of a call that was tried as several accounts, and never sent. */
export interface Trial {
  /** Of the call by the stranger. `undefined`: the node did not say. */
  readonly stranger: Reading | undefined;
  readonly anybody: boolean;
  /** Of the others, when the stranger was refused. */
  readonly accepted: readonly { readonly address: Address; readonly reading: Reading }[];
}

/** Tries a call as a stranger and, when that is refused, as each of these accounts. */
export async function tryCall(contract: Contract, call: Omit<FunctionCall, "from">, accounts: readonly Address[]): Promise<Trial> {
  const { probe } = contract;
  const stranger = await probe.call({ ...call, from: contract.stranger });
  if (stranger === undefined || stranger.hex !== undefined) return { stranger, anybody: stranger !== undefined, accepted: [] };
  const readings = await Promise.all(accounts.map(async (address) => ({ address, reading: await probe.call({ ...call, from: address }) })));
  const accepted = readings.flatMap(({ address, reading }) => (reading?.hex === undefined ? [] : [{ address, reading }]));
  return { stranger, anybody: false, accepted };
}

/** `A`, `A and B`, `A, B and C`, for sentences; the parts may hold commas. */
export function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join("; ")}; and ${parts.at(-1)}`;
}
