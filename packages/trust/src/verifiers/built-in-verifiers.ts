import type { Verifier } from "@modeldex/plugin-kit";
import { codeExecution } from "./code-execution.ts";
import { contentDigest } from "./content-digest.ts";
import { contentDigestOfBytes } from "./content-digest-bytes.ts";
import { crossSourceDigest } from "./cross-source-digest.ts";
import { referenceImmutability } from "./reference-immutability.ts";
import { serializationSafety } from "./serialization-safety.ts";
import { thirdPartyScan } from "./third-party-scan.ts";

/** Every verifier that needs no configuration. `onchainRegistration` needs the operator's own endpoints and is added by the configuration. */
export function builtInVerifiers(): readonly Verifier[] {
  return [contentDigest, crossSourceDigest, referenceImmutability, thirdPartyScan, codeExecution, serializationSafety(), contentDigestOfBytes];
}
