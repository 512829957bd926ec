import { asArray, asBoolean, asCount, asHttpUrl, asNumber, asRecord, asString, asStrings, asTime, isTask, listing } from "@modeldex/plugin-kit";
import type { Evaluation, LineageHint, LinkHint, ListingRecord } from "@modeldex/plugin-kit";

/**
 * Catalogs of the Kubeflow Model Catalog: `{ source, models: [{ name, provider, artifacts: [{ uri }], customProperties, … }] }`, and the list of such
 * catalogs, `{ catalogs: [{ id, type: yaml, enabled, properties: { yamlCatalogPath } }] }` (api/openapi/catalog.yaml of kubeflow/model-registry).
 * Tools make them, so what cannot be read of one is left out with its reason.
 */

/** One catalog that a list of catalogs names. */
export interface NamedCatalog {
  readonly name: string;
  /** As it is written: relative to the list. */
  readonly path: string;
  readonly isIncluded: (model: string) => boolean;
}

/** An entry that is left out, and why. */
export interface LeftOut {
  readonly nativeId: string;
  readonly reason: string;
}

/** Other words for a language could be asked for by nobody. */
const languageCode = /^(?:[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*|multilingual|code)$/i;

/** Fields that Kubeflow's models have and those of the format here have not. */
const ownFields = ["provider", "customProperties", "createTimeSinceEpoch", "libraryName", "licenseLink", "readme", "source_id", "tasks"];

/** Whether a document is a catalog of Kubeflow: by the fields that only those have. */
export function isKubeflowCatalog(value: unknown): boolean {
  const document = asRecord(value);
  const models = asArray(document?.["models"]);
  if (document === undefined || models === undefined) return false;
  if (typeof document["source"] === "string") return true;
  const entries = models.map((model) => asRecord(model)).filter((model) => model !== undefined);
  return entries.some((model) => ownFields.some((field) => field in model)) && entries.every((model) => !("id" in model) && "name" in model);
}

/** The catalogs that a list of Kubeflow names, and those that are left out; `undefined` when the document is no such list. */
export function namedCatalogs(value: unknown): { readonly catalogs: readonly NamedCatalog[]; readonly leftOut: readonly LeftOut[] } | undefined {
  const listed = asArray(asRecord(value)?.["catalogs"]);
  if (listed === undefined) return undefined;
  const catalogs: NamedCatalog[] = [];
  const leftOut: LeftOut[] = [];
  for (const [index, entry] of listed.entries()) {
    const catalog = asRecord(entry);
    const name = asString(catalog?.["id"]) ?? asString(catalog?.["name"]) ?? `catalogs[${index}]`;
    const type = asString(catalog?.["type"]) ?? "no type";
    const path = asString(asRecord(catalog?.["properties"])?.["yamlCatalogPath"]);
    const reason = asBoolean(catalog?.["enabled"]) === false ? "the catalog is not enabled"
      : type !== "yaml" ? `the catalog is of the type ${type}; only yaml is read`
      : path === undefined ? "the catalog has no properties.yamlCatalogPath" : undefined;
    if (reason === undefined && path !== undefined) catalogs.push({ name, path, isIncluded: inclusion(catalog ?? {}) });
    else leftOut.push({ nativeId: name, reason: reason ?? "" });
  }
  return { catalogs, leftOut };
}

/** Patterns with `*` for any text, over the whole name, whatever its case; an exclusion counts more. */
function inclusion(catalog: Readonly<Record<string, unknown>>): (model: string) => boolean {
  const pattern = (text: string): RegExp => new RegExp(`^${text.split(/\*+/).map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&")).join("[\\s\\S]*?")}$`, "i");
  const list = (field: string): readonly RegExp[] | undefined => asStrings(catalog[field])?.filter((text) => text.length <= 200 && text.split("*").length <= 6).map(pattern);
  const [included, excluded] = [list("includedModels"), list("excludedModels")];
  return (model) => (included === undefined || included.length === 0 || included.some((wanted) => wanted.test(model))) && !(excluded ?? []).some((refused) => refused.test(model));
}

/** The records of a catalog of Kubeflow. */
export function kubeflowRecords(value: unknown): { readonly records: readonly ListingRecord[]; readonly leftOut: readonly LeftOut[] } {
  const records: ListingRecord[] = [];
  const leftOut: LeftOut[] = [];
  for (const [index, entry] of (asArray(asRecord(value)?.["models"]) ?? []).entries()) {
    const model = asRecord(entry);
    const name = asString(model?.["name"])?.trim();
    if (model === undefined || name === undefined) leftOut.push({ nativeId: `models[${index}]`, reason: "it has no name" });
    else if (name.length > 1000 || /[\u0000-\u001f\u007f]/.test(name)) leftOut.push({ nativeId: `models[${index}]`, reason: "its name is no id: too long, or with control characters" });
    else records.push(kubeflowRecord(model, name));
  }
  return { records, leftOut };
}

type Model = Readonly<Record<string, unknown>>;

function kubeflowRecord(model: Model, nativeId: string): ListingRecord {
  const { tags, details } = customProperties(model["customProperties"]);
  const artifacts = (asArray(model["artifacts"]) ?? []).map((artifact) => asRecord(artifact) ?? {});
  const uris = artifacts.flatMap((artifact) => asString(artifact["uri"]) ?? []).filter((uri) => /^[a-z][a-z0-9+.-]*:\S{1,900}$/i.test(uri));
  const tasks = [...new Set([...(asStrings(model["tasks"]) ?? []), ...(asStrings(model["validatedTasks"]) ?? [])])];
  const task = tasks.find((word) => isTask(word)) ?? tasks[0];
  const license = asString(model["license"]);
  const readme = asString(model["readme"]);
  const provider = asString(model["provider"]);
  const library = asString(model["libraryName"]);
  const maturity = asString(model["maturity"]);
  const evaluations = artifacts.flatMap(evaluationOf);
  const lineage = readme === undefined ? [] : basesIn(readme);
  const languages = asStrings(model["language"])?.filter((code) => languageCode.test(code)).slice(0, 500) ?? [];
  const words = [...new Set([...tags, ...tasks.filter((word) => word !== task)])].map((tag) => tag.slice(0, 80)).slice(0, 500);
  const shownDetails = { ...details, ...(maturity !== undefined && { maturity }), ...(uris.length > 0 && { artifactUris: uris }) };
  return listing({
    nativeId,
    name: nativeId.split("/").findLast((part) => part.trim() !== "") ?? nativeId,
    publisher: provider === undefined ? undefined : { name: provider.slice(0, 200) },
    description: asString(model["description"])?.slice(0, 5_000),
    hasCard: readme === undefined ? undefined : readme.split("\n").filter((line) => line.trim() !== "").length > 1,
    task: task?.slice(0, 80),
    license: license === undefined ? undefined : { stated: license.slice(0, 300), url: asHttpUrl(model["licenseLink"]) },
    // An empty list is what its tools write for what they do not know.
    languages: languages.length === 0 ? undefined : languages,
    libraries: library === undefined ? undefined : [library.slice(0, 80)],
    capabilities: asRecord(asRecord(model["servingConfig"])?.["toolCalling"]) === undefined ? undefined : ["tools"],
    tags: words.length === 0 ? undefined : words,
    createdAt: timeOf(model["createTimeSinceEpoch"]),
    updatedAt: timeOf(model["lastUpdateTimeSinceEpoch"]),
    links: uris.length === 0 ? undefined : uris.slice(0, 100).map((uri): LinkHint => ({ reference: uri, relation: "SAME_WEIGHTS", statement: "The catalog gives this as where the model's artifact is." })),
    lineage: lineage.length === 0 ? undefined : lineage,
    evaluations: evaluations.length === 0 ? undefined : evaluations.slice(0, 2000),
    details: Object.keys(shownDetails).length === 0 ? undefined : shownDetails,
  });
}

/** A property without value is a label; one with a value is kept as it is. Lists are written as JSON in a text. */
function customProperties(value: unknown): { readonly tags: readonly string[]; readonly details: Readonly<Record<string, unknown>> } {
  const tags: string[] = [];
  const details: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(asRecord(value) ?? {}).slice(0, 200)) {
    const held = propertyValue(property);
    if (held === "") tags.push(name);
    else if (held !== undefined && name !== "__proto__") details[name] = held;
  }
  return { tags: tags.filter((tag) => tag.trim() !== ""), details };
}

