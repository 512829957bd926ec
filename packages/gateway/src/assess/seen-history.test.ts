import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteCatalog, type Catalog } from "@modeldex/catalog";
import type { VerifierTools } from "@modeldex/plugin-kit";
import { testContext } from "@modeldex/plugin-kit/testing";
import type { ListingKey, ListingRecord, RecordField, SourceId } from "@modeldex/schema";
import { builtInVerifiers } from "@modeldex/trust";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { subjectOf } from "./subject.ts";

const day = (number: number): string => `2026-06-${String(number).padStart(2, "0")}T00:00:00.000Z`;
const now = new Date("2026-11-01T12:00:00Z");
const [first, second] = ["1".repeat(40), "2".repeat(40)] as const;
const weights = (letter: string) => [{ path: "model.safetensors", digest: `sha256:${letter.repeat(64)}` as const }];
const onDemand: readonly RecordField[] = ["artifacts"];

type Step = Partial<ListingRecord> & { readonly nativeId?: string; readonly gone?: true };

/** What verifiers make of histories as the catalog writes them. */
describe("what was seen of a listing", () => {
  let folder: string;
  let catalog: Catalog;
  let clock = now;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "modeldex-history-"));
    catalog = await openSqliteCatalog({ path: join(folder, "catalog.sqlite"), now: () => clock });
  });
  afterEach(async () => {
    await catalog.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Stores one state a day, and gives the verdicts about the last name. */
  async function verdictsOf(steps: readonly Step[], kind: "NAMESPACE_CONTINUITY" | "CHANGE_HISTORY"): Promise<readonly string[]> {
    let key = "" as ListingKey;
    for (const [place, { gone, nativeId = "acme/tiny", ...record }] of steps.entries()) {
      clock = new Date(day(place + 1));
      key = `hub:${nativeId}` as ListingKey;
      if (gone === true) await catalog.markGone([key], day(place + 1));
      else await catalog.applyListings([{ source: "hub" as SourceId, naming: "namespaced", fetchedAt: day(place + 1), linkTargets: [], onDemand, record: { nativeId, name: "tiny", ...record } }]);
    }
    const [[listing], [changes = []]] = await Promise.all([catalog.listings([key]), catalog.changesOf([key], 200)]);
    const verifier = builtInVerifiers().find((each) => each.kind === kind);
    if (listing === undefined || verifier === undefined) throw new Error(`nothing to look at for ${key}`);
    const unasked = async (): Promise<never> => Promise.reject(new Error("asked upstream"));
    const tools: VerifierTools = { ...testContext({ now }), readFile: unasked, keep: unasked, find: unasked, namesakes: async () => [] };
    const found = await verifier.verify({ subject: subjectOf({ listing, others: [], changes }, { find: () => undefined }) }, tools);
    return found.map(({ status, effect, statement }) => `${status} ${effect}: ${statement}`);
  }

  it.each([
    ["stayed what it was", [{ stableId: "1" }, { stableId: "1", task: "x" }], "VERIFIED SUPPORTS: The name has stood for the same inner id since this gateway first saw it on 2026-06-01."],
    ["was given to another model", [{ stableId: "1" }, { stableId: "2" }], "VERIFIED UNDERMINES: The name hub:acme/tiny was given to another model on 2026-06-02: what was pinned under it before then is not this model."],
    ["was deleted, and made again by somebody else", [{ stableId: "1" }, { gone: true }, { stableId: "2" }], "VERIFIED UNDERMINES: The name hub:acme/tiny was given to another model on 2026-06-03: what was pinned under it before then is not this model."],
    ["was deleted, and came back", [{ stableId: "1" }, { gone: true }, { stableId: "1" }], "VERIFIED SUPPORTS: The name has stood for the same inner id since this gateway first saw it on 2026-06-01."],
    ["was renamed", [{ stableId: "1", nativeId: "acme/small" }, { stableId: "1" }], "VERIFIED NEUTRAL: It was called hub:acme/small until 2026-06-02; its inner id is the same as before."],
    ["moved to somebody else", [{ stableId: "1", nativeId: "bob/tiny", publisher: { name: "bob" } }, { stableId: "1", publisher: { name: "acme" } }], "VERIFIED CAUTION: It changed hands on 2026-06-02: it was bob's, and is acme's since."],
    ["has another publisher", [{ stableId: "1", publisher: { name: "bob" } }, { stableId: "1", publisher: { name: "acme" } }], "VERIFIED CAUTION: It changed hands on 2026-06-02: it was bob's, and is acme's since."],
    ["has no inner id", [{}, {}], "UNKNOWN NEUTRAL: Its source states no inner id, so that another model under the same name could not be told from this one."],
  ] as const)("of a name that %s", async (_name, steps, expected) => {
    expect(await verdictsOf(steps, "NAMESPACE_CONTINUITY")).toEqual([expected]);
  });

  it.each([
    ["stayed", [{ revision: first, artifacts: weights("a") }, { revision: first, artifacts: weights("a") }], "VERIFIED SUPPORTS"],
    ["were seen once", [{ revision: first, artifacts: weights("a") }], "UNKNOWN NEUTRAL"],
    ["came with another commit", [{ revision: first, artifacts: weights("a") }, { revision: second, artifacts: weights("b") }], "VERIFIED NEUTRAL"],
    ["are others at the same commit", [{ revision: first, artifacts: weights("a") }, { revision: first, artifacts: weights("b") }], "FAILED UNDERMINES"],
    ["are others under the same branch", [{ revision: "main", artifacts: weights("a") }, { revision: "main", artifacts: weights("b") }], "VERIFIED CAUTION"],
    ["were asked for after the commit had moved", [{ revision: first, artifacts: weights("a") }, { revision: second }, { revision: second, artifacts: weights("b") }], "VERIFIED NEUTRAL"],
    ["were asked for after a commit that changed none", [{ revision: first, artifacts: weights("a") }, { revision: second }, { revision: second, artifacts: weights("a") }], "VERIFIED SUPPORTS"],
    ["went back to a commit that was left", [{ revision: first, artifacts: weights("a") }, { revision: second, artifacts: weights("a") }, { revision: first, artifacts: weights("a") }], "VERIFIED CAUTION"],
    ["were those of an earlier model", [{ stableId: "1", revision: first, artifacts: weights("a") }, { stableId: "2", revision: first, artifacts: weights("b") }, { stableId: "2", revision: first, artifacts: weights("b") }], "VERIFIED SUPPORTS"],
  ] as const)("of weights that %s", async (_name, steps, expected) => {
    expect((await verdictsOf(steps, "CHANGE_HISTORY")).map((verdict) => verdict.slice(0, verdict.indexOf(":")))).toEqual([expected]);
  });
});
