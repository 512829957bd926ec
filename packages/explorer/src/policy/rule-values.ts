import type { RuleTestInput } from "../generated/types.ts";
import { claimKinds, issuerTypes } from "../words/claims.ts";
import { severities, unknownHandlings } from "../words/policies.ts";
import { claimEffects, claimStatuses, systemLevels, trustLevels } from "../words/trust.ts";

/** The five kinds of test that a rule can have; exactly one of them. */
export type TestKind = "require" | "forbid" | "anyOf" | "level" | "systemLevel";

export const testKinds: readonly TestKind[] = ["require", "forbid", "anyOf", "level", "systemLevel"];

/** Values of the endpoint that stand in rules, in the order in which they are offered. */
export const ruleValues = {
  kinds: namesOf(claimKinds),
  statuses: namesOf(claimStatuses),
  effects: namesOf(claimEffects),
  issuerTypes: namesOf(issuerTypes),
  levels: namesOf(trustLevels),
  systemLevels: namesOf(systemLevels),
  severities: namesOf(severities),
  unknownHandlings: namesOf(unknownHandlings),
} as const;

/** Bounds of the endpoint for a policy that is given in place. */
export const policyBounds = { rules: 50, anyOf: 20, values: 50, textLength: 500, atLeast: 50, maxAgeSeconds: 316_224_000 } as const;

/** Which test a rule has. */
export function testKindOf(test: RuleTestInput): TestKind {
  return testKinds.find((kind) => test[kind] !== undefined) ?? "require";
}

function namesOf<Name extends string>(words: Readonly<Record<Name, unknown>>): readonly Name[] {
  return Object.keys(words) as Name[];
}
