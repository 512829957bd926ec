import { defaultPolicyId, parsePolicy, PolicyError } from "@modeldex/trust";
import type { Policy, PolicyRule } from "@modeldex/trust";
import { badInput } from "./errors.ts";

/** A policy by id, or one given in place; exactly one of them, says the schema. */
export interface PolicyInput {
  readonly id?: string;
  readonly rules?: readonly unknown[];
}

/** Reads a PolicyInput. */
export function policyOf(input: PolicyInput | null | undefined, policies: readonly Policy[]): Policy {
  if (input?.rules !== undefined) return fromRules(input.rules);
  const id = input?.id ?? defaultPolicyId;
  const policy = policies.find((candidate) => candidate.id === id);
  if (policy === undefined) throw badInput("policy.id", `is "${id}"; the policies here are ${policies.map((known) => known.id).join(", ")}.`);
  return policy;
}

export const policyResolvers = {
  PolicyRule: { definition: (rule: PolicyRule) => rule },
};

function fromRules(rules: readonly unknown[]): Policy {
  try {
    return parsePolicy({ rules });
  } catch (error) {
    if (error instanceof PolicyError) throw badInput("policy.rules", `cannot be used. ${error.message}`, error);
    throw error;
  }
}
