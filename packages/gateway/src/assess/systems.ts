import type { SourceId, TrustDepth } from "@modeldex/schema";
import type { TrustSystem } from "@modeldex/trust";
import type { Asker } from "../sources/ask.ts";
import type { Priority } from "../sources/rate-budget.ts";
import type { RequestBudget } from "../sources/request-budget.ts";
import { assessSource, type SourceCheckLoan } from "./assess-source.ts";
import { createFlights } from "./flights.ts";

export interface SystemRequest {
  readonly depth: TrustDepth;
  readonly budget: RequestBudget;
  readonly signal: AbortSignal;
  /** @default "person" */
  readonly priority?: Priority;
}

/** What sources say of themselves, as it was last heard, and what was found of it. */
export interface Systems {
  /**
   * For `CACHED`, what the source last said to this process or, where it did not, what was found before. All who ask at one time for the same wait for one
   * answer. `undefined`: it was not asked, or says nothing.
   */
  of(source: SourceId, request: SystemRequest): Promise<TrustSystem | undefined>;
}

export function createSystems(ask: Pick<Asker, "about"> & { readonly registry: Pick<Asker["registry"], "find"> }, loan: SourceCheckLoan): Systems {
  const heard = new Map<SourceId, TrustSystem>();
  const flights = createFlights<Awaited<ReturnType<typeof assessSource>>>();

  async function assess(id: SourceId, request: SystemRequest): Promise<Awaited<ReturnType<typeof assessSource>>> {
    const source = ask.registry.find(id);
    if (source === undefined) return { system: undefined, complete: true };
    const system = await hear(id, request);
    return await assessSource({ source, ...request, ...(system === undefined ? {} : { heard: system }) }, loan);
  }

  async function hear(id: SourceId, { depth, signal }: SystemRequest): Promise<TrustSystem | undefined> {
    const known = heard.get(id);
    if (depth === "CACHED") return known;
    // A source that says nothing of itself states nothing, which is known without asking.
    if (ask.registry.find(id)?.about === undefined) return { claims: [], observedAt: loan.now().toISOString() };
    const answer = await ask.about(id, { signal });
    if (answer.status === "FAILED") return known;
    const system = { claims: answer.value, observedAt: answer.asOf };
    heard.set(id, system);
    return system;
  }

  return {
    of: async (source, request) => {
      const { result, own } = flights.join(`${request.depth} ${source}`, request.signal, (signal) => assess(source, { ...request, signal }));
      const { system, complete } = await result;
      return complete || own ? system : (await assess(source, request)).system;
    },
  };
}
