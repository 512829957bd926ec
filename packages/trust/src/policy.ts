import type { ClaimEffect, ClaimKind, ClaimStatus, Digest, IssuerType, RuleSeverity, SystemTrustLevel, TrustLevel, UnknownHandling } from "@modeldex/schema";

/** All given conditions, each met by any value of its list. */
export interface ClaimMatch {
  readonly kinds?: readonly ClaimKind[];
  readonly statuses?: readonly ClaimStatus[];
  readonly effects?: readonly ClaimEffect[];
  /** Keys of issuers, compared exactly. */
  readonly issuers?: readonly string[];
  readonly issuerTypes?: readonly IssuerType[];
  /** Methods with their versions, compared exactly. */
  readonly methods?: readonly string[];
  /** A claim older than this counts as UNKNOWN; a stale one that is younger counts as it stands. */
  readonly maxAgeSeconds?: number;
  /** How many claims by different issuers. @default 1 */
  readonly atLeast?: number;
}

/**
 * At least one claim matches; none does; one of several matches; the level is reached. A level of the files asks besides that no claim of any kind failed or
 * undermines trust; the lowest, LISTED, asks just that.
 */
export type RuleTest =
  | { readonly require: ClaimMatch }
  | { readonly forbid: ClaimMatch }
  | { readonly anyOf: readonly ClaimMatch[] }
  | { readonly level: TrustLevel }
  | { readonly systemLevel: SystemTrustLevel };

/** One rule, in the shape of `PolicyRuleInput` of the schema: it can be edited and given back. */
export interface PolicyRule {
  /** Unique in the policy. */
  readonly key: string;
  readonly title: string;
  readonly severity: RuleSeverity;
  readonly test: RuleTest;
  readonly onUnknown: UnknownHandling;
  /** Why the rule is there, for a person. */
  readonly explanation?: string;
  /** What to do where it does not pass, for a person. */
  readonly remedy?: string;
}

/** Rules that somebody requires a subject to meet. Data, no code. */
export interface Policy {
  /** A name; the digest for a policy given in place. */
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly rules: readonly PolicyRule[];
  /** sha256 of the canonical JSON of the rules: equal rules have equal digests, whatever their policy is called. */
  readonly digest: Digest;
}

/** A policy that cannot be used. The message names the rule and the field, and what would be right. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  /** Where, such as `rules[2].test.require.kinds`. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}
