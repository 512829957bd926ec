import type { ClaimKind } from "@modeldex/schema";
import { enoughKnown, immutableRevision, kindsOfFiles, licenseStated, nameKept, noAdvisory, nothingAgainst } from "./built-in-rules.ts";
import { parsePolicy, type PolicyDefinition } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";

/** Id of the policy that is used where a request names none. */
export const defaultPolicyId = "open-weights-default";

/** How old what others may alter at any time may be where it must be of late. */
const weekSeconds = 7 * 86_400;

/** What is known of an entry on a chain whose endpoints are configured. */
const kindsOfEntries: readonly ClaimKind[] = ["ONCHAIN_REGISTRATION", "CONTROL_AUTHORITY", "REFERENCE_IMMUTABILITY"];

const openWeights: PolicyDefinition = {
  id: defaultPolicyId,
  version: "2",
  title: "Open weights: sensible defaults",
  rules: [
    nothingAgainst,
    enoughKnown(kindsOfFiles),
    immutableRevision,
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
      remedy: "Choose a source that states the sha256 of its weight files.",
    },
    {
      key: "scan-not-flagged",
      title: "No scanner has flagged a file",
      severity: "BLOCK",
      test: { forbid: { kinds: ["THIRD_PARTY_SCAN"], effects: ["UNDERMINES"] } },
      explanation: "A clean scan is no proof of safety; a flagged file is a reason to stop.",
      remedy: "Read the scanner's report; do not load the file meanwhile.",
    },
    {
      key: "scan-without-caution",
      title: "No scanner advises caution",
      severity: "WARN",
      test: { forbid: { kinds: ["THIRD_PARTY_SCAN"], effects: ["CAUTION"] } },
      explanation: "A scanner that is not sure is no all-clear.",
      remedy: "Read the scanner's report, or choose a file in a format that holds no code.",
    },
    {
      key: "weights-hold-no-code",
      title: "Loading the weights can run no dangerous code",
      severity: "BLOCK",
      test: { forbid: { kinds: ["SERIALIZATION_SAFETY"], effects: ["UNDERMINES"] } },
      onUnknown: "WARN",
      explanation: "A pickle runs what its author wrote into it while it is loaded.",
      remedy: "Load a file in a format that holds no code, such as safetensors, in its place.",
    },
    {
      key: "weights-import-what-is-known",
      title: "The weights import nothing unusual",
      severity: "WARN",
      test: { forbid: { kinds: ["SERIALIZATION_SAFETY"], effects: ["CAUTION"] } },
      explanation: "An import outside the known list need not be malicious, and nobody has said that it is not.",
      remedy: "Look at the imports that the finding names, or load a file in a format that holds no code.",
    },
    {
      key: "no-code-execution",
      title: "Loading runs no code of the repository",
      severity: "WARN",
      test: { forbid: { kinds: ["CODE_EXECUTION_REQUIRED"], effects: ["CAUTION", "UNDERMINES"] } },
      explanation: "Code that comes with the weights runs with your rights.",
      remedy: "Load it without trust in remote code, or read the code that the finding names first.",
    },
    noAdvisory,
    nameKept,
    licenseStated,
  ],
};

const productionStrict: PolicyDefinition = {
  id: "production-strict",
  version: "2",
  title: "Production: what is not known is refused",
  rules: [
    nothingAgainst,
    enoughKnown(kindsOfFiles),
    {
      key: "inspected",
      title: "The files were inspected",
      severity: "BLOCK",
      test: { level: "INSPECTED" },
      onUnknown: "DENY",
      explanation: "An immutable revision, the sha256 of all weights, an own look at code and at every weight file, and scans that are complete or not there.",
      remedy: "Where a file cannot be inspected, use one in a format that holds no code, such as safetensors.",
    },
    {
      key: "weights-without-caution",
      title: "Nothing in the weights calls for caution",
      severity: "BLOCK",
      test: { forbid: { kinds: ["SERIALIZATION_SAFETY"], effects: ["CAUTION", "UNDERMINES"] } },
      onUnknown: "DENY",
      explanation: "A pickle with imports that are not on the known list can do anything.",
      remedy: "Use a file in a format that holds no code, such as safetensors.",
    },
    {
      key: "no-code-execution",
      title: "Loading runs no code of the repository",
      severity: "BLOCK",
      test: { forbid: { kinds: ["CODE_EXECUTION_REQUIRED"], effects: ["CAUTION", "UNDERMINES"] } },
      onUnknown: "DENY",
      explanation: "Code that comes with the weights runs with the rights of the service.",
      remedy: "Use a model that the library loads by itself, or vet and vendor its code and except this rule.",
    },
    {
      key: "scan-recent",
      title: "Scans are of the last week, and flag nothing",
      severity: "BLOCK",
      test: { forbid: { kinds: ["THIRD_PARTY_SCAN"], effects: ["CAUTION", "UNDERMINES"], maxAgeSeconds: weekSeconds } },
      onUnknown: "DENY",
      explanation: "Scanners learn: a clean scan of last year says little today.",
      remedy: "Let the listing be assessed again.",
    },
    {
      key: "license-known",
      title: "The licence is known, and nothing contradicts it",
      severity: "BLOCK",
      test: { require: { kinds: ["LICENSE_TERMS"], statuses: ["VERIFIED", "ASSERTED"] } },
      explanation: "Without a licence nobody but its author may use it.",
      remedy: "Ask the publisher to state a licence.",
    },
    {
      key: "license-uncontradicted",
      title: "No source of the licence contradicts another",
      severity: "BLOCK",
      test: { forbid: { kinds: ["LICENSE_TERMS"], effects: ["CAUTION", "UNDERMINES"] } },
      onUnknown: "WARN",
      explanation: "The terms in the file of the licence, and those of the model it was made from, bind as well as those that are declared.",
      remedy: "Clear up with the publisher which terms hold.",
    },
    {
      key: "name-kept",
      title: "It is known that the name belongs to the same publisher",
      severity: "BLOCK",
      test: { forbid: { kinds: ["NAMESPACE_CONTINUITY"], effects: ["CAUTION", "UNDERMINES"] } },
      explanation: "A path that was given to somebody else, or a name that looks like a far more used one, is how people are given other files than they want.",
      remedy: "Make sure that this is the publisher you mean, and except this rule for the revision that you have looked at.",
    },
    { ...noAdvisory, onUnknown: "INDETERMINATE" },
    {
      key: "advisories-read",
      title: "Advisories were read",
      severity: "INFO",
      test: { require: { kinds: ["SECURITY_ADVISORY"], methods: ["advisory.documents/1"], statuses: ["ASSERTED"] } },
      explanation: "Without documents to read, no advisory can be known.",
      remedy: "Configure the documents of advisories that this gateway is to read.",
    },
  ],
};

