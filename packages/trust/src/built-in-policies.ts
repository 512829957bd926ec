import { parsePolicy, type PolicyDefinition } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";

/** Id of the policy that is used where a request names none. */
export const defaultPolicyId = "open-weights-default";

/** Policies that come with Modeldex. */
export const builtInPolicies: readonly Policy[] = [
  parsePolicy({
    id: defaultPolicyId,
    version: "1",
    title: "Open weights: sensible defaults",
    rules: [
      {
        key: "no-failed-claim",
        title: "No check failed",
        severity: "BLOCK",
        test: { forbid: { statuses: ["FAILED"] } },
        onUnknown: "WARN",
        explanation: "A claim that was checked and contradicted is a reason not to use the files, whatever else is good.",
      },
      {
        key: "nothing-undermines",
        title: "Nothing speaks against it",
        severity: "BLOCK",
        test: { forbid: { effects: ["UNDERMINES"] } },
        onUnknown: "WARN",
        explanation: "Also what others assert, such as a flagged file, counts here.",
      },
      {
        key: "immutable-revision",
        title: "The revision cannot come to mean other files",
        severity: "BLOCK",
        test: { require: { kinds: ["REFERENCE_IMMUTABILITY"], statuses: ["VERIFIED"], effects: ["SUPPORTS"] } },
        explanation: "A branch or tag can be moved after you have looked at it; a commit, digest or final block cannot.",
      },
      {
        key: "digests-known",
        title: "Digests of the weights are known",
        severity: "BLOCK",
        test: {
          anyOf: [
            { kinds: ["CONTENT_DIGEST"], statuses: ["VERIFIED", "ASSERTED"], effects: ["SUPPORTS"] },
            { kinds: ["CROSS_SOURCE_DIGEST_MATCH"], statuses: ["VERIFIED"], effects: ["SUPPORTS"] },
          ],
        },
        explanation: "With a digest, the files that you download can be held against what was assessed.",
      },
      {
        key: "scan-not-flagged",
        title: "No scanner has flagged a file",
        severity: "BLOCK",
        test: { forbid: { kinds: ["THIRD_PARTY_SCAN"], effects: ["UNDERMINES"] } },
        explanation: "A clean scan is no proof of safety; a flagged file is a reason to stop.",
      },
      {
        key: "scan-without-caution",
        title: "No scanner advises caution",
        severity: "WARN",
        test: { forbid: { kinds: ["THIRD_PARTY_SCAN"], effects: ["CAUTION"] } },
      },
      {
        key: "no-code-execution",
        title: "Loading runs no code of the repository",
        severity: "WARN",
        test: { forbid: { kinds: ["CODE_EXECUTION_REQUIRED"], effects: ["CAUTION", "UNDERMINES"] } },
        explanation: "Code that comes with the weights runs with your rights.",
      },
      {
        key: "license-stated",
        title: "A licence is stated",
        severity: "WARN",
        test: { require: { kinds: ["LICENSE_TERMS"], statuses: ["VERIFIED", "ASSERTED"] } },
      },
    ],
  } satisfies PolicyDefinition),
];
