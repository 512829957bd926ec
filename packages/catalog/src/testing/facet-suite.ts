import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import { facetFields, type FacetField, listingKey } from "@modeldex/schema";
import type { ModelFilter } from "../query.ts";
import { query, Random, randomAssessment, randomSample, sample } from "./samples.ts";

/** Counts beside a search. */
export function facetSuite(open: () => Promise<Catalog>): void {
  describe("facets", () => {
    test("count by value, the most frequent first, and leave out their own selection", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:a/1", { task: "x", publisher: { name: "Meta", id: "meta-llama" }, parameters: { total: 7_000_000_000, origin: "STATED" }, createdAt: "2024-07-18T00:00:00Z" }),
        sample("hf:a/2", { task: "x", parameters: { total: 70_000_000_000, origin: "STATED" } }),
        sample("hf:a/3", { task: "y" }),
        sample("hf:a/4", { task: "z", deprecated: true }),
      ]);
      const filter: ModelFilter = { tasks: ["x"], all: [{ tasks: ["x"] }, { states: ["LISTED"] }] };
      expect(await catalog.facets(query("", filter), [{ field: "TASK", first: 2 }, { field: "PUBLISHER", first: 5 }, { field: "PARAMETERS", first: 5 }, { field: "CREATED", first: 5 }, { field: "LICENSE", first: 5 }])).toEqual([
        {
          field: "TASK",
          countsAreExact: true,
          totalCount: 3,
          unknownCount: 0,
          values: [
            { value: "x", label: "x", count: 2, filter: { tasks: ["x"] } },
            { value: "y", label: "y", count: 1, filter: { tasks: ["y"] } },
          ],
        },
        { field: "PUBLISHER", countsAreExact: true, totalCount: 2, unknownCount: 1, values: [{ value: "publisher:meta-llama", label: "Meta", count: 1, filter: { publishers: ["publisher:meta-llama"] } }] },
        {
          field: "PARAMETERS",
          countsAreExact: true,
          totalCount: 2,
          unknownCount: 0,
          values: [
            { value: "7000000000..9999999999", label: "7B – 10B", count: 1, filter: { parameters: { min: 7_000_000_000, max: 9_999_999_999 } } },
            { value: "70000000000..99999999999", label: "70B – 100B", count: 1, filter: { parameters: { min: 70_000_000_000, max: 99_999_999_999 } } },
          ],
        },
        {
          field: "CREATED",
          countsAreExact: true,
          totalCount: 2,
          unknownCount: 1,
          values: [{ value: "2024-07-01T00:00:00.000Z..2024-07-31T23:59:59.999Z", label: "2024-07", count: 1, filter: { createdAt: { min: Date.parse("2024-07-01T00:00:00Z"), max: Date.parse("2024-08-01T00:00:00Z") - 1 } } }],
        },
        { field: "LICENSE", countsAreExact: true, totalCount: 2, unknownCount: 2, values: [] },
      ]);
    });

    test("count what applying their filter finds, for any query", async () => {
      const catalog = await open();
      const random = new Random(3);
      const samples = Array.from({ length: 700 }, (_, place) => randomSample(random, place));
      await catalog.applyListings(samples);
      for (const { source, record } of samples) {
        if (random.oneIn(3)) await catalog.saveFindings({ listing: listingKey(source, record.nativeId), observedAt: "2026-03-02T00:00:00Z", checks: [], findings: [], assessment: randomAssessment(random) });
      }
      const filters: readonly ModelFilter[] = [
        {}, { tasks: ["text-generation"] }, { parameters: { min: 5 }, all: [{ tasks: ["text-generation"] }, { access: ["UNKNOWN", "OPEN"] }] },
        { not: { licenseClasses: ["UNKNOWN"] }, any: [{ languages: ["de"] }, { tags: ["t1"] }] }, { states: ["DEPRECATED"] },
        { trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["SUPPORTS", "NEUTRAL"] }], trustLevels: ["PINNED", "LISTED"] },
        { not: { trust: [{ kind: "LICENSE_TERMS", statuses: ["UNKNOWN"] }] }, all: [{ trust: [{ kind: "THIRD_PARTY_SCAN", statuses: ["ASSERTED", "FAILED"], effects: ["UNDERMINES"] }] }, { systemTrustLevels: ["NAMED"] }] },
      ];
      for (const filter of filters) {
        for (const text of ["", "llama", "7b chat"]) {
          const first = 1 + random.below(12);
          const facets = await catalog.facets(query(text, filter), facetFields.map((field) => ({ field, first })));
          expect(facets.map(({ field }) => field)).toEqual(facetFields);
          for (const { field, values, totalCount, unknownCount } of facets) {
            expect({ count: totalCount, exact: true }).toEqual(await catalog.count(query(text, withoutOwn(filter, field))));
            expect(unknownCount, field).toBe(field.startsWith("CLAIM_") ? undefined : await countUnknown(catalog, text, { filter: withoutOwn(filter, field), field }));
            expect(values.length).toBeLessThanOrEqual(first);
            for (const { count, filter: chosen } of values) {
              const applied = { ...withoutOwn(filter, field), all: [...(withoutOwn(filter, field).all ?? []), chosen] };
              expect(await catalog.count(query(text, applied)), `${field} ${JSON.stringify(chosen)}`).toEqual({ count, exact: true });
            }
          }
        }
      }
    });

    test("divide numbers and dates into bins that do not overlap and miss nothing that is known", async () => {
      const catalog = await open();
      const random = new Random(9);
      await catalog.applyListings(Array.from({ length: 500 }, (_, place) => randomSample(random, place)));
      for (const [field, name] of Object.entries(ranges)) {
        for (const first of [1, 2, 3, 5, 8, 20, 200]) {
          const [facet] = await catalog.facets(query(""), [{ field: field as FacetField, first }]);
          const bins = facet?.values ?? [];
          expect(bins.length).toBeLessThanOrEqual(first);
          const borders = bins.map(({ filter }) => filter[name] ?? {});
          for (const [place, { min = 0, max = 0 }] of borders.entries()) {
            expect(min).toBeLessThanOrEqual(max);
            if (place > 0) expect(min).toBeGreaterThan(borders[place - 1]?.max ?? Number.POSITIVE_INFINITY);
          }
          const known = await catalog.count(query("", { [name]: { min: Number.NEGATIVE_INFINITY } }));
          expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(known.count);
          expect(bins.every(({ count }) => count > 0)).toBe(true);
        }
      }
    });

    test("refuse a field or number of values that makes no sense", async () => {
      const catalog = await open();
      await expect(catalog.facets(query(""), [{ field: "COLOUR" as FacetField, first: 1 }])).rejects.toMatchObject({ name: "CatalogInputError", message: expect.stringContaining("COLOUR") });
      await expect(catalog.facets(query(""), [{ field: "TASK", first: Number.NaN }])).rejects.toMatchObject({ name: "CatalogInputError" });
    });
  });
}

