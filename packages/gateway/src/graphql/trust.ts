import type { ClaimEffect, ClaimKind, ClaimStatus, ListingKey, TrustDepth } from "@modeldex/schema";
import { decide } from "@modeldex/trust";
import type { ClaimSubject, PolicyDecision, TrustClaim, TrustReport } from "@modeldex/trust";
import type { GraphContext } from "./context.ts";
import { evidenceOf } from "./evidence.ts";
import { sourceNode } from "./source.ts";
import { pageOf } from "./pages.ts";
import { policyOf } from "./policy.ts";
import type { PolicyInput } from "./policy.ts";

export interface TrustArguments {
  readonly policy?: PolicyInput | null;
  readonly depth?: TrustDepth | null;
}

/** A report with the listing it is about. The policy that was asked for decides when somebody asks for the decision: it costs more than the rest of a report that is stored. */
export type TrustNode = Omit<TrustReport, "listing"> & { readonly listingKey: ListingKey; readonly decision: () => PolicyDecision };

/** The report about one listing, or null when the listing is not known. */
export async function listingTrust(key: ListingKey, { policy, depth }: TrustArguments, { loaders, services, volatile }: GraphContext): Promise<TrustNode | null> {
  const chosen = policyOf(policy, services.policies);
  if ((await loaders.listing.load(key)) === undefined) return null;
  const report = await loaders.trust[depth ?? "STANDARD"].load(key);
  return {
    ...report, listingKey: key,
    decision: () => {
      const decision = decide(report, chosen, `listing:${key}`, { exceptions: services.exceptions });
      if (decision.validUntil !== undefined && Date.parse(decision.validUntil) < services.now().getTime() + answersKeptMs) volatile.yes = true;
      return decision;
    },
  };
}

/** A decision that ends before others would be given the same answer again is made anew for them. */
const answersKeptMs = 60_000;

interface ClaimArguments {
  readonly kinds?: readonly ClaimKind[] | null;
  readonly statuses?: readonly ClaimStatus[] | null;
  readonly effects?: readonly ClaimEffect[] | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

export const trustResolvers = {
  TrustReport: {
    listing: ({ listingKey }: TrustNode, _: unknown, { loaders }: GraphContext) => loaders.listing.load(listingKey),
    claims: ({ claims }: TrustNode, { kinds, statuses, effects, ...page }: ClaimArguments) => {
      const wanted = claims.filter(({ kind, status, effect }) => (kinds?.includes(kind) ?? true) && (statuses?.includes(status) ?? true) && (effects?.includes(effect) ?? true));
      return pageOf(wanted, { ...page, fallback: 50 }, ({ id }) => id);
    },
  },
  Claim: {
    statedBy: ({ overlay }: TrustClaim, _: unknown, context: GraphContext) => (overlay === undefined ? null : sourceNode(overlay.source, context)),
    evidence: ({ evidence }: TrustClaim, _: unknown, context: GraphContext) => evidence.map((each) => evidenceOf(each, context)),
  },
  ClaimSubject: { listing: ({ listing }: ClaimSubject, _: unknown, { loaders }: GraphContext) => (listing === undefined ? null : loaders.listing.load(listing)) },
};
