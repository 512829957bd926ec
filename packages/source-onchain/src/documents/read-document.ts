import { dataBytes, type DocumentAddress } from "./address.ts";
import { isNamed, urlsOf, type Gateways } from "./gateways.ts";
import { readBytes, type Reach } from "./read-bytes.ts";
import { readIpfs, type Fetched } from "./read-ipfs.ts";

export type { Fetched } from "./read-ipfs.ts";

/**
 * Reads the bytes at an address, wherever it leads: at most `maxBytes`, within the time of the reach.
 *
 * A URL that lies at an origin of the operator's own is not asked: the lent `fetch` would let it through, and it is a text from outside.
 *
 * @throws the reason of the call's signal, once that is aborted.
 */
export async function readDocument(address: DocumentAddress, maxBytes: number, from: { readonly reach: Reach; readonly gateways: Gateways }): Promise<Fetched> {
  const { reach, gateways } = from;
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), reach.timeoutMs);
  const limits = { maxBytes, signal: over.signal };
  try {
    switch (address.kind) {
      case "data": {
        const bytes = dataBytes(address, maxBytes);
        return "reason" in bytes ? bytes : { bytes };
      }
      case "web": {
        const { origin, host } = new URL(address.url);
        if (gateways.configured.has(origin)) return { reason: `${host} was not asked: it is configured for this source, and no document on a chain may lead there` };
        return await readBytes({ ...limits, url: address.url, accept }, reach);
      }
      case "ipfs":
        return await readIpfs(address, limits, from);
      case "arweave":
      case "walrus":
        return await readById(address, limits, from);
      default:
        return address satisfies never;
    }
  } finally {
    clearTimeout(timer);
  }
}

const accept = "application/json, text/plain;q=0.5, */*;q=0.1";

/** Neither a transaction of Arweave nor a blob of Walrus is named by a hash of its bytes alone. */
async function readById(
  address: Extract<DocumentAddress, { kind: "arweave" | "walrus" }>,
  limits: { readonly maxBytes: number; readonly signal: AbortSignal },
  { reach, gateways }: { readonly reach: Reach; readonly gateways: Gateways },
): Promise<Fetched> {
  const urls = urlsOf(address, gateways);
  const [network, against] = address.kind === "walrus" ? ["Walrus", `walrus:${address.id}` as const] : ["Arweave", `arweave:${address.id}` as const];
  if (urls.length === 0) return { reason: `no gateway for ${network} is configured` };
  const reasons: string[] = [];
  for (const { url, base } of urls) {
    const read = await readBytes({ ...limits, url, accept }, reach);
    if ("bytes" in read) return { bytes: read.bytes, ...(isNamed(base) ? { url: read.url } : {}), comparison: { against, verdict: "incomparable" } };
    if (read.late === true) return read;
    reasons.push(read.reason);
  }
  return { reason: reasons.join("; ") };
}
