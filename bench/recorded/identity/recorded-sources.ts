import { join } from "node:path";
import { listing, type ListingRecord, type Source } from "../../../packages/plugin-kit/src/index.ts";
import { catalogFile } from "../../../packages/source-file/src/index.ts";
import { parseHubReference } from "../../../packages/source-hf/src/references.ts";
import { liteLlm } from "../../../packages/source-litellm/src/index.ts";
import { ollama } from "../../../packages/source-ollama/src/index.ts";
import { openRouter } from "../../../packages/source-openrouter/src/index.ts";
import { dockerTag, hub, named, type Named } from "./pair.ts";
import { renamedTo } from "./positives.ts";
import type { Recorded } from "./recorded.ts";

/** What the sources of {@link recordedSources} read. */
export interface RecordedPlaces {
  readonly folder: string;
  readonly recorded: Recorded;
  /** Base addresses of servers that replay recorded answers. */
  readonly urls: Readonly<Record<string, string>>;
  /** The source of the Hub; absent: its ids alone, as listings without files, a repository that was renamed under its new id with the old one as an alias. */
  readonly hub?: Source;
  /** Ids of the Hub beside those of the lists, such as those that links name. @default none */
  readonly moreHubIds?: readonly string[];
  /** Which ids of the Hub's lists are listed. @default all */
  readonly isListed?: (hubId: string) => boolean;
}

/**
 * All recorded origins as sources: OpenRouter, Ollama's library, LiteLLM and the catalogues of Open Data Hub through their adapters; what has none (Docker's
 * cards, laboratories' models of models.dev) as listings that state what the recorded rows state.
 */
export function recordedSources({ folder, recorded, urls, hub: ofHub, moreHubIds = [], isListed = () => true }: RecordedPlaces): readonly Source[] {
  const at = (name: string): string => urls[name] ?? fail(name);
  const hubIds = [...new Set([...recorded.hubIds.filter(isListed), ...moreHubIds])].sort();
  return [
    ofHub ?? scripted("hf", "namespaced", hubRecords(hubIds), (text) => parseHubReference(text, "https://huggingface.co")),
    ollama({ library: `${at("ollama-registry")}/library.json`, registry: false }),
    openRouter({ endpoint: at("openrouter") }),
    catalogFile({ id: "opendatahub", from: join(folder, "data/sources/kubeflow/opendatahub/*.yaml") }),
    scripted("docker", "curated", recorded.docker.filter(({ id }) => !id.endsWith(":latest")).map(({ id }) => ({ ...recordOf({ ...dockerTag(id), nativeId: `docker.io/${id}` }, [], false), aliases: [id] }))),
    scripted("models-dev", "curated", recorded.modelsDev.labs.map(({ id, name, hubIds: ids }) => recordOf(named("models-dev", id, name), ids, true))),
    liteLlm({ endpoint: at("litellm") }),
  ];
}

function hubRecords(ids: readonly string[]): readonly ListingRecord[] {
  const known = new Set(ids);
  const aliases = Map.groupBy(ids, (id) => renamedTo(id, known) ?? id);
  return [...aliases].map(([id, all]) => ({ ...recordOf(hub(id), [], false), ...(all.length > 1 && { aliases: all.filter((each) => each !== id) }) }));
}

function recordOf({ nativeId, name, publisher }: Named, hubIds: readonly string[], isOffered: boolean): ListingRecord {
  return listing({
    nativeId, name,
    publisher: publisher === "" ? undefined : { name: publisher },
    links: hubIds.length === 0 ? undefined : hubIds.map((id) => ({ reference: `https://huggingface.co/${id}`, relation: "UNKNOWN" as const, statement: `It names ${id}.` })),
    offers: isOffered ? [{ provider: "recorded" }] : undefined,
  });
}

function scripted(id: string, naming: "curated" | "namespaced", records: readonly ListingRecord[], parseReference: Source["parseReference"] = () => []): Source {
  return {
    id, naming, parseReference, ...(id === "hf" && { accounts: "huggingface" as const }), kind: id === "hf" ? "huggingface" : "recorded", title: id, contract: 1, listing: "full",
    list: async ({ cursor = "0", limit }) => {
      const start = Number(cursor);
      return { records: records.slice(start, start + limit), ...(start + limit < records.length && { cursor: String(start + limit) }) };
    },
  };
}

function fail(name: string): never {
  throw new Error(`No address of a server for ${name}.`);
}
