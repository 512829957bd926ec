import type { Verifier } from "@modeldex/plugin-kit";
import { availability } from "./availability.ts";
import { changeHistory } from "./change-history.ts";
import { codeExecution } from "./code-execution.ts";
import { contentDigestOfBytes } from "./content-digest-bytes.ts";
import { contentDigest } from "./content-digest.ts";
import { crossSourceDigest } from "./cross-source-digest.ts";
import { disabledListing } from "./disabled-listing.ts";
import { documentation } from "./documentation.ts";
import { evaluationResult } from "./evaluation-result.ts";
import { extension } from "./extension.ts";
import { licenseTerms } from "./license-terms.ts";
import { lineage } from "./lineage.ts";
import { namespaceContinuity } from "./namespace-continuity.ts";
import { publisherIdentity } from "./publisher-identity.ts";
import { referenceImmutability } from "./reference-immutability.ts";
import { serializationSafety } from "./serialization-safety.ts";
import { sourceOperator } from "./source-operator.ts";
import { thirdPartyScan } from "./third-party-scan.ts";

/**
 * Every verifier that needs no configuration, the most telling first: of equal cost, they begin in this order. `onchainRegistration`, `controlAuthority` need
 * the operator's own endpoints, `securityAdvisories` documents: they are added by the configuration. `referenceImmutability` knows blocks only with endpoints, and
 * takes the place of the one here then.
 */
export function builtInVerifiers(): readonly Verifier[] {
  return [
    contentDigest, crossSourceDigest, referenceImmutability(), namespaceContinuity, changeHistory, sourceOperator, extension, thirdPartyScan, disabledListing,
    codeExecution, licenseTerms, publisherIdentity(), lineage, evaluationResult, documentation, availability, serializationSafety(), contentDigestOfBytes,
  ];
}
