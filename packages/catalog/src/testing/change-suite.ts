import { describe, expect, test } from "vitest";
import type { Offer } from "@modeldex/schema";
import type { Catalog } from "../catalog.ts";
import type { ChangeQuery, StoredChange } from "../change-query.ts";
import type { TestClock } from "./harvest-suite.ts";
import { key, Random, sample, sha256, source, weights } from "./samples.ts";

/** What the log tells, and how it is read. */
export function changeSuite(open: (clock: TestClock) => Promise<Catalog>): void {
  const start = Date.parse("2026-04-01T00:00:00Z");
  const all = { limit: 1000, newest: false } as const;
  const day = (number: number): string => `2026-03-0${number}T00:00:00Z`;
  /** The log after the first rows, in short. */
  const told = async (catalog: Catalog, after = 0): Promise<readonly string[]> => (await catalog.changes(after, 1000)).map(({ kind, listing }) => `${kind} ${listing ?? ""}`);

  describe("the log", () => {
    test("tells a rename once, whoever else belongs to the model, and nothing that only follows from the name", async () => {
      const catalog = await open({ at: start });
      const file = weights("w.gguf", "a");
      const first = { stableId: "1", url: "https://x.example/a/b", publisher: { name: "a" }, artifacts: [{ ...file, url: "https://x.example/a/b/w.gguf" }] };
      const mates = [sample("zz:copy", { artifacts: [file] }), sample("ol:b", { refersTo: { "pkg:a/b": "hf:a/b" } })];
      await catalog.applyListings([sample("hf:a/b", first), ...mates]);
      const before = (await catalog.changes(0, 100)).length;
      const later = { stableId: "1", url: "https://x.example/c/b", publisher: { name: "c" }, updatedAt: day(2), artifacts: [{ ...file, url: "https://x.example/c/b/w.gguf" }], fetchedAt: day(2) };
      await catalog.applyListings([sample("hf:c/b", later)]);
      expect(await told(catalog, before)).toEqual(["RENAMED hf:c/b"]);
      expect(await catalog.applyListings([sample("hf:c/b", { ...later, license: { stated: "mit" }, fetchedAt: day(3) })])).toMatchObject({ changed: 1 });
      expect((await told(catalog, before)).slice(1)).toEqual(["LICENSE hf:c/b"]);
    });

    test("tells what happened to one listing under all its names, also to an earlier model of that name", async () => {
      const catalog = await open({ at: start });
      await catalog.applyListings([sample("hf:a/b", { stableId: "1" }), sample("hf:a/other", { stableId: "9" })]);
      await catalog.applyListings([sample("hf:a/c", { stableId: "1", fetchedAt: day(2) })]);
      await catalog.applyListings([sample("hf:a/c", { stableId: "2", fetchedAt: day(3) })]);
      const [renamed, other, unknown] = await catalog.changesOf([key("hf:a/c"), key("hf:a/other"), key("hf:no/thing")], 10);
      expect([renamed?.map(({ kind, listing }) => `${kind} ${listing ?? ""}`), other?.map(({ kind }) => kind), unknown]).toEqual([["LISTED hf:a/b", "RENAMED hf:a/c", "GONE hf:a/c", "LISTED hf:a/c"], ["LISTED"], []]);
      expect((await catalog.changesOf([key("hf:a/c")], 1)).map((rows) => rows.map(({ kind }) => kind))).toEqual([["LISTED"]]);
    });

    test("tells of each model that leaves a name, is deleted, or comes back, once", async () => {
      const catalog = await open({ at: start });
      await catalog.applyListings([sample("hf:a/one", { stableId: "1" }), sample("hf:a/two", { stableId: "2" }), sample("hf:a/three", { stableId: "3" })]);
      // One is renamed, and its path given to another; two is made again by somebody else; three goes.
      await catalog.applyListings([sample("hf:b/one", { stableId: "1", fetchedAt: day(2) }), sample("hf:a/one", { stableId: "9", fetchedAt: day(2) }), sample("hf:a/two", { stableId: "8", fetchedAt: day(2) })]);
      await catalog.markGone([key("hf:a/three"), key("hf:a/three")], day(2));
      await catalog.markGone([key("hf:a/three")], day(3));
      await catalog.applyListings([sample("hf:a/three", { stableId: "3", fetchedAt: day(4) })]);
      expect(await told(catalog, 3)).toEqual(["RENAMED hf:b/one", "LISTED hf:a/one", "GONE hf:a/two", "LISTED hf:a/two", "GONE hf:a/three", "LISTED hf:a/three"]);
    });

    test("is not filled by counts, numbers among details, or what is only asked for now", async () => {
      const catalog = await open({ at: start });
      const onDemand = ["artifacts", "contextTokens", "claims"] as const;
      await catalog.applyListings([sample("hf:a/b", { revision: "r1", popularity: { downloads30d: 5 }, details: { trending: 4, gated: "auto" }, onDemand })]);
      await catalog.applyListings([sample("hf:a/b", { revision: "r1", popularity: { downloads30d: 6 }, details: { trending: 5.5, gated: "auto", spaces: 3 }, onDemand, fetchedAt: day(2) })]);
      await catalog.applyListings([sample("hf:a/b", { revision: "r1", details: { gated: "auto" }, contextTokens: 8, artifacts: [weights("w.gguf", "a")], onDemand, fetchedAt: day(3) })]);
      // A look at the files themselves knows more of the same revision than a list did.
      await catalog.applyListings([sample("hf:a/b", { revision: "r1", details: { gated: "auto" }, formats: ["PICKLE"], onDemand, fetchedAt: day(3) })]);
      await catalog.applyListings([sample("hf:a/b", { revision: "r1", details: { gated: "auto" }, onDemand, fetchedAt: day(3) })]);
      expect(await told(catalog, 1)).toEqual([]);
      await catalog.applyListings([sample("hf:a/b", { revision: "r2", details: { gated: "manual" }, onDemand, fetchedAt: day(4) })]);
      expect((await catalog.changes(1, 10)).map(({ kind, statement, before, after }) => ({ kind, statement, before, after }))).toEqual([
        { kind: "UPDATED", statement: "Changed: details, revision.", before: { details: { gated: "auto" }, revision: "r1" }, after: { details: { gated: "manual" }, revision: "r2" } },
      ]);
    });

    test("tells what is said of a publisher when it turns, not when it was only asked for now", async () => {
      const catalog = await open({ at: start });
      const identity = (statement: string) => ({ kind: "PUBLISHER_IDENTITY", statement, facts: { publisher: "a", confirmedBy: "hub" }, evidence: [] }) as const;
      const lineage = (statement: string) => ({ kind: "LINEAGE", statement, evidence: [] }) as const;
      const states: readonly (readonly [Parameters<typeof sample>[1], readonly string[]])[] = [
        [{ publisher: { name: "a" }, claims: [lineage("one")] }, ["LISTED hf:a/b"]],
        [{ publisher: { name: "a", kind: "ORGANIZATION" }, claims: [lineage("one"), identity("known")] }, []],
        [{ publisher: { name: "a" }, claims: [lineage("one")] }, []],
        [{ publisher: { name: "a" }, claims: [lineage("one"), identity("known")] }, []],
        [{ publisher: { name: "a", kind: "PERSON" }, claims: [lineage("one"), identity("other")] }, ["UPDATED hf:a/b"]],
        [{ publisher: { name: "a" }, claims: [lineage("two")] }, ["UPDATED hf:a/b"]],
        [{ publisher: { name: "c" }, claims: [lineage("two")] }, ["UPDATED hf:a/b"]],
      ];
      for (const [index, [record, expected]] of states.entries()) {
        const before = (await catalog.changes(0, 100)).length;
        await catalog.applyListings([{ ...sample("hf:a/b", { ...record, fetchedAt: day(index + 1) }), onDemand: ["claims", "publisher"] }]);
        expect([index, await told(catalog, before)]).toEqual([index, expected]);
      }
    });

    test("tells that a card went or came when somebody looked, not that a list does not say whether there is one", async () => {
      const catalog = await open({ at: start });
      const [list, look] = [[], ["artifacts"]] as const;
      const states = [
        [list, "r1", undefined, []], [look, "r1", true, []], [list, "r1", undefined, []], [look, "r1", true, []],
        // Whatever lists say in between, also of a later revision.
        [list, "r2", undefined, ["revision"]], [look, "r2", false, ["hasCard"]], [list, "r2", undefined, []], [list, "r2", true, []], [look, "r2", false, []],
        [list, "r3", true, ["hasCard", "revision"]], [look, "r3", true, []],
      ] as const;
      for (const [index, [needed, revision, hasCard, expected]] of states.entries()) {
        const before = (await catalog.changes(0, 100)).length;
        await catalog.applyListings([sample("hf:a/b", { revision, ...(hasCard !== undefined && { hasCard }), needed, onDemand: ["artifacts", "hasCard"], fetchedAt: new Date(start + index * 1_000).toISOString() })]);
        const rows = index === 0 ? [] : await catalog.changes(before, 100);
        expect([index, rows.flatMap(({ after }) => Object.keys(after as object).toSorted())]).toEqual([index, expected]);
      }
    });

    test("twin: tells that a card is no longer stated by a source that states it without being asked", async () => {
      const catalog = await open({ at: start });
      await catalog.applyListings([sample("fl:a", { hasCard: true })]);
      await catalog.applyListings([sample("fl:a", { fetchedAt: day(2) })]);
      expect((await catalog.changes(1, 10)).map(({ statement, before, after }) => [statement, before, after])).toEqual([["Changed: hasCard.", { hasCard: true }, {}]]);
    });

    test("gives both sides with their members in one order, and tells nothing where only that differs", async () => {
      const catalog = await open({ at: start });
      const license = (statement: string) => ({ kind: "LICENSE_TERMS", statement, evidence: [] }) as const;
      const turned = (statement: string) => ({ statement, evidence: [], kind: "LICENSE_TERMS" }) as const;
      await catalog.applyListings([sample("hf:a/b", { claims: [license("one")] })]);
      await catalog.applyListings([sample("hf:a/b", { claims: [turned("one")], fetchedAt: day(2) })]);
      expect(await told(catalog, 1)).toEqual([]);
      await catalog.applyListings([sample("hf:a/b", { claims: [turned("two")], fetchedAt: day(3) })]);
      expect((await catalog.changes(1, 10)).map(({ before, after }) => [JSON.stringify(before), JSON.stringify(after)])).toEqual([
        ["one", "two"].map((statement) => `{"claims":[{"evidence":[],"kind":"LICENSE_TERMS","statement":"${statement}"}]}`),
      ]);
    });

    test("tells of other weights, also when nobody asked for the files in between", async () => {
      const catalog = await open({ at: start });
      const onDemand = ["artifacts"] as const;
      const at = (revision: string, fetchedAt: string, ...artifacts: ReturnType<typeof weights>[]) => sample("hf:a/b", { revision, fetchedAt, onDemand, ...(artifacts.length > 0 && { artifacts }) });
      await catalog.applyListings([at("r1", day(1), weights("w.gguf", "a"), { path: "v.gguf", sizeBytes: 9 })]);
      for (const revision of ["r2", "r3"]) await catalog.applyListings([at(revision, day(2))]);
      await catalog.applyListings([at("r3", day(3), weights("w.gguf", "b"), { path: "v.gguf", sizeBytes: 9 })]);
      await catalog.applyListings([at("r3", day(4), weights("w.gguf", "b"), weights("v.gguf", "c"))]);
      expect((await catalog.changes(0, 20)).filter(({ kind }) => kind === "WEIGHTS").map(({ statement, before, after }) => ({ statement, before, after }))).toEqual([
        { statement: "Other bytes at w.gguf.", before: { "w.gguf": sha256("a") }, after: { "w.gguf": sha256("b") } },
      ]);
      await catalog.applyListings([at("r4", day(5))]);
      await catalog.applyListings([at("r4", day(6), weights("renamed.gguf", "b"), weights("new.gguf", "d"))]);
      expect((await catalog.changes(0, 20)).at(-1)).toMatchObject({
        kind: "WEIGHTS", statement: "New: new.gguf. No longer there: v.gguf.", before: { "v.gguf": sha256("c") }, after: { "new.gguf": sha256("d") },
      });
    });

    test("tells prices that changed apart from offers that came or went", async () => {
      const catalog = await open({ at: start });
      const offer = { provider: "one", usdPerMillionOutputTokens: 2 };
      await catalog.applyListings([sample("or:a", { offers: [offer, { provider: "two" }] })]);
      await catalog.applyListings([sample("or:a", { offers: [{ ...offer, usdPerMillionOutputTokens: 1 }, { provider: "two" }], fetchedAt: day(2) })]);
      await catalog.applyListings([sample("or:a", { offers: [{ ...offer, usdPerMillionOutputTokens: 1 }], fetchedAt: day(3) })]);
      expect((await catalog.changes(1, 10)).map(({ kind, statement, before, after }) => ({ kind, statement, before, after }))).toEqual([
        { kind: "PRICE", statement: "Other prices at one.", before: [offer], after: [{ ...offer, usdPerMillionOutputTokens: 1 }] },
        { kind: "UPDATED", statement: "Changed: offers.", before: { offers: [{ ...offer, usdPerMillionOutputTokens: 1 }, { provider: "two" }] }, after: { offers: [{ ...offer, usdPerMillionOutputTokens: 1 }] } },
      ]);
    });

    test("tells what changed among offers of providers that were asked for before, not of those that were only asked for now", async () => {
      const catalog = await open({ at: start });
      const own = { provider: "Router", callAs: "a", usdPerMillionInputTokens: 2 };
      const [first, second] = [{ provider: "one", endpoint: "one/fp8", contextTokens: 8, uptimePercent: 99 }, { provider: "one", endpoint: "one/bf16", contextTokens: 8 }];
      const write = async (number: number, offers: readonly Offer[], ...needed: "offers"[]): Promise<void> => void (await catalog.applyListings([sample("or:a", { offers, onDemand: ["offers"], needed, fetchedAt: day(number) })]));
      await write(1, [own]);
      await write(2, [own, first, second], "offers");
      await write(3, [own]);
      await write(4, [own, second, { ...first, uptimePercent: 50, degraded: true }, { provider: "two" }], "offers");
      expect(await told(catalog, 1)).toEqual([]);
      await write(5, [{ ...own, usdPerMillionInputTokens: 3 }, { ...own, callAs: "a:free" }]);
      await write(6, [own, { ...own, callAs: "a:free" }, { ...first, contextTokens: 16 }], "offers");
      expect((await catalog.changes(1, 10)).map(({ kind, statement }) => [kind, statement])).toEqual([
        ["PRICE", "Other prices at Router."], ["UPDATED", "Changed: offers."], ["PRICE", "Other prices at Router."], ["UPDATED", "Changed: offers."],
      ]);
    });

    test("tells once that a harvest waits for its operator, until it is released", async () => {
      const catalog = await open({ at: start });
      const hf = source("hf");
      await catalog.acquireLease({ source: hf, holder: "one", ttlMs: 60_000 });
      const run = async (heldBackBecause?: string): Promise<void> => {
        const { run: number } = await catalog.beginRun({ source: hf, holder: "one", full: true, at: day(1) });
        await catalog.endRun({ source: hf, run: number, holder: "one", sweep: false, at: day(1), ...(heldBackBecause !== undefined && { heldBackBecause }) });
      };
      for (const reason of ["half would go", "half would go", undefined, "a third would go"]) await run(reason);
      expect((await catalog.changes(0, 10)).map(({ kind, statement }) => [kind, statement])).toEqual([["HELD_BACK", "half would go"], ["HELD_BACK", "a third would go"]]);
    });
  });

  describe("pages of the log", () => {
    test("hold what fits, from either end, and say whether more lies on either side", async () => {
      const clock = { at: start };
      const catalog = await open(clock);
      const random = new Random(11);
      for (let round = 0; round < 40; round += 1) {
        clock.at += 60_000;
        const fetchedAt = new Date(clock.at).toISOString();
        const listing = `${random.pick(["hf", "or", "zz"])}:a/m${random.below(6)}`;
        if (random.oneIn(4)) await catalog.markGone([key(listing)], fetchedAt);
        else await catalog.applyListings([sample(listing, { fetchedAt, task: random.pick(["a", "b"]), license: { stated: random.pick(["mit", "apache-2.0"]) } })]);
      }
      const log = await catalog.changes(0, 1000);
      const last = log.at(-1)?.sequence ?? 0;
      const queries: readonly Omit<ChangeQuery, "limit" | "newest">[] = [
        {}, { sources: [source("hf")] }, { kinds: ["GONE", "LICENSE"] }, { sources: [source("or"), source("zz")], kinds: ["LISTED", "UPDATED"] }, { models: ["hf:a/m1", "or:a/m2"] },
        { models: ["hf:a/m1"], kinds: ["UPDATED"] }, { models: ["no:such/thing"] }, { since: new Date(start + 20 * 60_000).toISOString() }, { since: "2027-01-01T00:00:00.000Z" },
        { after: 5, before: last - 3 }, { after: last }, { before: 1 }, { since: new Date(start + 5 * 60_000).toISOString(), sources: [source("hf")], after: 4 },
      ];
      for (const query of queries) {
        const fits = log.filter((change) => fit(change, query));
        const within = fits.filter(({ sequence }) => sequence > (query.after ?? 0) && sequence < (query.before ?? last + 1));
        for (const limit of [1, 3, 1000]) {
          for (const newest of [false, true]) {
            const expected = newest ? within.slice(-limit) : within.slice(0, limit);
            const [first, end] = [expected[0]?.sequence ?? (query.after ?? 0) + 1, expected.at(-1)?.sequence ?? (query.before ?? last + 1) - 1];
            const page = await catalog.findChanges({ ...query, limit, newest });
            expect({ query, limit, newest, page }).toEqual({
              query, limit, newest,
              page: { changes: expected, hasEarlier: fits.some(({ sequence }) => sequence < first), hasLater: fits.some(({ sequence }) => sequence > end) },
            });
          }
        }
      }
      expect(await catalog.changesAt([2, last + 1, 1])).toEqual([log[1], undefined, log[0]]);
      for (const wrong of [{ after: last + 1 }, { before: 0 }, { after: 1.5 }, { limit: 0 }]) {
        await expect(catalog.findChanges({ ...all, ...wrong })).rejects.toMatchObject({ name: "CatalogInputError" });
      }
    });

    test("give a model its history under all its names, and what left it", async () => {
      const catalog = await open({ at: start });
      await catalog.applyListings([sample("hf:a/b", { stableId: "1" }), sample("ol:x", { refersTo: { "pkg:a/b": "hf:a/b" }, name: "b" })]);
      await catalog.applyListings([sample("hf:c/b", { stableId: "1", fetchedAt: day(2) }), sample("hf:a/b", { stableId: "2", task: "other", fetchedAt: day(2) })]);
      await catalog.applyListings([sample("ol:x", { name: "b", fetchedAt: day(3) })]);
      const of = async (model: string): Promise<readonly string[]> => (await catalog.findChanges({ ...all, models: [model] })).changes.map(({ kind, listing, listingNow }) => `${kind} ${listing ?? ""} ${listing === listingNow ? "" : (listingNow ?? "")}`.trim());
      expect((await of("hf:c/b")).filter((row) => row.includes("hf:"))).toEqual(["LISTED hf:a/b hf:c/b", "RENAMED hf:c/b"]);
      expect((await of("hf:a/b")).filter((row) => row.includes("hf:"))).toEqual(["LISTED hf:a/b"]);
      await catalog.applyListings([sample("hf:d/e"), sample("zz:y", { refersTo: { "pkg:d/e": "hf:d/e" }, name: "e" })]);
      await catalog.applyListings([sample("zz:y", { name: "e", fetchedAt: day(3) })]);
      expect(await of("hf:d/e")).toEqual(["LISTED hf:d/e", "MERGED zz:y", "SPLIT zz:y"]);
    });

    test("belong to one catalog, which keeps its name", async () => {
      const [one, other] = [await open({ at: start }), await open({ at: start })];
      expect(await one.catalogId()).toBe(await one.catalogId());
      expect(await one.catalogId()).not.toBe(await other.catalogId());
    });
  });
}

function fit({ kind, source: from, listing, at }: StoredChange, { models, sources, kinds, since }: Omit<ChangeQuery, "limit" | "newest">): boolean {
  return (models?.includes(listing ?? "") ?? true) && (sources === undefined || (from !== undefined && sources.includes(from))) && (kinds?.includes(kind) ?? true) && at >= (since ?? "");
}
