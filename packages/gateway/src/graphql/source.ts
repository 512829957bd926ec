import type { Source } from "@modeldex/plugin-kit";
import type { SourceId } from "@modeldex/schema";
import { withStoredHealth } from "../sources/health.ts";
import type { GraphContext } from "./context.ts";
import { sourceTrust } from "./source-trust.ts";

/** A configured source, or one that stored listings name and the configuration no longer has. */
export type SourceNode = Pick<Source, "id" | "title" | "kind"> & { readonly homepage?: string; readonly retired?: true };

/** The source with this id. */
export function sourceNode(id: SourceId, { services }: GraphContext): SourceNode {
  return services.sources.find((source) => source.id === id) ?? { id, title: id, kind: "unknown", retired: true };
}

/** Whether the configuration has the source. */
export function isConfigured(id: SourceId, { services }: GraphContext): boolean {
  return services.sources.some((source) => source.id === id);
}

export const sourceResolvers = {
  Source: {
    __isTypeOf: (value: object) => "title" in value && "kind" in value,
    capabilities: ({ id }: SourceNode, _: unknown, { services }: GraphContext) => services.capabilitiesOf(id as SourceId),
    status: async ({ id, retired }: SourceNode, _: unknown, { services, volatile }: GraphContext) => {
      volatile.yes = true;
      if (retired) return { state: "DISABLED", message: "The configuration no longer names this source." };
      const { health } = await services.catalog.harvestState(id as SourceId);
      return withStoredHealth(services.statusOf(id as SourceId), health);
    },
    coverage: async ({ id }: SourceNode, _: unknown, { services, volatile }: GraphContext) => {
      volatile.yes = true;
      const [counts, harvest] = await Promise.all([services.catalog.coverage(id as SourceId), services.catalog.harvestState(id as SourceId)]);
      const { asOf, heldBackBecause, running = harvest.heldBack } = harvest;
      return {
        listings: counts.listings,
        artifactsWithDigest: counts.artifactsWithDigest,
        lastFullRunAt: harvest.lastFullRunAt,
        lagSeconds: asOf === undefined ? null : Math.max(0, Math.round((services.now().getTime() - Date.parse(asOf)) / 1000)),
        running: running === undefined ? null : { ...running, heldBackBecause },
        chains: harvest.chains.map((chain) => ({ ...chain, lagBlocks: Math.max(0, chain.finalized - chain.indexed) })),
        notListed: harvest.notListed,
        dropped: harvest.dropped,
        notStored: harvest.notStored,
        entriesPerRegistrant: counts.entriesPerRegistrant ?? null,
        overlays: counts.overlays,
        overlaysUnmatched: counts.overlaysUnmatched,
      };
    },
    trust: sourceTrust,
  },
};
