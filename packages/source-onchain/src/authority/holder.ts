import type { ChainEvidence, ClaimFacts } from "@modeldex/plugin-kit";
import { decodeAbiParameters, getAddress, zeroAddress, type Address, type Hex } from "viem";
import { addressIn, numberIn, view, type Probe } from "./probe.ts";

export type Authority = NonNullable<ClaimFacts["CONTROL_AUTHORITY"]["authority"]>;

/** Who an account that has some power is, as far as the chain shows it. */
export interface Holder {
  readonly address: Address;
  /** Absent: not known. */
  readonly authority?: Authority;
  /** With its address, for a sentence. */
  readonly text: string;
  /** Of a contract that says that somebody owns it. */
  readonly owner?: Address;
  readonly evidence: readonly ChainEvidence[];
}

/** Looks at an account: its code, and what contracts of known kinds answer. In one batch. */
export async function holderAt(probe: Probe, address: Address): Promise<Holder> {
  if (address === zeroAddress) return { address, authority: "NONE", text: "nobody", evidence: [] };
  const ask = async (text: string) => await probe.call({ to: address, abi: view(text) });
  const [code, threshold, owners, minDelay, votingDelay, owner] = await Promise.all([
    probe.code(address),
    ask("function getThreshold() view returns (uint256)"),
    ask("function getOwners() view returns (address[])"),
    ask("function getMinDelay() view returns (uint256)"),
    ask("function votingDelay() view returns (uint256)"),
    ask("function owner() view returns (address)"),
  ]);
  if (code === undefined) return { address, text: `${address}, which could not be looked at`, evidence: [] };
  if (code.hex === "0x") return { address, authority: "SINGLE_PARTY", text: `${address}, a single key`, evidence: [code.evidence] };
  // EIP-7702: the key still signs, and may take the delegation back.
  if (/^0xef0100[0-9a-f]{40}$/.test(code.hex)) {
    return { address, authority: "SINGLE_PARTY", text: `${address}, a single key that lets ${getAddress(`0x${code.hex.slice(8)}`)} act for it (EIP-7702)`, evidence: [code.evidence] };
  }
  const signers = addressesIn(owners?.hex);
  const needed = numberIn(threshold?.hex);
  if (needed !== undefined && signers !== undefined && needed >= 1n && needed <= BigInt(signers.length)) {
    return {
      address,
      authority: needed > 1n ? "MULTI_PARTY" : "SINGLE_PARTY",
      text: `${address}, a Safe in which ${needed} of ${signers.length} owners decide`,
      evidence: [code, threshold, owners].flatMap((each) => each?.evidence ?? []),
    };
  }
  const delay = numberIn(minDelay?.hex);
  if (delay !== undefined) {
    return {
      address,
      ...(delay > 0n ? { authority: "TIME_LOCKED" as const } : {}),
      text: delay > 0n ? `${address}, a time lock of ${delay} seconds` : `${address}, a time lock without delay`,
      evidence: [code, minDelay].flatMap((each) => each?.evidence ?? []),
    };
  }
  if (numberIn(votingDelay?.hex) !== undefined) {
    return { address, text: `${address}, a contract that votes (Governor)`, evidence: [code, votingDelay].flatMap((each) => each?.evidence ?? []) };
  }
  const owning = addressIn(owner?.hex);
  return {
    address,
    text: `${address}, a contract of a kind that is not known here`,
    ...(owning === undefined ? {} : { owner: owning }),
    evidence: [code, owning === undefined ? undefined : owner].flatMap((each) => each?.evidence ?? []),
  };
}

/** How strong a power is that several can use alone: as weak as the weakest of them. Absent: not known. */
export function weakest(holders: readonly Holder[]): Authority | undefined {
  const order = ["PERMISSIONLESS", "SINGLE_PARTY", undefined, "MULTI_PARTY", "TIME_LOCKED"] as const;
  const held = holders.map(({ authority }) => authority).filter((authority) => authority !== "NONE");
  return held.length === 0 ? "NONE" : order.find((authority) => held.includes(authority));
}

function addressesIn(hex: Hex | undefined): readonly Address[] | undefined {
  if (hex === undefined || hex === "0x") return undefined;
  try {
    return decodeAbiParameters([{ type: "address[]" }], hex)[0];
  } catch {
    // Something else than a list of addresses; its message would repeat the data.
    return undefined;
  }
}
