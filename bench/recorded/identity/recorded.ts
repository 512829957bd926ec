import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

/** The recorded lists of the origins, as far as names, links and digests go. Fields that nobody asks for here are not looked at. */
export interface Recorded {
  /** Ids of the Hub in all recorded lists, sorted; without those that only the crawl of February 2022 has. */
  readonly hubIds: readonly string[];
  readonly openRouter: readonly OpenRouterRow[];
  readonly ollama: readonly OllamaTag[];
  /** Another scrape of the same library, five weeks older; it names one tag for each digest. */
  readonly olderOllama: readonly OllamaTag[];
  readonly liteLlm: readonly string[];
  readonly modelsDev: { readonly labs: readonly LabRow[]; readonly providers: readonly ProviderRow[] };
  readonly replicate: readonly { readonly id: string; readonly hubId: string }[];
  readonly docker: readonly { readonly id: string; readonly hubIds: readonly string[] }[];
  readonly kubeflow: readonly { readonly id: string; readonly hubId?: string }[];
}

/** One row over all dumps: `id` without `:free`, with the reference that a dump states. */
export interface OpenRouterRow {
  readonly id: string;
  readonly name: string;
  readonly hubId?: string;
}

/** `id` is `name:tag`; `digest` the first 12 hex of the manifest's sha256. */
export interface OllamaTag {
  readonly id: string;
  readonly digest: string;
}

export interface LabRow {
  readonly id: string;
  readonly name: string;
  readonly hubIds: readonly string[];
}

export interface ProviderRow {
  readonly provider: string;
  readonly id: string;
  readonly name: string;
  readonly baseModel?: string;
}

/** Reads `<folder>/data`, where the folder is that of the recorded data. */
export function readRecorded(folder: string): Recorded {
  const sources = join(folder, "data/sources");
  const json = <Shape>(shape: z.ZodType<Shape>, path: string): Shape => shape.parse(JSON.parse(readFileSync(join(sources, path), "utf8")));
  const named = z.object({ id: z.string(), name: z.string() });
  const labs = Object.values(json(z.record(z.string(), named.extend({ weights: z.array(z.object({ url: z.string() })).optional() })), "modelsdev/models.compiled-f3fc692.json"));
  const providers = json(z.record(z.string(), z.object({ models: z.record(z.string(), named.extend({ base_model: z.string().optional() })) })), "modelsdev/api.compiled-f3fc692.json");
  const runners = json(z.object({ results: z.array(z.object({ owner: z.string(), name: z.string(), weights_url: z.string().nullish() })) }), "replicate/models-top900.json").results;
  return {
    hubIds: hubIds(join(folder, "data/hf/lists")),
    openRouter: openRouterRows(readdirSync(join(sources, "openrouter")).filter((file) => file.startsWith("models-")).sort().map((file) => JSON.parse(readFileSync(join(sources, "openrouter", file), "utf8")))),
    ollama: Object.values(json(z.object({ models: z.record(z.string(), z.object({ tags: z.record(z.string(), z.object({ fullTag: z.string(), modelHash: z.string() })) })) }), "ollama/library-auditomatic-2026-08-21.json").models)
      .flatMap(({ tags }) => Object.values(tags).map(({ fullTag, modelHash }) => ({ id: fullTag, digest: modelHash }))),
    olderOllama: Object.values(json(z.record(z.string(), z.record(z.string(), z.object({ name: z.string() }))), "ollama/tags-gallery-2026-07-15.json"))
      .flatMap((tags) => Object.entries(tags).map(([digest, { name }]) => ({ id: name.replace(/\s.*$/s, ""), digest }))),
    liteLlm: Object.keys(json(z.record(z.string(), z.unknown()), "litellm/model_prices_and_context_window-2026-08-21.json")).filter((key) => key !== "sample_spec"),
    modelsDev: {
      labs: labs.map(({ id, name, weights }) => ({ id, name, hubIds: (weights ?? []).flatMap(({ url }) => hubIdOf(url)) })),
      providers: Object.entries(providers).flatMap(([provider, { models }]) => Object.values(models).map(({ id, name, base_model: baseModel }) => ({ provider, id, name, ...(baseModel !== undefined && { baseModel }) }))),
    },
    replicate: runners.flatMap(({ owner, name, weights_url: url }) => hubIdOf(url ?? "").map((hubId) => ({ id: `${owner}/${name}`, hubId }))),
    docker: dockerCards(join(sources, "docker-model-cards/ai")),
    kubeflow: kubeflowRows(join(sources, "kubeflow/opendatahub")),
  };
}

