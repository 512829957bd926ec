/** The operator's own JSON-RPC endpoints by chain id: whom a verdict trusts. http or https URLs; one that is given twice counts once. */
export type RpcEndpoints = Readonly<Record<number, readonly string[]>>;

/** Endpoints that are asked for one claim. */
export const maxEndpoints = 3;

/**
 * Reads endpoints, each kept once: URLs that differ only in what means nothing (case of the host, the default port, a slash at the end, a fragment) are one
 * endpoint, which cannot agree with itself.
 *
 * @param who - names the verifier in the error
 * @throws {RangeError} when an endpoint is no http or https URL.
 */
export function readEndpoints(rpc: RpcEndpoints, who: string): ReadonlyMap<number, readonly string[]> {
  return new Map(Object.entries(rpc).map(([chainId, urls]) => [Number(chainId), [...new Map(urls.map((url) => [sameEndpoint(url, who), url])).values()]]));
}

function sameEndpoint(url: string, who: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) throw new RangeError(`${who}: an rpc endpoint must be an http or https URL, such as "https://rpc.example.org".`);
  parsed.hash = "";
  parsed.pathname = parsed.pathname.replace(/\/+$/, "");
  return parsed.href;
}
