import type { Policy } from "@modeldex/trust";
import { builtInPolicies, parsePolicy, PolicyError } from "@modeldex/trust";
import { ConfigError } from "./config.ts";
import type { PolicyDefinition } from "./config.ts";

/**
 * The built-in policies and the configured ones.
 *
 * @throws {ConfigError} when one is not valid, or its id is taken.
 */
export function policiesOf(definitions: readonly PolicyDefinition[], sourceIds: readonly string[]): readonly Policy[] {
  const taken = new Set([...sourceIds, ...builtInPolicies.map(({ id }) => id)]);
  const configured = definitions.map((definition, position) => {
    const where = `policies[${position}]`;
    if (!/^[a-z][a-z0-9-]{0,63}$/.test(definition.id)) throw new ConfigError(`${where}.id is "${definition.id}"; write lower-case letters, digits and hyphens, beginning with a letter.`);
    if (taken.has(definition.id)) throw new ConfigError(`${where}.id is "${definition.id}", which a source or another policy has already; choose another id.`);
    taken.add(definition.id);
    try {
      return parsePolicy(definition);
    } catch (cause) {
      if (cause instanceof PolicyError) throw new ConfigError(`${where}: ${cause.message}`, { cause });
      throw cause;
    }
  });
  return [...builtInPolicies, ...configured];
}
