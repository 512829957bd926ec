import type { ChainEvidence } from "@modeldex/schema";
import { addressIn, zeroAddress, zeroWord } from "./abi-words.ts";
import type { ChainState, Reading } from "./chain-state.ts";
import { erc1967Slots } from "./erc1967-slots.ts";

/** Code that the operator knows to do what it answers: keccak256 of what `eth_getCode` gives, in hex with 0x. Of a proxy its own and that behind it. */
export interface KnownCode {
  /** Such as Safes and their proxies. @default none */
  readonly multisig?: readonly string[];
  /** Such as TimelockControllers. @default none */
  readonly timeLock?: readonly string[];
}

export type KnownHashes = Readonly<Record<keyof KnownCode, ReadonlySet<string>>>;

const kinds = ["multisig", "timeLock"] as const;

/** @throws {RangeError} naming the entry that is wrong, and what would be right. */
export function readKnownCode(knownCode: KnownCode = {}): KnownHashes {
  for (const key of Object.keys(knownCode)) {
    if (!kinds.some((kind) => kind === key)) throw new RangeError(`controlAuthority: knownCode has no "${key.slice(0, 100)}"; there are ${kinds.join(" and ")}.`);
  }
  const hashesOf = (kind: keyof KnownCode): ReadonlySet<string> => {
    const hashes: unknown = knownCode[kind] ?? [];
    if (!Array.isArray(hashes)) throw new RangeError(`controlAuthority: knownCode.${kind} must be a list of code hashes, such as ["0x…"].`);
    return new Set(hashes.map((hash: unknown, position) => {
      if (typeof hash === "string" && /^0x[0-9a-f]{64}$/i.test(hash)) return hash.toLowerCase();
      throw new RangeError(`controlAuthority: knownCode.${kind}[${String(position)}] is ${(JSON.stringify(hash) ?? typeof hash).slice(0, 100)}; write the keccak256 of the code: 0x and 64 hex digits.`);
    }));
  };
  return { multisig: hashesOf("multisig"), timeLock: hashesOf("timeLock") };
}

/** Whether the code of a contract is among hashes, and what was read for that besides it. */
export interface CodeKnowledge {
  readonly known: boolean;
  readonly evidence: readonly ChainEvidence[];
}

/**
 * Holds the code of a contract, and the code that it runs as a proxy, against hashes. Where a proxy points to says nothing while its own code may do anything:
 * only the bytes of ERC-1167 are known by themselves, other proxies need both hashes. One that an administrator or a beacon can turn is not known.
 */
export async function codeIsKnown(state: ChainState, address: string, { code, hashes }: { readonly code: Reading; readonly hashes: ReadonlySet<string> }): Promise<CodeKnowledge> {
  const unknown: CodeKnowledge = { known: false, evidence: [] };
  if (hashes.size === 0) return unknown;
  const fixed = minimalProxyTarget(code.hex);
  if (fixed !== undefined) return await behind(state, fixed, hashes);
  if (!has(hashes, code)) return unknown;
  // Slot 0: where proxies of Safes keep what they run.
  const [first, implementation, admin, beacon] = await Promise.all([
    state.storage(address, "0x0"), state.storage(address, erc1967Slots.implementation), state.storage(address, erc1967Slots.admin), state.storage(address, erc1967Slots.beacon),
  ]);
  if (admin.hex !== zeroWord || beacon.hex !== zeroWord) return unknown;
  const slots = [implementation, first].filter(({ hex }) => hex !== zeroWord);
  const targets = await Promise.all(slots.map(async (slot) => ({ slot, target: addressIn(slot.hex) })));
  for (const { slot, target } of targets) {
    if (target === undefined || target === zeroAddress) continue;
    const run = await behind(state, target, hashes);
    return { known: run.known, evidence: [slot.evidence, ...run.evidence] };
  }
  return { known: true, evidence: [] };
}

async function behind(state: ChainState, target: string, hashes: ReadonlySet<string>): Promise<CodeKnowledge> {
  const code = await state.code(target);
  return { known: has(hashes, code), evidence: [code.evidence] };
}

function has(hashes: ReadonlySet<string>, { evidence: { raw } }: Reading): boolean {
  return "codeHash" in raw && hashes.has(raw.codeHash.toLowerCase());
}

/** What a minimal proxy (ERC-1167) runs, which can never change. */
function minimalProxyTarget(hex: string | undefined): string | undefined {
  const target = /^0x363d3d373d3d3d363d73([0-9a-f]{40})5af43d82803e903d91602b57fd5bf3$/.exec(hex ?? "")?.[1];
  return target === undefined ? undefined : `0x${target}`;
}
