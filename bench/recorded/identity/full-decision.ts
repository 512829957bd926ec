import { modelIds } from "../../../test/support/catalog-dump.ts";
import { startCatalogs } from "../catalogs-server.ts";
import type { Judge } from "./judges.ts";
import { keyOf, type Named, type Pair } from "./pair.ts";
import { harvestInto } from "./recorded-catalog.ts";
import { recordedSources } from "./recorded-sources.ts";
import type { Recorded } from "./recorded.ts";

/**
 * The decision of a catalog into which all recorded sources were harvested, with their links and digests: SAME where both listings are in one model, SILENT
 * where one is a candidate of the other's model. Hosts of models.dev and Replicate have no adapter, and pairs within one source are told by inner ids that the lists do not
 * have: it is not asked about these.
 */
export async function byCatalog(folder: string, recorded: Recorded, pairs: readonly Pair[]): Promise<Judge> {
  const server = await startCatalogs(folder, ["openrouter", "ollama-registry", "litellm"]);
  const meant = pairs.flatMap(({ left, right }) => [left, right]).filter(({ source }) => source === "hf").map(({ nativeId }) => nativeId);
  const linked = [...recorded.openRouter.flatMap(({ hubId }) => hubId ?? []), ...recorded.modelsDev.labs.flatMap(({ hubIds }) => hubIds)];
  try {
    const { gateway } = await harvestInto(recordedSources({ folder, recorded, urls: server.urls, moreHubIds: [...meant, ...linked] }));
    try {
      const { catalog } = gateway.gateway.services;
      const overlaid = new Map<string, string>();
      const candidates = new Set<string>();
      for await (const ids of modelIds(catalog)) {
        for (const [place, overlays] of (await catalog.overlaysOf(ids)).entries()) for (const { key } of overlays) overlaid.set(key, ids[place] ?? "");
        for (const [place, listings] of (await catalog.candidateListingsOf(ids)).entries()) for (const { listing } of listings) candidates.add(`${ids[place]} ${listing.model}`);
      }
      const modelOf = async (listing: Named): Promise<string | undefined> => overlaid.get(keyOf(listing)) ?? (await catalog.findListing(listing.source as Parameters<typeof catalog.findListing>[0], listing.nativeId))?.model;
      const models = new Map<string, string | undefined>();
      for (const listing of pairs.flatMap(({ left, right }) => [left, right])) models.set(keyOf(listing), await modelOf(listing));
      return {
        title: "whole catalog, with links and digests",
        judge: ({ left, right }) => {
          if ((left.source === right.source && left.source !== "ollama") || [left, right].some(({ source }) => source === "replicate" || source.startsWith("models-dev/"))) return undefined;
          const [one, other] = [models.get(keyOf(left)), models.get(keyOf(right))];
          const isOverlay = left.source === "litellm";
          if ((one === undefined && !isOverlay) || other === undefined) return undefined;
          if (one === other) return { verdict: "SAME", statement: `Both are ${other}.` };
          return { verdict: candidates.has(`${one} ${other}`) ? "SILENT" : "DIFFERENT", statement: `They are ${one ?? "an overlay of nothing"} and ${other}.` };
        },
      };
    } finally {
      await gateway.close();
    }
  } finally {
    await server.stop();
  }
}
