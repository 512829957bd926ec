export { liteLlm } from "./lite-llm.ts";
export type { LiteLlmOptions } from "./lite-llm.ts";
