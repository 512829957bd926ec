export { openRouter } from "./open-router.ts";
export type { OpenRouterOptions } from "./open-router.ts";
export { openRouterDetails } from "./records.ts";
