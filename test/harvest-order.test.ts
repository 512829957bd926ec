import { afterEach, expect, it } from "vitest";
import { dumpCatalog } from "./support/catalog-dump.ts";
import type { CatalogDump } from "./support/catalog-dump.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { manyPlaces, operatorRules } from "./support/many-places.ts";
import { seeded, shuffled } from "./support/random.ts";

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const opened: TestGateway[] = [];
afterEach(() => Promise.all(opened.splice(0).map((modeldex) => modeldex.close())));

type Step = readonly [source: string, state: number];

/** What a new catalog holds after these harvests. */
async function after(steps: readonly Step[]): Promise<CatalogDump> {
  const places = manyPlaces();
  const modeldex = await startGateway({ sources: places.sources, identity: operatorRules });
  opened.push(modeldex);
  for (const [source, state] of steps) {
    places.turn(source, state);
    expect(await modeldex.gateway.harvest(source, { all: true, force: true, signal: AbortSignal.timeout(60_000) })).toMatchObject({ status: "DONE", dropped: 0 });
  }
  return dumpCatalog(modeldex.gateway.services.catalog);
}

const ids = manyPlaces().sources.map(({ id }) => id);
const inState = (state: number, seed: number): readonly Step[] => shuffled(ids, seeded(seed)).map((id) => [id, state]);

it("the same sources harvested in ten random orders give the same models, links, candidates and overlays", async () => {
  const first = await after(ids.map((id) => [id, 0]));
  for (const seed of seeds) expect(await after(inState(0, seed)), `order of seed ${seed}`).toEqual(first);
});

it("and so they do when they are harvested again after rows have changed, in other orders, some before others were seen at all", async () => {
  const first = await after([...ids.map((id): Step => [id, 0]), ...ids.map((id): Step => [id, 1])]);
  for (const seed of seeds) {
    const below = seeded(100 + seed);
    // Every place in its first state and later in its second, with any others between the two.
    const mixed = shuffled([...inState(0, seed), ...inState(0, seed)], below);
    const seen = new Set<string>();
    const steps = mixed.map(([id]): Step => (seen.has(id) ? [id, 1] : (seen.add(id), [id, 0])));
    expect(await after(steps), `order of seed ${seed}`).toEqual(first);
  }
});

it("what joins, and what is only a candidate, is of every kind among them, so that an order could matter", async () => {
  const { models, candidates, overlays } = await after(ids.map((id) => [id, 0]));
  const kindsOf = (dump: CatalogDump["models"]): readonly string[] => [...new Set(Object.values(dump).flat().map((line) => /^\S+ (?:(?:LISTED|GONE) )?([A-Z_]+) /.exec(line)?.[1] ?? line))].toSorted();
  expect({ joined: kindsOf(models), candidates: kindsOf(candidates), listings: Object.values(models).flat().length, overlays: Object.values(overlays).flat().length }).toEqual({
    joined: ["EXPLICIT_REFERENCE", "LEADING", "NAME_AND_PUBLISHER", "OPERATOR_RULE", "SAME_DIGEST"], candidates: ["EXPLICIT_REFERENCE", "NAME_AND_PUBLISHER", "SAME_DIGEST"], listings: 75, overlays: 5,
  });
});
