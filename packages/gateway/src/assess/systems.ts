import type { SourceId, TrustDepth } from "@modeldex/schema";
import type { TrustSystem } from "@modeldex/trust";
import type { Asker } from "../sources/ask.ts";

/** What sources say of themselves, as it was last heard. */
export interface Systems {
  /** For `CACHED`, what the source last said to this process. `undefined`: it was not asked, or says nothing. */
  of(source: SourceId, depth: TrustDepth, signal: AbortSignal): Promise<TrustSystem | undefined>;
}

export function createSystems(ask: Pick<Asker, "about"> & { readonly registry: Pick<Asker["registry"], "find"> }): Systems {
  const heard = new Map<SourceId, TrustSystem>();
  return {
    of: async (source, depth, signal) => {
      const known = heard.get(source);
      if (depth === "CACHED" || ask.registry.find(source)?.about === undefined) return known;
      const answer = await ask.about(source, { signal });
      if (answer.status === "FAILED") return known;
      const system = { claims: answer.value, observedAt: answer.asOf };
      heard.set(source, system);
      return system;
    },
  };
}
