import type { Verifier } from "@modeldex/plugin-kit";
import { availability } from "./availability.ts";
import { changeHistory } from "./change-history.ts";
import { codeExecution } from "./code-execution.ts";
import { contentDigest } from "./content-digest.ts";
import { crossSourceDigest } from "./cross-source-digest.ts";
import { namespaceContinuity } from "./namespace-continuity.ts";
import { publisherIdentity } from "./publisher-identity.ts";
import { referenceImmutability } from "./reference-immutability.ts";
import { thirdPartyScan } from "./third-party-scan.ts";

/** Every verifier that needs no configuration. `onchainRegistration` needs the operator's own endpoints and is added by the configuration. */
export function builtInVerifiers(): readonly Verifier[] {
  return [contentDigest, crossSourceDigest, referenceImmutability, namespaceContinuity, changeHistory, thirdPartyScan, codeExecution, publisherIdentity(), availability];
}
