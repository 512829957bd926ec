import { asRecord, digestClaims, found, layerFiles, licenseOfTexts, manifestTypes, readJson, readLayer, readManifest, SourceError, statedWeights, type ContentLayer, type RecordField, type SourceContext } from "@modeldex/plugin-kit";
import type { OllamaName } from "./names.ts";

/** Of what is read whole: manifests, configurations and licences. */
const most = 262_144;
/** Of a model with more licence texts none is read. */
const mostLicenses = 3;
/** Requests for one model at most. */
export const requestsPerModel = 2 + mostLicenses;

/**
 * What the registry has of a name: `GET /v2/<namespace>/<model>/manifests/<tag>` and the configuration that it names; with `license` in `need` also the texts
 * of licences. It answers as `text/plain`.
 *
 * @returns `stated`: what an index or a daemon may say as well; `facts`: what only the registry says. `undefined`: it has no such model, or shows none.
 * @throws {SourceError} `UNSUPPORTED`: it wants a newer client (412). `BAD_RESPONSE`: no manifest, or other bytes than those of a digest.
 */
export async function readRegistry(registry: string, name: OllamaName, need: ReadonlySet<RecordField>, context: SourceContext) {
  const { host, base, namespace = "library", model, tag } = name;
  // Names of other hosts are not sent there, and the id that `ollama ls` prints is no name.
  if (host !== undefined || /^[0-9a-f]{12}$/.test(base)) return undefined;
  const place = `${registry}/v2/${namespace}/${model}`;
  const [url, blobs, what, now] = [`${place}/manifests/${tag}`, `${place}/blobs`, `the manifest of ${model}:${tag}`, context.now()];
  const response = await context.fetch(url, { headers: { accept: manifestTypes }, signal: context.signal });
  const there = await found(response, what, now, [404, 412]);
  if (response.status === 412) throw new SourceError("UNSUPPORTED", `${new URL(registry).host} gives ${what} to newer versions of Ollama alone (412).`);
  if (there === undefined) return undefined;
  const manifest = await readManifest(there, { what, most, now });
  const licenses = need.has("license") ? manifest.layers.filter((layer) => kindOf(layer) === "license") : [];
  const texts = await Promise.all((licenses.length > mostLicenses ? [] : licenses).map((layer) => readLayer(layer, { blobs, most }, context)));
  const configuration = manifest.config && (await readLayer(manifest.config, { blobs, most }, context));
  const said = asRecord(await readJson(new Response(configuration ?? "{}"), "the configuration of a model")) ?? {};
  const stated = statedWeights({ format: said["model_format"], family: said["model_family"], size: said["model_type"], quantization: said["file_type"] });
  const artifacts = layerFiles(manifest.layers, blobs, (layer) => fileOf(kindOf(layer), stated));
  const facts = { architecture: stated.architecture, artifacts, claims: digestClaims(manifest, url, artifacts), license: licenseOfTexts(texts) };
  return { name, digest: manifest.digest, shortId: manifest.digest.slice("sha256:".length, 19), facts, stated };
}

/** `model`, `projector`, `adapter`, `template`, `system`, `params`, `messages`, `license`, or another word of its media type. */
const kindOf = ({ mediaType }: ContentLayer): string => /^application\/vnd\.[a-z.]+\.([a-z]+)$/.exec(mediaType)?.[1] ?? "other";

/** No layer has a name, so a path is made of what it is. */
function fileOf(kind: string, { formats: [format] = [], precisions: [precision] = [] }: ReturnType<typeof statedWeights>) {
  const isGguf = format === "GGUF" && (kind === "model" || kind === "projector");
  return {
    path: isGguf ? `${kind}.gguf` : kind === "license" ? "LICENSE" : /^(?:params|messages)$/.test(kind) ? `${kind}.json` : kind,
    format: isGguf ? format : undefined, precision: kind === "model" ? precision : undefined, role: /^(?:model|projector|adapter|tensor)$/.test(kind) ? "WEIGHTS" : undefined,
  } as const;
}
