export { createLentFetch } from "./lent-fetch.ts";
export type { LentFetch, LentFetchLimits, LentFetchOptions } from "./lent-fetch.ts";
export type { ProxyAddresses } from "./proxy.ts";
export { isPublicAddress } from "./public-address.ts";
