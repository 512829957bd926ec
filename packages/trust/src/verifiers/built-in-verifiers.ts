import type { Verifier } from "@modeldex/plugin-kit";
import { codeExecution } from "./code-execution.ts";
import { contentDigest } from "./content-digest.ts";
import { crossSourceDigest } from "./cross-source-digest.ts";
import { documentation } from "./documentation.ts";
import { evaluationResult } from "./evaluation-result.ts";
import { licenseTerms } from "./license-terms.ts";
import { lineage } from "./lineage.ts";
import { disabledListing } from "./disabled-listing.ts";
import { referenceImmutability } from "./reference-immutability.ts";
import { thirdPartyScan } from "./third-party-scan.ts";

/** Every verifier that needs no configuration. `onchainRegistration` needs the operator's own endpoints, `securityAdvisories` documents: they are added by the configuration. */
export function builtInVerifiers(): readonly Verifier[] {
  return [
    contentDigest, crossSourceDigest, referenceImmutability, thirdPartyScan, disabledListing, codeExecution, licenseTerms, lineage, evaluationResult,
    documentation,
  ];
}
