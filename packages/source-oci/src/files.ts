import { artifactRole, asArray, asCount, asRecord, asSha256, asString, formatOfPath, type Artifact, type ArtifactRole, type Draft } from "@modeldex/plugin-kit";

/** By the media type of a layer: what it is for, and its name where no annotation has one. The first that fits counts. */
const kinds: readonly (readonly [type: RegExp, role: ArtifactRole, name: string])[] = [
  [/mmproj|image\.projector/, "WEIGHTS", "mmproj.gguf"],
  [/\.lora$|image\.adapter/, "WEIGHTS", "adapter.gguf"],
  [/gguf|ollama\.image\.model/, "WEIGHTS", "model.gguf"],
  [/safetensors/, "WEIGHTS", "model.safetensors"],
  [/dduf/, "WEIGHTS", "model.dduf"],
  [/license/, "LICENSE", "LICENSE"],
  [/template\.jinja/, "CONFIGURATION", "template.jinja"],
  [/image\.(?:template|params|system|messages)/, "CONFIGURATION", "modelfile"],
  [/weight\.config|config\.tar/, "CONFIGURATION", "configuration"],
  [/\.weight\.|modelkit\.model(?:part)?\.|image\.tensor/, "WEIGHTS", "weights"],
  [/\.docs?\./, "DOCUMENTATION", "documentation"],
  [/\.code\./, "CODE", "code"],
  [/\.dataset\./, "OTHER", "dataset"],
];

const pathAnnotations = ["org.cncf.model.filepath", "org.cnai.model.filepath", "org.opencontainers.image.title"];

/** A layer as a file of the model. */
export type LayerFile = Draft<Artifact> & { readonly path: string };

/**
 * The layers of a manifest as files. A digest is that of the layer as it is stored: of an archive (`…tar+gzip`), whose path then ends so, not of what is in it.
 *
 * @param address - of a blob by its digest.
 */
export function filesOf(manifest: Readonly<Record<string, unknown>>, address: (digest: string) => string): readonly LayerFile[] {
  const taken = new Map<string, number>();
  return (asArray(manifest.layers) ?? []).flatMap((layer): readonly LayerFile[] => {
    const { mediaType, digest: stated, size, annotations } = asRecord(layer) ?? {};
    const [type, digest] = [asString(mediaType) ?? "", asString(stated)];
    if (digest === undefined || !/^[a-z0-9+._-]+:[\w=-]{32,200}$/.test(digest)) return [];
    const [, role, name] = kinds.find(([pattern]) => pattern.test(type)) ?? [];
    const named = pathAnnotations.map((key) => asString(asRecord(annotations)?.[key])).find((path) => path !== undefined && path.length <= 1_000);
    const archive = /[.+](?:tar)(?:\+(gzip|zstd))?$/.exec(type);
    const plain = `${named ?? name ?? "file"}${archive === null ? "" : `.tar${archive[1] === "gzip" ? ".gz" : archive[1] === "zstd" ? ".zst" : ""}`}`;
    const number = (taken.get(plain) ?? 0) + 1;
    taken.set(plain, number);
    const path = number === 1 ? plain : `${number}-${plain}`;
    const sha256 = asSha256(digest);
    const format = archive === null ? formatOfPath(plain) : undefined;
    return [{ path, sizeBytes: asCount(size), format, role: role ?? artifactRole(path), url: address(digest), digest: sha256, otherDigests: sha256 === undefined ? [digest] : undefined }];
  });
}
