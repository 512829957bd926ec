import type { Verifier } from "@modeldex/plugin-kit";
import { builtInVerifiers } from "@modeldex/trust";
import { ConfigError, type ModeldexConfig } from "./config.ts";

/**
 * The verifiers of a configuration: the built-in ones and those that it adds, or those that its function gives. One that it adds with the id of a built-in
 * one, such as `publisherIdentity` with options, takes its place.
 *
 * @throws {ConfigError} when the function gives no list.
 */
export function verifiersOf(configured: ModeldexConfig["verifiers"]): readonly Verifier[] {
  const builtIn = builtInVerifiers();
  if (configured === undefined) return builtIn;
  if (typeof configured !== "function") {
    const instead = new Map(configured.map((verifier) => [verifier.id, verifier]));
    return [...builtIn.map((verifier) => instead.get(verifier.id) ?? verifier), ...configured.filter(({ id }) => !builtIn.some((verifier) => verifier.id === id))];
  }
  const given: unknown = configured(builtIn);
  if (!Array.isArray(given)) throw new ConfigError("verifiers is a function that gives no list; give the verifiers to use, such as (builtIn) => [...builtIn, mine].");
  return given as readonly Verifier[];
}
