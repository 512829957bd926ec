import { listing, parametersFromName, precisionsFromName, taskModalities, type DetailsType, type Draft, type ListingRecord, type WeightFormat } from "@modeldex/plugin-kit";
import type { Entry } from "./entries.ts";
import { idOf, isFromHub } from "./names.ts";
import { countOf, tokensOf } from "./tags.ts";

/** Fields that the source adds to the public schema. */
export const ollamaDetails = {
  typeName: "OllamaDetails",
  fields: {
    shortId: ["String", "The id that `ollama ls` prints: the first 12 digits of the manifest's sha256."],
    statedSize: ["String", "Size as Ollama's site writes it, rounded, such as `4.9GB`."],
    statedContext: ["String", "Context window as Ollama's site writes it, such as `128K`."],
    installed: ["Boolean", "The configured daemon has it."],
    installedAs: ["[String!]", "Its names there."],
    installedAt: ["DateTime", "When the daemon stored it."],
    installedBytes: ["SafeInt", "All of its files together, on the daemon's disk."],
    remoteHost: ["String", "Where it runs, when the daemon only passes requests on."],
  },
} as const satisfies DetailsType;

/** What costs further requests. */
export const onDemandFields = ["artifacts", "claims", "license", "architecture", "contextTokens", "capabilities"] as const;
export type OnDemand = Pick<Draft<ListingRecord>, (typeof onDemandFields)[number]>;

/** Makes the listing of an entry; what was read on demand fills what index and daemon do not say. */
export function recordOf(entry: Entry, read: OnDemand = {}): ListingRecord {
  const { nativeId, name, shortId, digest, library, installed } = entry;
  const [model, tag] = [installed[0], library.find((each) => idOf(each.name) === nativeId) ?? library[0]];
  const facts = model ?? entry.configuration;
  const remote = isRemote(entry);
  const quantization = known(facts?.quantization);
  const fromName = precisionsFromName(name.tag);
  const task = taskOf(entry);
  const contextTokens = tokensOf(tag?.context) ?? read.contextTokens;
  return listing({
    nativeId,
    aliases: [shortId, `${name.base}@${digest}`].filter((alias) => alias !== nativeId && (digest !== undefined || alias === shortId)),
    movingAliases: entry.movingAliases,
    name: idOf({ base: name.model, tag: name.tag }),
    publisher: name.namespace === undefined ? undefined : { name: name.namespace, url: name.host === undefined ? `https://ollama.com/${name.namespace}` : undefined },
    url: entry.where === "PUBLIC" ? `https://ollama.com/${name.namespace === undefined ? "library/" : ""}${idOf(name)}` : undefined,
    access: remote || entry.where === "UNKNOWN" ? undefined : entry.where === "HERE" ? "PRIVATE" : "OPEN",
    description: tag?.family.description,
    // Of a manifest whose first digits alone are known, the abbreviated digest.
    revision: digest ?? `sha256:${shortId}`,
    task,
    modalities: task === undefined ? undefined : taskModalities(task),
    capabilities: capabilitiesOf(entry) ?? read.capabilities,
    architecture: known(facts?.family) ?? read.architecture,
    parameters: parametersOf(entry),
    precisions: remote ? undefined : quantization !== undefined ? [quantization] : fromName.length > 0 ? fromName : undefined,
    contextTokens,
    license: read.license,
    formats: remote ? undefined : formatsOf(entry),
    tags: tag === undefined || tag.family.categories.length === 0 ? undefined : tag.family.categories,
    popularity: { downloadsAllTime: countOf(tag?.family.pulls), asOf: countOf(tag?.family.pulls) === undefined ? undefined : tag?.family.seenAt },
    links: isFromHub(name) ? [{ reference: `https://huggingface.co/${name.namespace}/${name.model}`, relation: "SAME_WEIGHTS", statement: "Ollama pulled it from this repository of the Hugging Face Hub." }] : undefined,
    artifacts: read.artifacts,
    offers: remote ? [{ provider: model?.remote?.host ?? "ollama.com", callAs: model?.remote?.model ?? nativeId, contextTokens, precision: quantization }] : undefined,
    claims: read.claims,
    details: {
      shortId, statedSize: tag?.size, statedContext: tag?.context,
      installed: model === undefined ? undefined : remote ? false : true,
      installedAs: model === undefined ? undefined : installed.map((each) => idOf(each.name)).sort(),
      installedAt: model?.modifiedAt, installedBytes: remote ? undefined : model?.sizeBytes, remoteHost: model?.remote?.host,
    },
  });
}

/** Whether it only passes requests on: it has a manifest and no weights. */
export function isRemote({ library, installed }: Entry): boolean {
  return installed.some(({ remote }) => remote !== undefined) || library.some(({ name }) => /(?:^|-)cloud$/.test(name.tag));
}

function known(text: string | undefined): string | undefined {
  return text === undefined || text.toLowerCase() === "unknown" ? undefined : text;
}

function parametersOf({ name, installed, configuration }: Entry): ListingRecord["parameters"] {
  const total = countOf((installed[0] ?? configuration)?.parameterSize);
  return total === undefined || total === 0 ? parametersFromName(idOf({ base: name.model, tag: name.tag })) : { total, origin: "STATED" };
}

/** Categories are those of all tags together; weights that Ollama calls `text` or `base` are not made for tools or thinking. */
function capabilitiesOf({ library, name }: Entry): readonly string[] | undefined {
  const words: Readonly<Record<string, string>> = { tools: "tools", thinking: "reasoning" };
  const found = (library[0]?.family.categories ?? []).flatMap((category) => (Object.hasOwn(words, category) ? [words[category] ?? category] : []));
  return found.length === 0 || isBase(name.tag) ? undefined : found;
}

/** Only where the index says enough: most names have no category. */
function taskOf({ library }: Entry): string | undefined {
  const categories = library[0]?.family.categories ?? [];
  if (categories.includes("embedding")) return "feature-extraction";
  if (library.some(({ input }) => input.includes("image"))) return "image-text-to-text";
  return categories.includes("tools") || categories.includes("thinking") ? "text-generation" : undefined;
}

function isBase(tag: string): boolean {
  return /(?:^|-)(?:text|base)(?:-|$)/.test(tag);
}

const formats: Readonly<Record<string, WeightFormat>> = { gguf: "GGUF", safetensors: "SAFETENSORS" };

/**
 * As the daemon or the configuration says; else the library is GGUF, but for the tags that the site shows with the badge MLX, which are those with one of
 * three words (53 of 53, and no other, on 2026-07-15), and for `int4` and `int8`, of which nothing is known.
 */
function formatsOf({ library, installed, configuration }: Entry): readonly WeightFormat[] | undefined {
  const stated = (installed[0] ?? configuration)?.format ?? "";
  if (Object.hasOwn(formats, stated)) return [formats[stated] ?? "OTHER"];
  if (library.length === 0) return undefined;
  if (library.some(({ name }) => /(?:^|-)(?:mlx|nvfp4|mxfp8)(?:-|$)/.test(name.tag))) return ["MLX"];
  return library.some(({ name }) => /(?:^|-)int\d(?:-|$)/.test(name.tag)) ? undefined : ["GGUF"];
}
