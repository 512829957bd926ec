export { claimsOf } from "./claims-of.ts";
export { isAssessed, sourceStatement } from "./trust-claim.ts";
export type {
  AnyClaimFacts, ClaimSubject, Issuer, TrustClaim, TrustFinding, TrustListing, TrustOverlay, TrustSubjectInput, TrustSystem,
} from "./trust-claim.ts";
export { buildReport, countClaims } from "./report.ts";
export type { ClaimConflict, ClaimCounts, TrustReport } from "./report.ts";
export { artifactLevel, systemLevel } from "./levels.ts";
export type { LevelResult } from "./levels.ts";
export { decide } from "./decide.ts";
export type { DecisionInput, PolicyDecision, RuleResult } from "./decide.ts";
export { PolicyError } from "./policy.ts";
export { decisionOutcomes, ruleOutcomes, ruleSeverities, unknownHandlings } from "@modeldex/schema";
export type { ClaimMatch, Policy, PolicyRule, RuleTest } from "./policy.ts";
export type { DecisionOutcome, RuleOutcome, RuleSeverity, UnknownHandling } from "@modeldex/schema";
export { parsePolicy, policyBounds } from "./parse-policy.ts";
export type { PolicyDefinition, PolicyRuleDefinition } from "./parse-policy.ts";
export { builtInPolicies, defaultPolicyId } from "./built-in-policies.ts";
export { checkId, claimDigest, parseCheckId } from "./check-id.ts";
export { canonicalDigest, canonicalJson } from "./canonical.ts";
export { verifiability } from "./verifiability.ts";
export { reproduceCommand } from "./reproduce.ts";
export { unknownReasonOf } from "./unknown-reason.ts";
export { builtInVerifiers } from "./verifiers/built-in-verifiers.ts";
export { controlAuthority } from "./verifiers/control-authority.ts";
export type { ControlAuthorityOptions } from "./verifiers/control-authority.ts";
export { onchainRegistration } from "./verifiers/onchain-registration.ts";
export type { OnchainRegistrationOptions } from "./verifiers/onchain-registration.ts";
