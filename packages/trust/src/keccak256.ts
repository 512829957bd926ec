import { keccak_256 } from "@noble/hashes/sha3.js";

/**
 * Keccak-256 as Ethereum uses it, which is not SHA3-256 (FIPS 202): Node's crypto has only the latter.
 *
 * @returns 0x and 64 hex digits.
 * @example
 * keccak256(new Uint8Array())
 * // "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
 */
export function keccak256(bytes: Uint8Array): string {
  return `0x${Buffer.from(keccak_256(bytes)).toString("hex")}`;
}
