import type { ClaimKind } from "@modeldex/schema";
import type { PolicyRuleDefinition } from "./parse-policy.ts";

/** What is checked of every listing that has files, so that it is known of an ordinary one. */
export const kindsOfFiles: readonly ClaimKind[] = [
  "CONTENT_DIGEST", "REFERENCE_IMMUTABILITY", "SERIALIZATION_SAFETY", "CODE_EXECUTION_REQUIRED", "THIRD_PARTY_SCAN", "LICENSE_TERMS", "SECURITY_ADVISORY",
  "NAMESPACE_CONTINUITY",
];

/** Names kinds, since among all of them there is always something that cannot be checked; what failed of another kind keeps the level at LISTED. */
export function noFailedClaim(kinds: readonly ClaimKind[]): PolicyRuleDefinition {
  return {
    key: "no-failed-claim",
    title: "No check failed",
    severity: "BLOCK",
    test: { forbid: { kinds, statuses: ["FAILED"] } },
    onUnknown: "WARN",
    explanation: "A claim that was checked and contradicted is a reason not to use the files, whatever else is good.",
    remedy: "Read what the failed check says, and ask the publisher, or choose another revision.",
  };
}

/** What is asserted counts here as much as what was checked. */
export function nothingUndermines(kinds: readonly ClaimKind[]): PolicyRuleDefinition {
  return {
    key: "nothing-undermines",
    title: "Nothing speaks against it",
    severity: "BLOCK",
    test: { forbid: { kinds, effects: ["UNDERMINES"] } },
    onUnknown: "WARN",
    explanation: "Also what others assert, such as a flagged file or an advisory, counts here.",
    remedy: "Read what speaks against it, and choose another revision or model.",
  };
}

/** Of every kind, for whoever reads on; it decides nothing, since something is always unknown. */
export const everythingElse = {
  key: "nothing-else-undermines",
  title: "Nothing of any other kind speaks against it",
  severity: "INFO",
  test: { forbid: { effects: ["UNDERMINES"] } },
  explanation: "Kinds that can rarely be checked, such as who stands behind a publisher, are told here and decide nothing.",
  remedy: "Read what speaks against it.",
} as const satisfies PolicyRuleDefinition;

/** By the form of the revision alone. */
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
