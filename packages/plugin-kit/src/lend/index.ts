export { createLentFetch } from "./lent-fetch.ts";
export type { LentFetch, LentFetchLimits, LentFetchOptions } from "./lent-fetch.ts";
export type { ProxyAddresses } from "./proxy.ts";
export { isPublicAddress } from "./public-address.ts";
export { createRecorder } from "./recorder.ts";
export type { Recorder, RecorderOptions, Recording, SentRequest } from "./recorder.ts";
