import { parseListingKey } from "@modeldex/schema";
import type { ListingKey } from "@modeldex/schema";
import { decisionStatement, defaultPolicyId, parsePolicy, PolicyError } from "@modeldex/trust";
import type { DecisionStatement, Policy, PolicyDecision, PolicyRule } from "@modeldex/trust";
import type { GraphContext } from "./context.ts";
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
  PolicyDecision: { statement: statementOf },
};

/** Bound to the digests of the listing as it is stored; null when there are none, or it has moved on to another revision meanwhile. */
async function statementOf(decision: PolicyDecision, _: unknown, { loaders, services }: GraphContext): Promise<DecisionStatement | null> {
  const key = decision.subject.replace(/^listing:/, "");
  const listing = await loaders.listing.load(key as ListingKey);
  const source = services.sources.find(({ id }) => id === parseListingKey(key)?.source);
  if (listing === undefined || source === undefined) return null;
  return decisionStatement(decision, { key, naming: listing.naming, sourceKind: source.kind, record: listing.record }) ?? null;
}

function fromRules(rules: readonly unknown[]): Policy {
  try {
    return parsePolicy({ rules });
  } catch (error) {
    if (error instanceof PolicyError) throw badInput("policy.rules", `cannot be used. ${error.message}`, error);
    throw error;
  }
}
