import { createHash } from "node:crypto";
import { asSha256, type AnyDigest, type Digest } from "@modeldex/plugin-kit";
import { keccak256 } from "viem";
import { compareBlock, dagPbCodec, parseCid, rawCodec, type Verdict } from "./cid.ts";
import { fileBlock } from "./unixfs.ts";

/** Bytes held against one thing that the chain says of them. */
export interface Comparison {
  /** Absent: what the chain says is no digest of its kind. */
  readonly against?: AnyDigest;
  readonly verdict: Exclude<Verdict, "none">;
}

/** Digest of a document as a registry gives it. */
export interface GivenDigest {
  readonly algorithm: "sha256" | "keccak256" | "cid";
  readonly value: string;
}

export function sha256Of(bytes: Uint8Array): Digest {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/**
 * Holds bytes against a digest. A CID of raw bytes is their hash; that of a node of IPFS is the hash of a file that was made into one block, and
 * `incomparable` where it is of something else.
 *
 * @returns `undefined` when the value says "none": empty, or all zeros.
 */
export function compareDigest(bytes: Uint8Array, { algorithm, value }: GivenDigest): Comparison | undefined {
  if (saysNone(value)) return undefined;
  const against = digestText({ algorithm, value });
  if (against === undefined) return { verdict: "incomparable" };
  if (algorithm === "cid") return { against, verdict: compareCid(bytes, against.slice("cid:".length)) };
  const computed = algorithm === "sha256" ? sha256Of(bytes) : `keccak256:${keccak256(bytes).slice(2)}`;
  return { against, verdict: computed === against ? "equal" : "different" };
}

/** A digest as records write it; `undefined`: there is none, or it is none of its kind. */
export function digestText({ algorithm, value }: GivenDigest): AnyDigest | undefined {
  if (saysNone(value)) return undefined;
  if (algorithm === "cid") {
    const cid = parseCid(value.replace(/^(?:cid:|ipfs:\/\/|\/ipfs\/)/, ""));
    return cid === undefined ? undefined : `cid:${cid.toString()}`;
  }
  const hex = asSha256(value.replace(/^keccak256:/, ""))?.slice("sha256:".length);
  return hex === undefined ? undefined : `${algorithm}:${hex}`;
}

/** What several comparisons say together: one that differs decides. */
export function verdictOf(comparisons: readonly Comparison[]): Verdict {
  for (const verdict of ["different", "equal", "incomparable"] as const) {
    if (comparisons.some((each) => each.verdict === verdict)) return verdict;
  }
  return "none";
}

function saysNone(value: string): boolean {
  return /^(0x)?0*$/.test(value);
}

function compareCid(bytes: Uint8Array, text: string): Comparison["verdict"] {
  const cid = parseCid(text);
  if (cid?.code === rawCodec) return compareBlock(bytes, cid);
  // The same bytes make other blocks when they are cut otherwise, so a difference says nothing.
  return cid?.code === dagPbCodec && compareBlock(fileBlock(bytes), cid) === "equal" ? "equal" : "incomparable";
}
