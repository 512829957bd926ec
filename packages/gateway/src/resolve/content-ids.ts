import type { AnyDigest } from "@modeldex/schema";
import { CID } from "multiformats/cid";
import { create } from "multiformats/hashes/digest";

/** What a text may be, each with the digests by which listings state it. */
export interface ContentReading {
  readonly readAs: string;
  readonly digests: readonly AnyDigest[];
}

/**
 * Readings of a text as content that is known by an id of its own: a CID (bare, `ipfs://…`, `/ipfs/…`, the address of a gateway), a Walrus blob id,
 * an Arweave transaction (`ar://…`, the address of a gateway), and 32 bytes in hexadecimal digits with `0x`, as contracts hold digests.
 *
 * A CID is found in each of its spellings; one of raw bytes is their sha256, and 32 bytes may be the digest in a CID of either kind. 43 characters
 * of base64url are a Walrus id as well as an Arweave one.
 *
 * Sources: multiformats CID, https://docs.wal.app (blob ids), ar:// of the Arweave gateways.
 */
export function contentReadings(text: string): readonly ContentReading[] {
  const cid = cidIn(text);
  if (cid !== undefined) return [{ readAs: "CID", digests: spellingsOf(cid) }];
  const walrus = /^(?:walrus:\/\/|walrus:)([A-Za-z0-9_-]{43})$/.exec(text)?.[1] ?? /^https?:\/\/[^/]+\/v1\/blobs\/([A-Za-z0-9_-]{43})(?:[?#]|$)/.exec(text)?.[1];
  if (walrus !== undefined) return [walrusReading(walrus)];
  const arweave = /^ar:(?:\/\/)?([A-Za-z0-9_-]{43})$/.exec(text)?.[1] ?? /^https?:\/\/(?:[^/]+\.)?arweave\.(?:net|dev)\/([A-Za-z0-9_-]{43})(?:[/?#]|$)/.exec(text)?.[1];
  if (arweave !== undefined) return [arweaveReading(arweave)];
  // Names are no random text: they hold words, not letters of both cases with digits between them.
  if (/^[A-Za-z0-9_-]{43}$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text)) return [walrusReading(text), arweaveReading(text)];
  if (/^0x[0-9a-f]{64}$/i.test(text)) {
    const digits = text.slice(2).toLowerCase();
    return [
      { readAs: "sha256 of a file", digests: [`sha256:${digits}`] },
      { readAs: "keccak256 of a file", digests: [`keccak256:${digits}`] },
      { readAs: "digest of a CID", digests: cidsOf(digits) },
    ];
  }
  return [];
}

function walrusReading(id: string): ContentReading {
  return { readAs: "Walrus blob id", digests: [`walrus:${id}`] };
}

function arweaveReading(id: string): ContentReading {
  return { readAs: "Arweave transaction", digests: [`ar:${id}`] };
}

function cidIn(text: string): CID | undefined {
  const given = /^(?:ipfs:\/\/(?:ipfs\/)?|\/ipfs\/|cid:|https?:\/\/[^/]+\/ipfs\/)?([A-Za-z0-9]{46,120})(?:[/?#].*)?$/.exec(text)?.[1] ?? /^https?:\/\/(b[a-z2-7]{50,60})\.ipfs\.[^/]+/.exec(text)?.[1];
  if (given === undefined || !/^(?:Qm|b[a-z2-7]|z|f01)/.test(given)) return undefined;
  try {
    return CID.parse(given);
  } catch {
    // Letters that look like a CID and are none.
    return undefined;
  }
}

const [rawCodec, dagPbCodec, sha256Code] = [0x55, 0x70, 0x12] as const;

/** The CIDs with this sha256 in them, in their spellings. */
function cidsOf(digits: string): readonly AnyDigest[] {
  const hash = create(sha256Code, Buffer.from(digits, "hex"));
  return [rawCodec, dagPbCodec].flatMap((codec) => spellingsOf(CID.createV1(codec, hash))).filter((digest) => digest.startsWith("cid:"));
}

function spellingsOf(cid: CID): readonly AnyDigest[] {
  const isSha256 = cid.multihash.code === sha256Code && cid.multihash.size === 32;
  const spellings: AnyDigest[] = [`cid:${cid.toV1().toString()}`];
  if (isSha256 && cid.code === dagPbCodec) spellings.push(`cid:${cid.toV0().toString()}`);
  if (isSha256 && cid.code === rawCodec) spellings.push(`sha256:${Buffer.from(cid.multihash.digest).toString("hex")}`);
  return spellings;
}
