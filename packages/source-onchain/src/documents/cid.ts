import { createHash } from "node:crypto";
import { base16 } from "multiformats/bases/base16";
import { CID } from "multiformats/cid";
import { keccak256 } from "viem";

/** Multicodec of bytes without structure, and of the nodes that IPFS files and folders are made of. */
export const rawCodec = 0x55;
export const dagPbCodec = 0x70;

/** How bytes compare with what the chain says of them. `incomparable`: the name is no hash of them that could be computed here; `none`: it says nothing. */
export type Verdict = "equal" | "different" | "incomparable" | "none";

/**
 * Reads a CID, version 0 (`Qm…`) or 1 in base32, base36, base58 or base16.
 *
 * @returns `undefined` for other text, and for the name of a key (IPNS), which is no name of bytes.
 */
export function parseCid(text: string): CID | undefined {
  if (text.length > 200) return undefined;
  try {
    const cid = /^f[0-9a-f]+$/i.test(text) ? CID.parse(text.toLowerCase(), base16) : CID.parse(/^B[A-Z2-7]+$/.test(text) ? text.toLowerCase() : text);
    return cid.code === libp2pKeyCodec ? undefined : cid;
  } catch {
    // Anybody writes these texts; the library's message says which base it tried, and nothing else.
    return undefined;
  }
}

/** Holds a block against its CID. */
export function compareBlock(block: Uint8Array, { multihash }: CID): Exclude<Verdict, "none"> {
  const computed = hashOf(block, multihash.code);
  if (computed === undefined) return "incomparable";
  return Buffer.from(computed).equals(multihash.digest) ? "equal" : "different";
}

/** The bytes that a CID holds itself (multihash `identity`). */
export function ownBytes({ code, multihash }: CID): Uint8Array | undefined {
  return code === rawCodec && multihash.code === 0x00 ? multihash.digest : undefined;
}

const libp2pKeyCodec = 0x72;

/** By the table of multicodecs; `undefined`: a hash that is not computed here. */
function hashOf(block: Uint8Array, code: number): Uint8Array | undefined {
  switch (code) {
    case 0x00:
      return block;
    case 0x12:
      return createHash("sha256").update(block).digest();
    case 0x13:
      return createHash("sha512").update(block).digest();
    case 0x1b:
      return keccak256(block, "bytes");
    default:
      return undefined;
  }
}
