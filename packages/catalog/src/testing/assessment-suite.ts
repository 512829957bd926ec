import { describe, expect, test } from "vitest";
import type { AssessedClaim, Assessment } from "../assessment.ts";
import type { Catalog } from "../catalog.ts";
import type { ModelFilter } from "../query.ts";
import type { TestClock } from "./harvest-suite.ts";
import { key, query, sample, type SampleWrite, sha256, weights } from "./samples.ts";

const minute = 60_000;

/** What findings come to: searches by it, and which listings lack it. */
export function assessmentSuite(open: (clock: TestClock) => Promise<Catalog>): void {
  const openNow = (): Promise<Catalog> => open({ at: Date.parse("2026-04-01T00:00:00Z") });
  const at = (day: number): string => `2026-03-${String(day).padStart(2, "0")}T00:00:00Z`;
  const scan = (effect: AssessedClaim["effect"], more: Partial<AssessedClaim> = {}): AssessedClaim => ({ kind: "THIRD_PARTY_SCAN", status: "ASSERTED", effect, ...more });
  const assessment = (claims: readonly AssessedClaim[], more: Partial<Assessment> = {}): Assessment => ({ level: "PINNED", systemLevel: "NAMED", claims, verifiers: "v1", assessedAt: at(1), ...more });
  const assess = (catalog: Catalog, listing: string, made: Assessment): Promise<void> =>
    catalog.saveFindings({ listing: key(listing), ...(made.revision !== undefined && { revision: made.revision }), observedAt: made.assessedAt, checks: [], findings: [], assessment: made });
  const found = async (catalog: Catalog, filter: ModelFilter): Promise<readonly string[]> =>
    (await catalog.searchSorted(query("", filter), { key: "NAME", reverse: false }, 100)).hits.map(({ model }) => model.id);
  const noFailedScan: ModelFilter = { not: { trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] }] } };

  describe("a search by trust", () => {
    test("reads status and effect of one claim, and takes a kind that nobody has checked for unknown", async () => {
      const catalog = await openNow();
      await catalog.applyListings(["hf:a/clean", "hf:a/flagged", "hf:a/mixed", "hf:a/unassessed"].map((each) => sample(each)));
      await assess(catalog, "hf:a/clean", assessment([scan("SUPPORTS")], { level: "INSPECTED" }));
      await assess(catalog, "hf:a/flagged", assessment([scan("UNDERMINES")], { level: "LISTED", systemLevel: "PINNABLE" }));
      await assess(catalog, "hf:a/mixed", assessment([scan("SUPPORTS"), scan("NEUTRAL", { status: "UNKNOWN" }), { kind: "LICENSE_TERMS", status: "VERIFIED", effect: "CAUTION" }]));
      const cases: readonly (readonly [ModelFilter, readonly string[]])[] = [
        [noFailedScan, ["hf:a/clean", "hf:a/mixed", "hf:a/unassessed"]],
        [{ trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["SUPPORTS"] }] }, ["hf:a/clean", "hf:a/mixed"]],
        [{ trust: [{ kind: "THIRD_PARTY_SCAN", statuses: ["UNKNOWN"] }] }, ["hf:a/mixed", "hf:a/unassessed"]],
        [{ trust: [{ kind: "THIRD_PARTY_SCAN", statuses: ["UNKNOWN"], effects: ["SUPPORTS"] }] }, []],
        [{ trust: [{ kind: "LICENSE_TERMS", statuses: ["UNKNOWN"] }] }, ["hf:a/clean", "hf:a/flagged", "hf:a/unassessed"]],
        [{ trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["SUPPORTS"] }, { kind: "LICENSE_TERMS", statuses: ["VERIFIED", "FAILED"] }] }, ["hf:a/mixed"]],
        [{ trust: [{ kind: "LICENSE_TERMS", effects: ["UNDERMINES", "CAUTION"] }] }, ["hf:a/mixed"]],
        [{ trustLevels: ["PINNED", "INSPECTED"] }, ["hf:a/clean", "hf:a/mixed"]],
        [{ trustLevels: ["LISTED"] }, ["hf:a/flagged"]],
        [{ systemTrustLevels: ["PINNABLE"] }, ["hf:a/flagged"]],
        [{ not: { trustLevels: ["LISTED"] } }, ["hf:a/clean", "hf:a/mixed", "hf:a/unassessed"]],
      ];
      for (const [filter, models] of cases) expect(await found(catalog, filter), JSON.stringify(filter)).toEqual(models);
    });

    test("counts levels by their order, and claims as the filter reads them, what speaks against a model first", async () => {
      const catalog = await openNow();
      await catalog.applyListings(["hf:a/1", "hf:a/2", "hf:a/3", "hf:a/4"].map((each) => sample(each)));
      await assess(catalog, "hf:a/1", assessment([scan("SUPPORTS"), scan("UNDERMINES"), scan("UNDERMINES", { status: "FAILED" })], { level: "LISTED" }));
      await assess(catalog, "hf:a/2", assessment([scan("SUPPORTS")]));
      await assess(catalog, "hf:a/3", assessment([scan("SUPPORTS")]));
      const facets = await catalog.facets(query("", { trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] }] }), [{ field: "CLAIM_EFFECT", first: 3 }, { field: "CLAIM_STATUS", first: 10 }, { field: "TRUST_LEVEL", first: 5 }]);
      const told = facets.map(({ values }) => values.map(({ value, label, count }) => `${value} | ${label} | ${count}`));
      expect(told).toEqual([
        ["THIRD_PARTY_SCAN UNDERMINES | Third-party scan: undermines | 1", "THIRD_PARTY_SCAN SUPPORTS | Third-party scan: supports | 3", "THIRD_PARTY_SCAN NEUTRAL | Third-party scan: neutral | 1"],
        ["THIRD_PARTY_SCAN FAILED | Third-party scan: failed | 1", "THIRD_PARTY_SCAN ASSERTED | Third-party scan: asserted | 3", "THIRD_PARTY_SCAN UNKNOWN | Third-party scan: unknown | 1"],
        ["LISTED | Listed | 1"],
      ]);
      const [levels] = await catalog.facets(query(""), [{ field: "TRUST_LEVEL", first: 5 }]);
      expect(levels?.values.map(({ value, count, filter }) => [value, count, filter])).toEqual([["PINNED", 2, { trustLevels: ["PINNED"] }], ["LISTED", 1, { trustLevels: ["LISTED"] }]]);
    });

    test("sees each assessment at once, and nobody is told of one that says what the last one said", async () => {
      const clock = { at: Date.parse("2026-04-01T00:00:00Z") };
      const catalog = await open(clock);
      const generation = async (): Promise<string> => {
        clock.at += minute;
        return catalog.generation();
      };
      await catalog.applyListings([sample("hf:a/b")]);
      await assess(catalog, "hf:a/b", assessment([scan("SUPPORTS"), scan("NEUTRAL")]));
      expect(await found(catalog, { trustLevels: ["PINNED"] })).toEqual(["hf:a/b"]);
      const before = await generation();
      await assess(catalog, "hf:a/b", assessment([scan("NEUTRAL"), scan("SUPPORTS"), scan("NEUTRAL")], { assessedAt: at(2), dueAt: at(3), verifiers: "v2" }));
      expect(await generation()).toBe(before);
      expect(await catalog.assessments([key("hf:a/b")])).toMatchObject([{ assessedAt: at(2), dueAt: at(3), verifiers: "v2" }]);
      await assess(catalog, "hf:a/b", assessment([scan("UNDERMINES")], { level: "LISTED" }));
      expect([await generation() === before, await found(catalog, noFailedScan), await found(catalog, { trustLevels: ["LISTED"] })]).toEqual([false, [], ["hf:a/b"]]);
    });
  });

  describe("an assessment", () => {
    const files = (...letters: readonly string[]): SampleWrite => ({ artifacts: letters.map((letter) => weights(`${letter}.bin`, letter)) });
    const warning = scan("UNDERMINES", { kind: "SERIALIZATION_SAFETY", status: "VERIFIED", artifact: sha256("b") });
    const made = assessment([scan("SUPPORTS"), warning, { ...warning, effect: "SUPPORTS" }], { revision: "r1", level: "INSPECTED" });
    const left = async (catalog: Catalog): Promise<unknown> => {
      const [stored] = await catalog.assessments([key("hf:a/b")]);
      return stored && [stored.level ?? "none", stored.revision, ...stored.claims.map(({ kind, effect }) => `${kind} ${effect}`), stored.dueAt === undefined ? "not due" : "due"];
    };
    const write = (day: number, more: SampleWrite): ReturnType<typeof sample> => sample("hf:a/b", { fetchedAt: at(day), onDemand: ["artifacts"], ...more });

    test("of another revision holds no longer, but for warnings about bytes that the listing has, or may have", async () => {
      const catalog = await openNow();
      await catalog.applyListings([write(1, { revision: "r1", ...files("a", "b") })]);
      await assess(catalog, "hf:a/b", made);
      expect(await left(catalog)).toEqual(["INSPECTED", "r1", "SERIALIZATION_SAFETY SUPPORTS", "SERIALIZATION_SAFETY UNDERMINES", "THIRD_PARTY_SCAN SUPPORTS", "not due"]);
      await catalog.applyListings([write(2, { revision: "r2" })]);
      expect(await left(catalog)).toEqual(["none", "r2", "SERIALIZATION_SAFETY UNDERMINES", "due"]);
      expect([await found(catalog, { trustLevels: ["INSPECTED"] }), await found(catalog, { trust: [{ kind: "THIRD_PARTY_SCAN", statuses: ["UNKNOWN"] }, { kind: "SERIALIZATION_SAFETY", effects: ["UNDERMINES"] }] })]).toEqual([[], ["hf:a/b"]]);
      await catalog.applyListings([write(3, { revision: "r2", ...files("b") })]);
      expect(await left(catalog)).toEqual(["none", "r2", "SERIALIZATION_SAFETY UNDERMINES", "due"]);
      await catalog.applyListings([write(4, { revision: "r3", ...files("a") })]);
      expect([await left(catalog), await found(catalog, { trust: [{ kind: "SERIALIZATION_SAFETY", effects: ["UNDERMINES"] }] })]).toEqual([["none", "r3", "due"], []]);
    });

    test("of another revision is taken back also where nothing else differs", async () => {
      const catalog = await openNow();
      await catalog.applyListings([write(1, { revision: "r1" })]);
      await assess(catalog, "hf:a/b", made);
      expect(await found(catalog, { trustLevels: ["INSPECTED"] })).toEqual(["hf:a/b"]);
      await catalog.applyListings([write(2, { revision: "r2" })]);
      expect(await found(catalog, { trustLevels: ["INSPECTED"] })).toEqual([]);
    });

    test("is due when the record says something else, and not when only its counts moved", async () => {
      const catalog = await openNow();
      await catalog.applyListings([write(1, { revision: "r1", ...files("b") })]);
      await assess(catalog, "hf:a/b", made);
      await catalog.applyListings([write(2, { revision: "r1", popularity: { downloads30d: 7 } })]);
      expect(await left(catalog)).toContain("not due");
      await catalog.applyListings([write(3, { revision: "r1", license: { stated: "mit" } })]);
      expect(await left(catalog)).toEqual(["INSPECTED", "r1", "SERIALIZATION_SAFETY SUPPORTS", "SERIALIZATION_SAFETY UNDERMINES", "THIRD_PARTY_SCAN SUPPORTS", "due"]);
    });

    test("is not kept when the listing has come to another revision meanwhile", async () => {
      const catalog = await openNow();
      await catalog.applyListings([write(1, { revision: "r2" })]);
      await assess(catalog, "hf:a/b", made);
      expect(await left(catalog)).toBeUndefined();
    });

    test("follows a renamed listing, and is dropped with one whose path was taken", async () => {
      const catalog = await openNow();
      await catalog.applyListings([sample("hf:a/b", { stableId: "1" })]);
      await assess(catalog, "hf:a/b", assessment([scan("SUPPORTS")]));
      await catalog.applyListings([sample("hf:a/c", { stableId: "1", fetchedAt: at(2) })]);
      expect(await found(catalog, { trustLevels: ["PINNED"] })).toEqual(["hf:a/c"]);
      await catalog.applyListings([sample("hf:a/c", { stableId: "2", fetchedAt: at(3) })]);
      expect([await found(catalog, { trustLevels: ["PINNED"] }), await catalog.assessments([key("hf:a/c")])]).toEqual([[], [undefined]]);
    });

    test("stands while the listing is gone, which a search for models that are not does not find", async () => {
      const catalog = await openNow();
      await catalog.applyListings([sample("hf:a/b")]);
      await assess(catalog, "hf:a/b", assessment([scan("UNDERMINES")]));
      await catalog.markGone([key("hf:a/b")], at(2));
      expect([await found(catalog, { trustLevels: ["PINNED"] }), await found(catalog, { trustLevels: ["PINNED"], states: ["GONE"] })]).toEqual([[], ["hf:a/b"]]);
    });

    test("counts of the leading listing alone, through joining and parting", async () => {
      const clock = { at: Date.parse("2026-04-01T00:00:00Z") };
      const catalog = await open(clock);
      const generation = async (): Promise<string> => {
        clock.at += minute;
        return catalog.generation();
      };
      const [one, two] = ["hf:a/one", "mirror:a/two"];
      await catalog.setIdentityRules({ same: [], different: [], sourceOrder: ["hf", "mirror"] as never });
      await catalog.applyListings([sample(one), sample(two)]);
      await assess(catalog, one, assessment([scan("SUPPORTS")], { level: "INSPECTED" }));
      await assess(catalog, two, assessment([scan("UNDERMINES")], { level: "LISTED" }));
      const both = async (): Promise<unknown> => [await found(catalog, { trustLevels: ["INSPECTED"] }), await found(catalog, { trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] }] })];
      expect(await both()).toEqual([[one], [two]]);
      await catalog.setIdentityRules({ same: [[key(one), key(two)]], different: [], sourceOrder: ["hf", "mirror"] as never });
      expect(await both()).toEqual([[one], []]);
      const before = await generation();
      await assess(catalog, two, assessment([scan("CAUTION"), scan("UNDERMINES")], { level: "LISTED" }));
      expect(await generation()).toBe(before);
      await catalog.setIdentityRules({ same: [], different: [], sourceOrder: ["hf", "mirror"] as never });
      expect(await both()).toEqual([[one], [two]]);
    });
  });

  describe("what is to be assessed", () => {
    const lacking = async (catalog: Catalog, more: Partial<Parameters<Catalog["lackingAssessment"]>[0]> = {}): Promise<readonly string[]> =>
      catalog.lackingAssessment({ among: 10, sources: ["hf", "chain"] as never, verifiers: "v1", now: at(10), limit: 10, ...more });
    const used = (listing: string, downloads30d: number, more: SampleWrite = {}): ReturnType<typeof sample> => sample(listing, { popularity: { downloads30d }, ...more });

    test("is what never was, then what is due or was assessed by other checks, the most used first", async () => {
      const catalog = await openNow();
      await catalog.applyListings([used("hf:a/1", 9_000_000), used("hf:a/2", 800_000), used("hf:a/3", 70_000), used("hf:a/4", 6_000), used("hf:a/5", 500), used("other:a/6", 40)]);
      expect(await lacking(catalog)).toEqual(["hf:a/1", "hf:a/2", "hf:a/3", "hf:a/4", "hf:a/5"]);
      await assess(catalog, "hf:a/1", assessment([], { dueAt: at(9) }));
      await assess(catalog, "hf:a/2", assessment([], { dueAt: at(11) }));
      await assess(catalog, "hf:a/4", assessment([], { verifiers: "v0" }));
      expect(await lacking(catalog)).toEqual(["hf:a/3", "hf:a/5", "hf:a/1", "hf:a/4"]);
      expect([await lacking(catalog, { limit: 2 }), await lacking(catalog, { among: 3 }), await lacking(catalog, { sources: [] })]).toEqual([["hf:a/3", "hf:a/5"], ["hf:a/3", "hf:a/1"], []]);
      await catalog.markGone([key("hf:a/3")], at(8));
      expect(await lacking(catalog)).toEqual(["hf:a/5", "hf:a/1", "hf:a/4"]);
    });
  });

  describe("findings about bytes", () => {
    const check = (letter: string): string => `unpickle/1#file:${sha256(letter)}`;
    const safe = (letter: string, more: object = {}) => ({ kind: "SERIALIZATION_SAFETY", statement: letter, status: "VERIFIED", effect: "SUPPORTS", method: "m", evidence: [], artifact: sha256(letter), ...more }) as const;
    const save = (catalog: Catalog, listing: string, findings: readonly ReturnType<typeof safe>[], day = 1): Promise<void> =>
      catalog.saveFindings({ listing: key(listing), observedAt: at(day), checks: [check("a")], findings: findings.map((finding) => ({ check: check("a"), finding })) });
    const of = async (catalog: Catalog, path = "a.bin"): Promise<unknown> =>
      (await catalog.findingsOfFiles({ listing: key("hf:own/x"), files: [{ check: check("a"), digest: sha256("a"), path }] })).map((findings) => findings.map(({ listing, observedAt, finding }) => `${listing} ${observedAt.slice(0, 10)} ${finding.statement}`));

    test("are found in another listing of the same source with the same file, the newest", async () => {
      const catalog = await openNow();
      const write = (listing: string, path = "a.bin", more: SampleWrite = {}): ReturnType<typeof sample> => sample(listing, { artifacts: [{ path, digest: sha256("a") }], ...more });
      await catalog.applyListings([write("hf:own/x"), write("hf:b/x"), write("hf:c/x"), write("hf:d/x", "other.bin"), write("mirror:b/x"), write("chain:b/x", "a.bin", { naming: "open" })]);
      expect(await of(catalog)).toEqual([[]]);
      for (const [listing, day] of [["hf:own/x", 9], ["hf:d/x", 8], ["mirror:b/x", 7], ["chain:b/x", 6]] as const) await save(catalog, listing, [safe("a")], day);
      expect(await of(catalog)).toEqual([[]]);
      await save(catalog, "hf:b/x", [safe("a"), safe("a", { statement: "too" })], 2);
      await save(catalog, "hf:c/x", [safe("a")], 3);
      expect([await of(catalog), await of(catalog, "other.bin")]).toEqual([[["hf:c/x 2026-03-03 a"]], [["hf:d/x 2026-03-08 a"]]]);
      await catalog.applyListings([sample("hf:c/x", { artifacts: [], fetchedAt: at(5) })]);
      expect(await of(catalog)).toEqual([["hf:b/x 2026-03-02 a", "hf:b/x 2026-03-02 too"]]);
    });

    test("are none where anybody may write", async () => {
      const catalog = await openNow();
      await catalog.applyListings(["chain:own/x", "chain:b/x"].map((each) => sample(each, { naming: "open", artifacts: [{ path: "a.bin", digest: sha256("a") }] })));
      await save(catalog, "chain:b/x", [safe("a")]);
      expect(await catalog.findingsOfFiles({ listing: key("chain:own/x"), files: [{ check: check("a"), digest: sha256("a"), path: "a.bin" }] })).toEqual([[]]);
    });

    test("are none where the check looked at more than the bytes", async () => {
      const catalog = await openNow();
      await catalog.applyListings(["hf:own/x", "hf:b/x"].map((each) => sample(each, { artifacts: [{ path: "a.bin", digest: sha256("a") }] })));
      const { artifact: _artifact, ...unbound } = safe("a");
      await save(catalog, "hf:b/x", [safe("a"), unbound as ReturnType<typeof safe>]);
      expect(await of(catalog)).toEqual([[]]);
    });
  });
}
