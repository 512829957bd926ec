import type { Artifact, ClaimOf, Digest } from "@modeldex/schema";
import { found, readJson } from "./answers.ts";
import { readBytes, type ExpectedBytes } from "./bytes.ts";
import type { Draft } from "./drafts.ts";
import { SourceError } from "./source-error.ts";
import type { SourceContext } from "./source.ts";
import { asArray, asCount, asRecord, asSha256, asString } from "./unknown-values.ts";

/** A manifest of a content-addressed registry (OCI image specification 1.1, "Image Manifest"; Docker's schema 2; Ollama's). */
export interface ContentManifest {
  /** sha256 of its bytes as they came. */
  readonly digest: Digest;
  readonly config?: ContentLayer | undefined;
  readonly layers: readonly ContentLayer[];
}

/** What a manifest names by its digest. */
export interface ContentLayer {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly sizeBytes?: number | undefined;
}

/** For the header `Accept`: every kind of manifest. docker-registry answers 404 MANIFEST_UNKNOWN for one that is not accepted, as if it were not there. */
export const manifestTypes = ["oci.image.manifest.v1", "oci.image.index.v1", "docker.distribution.manifest.v2", "docker.distribution.manifest.list.v2"].map((kind) => `application/vnd.${kind}+json`).join(", ");

/**
 * Reads an answer as a manifest, whatever content type it came with.
 *
 * @throws {SourceError} what `readBytes` gives; `BAD_RESPONSE` for what has no list of layers, each with its sha256.
 */
export async function readManifest(response: Response, expected: ExpectedBytes): Promise<ContentManifest> {
  const { bytes, digest } = await readBytes(response, expected);
  const manifest = asRecord(await readJson(new Response(bytes), expected.what));
  const layers = asArray(manifest?.["layers"])?.map(layerOf);
  if (layers === undefined || !layers.every((layer) => layer !== undefined)) {
    throw new SourceError("BAD_RESPONSE", `${URL.parse(response.url)?.host ?? "The origin"} answered for ${expected.what} with something that is no manifest.`);
  }
  return { digest, config: layerOf(manifest?.["config"]), layers };
}

function layerOf(value: unknown): ContentLayer | undefined {
  const layer = asRecord(value);
  const digest = asSha256(layer?.["digest"]);
  return digest === undefined ? undefined : { mediaType: asString(layer?.["mediaType"]) ?? "", digest, sizeBytes: asCount(layer?.["size"]) };
}

/**
 * Reads what a manifest names as text: a configuration, a licence.
 *
 * @param blobs - what comes before the digest in its address, such as `https://registry.example/v2/acme/tiny/blobs`.
 * @param most - more bytes than these are not read.
 * @returns `undefined`: the registry does not have it (404), or it is larger.
 * @throws {SourceError} what `readBytes` gives: `BAD_RESPONSE` for other bytes than those of its digest.
 */
export async function readLayer({ digest, sizeBytes = 0 }: ContentLayer, { blobs, most }: { readonly blobs: string; readonly most: number }, context: SourceContext): Promise<string | undefined> {
  if (sizeBytes > most) return undefined;
  const [what, now] = [`the file ${digest}`, context.now()];
  const response = await found(await context.fetch(`${blobs}/${digest}`, { signal: context.signal }), what, now);
  return response && new TextDecoder().decode((await readBytes(response, { what, most, digests: [digest], now })).bytes);
}

/**
 * Layers as files of a model, with size, digest and address. Where several have one path, from the second on they are numbered: `LICENSE-2`, `model-2.gguf`.
 *
 * @param blobs - what comes before the digest in an address.
 * @param describe - path, role and format of a layer, by its media type.
 */
export function layerFiles(layers: readonly ContentLayer[], blobs: string, describe: (layer: ContentLayer) => Draft<Artifact>): readonly Draft<Artifact>[] {
  const taken = new Map<string, number>();
  return layers.map((layer) => {
    const file = describe(layer);
    const count = (taken.get(file.path) ?? 0) + 1;
    taken.set(file.path, count);
    const path = count === 1 ? file.path : file.path.replace(/(?=(?:\.[^./]*)*$)/, `-${count}`);
    return { ...file, path, sizeBytes: layer.sizeBytes, digest: layer.digest, url: `${blobs}/${layer.digest}` };
  });
}

/**
 * Claims of the digests that a manifest states, and of its own, with it as evidence.
 *
 * @param url - of the manifest.
 * @param files - its layers as files, in their order.
 */
export function digestClaims({ digest, layers }: ContentManifest, url: string, files: readonly Draft<Artifact>[]): readonly ClaimOf<"CONTENT_DIGEST">[] {
  const own: ClaimOf<"CONTENT_DIGEST"> = {
    kind: "CONTENT_DIGEST", statement: `The manifest has the sha256 ${digest}, over its bytes as the registry gives them.`,
    facts: { digest, path: "manifest.json", reference: url }, evidence: [{ kind: "document", url, digest }],
  };
  return [own, ...layers.flatMap((layer, at): readonly ClaimOf<"CONTENT_DIGEST">[] => {
    const { path, url: reference } = files[at] ?? {};
    return path === undefined ? [] : [{
      kind: "CONTENT_DIGEST", statement: `The manifest names ${path} by its sha256.`, facts: { digest: layer.digest, path, ...(reference !== undefined && { reference }) },
      evidence: [{ kind: "document", url, pointer: `/layers/${at}/digest`, digest }],
    }];
  })];
}
