import type { PolicyRuleDefinition } from "./parse-policy.ts";

/** Among all kinds there is always something that cannot be checked, so that an unknown warns; what must be known has a rule of its own. */
export const noFailedClaim = {
  key: "no-failed-claim",
  title: "No check failed",
  severity: "BLOCK",
  test: { forbid: { statuses: ["FAILED"] } },
  onUnknown: "WARN",
  explanation: "A claim that was checked and contradicted is a reason not to use the files, whatever else is good.",
  remedy: "Read what the failed check says, and ask the publisher, or choose another revision.",
} as const satisfies PolicyRuleDefinition;

/** What is asserted counts here as much as what was checked. */
export const nothingUndermines = {
  key: "nothing-undermines",
  title: "Nothing speaks against it",
  severity: "BLOCK",
  test: { forbid: { effects: ["UNDERMINES"] } },
  onUnknown: "WARN",
  explanation: "Also what others assert, such as a flagged file or an advisory, counts here.",
  remedy: "Read what speaks against it, and choose another revision or model.",
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
