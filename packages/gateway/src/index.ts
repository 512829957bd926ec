export { ConfigError, defineConfig } from "./config/config.ts";
export type { ConfigExport, ConfigInput, LimitsConfig, ModeldexConfig, PolicyDefinition, SearchConfig, ServerConfig } from "./config/config.ts";
export { loadSettings } from "./config/load.ts";
export type { Settings } from "./config/load.ts";
export { serverSettings } from "./config/server-settings.ts";
export type { ServerSettings } from "./config/server-settings.ts";
export { createGateway } from "./create-gateway.ts";
export type { Gateway } from "./gateway.ts";
export { controlAuthority, onchainRegistration, publisherIdentity, referenceImmutability, securityAdvisories } from "@modeldex/trust";