const onchainRegistry: PolicyDefinition = {
  id: "onchain-registry",
  version: "2",
  title: "Registries on a chain: what the entry is worth",
  rules: [
    nothingAgainst,
    enoughKnown(kindsOfEntries),
    {
      key: "registration-verified",
      title: "The entry was read again on its chain",
      severity: "BLOCK",
      test: { require: { kinds: ["ONCHAIN_REGISTRATION"], statuses: ["VERIFIED"] } },
      explanation: "It says that the entry is there and who wrote it, not that it is true.",
      remedy: "Configure an endpoint of the chain, so that the entry can be read again.",
    },
    immutableRevision,
    {
      key: "control-known",
      title: "It is verified who can change the entry",
      severity: "BLOCK",
      test: { require: { kinds: ["CONTROL_AUTHORITY"], statuses: ["VERIFIED"] } },
      explanation: "A contract behind a proxy is what its administrator makes of it tomorrow.",
      remedy: "Configure an endpoint of the chain, so that owner, roles and proxy of the contract can be read.",
    },
    {
      key: "control-not-in-one-hand",
      title: "No single party can change it at once",
      severity: "WARN",
      test: { forbid: { kinds: ["CONTROL_AUTHORITY"], statuses: ["VERIFIED"], effects: ["CAUTION", "UNDERMINES"] } },
      explanation: "Several signers or a time lock leave time to notice a change.",
      remedy: "Pin the entry, and check the pin for a change of control.",
    },
    {
      key: "agrees-with-other-sources",
      title: "No other source states other digests",
      severity: "BLOCK",
      test: { forbid: { kinds: ["CROSS_SOURCE_DIGEST_MATCH"], statuses: ["FAILED"] } },
      onUnknown: "WARN",
      explanation: "Anybody may register a name; the digests of the origin tell whether it is the same model.",
      remedy: "Use the files of the origin, and hold their digests against the entry.",
    },
    noAdvisory,
  ],
};

const apiEndpoint: PolicyDefinition = {
  id: "api-endpoint",
  version: "2",
  title: "Hosted models: who serves them, and what is known against it",
  rules: [
    nothingAgainst,
    {
      key: "operator-named",
      title: "It is stated who operates it",
      severity: "BLOCK",
      test: { require: { kinds: ["SOURCE_OPERATOR"], statuses: ["VERIFIED", "ASSERTED"] } },
      explanation: "What an endpoint runs can only be asserted; somebody has to answer for it.",
      remedy: "Choose an endpoint whose operator is named.",
    },
    {
      key: "control-stated",
      title: "It is stated who can change what is served",
      severity: "WARN",
      test: { require: { kinds: ["CONTROL_AUTHORITY"], statuses: ["VERIFIED", "ASSERTED"] } },
      explanation: "Behind the same name another model can answer tomorrow.",
      remedy: "Ask the operator how changes are announced, and who makes them.",
    },
    {
      key: "execution-attested",
      title: "Trusted hardware attests what runs",
      severity: "INFO",
      test: { require: { kinds: ["EXECUTION_ATTESTATION"], statuses: ["VERIFIED"], effects: ["SUPPORTS"] } },
      explanation: "It attests the code that serves, rarely the weights.",
      remedy: "Where it matters, choose an endpoint that publishes an attestation.",
    },
    noAdvisory,
    licenseStated,
  ],
};

/** Policies that come with Modeldex. */
export const builtInPolicies: readonly Policy[] = [openWeights, productionStrict, onchainRegistry, apiEndpoint].map(parsePolicy);
