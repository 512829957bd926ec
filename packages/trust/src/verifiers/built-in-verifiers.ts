import type { Verifier } from "@modeldex/plugin-kit";
import { codeExecution } from "./code-execution.ts";
import { contentDigest } from "./content-digest.ts";
import { crossSourceDigest } from "./cross-source-digest.ts";
import { extension } from "./extension.ts";
import { referenceImmutability } from "./reference-immutability.ts";
import { sourceOperator } from "./source-operator.ts";
import { thirdPartyScan } from "./third-party-scan.ts";

/** Every verifier that needs no configuration. `onchainRegistration` and `controlAuthority` need the operator's own endpoints and are added by the configuration. */
export function builtInVerifiers(): readonly Verifier[] {
  return [contentDigest, crossSourceDigest, referenceImmutability, thirdPartyScan, codeExecution, sourceOperator, extension];
}
