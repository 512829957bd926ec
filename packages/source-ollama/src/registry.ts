import { createHash } from "node:crypto";
import { asArray, asCount, asRecord, asSha256, asString, failureOf, readJson, SourceError, type Artifact, type ClaimOf, type Digest, type Draft, type SourceContext } from "@modeldex/plugin-kit";
import type { OllamaName } from "./names.ts";

/** A manifest, known by the sha256 of its bytes as they came. */
export interface Manifest {
  readonly digest: Digest;
  readonly url: string;
  /** Addresses of its blobs begin so. */
  readonly blobs: string;
  readonly config?: Layer | undefined;
  readonly layers: readonly Layer[];
}

interface Layer {
  /** `model`, `projector`, `adapter`, `template`, `system`, `params`, `messages`, `license`, or another word of its media type. */
  readonly kind: string;
  readonly digest: Digest;
  readonly sizeBytes?: number | undefined;
  /** JSON pointer into the manifest. */
  readonly pointer: string;
}

const accept = "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json";

/**
 * `GET /v2/<namespace>/<model>/manifests/<tag>`. The registry answers as `text/plain`, so the type is not looked at.
 *
 * @returns `undefined`: it has no such model, or shows none.
 * @throws {SourceError} `UNSUPPORTED`: it wants a newer client (412).
 */
export async function readManifest(registry: string, { namespace = "library", model, tag }: OllamaName, context: SourceContext): Promise<Manifest | undefined> {
  const place = `${registry}/v2/${namespace}/${model}`;
  const url = `${place}/manifests/${tag}`;
  const what = `the manifest of ${model}:${tag}`;
  const response = await context.fetch(url, { headers: { accept }, signal: context.signal });
  if (response.status === 404) {
    await response.body?.cancel();
    return undefined;
  }
  if (response.status === 412) {
    await response.body?.cancel();
    throw new SourceError("UNSUPPORTED", `${new URL(registry).host} gives ${what} to newer versions of Ollama alone (412); what an index or a daemon tells of it is all that is known.`);
  }
  // Only of what is read to its end: cancelling one of two copies waits for the other.
  const copy = response.ok ? response.clone() : response;
  const manifest = asRecord(await readJson(response, what, context.now()));
  const layers = asArray(manifest?.["layers"])?.map((layer, at) => layerOf(layer, `/layers/${at}`));
  if (layers === undefined || !layers.every((layer) => layer !== undefined)) throw new SourceError("BAD_RESPONSE", `${new URL(registry).host} answered for ${what} with something that is no manifest.`);
  const config = layerOf(manifest?.["config"], "/config");
  return { digest: sha256(new Uint8Array(await copy.arrayBuffer())), url, blobs: `${place}/blobs`, config: config && { ...config, kind: "configuration" }, layers };
}

function layerOf(value: unknown, pointer: string): Layer | undefined {
  const layer = asRecord(value);
  const digest = asSha256(layer?.["digest"]);
  const kind = /^application\/vnd\.[a-z.]+\.([a-z]+)$/.exec(asString(layer?.["mediaType"]) ?? "")?.[1];
  return digest === undefined ? undefined : { kind: kind ?? "other", digest, sizeBytes: asCount(layer?.["size"]), pointer };
}

/** What is read whole: configurations and licences. */
const maxBlobBytes = 262_144;

/** @returns `undefined`: the registry does not have it, or it is too long. @throws {SourceError} `BAD_RESPONSE`: other bytes than those of the digest. */
export async function readBlob({ blobs }: Manifest, { digest, sizeBytes = 0, kind }: Layer, context: SourceContext): Promise<string | undefined> {
  if (sizeBytes > maxBlobBytes) return undefined;
  const response = await context.fetch(`${blobs}/${digest}`, { signal: context.signal });
  if (response.status === 404) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw failureOf(response, `the ${kind} ${digest}`, context.now());
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (sha256(bytes) !== digest) throw new SourceError("BAD_RESPONSE", `${new URL(blobs).host} gave other bytes for the ${kind} than those of its digest ${digest}.`);
  return new TextDecoder().decode(bytes);
}

/** What the configuration of a model says: the blob that `config` of its manifest names. */
export interface Configuration {
  /** `gguf` */
  readonly format?: string | undefined;
  /** `llama` */
  readonly family?: string | undefined;
  /** `8.0B` */
  readonly parameterSize?: string | undefined;
  /** `Q4_0` */
  readonly quantization?: string | undefined;
}

/** @throws {SourceError} */
export async function readConfiguration(manifest: Manifest, context: SourceContext): Promise<Configuration> {
  const text = manifest.config === undefined ? undefined : await readBlob(manifest, manifest.config, context);
  if (text === undefined) return {};
  const fields = asRecord(await readJson(new Response(text), "the configuration of a model", context.now())) ?? {};
  return { format: asString(fields["model_format"]), family: asString(fields["model_family"]), parameterSize: asString(fields["model_type"]), quantization: asString(fields["file_type"]) };
}

/** Paths of the files of a manifest: no layer has a name, so these are made of what they are. */
export function pathsOf({ layers }: Manifest, { format }: Configuration): readonly (readonly [path: string, layer: Layer])[] {
  const names: Readonly<Record<string, string>> = { model: format === "gguf" ? "model.gguf" : "model", projector: format === "gguf" ? "projector.gguf" : "projector", adapter: "adapter", license: "LICENSE", params: "params.json", messages: "messages.json" };
  const seen = new Map<string, number>();
  return layers.map((layer) => {
    const name = (Object.hasOwn(names, layer.kind) ? names[layer.kind] : undefined) ?? layer.kind;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [count === 1 ? name : name.replace(/^([^.]+)/, `$1-${count}`), layer];
  });
}

const weightKinds: ReadonlySet<string> = new Set(["model", "projector", "adapter", "tensor"]);

/** Layers as files. */
export function artifactsOf(manifest: Manifest, configuration: Configuration): readonly Draft<Artifact>[] {
  return pathsOf(manifest, configuration).map(([path, { kind, digest, sizeBytes }]) => ({
    path, sizeBytes, digest, url: `${manifest.blobs}/${digest}`,
    ...(weightKinds.has(kind) && { role: "WEIGHTS" as const }),
    ...(path.endsWith(".gguf") && { format: "GGUF" as const }),
    ...(kind === "model" && { precision: configuration.quantization }),
  }));
}

/** The digests that the manifest states, and its own. */
export function digestClaims(manifest: Manifest, configuration: Configuration): readonly ClaimOf<"CONTENT_DIGEST">[] {
  const { url, digest } = manifest;
  const own: ClaimOf<"CONTENT_DIGEST"> = {
    kind: "CONTENT_DIGEST", statement: `The manifest has the sha256 ${digest}, over its bytes as the registry gives them.`,
    facts: { digest, path: "manifest.json", reference: url }, evidence: [{ kind: "document", url, digest }],
  };
  const files = pathsOf(manifest, configuration).map(([path, layer]): ClaimOf<"CONTENT_DIGEST"> => ({
    kind: "CONTENT_DIGEST", statement: `The manifest names ${path} by its sha256.`,
    facts: { digest: layer.digest, path, reference: `${manifest.blobs}/${layer.digest}` }, evidence: [{ kind: "document", url, pointer: `${layer.pointer}/digest`, digest }],
  }));
  return [own, ...files];
}

function sha256(bytes: Uint8Array): Digest {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
