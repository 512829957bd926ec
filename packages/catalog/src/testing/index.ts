import { describe } from "vitest";
import type { Catalog } from "../catalog.ts";
import { assessmentSuite } from "./assessment-suite.ts";
import { exportSuite } from "./export-suite.ts";
import { callNameSuite } from "./call-name-suite.ts";
import { changeSuite } from "./change-suite.ts";
import { facetSuite } from "./facet-suite.ts";
import { harvestSuite, type TestClock } from "./harvest-suite.ts";
import { identitySuite } from "./identity-suite.ts";
import { nameSuite } from "./name-suite.ts";
import { lineageSuite } from "./lineage-suite.ts";
import { onDemandSuite } from "./on-demand-suite.ts";
import { openSearchSuite } from "./open-search-suite.ts";
import { overlaySuite } from "./overlay-suite.ts";
import { readingSuite } from "./reading-suite.ts";
import { registrantSuite } from "./registrant-suite.ts";
import { sourceFindingsSuite } from "./source-findings-suite.ts";
import { searchSuite } from "./search-suite.ts";
import { trustSuite } from "./trust-suite.ts";
import { wordsSuite } from "./words-suite.ts";
import { writingSuite } from "./writing-suite.ts";

export type { TestClock };

/**
 * Registers vitest tests over the whole port. Every engine passes them unchanged.
 *
 * @param open gives an empty catalog that reads its time from the clock; the caller closes it after the test
 * @param options.orders in how many orders the same writes come, where all orders have to lead to the same; fewer where each new catalog is dear
 * @example
 * catalogSuite("SQLite", (clock) => openSqliteCatalog({ path: ":memory:", now: () => new Date(clock.at) }))
 */
export function catalogSuite(name: string, open: (clock: TestClock) => Promise<Catalog>, { orders = 30 }: { readonly orders?: number } = {}): void {
  const openNow = (): Promise<Catalog> => open({ at: Date.parse("2026-04-01T00:00:00Z") });
  describe(name, () => {
    writingSuite(openNow);
    onDemandSuite(openNow);
    changeSuite(open);
    identitySuite(openNow, orders);
    nameSuite(openNow, orders);
    lineageSuite(openNow);
    overlaySuite(open);
    callNameSuite(openNow);
    readingSuite(openNow);
    searchSuite(openNow);
    wordsSuite(openNow);
    openSearchSuite(openNow);
    facetSuite(openNow);
    harvestSuite(open);
    trustSuite(openNow);
    sourceFindingsSuite(openNow);
    assessmentSuite(open);
    exportSuite(openNow);
    registrantSuite(openNow);
  });
}
