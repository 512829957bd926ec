/** Policies: what somebody requires, and whether the claims meet it. */
export const policySdl = /* GraphQL */ `
"A built-in or configured policy by id, or one given in place."
input PolicyInput @oneOf {
  "Id of a policy of \`policies\`."
  id: ID
  "The rules of a policy given in place."
  rules: [PolicyRuleInput!]
}

"One rule of a policy given in place. An unknown never passes a BLOCK rule."
input PolicyRuleInput {
  "Unique in the policy."
  key: String!
  "Name for a person. Default: the key."
  title: String
  "How much a failure weighs."
  severity: RuleSeverity!
  "What must hold."
  test: RuleTestInput!
  "What an unknown makes of the decision."
  onUnknown: UnknownHandling = INDETERMINATE
  "Why somebody requires it, for a person."
  explanation: String
  "What to do where it does not pass, for a person."
  remedy: String
}

"What a rule requires: exactly one of these."
input RuleTestInput @oneOf {
  "At least one claim matches."
  require: ClaimMatchInput
  "No claim matches."
  forbid: ClaimMatchInput
  "At least one claim matches one of these."
  anyOf: [ClaimMatchInput!]
  "The files reach this level, and nothing that is known stands against them: no claim of any kind failed or undermines trust. \`LISTED\` asks just that."
  level: TrustLevel
  "The system around them reaches this level."
  systemLevel: SystemTrustLevel
}

"All given conditions, each met by any value of its list."
input ClaimMatchInput {
  "What the claim says."
  kinds: [ClaimKind!]
  "How we know it."
  statuses: [ClaimStatus!]
  "Whether it helps."
  effects: [ClaimEffect!]
  "Keys of those who make the statement."
  issuers: [String!]
  "What kind of party makes the statement."
  issuerTypes: [IssuerType!]
  "Names of checks with their version, such as \`digest.compare/1\`."
  methods: [String!]
  "How old the claim may be, in seconds; also lets stale claims of that age count."
  maxAgeSeconds: Int
  "How many claims by different issuers."
  atLeast: Int = 1
}

"How much the failure of a rule weighs."
enum RuleSeverity {
  "The decision is DENY."
  BLOCK
  "The decision is WARN, unless a BLOCK rule decides otherwise."
  WARN
  "The decision does not change."
  INFO
}

"What became of one rule."
enum RuleOutcome {
  "It holds."
  PASS
  "It does not hold."
  FAIL
  "It cannot be said."
  UNKNOWN
  "It does not apply to this subject."
  SKIPPED
}

"What an unknown makes of the decision."
enum UnknownHandling {
  "It cannot be decided."
  INDETERMINATE
  "A warning."
  WARN
  "A refusal."
  DENY
}

"What somebody requires of a model before it is used."
type TrustPolicy {
  "Its name; of a policy given in place, its digest."
  id: ID!
  "Changes whenever its rules do."
  version: String!
  "Name for a person."
  title: String!
  "The rules, in the order of the policy."
  rules: [PolicyRule!]!
  "sha256 of its rules in canonical form."
  digest: Digest!
}

"One rule of a policy."
type PolicyRule {
  "Unique in the policy."
  key: String!
  "Name for a person."
  title: String!
  "How much a failure weighs."
  severity: RuleSeverity!
  "In the shape of \`PolicyRuleInput\`, so that a policy can be edited and given back."
  definition: JSON!
}

"Whether the claims meet a policy. Equal \`inputDigest\` and policy digest give equal outcomes of each rule, and an equal decision."
type PolicyDecision {
  "What is decided."
  outcome: DecisionOutcome!
  "By what."
  policy: TrustPolicy!
  "What became of each rule, in the order of the policy."
  rules: [RuleResult!]!
  "sha256 of all claims that went in, and of the exceptions that it rests on, in canonical form."
  inputDigest: Digest!
  """
  When the first thing that it rests on ends: an exception, a claim that a rule reads, an age that a rule allows; null when nothing does. Without a new
  look it is void from then on. Not part of \`inputDigest\`: a claim that is checked again lasts longer, and may say the same.
  """
  validUntil: DateTime
  "Exceptions of the operator without which it would be another, or could be; each also stands with its rule."
  exceptions: [PolicyException!]!
  """
  It as an in-toto statement with a Simple Verification Result (\`https://in-toto.io/attestation/svr/v0.2\`), bound to the revision and the digests of the
  weights. Unsigned: this gateway has no key, so it says nothing of who made it. Its \`properties\` are rules that passed; what did not stands in a field of its own.
  Null when neither revision nor weights are known by a digest.
  """
  statement: JSON
}

"What a policy decides."
enum DecisionOutcome {
  "Every BLOCK rule passed, and no WARN rule failed or is unknown."
  ALLOW
  "A WARN rule failed or is unknown."
  WARN
  "A BLOCK rule failed."
  DENY
  "No BLOCK rule failed, but one is unknown. Never read it as ALLOW."
  INDETERMINATE
}

"One rule, and the claims that decided it."
type RuleResult {
  "The rule."
  rule: PolicyRule!
  "What became of it."
  outcome: RuleOutcome!
  "The claims that decided it. At most 20."
  because: [Claim!]!
  "Why, in one sentence."
  explanation: String!
  "What would make it pass, and what to do; null when it passes."
  remedy: String
  "Why its outcome, which still stands, does not count for the decision; null where it does."
  exception: PolicyException
}

"A rule that the operator does not hold against one listing for a time. Part of the configuration; there is none for more than one listing."
type PolicyException {
  "Key of the listing, perhaps with \`@\` and the only revision that it is for."
  subject: String!
  "Key of the rule."
  rule: String!
  "Id of the only policy that it is for; null: every policy of the gateway that has such a rule, but none that is given in place."
  policy: ID
  "Why the rule does not count."
  reason: String!
  "Who answers for it."
  by: String!
  "From then on it no longer counts."
  until: DateTime!
}
`;
