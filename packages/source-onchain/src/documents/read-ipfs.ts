import type { CID } from "multiformats/cid";
import type { DocumentAddress } from "./address.ts";
import { compareBlock, dagPbCodec, ownBytes, rawCodec } from "./cid.ts";
import { ipfsBases, isNamed, type Gateways } from "./gateways.ts";
import { readBytes, type Reach } from "./read-bytes.ts";
import type { Comparison } from "./digest.ts";
import { readNode } from "./unixfs.ts";

/** Bytes of a document, or why there are none. `comparison`: with the CID that names them. */
export type Fetched =
  | { readonly bytes: Uint8Array; readonly url?: string; readonly comparison?: Comparison }
  | { readonly reason: string; readonly late?: true };

type IpfsAddress = Extract<DocumentAddress, { kind: "ipfs" }>;

/** Largest block that IPFS moves. */
const maxBlockBytes = 2_097_152;

/** Folders that are walked through to a document. */
const mostFolders = 4;

/**
 * Reads what a CID names from one gateway after the other, until one gives it.
 *
 * Blocks are asked for as they are (`?format=raw`, the trustless gateway of IPFS), from the CID along its path, and each is held against its own
 * CID. A file of several blocks, and a gateway that gives no blocks, are read as served: `incomparable`.
 */
export async function readIpfs(address: IpfsAddress, limits: { readonly maxBytes: number; readonly signal: AbortSignal }, from: { readonly reach: Reach; readonly gateways: Gateways }): Promise<Fetched> {
  const against = `cid:${address.cid.toString()}` as const;
  const own = address.path.length === 0 ? ownBytes(address.cid) : undefined;
  if (own !== undefined) return { bytes: own, comparison: { against, verdict: "equal" } };
  const bases = ipfsBases(address, from.gateways);
  if (bases.length === 0) return { reason: "no gateway for IPFS is configured" };
  let different: Fetched | undefined;
  let reason = "";
  for (const base of bases) {
    const walked = await walk(address, base, { ...limits, reach: from.reach });
    const fetched = walked ?? (await asServed(address, base, { ...limits, reach: from.reach }));
    if ("bytes" in fetched) {
      const comparison = { against, verdict: fetched.verdict };
      const given = { bytes: fetched.bytes, ...(isNamed(base) ? { url: fetched.url } : {}), comparison };
      if (fetched.verdict !== "different") return given;
      different ??= given;
      continue;
    }
    if (fetched.late === true) return fetched;
    reason = reason === "" ? fetched.reason : `${reason}; ${fetched.reason}`;
  }
  return different ?? { reason };
}

interface Walk {
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly reach: Reach;
}

type FromGateway =
  | { readonly bytes: Uint8Array; readonly url: string; readonly verdict: Comparison["verdict"] }
  | { readonly reason: string; readonly late?: true };

/** `undefined`: the gateway gives no blocks, or the document is not one block. */
async function walk({ cid, path }: IpfsAddress, base: string, limits: Walk): Promise<FromGateway | undefined> {
  let current: CID = cid;
  const names = [...path];
  for (let step = 0; step <= mostFolders; step += 1) {
    const whole = current.code === rawCodec;
    if (!whole && current.code !== dagPbCodec) return undefined;
    const read = await readBytes(
      { url: `${base}/ipfs/${current.toString()}?format=raw`, accept: "application/vnd.ipld.raw", maxBytes: whole ? limits.maxBytes : maxBlockBytes, signal: limits.signal },
      limits.reach,
    );
    if ("reason" in read) return read;
    const { bytes, url } = read;
    const verdict = compareBlock(bytes, current);
    if (whole) return names.length > 0 ? { reason: "its path leads into a file" } : { bytes, url, verdict };
    // A gateway that does not know `format` serves the file instead of its block.
    if (verdict === "incomparable" || (verdict === "different" && read.mediaType !== "application/vnd.ipld.raw")) return undefined;
    if (verdict === "different") return { bytes, url, verdict };
    const node = readNode(bytes);
    if (node.kind === "other") return undefined;
    const name = names.shift();
    if (node.kind === "file") {
      if (name !== undefined) return { reason: "its path leads into a file" };
      return node.bytes.length > limits.maxBytes ? { reason: `it has more than ${limits.maxBytes} bytes` } : { bytes: node.bytes, url, verdict };
    }
    if (name === undefined) return { reason: "its address names a folder" };
    const next = node.entry(name);
    if (next === undefined) return { reason: "the folder that its address names has no such file" };
    current = next;
  }
  return undefined;
}

async function asServed({ cid, path }: IpfsAddress, base: string, { maxBytes, signal, reach }: Walk): Promise<FromGateway> {
  const url = [`${base}/ipfs/${cid.toString()}`, ...path.map(encodeURIComponent)].join("/");
  const read = await readBytes({ url, accept: "application/json, text/plain;q=0.5, */*;q=0.1", maxBytes, signal }, reach);
  return "reason" in read ? read : { bytes: read.bytes, url: read.url, verdict: "incomparable" };
}
