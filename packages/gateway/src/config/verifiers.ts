import type { Verifier } from "@modeldex/plugin-kit";
import { builtInVerifiers } from "@modeldex/trust";
import { ConfigError, type ModeldexConfig } from "./config.ts";

/**
 * The verifiers of a configuration: the built-in ones and those that it adds, or those that its function gives.
 *
 * @throws {ConfigError} when the function gives no list.
 */
export function verifiersOf(configured: ModeldexConfig["verifiers"]): readonly Verifier[] {
  const builtIn = builtInVerifiers();
  if (configured === undefined) return builtIn;
  if (typeof configured !== "function") return [...builtIn, ...configured];
  const given: unknown = configured(builtIn);
  if (!Array.isArray(given)) throw new ConfigError("verifiers is a function that gives no list; give the verifiers to use, such as (builtIn) => [...builtIn, mine].");
  return given as readonly Verifier[];
}
