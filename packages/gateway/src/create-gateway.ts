import type { Settings } from "./config/load.ts";
import type { Gateway, GatewayOptions } from "./gateway.ts";

/**
 * Wires a gateway from its settings; listens to nothing yet.
 *
 * Its parts are loaded only now: configurations import this package for `defineConfig` alone, also in the thread of each source.
 *
 * @throws {ConfigError | SourceConfigurationError} when the configuration cannot be used.
 */
export async function createGateway(settings: Settings, options: GatewayOptions = {}): Promise<Gateway> {
  const wiring = await import("./gateway.ts");
  return wiring.createGateway(settings, options);
}
