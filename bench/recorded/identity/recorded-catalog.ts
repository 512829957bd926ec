import type { Source } from "../../../packages/plugin-kit/src/index.ts";
import { startGateway, type TestGateway } from "../../../test/support/gateway.ts";

/** How a source came into the catalog. */
export interface Harvested {
  readonly source: string;
  readonly seen: number;
  readonly dropped: number;
  readonly seconds: number;
}

/**
 * A gateway with a new catalog into which the sources were harvested in their order, or in another one.
 *
 * @param order ids of the sources; @default that of the sources
 * @throws {Error} when a harvest does not come to its end.
 */
export async function harvestInto(sources: readonly Source[], order: readonly string[] = sources.map(({ id }) => id)): Promise<{ readonly gateway: TestGateway; readonly harvested: readonly Harvested[] }> {
  const gateway = await startGateway({ sources });
  const harvested: Harvested[] = [];
  for (const source of order) {
    const result = await gateway.gateway.harvest(source, { all: true, force: true, signal: AbortSignal.timeout(900_000) });
    if (result.status !== "DONE") {
      await gateway.close();
      throw new Error(`The harvest of ${source} ended: ${JSON.stringify(result)}`);
    }
    harvested.push({ source, seen: result.seen, dropped: result.dropped, seconds: Math.round(result.elapsedMs / 100) / 10 });
  }
  return { gateway, harvested };
}
