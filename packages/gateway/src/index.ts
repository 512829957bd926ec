export { ConfigError, defineConfig } from "./config/config.ts";
export type { ConfigExport, ConfigInput, ModeldexConfig, PolicyDefinition, SearchConfig, ServerConfig } from "./config/config.ts";
export { loadSettings } from "./config/load.ts";
export type { Settings } from "./config/load.ts";
export { createGateway } from "./create-gateway.ts";
export type { Gateway } from "./gateway.ts";
export { onchainRegistration } from "@modeldex/trust";
