import { asRecord, asSha256, asString, type SourceClaim } from "@modeldex/plugin-kit";
import type { Artifact, Reading } from "./record.ts";

const signatureTypes = /sigstore\.bundle|dev\.cosign|cncf\.notary\.signature|model[.-]signing|dsse\.envelope|in-toto/;

/** What is stored beside a manifest as its signatures, unchecked: what refers to it, and cosign's tag `.sig`. */
export async function signatureClaims({ repository, manifest: { digest } }: Artifact, { registry, options: { host } }: Reading): Promise<readonly SourceClaim[]> {
  const [referring, cosign] = await Promise.all([registry.referrers(repository, digest), registry.manifest(repository, `${digest.replace(":", "-")}.sig`)]);
  const found = new Map<string, SourceClaim>();
  for (const row of [...referring, { artifactType: "application/vnd.dev.cosign.simplesigning.v1+json", digest: cosign?.digest }]) {
    const [format, signature] = [asString(asRecord(row)?.artifactType) ?? "", asSha256(asRecord(row)?.digest)];
    if (signature !== undefined && signatureTypes.test(format)) found.set(signature, {
      kind: "PUBLISHER_SIGNATURE",
      statement: `${host} holds ${format} for ${digest}; who signed it, and whether it holds, is not checked by the registry.`,
      facts: { format, bundle: `oci://${host}/${repository}@${signature}` },
      evidence: [{ kind: "document", url: registry.address(repository, "manifests", signature), digest: signature }],
    });
  }
  return [...found.values()];
}