function propertyValue(property: unknown): unknown {
  const held = asRecord(property);
  if (held === undefined) return undefined;
  const text = held["string_value"];
  if (typeof text === "string") return listIn(text) ?? text;
  if (held["int_value"] !== undefined) return asNumber(Number(held["int_value"]));
  return asNumber(held["double_value"]) ?? asBoolean(held["bool_value"]);
}

function listIn(text: string): unknown {
  if (!text.startsWith("[") || text.length > 10_000) return undefined;
  try {
    return asArray(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** An artifact that holds a result: `accuracy-metrics` with benchmark and score. Performance on hardware is no evaluation of the model. */
function evaluationOf(artifact: Model): readonly Evaluation[] {
  if (artifact["metricsType"] !== "accuracy-metrics") return [];
  const properties = Object.fromEntries(Object.entries(asRecord(artifact["customProperties"]) ?? {}).map(([name, property]) => [name, propertyValue(property)]));
  const benchmark = asString(properties["benchmark"]);
  const value = asNumber(properties["score"]);
  const metric = asString(properties["score_metric"]);
  return benchmark === undefined || value === undefined ? [] : [{ benchmark: benchmark.slice(0, 80), author: "SOURCE", value, ...(metric !== undefined && { metric: metric.slice(0, 80) }) }];
}

/** `Quantized version of [org/name](https://huggingface.co/org/name)`, as cards of quantized models begin. */
function basesIn(readme: string): readonly LineageHint[] {
  const [, url] = /\bquantized version of \[[^\]\n]{1,200}\]\((https:\/\/huggingface\.co\/[\w.-]{1,96}\/[\w.-]{1,96})\)/i.exec(readme.slice(0, 20_000)) ?? [];
  return url === undefined ? [] : [{ reference: url, relation: "QUANTIZED" }];
}

/** Milliseconds since 1970, as a text. */
function timeOf(value: unknown): string | undefined {
  const milliseconds = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : asCount(value);
  return milliseconds === undefined || milliseconds === 0 || milliseconds > 8.64e15 ? undefined : asTime(new Date(milliseconds).toISOString());
}
