import { keccak256 } from "../keccak256.ts";

/** 32 bytes of zeros, in hex. */
export const zeroWord = `0x${"0".repeat(64)}`;
export const zeroAddress = `0x${"0".repeat(40)}`;

/**
 * Calldata of a function whose parameters are words of 32 bytes each (Solidity ABI, static types).
 *
 * @param args - words or addresses in hex with 0x
 * @example
 * calldata("owner()")
 * // "0x8da5cb5b"
 */
export function calldata(signature: string, ...args: readonly string[]): string {
  return `${selector(signature)}${args.map((arg) => arg.slice(2).toLowerCase().padStart(64, "0")).join("")}`;
}

/** The first four bytes of the keccak256 of a signature, in hex with 0x. */
export function selector(signature: string): string {
  return keccak256(Buffer.from(signature)).slice(0, 10);
}

/** The address in a word of 32 bytes, in lower case; `undefined` when it holds something else. */
export function addressIn(hex: string | undefined): string | undefined {
  return hex !== undefined && /^0x0{24}[0-9a-f]{40}$/i.test(hex) ? `0x${hex.slice(26).toLowerCase()}` : undefined;
}

/** The number in a word of 32 bytes; `undefined` when there is no such word. */
export function numberIn(hex: string | undefined): bigint | undefined {
  return hex !== undefined && /^0x[0-9a-f]{64}$/i.test(hex) ? BigInt(hex) : undefined;
}

/** The addresses in a result that is one list of them, at most 100; `undefined` when it is something else. */
export function addressesIn(hex: string | undefined): readonly string[] | undefined {
  if (hex === undefined || !/^0x(?:[0-9a-f]{64}){2,103}$/i.test(hex)) return undefined;
  const words = hex.slice(2).match(/.{64}/g) ?? [];
  if (numberIn(`0x${words[0] ?? ""}`) !== 32n || numberIn(`0x${words[1] ?? ""}`) !== BigInt(words.length - 2)) return undefined;
  const addresses = words.slice(2).map((word) => addressIn(`0x${word}`));
  return addresses.every((address) => address !== undefined) ? addresses : undefined;
}

/** An address as people know it, its case a checksum (ERC-55). */
export function checksumAddress(address: string): string {
  const digits = address.slice(2).toLowerCase();
  const hash = keccak256(Buffer.from(digits)).slice(2);
  return `0x${[...digits].map((digit, index) => (Number.parseInt(hash[index] ?? "0", 16) >= 8 ? digit.toUpperCase() : digit)).join("")}`;
}
