import {
  asArray, asBoolean, asCount, asHttpUrl, asRecord, asString, asStrings, asTime, isLanguageCode, isLibrary, nameTokens, parametersFromName, precisionsFromName, type Draft, type ListingRecord,
} from "@modeldex/plugin-kit";

/** What a packaging's configuration says of a model; `details` are those of {@link ociDetails}. */
export type Said = Draft<Omit<Partial<ListingRecord>, "nativeId" | "aliases" | "movingAliases" | "artifacts">>;

type Fields = Readonly<Record<string, unknown>>;

/** One way to put a model into a registry. */
export interface Packaging {
  readonly title: string;
  /** Media types of its configuration and its manifest's artifact type, and those of its layers. */
  readonly own: RegExp;
  readonly layer: RegExp;
  readonly say: (config: Fields) => Said;
}

/** Ways to put a model into a registry; where each field goes, or why not, is in docs/fields.md. */
const packagings: readonly Packaging[] = [
  { title: "ModelPack", own: /^application\/vnd\.(?:cncf|cnai)\.model\./, layer: /^application\/vnd\.(?:cncf|cnai)\.model\./, say: modelPack },
  { title: "KitOps", own: /^application\/vnd\.kitops\.modelkit\./, layer: /^application\/vnd\.kitops\.modelkit\./, say: kitOps },
  { title: "Docker Model Runner", own: /^application\/vnd\.docker\.ai\./, layer: /^application\/vnd\.docker\.ai\./, say: dockerModel },
  // Its configuration has the media type of a container image's.
  { title: "Ollama", own: /^application\/vnd\.ollama\./, layer: /^application\/vnd\.ollama\.image\./, say: ollama },
];

/** @returns `undefined` for what is no model: container images, charts, signatures. */
export function packagingOf(manifest: Fields): Packaging | undefined {
  const own = [asRecord(manifest.config)?.mediaType, manifest.artifactType].flatMap((type) => asString(type) ?? []);
  const layers = (asArray(manifest.layers) ?? []).flatMap((layer) => asString(asRecord(layer)?.mediaType) ?? []);
  return packagings.find((each) => own.some((type) => each.own.test(type))) ?? packagings.find((each) => layers.some((type) => each.layer.test(type)));
}

/** `application/vnd.cncf.model.config.v1+json` (modelpack/model-spec, docs/config.md). */
function modelPack(config: Fields): Said {
  const [about = {}, technical = {}] = [asRecord(config.descriptor), asRecord(config.config)];
  const can = asRecord(technical.capabilities) ?? {};
  const vendor = asString(about.vendor);
  const [licenses, precisions] = [asStrings(about.licenses) ?? [], [...(precisionsIn(technical.quantization) ?? []), ...(precisionsIn(technical.precision) ?? [])]];
  const [input, output] = [asStrings(can.inputTypes), asStrings(can.outputTypes)];
  const capabilities = [["tools", can.toolUsage], ["reasoning", can.reasoning], ["reward", can.reward]].flatMap(([word, value]) => (asBoolean(value) === true ? [String(word)] : []));
  return {
    name: fullName(asString(about.name), [about.version, technical.paramSize]),
    publisher: vendor === undefined ? undefined : { name: vendor },
    description: asString(about.description) ?? asString(about.title),
    url: asHttpUrl(about.docURL),
    license: licenses.length === 0 ? undefined : { stated: licenses.join(" AND ") },
    createdAt: asTime(about.createdAt),
    links: linkTo(asHttpUrl(about.sourceURL), asString(about.revision), asString(technical.quantization) !== undefined),
    architecture: asString(technical.architecture),
    formats: formatsIn(technical.format),
    parameters: parametersIn(technical.paramSize),
    precisions: precisions.length === 0 ? undefined : [...new Set(precisions)],
    modalities: input === undefined || output === undefined ? undefined : { input, output },
    capabilities: capabilities.length === 0 ? undefined : capabilities,
    languages: asStrings(can.languages)?.filter(isLanguageCode),
    details: { family: asString(about.family), version: asString(about.version), authors: asStrings(about.authors) },
  };
}