/** How many models no choice in the field of a facet finds, but the choice of UNKNOWN: counted by filters alone. */
async function countUnknown(catalog: Catalog, text: string, { filter, field }: { readonly filter: ModelFilter; readonly field: FacetField }): Promise<number> {
  const own = ownFields[field];
  const all = (await catalog.facets(query(text, filter), [{ field, first: 1_000 }]))[0]?.values ?? [];
  const known = Object.values<string>(ranges).includes(own) ? [{ [own]: { min: Number.NEGATIVE_INFINITY } }] : all.filter(({ value }) => value !== "UNKNOWN").map((each) => each.filter);
  const found = await catalog.count(query(text, known.length === 0 ? filter : { ...filter, all: [...(filter.all ?? []), { not: { any: known } }] }));
  return found.count;
}

const ranges = { PARAMETERS: "parameters", CONTEXT_LENGTH: "contextLength", CREATED: "createdAt", UPDATED: "updatedAt", INPUT_PRICE: "inputPrice" } as const satisfies Partial<Record<FacetField, keyof ModelFilter>>;

const ownFields = {
  SOURCE: "sources", TASK: "tasks", LIBRARY: "libraries", FORMAT: "formats", PRECISION: "precisions", LANGUAGE: "languages", LICENSE: "licenses",
  TRUST_LEVEL: "trustLevels", SYSTEM_TRUST_LEVEL: "systemTrustLevels", CLAIM_STATUS: "trust", CLAIM_EFFECT: "trust",
  LICENSE_CLASS: "licenseClasses", PUBLISHER: "publishers", ARCHITECTURE: "architectures", ACCESS: "access", INPUT_MODALITY: "inputModalities",
  OUTPUT_MODALITY: "outputModalities", ...ranges,
} as const satisfies Record<FacetField, keyof ModelFilter>;

/** The filter without what is chosen in the facet's own field, as a person would take it away. */
function withoutOwn(filter: ModelFilter, field: FacetField): ModelFilter {
  const own = ownFields[field];
  const rest: ModelFilter = Object.fromEntries(Object.entries(filter).filter(([name]) => name !== own));
  return rest.all === undefined ? rest : { ...rest, all: rest.all.filter((member) => Object.keys(member).some((name) => name !== own)) };
}
