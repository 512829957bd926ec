import type { SourceId } from "@modeldex/schema";
import type { SourceReport } from "@modeldex/trust";
import type { GraphContext } from "./context.ts";
import { pageOf } from "./pages.ts";

/** The report about a source itself, within the budget of the request; null when the configuration no longer names the source. */
export async function sourceTrust({ id, retired }: { readonly id: string; readonly retired?: true }, _: unknown, { services, budget, signal }: GraphContext): Promise<SourceReport | null> {
  if (retired) return null;
  return (await services.assessor.assessSource(id as SourceId, { depth: "STANDARD", budget, signal })) ?? null;
}

export const sourceTrustResolvers = {
  SourceTrust: {
    claims: ({ claims }: SourceReport, page: { readonly first?: number | null; readonly after?: string | null }) => pageOf(claims, { ...page, fallback: 50 }, ({ id }) => id),
  },
};
