import { createLentFetch, type LentFetch, type LentFetchOptions, type ProxyAddresses } from "@modeldex/plugin-kit/lend";

/** Lends a `fetch` that asks through these proxies. */
export function lendThrough(proxy: ProxyAddresses | undefined): (options: LentFetchOptions) => LentFetch {
  return (options) => createLentFetch({ ...options, ...(proxy && { proxy }) });
}