/** The ids that an address of the Hub names: one or none. */
function hubIdOf(url: string): readonly string[] {
  const id = /^https:\/\/huggingface\.co\/([\w.-]+\/[\w.-]+)/.exec(url)?.[1];
  return id === undefined || /^(?:collections|spaces|blog|datasets)\//.test(id) ? [] : [id];
}

function hubIds(lists: string): readonly string[] {
  const text = (file: string): string => gunzipSync(readFileSync(join(lists, file))).toString("utf8");
  const snapshots = readdirSync(join(lists, "trending-snapshots-2026-08")).map((file) => join("trending-snapshots-2026-08", file));
  const ids = [
    ...text("hub-2022-07-models-55524.tsv.gz").split("\n").slice(1).map((line) => line.split("\t")[0] ?? ""),
    ...z.array(z.object({ name: z.string() })).parse(JSON.parse(text("llmfit-2026-05-12-1852.json.gz"))).map(({ name }) => name),
    ...snapshots.flatMap((file) => z.object({ models: z.array(z.object({ id: z.string() })) }).parse(JSON.parse(text(file))).models.map(({ id }) => id)),
    ...[...text("open-llm-leaderboard-2223.csv.gz").matchAll(/^[^\n]*?,"?([\w.-]+\/[\w.-]+)"?,/gm)].map(([, id]) => id ?? ""),
  ];
  return [...new Set(ids.filter((id) => id !== ""))].sort();
}

function openRouterRows(dumps: readonly unknown[]): readonly OpenRouterRow[] {
  const row = z.object({ id: z.string(), name: z.string(), hugging_face_id: z.string().nullish() });
  const rows = new Map<string, OpenRouterRow>();
  for (const dump of dumps) {
    for (const { id, name, hugging_face_id: hubId } of z.union([z.array(row), z.object({ data: z.array(row) }).transform(({ data }) => data)]).parse(dump)) {
      const plain = id.replace(/:.*$/, "");
      const stated = hubId === null || hubId === undefined || hubId === "" ? undefined : hubId;
      rows.set(`${plain} ${stated ?? ""}`, { id: plain, name: name.replace(/ ?\(free\)| ?\(thinking\)/g, "").replace(/^[^:]+: /, "").trim(), ...(stated !== undefined && { hubId: stated }) });
    }
  }
  return [...rows.values()];
}

/** Tags that a card names, with the addresses of the Hub in it. */
function dockerCards(folder: string): Recorded["docker"] {
  return readdirSync(folder).sort().flatMap((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const tags = [...new Set([...text.matchAll(/`(ai\/[\w.-]+:[\w.-]+)`/g)].map(([, tag]) => tag ?? ""))];
    const named = [...new Set([...text.matchAll(/https:\/\/huggingface\.co\/[\w.-]+\/[\w.-]+/g)].flatMap(([url]) => hubIdOf(url)))];
    return tags.map((id) => ({ id, hubIds: named }));
  });
}

/** Models of the catalogues and the model that their text says they are a quantized version of. */
function kubeflowRows(folder: string): Recorded["kubeflow"] {
  const rows = new Map<string, string | undefined>();
  for (const file of readdirSync(folder).sort()) {
    let current: string | undefined;
    for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
      const name = /^\s+- name: (\S+)$/.exec(line)?.[1];
      if (name !== undefined) current = name;
      if (current === undefined || !/^\s+readme: /.test(line)) continue;
      const [base] = hubIdOf(/[Qq]uantized version of \[[^\]]+\]\((https:\/\/huggingface\.co\/[^)]+)\)/.exec(line)?.[1] ?? "");
      rows.set(current, base);
      current = undefined;
    }
  }
  return [...rows].map(([id, hubId]) => ({ id, ...(hubId !== undefined && { hubId }) }));
}