/** `application/vnd.kitops.modelkit.config.v1+json`: a Kitfile as JSON (kitops-ml/kitops, pkg/artifact/kitfile.go). */
function kitOps(config: Fields): Said {
  const [pack = {}, model = {}] = [asRecord(config.package), asRecord(config.model)];
  const [license, framework] = [asString(model.license) ?? asString(pack.license), asString(model.framework)?.toLowerCase()];
  return {
    description: asString(model.description) ?? asString(pack.description),
    license: license === undefined ? undefined : { stated: license },
    formats: formatsIn(model.format),
    libraries: framework !== undefined && isLibrary(framework) ? [framework] : undefined,
    details: { family: asString(model.name) ?? asString(pack.name), version: asString(model.version) ?? asString(pack.version), authors: asStrings(pack.authors), parameters: model.parameters === null ? undefined : model.parameters },
  };
}

/** `application/vnd.docker.ai.model.config.v0.1+json` and `v0.2` (docker/model-runner, pkg/distribution/types/config.go; docker/model-spec, config.md). */
function dockerModel({ config, descriptor }: Fields): Said {
  const [technical = {}, about = {}] = [asRecord(config), asRecord(descriptor)];
  const header = asRecord(technical.gguf) ?? asRecord(technical.safetensors) ?? {};
  const architecture = asString(technical.architecture) ?? asString(header.architecture) ?? asString(header["general.architecture"]);
  const context = asString(header[`${architecture}.context_length`]);
  return {
    architecture,
    createdAt: asTime(about.created) ?? asTime(about.createdAt),
    contextTokens: asCount(technical.context_size) ?? (context !== undefined && /^\d{1,12}$/.test(context) ? Number(context) : undefined),
    formats: formatsIn(technical.format),
    parameters: parametersIn(technical.parameters ?? header.parameter_count),
    precisions: precisionsIn(technical.quantization ?? header.quantization),
  };
}

/** `application/vnd.docker.container.image.v1+json` beside layers of Ollama; its `architecture` is the machine's, such as amd64. */
function ollama(config: Fields): Said {
  return { architecture: asString(config.model_family), formats: formatsIn(config.model_format), parameters: parametersIn(config.model_type), precisions: precisionsIn(config.file_type) };
}

/** The name with those words that say more than it does. */
function fullName(name: string | undefined, words: readonly unknown[]): string | undefined {
  const more = words.flatMap((word) => asString(word)?.trim() ?? []).filter((word) => name !== undefined && !nameTokens(word).every((token) => nameTokens(name).includes(token)));
  return name === undefined ? undefined : [name, ...more].join(" ");
}

/** Counts are rounded where they are stated: `8.03 B`. */
function parametersIn(text: unknown): Said["parameters"] {
  const found = parametersFromName(asString(text)?.replaceAll(/\s/g, "") ?? "");
  return found && { ...found, origin: "STATED" };
}

function precisionsIn(text: unknown): readonly string[] | undefined {
  const stated = asString(text)?.trim();
  if (stated === undefined || /^(?:unknown|mixed|none)$/i.test(stated)) return undefined;
  const known = precisionsFromName(stated);
  return known.length > 0 ? known : [stated];
}

const formatWords = { gguf: "GGUF", safetensors: "SAFETENSORS", onnx: "ONNX", pytorch: "PICKLE", keras: "KERAS", tflite: "TFLITE", openvino: "OPENVINO", tensorrt: "TENSORRT", coreml: "COREML", mlx: "MLX" } as const;

function formatsIn(text: unknown): Said["formats"] {
  const word = asString(text)?.toLowerCase() ?? "";
  return isFormatWord(word) ? [formatWords[word]] : undefined;
}

function isFormatWord(word: string): word is keyof typeof formatWords {
  return Object.hasOwn(formatWords, word);
}

/** A model of Hugging Face at its revision, or the address as it is. */
export function linkTo(url: string | undefined, revision: string | undefined, isQuantized: boolean): Said["links"] {
  if (url === undefined) return undefined;
  const [, id] = /^https?:\/\/(?:www\.)?huggingface\.co\/([\w.-]+\/[\w.-]+)\/?$/.exec(url) ?? [];
  const reference = id !== undefined && revision !== undefined && /^[\w.-]{1,100}$/.test(revision) ? `pkg:huggingface/${id}@${revision}` : url;
  return [{ reference, relation: isQuantized ? "QUANTIZED" : "UNKNOWN", statement: `The artifact names ${url}${revision === undefined ? "" : ` at ${revision}`} as its source.` }];
}
