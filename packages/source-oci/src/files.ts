import { artifactRole, asArray, asCount, asRecord, asSha256, asString, formatOfPath, type Artifact, type ArtifactRole, type Draft } from "@modeldex/plugin-kit";

/** By the media type of a layer: what it is for, and its name where no annotation has one. The first that fits counts. */
const kinds: readonly (readonly [type: RegExp, role: ArtifactRole, name: string])[] = [
  [/gguf|ollama\.image\.model/, "WEIGHTS", "model.gguf"], [/safetensors/, "WEIGHTS", "model.safetensors"], [/dduf/, "WEIGHTS", "model.dduf"],
  [/mmproj|image\.projector/, "WEIGHTS", "mmproj.gguf"], [/\.lora$|image\.adapter/, "WEIGHTS", "adapter.gguf"],
  [/weight\.config|config\.tar/, "CONFIGURATION", "configuration"], [/\.weight\.|modelkit\.model(?:part)?\.|image\.tensor/, "WEIGHTS", "weights"],
  [/template\.jinja/, "CONFIGURATION", "template.jinja"], [/image\.(?:template|params|system|messages)/, "CONFIGURATION", "modelfile"],
  [/license/, "LICENSE", "LICENSE"], [/\.docs?\./, "DOCUMENTATION", "documentation"], [/\.code\./, "CODE", "code"], [/\.dataset\./, "OTHER", "dataset"],
];
const archives = [[/tar\+gzip$/, ".tar.gz"], [/tar\+zstd$/, ".tar.zst"], [/[.+]tar$/, ".tar"]] as const;
const pathAnnotations = ["org.cncf.model.filepath", "org.cnai.model.filepath", "org.opencontainers.image.title"];

/**
 * The layers of a manifest as files. A digest is that of the layer as it is stored: of an archive (`…tar+gzip`), whose path then ends so, not of what is in it.
 *
 * @param address - of a blob by its digest.
 */
export function filesOf(manifest: Readonly<Record<string, unknown>>, address: (digest: string) => string): readonly Draft<Artifact>[] {
  const taken = new Map<string, number>();
  return (asArray(manifest.layers) ?? []).flatMap((layer) => {
    const { mediaType, digest: stated, size, annotations } = asRecord(layer) ?? {};
    const [type, digest] = [asString(mediaType) ?? "", asSha256(stated)];
    if (digest === undefined) return [];
    const [, role, usual = "file"] = kinds.find(([pattern]) => pattern.test(type)) ?? [];
    const [, ending = ""] = archives.find(([pattern]) => pattern.test(type)) ?? [];
    const named = pathAnnotations.map((key) => asString(asRecord(annotations)?.[key])).find((path) => path !== undefined && path.length <= 1_000);
    const name = `${named ?? usual}${ending}`;
    const number = (taken.get(name) ?? 0) + 1;
    taken.set(name, number);
    const path = number === 1 ? name : `${number}-${name}`;
    return { path, sizeBytes: asCount(size), format: formatOfPath(path), role: role ?? artifactRole(path), url: address(digest), digest };
  });
}
