import type { DocumentAddress } from "./address.ts";

/**
 * Hosts that give what is named by its content: base addresses, which may be of the operator's own network. An empty list: none is asked.
 * Where a document was read is said in its evidence, unless the base has a path, which may hold a key.
 */
export interface GatewayOptions {
  /** @default ["https://ipfs.io"] */
  readonly ipfs?: readonly string[] | undefined;
  /** @default ["https://arweave.net"] */
  readonly arweave?: readonly string[] | undefined;
  /** Aggregators. @default ["https://aggregator.walrus-mainnet.walrus.space"] */
  readonly walrus?: readonly string[] | undefined;
}

/** The gateways of a source, without slashes at their ends. */
export interface Gateways {
  readonly ipfs: readonly string[];
  readonly arweave: readonly string[];
  readonly walrus: readonly string[];
  /** Origins that the operator configured, RPC endpoints too: nothing that a chain names is asked there, except through a gateway. */
  readonly configured: ReadonlySet<string>;
}

/** @param endpoints - other URLs that the operator configured. */
export function readGateways(options: GatewayOptions | undefined, endpoints: readonly string[]): Gateways {
  const { ipfs = ["https://ipfs.io"], arweave = ["https://arweave.net"], walrus = ["https://aggregator.walrus-mainnet.walrus.space"] } = options ?? {};
  const [ofIpfs, ofArweave, ofWalrus] = [ipfs, arweave, walrus].map((list) => list.map((base) => base.replace(/\/+$/, "")));
  const gateways = { ipfs: ofIpfs ?? [], arweave: ofArweave ?? [], walrus: ofWalrus ?? [] };
  const all = [...gateways.ipfs, ...gateways.arweave, ...gateways.walrus, ...endpoints];
  return { ...gateways, configured: new Set(all.map((url) => new URL(url).origin)) };
}

/** Origins of the gateways, which the lent `fetch` may ask although they are private. */
export function gatewayOrigins({ ipfs, arweave, walrus }: Gateways): readonly string[] {
  return [...new Set([...ipfs, ...arweave, ...walrus].map((base) => new URL(base).origin))];
}

/** Whether a gateway may be named to everybody. */
export function isNamed(base: string): boolean {
  return new URL(base).pathname === "/";
}

/** The URL of a gateway is another way to write what it gives. */
export function throughGateways(address: DocumentAddress, { arweave, walrus }: Gateways): DocumentAddress {
  if (address.kind !== "web") return address;
  const below = (bases: readonly string[]): readonly string[] | undefined => {
    const base = bases.find((each) => address.url.startsWith(`${each}/`));
    return base === undefined ? undefined : address.url.slice(base.length + 1).replace(/[?#].*$/, "").split("/");
  };
  const isId = (text: string | undefined): text is string => text !== undefined && /^[A-Za-z0-9_-]{43}$/.test(text);
  const [transaction, ...path] = below([...arweave, "https://arweave.net"]) ?? [];
  if (isId(transaction) && path.length === 0) return { kind: "arweave", id: transaction, path };
  const [blob, ...more] = below(walrus.map((base) => `${base}/v1/blobs`)) ?? [];
  return isId(blob) && more.length === 0 ? { kind: "walrus", id: blob } : address;
}

/** Base URLs at which an address of IPFS is asked for, in their order: the configured ones, then the one that the address names. */
export function ipfsBases({ gateway }: Extract<DocumentAddress, { kind: "ipfs" }>, { ipfs, configured }: Gateways): readonly string[] {
  return gateway === undefined || configured.has(gateway) ? ipfs : [...ipfs, gateway];
}

/** The URLs of what an id names, one at each gateway. */
export function urlsOf(address: Extract<DocumentAddress, { kind: "arweave" | "walrus" }>, { arweave, walrus }: Gateways): readonly { readonly url: string; readonly base: string }[] {
  if (address.kind === "walrus") return walrus.map((base) => ({ base, url: `${base}/v1/blobs/${address.id}` }));
  return arweave.map((base) => ({ base, url: [base, address.id, ...address.path.map(encodeURIComponent)].join("/") }));
}
