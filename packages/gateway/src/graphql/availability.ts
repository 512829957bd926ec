import type { StoredListing, StoredOverlay } from "@modeldex/catalog";
import { readLicense } from "@modeldex/schema";
import type { AvailabilityKind } from "@modeldex/schema";
import { availabilityOf } from "../compare/availability.ts";
import type { Availability } from "../compare/availability.ts";
import type { GraphContext } from "./context.ts";
import { pageSize } from "./pages.ts";
import { sourceNode } from "./source.ts";

export interface AvailabilityArguments {
  readonly kind?: AvailabilityKind | null;
  readonly precision?: string | null;
  readonly first?: number | null;
}

/** The ways to get a model, as many as are asked for. */
export function availabilityFields(listings: readonly StoredListing[], overlays: readonly StoredOverlay[], { kind, precision, first }: AvailabilityArguments): readonly Availability[] {
  return availabilityOf(listings, overlays, { ...(kind && { kind }), ...(typeof precision === "string" && { precision }) }).slice(0, pageSize(first, 50));
}

export const availabilityResolvers = {
  Availability: {
    source: ({ source }: Availability, _: unknown, context: GraphContext) => sourceNode(source, context),
    provider: ({ offer }: Availability) => offer?.provider,
    callAs: ({ offer }: Availability) => offer?.callAs,
    inputPrice: ({ offer }: Availability) => offer?.usdPerMillionInputTokens,
    outputPrice: ({ offer }: Availability) => offer?.usdPerMillionOutputTokens,
    endsAt: ({ offer }: Availability) => offer?.endsAt,
    license: ({ listing }: Availability) => readLicense(listing?.record.license),
    access: ({ listing }: Availability) => listing?.record.access ?? "UNKNOWN",
    url: ({ listing, offer }: Availability) => offer?.url ?? listing?.record.url,
  },
};
