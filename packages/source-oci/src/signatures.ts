import { asArray, asRecord, asSha256, asString, type Digest, type SourceClaim, type SourceContext } from "@modeldex/plugin-kit";
import type { Registry } from "./registry.ts";

/** A manifest whose signatures are looked for. */
export interface SignedManifest {
  readonly repository: string;
  readonly digest: Digest;
  /** All tags of the repository; `undefined`: it does not list them. */
  readonly tags: readonly string[] | undefined;
}

const signatureTypes = /sigstore\.bundle|dev\.cosign|cncf\.notary\.signature|model[.-]signing|dsse\.envelope|in-toto/;

/**
 * What is stored beside a manifest as its signatures, unchecked: by the referrers API, by the fallback tag `sha256-<hex>` (distribution specification 1.1,
 * "Referrers Tag Schema": also read where the API answers, since what was pushed before it was there is in the tag alone), and by cosign's tags `.sig` and `.att`.
 */
export async function signatureClaims({ repository, digest, tags }: SignedManifest, registry: Registry, context: SourceContext): Promise<readonly SourceClaim[]> {
  const { host, origin } = registry.options;
  const tag = digest.replace(":", "-");
  const at = async (name: string) => (tags?.includes(name) === false ? undefined : await registry.manifest(repository, name, context));
  const [listed, index, ...attached] = await Promise.all([registry.referrers(repository, digest, context), at(tag), at(`${tag}.sig`), at(`${tag}.att`)]);
  const found = new Map<Digest, string>();
  for (const row of [...(listed ?? []), ...(asArray(index?.fields.manifests) ?? [])]) {
    const { artifactType, digest: stated } = asRecord(row) ?? {};
    const [format, signature] = [asString(artifactType), asSha256(stated)];
    if (format === undefined || signature === undefined) context.drop(`${host}/${repository}@${digest}`, "something that refers to it has no digest, or no artifact type");
    else if (signatureTypes.test(format)) found.set(signature, format);
  }
  for (const manifest of attached) {
    if (manifest !== undefined) found.set(manifest.digest, asString(asRecord(asArray(manifest.fields.layers)?.[0])?.mediaType) ?? "application/vnd.dev.cosign.simplesigning.v1+json");
  }
  return [...found].map(([signature, format]) => ({
    kind: "PUBLISHER_SIGNATURE",
    statement: `${host} holds ${format} for ${digest}; who signed it, and whether it holds, is not checked by the registry.`,
    facts: { format, bundle: `oci://${host}/${repository}@${signature}` },
    evidence: [{ kind: "document", url: `${origin}/v2/${repository}/manifests/${signature}`, digest: signature }],
  }));
}
