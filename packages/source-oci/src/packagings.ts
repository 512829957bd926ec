import { asArray, asRecord, asString, type OciDocument } from "@modeldex/plugin-kit";

type Field =
  | "name" | "version" | "family" | "publisher" | "description" | "license" | "createdAt" | "page" | "origin" | "code" | "originRevision" | "architecture"
  | "context" | "format" | "size" | "quantization" | "precision" | "input" | "output" | "languages" | "tools" | "reasoning" | "reward";

/**
 * One way to put a model into a registry: media types of its configuration or layers, and where its configuration has each field: paths with `/` between members, of
 * which the first that holds something counts.
 */
type Packaging = Partial<Readonly<Record<Field, string>>> & { readonly title: string; readonly types: RegExp };

/** Where each field goes, or why it goes nowhere, is in docs/fields.md. */
const packagings: readonly Packaging[] = [
  // modelpack/model-spec, docs/config.md
  {
    title: "ModelPack", types: /^application\/vnd\.(?:cncf|cnai)\.model\./,
    name: "descriptor/name", version: "descriptor/version", family: "descriptor/family", publisher: "descriptor/vendor",
    description: "descriptor/description descriptor/title", license: "descriptor/licenses", createdAt: "descriptor/createdAt", page: "descriptor/docURL",
    origin: "descriptor/sourceURL", originRevision: "descriptor/revision", format: "config/format", size: "config/paramSize",
    quantization: "config/quantization", precision: "config/precision", languages: "config/capabilities/languages", tools: "config/capabilities/toolUsage",
    reasoning: "config/capabilities/reasoning", reward: "config/capabilities/reward", input: "config/capabilities/inputTypes", output: "config/capabilities/outputTypes",
  },
  // A Kitfile as JSON: kitops-ml/kitops, pkg/artifact/kitfile.go
  {
    title: "KitOps", types: /^application\/vnd\.kitops\.modelkit\./,
    family: "model/name package/name", version: "model/version package/version", description: "model/description package/description",
    license: "model/license package/license", format: "model/format",
  },
  // docker/model-runner, pkg/distribution/types/config.go; docker/model-spec, config.md
  {
    title: "Docker Model Runner", types: /^application\/vnd\.docker\.ai\./,
    format: "config/format", architecture: "config/architecture config/gguf/architecture config/gguf/general.architecture config/safetensors/architecture",
    size: "config/parameters config/gguf/parameter_count config/safetensors/parameter_count", createdAt: "descriptor/created descriptor/createdAt",
    context: "config/context_size config/gguf/<architecture>.context_length", quantization: "config/quantization config/gguf/quantization config/safetensors/quantization",
  },
  // Its configuration has the media type of a container image's, and an `architecture` that is the machine's.
  { title: "Ollama", types: /^application\/vnd\.ollama\.image\./, architecture: "model_family", format: "model_format", size: "model_type", quantization: "file_type" },
];

/** In the annotations of a manifest, where its configuration says nothing. */
const noted: Partial<Record<Field, string>> = {
  version: "image.version", publisher: "image.vendor", description: "image.description image.title", license: "image.licenses", createdAt: "image.created",
  page: "image.documentation image.url", code: "image.source", originRevision: "image.revision",
};

/** @returns `undefined` for what is no model: container images, charts, signatures. */
export function packagingOf(manifest: OciDocument["fields"]): Packaging | undefined {
  const described = [manifest, manifest.config, ...(asArray(manifest.layers) ?? [])].map(asRecord);
  const types = described.flatMap((each) => [asString(each?.artifactType) ?? "", asString(each?.mediaType) ?? ""]);
  return packagings.find((packaging) => types.some((type) => packaging.types.test(type)));
}

/** Reads fields of an artifact: the first value that is of the wanted kind. */
export function fieldsOf(packaging: Packaging, config: OciDocument["fields"], annotations: OciDocument["fields"]) {
  const at = (path: string): unknown => path.split("/").reduce((node: unknown, key) => asRecord(node)?.[key], config);
  return <Value>(field: Field, as: (value: unknown) => Value | undefined, architecture = ""): Value | undefined => {
    const said = packaging[field]?.replace("<architecture>", architecture).split(" ").map(at) ?? [];
    const notes = noted[field]?.split(" ").map((key) => annotations[`org.opencontainers.${key}`]) ?? [];
    return [...said, ...notes].map(as).find((value) => value !== undefined);
  };
}
