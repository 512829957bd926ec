import type { ClaimKind } from "@modeldex/schema";
import type { PolicyRuleDefinition } from "./parse-policy.ts";

/** What is checked of every listing that has files, so that it is known of an ordinary one. */
export const kindsOfFiles: readonly ClaimKind[] = [
  "CONTENT_DIGEST", "REFERENCE_IMMUTABILITY", "SERIALIZATION_SAFETY", "CODE_EXECUTION_REQUIRED", "THIRD_PARTY_SCAN", "LICENSE_TERMS", "SECURITY_ADVISORY",
  "NAMESPACE_CONTINUITY",
];

/**
 * Of every kind: what failed, and what undermines trust, whoever says so. What could not be checked stands against nothing; whether it must be known is for the
 * rules that name kinds, since among all of them there is always something that cannot be checked.
 */
export const nothingAgainst = {
  key: "nothing-against",
  title: "Nothing that is known speaks against it",
  severity: "BLOCK",
  test: { level: "LISTED" },
  explanation: "A check that failed, a flagged file or an advisory is a reason to stop, however good the rest is.",
  remedy: "Read what speaks against it, and ask the publisher, or choose another revision or model.",
} as const satisfies PolicyRuleDefinition;

/** Names the kinds that must be known: one that is not leaves the question open. */
export function enoughKnown(kinds: readonly ClaimKind[]): PolicyRuleDefinition {
  return {
    key: "enough-known",
    title: "What must be checked was checked, and nothing of it undermines trust",
    severity: "BLOCK",
    test: { forbid: { kinds, effects: ["UNDERMINES"] } },
    onUnknown: "WARN",
    explanation: "What nobody could look at may be bad.",
    remedy: "Read why it could not be checked: access, an endpoint or time may be missing.",
  };
}

/** By the form of a commit or a digest alone; of a block, by the operator's endpoints. */
export const immutableRevision = {
  key: "immutable-revision",
  title: "The revision cannot come to mean other files",
  severity: "BLOCK",
  test: { require: { kinds: ["REFERENCE_IMMUTABILITY"], statuses: ["VERIFIED"], effects: ["SUPPORTS"] } },
  explanation: "A branch or tag can be moved after you have looked at it; a commit, digest or final block cannot.",
  remedy: "Name a commit, a digest or a final block in place of a branch or tag.",
} as const satisfies PolicyRuleDefinition;

/** A kind that nobody is asked about does not apply, and is skipped. */
export const noAdvisory = {
  key: "no-advisory",
  title: "No advisory is known against it",
  severity: "BLOCK",
  test: { forbid: { kinds: ["SECURITY_ADVISORY"], effects: ["UNDERMINES"] } },
  onUnknown: "WARN",
  explanation: "Only documents that this gateway is configured to read, and the source's own word that it has disabled the listing, count.",
  remedy: "Read the advisory: it names what is affected, and often what to use instead.",
} as const satisfies PolicyRuleDefinition;

/** Of the history that this gateway has seen, and of names that look alike. */
export const nameKept = {
  key: "name-kept",
  title: "The name still belongs to the same publisher",
  severity: "WARN",
  test: { forbid: { kinds: ["NAMESPACE_CONTINUITY"], effects: ["CAUTION", "UNDERMINES"] } },
  explanation: "A path that was given to somebody else, or a name that looks like a far more used one, is how people are given other files than they want.",
  remedy: "Make sure that this is the publisher you mean, and pin the revision.",
} as const satisfies PolicyRuleDefinition;

/** Also where nobody has checked it. */
export const licenseStated = {
  key: "license-stated",
  title: "A licence is stated",
  severity: "WARN",
  test: { require: { kinds: ["LICENSE_TERMS"], statuses: ["VERIFIED", "ASSERTED"] } },
  explanation: "Without a licence nobody but its author may use it.",
  remedy: "Ask the publisher to state a licence.",
} as const satisfies PolicyRuleDefinition;
